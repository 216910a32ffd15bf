"""When a request is sent again, and after how long.

What may be repeated is decided where a failure gets its words (`ProviderError.retryable`): never
an empty wallet, a wrong key, a request that is refused for what it says, or a text that is too
long. How often is the user's to say, how long the server's, within the limits below. Nothing is
repeated once a word of the answer has arrived.

The SDK's own policy is switched off: it also repeats requests of an empty wallet, and nobody sees
that it waits.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

from desktop_app.core.errors import ProviderError
from desktop_app.core.events import Answering, KeyAwaited, ParameterLeftOut, Retrying, StreamEvent
from desktop_app.core.settings import Settings

MOST_ATTEMPTS = 10
LONGEST_WAIT = 120.0
"""Seconds. A server that asks for more is not waited for; the user is told instead."""

LONGEST_IN_ALL = 300.0
"""Seconds from the first attempt to the beginning of the last."""

_BEFORE_THE_ANSWER = (KeyAwaited, Retrying, ParameterLeftOut, Answering)
"""Events that tell what is being done, and bring nothing of an answer."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a request is tried, and how long is waited in between.

    Attributes:
        attempts: How often in all, 1 to 10.
        first_delay: Seconds before the second attempt, where the server names none; doubled for
            each one after that.
        longest_delay: Seconds at which doubling ends.
        chance: Returns 0..1; a delay is shortened by up to a half of itself, so that many clients
            do not come back at the same moment.
        sleep: Waits that many seconds.
        clock: Returns seconds that only grow.
    """

    attempts: int = Settings().attempts
    first_delay: float = 1.0
    longest_delay: float = 30.0
    chance: Callable[[], float] = random.random
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic

    def delay(self, attempt: int, asked: float | None) -> float:
        """Return the seconds before attempt number `attempt`, which is 2 or more.

        Args:
            attempt: The attempt to come.
            asked: What the server asked for, if it did.
        """
        if asked is not None:
            # A little later than asked, so that many clients do not come back at once.
            return asked + min(asked * self.chance() / 20, 1.0)
        grown = min(self.first_delay * 2.0 ** (attempt - 2), self.longest_delay)
        return grown * (1 - self.chance() / 2)


async def retried(
    attempt: Callable[[], AsyncGenerator[StreamEvent, None]], policy: RetryPolicy
) -> AsyncGenerator[StreamEvent, None]:
    """Yield the events of `attempt`, starting it again while nothing has arrived.

    Each wait is yielded as `Retrying` before it begins.

    Args:
        attempt: Starts the request anew.
        policy: How often, and how long to wait.

    Raises:
        ProviderError: The last failure, or the first that is no use repeating.
    """
    most = min(max(policy.attempts, 1), MOST_ATTEMPTS)
    number = 1
    ends = policy.clock() + LONGEST_IN_ALL
    while True:
        failure: ProviderError | None = None
        arrived = False
        try:
            async with aclosing(attempt()) as events:
                async for event in events:
                    arrived = arrived or not isinstance(event, _BEFORE_THE_ANSWER)
                    yield event
        except ProviderError as error:
            failure = error
        if failure is None:
            return
        if arrived or number >= most or not failure.retryable:
            raise failure
        number += 1
        asked = failure.retry_after
        if asked is not None and asked > LONGEST_WAIT:
            raise _too_long(failure, asked)
        seconds = policy.delay(number, asked)
        if policy.clock() + seconds > ends:
            raise failure
        yield Retrying(number, seconds, failure.title)
        await policy.sleep(seconds)


def _too_long(failure: ProviderError, seconds: float) -> ProviderError:
    minutes = math.ceil(seconds / 60)
    return ProviderError(
        failure.title_template,
        "The service asks to wait about {minutes} minutes. Try again then, or pick another model.",
        failure.detail,
        code=failure.code,
        retryable=True,
        retry_after=seconds,
        **{**failure.values, "minutes": minutes},
    )
