"""Steps that have to do something with what is there."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.core.conversation import Message, Role, branch, now
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.storage.migrations import MIGRATIONS, PLACES, SEARCHING
from desktop_app.storage.preparing import connect, prepare
from desktop_app.storage.search import search

BEFORE_PLACES = MIGRATIONS[: MIGRATIONS.index(PLACES)]
Places = list[tuple[str, int, str | None]]


def _write(
    connection: sqlite3.Connection, parents: Sequence[int | None], conversation: str = "c"
) -> None:
    """Write messages as Chatloom did before, each the answer to the one of the given number."""
    connection.execute(
        "INSERT INTO conversation (id, title, assistant, model, provider, pinned, archived,"
        " active_leaf, draft, mood, created_at, updated_at)"
        " VALUES (?, 'T', '', '', '', 0, 0, NULL, '', '', 5, 5)",
        (conversation,),
    )
    for number, parent in enumerate(parents):
        _add(connection, f"{conversation}{number}", parent, conversation)


def _add(
    connection: sqlite3.Connection, name: str, parent: int | str | None, conversation: str = "c"
) -> None:
    if isinstance(parent, int):
        parent = f"{conversation}{parent}"
    connection.execute(
        "INSERT INTO message (id, conversation, parent, role, text, reasoning, status, model,"
        " provider, created_at, finished_at, rating, searchable)"
        " VALUES (?, ?, ?, 'user', 'a walrus', '', 'complete', '', '', 5, 6, 0, 1)",
        (name, conversation, parent),
    )


def _places(connection: sqlite3.Connection) -> Places:
    return [
        tuple(row)
        for row in connection.execute(
            "SELECT message.id, message.depth, up.id FROM message"
            " LEFT JOIN message AS up ON up.number = message.jump ORDER BY message.number"
        )
    ]


TREES = [
    [None, *range(300)],
    [None, 0, 0, 1, 1, 2, None, 6, 6, 3],
    [None, *(max(0, number - chance) for number, chance in enumerate([0, 3, 1, 0, 0, 2] * 20))],
    [None, *(random.Random(4).randint(max(0, number - 4), number) for number in range(200))],
]


@pytest.mark.parametrize("parents", TREES)
def test_old_messages_get_the_places_new_ones_have(
    tmp_path: Path, parents: Sequence[int | None]
) -> None:
    places = []
    for path, steps in ((tmp_path / "old.db", BEFORE_PLACES), (tmp_path / "new.db", MIGRATIONS)):
        prepare(path, steps)
        with closing(connect(path)) as connection:
            _write(connection, parents)
        prepare(path)
        with closing(connect(path)) as connection:
            places.append(_places(connection))
            connection.execute(
                "INSERT INTO message_words (message_words) VALUES ('integrity-check')"
            )
    assert places[0] == places[1]
    for name, depth, jump in places[0]:
        assert (depth == 0) == (jump is None), name


async def test_old_branches_are_read_and_go_on(path: Path) -> None:
    prepare(path, BEFORE_PLACES)
    with closing(connect(path)) as connection:
        _write(connection, TREES[3])
        _write(connection, TREES[1], "d")
    async with open_database(path) as database:
        store = Conversations(database)
        for conversation, leaves in (("c", ["c200", "c150", "c7"]), ("d", ["d9", "d8", "d5"])):
            for leaf in leaves:
                parent = leaf
                for _ in range(3):
                    message = Message(conversation, Role.USER, "and on", parent, finished_at=now())
                    await store.add_message(message)
                    parent = message.id
                by_id = {each.id: each for each in await store.messages(conversation)}
                truth = branch(by_id, parent)
                assert await store.branch_length(parent) == len(truth)
                assert await store.branch_page(parent, 0, 999) == truth
                assert await store.history(parent, 99_999) == truth
                for at in range(len(truth)):
                    assert await store.branch_page(parent, at, 1) == [truth[at]]
                    assert await store.position(parent, truth[at].id) == at


async def test_foreign_rows_end_a_branch(path: Path) -> None:
    """With foreign keys off a parent may be missing, and parents may form a circle."""
    prepare(path, BEFORE_PLACES)
    with closing(connect(path)) as connection:
        _write(connection, [None, 0])
        _write(connection, [], "d")
        for name, parent in (
            ("lost", "gone"), ("found", "lost"), ("self", "self"), ("one", "two"),
            ("two", "one"), ("three", "two"),
        ):  # fmt: skip
            _add(connection, name, parent)
        _add(connection, "guest", "c1", "d")
        _add(connection, "reply", "guest", "d")
    async with open_database(path) as database:
        store = Conversations(database)
        for leaf, texts in (
            ("c1", ["c0", "c1"]), ("lost", ["lost"]), ("found", ["lost", "found"]),
            ("self", ["self"]), ("two", ["two"]), ("three", ["three"]),
            ("reply", ["guest", "reply"]),
        ):  # fmt: skip
            assert await store.branch_length(leaf) == len(texts)
            assert [each.id for each in await store.branch_page(leaf, -9, 99)] == texts
            assert [each.id for each in await store.history(leaf, 999)] == texts
            hits = [hit async for hits in store.find_in_branch(leaf, "walrus") for hit in hits]
            assert hits == [(position, 1) for position in reversed(range(len(texts)))]


async def test_an_older_chatloom_may_go_on_writing(path: Path) -> None:
    prepare(path, BEFORE_PLACES)
    with closing(connect(path)) as older:
        _write(older, [None, 0, 1])
        async with open_database(path) as database:
            _add(older, "c3", 2)
            page = await Conversations(database).branch_page("c3", 0, 9)
            assert [message.id for message in page] == ["c0", "c1", "c2", "c3"]


def test_old_messages_are_placed_without_looking_through_all_for_each(path: Path) -> None:
    prepare(path, BEFORE_PLACES)
    with closing(connect(path)) as connection:
        *columns, placing, _ = PLACES
        for statement in columns:
            connection.execute(statement)
        plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {placing}")]
    scanned = [match[1] for step in plan if (match := re.match(r"SCAN (\w+)", step))]
    assert sorted(scanned) == ["placed", "placed", "root"]
    assert any(re.match(r"SEARCH child USING INDEX message_by_parent", step) for step in plan)


async def test_what_an_older_chatloom_wrote_is_found(path: Path) -> None:
    older = MIGRATIONS[: MIGRATIONS.index(SEARCHING)]
    path.parent.mkdir()
    prepare(path, older)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO conversation (id, title, assistant, model, provider, pinned, archived,"
            " draft, mood, created_at, updated_at, tags) VALUES ('c', 'Sea animals', '', '', '', 0,"
            " 0, '', '', 0, 0, '[\"zoology\"]')"
        )
        for number, text in enumerate(
            ("My backpack", "東京に行きました", "corrected " + "z" * 150)
        ):
            connection.execute(
                "INSERT INTO message (id, conversation, role, text, reasoning, status, model,"
                " provider, created_at, finished_at, rating, corrected_text, searchable)"
                " VALUES (?, 'c', 'user', ?, '', 'complete', '', '', ?, 0, 0, ?, 1)",
                (str(number), text, number, "better" if number == 2 else None),
            )
    async with open_database(path) as database:
        for query, found in {
            "ackpac": "0", "backp": "0", "京": "1", "東京": "1", "行きま": "1", "better": "2",
            "zzzz": "2", "zoolo": None, "nimal": None, "before:1970-01-02 backpack": "0",
        }.items():  # fmt: skip
            assert [hit.message for hit in await search(database, query)] == [found], query
