"""Choosing who answers: assistant and model, for each conversation, as the server sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import Failure
from desktop_app.core.models import BUILT_IN, LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.chat.pickers import Picker
from tests.openai_server import MODEL, OpenAIServer
from tests.ui.desk import ACME, SCRIPTED, Desk, until

NAMELESS = ModelInfo("", ACME, "Acme", "Acme")


def picker(desk: Desk, name: str) -> Picker:
    return desk.find(f"{name}_picker", Picker)


def menu(desk: Desk, name: str) -> list[QAction]:
    """Open a picker's menu as the user does, and return what stands in it."""
    choices = picker(desk, name).choices
    choices.aboutToShow.emit()
    return [action for action in choices.actions() if not action.isSeparator()]


def choose(desk: Desk, name: str, text: str) -> None:
    next(a for a in menu(desk, name) if a.text() == text).trigger()


def system(desk: Desk) -> str:
    return desk.last_request.body["messages"][0]["content"]


@pytest.fixture
async def listed(desk: Desk) -> Desk:
    """Return a desk whose models have been listed."""
    await desk.page.refresh_models()
    return desk


class TestAssistant:
    async def test_menu_holds_all_with_the_chosen_one_checked(self, desk: Desk) -> None:
        actions = menu(desk, "assistant")
        assert [a.text() for a in actions] == [a.name for a in desk.services.assistants]
        assert [a.text() for a in actions if a.isChecked()] == ["General"]
        assert picker(desk, "assistant").choice == "General"

    async def test_changes_the_instructions_of_the_next_request(self, desk: Desk) -> None:
        desk.send("One")
        await desk.answered()
        assert system(desk) == desk.services.assistants[0].instructions
        choose(desk, "assistant", "Code helper")
        desk.send("Two")
        await desk.answered(4)
        assert system(desk) == desk.services.assistants[1].instructions
        assert desk.last_request.body["temperature"] == 0.2
        assert [m["role"] for m in desk.last_request.body["messages"]].count("system") == 1

    async def test_is_remembered_for_each_conversation(self, desk: Desk, tmp_path: Path) -> None:
        choose(desk, "assistant", "Translator")
        desk.send("One")
        await desk.answered()
        desk.click("new_chat_button")
        await until(lambda: not desk.shown)
        await desk.quiet()
        assert picker(desk, "assistant").choice == "Translator", "A new chat takes the last pick."
        choose(desk, "assistant", "General")
        desk.send("Two")
        await desk.answered()
        second, first = await desk.store.list_conversations()
        assert (first.assistant, second.assistant) == ("Translator", "General")
        await desk.page.open_conversation(first)
        assert picker(desk, "assistant").choice == "Translator"
        async with Desk(tmp_path, desk.server) as again:
            assert picker(again, "assistant").choice == "Translator"
            again.send("Three")
            await again.answered(4)
            assert system(again) == desk.services.assistants[2].instructions

    async def test_one_that_is_gone_gives_way_to_the_first(self, desk: Desk) -> None:
        desk.send("One")
        await desk.answered()
        (conversation,) = await desk.store.list_conversations()
        await desk.store.choose(conversation.id, assistant="Gone")
        await desk.page.open_conversation(conversation)
        assert picker(desk, "assistant").choice == "General"

    async def test_own_assistants(
        self, tmp_path: Path, openai_server: OpenAIServer, plain_environment: None
    ) -> None:
        file = tmp_path / "data" / "assistants.json"
        file.parent.mkdir()
        file.write_text(f'[{{"name": "R&D <b>", "instructions": "Be odd.", "model": "{MODEL}"}}]')
        async with Desk(tmp_path, openai_server, model=BUILT_IN) as desk:
            await desk.page.refresh_models()
            (action,) = menu(desk, "assistant")
            assert action.text() == "R&&D <b>"
            action.trigger()
            assert picker(desk, "model").choice == MODEL
            assert "<b>" not in picker(desk, "assistant").toolTip()
            desk.send("One")
            await desk.answered()
            assert system(desk) == "Be odd."


