from __future__ import annotations

from typing import Any

import pytest

from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.errors import Failure
from desktop_app.core.export.conversation_json import conversation_to_json
from desktop_app.core.importing.recognising import taken_from, title_of
from tests.core.importing.told import NOW, taken


def ours() -> dict[str, Any]:
    message = Message("c", Role.USER, "Hi", id="m", created_at=NOW, finished_at=NOW)
    conversation = Conversation(id="c", title="T", active_leaf="m", created_at=NOW, updated_at=NOW)
    return conversation_to_json(conversation, [message])


def test_ids_and_everything_else_stay() -> None:
    found = taken(ours())
    assert found.source == "Chatloom"
    assert conversation_to_json(found.conversation, found.messages) == ours()


def test_attachments_are_counted() -> None:
    value = ours()
    value["messages"][0]["attachments"] = [{}, {}]
    assert taken(value).pictures == 2


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("id", "\ud800"),
        ("id", "x" * 201),
        ("sent_from", "a\0b"),
        ("mood", "\ud800"),
        ("created_at", "0001-01-01T00:00:00Z"),
        ("updated_at", "9999-12-31T23:59:59Z"),
        ("messages[0].id", "\n"),
        ("messages[0].created_at", "3000-01-01T00:00:00Z"),
        ("messages[0].finished_at", "1969-12-31T00:00:00Z"),
        ("messages[0].preferred_over", ["\ud800"]),
        ("messages[0].rating", 2),
        ("messages[0].role", "tool"),
        ("version", 99),
    ],
)
def test_what_can_not_be_kept_is_refused_with_its_place(place: str, value: Any) -> None:
    document = ours()
    at = document["messages"][0] if place.startswith("messages") else document
    at[place.rpartition(".")[2]] = value
    document["active_leaf"] = document["messages"][0]["id"]
    found = taken_from(document, NOW)
    assert isinstance(found, Failure)
    assert place in found.title
    assert "{place}" in found.title_template


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, {"messages": []}, {"mapping": []}])
def test_strangers(value: Any) -> None:
    assert taken_from(value, NOW) is None


def test_titles_of_what_can_not_be_taken() -> None:
    assert title_of({"title": "T" * 500}) == "T" * 200
    assert title_of({"title": 1}) == title_of([]) == ""
