from __future__ import annotations

from typing import Any

from desktop_app.core.conversation import Status
from desktop_app.core.importing.taken import Note
from tests.core.importing.shapes import NO_PARENT, librechat, written
from tests.core.importing.told import leaf, notes, taken, tree

LATER = "2024-05-28T18:14:08.403Z"


def test_a_flat_list_with_branches() -> None:
    found = taken(
        librechat(
            [
                written("q", NO_PARENT, "A story?", user=True),
                written("a", "q", "Once", user=False, feedback={"rating": "thumbsUp"}),
                written("b", "q", "Twice", user=False, unfinished=True),
                written("q2", NO_PARENT, "A long one?", user=True, createdAt=LATER),
            ],
            options={"promptPrefix": "Be a bard.", "model": "gpt-4o"},
        )
    )
    assert tree(found) == [
        ("user", "A story?", None),
        ("assistant", "Once", "A story?"),
        ("assistant", "Twice", "A story?"),
        ("user", "A long one?", None),
    ]
    assert [m.rating for m in found.messages] == [0, 1, 0, 0]
    assert found.messages[2].status is Status.INTERRUPTED
    assert found.messages[1].model == "gpt-4o"
    assert leaf(found) == "A long one?"
    assert found.conversation.instructions == "Be a bard."
    assert found.conversation.title == "Stories"


def nested(depth: int) -> list[dict[str, Any]]:
    children: list[dict[str, Any]] = []
    for level in reversed(range(depth)):
        above = str(level - 1) if level else NO_PARENT
        message = written(str(level), above, f"Level {level}", user=level % 2 == 0)
        children = [{**message, "children": children}]
    return children


def test_a_tree_of_messages_within_messages() -> None:
    value = librechat(None, messagesTree=nested(4), recursive=True)
    del value["messages"]
    found = taken(value)
    assert tree(found) == [
        ("user", "Level 0", None),
        ("assistant", "Level 1", "Level 0"),
        ("user", "Level 2", "Level 1"),
        ("assistant", "Level 3", "Level 2"),
    ]


def test_a_tree_that_names_no_parents() -> None:
    (top,) = nested(2)
    del top["parentMessageId"], top["children"][0]["parentMessageId"]
    assert tree(taken(librechat([top])))[1] == ("assistant", "Level 1", "Level 0")


def test_parts_thoughts_tools_and_pictures() -> None:
    content = [
        {"type": "think", "think": "Let me see."},
        {"type": "tool_call", "tool_call": {"name": "search"}},
        {"type": "text", "text": "Here"},
        {"type": "text", "text": {"value": "it is"}},
        {"type": "image_file", "image_file": {}},
        {"type": "novelty"},
    ]
    found = taken(
        librechat(
            [
                written("q", NO_PARENT, "Look", user=True, files=[{"file_id": "x"}]),
                written("a", "q", "", user=False, content=content),
                written("q", NO_PARENT, "Again", user=True),
            ]
        )
    )
    assert found.messages[1].text == "Here\n\nit is"
    assert found.messages[1].reasoning == "Let me see."
    assert found.pictures == 2
    assert notes(found) == {Note.TOOL: 1, Note.UNKNOWN: 1, Note.TWICE: 1}


def test_an_error_is_a_failure() -> None:
    found = taken(librechat([written("a", NO_PARENT, "Quota exceeded", user=False, error=True)]))
    (message,) = found.messages
    assert (message.text, message.status) == ("", Status.FAILED)
    assert message.failure is not None
    assert message.failure.detail == "Quota exceeded"
