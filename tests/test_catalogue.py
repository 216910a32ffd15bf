"""The models of all providers together: who is slow, who fails, who goes, and what is kept."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from desktop_app.catalogue import Catalogue, default_model
from desktop_app.core.errors import AppError, ProviderError
from desktop_app.core.model_notes import Correction, ModelNotes
from desktop_app.core.models import ModelInfo
from desktop_app.parts import open_parts
from desktop_app.storage.model_lists import load_model_lists
from desktop_app.storage.model_notes import KeptModelNotes


def model(name: str, provider: str = "a", **more: object) -> ModelInfo:
    return ModelInfo(name, provider, name, provider.upper(), **more)


class Shelf:
    """Providers whose answers a test holds back, and the catalogue that asks them."""

    def __init__(self, folder: Path) -> None:
        self.providers = ["a", "b"]
        self.answers: dict[str, list[list[ModelInfo] | AppError]] = {
            "a": [[model("a1")]],
            "b": [[model("b1", "b")]],
        }
        self.gates: dict[str, asyncio.Event] = {}
        self.asked: list[str] = []
        self.waiting = asyncio.Event()
        self.path = folder / "cache" / "models.json"
        self.notes = KeptModelNotes(folder / "config" / "models.json", ModelNotes())
        self.catalogue = self.made()

    def made(self) -> Catalogue:
        return Catalogue(self.providers, self.lists, self.notes, self.path)

    async def lists(self, provider: str) -> AsyncGenerator[list[ModelInfo], None]:
        self.asked.append(provider)
        for answer in self.answers[provider]:
            if provider in self.gates:
                self.waiting.set()
                await self.gates[provider].wait()
            if isinstance(answer, AppError):
                raise answer
            yield answer

    @property
    def known(self) -> list[str]:
        return [each.id for each in self.catalogue.known]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


async def test_a_slow_provider_holds_nobody_back(shelf: Shelf) -> None:
    shelf.gates["a"] = asyncio.Event()
    seen: list[list[str]] = []
    other = asyncio.Event()

    def changed() -> None:
        seen.append(shelf.known)
        if shelf.known == ["b1"]:
            other.set()

    shelf.catalogue.watch(changed)
    async with asyncio.TaskGroup() as group:
        group.create_task(shelf.catalogue.refresh())
        await other.wait()
        assert not shelf.catalogue.has_answered("a")
        shelf.gates["a"].set()
    assert shelf.known == ["a1", "b1"]
    assert seen[-1] == ["a1", "b1"]


async def test_what_is_found_out_later_replaces_the_first_list(shelf: Shelf) -> None:
    shelf.answers["a"] = [[model("a1"), model("a2")], [model("a1", context=5)]]
    await shelf.catalogue.ask("a", in_full=False)
    assert shelf.known == ["a1", "a2"]
    await shelf.catalogue.ask("a")
    assert [(each.id, each.context) for each in shelf.catalogue.known] == [("a1", 5)]


async def test_a_provider_that_does_not_answer_keeps_its_models(shelf: Shelf) -> None:
    await shelf.catalogue.refresh()
    failure = ProviderError("It is away", "Wait.", code="timed_out")
    shelf.answers["a"] = [failure]
    await shelf.catalogue.refresh()
    assert shelf.known == ["a1", "b1"]
    assert shelf.catalogue.failures == {"a": failure}
    shelf.answers["a"] = [[model("a2")]]
    await shelf.catalogue.ask("a")
    assert shelf.known == ["a2", "b1"]
    assert shelf.catalogue.failures == {}


async def test_a_failure_after_the_first_list_loses_nothing(shelf: Shelf) -> None:
    shelf.answers["a"] = [[model("a1")], ProviderError("It broke", "Wait.")]
    await shelf.catalogue.refresh()
    assert shelf.known == ["a1", "b1"]


async def test_providers_come_and_go(shelf: Shelf) -> None:
    await shelf.catalogue.refresh()
    shelf.providers.remove("a")
    shelf.providers.append("c")
    shelf.answers["c"] = [[model("c1", "c")]]
    assert shelf.known == ["b1"]
    await shelf.catalogue.refresh()
    assert shelf.known == ["b1", "c1"]
    assert list(load_model_lists(shelf.path)) == ["b", "c"]


async def test_an_answer_that_was_overtaken_is_dropped(shelf: Shelf) -> None:
    """It may have come from the address that a provider had before."""
    shelf.gates["a"] = gate = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(shelf.catalogue.ask("a"))
        await shelf.waiting.wait()
        shelf.answers["a"] = [[model("new")]]
        del shelf.gates["a"]
        await shelf.catalogue.ask("a")
        gate.set()
    assert shelf.known == ["new"]


async def test_the_first_answer_counts_though_it_was_asked_again(shelf: Shelf) -> None:
    """Whoever waits for it must not find nothing."""
    shelf.gates["a"] = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        again = group.create_task(shelf.catalogue.ask("a"))
        await shelf.waiting.wait()
        shelf.waiting.clear()
        gate = shelf.gates.pop("a")
        shelf.gates["a"] = asyncio.Event()
        group.create_task(shelf.catalogue.ask("a"))
        await shelf.waiting.wait()
        gate.set()
        await again
        assert shelf.known == ["a1"]
        shelf.gates["a"].set()


async def test_lists_of_last_time_are_there_before_anybody_answers(shelf: Shelf) -> None:
    await shelf.catalogue.refresh()
    assert stat.S_IMODE(shelf.path.stat().st_mode) == 0o600
    shelf.catalogue = shelf.made()
    assert shelf.known == []
    await shelf.catalogue.remember()
    assert shelf.known == ["a1", "b1"]
    assert not shelf.catalogue.has_answered("a")
    assert shelf.asked == ["a", "b"]


async def test_what_has_answered_already_counts_more_than_last_time(shelf: Shelf) -> None:
    await shelf.catalogue.refresh()
    shelf.answers["a"] = [[model("a2")]]
    shelf.catalogue = shelf.made()
    await shelf.catalogue.ask("a")
    await shelf.catalogue.remember()
    assert shelf.known == ["a2", "b1"]


async def test_environment_and_this_computer_are_not_kept(shelf: Shelf) -> None:
    shelf.providers[:] = ["environment", "local", "a"]
    shelf.answers["environment"] = [[model("e", "environment")]]
    shelf.answers["local"] = [[model("l", "local")]]
    await shelf.catalogue.refresh()
    assert shelf.known == ["e", "l", "a1"]
    assert list(load_model_lists(shelf.path)) == ["a"]


async def test_a_cache_that_can_not_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    shelf = Shelf(tmp_path)
    await shelf.catalogue.remember()
    await shelf.catalogue.refresh()
    assert shelf.known == ["a1", "b1"]


async def test_notes_are_applied_at_once(shelf: Shelf) -> None:
    await shelf.catalogue.refresh()
    first, changes = shelf.catalogue.known[0], []
    shelf.catalogue.watch(lambda: changes.append(True))
    await shelf.catalogue.correct(first, Correction(name="Mine", context=7))
    await shelf.catalogue.pin(first, pinned=True)
    assert len(changes) == 2
    corrected = shelf.catalogue.known[0]
    assert (corrected.name, corrected.context) == ("Mine", 7)
    assert shelf.catalogue.correction(corrected) == Correction(name="Mine", context=7)
    assert shelf.catalogue.pinned == (("a", "a1"),)
    assert load_model_lists(shelf.path)["a"] == [model("a1")], "The list is kept as it came."


@pytest.mark.parametrize(
    ("settings", "variables", "expected"),
    [
        ("{}", {}, ("smollm2-135m", "local")),
        ("{}", {"CHATLOOM_MODEL_FILE": "/nowhere.gguf"}, ("smollm2-135m", "local")),
        ("{}", {"OPENAI_API_KEY": "sk-none"}, ("", "environment")),
        (
            '{"provider": "environment", "model": "gpt-9"}',
            {"OPENAI_API_KEY": "sk-none"},
            ("gpt-9", "environment"),
        ),
    ],
)
async def test_the_model_of_a_new_chat(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: str,
    variables: dict[str, str],
    expected: tuple[str, str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    path = home / "config" / "settings.json"
    path.parent.mkdir(parents=True)
    path.write_text(settings)
    async with open_parts({"CHATLOOM_HOME": str(home), **variables}) as parts:
        made = await default_model(parts)
        assert (made.id, made.provider) == expected
