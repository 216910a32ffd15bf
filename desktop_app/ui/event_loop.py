"""asyncio's loop on Qt's, with timers that end when they are cancelled."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextvars import Context
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimerEvent
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from desktop_app.ui.overriding import override

Result = TypeVar("Result")

_LATER = 0.05
"""Seconds from which on a timer is worth ending: what comes sooner is gone by itself."""


class EventLoop(QEventLoop):  # type: ignore[misc] # qasync has no types
    """qasync's loop. Its own `call_later` keeps a cancelled timer until its time has come.

    Every read of a stream sets a timeout of minutes and cancels it (qasync 0.28,
    ``_SimpleTimer``): at 500 deltas a second 300,000 dead timers would be kept.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._timers = _Timers()

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,  # noqa: ANN401 - as asyncio takes them
        context: Context | None = None,
    ) -> asyncio.Handle:
        """Call `callback` after `delay` seconds, unless what this returns is cancelled before."""
        if delay < _LATER:
            soon: asyncio.Handle = super().call_later(delay, callback, *args, context=context)
            return soon
        handle = _Handle(callback, args, self, context)
        handle.timers, handle.timer = self._timers, self._timers.start(handle, delay)
        return handle

    def run_forever(self) -> object:
        """Run until `stop` is called.

        Meanwhile an asynchronous generator that nobody has read to its end is closed in a task, as
        asyncio's own loop does it. qasync doesn't (0.28), and then whatever such a generator has
        to wait for at its end is an error: half of a response that broke off.
        """
        before = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(finalizer=self._close_generator)
        try:
            ended: object = super().run_forever()
        finally:
            sys.set_asyncgen_hooks(*before)
        return ended

    def run_until_complete(
        self, future: Coroutine[Any, Any, Result] | asyncio.Future[Result]
    ) -> Result:
        """Run until `future` is done, and return its result.

        qasync lets Qt work once more behind that (0.28), when no loop runs any more: a task that
        goes on then finds itself outside of asyncio.

        Raises:
            RuntimeError: The loop was stopped before that.
        """
        task = asyncio.ensure_future(future, loop=self)
        task.add_done_callback(self._stop_after)
        try:
            self.run_forever()
        finally:
            task.remove_done_callback(self._stop_after)
        if not task.done():
            raise RuntimeError("The loop was stopped before its work was done.")
        return task.result()

    def _stop_after(self, _done: asyncio.Future[Any]) -> None:
        self.stop()

    def _close_generator(self, generator: AsyncGenerator[object, None]) -> None:
        # It may be dropped in any thread.
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, generator.aclose())

    def close(self) -> None:
        """Close the loop; no timer goes off any more."""
        self._timers.end_all()
        super().close()


class _Handle(asyncio.Handle):
    """A call that is waited for by a timer of Qt."""

    timers: _Timers
    timer: int

    def cancel(self) -> None:
        """Never call it, and end its timer."""
        super().cancel()
        self.timers.end(self.timer)


class _Timers(QObject):
    """Timers of Qt by their ids, each for one call."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[int, asyncio.Handle] = {}

    def start(self, handle: asyncio.Handle, delay: float) -> int:
        """Run `handle` after `delay` seconds; return the id of the timer."""
        timer = self.startTimer(max(round(delay * 1000), 0))
        self._waiting[timer] = handle
        return timer

    def end(self, timer: int) -> None:
        """End a timer that has not gone off."""
        if self._waiting.pop(timer, None) is not None:
            self.killTimer(timer)

    def end_all(self) -> None:
        """End every timer."""
        for timer in list(self._waiting):
            self.end(timer)

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        timer = event.timerId()
        handle = self._waiting.pop(timer, None)
        self.killTimer(timer)
        if handle is not None:
            handle._run()  # noqa: SLF001 - as every loop does
