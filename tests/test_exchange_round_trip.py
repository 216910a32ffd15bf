"""Exported and imported into an empty database, everything is as it was: table by table."""

from __future__ import annotations

import asyncio
import json
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from desktop_app.core.conversation import Conversation, Message, Role, Status, Trace, Usage
from desktop_app.core.errors import Failure
from desktop_app.core.exchange import ImportReport
from desktop_app.core.identity import new_id
from desktop_app.core.sentiment import Sentiment
from desktop_app.exchange import Exchange
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database

NOTHING = ImportReport("", 0, 0, 0, 0, 0)
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = st.text(max_size=30) | st.sampled_from(
    [
        "\0",
        "a\r\nb",
        "\u202e\u2066",
        "👩‍👩‍👧‍👦",
        "\ud83d",
        "e\u0301",
        "\ufeffx",
        '"\\',
        "中文",
        "\x1b[31m",
    ]
)
NUMBERS = st.integers(0, 2**53)
REALS = st.floats(0, 1e9)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
PARAMETERS = st.dictionaries(st.text(max_size=5), JSON, max_size=2)
SENTIMENT = st.builds(
    Sentiment,
    st.sampled_from(["positive", "neutral", "negative"]),
    st.floats(-1, 1),
    st.floats(0, 1),
    st.sampled_from(["machine", "user"]),
)
TRACE = st.builds(
    Trace,
    transport=WORDS,
    request_id=WORDS,
    first_token=st.none() | REALS,
    seconds=REALS,
    attempts=NUMBERS,
    estimated=st.booleans(),
    left_out=NUMBERS,
    instructions=WORDS,
    parameters=PARAMETERS,
    copied=st.booleans(),
)
FAILURE = st.builds(Failure, WORDS, WORDS, WORDS, WORDS) | st.builds(
    Failure, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, st.dictionaries(WORDS, WORDS, min_size=1)
)
MOMENTS = st.integers(0, 10**11).map(lambda ms: BEGAN + timedelta(milliseconds=ms))


@st.composite
def dialogues(draw: DrawFn) -> tuple[Conversation, list[Message]]:
    """A conversation with branches, and everything that can be known of it."""
    identity = new_id()
    messages: list[Message] = []
    for number in range(draw(st.integers(0, 6))):
        parent = draw(st.integers(0, number)) - 1
        messages.append(
            Message(
                conversation=identity,
                role=draw(st.sampled_from([Role.USER, Role.ASSISTANT])),
                text=draw(WORDS),
                parent=messages[parent].id if parent >= 0 else None,
                status=draw(st.sampled_from(Status)),
                reasoning=draw(WORDS),
                model=draw(WORDS),
                provider=draw(WORDS),
                usage=draw(st.none() | st.builds(Usage, NUMBERS, NUMBERS, NUMBERS, NUMBERS)),
                cost=draw(st.none() | REALS),
                failure=draw(st.none() | FAILURE),
                created_at=draw(MOMENTS),
                finished_at=draw(MOMENTS),
                finish_reason=draw(WORDS),
                trace=draw(st.none() | TRACE),
            )
        )
    conversation = Conversation(
        id=identity,
        title=draw(WORDS),
        assistant=draw(WORDS),
        model=draw(WORDS),
        provider=draw(WORDS),
        draft=draw(WORDS),
        created_at=draw(MOMENTS),
        updated_at=draw(MOMENTS),
        instructions=draw(st.none() | WORDS),
        parameters=draw(PARAMETERS),
    )
    return conversation, messages


