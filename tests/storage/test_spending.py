from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, Trace, Usage
from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.core.spending import Spending
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.spending import IN_CONVERSATION, LETTERS, SINCE

CHAT = Conversation(id="chat")
MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


def reply(conversation: str = "chat", **fields: object) -> Message:
    values: dict[str, object] = {"usage": Usage(100, 20), "provider": "acme", "cost": 0.5}
    return Message(conversation, Role.ASSISTANT, **{**values, **fields})  # type: ignore[arg-type]


async def keep(store: Conversations, *messages: Message) -> None:
    for message in messages:
        await store.save_conversation(Conversation(id=message.conversation))
        await store.add_message(message)


async def test_nothing_was_spent_where_nothing_was_said(store: Conversations) -> None:
    assert await store.spent_in("nowhere") == Spending()
    assert await store.spent_since(MOMENT) == Spending()


async def test_all_branches_of_a_conversation_count(store: Conversations) -> None:
    question = Message("chat", Role.USER, "Why?")
    first = reply(parent=question.id)
    again = reply(parent=question.id, usage=Usage(50, 5), cost=0.25)
    await keep(store, question, first, again, reply("other"))
    assert await store.spent_in("chat") == Spending(150, 25, 0.75)


async def test_one_estimate_makes_the_sum_an_estimate(store: Conversations) -> None:
    await keep(store, reply(trace=Trace()), reply(trace=None))
    assert not (await store.spent_in("chat")).estimated
    await keep(store, reply(trace=Trace(estimated=True)))
    assert (await store.spent_in("chat")).estimated


async def test_one_without_a_price_is_told_but_the_local_ones_are_free(
    store: Conversations,
) -> None:
    await keep(store, reply(), reply(cost=None, provider=LOCAL_PROVIDER), reply(cost=0.0))
    assert await store.spent_in("chat") == Spending(300, 60, 0.5)
    await keep(store, reply(cost=None))
    assert await store.spent_in("chat") == Spending(400, 80, 0.5, unpriced=True)


async def test_replies_that_nobody_counted_are_left_out(store: Conversations) -> None:
    await keep(store, reply(usage=None, cost=None), Message("chat", Role.USER, "Why?"))
    assert await store.spent_in("chat") == Spending()


async def test_a_month_begins_at_its_moment_in_all_conversations(store: Conversations) -> None:
    before = reply(created_at=MOMENT - timedelta(milliseconds=1))
    await keep(store, before, reply(created_at=MOMENT), reply("other", created_at=MOMENT))
    assert await store.spent_since(MOMENT) == Spending(200, 40, 1.0)
    east = MOMENT.astimezone().replace(tzinfo=UTC)
    assert (await store.spent_since(east - timedelta(days=2))).cost == 1.5


@pytest.mark.parametrize(
    ("statement", "index"),
    [(IN_CONVERSATION, "message_by_conversation"), (SINCE, "message_by_cost")],
)
async def test_a_million_messages_are_not_read(
    database: Database, statement: str, index: str
) -> None:
    plan = await database.run(f"EXPLAIN QUERY PLAN {statement}", "x")
    (told,) = [row["detail"] for row in plan]
    assert told.startswith(f"SEARCH message USING INDEX {index} (")


async def test_a_branch_is_climbed_by_its_ids(database: Database) -> None:
    plan = await database.run(f"EXPLAIN QUERY PLAN {LETTERS}", "x", 0)
    assert not [row["detail"] for row in plan if row["detail"].startswith("SCAN message")]


class TestLetters:
    @pytest.fixture
    async def ids(self, store: Conversations) -> list[str]:
        """Return the ids of a branch of 1,200 messages with ten letters each."""
        await store.save_conversation(CHAT)
        ids: list[str] = []
        for number in range(1200):
            parent = ids[-1] if ids else None
            message = Message("chat", Role.USER, f"{number:010}", parent=parent)
            await store.add_message(message)
            ids.append(message.id)
        return ids

    async def test_of_a_branch(self, store: Conversations, ids: list[str]) -> None:
        assert await store.branch_letters("nobody") == 0
        assert await store.branch_letters(ids[0]) == 10
        assert await store.branch_letters(ids[99]) == 1000
        sibling = Message("chat", Role.USER, "ж" * 7, parent=ids[9])
        await store.add_message(sibling)
        assert await store.branch_letters(sibling.id) == 107
        await store.correct(ids[9], "a better one, of 24 letters")
        assert await store.branch_letters(ids[99]) == 990 + len("a better one, of 24 letters")

    async def test_of_a_long_branch_are_estimated(
        self, store: Conversations, ids: list[str]
    ) -> None:
        assert await store.branch_letters(ids[-1]) == 12_000

    async def test_from_where_it_is_sent(self, store: Conversations, ids: list[str]) -> None:
        assert await store.branch_letters(ids[99], ids[90]) == 100
        assert await store.branch_letters(ids[99], ids[99]) == 10
        assert await store.branch_letters(ids[-1], ids[100]) == 11_000
        for elsewhere in (ids[100], "nobody"):
            assert await store.branch_letters(ids[99], elsewhere) == 1000


async def test_a_growing_answer_counts_once_it_was_counted(store: Conversations) -> None:
    growing = reply(usage=None, cost=None)
    await keep(store, growing)
    await store.finish_message(replace(growing, usage=Usage(1, 2), cost=0.1))
    assert await store.spent_in("chat") == Spending(1, 2, 0.1)
