"""What is kept of how a reply went."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.chat_request import ChatRequest, Turn
from desktop_app.core.conversation import Message, Role, Status, Trace, Usage
from desktop_app.core.costs import Price
from desktop_app.core.errors import Failure
from desktop_app.core.events import (
    Answering,
    Finished,
    KeyAwaited,
    ParameterLeftOut,
    ReasoningDelta,
    Retrying,
    StreamEvent,
    TextDelta,
    UsageReported,
)
from desktop_app.core.growing_reply import GrowingReply, added_up

PRICE = Price(input=2.0, output=10.0, cached=1.0)
REQUEST = ChatRequest(
    "m",
    (Turn(Role.SYSTEM, "Be kind."), Turn(Role.USER, "x" * 392)),
    {"temperature": 0.5, "seed": 7},
)


class Clock:
    """Goes on by a second whenever somebody looks at it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def grown(*events: StreamEvent, price: Price | None = PRICE, left_out: int = 0) -> GrowingReply:
    growing = GrowingReply(Message("c", Role.ASSISTANT), REQUEST, left_out, price, Clock())
    for event in events:
        growing.take(event)
    return growing


def ended(*events: StreamEvent, price: Price | None = PRICE) -> Message:
    growing = grown(*events, price=price)
    growing.end()
    return growing.message


def traced(message: Message) -> Trace:
    assert message.trace is not None
    return message.trace


def test_how_it_went_is_kept() -> None:
    growing = grown(
        KeyAwaited(),
        Retrying(2, 0.5, "busy"),
        Retrying(3, 0.5, "busy"),
        Answering("responses", "req-1"),
        ParameterLeftOut("temperature"),
        Answering("responses", "req-2"),
        ReasoningDelta("Hm"),
        TextDelta("Hi"),
        UsageReported(100, 20, 40, 5),
        Finished("stop"),
        left_out=4,
    )
    growing.end()
    assert growing.message.trace == Trace(
        transport="responses",
        request_id="req-2",
        first_token=1.0,
        seconds=2.0,
        attempts=3,
        left_out=4,
        instructions="Be kind.",
        parameters={"seed": 7},
    )
    assert growing.message.usage == Usage(100, 20, 40, 5)


def test_an_empty_piece_is_no_first_piece() -> None:
    assert traced(ended(TextDelta(""))).first_token is None


@pytest.mark.parametrize(
    ("told", "price", "cost"),
    [
        (UsageReported(1_000_000, 100_000), PRICE, 3.0),
        (UsageReported(1_000_000, 100_000, 500_000), PRICE, 2.5),
        (UsageReported(1_000_000, 100_000, cost=0.25), PRICE, 0.25),
        (UsageReported(10, 10, cost=0.25), None, 0.25),
        (UsageReported(10, 10), None, None),
    ],
)
def test_what_it_costs(told: UsageReported, price: Price | None, cost: float | None) -> None:
    message = ended(TextDelta("Hi"), told, Finished("stop"), price=price)
    assert message.cost == cost
    assert not traced(message).estimated


def test_what_nobody_counted_is_estimated() -> None:
    message = ended(ReasoningDelta("Hm, "), TextDelta("you"), TextDelta("?"))
    assert message.usage == Usage(100, 2)
    assert message.cost == pytest.approx((100 * 2 + 2 * 10) / 1e6)
    assert traced(message).estimated


def test_what_never_got_an_answer_cost_nothing() -> None:
    growing = grown(Answering("chat"))
    growing.fail(Failure("Refused"))
    message = growing.message
    assert (message.usage, message.cost, traced(message).estimated) == (None, None, False)
    assert message.status is Status.FAILED


def test_both_requests_of_an_answer_are_added_up() -> None:
    before = Message(
        "c",
        Role.ASSISTANT,
        "Half",
        usage=Usage(100, 10, 5, 1),
        cost=0.5,
        trace=Trace("chat", "one", 0.5, 3.0, 2, estimated=True),
    )
    after = replace(
        before,
        text="Half and half",
        usage=Usage(120, 10, 6, 2),
        cost=0.25,
        trace=Trace("responses", "two", 1.5, 4.0, 1, left_out=2, parameters={"seed": 7}),
    )
    message = added_up(before, after)
    assert (message.usage, message.cost) == (Usage(220, 20, 11, 3), 0.75)
    assert message.trace == Trace(
        "responses", "two", 0.5, 7.0, 3, estimated=True, left_out=2, parameters={"seed": 7}
    )


def test_half_of_it_uncounted_makes_an_estimate() -> None:
    before = Message("c", Role.ASSISTANT, "Half", status=Status.INTERRUPTED)
    after = replace(before, usage=Usage(1, 2), cost=0.25, trace=Trace(seconds=2.0))
    message = added_up(before, after)
    assert (message.usage, message.cost) == (Usage(1, 2), 0.25)
    assert traced(message).estimated
    refused = added_up(after, replace(after, usage=None, cost=None, trace=Trace(seconds=1.0)))
    assert (refused.usage, refused.cost) == (Usage(1, 2), 0.25)