async def keep(
    store: Conversations, dialogue: tuple[Conversation, list[Message]], data: Any
) -> None:
    """Keep a dialogue as the window does, and do with it what a user does."""
    conversation, messages = dialogue
    await store.save_conversation(conversation)
    for message in messages:
        await store.add_message(message)
    names = [message.id for message in messages]
    for name in names:
        await store.rate(name, data.draw(st.sampled_from([-1, 0, 1])))
        await store.correct(name, data.draw(st.none() | WORDS))
        await store.prefer(name, data.draw(st.lists(st.sampled_from(names), max_size=2)))
        if mood := data.draw(st.none() | SENTIMENT):
            await store.judge_message(name, mood)
    chosen = [conversation.id]
    await store.tag(chosen, data.draw(WORDS))
    await store.pin(chosen, pinned=data.draw(st.booleans()))
    await store.archive(chosen, archived=data.draw(st.booleans()))
    await store.mark_unread(chosen, unread=data.draw(st.booleans()))
    await store.queue(conversation.id, data.draw(st.lists(WORDS, max_size=2)))
    if names:
        await store.show_branch(conversation.id, data.draw(st.sampled_from([None, *names])))
        await store.send_from(conversation.id, data.draw(st.sampled_from([None, *names])))


async def content(database: Database) -> dict[str, list[dict[str, Any]]]:
    """All rows of the tables that hold conversations, whatever their numbers are.

    Not compared are the numbers of rows, which count up over all conversations, and what points
    to them; how often a conversation was changed; and what the search makes of all this by itself.
    """
    rows = await database.run("SELECT * FROM message ORDER BY conversation, number")
    names = {row["number"]: row["id"] for row in rows}
    messages = [{**dict(row), "jump": names.get(row["jump"])} for row in rows]
    conversations = [
        dict(row) for row in await database.run("SELECT * FROM conversation ORDER BY id")
    ]
    for row in messages:
        del row["number"]
    for row in conversations:
        del row["number"], row["changed"]
        row["tags"] = json.loads(row["tags"])  # SQLite and Python escape different signs.
    words = await database.run("SELECT rowid FROM message_words")
    titles = await database.run("SELECT rowid FROM title_words")
    for index in ("message_words", "title_words"):
        await database.run(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    counts = [{"words": len(words), "titles": len(titles)}]
    return {"conversation": conversations, "message": messages, "index": counts}


async def copied(
    source: Database, folder: Path, *, into_folder: bool
) -> tuple[Any, ImportReport, ImportReport]:
    """What an empty database holds after it has read what another one has written."""
    path = folder / "out"
    told = await Exchange(source).export(path, "json", None, into_folder=into_folder)
    async with open_database(folder / "copy" / "chatloom.db") as target:
        reports = [NOTHING, NOTHING]
        if told.conversations:  # To read nothing is a failure.
            reports = [await Exchange(target).take(path) for _ in range(2)]
        return await content(target), *reports


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(dialogues(), max_size=3), st.booleans(), st.data())
def test_export_then_import_gives_the_same_database(
    made: list[tuple[Conversation, list[Message]]], into_folder: bool, data: Any
) -> None:
    async def there_and_back(folder: Path) -> None:
        async with open_database(folder / "data" / "chatloom.db") as source:
            store = Conversations(source)
            for dialogue in made:
                await keep(store, dialogue, data)
            before = await content(source)
            found, report, again = await copied(source, folder, into_folder=into_folder)
        assert found == before
        assert (report.added, report.left) == (len(made), ())
        assert (again.unchanged, again.added, again.changed) == (len(made), 0, 0)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(there_and_back(Path(folder)))


async def test_deleted_messages_and_conversations_stay_behind(tmp_path: Path) -> None:
    moment = BEGAN
    async with open_database(tmp_path / "data" / "chatloom.db") as source:
        store = Conversations(source)
        gone, here = Conversation(title="Gone"), Conversation(title="Here")
        for conversation in (gone, here):
            question = Message(
                conversation.id, Role.USER, "Q", created_at=moment, finished_at=moment
            )
            await store.add_prompt(conversation, question)
            answer = replace(
                question, id=new_id(), parent=question.id, role=Role.ASSISTANT, text="Secret"
            )
            await store.add_message(answer)
            await store.delete_message(answer.id)
        await store.delete_conversations([gone.id])
        found, report, _ = await copied(source, tmp_path, into_folder=False)
    assert [row["title"] for row in found["conversation"]] == ["Here"]
    assert [row["text"] for row in found["message"]] == ["Q"]
    assert report.added == 1
