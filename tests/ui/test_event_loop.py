from __future__ import annotations

import asyncio
import gc
import sys
import weakref
from collections.abc import AsyncGenerator

from PySide6.QtWidgets import QApplication

from desktop_app.ui.event_loop import EventLoop


def run(qapp: QApplication, work: object) -> object:
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        return runner.run(work)  # type: ignore[arg-type]


def test_what_is_called_later_is_called_then(qapp: QApplication) -> None:
    async def work() -> list[str]:
        called: list[str] = []
        loop = asyncio.get_running_loop()
        loop.call_later(0.06, called.append, "second")
        loop.call_later(0.001, called.append, "first")
        loop.call_at(loop.time() + 0.1, called.append, "third")
        await asyncio.sleep(0.2)
        return called

    assert run(qapp, work()) == ["first", "second", "third"]


def test_a_cancelled_call_leaves_nothing_behind(qapp: QApplication) -> None:
    class Thing:
        def call(self) -> None:
            raise AssertionError("It was cancelled.")

    async def work() -> None:
        thing = Thing()
        seen = weakref.ref(thing)
        handle = asyncio.get_running_loop().call_later(600, thing.call)
        handle.cancel()
        handle.cancel()
        assert handle.cancelled()
        del thing, handle
        gc.collect()
        assert seen() is None

    run(qapp, work())


def test_timeouts_of_many_reads_are_not_kept(qapp: QApplication) -> None:
    async def work() -> int:
        for _ in range(50):
            async with asyncio.timeout(600):
                await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        assert isinstance(loop, EventLoop)
        return len(loop._timers._waiting)

    assert run(qapp, work()) == 0


def test_nothing_goes_off_after_the_loop_was_closed(qapp: QApplication) -> None:
    called: list[int] = []

    async def work() -> None:
        asyncio.get_running_loop().call_later(0.06, called.append, 1)

    run(qapp, work())
    deadline = 20
    while deadline:
        qapp.processEvents()
        deadline -= 1
    assert called == []


def test_a_timeout_still_comes(qapp: QApplication) -> None:
    async def work() -> bool:
        try:
            async with asyncio.timeout(0.06):
                await asyncio.sleep(5)
        except TimeoutError:
            return True
        return False

    assert run(qapp, work())


def test_a_generator_that_nobody_ends_is_closed_in_a_task(qapp: QApplication) -> None:
    async def pieces(closed: asyncio.Event) -> AsyncGenerator[int, None]:
        try:
            yield 1
        finally:
            await asyncio.sleep(0)
            closed.set()

    async def work() -> None:
        closed = asyncio.Event()
        async for _piece in pieces(closed):
            break
        gc.collect()
        await asyncio.wait_for(closed.wait(), 5)

    before = sys.get_asyncgen_hooks()
    run(qapp, work())
    assert sys.get_asyncgen_hooks() == before


def test_no_task_goes_on_when_the_loop_has_ended(qapp: QApplication) -> None:
    outside: list[bool] = []

    async def goes_on() -> None:
        while True:
            try:
                asyncio.get_running_loop()
            except RuntimeError:
                outside.append(True)
                return
            await asyncio.sleep(0)

    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:

        async def work() -> None:
            kept.append(asyncio.ensure_future(goes_on()))
            await asyncio.sleep(0.02)

        kept: list[asyncio.Future[None]] = []
        runner.run(work())
        assert not outside
