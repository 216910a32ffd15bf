from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.importing.taken import Kept, Outcome, Taken
from desktop_app.core.sentiment import Sentiment
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.importing import Imports

THEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def said(identity: str, parent: str | None, text: str = "Words", **more: object) -> Message:
    role = Role.USER if parent is None or len(identity) % 2 else Role.ASSISTANT
    message = Message("c", role, text, parent, identity, created_at=THEN, finished_at=THEN)
    return replace(message, **more)  # type: ignore[arg-type]


def dialogue(*messages: Message, leaf: str, **more: object) -> Taken:
    conversation = Conversation("c", "Title", active_leaf=leaf, created_at=THEN, updated_at=THEN)
    return Taken("Test", replace(conversation, **more), messages)  # type: ignore[arg-type]


SHORT = dialogue(said("a", None, "Ostrich"), said("bb", "a"), leaf="bb")
GROWN = dialogue(
    *SHORT.messages,
    said("ccc", "bb", "Emu", sentiment=Sentiment("negative", -0.5, 0.9)),
    said("xx", "a"),
    leaf="ccc",
    title="Other",
    pinned=True,
    updated_at=THEN + timedelta(hours=1),
)


async def kept(database: Database, *batch: Taken) -> list[tuple[Outcome, int]]:
    return [(each.outcome, each.messages) for each in await Imports(database).keep(batch)]


async def test_what_is_new_is_added_and_the_same_again_is_not(database: Database) -> None:
    assert await Imports(database).keep([SHORT]) == [Kept(Outcome.ADDED, 2)]
    store = Conversations(database)
    assert await store.conversation("c") == SHORT.conversation
    assert await store.messages("c") == list(SHORT.messages)
    number = (await store.changed_since(0)).number
    assert await kept(database, SHORT, SHORT) == [(Outcome.UNCHANGED, 0)] * 2
    assert (await store.changed_since(number)).conversations == []
    assert await Imports(database).known_messages([GROWN]) == {"a", "bb"}


async def test_places_and_words_are_known_to_the_database(database: Database) -> None:
    chain = [said("0", None, "Zebra")]
    chain += [said(str(n), str(n - 1), f"Number {n}") for n in range(1, 300)]
    await kept(database, dialogue(*chain, leaf="299"))
    page = await Conversations(database).branch_page("299", 150, 2)
    assert [message.text for message in page] == ["Number 150", "Number 151"]
    rows = await database.run("SELECT rowid FROM message_words WHERE message_words MATCH 'zebra'")
    assert len(rows) == 1
    await database.run(
        "INSERT INTO message_words (message_words, rank) VALUES ('integrity-check', 1)"
    )


async def test_a_grown_one_gives_its_new_messages_and_no_marks(database: Database) -> None:
    store = Conversations(database)
    await kept(database, SHORT)
    await store.rename("c", "Mine")
    await store.rate("bb", 1)
    await store.correct("bb", "Better")
    assert await kept(database, GROWN) == [(Outcome.CHANGED, 2)]
    here = await store.conversation("c")
    assert here is not None
    assert (here.title, here.pinned, here.active_leaf) == ("Mine", False, "ccc")
    assert here.updated_at == GROWN.conversation.updated_at
    assert here.mood == "negative"
    mine = await store.message("bb")
    assert mine is not None
    assert (mine.rating, mine.corrected_text) == (1, "Better")
    assert len(await store.messages("c")) == 4
    assert await kept(database, GROWN) == [(Outcome.UNCHANGED, 0)]


async def test_a_branch_of_ones_own_stays_shown(database: Database) -> None:
    store = Conversations(database)
    await kept(database, SHORT)
    await store.add_message(said("mine", "a", "What I wrote here"))
    assert await kept(database, GROWN) == [(Outcome.CHANGED, 2)]
    here = await store.conversation("c")
    assert here is not None
    assert here.active_leaf == "mine"


async def test_what_was_deleted_comes_back(database: Database) -> None:
    store = Conversations(database)
    await kept(database, GROWN)
    await store.delete_message("bb")
    assert await kept(database, GROWN) == [(Outcome.CHANGED, 2)]
    assert len(await store.messages("c")) == 4
    await store.delete_conversations(["c"])
    assert await kept(database, SHORT, SHORT) == [(Outcome.ADDED, 2), (Outcome.UNCHANGED, 0)]
    assert await store.conversation("c") is not None


async def test_the_message_of_another_conversation_is_left_where_it_is(database: Database) -> None:
    await kept(database, SHORT)
    thief = Taken(
        "Test",
        Conversation("d", "Thief", active_leaf="bb"),
        tuple(replace(message, conversation="d") for message in SHORT.messages),
    )
    assert await kept(database, thief) == [(Outcome.CLASHING, 0)]
    assert await Conversations(database).conversation("d") is None
    assert len(await Conversations(database).messages("c")) == 2


async def test_all_of_a_batch_or_nothing(database: Database) -> None:
    broken = Taken("Test", Conversation("e"), (said("z", "nowhere", conversation="e"),))
    with pytest.raises(Exception, match="This conversation is gone"):
        await kept(database, SHORT, broken)
    assert await Conversations(database).conversation("c") is None
    assert await kept(database, SHORT) == [(Outcome.ADDED, 2)]
