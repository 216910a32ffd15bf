"""Two models that are asked the same, for tests of the columns they answer in."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.conversation import Conversation, Message
from desktop_app.ui.chat.side_by_side.asking import AskingSeveral
from desktop_app.ui.chat.side_by_side.columns import AnswerColumns
from tests.openai_server import Answer
from tests.ui.desk import SCRIPTED, Desk, until

SLOW = Answer(text=tuple(f"{number} " for number in range(200)), rate=40)
LETTERS = Answer(text=tuple("abcdefghijkl"), rate=20)
OTHER = replace(SCRIPTED, id="gpt-other", name="gpt-other")
THIRD = replace(SCRIPTED, id="gpt-third", name="gpt-third")


def several(desk: Desk) -> AskingSeveral:
    """Return what asks several models."""
    assert desk.page.workings is not None
    return desk.page.workings.several


def open_columns(desk: Desk) -> AnswerColumns | None:
    """Return the columns that can be seen, None for the transcript in their place."""
    found = [each for each in desk.window.findChildren(AnswerColumns) if each.isVisible()]
    return found[0] if found else None


def columns(desk: Desk) -> AnswerColumns:
    """Return the columns, which must be seen."""
    found = open_columns(desk)
    assert found is not None
    return found


def answers(desk: Desk) -> list[Message]:
    """Return the answers in the columns, as far as they have come."""
    return [column.stands for column in columns(desk).columns if column.stands is not None]


def answered(desk: Desk) -> list[str]:
    """Return the words of the answers in the columns."""
    return [message.text for message in answers(desk)]


async def ask(desk: Desk, text: str = "Which?") -> None:
    """Ask two models and wait until both have begun."""
    several(desk).picking.button.choose([SCRIPTED, OTHER])
    desk.send(text)
    await until(lambda: open_columns(desk) is not None and len(answers(desk)) == 2)


async def said_by_both(desk: Desk) -> None:
    """Wait until both have written something and are still at it."""
    await until(lambda: all(answered(desk)))
    assert all(column.is_growing for column in columns(desk).columns)


async def kept(desk: Desk) -> list[Message]:
    """Return what is stored of the only conversation."""
    return await desk.store.messages((await only(desk)).id)


async def only(desk: Desk) -> Conversation:
    """Return the only conversation."""
    (conversation,) = await desk.store.list_conversations()
    return conversation
