"""What a user does in the chat page, with the real database and real HTTP behind it."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop_app.core.conversation import Conversation, Message, Role, Status
from desktop_app.core.errors import StorageError
from desktop_app.ui.chat.transcript.laid.part import Kind
from tests.openai_server import Answer, Drop, Hang, OpenAIServer, Refusal, Request, error_body
from tests.ui.desk import Desk, click, until
from tests.ui.painted import control, kinds, last_row, notice_button, press, rows, words

SLOW = Answer(text=tuple(f"{number} " for number in range(100)), rate=40)


async def grown(desk: Desk, end: str = "3 ") -> None:
    """Wait until the answer that is shown has come as far as `end`."""
    await until(lambda: desk.shown and end in desk.shown[-1].text)


class TestAsking:
    async def test_question_and_answer(self, desk: Desk) -> None:
        desk.type("Good morning, I love this!")
        desk.press(Qt.Key.Key_Return)
        answer = await desk.answered()
        assert [m.role for m in desk.shown] == [Role.USER, Role.ASSISTANT]
        assert answer.text == "You said: Good morning, I love this!"
        assert answer.status is Status.COMPLETE
        assert desk.page.pane.composer.text == ""
        assert desk.field.hasFocus()

    async def test_everything_is_kept(self, desk: Desk) -> None:
        desk.send("Good morning!")
        await desk.answered()
        (conversation,) = await desk.store.list_conversations()
        assert conversation.title == "Good morning!"
        assert conversation.draft == ""
        kept = await desk.store.messages(conversation.id)
        assert kept == desk.shown

    async def test_question_is_on_disk_before_the_request_leaves(self, desk: Desk) -> None:
        found: list[str] = []

        def look(what: str, request: Request) -> None:
            if what == "request" and request.path.endswith("/completions"):
                with sqlite3.connect(desk.folder / "data" / "chatloom.db") as database:
                    found.extend(row[0] for row in database.execute("SELECT text FROM message"))

        desk.server.observe = look
        desk.send("Are you there?")
        await desk.answered()
        assert found[0] == "Are you there?"

    async def test_answer_grows_before_the_eyes(self, desk: Desk) -> None:
        desk.server.script(Answer(text=tuple("abcdefghij"), rate=50))
        desk.send("Go")
        lengths = set()

        def look() -> bool:
            if len(desk.shown) == 2:
                lengths.add(len(desk.shown[-1].text))
            return len(desk.shown) == 2 and not desk.is_replying

        await until(look)
        assert len(lengths) >= 4
        assert (await desk.answered()).text == "abcdefghij"

    async def test_moods_come_with_question_and_answer(self, desk: Desk) -> None:
        desk.server.script(Answer(text=("I am very happy for you, wonderful!",)))
        desk.send("This is horrible, I hate it.")
        await desk.answered()
        badges = [control(desk.transcript, number, Kind.BADGE) for number in (0, 1)]
        assert [badge.name for badge in badges] == ["Mood: negative", "Mood: positive"]
        (conversation,) = await desk.store.list_conversations()
        assert conversation.mood == "negative"

    async def test_authors(self, desk: Desk) -> None:
        desk.send("Hello")
        await desk.answered()
        assert [row.author for row in rows(desk.transcript)] == ["You", "gpt-scripted"]

    async def test_next_question_brings_what_was_said(self, desk: Desk) -> None:
        desk.send("One")
        await desk.answered()
        desk.send("Two")
        await desk.answered(4)
        assert [m["content"] for m in desk.last_request.body["messages"][1:]] == [
            "One",
            "You said: One",
            "Two",
        ]
        assert desk.last_request.problems == []

    async def test_double_enter_sends_once(self, desk: Desk) -> None:
        desk.type("Hello")
        for _ in range(3):
            desk.press(Qt.Key.Key_Return)
        await desk.answered()
        assert len(desk.server.chats) == 1
        assert len(desk.shown) == 2

    async def test_enter_and_click_at_once_send_once(self, desk: Desk) -> None:
        desk.type("Hello")
        desk.click("send_button")
        desk.press(Qt.Key.Key_Return, widget=desk.field)
        await desk.answered()
        assert len(desk.server.chats) == 1

    async def test_what_is_typed_while_it_is_saved_stays(self, desk: Desk) -> None:
        desk.type("Hello")
        desk.press(Qt.Key.Key_Return)
        desk.type(" and more")
        await desk.answered()
        assert desk.shown[0].text == "Hello"
        assert desk.page.pane.composer.text == " and more"

    async def test_what_is_typed_while_a_reply_is_written_stays(self, desk: Desk) -> None:
        desk.server.script(SLOW)
        desk.send("Go")
        await grown(desk)
        desk.type("next question")
        desk.page.stop()
        await desk.answered()
        assert desk.page.pane.composer.text == "next question"
        assert len(desk.server.chats) == 1

    async def test_up_recalls_the_last_question(self, desk: Desk) -> None:
        desk.send("One")
        await desk.answered()
        desk.press(Qt.Key.Key_Up, widget=desk.field)
        assert desk.page.pane.composer.text == "One"

    async def test_up_recalls_nothing_in_a_new_chat(self, desk: Desk) -> None:
        desk.press(Qt.Key.Key_Up, widget=desk.field)
        assert desk.page.pane.composer.text == ""

    @pytest.mark.parametrize("text", ["<b>bold</b>", "*stars* & `ticks`", "a\n\nb", "🙂 привет"])
    async def test_text_arrives_as_it_was_written(self, desk: Desk, text: str) -> None:
        desk.send(text)
        await desk.answered()
        assert desk.shown[0].text == text
        assert desk.last_request.body["messages"][-1]["content"] == text

    async def test_empty_answer_is_told(self, desk: Desk) -> None:
        desk.server.script(Answer(text=()))
        desk.send("Hello")
        answer = await desk.answered()
        assert answer.status in (Status.COMPLETE, Status.FAILED)


class TestStopping:
    @pytest.mark.parametrize("how", ["button", "Esc", "Esc from the list"])
    async def test_stops_and_keeps_what_came(self, desk: Desk, how: str) -> None:
        desk.server.script(SLOW)
        desk.send("Go")
        await grown(desk)
        request = desk.last_request
        stopped_at = time.monotonic()
        if how == "button":
            desk.click("stop_button")
        elif how == "Esc":
            desk.press(Qt.Key.Key_Escape, widget=desk.field)
        else:
            desk.find("conversation_list").setFocus()
            desk.press(Qt.Key.Key_Escape)
        await until(request.gone.is_set)
        assert request.gone_at - stopped_at < 1
        answer = await desk.answered()
        assert answer.status is Status.STOPPED
        assert answer.text.startswith("0 1 2 3 ")
        assert answer == await desk.store.message(answer.id)
        assert "stopped" in words(last_row(desk.transcript))
        assert not desk.is_replying
        assert desk.field.hasFocus() or how == "Esc from the list"

    async def test_before_the_first_word(self, desk: Desk) -> None:
        desk.server.script(Hang())
        desk.send("Go")
        await until(lambda: desk.server.chats)
        desk.click("stop_button")
        answer = await desk.answered()
        assert (answer.status, answer.text) == (Status.STOPPED, "")
        await until(desk.last_request.gone.is_set)

    async def test_twice_is_once(self, desk: Desk) -> None:
        desk.server.script(SLOW)
        desk.send("Go")
        await grown(desk)
        for _ in range(3):
            desk.press(Qt.Key.Key_Escape, widget=desk.field)
            await asyncio.sleep(0)
        assert (await desk.answered()).status is Status.STOPPED
        assert desk.notice == ""

    async def test_esc_without_a_reply_does_nothing(self, desk: Desk) -> None:
        desk.type("draft")
        desk.press(Qt.Key.Key_Escape)
        await desk.quiet()
        assert desk.page.pane.composer.text == "draft"

    async def test_after_it_the_next_question_is_answered(self, desk: Desk) -> None:
        desk.server.script(SLOW)
        desk.send("Go")
        await grown(desk)
        desk.click("stop_button")
        await desk.answered()
        desk.send("Again")
        assert (await desk.answered(4)).text == "You said: Again"


class TestFailing:
    @pytest.mark.parametrize(
        ("script", "title"),
        [
            (Refusal(500), "Acme"),
            (Refusal(401, error_body("Incorrect API key.", "invalid_api_key")), "key"),
            (Drop(), "connection"),
        ],
    )
    async def test_is_told_at_the_message_in_plain_words(
        self, desk: Desk, script: Refusal | Drop, title: str
    ) -> None:
        desk.server.script(script)
        desk.send("Hello")
        answer = await desk.answered()
        assert answer.status is Status.FAILED
        assert answer.failure is not None
        told = words(last_row(desk.transcript))
        assert title in told
        assert answer.failure.title in told
        assert answer.failure.advice in told
        for noise in ("Error", "Traceback", "500", "401", "{", "None"):
            assert noise not in answer.failure.title + answer.failure.advice
        assert desk.notice == ""
        assert await desk.store.message(answer.id) == answer

    async def test_try_again_makes_a_sibling(self, desk: Desk) -> None:
        desk.server.script(Refusal(500))
        desk.send("Hello")
        failed = await desk.answered()
        click(notice_button(last_row(desk.transcript), "Try again"))
        await until(lambda: desk.shown[-1].text == "You said: Hello")
        answer = await desk.answered()
        assert answer.parent == failed.parent
        assert answer.id != failed.id
        assert len(desk.shown) == 2
        kept = await desk.store.messages(answer.conversation)
        assert [m.id for m in kept] == [failed.parent, failed.id, answer.id]
        assert [m["content"] for m in desk.last_request.body["messages"][1:]] == ["Hello"]

    async def test_only_the_last_answer_can_be_tried_again(self, desk: Desk) -> None:
        """Another answer in the middle would leave what follows it on a hidden branch."""
        desk.server.script(Refusal(500))
        desk.send("One")
        failed = await desk.answered()
        row = last_row(desk.transcript)
        assert row.message.id == failed.id
        assert notice_button(row, "Try again").isVisible()
        desk.send("Two")
        await desk.answered(4)
        assert "Try again" not in [b.text() for b in row.notice.findChildren(QAbstractButton)]

    async def test_a_stopped_answer_can_be_written_again(self, desk: Desk) -> None:
        desk.server.script(SLOW)
        desk.send("One")
        await grown(desk)
        desk.press(Qt.Key.Key_Escape, widget=desk.field)
        await desk.answered()
        await until(lambda: Kind.AGAIN in kinds(desk.transcript, 1))
        press(desk.transcript, control(desk.transcript, 1, Kind.AGAIN))
        await until(lambda: desk.shown[-1].text == "You said: One")
        await desk.answered()
        assert [m.text for m in desk.shown] == ["One", "You said: One"]

    async def test_what_was_cut_off_gets_its_mood_when_it_is_opened(self, desk: Desk) -> None:
        conversation = Conversation(title="Cut off")
        question = Message(conversation.id, Role.USER, "I love this!")
        await desk.store.add_prompt(conversation, question)
        await desk.page.open_conversation(conversation)
        await until(lambda: desk.shown[0].sentiment is not None)
        assert (await desk.store.message(question.id)).sentiment.label == "positive"

    async def test_a_question_without_an_answer_offers_a_way_on(self, desk: Desk) -> None:
        conversation = Conversation(title="Cut off")
        question = Message(conversation.id, Role.USER, "Anybody there?")
        await desk.store.add_prompt(conversation, question)
        await desk.page.open_conversation(conversation)
        row = last_row(desk.transcript)
        click(notice_button(row, "Try again"))
        answer = await desk.answered()
        assert answer.text == "You said: Anybody there?"
        assert row.notice is None

    async def test_words_that_came_before_it_broke_are_kept(self, desk: Desk) -> None:
        desk.server.script(Answer(text=("Half ", "an "), finish=None, done=False))
        desk.send("Hello")
        answer = await desk.answered()
        assert (answer.text, answer.status) == ("Half an ", Status.INTERRUPTED)
        assert "interrupted" in words(last_row(desk.transcript))
        assert notice_button(last_row(desk.transcript), "Try again").isVisible()

    async def test_the_next_question_is_answered(self, desk: Desk) -> None:
        desk.server.script(Refusal(500))
        desk.send("One")
        await desk.answered()
        desk.send("Two")
        # Two questions in a row are one turn.
        assert (await desk.answered(4)).text == "You said: One\n\nTwo"

    async def test_server_that_is_not_there(self, desk: Desk) -> None:
        desk.server.base_url = "http://127.0.0.1:9/v1"
        desk.send("Hello")
        answer = await desk.answered()
        assert answer.status is Status.FAILED
        assert "Nothing answers at 127.0.0.1:9" in words(last_row(desk.transcript))


class TestStorageFailing:
    async def test_full_disk_keeps_the_text_and_tells(self, desk: Desk) -> None:
        (pages,) = (await desk.database.run("PRAGMA page_count"))[0]
        await desk.database.run(f"PRAGMA max_page_count = {pages}")
        text = "A long question. " * 2000
        desk.send(text)
        await until(lambda: desk.notice)
        await desk.quiet()
        assert "The disk is full" in desk.notice
        assert desk.page.pane.composer.text == text
        assert desk.shown == []
        assert desk.server.chats == []
        assert [type(e) for e in desk.told] == [StorageError]
        await desk.database.run("PRAGMA max_page_count = 100000")
        desk.press(Qt.Key.Key_Return, widget=desk.field)
        await desk.answered()
        assert desk.page.pane.composer.text == ""

    async def test_full_disk_in_the_middle_keeps_the_words_on_the_screen(self, desk: Desk) -> None:
        long = tuple(f"{number} {'word ' * 2000}" for number in range(8))
        desk.server.script(Answer(text=long, rate=10))
        desk.send("Go")
        await until(lambda: len(desk.shown) == 2)
        (pages,) = (await desk.database.run("PRAGMA page_count"))[0]
        await desk.database.run(f"PRAGMA max_page_count = {pages}")
        await until(lambda: desk.notice)
        await desk.quiet()
        assert "The disk is full" in desk.notice
        assert desk.shown[-1].text == "".join(long)
        assert not desk.is_replying
        assert "writing" not in words(last_row(desk.transcript))

    async def test_database_that_cannot_be_read_any_more(self, desk: Desk) -> None:
        desk.server.script(SLOW)
        desk.send("Go")
        await grown(desk)
        await desk.database.run("ALTER TABLE message RENAME TO elsewhere")
        desk.click("stop_button")
        await until(lambda: desk.crashes)
        await desk.quiet()
        desk.crashes.clear()
        assert not desk.is_replying
        assert desk.shown[-1].text.startswith("0 1 2 3 ")

    async def test_read_only_file(self, desk: Desk) -> None:
        await desk.database.run("PRAGMA query_only = ON")
        desk.send("Hello")
        await until(lambda: desk.notice)
        assert "can’t write" in desk.notice.replace("'", "’")
        assert desk.page.pane.composer.text == "Hello"

    async def test_draft_that_cannot_be_saved_is_not_lost(self, desk: Desk) -> None:
        await desk.database.run("PRAGMA query_only = ON")
        desk.type("draft")
        desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: desk.notice)
        assert desk.page.pane.composer.text == "draft"


@pytest.fixture
async def two(desk: Desk) -> tuple[Conversation, Conversation]:
    """Return two conversations with a question and an answer each; the second is shown."""
    desk.send("First")
    await desk.answered()
    desk.click("new_chat_button")
    await until(lambda: not desk.shown)
    desk.send("Second")
    await desk.answered()
    second, first = await desk.store.list_conversations()
    return first, second


async def turn_to(desk: Desk, conversation: Conversation, first: str) -> None:
    """Open a conversation as a click does, and wait for the words of its first message."""
    desk.page.list.chosen.emit(conversation)
    await until(lambda: desk.shown and desk.shown[0].text == first and desk.page._turn is None)


Two = tuple[Conversation, Conversation]


class TestTurningToOthers:
    async def test_reply_goes_on_and_is_whole_when_coming_back(self, desk: Desk, two: Two) -> None:
        first, _ = two
        desk.server.script(Answer(text=tuple(f"{n} " for n in range(40)), rate=40))
        desk.send("Count")
        await grown(desk)
        await turn_to(desk, first, "First")
        assert not desk.is_replying
        assert [m.text for m in desk.shown] == ["First", "You said: First"]
        await asyncio.sleep(0.1)
        await turn_to_reply(desk)
        assert desk.is_replying
        answer = await desk.answered(4)
        assert answer.text == "".join(f"{n} " for n in range(40))
        assert answer.status is Status.COMPLETE

    async def test_reply_that_ends_elsewhere_is_whole(self, desk: Desk, two: Two) -> None:
        first, second = two
        desk.server.script(Answer(text=tuple(f"{n} " for n in range(20)), rate=80))
        desk.send("Count")
        await grown(desk)
        await turn_to(desk, first, "First")
        await until(lambda: not desk.page._replies.conversations)
        assert [m.text for m in desk.shown] == ["First", "You said: First"]
        await turn_to(desk, second, "Second")
        assert desk.shown[-1].text == "".join(f"{n} " for n in range(20))

    async def test_stop_stops_only_what_is_shown(self, desk: Desk, two: Two) -> None:
        first, second = two
        desk.server.script(Answer(text=tuple(f"{n} " for n in range(30)), rate=60))
        desk.send("Count")
        await grown(desk)
        await turn_to(desk, first, "First")
        desk.press(Qt.Key.Key_Escape, widget=desk.field)
        await until(lambda: not desk.page._replies.conversations)
        await turn_to(desk, second, "Second")
        assert desk.shown[-1].status is Status.COMPLETE

    async def test_two_replies_at_once(self, desk: Desk, two: Two) -> None:
        first, second = two
        desk.server.script(
            Answer(text=tuple(f"a{n} " for n in range(30)), rate=60),
            Answer(text=tuple(f"b{n} " for n in range(30)), rate=60),
        )
        desk.send("Count a")
        await grown(desk, "a3")
        await turn_to(desk, first, "First")
        desk.send("Count b")
        await grown(desk, "b3")
        answer = await desk.answered(4)
        assert answer.text == "".join(f"b{n} " for n in range(30))
        await turn_to(desk, second, "Second")
        answer = await desk.answered(4)
        assert answer.text == "".join(f"a{n} " for n in range(30))

    async def test_new_chat_while_a_reply_is_written(self, desk: Desk) -> None:
        desk.server.script(Answer(text=tuple(f"{n} " for n in range(30)), rate=60))
        desk.send("Count")
        await grown(desk)
        desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not desk.shown)
        assert not desk.is_replying
        desk.send("Other")
        assert (await desk.answered()).text == "You said: Other"
        await until(lambda: not desk.page._replies.conversations)
        _, counted = await desk.store.list_conversations()
        kept = await desk.store.messages(counted.id)
        assert kept[-1].text == "".join(f"{n} " for n in range(30))

    async def test_quick_clicks_show_the_last_one(self, desk: Desk, two: Two) -> None:
        first, second = two
        await desk.store.save_draft(first.id, "draft of the first")
        await desk.store.save_draft(second.id, "")
        for conversation in (first, second, first, second, first, first):
            desk.page.list.chosen.emit(conversation)
        await desk.quiet()
        assert [m.text for m in desk.shown] == ["First", "You said: First"]
        assert desk.page.pane.composer.text == "draft of the first"
        assert (await desk.store.conversation(second.id)).draft == ""

    async def test_list_follows(self, desk: Desk, two: Two) -> None:
        first, _ = two
        view = desk.page.list.view
        assert [i.data() for i in view.selectedIndexes()] == ["Second"]
        await turn_to(desk, first, "First")
        await desk.quiet()
        assert [i.data() for i in view.selectedIndexes()] == ["First"]
        desk.click("new_chat_button")
        await until(lambda: not desk.shown)
        await desk.quiet()
        assert view.selectedIndexes() == []

    async def test_typing_right_after_turning_is_meant_for_the_new_one(
        self, desk: Desk, two: Two
    ) -> None:
        first, second = two
        desk.type("left here")
        desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        desk.type("for the new one")
        desk.press(Qt.Key.Key_Return, widget=desk.field)
        await until(lambda: desk.shown and desk.shown[0].text == "for the new one")
        await desk.answered()
        assert (await desk.store.conversation(second.id)).draft == "left here"
        assert len(await desk.store.messages(second.id)) == 2
        assert len(await desk.store.messages(first.id)) == 2


async def turn_to_reply(desk: Desk) -> None:
    """Open the conversation that a reply is being written in."""
    (busy,) = desk.page._replies.conversations
    conversation = await desk.store.conversation(busy)
    assert conversation is not None
    desk.page.list.chosen.emit(conversation)
    await until(lambda: desk.shown and desk.shown[0].conversation == busy)


class TestDrafts:
    async def test_each_conversation_has_its_own(self, desk: Desk, two: Two) -> None:
        first, second = two
        desk.type("for the second")
        await turn_to(desk, first, "First")
        assert desk.page.pane.composer.text == ""
        desk.type("for the first")
        await turn_to(desk, second, "Second")
        assert desk.page.pane.composer.text == "for the second"
        await turn_to(desk, first, "First")
        assert desk.page.pane.composer.text == "for the first"

    async def test_survive_a_restart(self, desk: Desk, tmp_path: Path) -> None:
        desk.send("Hello")
        await desk.answered()
        desk.type("and then")
        await until(lambda: desk.page._conversation.draft == "and then")
        await desk.quiet()
        async with Desk(tmp_path, desk.server) as again:
            assert [m.text for m in again.shown] == ["Hello", "You said: Hello"]
            assert again.page.pane.composer.text == "and then"

    async def test_new_chat_with_a_draft_alone_survives_a_restart(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        desk.type("only a thought")
        await until(lambda: desk.page._conversation.draft == "only a thought")
        await desk.quiet()
        async with Desk(tmp_path, desk.server) as again:
            assert again.shown == []
            assert again.page.pane.composer.text == "only a thought"
            again.press(Qt.Key.Key_Return, widget=again.field)
            await again.answered()
            (conversation,) = await again.store.list_conversations()
            assert (conversation.title, conversation.draft) == ("Only a thought", "")

    async def test_new_chat_without_one_leaves_no_trace(self, desk: Desk) -> None:
        desk.type("oh")
        await until(lambda: desk.page._conversation.draft == "oh")
        await desk.quiet()
        assert len(await desk.store.list_conversations()) == 1
        desk.page.pane.composer.set_text("")
        await desk.page.save_draft()
        assert await desk.store.list_conversations() == []
        for _ in range(3):
            desk.click("new_chat_button")
            await desk.quiet()
        assert await desk.store.list_conversations() == []

    async def test_is_gone_once_it_is_sent(self, desk: Desk, tmp_path: Path) -> None:
        desk.type("Hello")
        await until(lambda: desk.page._conversation.draft == "Hello")
        desk.press(Qt.Key.Key_Return)
        await desk.answered()
        async with Desk(tmp_path, desk.server) as again:
            assert again.page.pane.composer.text == ""
            assert len(again.shown) == 2

    async def test_failed_question_is_no_draft(self, desk: Desk) -> None:
        desk.server.script(Refusal(500))
        desk.send("Hello")
        await desk.answered()
        assert desk.page.pane.composer.text == ""


class TestStarting:
    async def test_typing_before_everything_is_there_is_not_lost(
        self, tmp_path: Path, openai_server: OpenAIServer, plain_environment: None
    ) -> None:
        class Early(Desk):
            async def _open_parts(self, stack: object) -> None:
                self.type("early ")
                self.press(Qt.Key.Key_Return)
                await super()._open_parts(stack)
                self.type("words")

        async with Early(tmp_path, openai_server) as desk:
            assert desk.page.pane.composer.text == "early words"
            assert openai_server.chats == []
            assert desk.find("send_button").isEnabled()

    async def test_typing_before_goes_behind_the_draft(self, desk: Desk, tmp_path: Path) -> None:
        desk.send("Hello")
        await desk.answered()
        desk.type("kept ")
        await desk.page.save_draft()

        class Early(Desk):
            async def _open_parts(self, stack: object) -> None:
                self.type("early")
                await super()._open_parts(stack)

        async with Early(tmp_path, desk.server) as again:
            assert again.page.pane.composer.text == "kept early"

    async def test_goes_on_where_it_was_left(self, desk: Desk, two: Two, tmp_path: Path) -> None:
        first, _ = two
        await turn_to(desk, first, "First")
        async with Desk(tmp_path, desk.server) as again:
            assert [m.text for m in again.shown] == ["First", "You said: First"]
            selected = again.page.list.view.selectedIndexes()
            assert [i.data() for i in selected] == ["First"]

    async def test_interrupted_reply_is_shown_marked(self, desk: Desk, tmp_path: Path) -> None:
        conversation = Conversation(title="Cut off")
        question = Message(conversation.id, Role.USER, "Why?")
        answer = Message(
            conversation.id,
            Role.ASSISTANT,
            "Because of the",
            parent=question.id,
            status=Status.INTERRUPTED,
        )
        await desk.store.add_prompt(conversation, question)
        await desk.store.add_message(answer)
        desk.preferences.change(conversation=conversation.id)
        async with Desk(tmp_path, desk.server) as again:
            assert [m.text for m in again.shown] == ["Why?", "Because of the"]
            told = words(last_row(again.transcript))
            assert "interrupted" in told
            assert "The reply was interrupted" in told
            assert notice_button(last_row(again.transcript), "Try again").isVisible()

    async def test_closing_while_a_reply_is_written_keeps_it(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        async with Desk(tmp_path / "other", desk.server) as closing:
            closing.server.script(SLOW)
            closing.send("Count")
            await grown(closing)
            request = closing.last_request
        await until(request.gone.is_set)
        async with Desk(tmp_path / "other", desk.server) as again:
            question, answer = again.shown
            assert question.text == "Count"
            assert answer.text.startswith("0 1 2 3 ")
            assert answer.status is Status.STOPPED

    async def test_conversation_that_is_gone_gives_way_to_a_new_one(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        desk.preferences.change(conversation="gone")
        async with Desk(tmp_path, desk.server) as again:
            assert again.shown == []
            assert again.find("first_start").isVisible()
