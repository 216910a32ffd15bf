from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.conversation import Message, Role, Status, Trace
from desktop_app.core.errors import Failure
from desktop_app.core.export.chat_jsonl import conversation_to_line
from tests.core.export.dialogues import answered, asked, conversation, message


def line(*messages: Message, **more: Any) -> tuple[list[tuple[str, str]] | None, int]:
    """The turns of the line, and how many answers aren't in it."""
    told = conversation_to_line(conversation(messages[-1].id, **more), messages)
    if told.value is None:
        return None, told.left_out
    assert list(told.value) == ["messages"]
    return [(each["role"], each["content"]) for each in told.value["messages"]], told.left_out


def test_the_corrected_answer_stands_in_place_of_the_original() -> None:
    assert line(
        asked("a", None, "Why?"),
        answered("b", "a", "Hm", corrected_text="Because.", status=Status.STOPPED),
        instructions="Be kind.",
    ) == ([("system", "Be kind."), ("user", "Why?"), ("assistant", "Because.")], 0)


def test_without_instructions_what_was_sent_counts() -> None:
    told, _ = line(
        asked("a", None, "Why?"), answered("b", "a", "So.", trace=Trace(instructions="Rhyme."))
    )
    assert told is not None
    assert told[0] == ("system", "Rhyme.")


@pytest.mark.parametrize(
    "how",
    [
        {"status": Status.FAILED, "failure": Failure("Broken")},
        {"status": Status.INTERRUPTED},
        {"status": Status.STOPPED},
        {"finish_reason": "length"},
        {"finish_reason": "content_filter"},
        {"text": " \n"},
    ],
)
def test_an_answer_that_is_not_whole_is_left_out_with_its_question(how: dict[str, Any]) -> None:
    text = how.pop("text", "Half")
    assert line(
        asked("a", None, "First"),
        answered("b", "a", text, **how),
        asked("c", "b", "Second"),
        answered("d", "c", "Whole"),
        asked("e", "d", "Not answered"),
    ) == ([("user", "Second"), ("assistant", "Whole")], 1)


def test_turns_in_a_row_are_one() -> None:
    assert line(
        answered("0", None, "Hello, I speak first"),
        asked("a", "0", "One"),
        asked("b", "a", "Two"),
        answered("c", "b", "Three"),
        answered("d", "c", "Four"),
    ) == ([("user", "One\n\nTwo"), ("assistant", "Three\n\nFour")], 1)


def test_nothing_to_write() -> None:
    assert line(asked("a", None, "Anybody?")) == (None, 0)


@given(st.lists(st.tuples(st.sampled_from(Role), st.sampled_from(["", "x", " y "]),
                          st.sampled_from(Status)), min_size=1, max_size=9))  # fmt: skip
def test_every_line_is_legal(said: list[tuple[Role, str, Status]]) -> None:
    """Questions and answers take turns, a question first, an answer last, none of them empty."""
    messages = [
        message(str(n), str(n - 1) if n else None, role, text, status=status)
        for n, (role, text, status) in enumerate(said)
        if role is not Role.SYSTEM
    ]
    if not messages:
        return
    told, _ = line(*messages)
    for index, (role, text) in enumerate(told or ()):
        assert role == ("user", "assistant")[index % 2]
        assert text.strip()
    assert len(told or ()) % 2 == 0
