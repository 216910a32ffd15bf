from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.conversation import Conversation, Message, Role, Status, Trace, Usage
from desktop_app.core.errors import Failure, InputError
from desktop_app.core.export.conversation_json import (
    conversation_from_json,
    conversation_to_json,
    parents_first,
)
from desktop_app.core.sentiment import Sentiment

THEN = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)


def _dialogue() -> tuple[Conversation, list[Message]]:
    question = Message(
        "c",
        Role.USER,
        "Why?",
        id="q",
        created_at=THEN,
        finished_at=THEN,
        sentiment=Sentiment("negative", -0.5, 0.9, "user"),
    )
    reply = Message(
        "c",
        Role.ASSISTANT,
        "Beca",
        id="a",
        parent="q",
        status=Status.INTERRUPTED,
        reasoning="Hm",
        model="m",
        provider="local",
        usage=Usage(3, 4),
        cost=0.25,
        failure=Failure("Cut", "Again", "x", "interrupted"),
        created_at=THEN,
        rating=-1,
        corrected_text="Because.",
        preferred_over=("b",),
        finish_reason="length",
        trace=Trace("chat", "r-1", 0.5, 2.0, 2, True, 3, "Be kind.", {"top_p": 1}),
    )
    conversation = Conversation(
        id="c",
        title="Why",
        active_leaf="a",
        created_at=THEN,
        updated_at=THEN,
        mood="negative",
        instructions="Rhyme.",
        parameters={"seed": 7, "top_p": None},
        sent_from="q",
        queued=("Go on.",),
        unread=True,
        tags=("physics",),
    )
    return conversation, [question, reply]


def test_the_shape() -> None:
    conversation, messages = _dialogue()
    value = conversation_to_json(conversation, messages)
    named = ("format", "version", "id", "title", "active_leaf")
    named += ("instructions", "parameters", "sent_from", "queued", "unread", "tags")
    assert {key: value[key] for key in named} == {
        "format": "chatloom-conversation",
        "version": 1,
        "id": "c",
        "title": "Why",
        "active_leaf": "a",
        "instructions": "Rhyme.",
        "parameters": {"seed": 7, "top_p": None},
        "sent_from": "q",
        "queued": ["Go on."],
        "unread": True,
        "tags": ["physics"],
    }
    assert value["messages"][0]["sentiment"] == {
        "label": "negative",
        "score": -0.5,
        "confidence": 0.9,
        "source": "user",
    }
    assert value["messages"][1] == {
        "id": "a",
        "parent": "q",
        "role": "assistant",
        "content": "Beca",
        "reasoning": "Hm",
        "created_at": "2026-01-02T03:04:05.678Z",
        "finished_at": None,
        "status": "interrupted",
        "finish_reason": "length",
        "failure": {"title": "Cut", "advice": "Again", "detail": "x", "code": "interrupted"},
        "model": "m",
        "provider": "local",
        "usage": {
            "input_tokens": 3,
            "output_tokens": 4,
            "cached_tokens": 0,
            "reasoning_tokens": 0,
        },
        "cost": 0.25,
        "trace": {
            "transport": "chat",
            "request_id": "r-1",
            "first_token": 0.5,
            "seconds": 2.0,
            "attempts": 2,
            "estimated": True,
            "left_out": 3,
            "instructions": "Be kind.",
            "parameters": {"top_p": 1},
            "copied": False,
        },
        "sentiment": None,
        "rating": -1,
        "corrected_text": "Because.",
        "preferred_over": ["b"],
        "attachments": [],
    }


def test_other_time_zones_and_microseconds() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 1, tzinfo=timezone(timedelta(hours=3)))
    value = conversation_to_json(Conversation(id="c", created_at=moment), [])
    assert value["created_at"] == "2026-01-02T00:04:05.000001Z"
    assert conversation_from_json(value)[0].created_at == moment