class TestModel:
    async def test_menu_holds_all_by_provider(self, listed: Desk) -> None:
        actions = menu(listed, "model")
        assert [(a.text(), a.isEnabled()) for a in actions] == [
            ("This computer", False),
            ("SmolLM2 135M", True),
            ("Acme", False),
            (MODEL, True),
            ("Open a GGUF…", True),
        ]
        assert [a.text() for a in actions if a.isChecked()] == [MODEL]

    async def test_answers_the_next_request(self, listed: Desk) -> None:
        listed.send("One")
        answer = await listed.answered()
        assert (answer.provider, answer.model) == (ACME, MODEL)
        choose(listed, "model", "SmolLM2 135M")
        listed.send("Two")
        answer = await listed.answered(4)
        assert (answer.provider, answer.model) == (LOCAL_PROVIDER, BUILT_IN.id)
        assert listed.last_request.model == BUILT_IN.id
        assert listed.field.placeholderText() == "Message SmolLM2 135M"

    async def test_is_remembered_for_each_conversation(self, listed: Desk, tmp_path: Path) -> None:
        listed.send("One")
        await listed.answered()
        choose(listed, "model", "SmolLM2 135M")
        await listed.quiet()
        listed.click("new_chat_button")
        await until(lambda: not listed.shown)
        choose(listed, "model", MODEL)
        listed.send("Two")
        await listed.answered()
        second, first = await listed.store.list_conversations()
        assert (first.provider, first.model) == (LOCAL_PROVIDER, BUILT_IN.id)
        assert (second.provider, second.model) == (ACME, MODEL)
        await listed.page.open_conversation(first)
        assert picker(listed, "model").choice == "SmolLM2 135M"
        await listed.page.open_conversation(second)
        assert picker(listed, "model").choice == MODEL

    async def test_is_remembered_over_a_restart(self, listed: Desk, tmp_path: Path) -> None:
        """Also where the default is another, and before any server was asked for its models."""
        listed.send("One")
        await listed.answered()
        async with Desk(tmp_path, listed.server, model=BUILT_IN) as again:
            assert picker(again, "model").choice == MODEL
            again.send("Two")
            answer = await again.answered(4)
            assert (answer.provider, answer.model) == (ACME, MODEL)
            await again.page.refresh_models()
            assert picker(again, "model").choice == MODEL

    async def test_choice_for_a_draft_is_remembered(self, listed: Desk, tmp_path: Path) -> None:
        listed.type("a thought")
        await listed.page.save_draft()
        choose(listed, "model", "SmolLM2 135M")
        choose(listed, "assistant", "Translator")
        await listed.quiet()
        async with Desk(tmp_path, listed.server) as again:
            assert picker(again, "model").choice == "SmolLM2 135M"
            assert picker(again, "assistant").choice == "Translator"

    async def test_one_that_is_gone_gives_way_to_its_neighbour(self, listed: Desk) -> None:
        listed.server.models[0]["id"] = "gpt-newer"
        await listed.page.refresh_models()
        assert picker(listed, "model").choice == "gpt-newer"

    async def test_nameless_default_is_asked_for_before_the_first_request(
        self, tmp_path: Path, openai_server: OpenAIServer, plain_environment: None
    ) -> None:
        async with Desk(tmp_path, openai_server, model=NAMELESS) as desk:
            assert picker(desk, "model").choice == "Acme"
            desk.type("Hello")
            for _ in range(3):
                desk.press(Qt.Key.Key_Return)
            await desk.answered()
            assert len(desk.server.chats) == 1
            assert desk.last_request.model == MODEL
            assert picker(desk, "model").choice == MODEL

    async def test_own_file_and_the_way_back(self, listed: Desk) -> None:
        listed.tasks.start(listed.page.choices.use_model_file("/models/own.gguf"))
        await listed.quiet()
        assert listed.engine.files == ["/models/own.gguf"]
        assert listed.preferences.settings.model_file == "/models/own.gguf"
        listed.engine.state = listed.engine.state.__class__(Phase.READY, "own", "Own")
        choose(listed, "model", "Use the built-in model")
        await listed.quiet()
        assert listed.engine.files[-1] == ""
        assert listed.preferences.settings.model_file == ""

    async def test_menu_offers_to_start_the_engine_again(self, listed: Desk) -> None:
        listed.engine.become(Phase.FAILED, failure=Failure("It broke"))
        choose(listed, "model", "Start the local engine again")
        await listed.quiet()
        assert listed.engine.starts == 1


class TestEngineInThePicker:
    @pytest.fixture
    async def local(
        self, tmp_path: Path, openai_server: OpenAIServer, plain_environment: None
    ) -> object:
        async with Desk(tmp_path, openai_server, model=BUILT_IN) as desk:
            yield desk

    @pytest.mark.parametrize(
        ("phase", "more", "words"),
        [
            (Phase.READY, {}, "SmolLM2 135M · this computer"),
            (Phase.FETCHING, {"done": 30, "total": 120}, "SmolLM2 135M · fetching 25 %"),
            (Phase.FETCHING, {}, "SmolLM2 135M · fetching 0 %"),
            (Phase.STARTING, {}, "SmolLM2 135M · starting"),
            (
                Phase.FAILED,
                {"failure": Failure("It broke")},
                "SmolLM2 135M · not available · It broke",
            ),
        ],
    )
    async def test_state_stands_behind_the_name(
        self, local: Desk, phase: Phase, more: dict[str, object], words: str
    ) -> None:
        local.engine.become(phase, **more)
        await local.quiet()
        shown = picker(local, "model")
        assert shown.accessibleName() == "Model"
        assert shown.accessibleDescription() == words
        assert shown.toolTip() == f"Model: {words}"
        assert local.page.engine_phase is phase

    async def test_models_are_listed_when_it_is_ready(self, local: Desk) -> None:
        assert MODEL not in [a.text() for a in menu(local, "model")]
        local.engine.become(Phase.READY)
        await local.quiet()
        assert MODEL in [a.text() for a in menu(local, "model")]

    async def test_another_provider_says_nothing_of_it(self, desk: Desk) -> None:
        desk.engine.become(Phase.FAILED, failure=Failure("It broke"))
        assert picker(desk, "model").accessibleDescription() == f"{MODEL} · Acme"
        desk.send("Still there?")
        assert (await desk.answered()).provider == SCRIPTED.provider
