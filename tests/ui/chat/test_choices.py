"""Choosing who answers: assistant and model, for each conversation, as the server sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import Failure
from desktop_app.core.models import BUILT_IN, LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.chat.model_popup import ModelPopup
from desktop_app.ui.chat.pickers import MenuPicker, Picker
from tests.openai_server import MODEL, OpenAIServer, Refusal
from tests.ui.desk import ACME, SCRIPTED, Desk, click, until

NAMELESS = ModelInfo("", ACME, "Acme", "Acme")


def picker(desk: Desk, name: str) -> Picker:
    return desk.find(f"{name}_picker", Picker)


def assistants(desk: Desk) -> list[QAction]:
    """Open the menu of the assistant picker as the user does, and return what stands in it."""
    choices = desk.find("assistant_picker", MenuPicker).choices
    choices.aboutToShow.emit()
    return choices.actions()


def open_popup(desk: Desk) -> ModelPopup:
    """Open the popup of the model picker."""
    click(picker(desk, "model"))
    return desk.find("model_popup", ModelPopup)


def models(desk: Desk) -> list[str]:
    """Return what stands in the popup, heads with a number sign."""
    popup = open_popup(desk)
    rows = [popup.list.rows.at(popup.list.rows.index(n)) for n in range(popup.list.rows.rowCount())]
    popup.close_popup()
    return [row.text if row.model else f"# {row.text}" for row in rows if row]


def buttons(desk: Desk) -> list[QAbstractButton]:
    """Return all buttons that can be pressed."""
    return [b for b in desk.window.findChildren(QAbstractButton) if b.isVisible()]


def choose(desk: Desk, name: str, text: str) -> None:
    if name == "assistant":
        next(a for a in assistants(desk) if a.text() == text).trigger()
        return
    popup = open_popup(desk)
    buttons = [b for b in popup.findChildren(QAbstractButton) if b.text() == text]
    if buttons:
        click(buttons[0])
        return
    rows = popup.list.rows
    row = next(n for n in rows.shown if rows.index(n).data() == text)
    popup.list.scrollTo(rows.index(row))
    place = popup.list.visualRect(rows.index(row)).center()
    QTest.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def system(desk: Desk) -> str:
    return desk.last_request.body["messages"][0]["content"]


@pytest.fixture
async def listed(desk: Desk) -> Desk:
    """Return a desk whose models have been listed."""
    await desk.page.refresh_models()
    return desk


class TestAssistant:
    async def test_menu_holds_all_with_the_chosen_one_checked(self, desk: Desk) -> None:
        actions = assistants(desk)
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
            (action,) = assistants(desk)
            assert action.text() == "R&&D <b>"
            action.trigger()
            assert picker(desk, "model").choice == MODEL
            assert "<b>" not in picker(desk, "assistant").toolTip()
            desk.send("One")
            await desk.answered()
            assert system(desk) == "Be odd."


class TestAssistantsModel:
    """An assistant brings the model it answered with last."""

    async def test_model_comes_back_with_the_assistant(self, listed: Desk, tmp_path: Path) -> None:
        listed.send("One")
        await listed.answered()
        choose(listed, "assistant", "Translator")
        assert picker(listed, "model").choice == MODEL, "Never used: nothing is changed."
        choose(listed, "model", "SmolLM2 135M")
        choose(listed, "assistant", "General")
        assert picker(listed, "model").choice == MODEL
        async with Desk(tmp_path, listed.server) as again:
            choose(again, "assistant", "Translator")
            assert picker(again, "model").choice == "SmolLM2 135M"

    async def test_what_was_used_counts_more_than_what_is_preferred(
        self, tmp_path: Path, openai_server: OpenAIServer, plain_environment: None
    ) -> None:
        file = tmp_path / "data" / "assistants.json"
        file.parent.mkdir()
        file.write_text(f'[{{"name": "A"}}, {{"name": "B", "model": "{MODEL}"}}]')
        async with Desk(tmp_path, openai_server, model=BUILT_IN) as desk:
            await desk.page.refresh_models()
            choose(desk, "assistant", "B")
            assert picker(desk, "model").choice == MODEL
            choose(desk, "model", "SmolLM2 135M")
            choose(desk, "assistant", "A")
            choose(desk, "model", MODEL)
            choose(desk, "assistant", "B")
            assert picker(desk, "model").choice == "SmolLM2 135M"

    async def test_model_of_a_provider_that_is_gone_is_not_brought(self, listed: Desk) -> None:
        used = (("Translator", "gone", "m"),)
        listed.preferences.change(assistant_models=used)
        choose(listed, "assistant", "Translator")
        assert picker(listed, "model").choice == MODEL


class TestModel:
    async def test_popup_holds_all_by_provider(self, listed: Desk) -> None:
        assert models(listed) == ["# This computer", "SmolLM2 135M", "# Acme", MODEL]
        assert open_popup(listed).list.current == SCRIPTED

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

    async def test_provider_that_is_gone_is_said_and_never_replaced(self, listed: Desk) -> None:
        listed.send("One")
        await listed.answered()
        connections = listed._connections
        gone = connections.pop(ACME)
        await listed.catalogue.refresh()
        await listed.quiet()
        shown = picker(listed, "model")
        assert (shown.choice, shown.accessibleDescription()) == (MODEL, f"{MODEL} · not available")
        assert "its provider is not set up any more" in listed.notice
        assert models(listed) == ["# This computer", "SmolLM2 135M"]
        listed.send("Two")
        await listed.quiet()
        assert len(listed.server.chats) == 1
        assert listed.page.pane.composer.text == "Two"
        click(next(b for b in buttons(listed) if b.text() == "Choose another model…"))
        assert listed.find("model_popup").isVisible()
        listed.find("model_popup", ModelPopup).close_popup()
        choose(listed, "model", "SmolLM2 135M")
        assert listed.notice == ""
        connections[ACME] = gone

    async def test_provider_that_does_not_answer_is_said_where_it_is_chosen(
        self, listed: Desk
    ) -> None:
        choose(listed, "model", "SmolLM2 135M")
        listed.server.models_script = Refusal(500)
        await listed.page.refresh_models()
        assert listed.notice == ""
        popup = open_popup(listed)
        await listed.quiet()
        head = next(
            row
            for n in range(popup.list.rows.rowCount())
            if (row := popup.list.rows.at(popup.list.rows.index(n))) and row.text == "Acme"
        )
        assert head.remark == "does not answer"
        popup.close_popup()
        choose(listed, "model", MODEL)
        await listed.quiet()
        await listed.page.refresh_models()
        assert listed.notice
        listed.server.models_script = None
        await listed.page.refresh_models()
        assert listed.notice == ""
        assert picker(listed, "model").choice == MODEL

    async def test_models_of_last_time_are_there_at_once(
        self, listed: Desk, tmp_path: Path
    ) -> None:
        listed.server.models_script = Refusal(500)
        async with Desk(tmp_path, listed.server) as again:
            assert models(again) == ["# Acme", MODEL]

    async def test_pins_are_kept(self, listed: Desk, tmp_path: Path) -> None:
        popup = open_popup(listed)
        listed.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        await listed.quiet()
        assert popup.list.rows.index(0).data() == "Pinned"
        popup.close_popup()
        async with Desk(tmp_path, listed.server) as again:
            await again.page.refresh_models()
            assert models(again) == ["# Pinned", MODEL, "# This computer", "SmolLM2 135M"]
            choose(again, "model", MODEL)
            open_popup(again)
            again.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
            await again.quiet()
            again.find("model_popup", ModelPopup).close_popup()
            assert models(again)[0] == "# This computer"

    @pytest.mark.qt_log_ignore("propagateSizeHints")
    async def test_corrections_count_at_once_and_are_kept(
        self, listed: Desk, tmp_path: Path
    ) -> None:
        open_popup(listed).details_wanted.emit(SCRIPTED)
        listed.find("model_details_name", QLineEdit).setText("My own")
        listed.find("model_details_context", QLineEdit).setText("4096")
        click(listed.find("model_details_save"))
        await listed.quiet()
        assert picker(listed, "model").choice == "My own"
        choices = listed.page.choices
        known = await choices.known_model(SCRIPTED, choices.assistant)
        assert known.context == 4096
        async with Desk(tmp_path, listed.server) as again:
            await again.page.refresh_models()
            assert picker(again, "model").choice == "My own"

    @pytest.mark.parametrize("by", ["mouse", "shortcut", "keyboard"])
    async def test_popup_opens_and_gives_the_focus_back(self, listed: Desk, by: str) -> None:
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if by == "mouse":
            click(picker(listed, "model"))
        elif by == "shortcut":
            listed.press(Qt.Key.Key_M, control | shift)
        else:
            picker(listed, "model").setFocus()
            listed.press(Qt.Key.Key_Down)
        assert listed.find("model_search").hasFocus()
        listed.press(Qt.Key.Key_Escape)
        assert listed.field.hasFocus()

    async def test_providers_can_be_set_up_from_the_popup(self, listed: Desk) -> None:
        wanted: list[str] = []
        listed.window.settings_wanted.connect(wanted.append)
        choose(listed, "model", "Set up providers…")
        assert wanted == ["providers"]

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

    async def test_popup_offers_to_start_the_engine_again(self, listed: Desk) -> None:
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
        assert models(local) == ["# This computer", "SmolLM2 135M"]
        assert not local.catalogue.has_answered(LOCAL_PROVIDER)
        local.engine.become(Phase.READY)
        await local.quiet()
        assert local.catalogue.has_answered(LOCAL_PROVIDER)
        assert models(local) == ["# This computer", "SmolLM2 135M"]

    async def test_another_provider_says_nothing_of_it(self, desk: Desk) -> None:
        desk.engine.become(Phase.FAILED, failure=Failure("It broke"))
        assert picker(desk, "model").accessibleDescription() == f"{MODEL} · Acme"
        desk.send("Still there?")
        assert (await desk.answered()).provider == SCRIPTED.provider