def test_parents_come_first() -> None:
    parents = {"c": "b", "x": "gone", "b": "a", "a": None, "l": "m", "m": "l"}
    messages = [Message("c", Role.USER, id=name, parent=up) for name, up in parents.items()]
    assert [message.id for message in parents_first(messages)] == ["a", "b", "c", "x", "m", "l"]


def test_a_long_branch_is_no_recursion() -> None:
    chain = [Message("c", Role.USER, id=str(n), parent=str(n - 1)) for n in range(1, 20_000)]
    assert parents_first(chain[::-1]) == chain


MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
CHANCES = st.floats(0, 1)
SENTIMENTS = st.builds(
    Sentiment,
    st.sampled_from(["positive", "neutral", "negative"]),
    st.floats(-1, 1),
    CHANCES,
    st.sampled_from(["machine", "user"]),
)
COUNTS = st.integers(0, 2**40)
FAILURES = st.builds(
    Failure,
    st.text(),
    st.text(),
    st.text(),
    st.text(),
    st.text(),
    st.text(),
    st.dictionaries(st.text(), st.text(), min_size=1, max_size=2),
) | st.builds(Failure, st.text(), st.text(), st.text(), st.text())

SECONDS = st.floats(0, 1e9)
PARAMETERS = st.dictionaries(
    st.text(), st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(), max_size=2
)
TRACES = st.builds(
    Trace,
    st.text(),
    st.text(),
    st.none() | SECONDS,
    SECONDS,
    COUNTS,
    st.booleans(),
    COUNTS,
    st.text(),
    PARAMETERS,
)


@st.composite
def dialogues(draw: st.DrawFn) -> tuple[Conversation, list[Message]]:
    names = draw(st.lists(st.text(min_size=1), unique=True, max_size=6))
    messages = [
        draw(
            st.builds(
                Message,
                st.just("c"),
                st.sampled_from(Role),
                st.text(),
                parent=st.sampled_from([None, *names[:index]]),
                id=st.just(name),
                status=st.sampled_from(Status),
                reasoning=st.text(),
                model=st.text(),
                provider=st.text(),
                usage=st.none() | st.builds(Usage, COUNTS, COUNTS, COUNTS, COUNTS),
                cost=st.none() | st.floats(0, 1e9),
                failure=st.none() | FAILURES,
                created_at=MOMENTS,
                finished_at=st.none() | MOMENTS,
                rating=st.sampled_from([-1, 0, 1]),
                corrected_text=st.none() | st.text(),
                sentiment=st.none() | SENTIMENTS,
                finish_reason=st.text(),
                trace=st.none() | TRACES,
            )
        )
        for index, name in enumerate(names)
    ]
    conversation = draw(
        st.builds(
            Conversation,
            id=st.just("c"),
            title=st.text(),
            assistant=st.text(),
            model=st.text(),
            provider=st.text(),
            pinned=st.booleans(),
            archived=st.booleans(),
            active_leaf=st.sampled_from([None, *names]),
            draft=st.text(),
            created_at=MOMENTS,
            updated_at=MOMENTS,
            mood=st.text(),
            instructions=st.none() | st.text(),
            parameters=PARAMETERS,
            sent_from=st.none() | st.text(),
            queued=st.lists(st.text()).map(tuple),
            unread=st.booleans(),
            tags=st.lists(st.text()).map(tuple),
        )
    )
    return conversation, messages


@given(dialogues())
def test_nothing_is_lost(dialogue: tuple[Conversation, list[Message]]) -> None:
    text = json.dumps(conversation_to_json(*dialogue), allow_nan=False)
    read = conversation_from_json(json.loads(text))
    assert read == dialogue
    # Templates are no part of the equality of failures.
    assert [asdict(message) for message in read[1]] == [asdict(message) for message in dialogue[1]]


