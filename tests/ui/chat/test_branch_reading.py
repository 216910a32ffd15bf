"""What a reader does with a long branch, with the real database behind the window."""

from __future__ import annotations

import asyncio
import base64

import pytest
from PySide6.QtCore import QBuffer, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.errors import StorageError
from desktop_app.ui.chat.branch_pages import Opened
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.rows import PAGE
from tests.openai_server import Answer
from tests.storage.big_conversation import make
from tests.ui.desk import Desk, click, until
from tests.ui.painted import control, press

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LONG = 2_000


def square() -> str:
    """Return the address of a small picture that stands in itself."""
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return f"data:image/png;base64,{base64.b64encode(buffer.data().data()).decode()}"


def next_button(desk: Desk) -> QWidget:
    """Return the button that leads to the next match."""
    buttons = desk.page.pane.find_bar.findChildren(QWidget)
    return next(button for button in buttons if button.accessibleName() == "Next match")


def look_for(desk: Desk, words: str) -> None:
    """Open the bar and write into it."""
    assert desk.page.reading is not None
    desk.page.reading.find()
    desk.page.pane.find_bar.field.setText(words)
    desk.press(Qt.Key.Key_Return, widget=desk.page.pane.find_bar.field)


async def open_long(desk: Desk) -> Conversation:
    """Open a conversation of `LONG` messages."""
    conversation = make(desk.folder / "data" / "chatloom.db", LONG)
    await desk.page.open_conversation(conversation)
    await desk.quiet()
    return conversation


async def open_talk(desk: Desk, *texts: str) -> list[Message]:
    """Open a conversation of these texts, said by turns."""
    conversation = Conversation(title="Talk")
    messages: list[Message] = []
    for number, text in enumerate(texts):
        role = Role.ASSISTANT if number % 2 else Role.USER
        parent = messages[-1].id if messages else None
        message = Message(conversation.id, role, text, parent=parent, finished_at=None)
        if messages:
            await desk.store.add_message(message)
        else:
            await desk.store.add_prompt(conversation, message)
        messages.append(message)
    await desk.page.open_conversation(conversation)
    await desk.quiet()
    return messages


