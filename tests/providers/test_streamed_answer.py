"""However the network cuts the bytes of an answer, it says the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.events import (
    Finished,
    ReasoningDelta,
    StreamEvent,
    TextDelta,
    UsageReported,
)
from desktop_app.core.secret import Secret
from desktop_app.providers.chat_answer import ChatAnswer
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.responses_answer import ResponsesAnswer
from desktop_app.providers.scrub import never_show
from desktop_app.providers.streamed_answer import StreamedAnswer
from tests.openai_server import MODEL, Answer, Ending

ANSWERS = (
    Answer(("Да", "а", "!\r\n"), reasoning=("h", "m"), more_reasoning=(("so",),)),
    Answer(("x",), more_parts=(("y", "z"),), refusal=("no",), line_end="\r\n", cached=2),
    Answer(("🙂", "\u2028"), line_end="\r", finish="length", unknown=("response.dance",)),
    Answer(("a",), reasoning=("b",), reasoning_field="reasoning_text", usage=None),
    Answer(("a",), ending=Ending.ERROR),
    Answer(("a",), ending=Ending.ERROR, error_event=True),
    Answer(("a",), ending=Ending.FAILED),
    Answer(("a",), ending=Ending.GARBLE, finish=None),
    Answer(("a",), finish=None, done=False),
)


async def nowhere() -> Endpoint:
    raise AssertionError


def answer_for(responses: bool) -> StreamedAnswer:
    kind = ResponsesAnswer if responses else ChatAnswer
    return kind(Connection("acme", "Acme", nowhere), MODEL)


def joined(events: list[StreamEvent]) -> list[StreamEvent]:
    """Join adjacent deltas of one kind, as a piece that holds them all does."""
    result: list[StreamEvent] = []
    for event in events:
        last = result[-1] if result else None
        if isinstance(event, TextDelta) and isinstance(last, TextDelta):
            result[-1] = TextDelta(last.text + event.text)
        elif isinstance(event, ReasoningDelta) and isinstance(last, ReasoningDelta):
            result[-1] = ReasoningDelta(last.text + event.text)
        else:
            result.append(event)
    return result


def read(pieces: Iterator[bytes], responses: bool) -> tuple[object, ...]:
    answer = answer_for(responses)
    events: list[StreamEvent] = []
    for piece in pieces:
        events += answer.feed(piece)
        if answer.failure is not None:
            break
    else:
        events += answer.end()
    code = answer.failure.code if answer.failure else ""
    return joined(events), answer.finished, code


@pytest.mark.parametrize("responses", [True, False])
@given(
    script=st.sampled_from(ANSWERS),
    whole=st.booleans(),
    cuts=st.lists(st.integers(0, 6000), max_size=40),
)
def test_any_cuts_give_the_same_events(
    responses: bool, script: Answer, whole: bool, cuts: list[int]
) -> None:
    body = b"".join(script.events(MODEL, responses=responses))
    if whole:
        body = orjson.dumps(script.whole(MODEL, responses=responses))
    ends = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
    pieces = (body[start:end] for start, end in pairwise(ends))
    assert read(pieces, responses) == read(iter([body]), responses)


@pytest.mark.parametrize("responses", [True, False])
@pytest.mark.parametrize("script", ANSWERS)
def test_a_byte_at_a_time_gives_the_same_events(responses: bool, script: Answer) -> None:
    body = b"".join(script.events(MODEL, responses=responses))
    pieces = (body[at : at + 1] for at in range(len(body)))
    assert read(pieces, responses) == read(iter([body]), responses)


NAMES = st.sampled_from(
    (
        *("type", "delta", "choices", "message", "content", "reasoning", "finish_reason", "usage"),
        *("error", "response", "output", "status", "summary", "text", "object", "code", "cost"),
        *("incomplete_details", "reason", "output_index", "prompt_tokens", "completion_tokens"),
        *("input_tokens", "output_tokens", "input_tokens_details", "cached_tokens"),
    )
)
KINDS = st.sampled_from(
    (
        *("error", "message", "reasoning", "failed", "response", "output_text"),
        *("response.output_text.delta", "response.reasoning_text.delta", "response.completed"),
        *("response.failed", "response.incomplete", "response.dance"),
    )
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | KINDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("responses", [True, False])
@given(events=st.lists(st.dictionaries(NAMES, ODD, max_size=5), max_size=3), stream=st.booleans())
def test_nothing_that_a_server_says_is_a_crash(
    responses: bool, events: list[dict[str, object]], stream: bool
) -> None:
    answer = answer_for(responses)
    for event in events:
        said = orjson.dumps(event, option=orjson.OPT_NON_STR_KEYS)
        answer.feed(b"data: %b\n\n" % said if stream else said)
        if answer.failure is not None:
            break
    else:
        answer.end()
    answer.close()


@pytest.mark.parametrize(
    ("usage", "told"),
    [
        ({"prompt_tokens": 1, "completion_tokens": 2}, UsageReported(1, 2)),
        (
            {
                "prompt_tokens": 9,
                "completion_tokens": 8,
                "prompt_tokens_details": {"cached_tokens": 7},
                "completion_tokens_details": {"reasoning_tokens": 6},
                "cost": 0.25,
            },
            UsageReported(9, 8, 7, 6, 0.25),
        ),
        (
            {
                "prompt_tokens": 9,
                "completion_tokens": 8,
                "prompt_tokens_details": {"cached_tokens": None},
                "completion_tokens_details": None,
                "cost": True,
            },
            UsageReported(9, 8),
        ),
        ({"prompt_tokens": 9, "completion_tokens": 8, "cost": -1}, UsageReported(9, 8)),
        ({"prompt_tokens": "9", "completion_tokens": 8}, None),
        ({"prompt_tokens": 2**64 - 1, "completion_tokens": 8}, None),
        ({"prompt_tokens": 9, "completion_tokens": -1}, None),
        ([9, 8], None),
    ],
)
def test_what_counts_in_chat(usage: object, told: UsageReported | None) -> None:
    chunk = {"choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}], "usage": usage}
    answer = answer_for(responses=False)
    events = [*answer.feed(orjson.dumps(chunk)), *answer.end()]
    assert events == [TextDelta("Hi"), Finished("stop"), *([told] if told else [])]


SECRET = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("said", "kept"), [("stop", "stop"), ("x" * 81, "other"), (f"by {SECRET}", "by •••")]
)
def test_what_a_finish_reason_may_be(said: str, kept: str) -> None:
    never_show(Secret(SECRET))
    answer = answer_for(responses=False)
    answer.feed(b"data: ")
    chunk = {"choices": [{"delta": {}, "finish_reason": said}]}
    assert answer.feed(b"%b\n\n" % orjson.dumps(chunk)) == [Finished(kept)]


@pytest.mark.parametrize("stream", [True, False])
def test_no_half_of_a_key_is_quoted(stream: bool) -> None:
    never_show(Secret(SECRET))
    answer = answer_for(responses=False)
    body = f"{'x' * 280} {SECRET}".encode()
    answer.feed(b"data: %b\n\n" % body if stream else body)
    answer.end()
    assert answer.failure is not None
    assert SECRET[:8] not in answer.failure.detail


def test_unknown_events_are_counted_up_to_a_point(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    answer = answer_for(responses=True)
    names = ["response.dance", "x" * 81, *(f"n{number}" for number in range(300))]
    for name in names:
        answer.feed(b"data: %b\n\n" % orjson.dumps({"type": name}))
    answer.close()
    (record,) = caplog.records
    assert "103x others" in record.getMessage()
    caplog.clear()
