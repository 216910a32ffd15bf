"""How conversations stand: cheaply told, and never wrong."""

from __future__ import annotations

from datetime import timedelta

from desktop_app.core.conversation import Conversation, now
from desktop_app.storage.changes import Standing
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.erasing import Erasing
from tests.storage.growing_tree import plant

LATER = now() + timedelta(days=1)


async def test_an_empty_database_has_nothing_to_tell(store: Conversations) -> None:
    assert await store.tally() == (0, 0, 0)
    assert await store.standings() == []


async def test_each_is_told_as_it_stands(store: Conversations) -> None:
    await plant(store, "c", q1="")
    await store.save_conversation(Conversation(id="empty", title="Nothing said"))
    await plant(store, "gone", q2="")
    await store.delete_conversations(["gone"])
    stand = {each.id: each for each in await store.standings()}
    number = stand["c"].number
    assert stand["c"] == Standing("c", "T", number, is_empty=False, is_deleted=False)
    assert stand["empty"][1:] == ("Nothing said", stand["empty"].number, True, False)
    assert stand["gone"].is_deleted
    tally = await store.tally()
    assert tally.conversations == 3
    assert tally.numbers == sum(each.number for each in stand.values())
    assert tally.last == max(each.number for each in stand.values())


async def test_only_those_after_a_number_are_told(store: Conversations) -> None:
    await plant(store, "c", q1="")
    await plant(store, "d", q2="")
    last = (await store.tally()).last
    assert await store.standings(last) == []
    await store.rename("c", "Another")
    assert [each.title for each in await store.standings(last)] == ["Another"]


async def test_the_tally_is_another_after_whatever_happens(
    store: Conversations, database: Database
) -> None:
    await plant(store, "c", q1="")
    await plant(store, "d", q2="")
    seen = {await store.tally()}
    await store.rename("c", "Another")
    seen.add(await store.tally())
    await store.delete_conversations(["d"])
    seen.add(await store.tally())
    await Erasing(database).purge(LATER)
    seen.add(await store.tally())
    await plant(store, "e", q3="")
    seen.add(await store.tally())
    assert len(seen) == 5
