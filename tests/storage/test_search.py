from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.search import _pattern, search

THEN = datetime(2026, 1, 2, tzinfo=UTC)


async def _say(store: Conversations, text: str, minute: int, **fields: object) -> str:
    moment = THEN + timedelta(minutes=minute)
    message = Message("c", Role.USER, text, created_at=moment, finished_at=moment)
    await store.add_prompt(
        Conversation(id="c", title="Sea animals", created_at=THEN, updated_at=THEN), message
    )
    return message.id


async def test_finds_words_newest_first(store: Conversations, database: Database) -> None:
    first = await _say(store, "The walrus has tusks", 1)
    await _say(store, "Nothing here", 2)
    last = await _say(store, "Why do Walrüses sing?", 3)
    hits = await search(database, "walru")
    assert [hit.message for hit in hits] == [last, first]
    assert hits[1].snippet == "The walrus has tusks"
    assert (hits[1].conversation, hits[1].title) == ("c", "Sea animals")
    assert hits[1].created_at == THEN + timedelta(minutes=1)
    assert [hit.message for hit in await search(database, "walru", limit=1)] == [last]


async def test_all_words_must_be_there_and_only_the_last_may_be_begun(
    store: Conversations, database: Database
) -> None:
    one = await _say(store, "The walrus has tusks", 1)
    assert [hit.message for hit in await search(database, "TUSKS  walr")] == [one]
    assert await search(database, "walr tusks") == []
    assert await search(database, "walrus penguin") == []


async def test_finds_titles(store: Conversations, database: Database) -> None:
    await _say(store, "Hello", 5)
    (hit,) = await search(database, "anim")
    assert (hit.message, hit.title, hit.snippet) == (None, "Sea animals", "Sea animals")
    assert hit.created_at == THEN + timedelta(minutes=5)
    await store.rename("c", "Land plants")
    assert await search(database, "animals") == []
    assert len(await search(database, "plants")) == 1


async def test_a_long_message_is_cut_around_the_match(
    store: Conversations, database: Database
) -> None:
    await _say(store, "word " * 500 + "walrus " + "word " * 500, 1)
    (hit,) = await search(database, "walrus")
    assert "walrus" in hit.snippet
    assert len(hit.snippet) < 200


async def test_an_answer_is_found_when_it_is_finished(
    store: Conversations, database: Database
) -> None:
    await store.save_conversation(Conversation(id="c"))
    growing = Message("c", Role.ASSISTANT, id="a")
    await store.add_message(growing)
    await store.grow_message("a", "A walrus", "")
    assert await search(database, "walrus") == []
    await store.finish_message(replace(growing, text="A walrus sings", finished_at=now()))
    assert len(await search(database, "walrus sings")) == 1
    await store.finish_message(replace(growing, text="A seal sings", finished_at=now()))
    assert await search(database, "walrus") == []
    assert len(await search(database, "seal")) == 1
    await database.run("INSERT INTO message_words (message_words) VALUES ('integrity-check')")


@pytest.mark.parametrize(
    "query",
    ["", " ", "a", '"', "'", "*", "- -", "NEAR(", "a OR b", "title:x", "(", "^a", "\0", "a\0b",
     "\ud800", "C++", "日", "🙂", "²", "x" * 5000, "a " * 2000, "%_", '""', "a\"b'c"],
)  # fmt: skip
async def test_any_query_is_safe(store: Conversations, database: Database, query: str) -> None:
    await _say(store, "a b c C++ or near title 日本", 1)
    await search(database, query)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_a_pattern_is_quoted_words_or_nothing(query: str) -> None:
    import sqlite3

    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
    pattern = _pattern(query)
    if pattern:
        connection.execute("SELECT * FROM words WHERE words MATCH ?", (pattern,)).fetchall()
    connection.close()


async def test_one_letter_and_signs(store: Conversations, database: Database) -> None:
    one = await _say(store, "What is C++?", 1)
    assert [hit.message for hit in await search(database, "c")] == [one]
    assert [hit.message for hit in await search(database, "c++")] == [one]
    assert await search(database, "++") == []