def test_the_least_that_can_be_read() -> None:
    message = {"id": "q", "role": "user", "content": "Hi", "created_at": "2026-01-02T03:04:05Z"}
    value = {"format": "chatloom-conversation", "version": 1, "id": "c", "messages": [message]}
    conversation, (read,) = conversation_from_json(value)
    assert (read.status, read.text, read.conversation) == (Status.COMPLETE, "Hi", "c")
    assert read.finish_reason == ""
    assert conversation.created_at == conversation.updated_at == read.created_at
    empty, messages = conversation_from_json({**value, "messages": []})
    assert not messages
    assert empty.created_at.tzinfo is UTC


Change = Callable[[dict[str, Any]], object]


def _first(key: str, value: object) -> Change:
    return lambda top: top["messages"][0].update({key: value})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda top: top.update(format="other"), "format must be"),
        (lambda top: top.pop("format"), "format must be a text"),
        (lambda top: top.update(version=2), "version is not 1"),
        (lambda top: top.update(version=True), "version must be"),
        (lambda top: top.update(id=""), "id must not be empty"),
        (lambda top: top.update(id=7), "id must be a text"),
        (lambda top: top.update(title=None), "title must be a text"),
        (lambda top: top.update(pinned=1), "pinned must be true or false"),
        (lambda top: top.update(active_leaf="z"), "active_leaf names no message"),
        (lambda top: top.update(messages={}), "messages must be a list"),
        (lambda top: top.update(messages=[1]), "messages[0] must be an object"),
        (lambda top: top.update(created_at="yesterday"), "created_at must be a date"),
        (lambda top: top.update(created_at="2026-01-01T00:00:00"), "created_at must say its"),
        (lambda top: top.update(created_at="0001-01-01T00:00:00+23:00"), "created_at must be a"),
        (_first("created_at", None), "messages[0].created_at is missing"),
        (_first("role", "tool"), "messages[0].role must be one of: system, user, assistant"),
        (_first("role", ["user"]), "messages[0].role must be"),
        (_first("status", "done"), "messages[0].status must be"),
        (_first("content", ["x"]), "messages[0].content must be a text"),
        (_first("parent", "q"), "messages[0].parent names no message before"),
        (_first("parent", 3), "messages[0].parent must be a text"),
        (_first("id", "a"), "messages[1].id stands twice"),
        (_first("rating", True), "messages[0].rating must be"),
        (_first("rating", 2), "messages[0].rating must be"),
        (_first("usage", {"input_tokens": -1}), "messages[0].usage.input_tokens must be"),
        (_first("usage", {"input_tokens": 2**63}), "messages[0].usage.input_tokens must be"),
        (_first("usage", []), "messages[0].usage must be an object"),
        (_first("cost", "1"), "messages[0].cost must be a number"),
        (_first("cost", float("nan")), "messages[0].cost must be a number"),
        (_first("cost", -1), "messages[0].cost must be a number"),
        (_first("failure", {}), "messages[0].failure.title must be a text"),
        (_first("failure", {"title": "T", "values": []}), "failure.values must be an object"),
        (_first("failure", {"title": "T", "values": {"a": 1}}), "values.a must be a text"),
        (_first("sentiment", {"label": "sad"}), "messages[0].sentiment.label must be"),
        (_first("sentiment", {"label": "neutral", "score": 2}), "sentiment.score must be"),
        (_first("sentiment", {"label": "neutral", "score": float("nan")}), "score must be"),
        (_first("sentiment", {"label": "neutral", "confidence": True}), "confidence must be"),
    ],
)
def test_names_the_place_of_what_is_wrong(change: Change, place: str) -> None:
    conversation, messages = _dialogue()
    top = conversation_to_json(replace(conversation, active_leaf=None), messages)
    top["messages"][1]["parent"] = None
    change(top)
    with pytest.raises(InputError) as caught:
        conversation_from_json(top)
    assert place in caught.value.title


@pytest.mark.parametrize("value", [None, [], "x", 3])
def test_the_file_must_hold_an_object(value: object) -> None:
    with pytest.raises(InputError, match="the file must be an object"):
        conversation_from_json(value)
