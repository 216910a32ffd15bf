from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator

import pytest

from desktop_app.providers.key_thread import KeyThread


@pytest.fixture
async def thread() -> AsyncIterator[KeyThread]:
    made = KeyThread()
    yield made
    made.close()


async def test_calls_run_one_after_the_other_in_one_thread(thread: KeyThread) -> None:
    running = 0
    most = 0

    def call() -> str:
        nonlocal running, most
        running += 1
        most = max(most, running)
        running -= 1
        return threading.current_thread().name

    assert {*await asyncio.gather(*(thread.run(call) for _ in range(20)))} == {"key store"}
    assert most == 1
    assert [t.name for t in threading.enumerate()].count("key store") == 1


async def test_what_a_call_raises_is_raised(thread: KeyThread) -> None:
    def call() -> None:
        raise LookupError("here")

    with pytest.raises(LookupError, match="here"):
        await thread.run(call)
    assert await thread.run(lambda: 7) == 7


async def test_a_call_that_is_given_up_does_not_hold_the_next(thread: KeyThread) -> None:
    begun = threading.Event()
    release = threading.Event()

    def stuck() -> None:
        begun.set()
        release.wait(60)

    first = asyncio.ensure_future(thread.run(stuck))
    second = asyncio.ensure_future(thread.run(lambda: "second"))
    try:
        await asyncio.to_thread(begun.wait, 10)
        assert not second.done()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert await second == "second"
    finally:
        release.set()


async def test_a_call_that_waits_for_its_turn_can_be_given_up(thread: KeyThread) -> None:
    release = threading.Event()
    called: list[str] = []
    first = asyncio.ensure_future(thread.run(lambda: release.wait(60)))
    second = asyncio.ensure_future(thread.run(lambda: called.append("second")))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    release.set()
    assert await first
    assert await thread.run(lambda: called) == []


def test_a_call_that_never_returns_holds_neither_the_loop_nor_the_process() -> None:
    program = """
import asyncio, threading
from desktop_app.providers.key_thread import KeyThread

async def main():
    asking = asyncio.ensure_future(KeyThread().run(threading.Event().wait))
    await asyncio.sleep(0)
    asking.cancel()

asyncio.run(main())
print("ended")
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "ended\n", "")


async def test_an_answer_after_the_end_of_the_loop_is_nobodys(thread: KeyThread) -> None:
    begun = threading.Event()
    release = threading.Event()

    def stuck() -> None:
        begun.set()
        release.wait(60)

    def run() -> None:
        async def give_up() -> None:
            asking = asyncio.ensure_future(KeyThread().run(stuck))
            await asyncio.to_thread(begun.wait, 10)
            asking.cancel()

        asyncio.run(give_up())

    await asyncio.to_thread(run)
    # Its thread finds the loop closed; an exception there would fail this test.
    release.set()
