"""Conversations out to files and back in, through the real database."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.errors import InputError, StorageError
from desktop_app.core.exchange import FORMATS, LEFT_AT_MOST, Progress
from desktop_app.exchange import Exchange
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database
from tests.core.export.dialogues import trip
from tests.core.importing.shapes import asked_twice, node, open_webui, said


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "data" / "chatloom.db") as opened:
        yield opened


@pytest.fixture
def exchange(database: Database) -> Exchange:
    return Exchange(database)


async def store(database: Database, title: str, *, identity: str = "") -> str:
    """Keep a conversation of one question and its answer, and return its id."""
    conversation = Conversation(title=title)
    if identity:
        conversation = replace(conversation, id=identity)
    moment = now()
    question = Message(conversation.id, Role.USER, f"About {title}?", finished_at=moment)
    answer = Message(
        conversation.id, Role.ASSISTANT, "Yes.", question.id, model="m", finished_at=moment
    )
    conversations = Conversations(database)
    await conversations.add_prompt(conversation, question)
    await conversations.add_message(answer)
    return conversation.id


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def save(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value))
    return path


@pytest.mark.parametrize("format_", FORMATS)
async def test_one_all_and_a_folder_of_files(
    exchange: Exchange, database: Database, tmp_path: Path, format_: Any
) -> None:
    titles = ["Trip/../../notes: <1>", "Trip/../../notes: <1>", "CON", "", ".hidden", "ü\u202ename"]
    ids = [await store(database, title) for title in titles]
    await Conversations(database).archive(ids[:1], archived=True)
    await Conversations(database).delete_conversations(ids[5:])

    one = await exchange.export(tmp_path / "one", format_, ids[1:2])
    assert (one.files, one.conversations, one.left) == (1, 1, ())
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o600
    everything = await exchange.export(tmp_path / "new" / "all", format_, None)
    assert (everything.files, everything.conversations) == (1, 5)
    words = (tmp_path / "new" / "all").read_text()
    assert "ü" not in words

    folder = tmp_path / "folder"
    for _ in range(2):  # The second time the same files are replaced.
        told = await exchange.export(folder, format_, None, into_folder=True)
        assert (told.files, told.conversations) == (5, 5)
        names = names_in(folder)
        assert len(names) == 5
    assert names_in(tmp_path) == ["data", "folder", "new", "one"]
    assert all(name.endswith(f".{format_}") for name in names)
    assert all(not name.startswith(".") and "/" not in name for name in names)
    assert any(name.startswith("Trip .. .. notes 1 ") for name in names)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())


async def test_json_of_one_several_and_none(
    exchange: Exchange, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "out.json"
    await exchange.export(path, "json", None)
    assert json.loads(path.read_text()) == []
    first, second = await store(database, "First"), await store(database, "Second")
    await exchange.export(path, "json", [first])
    assert json.loads(path.read_text())["id"] == first
    await exchange.export(path, "json", [first, second])
    assert [each["id"] for each in json.loads(path.read_text())] == [first, second]
    await exchange.export(path, "json", None)
    assert [each["id"] for each in json.loads(path.read_text())] == [second, first]


async def test_names_never_meet(exchange: Exchange, database: Database, tmp_path: Path) -> None:
    await store(database, "Same", identity="1-abcdefghijkl")
    await store(database, "SAME", identity="2-abcdefghijkl")
    await exchange.export(tmp_path / "folder", "json", None, into_folder=True)
    assert names_in(tmp_path / "folder") == [
        "SAME abcdefghijkl.json",
        "Same abcdefghijkl (2).json",
    ]


async def test_progress_goes_up_to_the_end(
    exchange: Exchange, database: Database, tmp_path: Path
) -> None:
    for title in "abc":
        await store(database, title)
    told: list[Progress] = []
    await exchange.export(tmp_path / "out.md", "md", None, told.append)
    assert [(each.done, each.total, each.what) for each in told] == [
        (1, 3, "c"),
        (2, 3, "b"),
        (3, 3, "a"),
    ]
    told.clear()
    path = save(tmp_path / "in.json", [asked_twice()])
    await exchange.take(path, told.append)
    assert told[-1] == Progress(told[-1].total, told[-1].total, "in.json")
    assert told[-1].total == path.stat().st_size


async def test_what_a_line_can_not_say_is_told(
    exchange: Exchange, database: Database, tmp_path: Path
) -> None:
    conversation, messages = trip()
    await exchange.take(save(tmp_path / "in.json", as_json(conversation, messages)))
    conversations = Conversations(database)
    await conversations.save_conversation(Conversation(id="empty"))
    told = await exchange.export(tmp_path / "out.jsonl", "jsonl", None)
    (line,) = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [each["content"] for each in json.loads(line)["messages"]] == [
        *("Guide me.", "Where to?\n\n```\nunclosed", "Rome\nin May"),
    ]
    assert (told.conversations, [each.reason.title for each in told.left]) == (
        1,
        [
            "Answers that failed, broke off or are empty were left out: 1",
            "Conversations without a question and its answer were left out: 1",
        ],
    )


def as_json(conversation: Conversation, messages: list[Message]) -> Any:
    from desktop_app.core.export.conversation_json import conversation_to_json

    return conversation_to_json(conversation, messages)


async def test_an_unknown_one_leaves_the_file_that_is_there(
    exchange: Exchange, database: Database, tmp_path: Path
) -> None:
    known = await store(database, "Known")
    (tmp_path / "out.json").write_text("before")
    with pytest.raises(InputError, match="nobody"):
        await exchange.export(tmp_path / "out.json", "json", [known, "nobody"])
    assert (tmp_path / "out.json").read_text() == "before"
    assert names_in(tmp_path) == ["data", "out.json"]


async def test_a_place_that_can_not_be_written_is_told_as_such(
    exchange: Exchange, database: Database, tmp_path: Path
) -> None:
    await store(database, "Known")
    (tmp_path / "file").touch()
    for into_folder in (False, True):
        with pytest.raises(StorageError) as caught:
            await exchange.export(tmp_path / "file" / "x", "md", None, into_folder=into_folder)
        assert "CHATLOOM_HOME" not in caught.value.advice
        assert "as they were" in caught.value.advice


async def test_a_cancelled_export_leaves_the_file_that_is_there(
    exchange: Exchange, database: Database, tmp_path: Path
) -> None:
    for title in "abc":
        await store(database, title)
    path = tmp_path / "out.json"
    path.write_text("before")

    def cancel(_progress: Progress) -> None:
        running.cancel()

    running = asyncio.ensure_future(exchange.export(path, "json", None, cancel))
    with pytest.raises(asyncio.CancelledError):
        await running
    assert path.read_text() == "before"
    assert names_in(tmp_path) == ["data", "out.json"]


async def test_taking_twice_adds_nothing_and_the_report_says_what_was_left(
    exchange: Exchange, database: Database, tmp_path: Path
) -> None:
    picture = {
        "content_type": "multimodal_text",
        "parts": ["Look", {"content_type": "image_asset_pointer"}],
    }
    value = asked_twice()
    value["mapping"]["picture"] = node("picture", "welcome", "user", picture)
    value["mapping"]["tool"] = node("tool", "picture", "tool", "Result")
    webui = open_webui(said("q", None, "user", "Soup?"), current="q")
    path = save(tmp_path / "all.json", [value, webui, {"title": "Broken", "mapping": {}}, 3])
    report = await exchange.take(path)
    assert (report.added, report.changed, report.unchanged, report.messages) == (2, 0, 0, 7)
    assert report.source == "ChatGPT, Open WebUI"
    assert report.pictures_left == 1
    assert [(each.place, each.title, each.reason.title) for each in report.left] == [
        ("all.json #3", "Broken", "This conversation has no messages"),
        ("", "", "What tools were asked and what they answered was left out: 1"),
    ]
    again = await exchange.take(path)
    assert (again.added, again.changed, again.unchanged, again.messages) == (0, 0, 2, 0)
    value["mapping"]["more"] = node("more", "picture", "assistant", "A cat.")
    grown = await exchange.take(save(path, [value, webui]))
    assert (grown.added, grown.changed, grown.unchanged, grown.messages) == (0, 1, 1, 1)
    assert len(await Conversations(database).list_conversations()) == 2


async def test_the_moods_of_questions_are_judged(
    exchange: Exchange, database: Database, tmp_path: Path
) -> None:
    long = node("long", "welcome", "user", "This is terrible. " * 100)
    value = asked_twice()
    value["mapping"]["long"] = long
    await exchange.take(save(tmp_path / "c.json", [value]))
    conversations = Conversations(database)
    (conversation,) = await conversations.list_conversations()
    messages = await conversations.messages(conversation.id)
    moods = {m.text[:6]: m.sentiment.label if m.sentiment else None for m in messages}
    assert moods == {
        "Why is": "neutral", "I love": "positive", "Becaus": None, "Nobody": None, "You ar": None,
        "This i": None,
    }  # fmt: skip
    assert conversation.mood == "positive"


async def test_very_many_that_are_left_are_counted(exchange: Exchange, tmp_path: Path) -> None:
    path = save(tmp_path / "c.json", [{"mapping": {}}] * (LEFT_AT_MOST + 5) + [asked_twice()])
    report = await exchange.take(path)
    assert (report.added, len(report.left), report.left_more) == (1, LEFT_AT_MOST, 5)


async def test_a_clash_is_told(exchange: Exchange, tmp_path: Path) -> None:
    conversation, messages = trip()
    other = replace(conversation, id="other", title="Thief")
    moved = [replace(message, conversation="other") for message in messages]
    path = save(tmp_path / "c.json", [as_json(conversation, messages), as_json(other, moved)])
    report = await exchange.take(path)
    assert (report.added, report.messages) == (1, 6)
    assert [(each.title, each.reason.code) for each in report.left] == [("Thief", "import_clash")]


async def test_a_cancelled_import_leaves_whole_conversations(
    exchange: Exchange, database: Database, tmp_path: Path
) -> None:
    values = [asked_twice() | {"conversation_id": str(number)} for number in range(400)]
    path = save(tmp_path / "c.json", values)

    def cancel(_progress: Progress) -> None:
        running.cancel()

    running = asyncio.ensure_future(exchange.take(path, cancel))
    with pytest.raises(asyncio.CancelledError):
        await running
    conversations = Conversations(database)
    here = await conversations.list_conversations()
    assert 0 < len(here) < 400
    for conversation in here:
        assert len(await conversations.messages(conversation.id)) == 5
    report = await exchange.take(path)
    assert report.added + report.unchanged == 400
    assert report.unchanged == len(here)


async def test_a_single_file_that_can_not_be_read_is_raised(
    exchange: Exchange, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="no conversations"):
        await exchange.take(save(tmp_path / "c.json", [1, 2]))


async def test_a_file_in_bounded_memory(exchange: Exchange, tmp_path: Path) -> None:
    """Sixty times as much as is kept in one go; the memory of Python is looked at."""
    import tracemalloc

    value = asked_twice()
    value["mapping"]["question"]["message"]["content"]["parts"] = ["word " * 20_000]
    path = tmp_path / "c.json"
    with path.open("w") as file:
        for number in range(600):
            value["conversation_id"] = str(number)
            file.write(json.dumps(value))
    assert path.stat().st_size > 60_000_000
    tracemalloc.start()
    try:
        report = await exchange.take(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert report.added == 600
    assert most < 20_000_000
