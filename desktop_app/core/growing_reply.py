"""An answer while it is being written: what has arrived, how it went, and what it costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from desktop_app.core.chat_request import ChatRequest
from desktop_app.core.conversation import Message, Role, Status, Trace, Usage, now
from desktop_app.core.costs import Price, cost_of, estimated_tokens
from desktop_app.core.errors import Failure
from desktop_app.core.events import (
    Answering,
    Finished,
    ParameterLeftOut,
    ReasoningDelta,
    Retrying,
    StreamEvent,
    TextDelta,
    UsageReported,
)
from desktop_app.core.growing_text import GrowingText

CUT_OFF = Failure(
    "The connection broke off",
    "What had arrived is kept. Check your network, then try again.",
    "The stream ended without a finish reason.",
    "interrupted",
)


class GrowingReply:
    """Takes in what a model sends; appending is O(1).

    Attributes:
        request: What is sent.
        dirty: Words have come since somebody set this to False.

    Args:
        message: The answer, with the words it has already if it is gone on with.
        request: What is sent.
        left_out: How many of the oldest messages are not sent.
        price: What the model costs; None where that isn't known or nobody pays.
        clock: Seconds that pass.
    """

    def __init__(
        self,
        message: Message,
        request: ChatRequest,
        left_out: int = 0,
        price: Price | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.request = request
        self.dirty = False
        self._message = message
        self._text = GrowingText(message.text)
        self._reasoning = GrowingText(message.reasoning)
        self._price = price
        self._clock = clock
        self._started = clock()
        self._first: float | None = None
        self._received = 0
        self._finish_reason: str | None = None
        self._reported: UsageReported | None = None
        system = [turn.text for turn in request.turns if turn.role is Role.SYSTEM]
        self._trace = Trace(
            left_out=left_out,
            instructions=system[0] if system else "",
            parameters=dict(request.parameters),
        )

    @property
    def message(self) -> Message:
        """The message with everything that has arrived."""
        self._text.fold()
        self._reasoning.fold()
        return replace(self._message, text=self._text.whole, reasoning=self._reasoning.whole)

    def take(self, event: StreamEvent) -> None:
        """Add what one event brought."""
        match event:
            case TextDelta(text):
                self._text.append(text)
                self._grew(text)
            case ReasoningDelta(text):
                self._reasoning.append(text)
                self._grew(text)
            case UsageReported():
                self._reported = event
            case Finished(reason):
                self._finish_reason = reason
            case _:
                self._note(event)

    def end(self) -> None:
        """The stream ended by itself: complete only if the server said so."""
        self._set(Status.INTERRUPTED, CUT_OFF)

    def stop(self) -> None:
        """The user, or the end of the application, stopped it."""
        self._set(Status.STOPPED)

    def fail(self, failure: Failure) -> None:
        """The service failed: with words already there the answer was interrupted."""
        self._set(Status.INTERRUPTED if self._text else Status.FAILED, failure)

    def _grew(self, text: str) -> None:
        self.dirty = True
        self._received += len(text)
        if self._first is None and text:
            self._first = self._clock() - self._started

    def _note(self, event: StreamEvent) -> None:
        match event:
            case Answering(transport, request_id):
                self._trace = replace(self._trace, transport=transport, request_id=request_id)
            case Retrying(attempt):
                self._trace = replace(self._trace, attempts=attempt)
            case ParameterLeftOut(left_out):
                sent = {n: value for n, value in self._trace.parameters.items() if n != left_out}
                self._trace = replace(self._trace, parameters=sent)

    def _set(self, status: Status, failure: Failure | None = None) -> None:
        if self._finish_reason is not None:
            # Then the server had said all it wanted to, whatever happened after its end.
            status, failure = Status.COMPLETE, None
        usage, cost = self._counted()
        trace = replace(
            self._trace,
            first_token=self._first,
            seconds=self._clock() - self._started,
            estimated=usage is not None and self._reported is None,
        )
        self._message = replace(
            self._message,
            status=status,
            failure=failure,
            finish_reason=self._finish_reason or "",
            finished_at=now(),
            usage=usage,
            cost=cost,
            trace=trace,
        )

    def _counted(self) -> tuple[Usage | None, float | None]:
        """Return tokens and US dollars; of what never got an answer, none."""
        told = self._reported
        if told is not None:
            usage = Usage(
                told.input_tokens, told.output_tokens, told.cached_tokens, told.reasoning_tokens
            )
            if told.cost is not None:
                return usage, told.cost
        elif self._received:
            letters = self.request.letters
            usage = Usage(estimated_tokens(letters), estimated_tokens(self._received))
        else:
            return None, None
        return usage, None if self._price is None else cost_of(usage, self._price)


def added_up(before: Message, after: Message) -> Message:
    """Return an answer that was gone on with, with what both its requests took.

    Args:
        before: It, before it was gone on with.
        after: It, with what the last request alone took.
    """
    first, second = before.trace or Trace(), after.trace or Trace()
    costs = [each.cost for each in (before, after) if each.cost is not None]
    uncounted = bool(before.text) and before.usage is None
    first_token = second.first_token if first.first_token is None else first.first_token
    trace = replace(
        second,
        first_token=first_token,
        seconds=first.seconds + second.seconds,
        attempts=first.attempts + second.attempts,
        estimated=first.estimated or second.estimated or uncounted,
    )
    usage = _sum(before.usage, after.usage)
    return replace(after, trace=trace, usage=usage, cost=sum(costs) if costs else None)


def _sum(first: Usage | None, second: Usage | None) -> Usage | None:
    if first is None or second is None:
        return first or second
    return Usage(
        first.input_tokens + second.input_tokens,
        first.output_tokens + second.output_tokens,
        first.cached_tokens + second.cached_tokens,
        first.reasoning_tokens + second.reasoning_tokens,
    )
