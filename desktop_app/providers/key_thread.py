"""A thread for calls that may never return."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

Result = TypeVar("Result")

_Job = tuple[Callable[[], Any], "asyncio.Future[Any]"]


class KeyThread:
    """Runs one call after the other, so that each can be given up.

    The threads of the event loop don't do: a loop that closes, and an interpreter that ends, wait
    for those, and a locked key store answers when somebody answers its prompt. A call that is
    given up leaves its daemon thread behind; the next one gets another.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._jobs: SimpleQueue[_Job | None] | None = None

    async def run(self, call: Callable[[], Result]) -> Result:
        """Return what a call returns, or raise what it raises.

        Cancelling the task that waits returns at once; the call goes on alone.
        """
        async with self._turn:
            answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
            if self._jobs is None:
                self._jobs = SimpleQueue()
                threading.Thread(
                    target=_work, args=(self._jobs,), name="key store", daemon=True
                ).start()
            self._jobs.put((call, answer))
            try:
                return await answer
            except asyncio.CancelledError:
                self.close()
                raise

    def close(self) -> None:
        """Let the thread end once it can. Another call starts another."""
        if self._jobs is not None:
            self._jobs.put(None)
            self._jobs = None


def _work(jobs: SimpleQueue[_Job | None]) -> None:
    while (job := jobs.get()) is not None:
        call, answer = job
        result: Any = None
        error: BaseException | None = None
        try:
            result = call()
        except BaseException as raised:  # noqa: BLE001 - it is raised where it is waited for
            error = raised
        # The loop has ended before the answer came: nobody waits any more.
        with suppress(RuntimeError):
            answer.get_loop().call_soon_threadsafe(_deliver, answer, result, error)
        # Not kept until the next call comes: there may be a secret among them.
        del job, call, answer, result, error


def _deliver(answer: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:  # noqa: ANN401
    if answer.done():
        return
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(result)
