from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.assistants import Assistant, adjusted
from desktop_app.core.chat_request import (
    GO_ON,
    ChatRequest,
    Turn,
    first_sent,
    going_on,
    request_for,
    request_of,
    turns_of,
)
from desktop_app.core.conversation import Conversation, Message, Role, Status, Trace


def talk(*texts: str, parent: str | None = None) -> list[Message]:
    """Return a branch said by turns; the user begins."""
    messages: list[Message] = []
    for number, text in enumerate(texts):
        role = Role.ASSISTANT if number % 2 else Role.USER
        messages.append(Message("c", role, text, parent=parent, id=f"m{number}"))
        parent = f"m{number}"
    return messages


def said(turns: list[Turn] | tuple[Turn, ...]) -> list[str]:
    return [f"{turn.role.value}: {turn.text}" for turn in turns]


def test_by_turns() -> None:
    assert said(turns_of(talk("One", "Two", "Three"))) == [
        "user: One",
        "assistant: Two",
        "user: Three",
    ]


def test_a_better_answer_is_what_a_model_has_said() -> None:
    talked = talk("One", "Two", "Three")
    talked[1] = replace(talked[1], corrected_text="Better")
    assert said(turns_of(talked)) == ["user: One", "assistant: Better", "user: Three"]
    talked[1] = replace(talked[1], corrected_text="")
    assert said(turns_of(talked)) == ["user: One\n\nThree"]


@pytest.mark.parametrize("nothing", ["", " \n"])
def test_answers_without_a_word_are_no_turns(nothing: str) -> None:
    assert said(turns_of(talk("One", nothing, "Two", "Three", "Four"))) == [
        "user: One\n\nTwo",
        "assistant: Three",
        "user: Four",
    ]


def test_instructions_come_first() -> None:
    how = Assistant("A", "Be kind.", parameters={"seed": 7})
    request = request_for("m", how, talk("One"))
    assert request == ChatRequest(
        "m", (Turn(Role.SYSTEM, "Be kind."), Turn(Role.USER, "One")), {"seed": 7}
    )
    assert request.letters == len("Be kind.One")


@pytest.mark.parametrize(
    ("sent_from", "first"),
    [(None, 0), ("m0", 0), ("m2", 2), ("m3", 4), ("m4", 4), ("elsewhere", 0)],
)
def test_what_is_sent_begins_with_a_question(sent_from: str | None, first: int) -> None:
    assert first_sent(talk("a", "b", "c", "d", "e"), sent_from) == first


def test_an_end_of_a_branch_begins_with_a_question_too() -> None:
    _, *end = talk("a", "b", "c")
    assert first_sent(end, None) == 1
    assert first_sent(end[:1], None) == 0
    assert first_sent([], "m2") == 0


def test_going_on_asks_for_what_is_missing() -> None:
    request = request_for("m", Assistant("A"), talk("One"))
    assert said(going_on(request, "Half an ans").turns) == [
        "user: One",
        "assistant: Half an ans",
        f"user: {GO_ON}",
    ]
    assert going_on(request, " \n") == request


def test_a_request_is_rebuilt_from_its_trace() -> None:
    history = talk("a", "b", "c", "d", "e")
    trace = Trace(left_out=2, instructions="Be kind.", parameters={"top_p": 1})
    answer = Message("c", Role.ASSISTANT, "f", parent="m4", model="m", trace=trace)
    assert said(request_of(answer, history).turns) == [
        "system: Be kind.",
        "user: c",
        "assistant: d",
        "user: e",
    ]
    assert request_of(answer, history).parameters == {"top_p": 1}
    old = Message("c", Role.ASSISTANT, "f", model="m", status=Status.FAILED)
    assert request_of(old, history) == request_for("m", Assistant(""), history)


def test_a_conversation_changes_what_is_sent() -> None:
    assistant = Assistant("A", "Be kind.", "m", {"top_p": 1, "seed": 7})
    assert adjusted(assistant, Conversation()) == assistant
    tuned = Conversation(instructions="", parameters={"seed": None, "temperature": 0})
    assert adjusted(assistant, tuned) == Assistant("A", "", "m", {"top_p": 1, "temperature": 0})
