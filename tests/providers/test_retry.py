from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest

from desktop_app.core.errors import EngineError, ProviderError
from desktop_app.core.events import (
    Answering,
    Finished,
    KeyAwaited,
    ParameterLeftOut,
    Retrying,
    StreamEvent,
    TextDelta,
)
from desktop_app.providers.retry import RetryPolicy, retried


class Attempts:
    """Fails as told, then answers; counts how often it was started."""

    def __init__(self, *failures: Exception, first: tuple[StreamEvent, ...] = ()) -> None:
        self.failures = list(failures)
        self.first = first
        self.started = 0

    async def __call__(self) -> AsyncGenerator[StreamEvent, None]:
        self.started += 1
        for event in self.first:
            yield event
        if self.failures:
            raise self.failures.pop(0)
        yield Finished("stop")


class Clock:
    def __init__(self) -> None:
        self.slept: list[float] = []
        self.now = 1000.0

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def policy(self, attempts: int = 3) -> RetryPolicy:
        return RetryPolicy(attempts, chance=lambda: 0.0, sleep=self.sleep, clock=lambda: self.now)


def passing(retry_after: float | None = None) -> ProviderError:
    return ProviderError("{who} is busy", retryable=True, retry_after=retry_after, who="Acme")


async def played(attempts: Attempts, policy: RetryPolicy) -> list[StreamEvent]:
    return [event async for event in retried(attempts, policy)]


async def test_each_wait_is_told_before_it_begins() -> None:
    clock = Clock()
    events = await played(Attempts(passing(), passing()), clock.policy())
    assert events == [
        Retrying(2, 1.0, "Acme is busy"),
        Retrying(3, 2.0, "Acme is busy"),
        Finished("stop"),
    ]
    assert clock.slept == [1.0, 2.0]


@pytest.mark.parametrize(("asked", "started"), [(1, 1), (3, 3), (10, 10), (0, 1), (99, 10)])
async def test_it_is_given_up_after_so_many_attempts(asked: int, started: int) -> None:
    attempts = Attempts(*(passing() for _ in range(20)))
    with pytest.raises(ProviderError, match="Acme is busy"):
        await played(attempts, Clock().policy(asked))
    assert attempts.started == started


async def test_what_never_succeeds_is_not_repeated() -> None:
    attempts = Attempts(ProviderError("The wallet is empty"))
    with pytest.raises(ProviderError, match="wallet"):
        await played(attempts, Clock().policy())
    assert attempts.started == 1


async def test_an_answer_that_has_begun_is_not_asked_for_again() -> None:
    attempts = Attempts(passing(), first=(Answering("chat"), TextDelta("Hal")))
    with pytest.raises(ProviderError, match="busy"):
        await played(attempts, Clock().policy())
    assert attempts.started == 1


async def test_what_comes_before_an_answer_is_no_answer() -> None:
    before = (KeyAwaited(), ParameterLeftOut("seed"), Answering("chat", "req-1"))
    attempts = Attempts(passing(), first=before)
    events = await played(attempts, Clock().policy())
    assert events == [*before, Retrying(2, 1.0, "Acme is busy"), *before, Finished("stop")]


async def test_all_attempts_together_take_no_longer_than_five_minutes() -> None:
    clock = Clock()
    attempts = Attempts(*(passing(retry_after=100.0) for _ in range(9)))
    with pytest.raises(ProviderError, match="busy"):
        await played(attempts, clock.policy(10))
    assert clock.slept == [100.0, 100.0, 100.0]
    assert attempts.started == 4


async def test_the_engine_has_a_policy_of_its_own() -> None:
    attempts = Attempts(EngineError("The engine doesn't run"))
    with pytest.raises(EngineError):
        await played(attempts, Clock().policy())
    assert attempts.started == 1


async def test_the_server_is_given_the_time_it_asks_for() -> None:
    clock = Clock()
    await played(Attempts(passing(retry_after=120.0)), clock.policy())
    assert clock.slept == [120.0]


async def test_a_server_that_asks_for_too_long_is_not_waited_for() -> None:
    clock = Clock()
    with pytest.raises(ProviderError) as caught:
        await played(Attempts(passing(retry_after=900.0)), clock.policy())
    assert caught.value.title == "Acme is busy"
    assert "about 15 minutes" in caught.value.advice
    assert caught.value.retry_after == 900.0
    assert clock.slept == []


def test_delays_grow_up_to_a_limit_and_are_shortened_by_chance() -> None:
    policy = Clock().policy()
    assert [policy.delay(n, None) for n in (2, 3, 4, 10)] == [1.0, 2.0, 4.0, 30.0]
    assert replace(policy, chance=lambda: 1.0).delay(2, None) == 0.5


def test_nobody_comes_back_before_the_time_the_server_asks_for() -> None:
    hurried = replace(Clock().policy(), chance=lambda: 1.0)
    assert hurried.delay(2, 10.0) == 10.5
    assert hurried.delay(2, 100.0) == 101.0


def test_the_default_is_the_one_of_the_settings() -> None:
    assert RetryPolicy().attempts == 3
