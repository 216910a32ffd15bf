"""Doing something again and again while something else goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self


class Periodic:
    """An async context that awaits `action` every `seconds` until it is left.

    An exception of `action` is raised on leaving. If the body raised one of its own, that goes
    on, with a note of the other.
    """

    _task: asyncio.Task[None]

    def __init__(self, seconds: float, action: Callable[[], Awaitable[None]]) -> None:
        self._seconds = seconds
        self._action = action

    async def __aenter__(self) -> Self:
        self._task = asyncio.get_running_loop().create_task(self._repeat())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])
        failure = None if self._task.cancelled() else self._task.exception()
        if failure is not None and error is None:
            raise failure
        if failure is not None and error is not None:
            error.add_note(f"Meanwhile {failure!r} was raised by what is repeated.")

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            await self._action()
