from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.sentiment import Sentiment
from desktop_app.storage import search_filters
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.search import search

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)


@pytest.fixture(params=["few are listed", "none are listed"])
async def told(
    request: pytest.FixtureRequest, store: Conversations, database: Database
) -> AsyncIterator[Database]:
    """A database with some of everything; small data takes both ways that large data takes."""
    for number, (title, day) in enumerate([("Zoo", 0), ("Sea journey", 40), ("Old things", 80)]):
        name, then = f"c{number}", NOON + timedelta(days=day)
        conversation = Conversation(id=name, title=title, created_at=then, updated_at=then)
        asked = Message(name, Role.USER, "Why do walruses sing", id=f"q{number}", created_at=then,
                        finished_at=then)  # fmt: skip
        answer = Message(name, Role.ASSISTANT, "A walrus sings for joy", asked.id, f"a{number}",
                         model=["gpt-4.1-mini", "SmolLM2", "gpt-4.1"][number],
                         created_at=then + timedelta(minutes=1), finished_at=then)  # fmt: skip
        await store.add_prompt(conversation, asked)
        await store.add_message(answer)
    await store.rate("a0", 1)
    await store.rate("a1", -1)
    await store.correct("a1", "Walruses whistle")
    await store.judge_message("q1", Sentiment("negative", -1.0, 0.9, "user"))
    await store.pin(["c0"], pinned=True)
    await store.mark_unread(["c1"], unread=True)
    await store.archive(["c2"], archived=True)
    await store.tag(["c1"], "Путешествие")
    most = (-1, -1, -1) if request.param == "none are listed" else (2000, 2000, 1000)
    names = ("FEW", "_FEW_TO_LIST", "_FEW_CONVERSATIONS")
    with patch.multiple(search_filters, **dict(zip(names, most, strict=True))):
        yield database


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("walrus", ["a1", "q1", "a0", "q0"]),
        ("from:me", ["q1", "q0"]),
        ("from:me walrus", ["q1", "q0"]),
        ("from:model", ["a1", "a0"]),
        ("from:smol", ["a1"]),
        ("model:GPT walr", ["a0"]),
        ("model:unheard-of", []),
        ("model:gpt from:smol", []),
        ("is:rated", ["a1", "a0"]),
        ("is:liked sings", ["a0"]),
        ("is:disliked sings", ["a1"]),
        ("is:liked is:disliked", []),
        ("is:corrected", ["a1"]),
        ("is:corrected whistl", ["a1"]),
        ("is:pinned", ["a0", "q0"]),
        ("is:pinned alru", ["a0", "q0"]),
        ("is:unread joy", ["a1"]),
        ("is:archived", ["a2", "q2"]),
        ("is:archived joy", ["a2"]),
        ("mood:negative", ["q1"]),
        ("mood:negative sing", ["q1"]),
        ("mood:positive", []),
        ("before:2026-02", ["a0", "q0"]),
        ("after:2026-02 walr", ["a1", "q1"]),
        ("after:2026-02 before:2026-02-10", []),
        ("after:2027", []),
        ("tag:путешествие", ["a1", "q1"]),
        ("tag:nothing", []),
        ("in:journ walrus", ["a1", "q1"]),
        ("in:ourne", ["a1", "q1"]),
        ("in:zoo in:sea", []),
        ("in:?", []),
        ("is:rated ++", ["a1", "a0"]),
        ('from:model "walrus sings"', ["a1", "a0"]),
        ('is:rated "sings walrus"', []),
        ("joy from:me", []),
    ],
)
async def test_filters(told: Database, query: str, found: list[str]) -> None:
    assert [hit.message for hit in await search(told, query)] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("zoo", ["c0"]),
        ("zoo is:pinned", ["c0"]),
        ("zoo is:unread", []),
        ("things is:archived", ["c2"]),
        ("things", []),
        ("journey after:2026-02", ["c1"]),
        ("journey before:2026-02", []),
        ("journey tag:путешествие", ["c1"]),
        ("zoo from:me", []),
        ("zoo is:rated", []),
    ],
)
async def test_filters_of_titles(told: Database, query: str, found: list[str]) -> None:
    hits = await search(told, query)
    assert [(hit.conversation, hit.message) for hit in hits] == [(name, None) for name in found]


async def test_dates_hold_for_what_was_imported_later(
    store: Conversations, database: Database
) -> None:
    for number, day in enumerate((80, 0, 40)):
        then = NOON + timedelta(days=day)
        message = Message("c", Role.USER, "walrus", id=str(number), created_at=then,
                          finished_at=then)  # fmt: skip
        await store.add_prompt(Conversation(id="c"), message)
    assert [hit.message for hit in await search(database, "walrus")] == ["0", "2", "1"]
    assert [hit.message for hit in await search(database, "before:2026-02 walrus")] == ["1"]
    assert [hit.message for hit in await search(database, "after:2026-03")] == ["0"]
