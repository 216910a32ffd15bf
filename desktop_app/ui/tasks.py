"""Coroutines started from the window: kept, cancellable, and their failures told once."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    from desktop_app.core.errors import AppError


class Tasks:
    """All tasks of one window.

    Attributes:
        tell: Called with the AppError of a task that nobody awaited. Any other exception is a
            bug and goes to the loop's exception handler, which writes the crash report.
    """

    def __init__(self, tell: Callable[[AppError], None] | None = None) -> None:
        self.tell: Callable[[AppError], None] = tell or _unheard
        self._running: set[asyncio.Task[None]] = set()

    def start(self, coroutine: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `coroutine` until it ends, is cancelled, or the window closes."""
        # The first frame needs no asyncio, so it isn't imported with this module.
        import asyncio

        task = asyncio.get_running_loop().create_task(coroutine)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    async def cancel_all(self) -> None:
        """Cancel everything that runs and wait until it has ended."""
        import asyncio

        while self._running:
            running = list(self._running)
            for task in running:
                task.cancel()
            await asyncio.wait(running)

    def _ended(self, task: asyncio.Task[None]) -> None:
        from desktop_app.core.errors import AppError

        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, AppError):
            self.tell(error)
        elif error is not None:
            task.get_loop().call_exception_handler(
                {"message": "A task of the window failed", "exception": error, "task": task}
            )


def _unheard(error: AppError) -> None:
    raise error
