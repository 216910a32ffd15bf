from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.search_query import parse
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.erasing import Erasing
from desktop_app.storage.search import search, search_page
from desktop_app.storage.search_index import gather, gather_all

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


async def test_all_words_must_be_there(store: Conversations, database: Database) -> None:
    one = await _say(store, "The walrus has tusks", 1)
    assert [hit.message for hit in await search(database, "TUSKS  walr")] == [one]
    assert await search(database, "walrus penguin") == []
    assert await search(database, "th tusks") == []  # Only the last one may be begun.


async def test_parts_of_words_are_found(store: Conversations, database: Database) -> None:
    one = await _say(store, "My Backpäck is packed", 1)
    assert [hit.message for hit in await search(database, "ackpac")] == [one]
    assert [hit.message for hit in await search(database, "ack ackp")] == [one]
    assert await search(database, "ac") == []  # Two letters only begin a word.
    assert await search(database, '"ackpac"') == []
    (hit,) = await search(database, "ackp")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["ackp"]


async def test_words_come_before_parts_of_words_where_there_are_many(
    store: Conversations, database: Database
) -> None:
    packed = {await _say(store, f"packed {minute}", minute) for minute in range(60)}
    inside = await _say(store, "backpack", 61)
    assert {hit.message for hit in await search(database, "pack", limit=100)} == packed
    assert [hit.message for hit in await search(database, "ackpack")] == [inside]


@pytest.mark.parametrize(
    ("text", "found", "not_found"),
    [
        ("Привет, ёжики!", ["прив", "ЁЖИК", "вет"], ["приветы", "ве"]),
        ("私は東京に行きました。", ["東", "東京", "京に行", "東京に行きました"], ["京東", "西"]),
        ("今天我们学习Python入门", ["学", "python", "Python入", "学习python", "pyt"], ["习学"]),
        ("안녕하세요 세계", ["안녕", "하세요", "세"], ["세안"]),
        ("ภาษาไทย", ["ภาษา", "ไทย"], ["ยไท"]),
        ("東。京", ["東", "京"], ["東京"]),
        ("Über naïve Cafés", ["uber", "naive caf", "Über"], ["ubers"]),
        ("snake_case and don't", ["case", "snake", "snake_c", "don't", "don"], ["snakecase"]),
        ("x" * 300, ["x" * 20, "x" * 120], ["x" * 120 + "y"]),
    ],
)
async def test_scripts(
    store: Conversations, database: Database, text: str, found: list[str], not_found: list[str]
) -> None:
    one = await _say(store, text, 1)
    for query in found:
        assert [hit.message for hit in await search(database, query)] == [one], query
    for query in not_found:
        assert await search(database, query) == [], query


async def test_phrases(store: Conversations, database: Database) -> None:
    one = await _say(store, "The walrus has long tusks", 1)
    assert [hit.message for hit in await search(database, '"long tusks"')] == [one]
    assert [hit.message for hit in await search(database, '"LONG tusks" the')] == [one]
    assert await search(database, '"tusks long"') == []
    assert await search(database, '"long tusk"') == []


async def test_corrected_answers_and_tags_are_found(
    store: Conversations, database: Database
) -> None:
    one = await _say(store, "The walrus flies", 1)
    assert await search(database, "swims") == []
    await store.correct(one, "The walrus swims")
    assert [hit.message for hit in await search(database, "walrus swims flies")] == [one]
    (hit,) = await search(database, "swims")
    assert hit.snippet == "The walrus swims"
    await store.correct(one, None)
    assert await search(database, "swims") == []
    await store.tag(["c"], "Zoology")
    (hit,) = await search(database, "zoolog")
    assert (hit.message, hit.title) == (None, "Sea animals")
    await store.untag(["c"], "Zoology")
    assert await search(database, "zoology") == []


async def test_what_is_deleted_is_not_found(store: Conversations, database: Database) -> None:
    one = await _say(store, "A walrus 海象", 1)
    two = await _say(store, "Another walrus", 2)
    await store.delete_message(one)
    assert [hit.message for hit in await search(database, "walrus")] == [two]
    assert await search(database, "海") == []
    await store.restore_message(one)
    assert len(await search(database, "walrus")) == 2
    await store.delete_conversations(["c"])
    assert await search(database, "walrus") == await search(database, "animals") == []
    await Erasing(database).erase(["c"])
    for table in ("search_text", "search_due"):
        assert await database.run(f"SELECT * FROM {table}") == []


async def test_pages_follow_each_other(store: Conversations, database: Database) -> None:
    said = [await _say(store, f"walrus {minute}", minute) for minute in range(25)]
    query = parse("walrus", THEN.date())
    found, place = [], None
    for count in (10, 10, 5):
        page = await search_page(database, query, 10, place)
        assert len(page.hits) == count
        found += [hit.message for hit in page.hits]
        place = page.next
    assert place is None
    assert found == said[::-1]


async def test_titles_and_messages_are_on_the_same_pages(
    store: Conversations, database: Database
) -> None:
    for number in range(6):
        moment = THEN + timedelta(minutes=number)
        await store.add_prompt(
            Conversation(id=f"c{number}", title="walrus", created_at=moment, updated_at=moment),
            Message(f"c{number}", Role.USER, "walrus", created_at=moment, finished_at=moment),
        )
    query = parse("walrus", THEN.date())
    first = await search_page(database, query, 8)
    second = await search_page(database, query, 8, first.next)
    assert [hit.conversation for hit in first.hits] == [
        name for number in (5, 4, 3, 2) for name in (f"c{number}",) * 2
    ]
    assert len(second.hits) == 4
    assert second.next is None


async def test_much_that_is_new_is_found_before_it_is_gathered(
    store: Conversations, database: Database
) -> None:
    for minute in range(310):
        await _say(store, f"walrus {minute}", minute)
    assert len(await search(database, "walr")) == 50
    assert await search(database, "alrus") == []
    await gather_all(database)
    assert len(await search(database, "alrus")) == 50
    assert await gather(database) == 0


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


async def test_one_letter_and_signs(store: Conversations, database: Database) -> None:
    one = await _say(store, "What is C++?", 1)
    assert [hit.message for hit in await search(database, "c")] == [one]
    assert [hit.message for hit in await search(database, "c++")] == [one]
    assert await search(database, "++") == []
