"""About how many tokens the next request reads, as the composer tells it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from desktop_app.core.costs import estimated_tokens
from tests.ui.desk import Desk, until

GENERAL = "You are a helpful assistant. Answer briefly and clearly."


def label(desk: Desk) -> QLabel:
    return desk.find("token_count", QLabel)


def words(count: int) -> str:
    return f"{estimated_tokens(count)} token(s)"


async def test_nothing_is_told_of_an_empty_chat(desk: Desk) -> None:
    await desk.quiet()
    assert not label(desk).isVisible()
    desk.type("Hi")
    await until(lambda: label(desk).isVisible())
    assert label(desk).text() == words(len("Hi" + GENERAL))
    desk.page.pane.composer.set_text("")
    await until(lambda: not label(desk).isVisible())


async def test_what_was_said_counts(desk: Desk) -> None:
    desk.send("Hello")
    await desk.answered()
    said = len("Hello" + "You said: Hello" + GENERAL)
    await until(lambda: label(desk).text() == words(said))
    desk.type("More of it")
    await until(lambda: label(desk).text() == words(said + len("More of it")))
    assert "reads about" in label(desk).toolTip()
    await desk.page.new_chat()
    await until(lambda: not label(desk).isVisible())
    await desk.quiet()


async def test_only_what_is_sent_counts(desk: Desk) -> None:
    for number, text in enumerate(("Hello" * 40, "Short")):
        desk.send(text)
        await desk.answered(2 * number + 2)
    (kept,) = await desk.store.list_conversations()
    await desk.store.send_from(kept.id, desk.shown[2].id)
    await desk.page.open_conversation(kept)
    await until(lambda: label(desk).text() == words(len("Short" + "You said: Short" + GENERAL)))
    await desk.quiet()


async def test_sending_everything_again_counts_at_once(desk: Desk) -> None:
    for number, text in enumerate(("Hello" * 40, "Short")):
        desk.send(text)
        await desk.answered(2 * number + 2)
    kept, later = desk.page.conversation, desk.shown[2]
    short = words(len("Short" + "You said: Short" + GENERAL))
    desk.page.send_from(kept.id, later.id)
    await until(lambda: label(desk).text() == short)
    desk.page.send_from(kept.id, None)
    await until(lambda: label(desk).text() != short)
    await desk.quiet()


async def test_the_instructions_of_the_chat_count(desk: Desk) -> None:
    desk.type("Hi")
    desk.click("parameters_button")
    desk.page.pane.sheet.instructions.setPlainText("x" * 4000)
    await until(lambda: label(desk).text() == "1.0k token(s)")
    await desk.quiet()


async def test_a_key_costs_no_count(desk: Desk) -> None:
    desk.type("One")
    assert label(desk).text() == ""
    await until(lambda: label(desk).text())
