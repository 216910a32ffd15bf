from __future__ import annotations

from datetime import UTC

import pytest

from desktop_app.core.conversation import Message, Role, branch, now, overall_mood


def test_now_is_in_utc_and_can_be_stored() -> None:
    moment = now()
    assert moment.tzinfo is UTC
    assert moment.microsecond % 1000 == 0


def _tree() -> dict[str, Message]:
    parents = {"a": None, "b": "a", "b2": "a", "c": "b"}
    return {
        name: Message("x", Role.USER, parent=parent, id=name) for name, parent in parents.items()
    }


@pytest.mark.parametrize(
    ("leaf", "path"),
    [("c", "a b c"), ("b2", "a b2"), ("a", "a"), (None, ""), ("gone", "")],
)
def test_branch(leaf: str | None, path: str) -> None:
    assert [message.id for message in branch(_tree(), leaf)] == path.split()


def test_branch_ends_where_a_parent_is_missing_or_a_circle_closes() -> None:
    messages = _tree()
    del messages["a"]
    assert [message.id for message in branch(messages, "c")] == ["b", "c"]
    circle = {
        "a": Message("x", Role.USER, parent="b", id="a"),
        "b": Message("x", Role.USER, parent="a", id="b"),
    }
    assert [message.id for message in branch(circle, "b")] == ["a", "b"]


@pytest.mark.parametrize(
    ("counts", "mood"),
    [
        ({}, ""),
        ({"positive": 0}, ""),
        ({"neutral": 1}, "neutral"),
        ({"positive": 1, "neutral": 2}, "positive"),
        ({"negative": 2, "positive": 1}, "negative"),
        ({"negative": 1, "positive": 1}, "neutral"),
    ],
)
def test_overall_mood(counts: dict[str, int], mood: str) -> None:
    assert overall_mood(counts) == mood
