from __future__ import annotations

import asyncio

import pytest

from desktop_app.core.periodic import Periodic


async def test_repeats_until_it_is_left() -> None:
    times = 0

    async def action() -> None:
        nonlocal times
        times += 1

    async with Periodic(0.01, action):
        await asyncio.sleep(0.1)
    seen = times
    assert 2 <= seen <= 11
    await asyncio.sleep(0.03)
    assert times == seen


async def test_an_action_that_is_under_way_is_cancelled() -> None:
    ended = []

    async def action() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    async with Periodic(0.001, action):
        await asyncio.sleep(0.03)
    assert ended == [True]


async def _fail() -> None:
    raise ValueError("the action")


async def test_a_failure_of_the_action_is_raised_on_leaving() -> None:
    with pytest.raises(ValueError, match="the action"):
        async with Periodic(0.001, _fail):
            await asyncio.sleep(0.03)


async def test_a_failure_of_the_body_comes_first() -> None:
    with pytest.raises(KeyError):
        async with Periodic(60, _fail):
            raise KeyError("the body")


async def test_a_failure_of_both_raises_the_bodys_and_notes_the_actions() -> None:
    async def both() -> None:
        async with Periodic(0.001, _fail):
            await asyncio.sleep(0.03)
            raise KeyError("the body")

    with pytest.raises(KeyError) as caught:
        await both()
    assert any("the action" in note for note in caught.value.__notes__)
