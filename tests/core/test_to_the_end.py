from __future__ import annotations

import asyncio

import pytest

from desktop_app.core.to_the_end import to_the_end


async def _work(done: list[str], failure: Exception | None = None) -> str:
    await asyncio.sleep(0.05)
    done.append("done")
    if failure is not None:
        raise failure
    return "result"


async def test_returns_the_result_or_raises() -> None:
    assert await to_the_end(_work([])) == "result"
    with pytest.raises(ValueError, match="no"):
        await to_the_end(_work([], ValueError("no")))


@pytest.mark.parametrize("times", [1, 3])
async def test_a_cancellation_comes_after_the_work(times: int) -> None:
    done: list[str] = []
    task = asyncio.ensure_future(to_the_end(_work(done)))
    for _ in range(times):
        await asyncio.sleep(0.005)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done == ["done"]


async def test_a_failure_is_told_even_when_cancelled() -> None:
    task = asyncio.ensure_future(to_the_end(_work([], ValueError("told"))))
    await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(ValueError, match="told"):
        await task
