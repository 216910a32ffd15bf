from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

from desktop_app.core.conversation import Role
from desktop_app.core.identity import new_id
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.storage.preparing import connect
from desktop_app.storage.search import search
from tests.storage.big_conversation import BEGAN, RARE, _id, make


async def test_it_is_whole(path: Path) -> None:
    made = make(path, 300)
    async with open_database(path) as database:
        store = Conversations(database)
        assert await store.list_conversations() == [made]
        messages = await store.messages(made.id)
        assert made.active_leaf == messages[-1].id
        assert made.updated_at == messages[-1].created_at
        assert await store.branch_page(made.active_leaf, 0, 300) == messages
        assert [message.role for message in messages] == [Role.USER, Role.ASSISTANT] * 150
        lengths = [len(message.text) for message in messages]
        assert min(lengths) > 30
        assert max(lengths) < 700
        (hit,) = (hit for hit in await search(database, RARE) if hit.message)
        assert hit.message == messages[0].id
        judged = messages[0].sentiment
        assert judged is not None
        await store.judge_message(messages[0].id, judged)
        assert await store.list_conversations() == [made]
        await database.run("INSERT INTO message_words (message_words) VALUES ('integrity-check')")


async def test_the_same_again_and_another_beside_it(path: Path, tmp_path: Path) -> None:
    made = make(path, 20)
    with closing(connect(path)) as connection:
        other = make(connection, 20, title="Another")
    assert make(tmp_path / "again.db", 20) == made
    async with open_database(path) as database, open_database(tmp_path / "again.db") as again:
        store = Conversations(database)
        messages = await store.messages(made.id)
        assert messages == await Conversations(again).messages(made.id)
        assert len(await store.messages(other.id)) == 20
        assert await store.branch_length(other.active_leaf or "") == 20


def test_ids_sort_as_new_ones_do() -> None:
    made = _id(BEGAN, random.Random(0))
    assert len(made) == len(new_id())
    assert made < new_id()
    assert (made[12], made[16] in "89ab") == ("7", True)
