"""A temporary conversation is in memory alone, and can be kept as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import StorageError
from desktop_app.core.identity import new_id
from desktop_app.core.sentiment import NEUTRAL, Sentiment
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.temporary import Temporary, routed
from tests.storage.growing_tree import leaf_of, names_of, plant
from tests.storage.traces import SECRETS, plant_secrets, traces


@pytest.fixture
async def temporary(database: Database) -> AsyncIterator[Temporary]:
    opened = Temporary(database)
    yield opened
    await opened.aclose()


@pytest.fixture
def both(store: Conversations, temporary: Temporary) -> Conversations:
    """The store that everybody works with."""
    return routed(store, temporary)


async def rows_in(database: Database) -> int:
    (row,) = await database.run(
        "SELECT (SELECT count(*) FROM conversation) + (SELECT count(*) FROM message) AS count"
    )
    return int(row["count"])


async def test_everything_works_and_nothing_is_written(
    both: Conversations, temporary: Temporary, database: Database, path: Path
) -> None:
    await temporary.begin("t")
    await plant_secrets(both, "t")
    (question, answer) = await both.messages("t")
    assert (await both.conversation("t") or Conversation()).title == f"About {SECRETS['title']}"
    assert await both.branch_length(answer.id) == 2
    assert [each.id for each in await both.branch_page(answer.id, 0, 9)] == [
        question.id,
        answer.id,
    ]
    assert [hits async for hits in both.find_in_branch(answer.id, SECRETS["better"])] == [[(1, 1)]]
    await both.judge_message(question.id, Sentiment(NEUTRAL, 0.0, 1.0))
    await both.rate(answer.id, -1)
    await both.rename("t", "Another")
    await both.save_draft("t", f"more {SECRETS['draft']}")
    await both.pin(["t"], pinned=True)
    other = Message("t", Role.ASSISTANT, SECRETS["later"], parent=question.id)
    await both.add_message(other)
    assert await both.versions([other.id]) == {other.id: [answer.id, other.id]}
    assert len(await both.forks("t")) == 2
    assert await both.delete_message(other.id) == answer.id
    assert (await both.message(answer.id) or other).rating == -1
    assert traces(path.parent) == []
    assert await rows_in(database) == 0
    assert await both.list_conversations() == []
    assert (await both.spent_since(now())).output_tokens == 0


async def test_other_conversations_are_kept_as_before(
    both: Conversations, store: Conversations, temporary: Temporary
) -> None:
    await temporary.begin("t")
    await plant(both, "c", q1="", a1="q1")
    assert await names_of(store, "c") == ["q1", "a1"]
    assert [each.id for each in await both.list_conversations()] == ["c"]


async def test_what_is_kept_is_there_as_a_whole_and_goes_on(
    both: Conversations, store: Conversations, temporary: Temporary, database: Database
) -> None:
    await temporary.begin("t")
    await plant(both, "t", q1="", a1="q1", a2="q1")
    await both.rate("a1", 1)
    await both.correct("a1", "Better")
    growing = Message("t", Role.ASSISTANT, "", id="a3", parent="q1")
    await both.add_message(growing)
    before, conversation = await both.messages("t"), await both.conversation("t")
    await temporary.keep()
    assert not temporary.holds("t")
    assert await store.messages("t") == before
    assert await store.conversation("t") == conversation
    await both.grow_message("a3", "It goes on", "")
    assert (await store.messages("t"))[-1].text == "It goes on"
    assert await both.branch_length("a3") == 2
    assert await leaf_of(store, "t") == "a3"
    held = temporary.database
    assert held is not None
    assert await rows_in(held) == 0
    await plant(both, "u", q9="")
    assert await rows_in(database) == 7


async def test_who_writes_late_to_what_is_forgotten_writes_nowhere(
    both: Conversations, temporary: Temporary, database: Database
) -> None:
    await temporary.begin("t")
    await plant(both, "t", q1="", a1="q1")
    await temporary.forget()
    assert await both.conversation("t") is None
    await both.save_conversation(Conversation(id="t", draft="late"))
    await both.grow_message("a1", "late", "")
    await both.finish_message(Message("t", Role.ASSISTANT, "late", id="a1"))
    assert await rows_in(database) == 0


async def test_who_writes_once_it_is_closed_writes_nowhere(
    both: Conversations, temporary: Temporary, database: Database
) -> None:
    await temporary.begin("t")
    await plant(both, "t", q1="")
    await temporary.aclose()
    with pytest.raises(StorageError):
        await plant(both, "t", q2="")
    await both.finish_message(Message("t", Role.ASSISTANT, "late", id="q1"))
    assert await rows_in(database) == 0


async def test_an_archived_one_is_kept_too(both: Conversations, temporary: Temporary) -> None:
    await temporary.begin("t")
    await plant(both, "t", q1="")
    await both.archive(["t"], archived=True)
    await temporary.keep()
    assert await names_of(both, "t") == ["q1"]


async def test_keeping_is_not_cut_off_in_the_middle(
    both: Conversations, store: Conversations, temporary: Temporary
) -> None:
    await temporary.begin("t")
    await plant(both, "t", q1="")
    task = asyncio.get_running_loop().create_task(temporary.keep())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await plant(both, "t", a1="q1")
    assert await names_of(store, "t") == ["q1", "a1"]


async def test_a_fork_of_a_temporary_conversation_is_temporary(
    both: Conversations, temporary: Temporary, database: Database
) -> None:
    await temporary.begin("t")
    await plant(both, "t", q1="", a1="q1")
    copy = Conversation(id=new_id())
    await both.fork("a1", copy)
    assert temporary.holds(copy.id)
    copied = await both.messages(copy.id)
    await both.rate(copied[1].id, 1)
    assert await rows_in(database) == 0
    assert (await both.messages(copy.id))[1].rating == 1


async def test_nothing_is_opened_before_it_is_needed(
    both: Conversations, temporary: Temporary
) -> None:
    await plant(both, "c", q1="")
    await temporary.keep()
    await temporary.forget()
    assert temporary.database is None