class TestPages:
    async def test_only_the_end_of_a_long_branch_is_read(self, desk: Desk) -> None:
        await open_long(desk)
        assert desk.transcript.rows.count == LONG
        assert len(desk.shown) <= 2 * PAGE
        assert desk.transcript.flow.is_at_end

    async def test_the_beginning_is_read_when_the_reader_goes_there(self, desk: Desk) -> None:
        conversation = await open_long(desk)
        desk.transcript.setFocus()
        desk.press(Qt.Key.Key_Home, CTRL)
        await until(lambda: desk.transcript.rows.at(0) is not None)
        first = (await desk.store.branch_page(conversation.active_leaf or "", 0, 1))[0]
        row = desk.transcript.rows.at(0)
        assert row is not None
        assert row.message.id == first.id
        assert len(desk.shown) <= 4 * PAGE

    async def test_a_page_that_comes_late_is_not_shown_in_another_conversation(
        self, desk: Desk
    ) -> None:
        await open_long(desk)
        desk.transcript.to_top()
        await desk.page.new_chat()
        await desk.quiet()
        assert desk.shown == []

    async def test_a_page_that_could_not_be_read_is_asked_for_again(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await open_long(desk)
        with monkeypatch.context() as broken:

            async def fail(*_arguments: object) -> list[Message]:
                raise StorageError("The disk can't be read", "Try again.", code="disk_error")

            broken.setattr(desk.store, "branch_page", fail)
            desk.transcript.to_top()
            await desk.quiet()
        assert desk.transcript.rows.at(0) is None
        desk.transcript.to_bottom()
        desk.transcript.to_top()
        await until(lambda: desk.transcript.rows.at(0) is not None)
        await desk.quiet()

    async def test_an_answer_in_a_long_branch_grows_at_its_end(self, desk: Desk) -> None:
        await open_long(desk)
        desk.send("And then?")
        await until(lambda: desk.transcript.rows.count == LONG + 2 and not desk.is_replying)
        await desk.quiet()
        assert desk.shown[-1].text == "You said: And then?"
        sent = desk.last_request.body["messages"]
        assert sent[-1]["content"] == "And then?"
        assert len(sent) > 1_000


class TestCopying:
    async def test_everything_is_copied_also_what_is_not_here(self, desk: Desk) -> None:
        conversation = await open_long(desk)
        desk.transcript.setFocus()
        desk.press(Qt.Key.Key_A, CTRL)
        desk.press(Qt.Key.Key_C, CTRL | SHIFT)
        await until(lambda: QGuiApplication.clipboard().text(), patience=20)
        copied = QGuiApplication.clipboard().text()
        messages = await desk.store.messages(conversation.id)
        assert copied.count("**You**") == LONG // 2
        assert messages[0].text in copied
        assert copied.endswith(messages[-1].text)

    async def test_turning_elsewhere_does_not_mix_two_conversations(self, desk: Desk) -> None:
        path = desk.folder / "data" / "chatloom.db"
        first, second = (make(path, LONG, title=title) for title in ("One", "Two"))
        await desk.page.open_conversation(first)
        await desk.quiet()
        desk.transcript.select_all()
        desk.transcript.copy(markdown=True)
        await desk.page.open_conversation(second)
        await until(lambda: QGuiApplication.clipboard().text(), patience=20)
        await desk.quiet()
        copied = QGuiApplication.clipboard().text()
        kept = await desk.store.branch_page(first.active_leaf or "", 0, LONG)
        assert all(message.text in copied for message in kept)

    async def test_what_was_copied_meanwhile_stays(self, desk: Desk) -> None:
        await open_long(desk)
        desk.transcript.select_all()
        desk.transcript.copy(markdown=True)
        QGuiApplication.clipboard().setText("something else")
        await desk.quiet()
        assert QGuiApplication.clipboard().text() == "something else"


class TestLettingGo:
    async def test_escape_lets_go_of_a_selection_before_it_stops_a_reply(self, desk: Desk) -> None:
        desk.server.script(Answer(text=tuple(f"{n} " for n in range(100)), rate=40))
        desk.send("Count!")
        await until(lambda: desk.shown and "3 " in desk.shown[-1].text)
        desk.transcript.setFocus()
        desk.press(Qt.Key.Key_A, CTRL)
        desk.press(Qt.Key.Key_Escape)
        assert desk.transcript.selection is None
        assert desk.is_replying
        desk.press(Qt.Key.Key_Escape)
        await until(lambda: not desk.is_replying)
        await desk.quiet()


class TestFinding:
    def count(self, desk: Desk) -> str:
        return desk.find("find_count", QLabel).text()

    async def test_the_bar_is_opened_filled_and_closed_by_key(self, desk: Desk) -> None:
        await open_talk(desk, "One apple.", "Two **apples** and an apple.", "No pear.")
        desk.press(Qt.Key.Key_F, CTRL)
        field = desk.find("find_field")
        assert field.hasFocus()
        desk.press(Qt.Key.Key_A, widget=field)
        for letter in "pple":
            desk.press(Qt.Key(ord(letter.upper())), widget=field)
        await until(lambda: "3" in self.count(desk))
        await desk.quiet()
        assert desk.transcript.finding.current is not None
        desk.press(Qt.Key.Key_Escape, widget=field)
        await desk.quiet()
        assert not desk.find("find_bar").isVisible()
        assert desk.transcript.finding.words == ""

    async def test_next_and_previous_go_round(self, desk: Desk) -> None:
        await open_talk(desk, "One apple.", "Two **apples** and an apple.", "No pear.")
        look_for(desk, "apple")
        await desk.quiet()
        places = []
        for _ in range(4):
            places.append(desk.transcript.finding.current.start[:])
            click(next_button(desk))
            await desk.quiet()
        assert len(set(places[:3])) == 3
        assert places[3] == places[0]
        desk.page.pane.find_bar.previous_wanted.emit()
        await desk.quiet()
        assert desk.transcript.finding.current.start == places[0]

    async def test_a_hit_far_away_is_read_and_shown(self, desk: Desk) -> None:
        messages = ["word"] * 300
        messages[3] = "Here is the *needle*, in the hay."
        await open_talk(desk, *messages)
        assert desk.transcript.rows.at(3) is None
        look_for(desk, "needle")
        await until(lambda: desk.transcript.finding.current is not None)
        await desk.quiet()
        hit = desk.transcript.finding.current
        assert hit.start.row == 3
        area = desk.transcript.caret_area(hit.start)
        assert area is not None
        assert 0 <= area.top() <= desk.transcript.viewport().height()
        assert "1" in self.count(desk)

    async def test_what_stands_only_in_an_address_is_passed_over(self, desk: Desk) -> None:
        await open_talk(desk, "q", "See [this](https://needle.org).", "The needle.")
        look_for(desk, "needle")
        await desk.quiet()
        hit = desk.transcript.finding.current
        assert hit is not None
        assert hit.start.row == 2
        desk.page.pane.find_bar.next_wanted.emit()
        await desk.quiet()
        assert desk.transcript.finding.current == hit
        assert desk.transcript.finding.total == 1

    async def test_markup_that_is_not_shown_is_no_match(self, desk: Desk) -> None:
        await open_talk(desk, "q", "a **b** and **c**")
        look_for(desk, "**")
        await desk.quiet()
        assert self.count(desk) == "no matches"
        assert not next_button(desk).isEnabled()

    async def test_letters_that_stand_for_two_are_found(self, desk: Desk) -> None:
        await open_talk(desk, "q", "Die STRASSE ist lang.")
        look_for(desk, "straße")
        await desk.quiet()
        assert self.count(desk) == "1 of 1"

    async def test_far_hit_is_shown_though_much_is_here(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # What is read is let go of at once, because it is far from what is seen.
        monkeypatch.setattr("desktop_app.ui.chat.transcript.rows._KEPT", PAGE)
        texts = ["word"] * 300
        texts[3] = texts[150] = texts[298] = "The needle."
        await open_talk(desk, *texts)
        look_for(desk, "needle")
        await desk.quiet()
        shown = []
        for _ in range(3):
            shown.append(desk.transcript.finding.current.start.row)
            area = desk.transcript.caret_area(desk.transcript.finding.current.start)
            assert area is not None
            assert 0 <= area.top() <= desk.transcript.viewport().height()
            click(next_button(desk))
            await desk.quiet()
        assert sorted(shown) == [3, 150, 298]

    async def test_pressing_faster_than_messages_are_read_leaves_none_out(self, desk: Desk) -> None:
        await open_talk(desk, *["apple"] * 300)
        look_for(desk, "apple")
        await desk.quiet()
        first = desk.transcript.finding.passed
        for _ in range(5):
            desk.page.pane.find_bar.previous_wanted.emit()
        await desk.quiet()
        assert desk.transcript.finding.passed == (first - 5 - 1) % 300 + 1

    async def test_messages_that_arrive_are_counted(self, desk: Desk) -> None:
        await open_talk(desk, "apple", "apple")
        look_for(desk, "apple")
        await desk.quiet()
        assert self.count(desk).endswith(" of 2")
        desk.server.script(Answer(text=tuple("An apple and an apple, and no pear.")))
        desk.send("apple?")
        await until(lambda: len(desk.shown) == 4 and not desk.is_replying)
        await desk.quiet()
        assert self.count(desk).endswith(" of 5")
        rows = []
        for _ in range(5):
            rows.append(desk.transcript.finding.current.start.row)
            desk.page.pane.find_bar.next_wanted.emit()
            await desk.quiet()
        assert sorted(rows) == [0, 1, 2, 3, 3]

    async def test_reply_that_streams_is_looked_through_as_far_as_it_is(self, desk: Desk) -> None:
        await open_talk(desk, "q", "a")
        words = tuple(f"apple {n}\n\n" for n in range(200))
        desk.server.script(Answer(text=words, rate=200))
        desk.send("Count!")
        await until(lambda: "apple 2\n" in desk.shown[-1].text)
        look_for(desk, "apple")
        await until(lambda: desk.transcript.finding.current is not None)
        for _ in range(5):
            desk.page.pane.find_bar.next_wanted.emit()
            await until(lambda: not desk.page.reading._find._going.locked())
        assert desk.transcript.finding.current.start.row == 3
        await until(lambda: not desk.is_replying)
        await desk.quiet()
        assert self.count(desk).endswith(" of 200")

    async def test_thoughts_count_while_they_are_shown(self, desk: Desk) -> None:
        desk.server.script(Answer(reasoning=("An apple.",), text=("The apple and an apple.",)))
        desk.send("Why?")
        await desk.answered()
        look_for(desk, "apple")
        await desk.quiet()
        assert self.count(desk) == "1 of 2"
        press(desk.transcript, control(desk.transcript, 1, Kind.FOLD))
        await desk.quiet()
        assert self.count(desk) == "2 of 3"
        desk.page.pane.find_bar.previous_wanted.emit()
        await desk.quiet()
        assert self.count(desk) == "1 of 3"
        assert desk.transcript.laid_at(desk.transcript.finding.current.start) is not None
        press(desk.transcript, control(desk.transcript, 1, Kind.FOLD))
        await desk.quiet()
        desk.page.pane.find_bar.next_wanted.emit()
        await desk.quiet()
        assert self.count(desk) == "1 of 2"

    @pytest.mark.parametrize("where", ["composer", "transcript"])
    async def test_focus_is_given_back(self, desk: Desk, where: str) -> None:
        await open_talk(desk, "One apple.", "Two apples.")
        before = desk.field if where == "composer" else desk.transcript
        before.setFocus()
        desk.press(Qt.Key.Key_F, CTRL)
        assert desk.find("find_field").hasFocus()
        desk.press(Qt.Key.Key_Escape)
        assert before.hasFocus()

    async def test_from_the_training_tab_it_leads_to_the_chat(self, desk: Desk) -> None:
        await open_talk(desk, "One apple.")
        desk.window.show_training()
        desk.press(Qt.Key.Key_F, CTRL)
        assert desk.find("find_field").hasFocus()
        desk.press(Qt.Key.Key_Escape)
        assert desk.field.hasFocus()

    async def test_bar_is_made_when_it_is_needed(self, desk: Desk) -> None:
        await open_talk(desk, "One apple.")
        await desk.page.new_chat()
        desk.press(Qt.Key.Key_F, CTRL)
        assert desk.window.findChild(QWidget, "find_bar") is None
        await open_talk(desk, "One apple.")
        desk.press(Qt.Key.Key_F3)
        assert desk.window.findChild(QWidget, "find_bar") is None
        desk.press(Qt.Key.Key_F, CTRL)
        assert desk.find("find_bar").isVisible()

    async def test_f3_does_nothing_after_the_bar_was_closed(self, desk: Desk) -> None:
        await open_talk(desk, "One apple.")
        look_for(desk, "apple")
        await desk.quiet()
        desk.press(Qt.Key.Key_Escape, widget=desk.page.pane.find_bar.field)
        desk.press(Qt.Key.Key_F3)
        await desk.quiet()
        assert desk.transcript.finding.current is None
        assert not desk.page.pane.find_bar.isVisible()

    async def test_the_first_hit_is_the_next_one_from_where_the_reader_is(self, desk: Desk) -> None:
        parts = [f"Paragraph {n} with a word.\n\n" + "Filler. " * 60 for n in range(40)]
        await open_talk(desk, "q", "\n\n".join(parts))
        first = desk.transcript.top_place
        assert first.block > 20
        look_for(desk, "word")
        await desk.quiet()
        hit = desk.transcript.finding.current
        assert hit is not None
        assert hit.start >= first

    async def test_no_match_is_said(self, desk: Desk) -> None:
        await open_talk(desk, "One apple.")
        look_for(desk, "pear")
        await desk.quiet()
        assert self.count(desk) == "no matches"

    async def test_turning_elsewhere_closes_the_bar(self, desk: Desk) -> None:
        await open_talk(desk, "One apple.")
        look_for(desk, "apple")
        await desk.quiet()
        await desk.page.new_chat()
        assert not desk.page.pane.find_bar.isVisible()


class TestOpening:
    @pytest.fixture
    def opened(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        found: list[str] = []

        def keep(url: QUrl) -> bool:
            found.append(url.toString())
            return True

        monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(keep))
        return found

    async def test_links_are_opened_in_the_browser(self, desk: Desk, opened: list[str]) -> None:
        await open_talk(desk, "q", "See https://example.org/a for more.")
        press(desk.transcript, control(desk.transcript, 1, Kind.LINK))
        assert opened == ["https://example.org/a"]

    @pytest.mark.parametrize(
        "address",
        [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://user@evil.example",
            "https://аpple.com",
            "https://example.org/%E2%80%AEgpj.exe\u202e",
        ],
    )
    async def test_links_that_deceive_are_not(
        self, desk: Desk, opened: list[str], address: str
    ) -> None:
        await open_talk(desk, "q", f"See [this](<{address}>) for more.")
        press(desk.transcript, control(desk.transcript, 1, Kind.LINK))
        assert opened == []
        assert "This link is not opened" in desk.notice

    async def test_pictures_open_large(self, desk: Desk) -> None:
        await open_talk(desk, "q", f"![a square]({square()})")
        await until(lambda: any(c.key.kind is Kind.PICTURE for c in desk.transcript.controls_of(1)))
        press(desk.transcript, control(desk.transcript, 1, Kind.PICTURE))
        await until(lambda: desk.window.findChild(QWidget, "picture_viewer") is not None)
        viewer = desk.find("picture_viewer")
        assert "a square" in viewer.accessibleName()
        viewer.close()
        await desk.quiet()

    async def test_a_link_that_no_program_opens_is_told(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda url: False))
        await open_talk(desk, "q", "See https://example.org/a for more.")
        press(desk.transcript, control(desk.transcript, 1, Kind.LINK))
        assert "This link could not be opened" in desk.notice

    async def test_a_picture_closes_with_its_conversation(self, desk: Desk) -> None:
        await open_talk(desk, "q", f"![a square]({square()})")
        desk.transcript.picture_wanted.emit(square(), "a square")
        await until(lambda: desk.window.findChild(QWidget, "picture_viewer") is not None)
        await open_talk(desk, "other", "talk")
        await until(lambda: desk.window.findChild(QWidget, "picture_viewer") is None)

    async def test_a_picture_that_comes_late_is_not_shown_over_another_conversation(
        self, desk: Desk
    ) -> None:
        await open_talk(desk, "q", f"![a square]({square()})")
        assert desk.page.reading is not None
        wanted = asyncio.ensure_future(desk.page.reading.show_picture(square(), "a square"))
        await asyncio.sleep(0)
        desk.page.reading.show(None, Opened(0, 0, []))
        await wanted
        assert desk.window.findChild(QWidget, "picture_viewer") is None

    async def test_pictures_elsewhere_are_links(self, desk: Desk, opened: list[str]) -> None:
        await open_talk(desk, "q", "![alt](https://example.org/a.png) ![x](file:///etc/passwd)")
        found = [c.value for c in desk.transcript.controls_of(1) if c.key.kind is Kind.LINK]
        assert found == ["https://example.org/a.png"]


class TestZoom:
    async def test_is_kept_over_a_restart(self, desk: Desk) -> None:
        await open_talk(desk, "Hello")
        desk.press(Qt.Key.Key_Plus, CTRL)
        desk.press(Qt.Key.Key_Plus, CTRL)
        assert desk.preferences.settings.zoom == 1.25
        desk.press(Qt.Key.Key_Minus, CTRL)
        assert desk.transcript.workplace.zoom == 1.1
        desk.press(Qt.Key.Key_0, CTRL)
        assert desk.preferences.settings.zoom == 1.0

    async def test_is_left_alone_while_the_conversation_is_hidden(self, desk: Desk) -> None:
        await open_talk(desk, "Hello")
        desk.window.show_training()
        desk.press(Qt.Key.Key_Plus, CTRL)
        assert desk.transcript.workplace.zoom == 1.0
        desk.window.show_chat()
        desk.press(Qt.Key.Key_Plus, CTRL)
        assert desk.transcript.workplace.zoom == 1.1

    async def test_is_taken_from_the_settings(self, desk: Desk) -> None:
        desk.preferences.change(zoom=1.5)
        async with Desk(desk.folder, desk.server) as again:
            assert again.transcript.workplace.zoom == 1.5


class TestReasoning:
    async def test_is_shown_folded_while_it_comes_and_kept(self, desk: Desk) -> None:
        desk.server.script(Answer(reasoning=("First ", "I think."), text=("So.",)))
        desk.send("Why?")
        answer = await desk.answered()
        assert answer.reasoning == "First I think."
        found = control(desk.transcript, 1, Kind.FOLD)
        assert found.label == "Reasoning"


class TestMood:
    @pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
    @pytest.mark.parametrize("how", ["mouse", "key"])
    async def test_is_corrected_at_the_badge(self, desk: Desk, how: str) -> None:
        desk.send("I love this!")
        await desk.answered()
        badge = control(desk.transcript, 0, Kind.BADGE)
        assert badge.label == "positive"
        if how == "mouse":
            press(desk.transcript, badge)
        else:
            desk.transcript.setFocus()
            desk.press(Qt.Key.Key_Up, CTRL)
            desk.press(Qt.Key.Key_Up, CTRL)
            desk.press(Qt.Key.Key_Tab)
            while desk.transcript.touch.focused != badge.key:
                desk.press(Qt.Key.Key_Tab)
            desk.press(Qt.Key.Key_Return)
        menu = desk.find("mood_menu", QMenu)
        labels = [action.text() for action in menu.actions()]
        assert labels[0].startswith("positive\t")
        assert labels[1:] == ["neutral", "negative"]
        menu.actions()[2].trigger()
        menu.close()
        await desk.quiet()
        badge = control(desk.transcript, 0, Kind.BADGE)
        assert (badge.label, badge.description) == ("negative", "as you said")
        (conversation,) = await desk.store.list_conversations()
        assert conversation.mood == "negative"
