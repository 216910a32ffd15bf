from __future__ import annotations

import json

import pytest

from desktop_app.core.costs import Price
from desktop_app.core.model_notes import (
    NOTHING,
    Correction,
    ModelNotes,
    notes_from_json,
    notes_to_json,
)
from desktop_app.core.models import ModelInfo
from desktop_app.core.parameters import takes

A, B = ("acme", "a"), ("acme", "b")
MODEL = ModelInfo("a", "acme", "a", "Acme", vision=False, context=1000, price=Price(1, 2))
ALL = ModelNotes(
    (B, A),
    {A: Correction("Mine", vision=True, context=5, price=Price(0.5, 4, 0.1))},
    {A: ("seed",), B: ("temperature", "stop")},
)


def test_pins_keep_their_order() -> None:
    notes = ModelNotes().with_pin(A, pinned=True).with_pin(B, pinned=True)
    assert notes.pinned == (A, B)
    assert notes.with_pin(A, pinned=True).pinned == (B, A)
    assert notes.with_pin(A, pinned=False).pinned == (B,)
    assert notes.with_pin(("acme", "c"), pinned=False) == notes


def test_correction_counts_more_than_the_server() -> None:
    corrected = ALL.applied_to(MODEL)
    assert (corrected.name, corrected.vision, corrected.context) == ("Mine", True, 5)
    assert corrected.price == Price(0.5, 4, 0.1)
    assert ModelNotes().with_correction(A, Correction(name="X")).applied_to(MODEL).vision is False


def test_correction_can_be_taken_back() -> None:
    assert ALL.with_correction(A, NOTHING).corrections == {}


def test_refused_parameters_are_not_taken() -> None:
    notes = ModelNotes().with_refused(A, "temperature").with_refused(A, "seed")
    assert notes.refused == {A: ("temperature", "seed")}
    assert notes.with_refused(A, "seed") is notes
    model = notes.applied_to(MODEL)
    assert not takes(model, "temperature")
    assert not takes(model, "seed")
    assert takes(model, "top_p")
    other = notes.applied_to(ModelInfo("b", "acme", "b", "Acme"))
    assert other.takes is None


def test_what_is_refused_adds_nothing_that_was_not_taken() -> None:
    local = ModelInfo("m", "local", "m", "this computer")
    refusing = ModelNotes(refused={("local", "m"): ("seed",)}).applied_to(local)
    assert not takes(local, "reasoning_effort")
    assert not takes(refusing, "reasoning_effort")


def test_json_and_back() -> None:
    text = json.dumps(notes_to_json(ALL))
    assert notes_from_json(json.loads(text)) == ALL
    assert notes_to_json(ModelNotes()) == {"pinned": [], "models": []}


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"pinned": 7, "models": "odd"},
        {"pinned": [7, ["a"], ["a", 7], ["", "b"], {}], "models": [7, {}, {"provider": "a"}]},
        {"models": [{"provider": "acme", "model": "a", "context": True, "vision": "yes"}]},
        {"models": [{"provider": "acme", "model": "a", "context": -5, "refused": 7}]},
        {"models": [{"provider": "acme", "model": "a", "price": {"input": -1, "output": 2}}]},
        {"models": [{"provider": "acme", "model": "a", "price": {"input": 1}}]},
        {"models": [{"provider": "acme", "model": "a", "context": 10**30}]},
    ],
)
def test_what_is_no_note_is_passed_over(values: dict[str, object]) -> None:
    assert notes_from_json(values) == ModelNotes()


def test_notes_written_by_hand() -> None:
    written = {"models": [{"provider": "acme", "model": "a", "price": {"input": 1, "output": 2}}]}
    assert notes_from_json(written).applied_to(MODEL).price == Price(1, 2)
