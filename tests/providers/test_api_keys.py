from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from desktop_app.core.errors import AppError, ProviderError
from desktop_app.core.provider import KeyPlace, KeyStatus
from desktop_app.core.secret import NOTHING, Secret
from desktop_app.providers.api_keys import KeyStore
from desktop_app.providers.key_backends import (
    KeyBackend,
    LockedError,
    NoStoreError,
    UnusableError,
)
from desktop_app.providers.scrub import MASK, scrub
from tests.providers.memory_keys import MemoryKeys, code_of

LONG = "zz-key-of-acme-0123456789"


@pytest.fixture
def memory() -> MemoryKeys:
    return MemoryKeys()


@pytest.fixture
async def keys(memory: MemoryKeys) -> AsyncIterator[KeyStore]:
    made = KeyStore(memory)
    yield made
    memory.open.set()
    made.close()


async def test_a_key_is_kept_replaced_and_cleared(keys: KeyStore, memory: MemoryKeys) -> None:
    changes: list[str] = []
    keys.watch(lambda: changes.append("changed"))
    assert await keys.status("acme") == KeyStatus()
    assert await keys.set("acme", Secret(LONG)) is KeyPlace.KEYRING
    assert memory.kept == {"acme": LONG}
    assert (await keys.get("acme")).reveal() == LONG
    assert await keys.status("acme") == KeyStatus(KeyPlace.KEYRING, "6789")
    assert await keys.set("acme", Secret("short")) is KeyPlace.KEYRING
    assert await keys.status("acme") == KeyStatus(KeyPlace.KEYRING, "")
    assert await keys.set("acme", NOTHING) is KeyPlace.NONE
    assert memory.kept == {}
    assert await keys.get("acme") == NOTHING
    assert len(changes) == 3
    assert not keys.session_only
    assert keys.problem is None


async def test_a_key_is_asked_for_once(keys: KeyStore, memory: MemoryKeys) -> None:
    memory.kept["acme"] = LONG
    found = await asyncio.gather(*(keys.get("acme") for _ in range(5)))
    assert {secret.reveal() for secret in found} == {LONG}
    assert memory.calls == ["get acme"]
    await keys.get("nothing")
    await keys.get("nothing")
    assert memory.calls == ["get acme", "get nothing"]


async def test_a_key_that_another_process_has_changed(keys: KeyStore, memory: MemoryKeys) -> None:
    assert await keys.get("acme") == NOTHING
    memory.kept["acme"] = LONG
    assert await keys.get("acme") == NOTHING
    keys.read_again("acme")
    assert (await keys.get("acme")).reveal() == LONG


async def test_what_becomes_known_is_never_shown(keys: KeyStore, memory: MemoryKeys) -> None:
    memory.kept["read"] = "zz-read-from-the-store-77"
    await keys.get("read")
    await keys.set("typed", Secret("zz-typed-by-somebody-77"))
    text = scrub("It was zz-read-from-the-store-77 and zz-typed-by-somebody-77.")
    assert text == f"It was {MASK} and {MASK}."


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoStoreError("none"), "no key store"),
        (LockedError("dismissed"), "stays locked"),
        (UnusableError("broken pipe"), "fails"),
    ],
)
async def test_a_key_that_nobody_keeps_is_kept_for_this_run(
    keys: KeyStore, memory: MemoryKeys, error: Exception, words: str
) -> None:
    memory.error = error
    changes: list[str] = []
    keys.watch(lambda: changes.append(code_of(keys.problem)))
    assert await keys.set("acme", Secret(LONG)) is KeyPlace.SESSION
    assert changes == ["keys_for_this_run"]
    assert keys.session_only
    assert keys.problem is not None
    assert keys.problem.title == "Keys are kept only until Chatloom closes"
    assert words in keys.problem.advice
    assert (await keys.get("acme")).reveal() == LONG
    assert await keys.status("acme") == KeyStatus(KeyPlace.SESSION, "6789")
    assert await keys.place_unprompted("acme") is KeyPlace.SESSION

    memory.error = None
    assert await keys.set("acme", Secret(LONG)) is KeyPlace.KEYRING
    assert keys.problem is None
    assert not keys.session_only


async def test_a_key_kept_for_this_run_is_cleared(keys: KeyStore, memory: MemoryKeys) -> None:
    memory.error = NoStoreError("none")
    await keys.set("acme", Secret(LONG))
    await keys.clear("acme")
    assert await keys.get("acme") == NOTHING
    assert not keys.session_only


async def test_without_a_store_there_is_no_key(memory: MemoryKeys) -> None:
    def no_store() -> KeyBackend:
        raise NoStoreError("No bus.")

    keys = KeyStore(no_store)
    told: list[str] = []
    keys.watch(lambda: told.append(code_of(keys.problem)))
    assert await keys.get("acme") == NOTHING
    assert await keys.get("other") == NOTHING
    assert await keys.place_unprompted("third") is KeyPlace.NONE
    assert told == ["keys_for_this_run"]
    with pytest.raises(AppError, match="only until") as raised:
        await keys.store_name()
    assert raised.value.detail == "No bus."
    keys.close()


@pytest.mark.parametrize(
    ("error", "code"),
    [(LockedError("no"), "key_store_locked"), (UnusableError("no"), "key_store_failed")],
)
async def test_a_store_that_does_not_give_the_key(
    keys: KeyStore, memory: MemoryKeys, error: Exception, code: str
) -> None:
    memory.kept["acme"] = LONG
    memory.error = error
    for ask in (keys.get, keys.clear, keys.status):
        with pytest.raises(ProviderError) as raised:
            await ask("acme")
        assert raised.value.code == code
        assert "try again" in raised.value.advice.lower()
        assert raised.value.__context__ is None
    memory.error = None
    assert (await keys.get("acme")).reveal() == LONG


async def test_a_store_that_failed_is_looked_for_again(memory: MemoryKeys) -> None:
    broken = MemoryKeys()
    broken.error = UnusableError("The bus is gone.")
    there: list[KeyBackend] = [broken, memory]
    memory.kept["acme"] = LONG
    keys = KeyStore(lambda: there.pop(0))
    with pytest.raises(ProviderError):
        await keys.get("acme")
    assert (await keys.get("acme")).reveal() == LONG
    keys.close()


async def test_waiting_for_a_prompt_can_be_given_up(keys: KeyStore, memory: MemoryKeys) -> None:
    memory.kept["acme"] = LONG
    memory.open.clear()
    asking = asyncio.ensure_future(keys.get("acme"))
    await asyncio.to_thread(memory.asked.wait, 10)
    assert not asking.done()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    # What is known needs no store.
    assert await keys.place_unprompted("acme") is KeyPlace.KEYRING
    memory.open.set()
    assert (await keys.get("acme")).reveal() == LONG


async def test_a_place_is_told_without_a_prompt(keys: KeyStore, memory: MemoryKeys) -> None:
    memory.kept["acme"] = LONG
    memory.open.clear()
    assert await keys.place_unprompted("acme") is KeyPlace.KEYRING
    assert await keys.place_unprompted("other") is KeyPlace.NONE
    memory.tells = False
    assert await keys.place_unprompted("acme") is None
    assert memory.calls == []
    assert await keys.store_name() == "Memory"
