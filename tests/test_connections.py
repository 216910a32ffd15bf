from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.connections import Connections
from desktop_app.core.errors import InputError, ProviderError, StorageError
from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.core.provider import (
    KeyPlace,
    KeyStatus,
    Provider,
    ProviderSecrets,
    Proxy,
    ProxyUse,
)
from desktop_app.core.provider_presets import Preset, preset
from desktop_app.core.secret import NOTHING, Secret
from desktop_app.providers.api_keys import KeyStore
from desktop_app.providers.catalog import list_models
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.environment import environment_connection
from desktop_app.providers.key_backends import LockedError, NoStoreError
from desktop_app.storage.providers import load_providers, save_providers
from desktop_app.ui.settings.services import Providers
from tests.openai_server.server import MODEL, OpenAIServer
from tests.providers.memory_keys import MemoryKeys

KEY = "zz-key-of-acme-0123456789"
ACME = Provider("acme", "Acme", "https://acme.example/v1")


@dataclass
class Place:
    """What a test's connections are built of."""

    path: Path
    memory: MemoryKeys
    connections: Connections

    def again(self, *, environ: dict[str, str] | None = None) -> Connections:
        """Return what another process would have."""
        return made(self.path, self.memory, environ or {})


def made(path: Path, memory: MemoryKeys, environ: dict[str, str]) -> Connections:
    async def endpoint() -> Endpoint:
        return Endpoint("http://127.0.0.1:9/v1", NOTHING)

    return Connections(
        path,
        load_providers(path),
        KeyStore(memory),
        environment_connection(environ),
        Connection(LOCAL_PROVIDER, "This computer", endpoint),
    )


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    memory = MemoryKeys()
    path = tmp_path / "providers.json"
    connections = made(path, memory, {})
    yield Place(path, memory, connections)
    memory.open.set()
    await connections.aclose()


def test_the_settings_can_work_with_them(place: Place) -> None:
    providers: Providers = place.connections
    assert providers.own == ()
    assert providers.key_problem is None


async def test_the_order_is_environment_own_local(place: Place) -> None:
    for name in ("Zeta", "Acme"):
        await place.connections.save(replace(ACME, id=name.lower(), name=name))
    assert [*place.connections] == ["zeta", "acme", "local"]
    assert len(place.connections) == 3
    other = place.again(environ={"OPENAI_API_KEY": "sk-none"})
    assert [*other] == ["environment", "zeta", "acme", "local"]
    assert other["acme"].name == "Acme"
    with pytest.raises(KeyError):
        other["nobody"]
    await other.aclose()


async def test_what_is_saved_is_checked_and_told(place: Place) -> None:
    told: list[int] = []
    place.connections.watch(lambda: told.append(len(place.connections.own)))
    await place.connections.save(replace(ACME, base_url=" https://acme.example/v1/ "))
    assert place.connections.own == (ACME,)
    assert load_providers(place.path).providers == (ACME,)
    with pytest.raises(InputError):
        await place.connections.save(replace(ACME, base_url="nowhere"))
    assert place.connections.own == (ACME,)
    assert told == [1]


async def test_a_key_goes_with_each_request(place: Place, openai_server: OpenAIServer) -> None:
    openai_server.key = KEY
    await place.connections.save(replace(ACME, base_url=openai_server.base_url))
    status = await place.connections.set_secret("acme", Secret(KEY))
    assert status == KeyStatus(KeyPlace.KEYRING, "6789")
    assert [model.id for model in await list_models(place.connections["acme"])] == [MODEL]
    assert place.memory.kept == {"acme": KEY}
    assert KEY not in place.path.read_text()


async def test_secrets_of_proxy_and_headers(place: Place) -> None:
    proxy = Proxy(ProxyUse.OWN, "http://proxy.example:3128", "me")
    headers = (("X-Team", "blue"), ("X-Api-Key", "typed in the wrong place"))
    await place.connections.save(replace(ACME, proxy=proxy, headers=headers))
    assert place.connections.own[0].headers == (("X-Team", "blue"), ("X-Api-Key", ""))
    await place.connections.set_secret("acme", Secret("pass"), "proxy")
    await place.connections.set_secret("acme", Secret("head"), "header/X-Api-Key")
    assert place.memory.kept == {"acme/proxy": "pass", "acme/header/X-Api-Key": "head"}
    endpoint = await place.connections["acme"]._endpoint()
    assert endpoint.proxy_password == Secret("pass")
    assert endpoint.headers == (("X-Team", Secret("blue")), ("X-Api-Key", Secret("head")))

    # A header that is gone takes its value along.
    await place.connections.save(replace(ACME, proxy=proxy))
    assert place.memory.kept == {"acme/proxy": "pass"}


async def test_a_removed_provider_takes_its_secrets_along(place: Place) -> None:
    proxy = Proxy(ProxyUse.OWN, "http://proxy.example:3128", "me")
    await place.connections.save(replace(ACME, proxy=proxy, headers=(("X-Api-Key", ""),)))
    for part in ("", "proxy", "header/X-Api-Key"):
        await place.connections.set_secret("acme", Secret(KEY), part)
    await place.connections.remove("acme")
    assert place.memory.kept == {}
    assert [*place.connections] == ["local"]
    assert load_providers(place.path).providers == ()
    await place.connections.remove("acme")


async def test_a_locked_store_does_not_keep_a_provider(place: Place) -> None:
    await place.connections.save(ACME)
    await place.connections.set_secret("acme", Secret(KEY))
    place.memory.error = LockedError("dismissed")
    with pytest.raises(ProviderError) as raised:
        await place.connections.remove("acme")
    assert raised.value.code == "secret_left"
    assert "“acme”" in raised.value.advice
    assert place.connections.own == ()


async def test_a_provider_that_wants_a_key_and_has_none(
    place: Place, openai_server: OpenAIServer
) -> None:
    address = openai_server.base_url
    await place.connections.save(replace(ACME, preset="openai", base_url=address))
    with pytest.raises(ProviderError) as raised:
        await list_models(place.connections["acme"])
    assert raised.value.code == "no_key"
    assert raised.value.title == "Acme needs an API key"
    assert openai_server.requests == []
    # Set by another process.
    place.memory.kept["acme"] = KEY
    assert await list_models(place.connections["acme"])
    assert openai_server.requests[-1].key == KEY


async def test_a_secret_header_is_a_key_as_well(place: Place, openai_server: OpenAIServer) -> None:
    await place.connections.save(
        replace(ACME, preset="azure", base_url=openai_server.base_url, headers=(("Api-Key", ""),))
    )
    await place.connections.set_secret("acme", Secret(KEY), "header/Api-Key")
    assert await list_models(place.connections["acme"])
    assert openai_server.requests[-1].headers["api-key"] == KEY


async def test_a_key_that_is_refused_is_read_again(
    place: Place, openai_server: OpenAIServer
) -> None:
    openai_server.key = KEY
    place.memory.kept["acme"] = "zz-old-key-of-acme"
    await place.connections.save(replace(ACME, base_url=openai_server.base_url))
    with pytest.raises(ProviderError) as raised:
        await list_models(place.connections["acme"])
    assert raised.value.code == "invalid_api_key"
    place.memory.kept["acme"] = KEY
    assert await list_models(place.connections["acme"])


async def test_a_request_waits_for_the_key_store(place: Place, openai_server: OpenAIServer) -> None:
    place.memory.kept["acme"] = KEY
    await place.connections.save(replace(ACME, base_url=openai_server.base_url))
    place.memory.open.clear()
    listing = asyncio.ensure_future(list_models(place.connections["acme"]))
    await asyncio.to_thread(place.memory.asked.wait, 10)
    assert openai_server.requests == []
    listing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listing
    place.memory.open.set()
    assert await list_models(place.connections["acme"])


async def test_a_changed_provider_is_asked_anew(place: Place, openai_server: OpenAIServer) -> None:
    await place.connections.save(replace(ACME, base_url="http://127.0.0.1:9/v1"))
    before = place.connections["acme"]
    await place.connections.set_secret("acme", Secret(KEY))
    assert place.connections["acme"] is before
    await place.connections.save(replace(ACME, name="A", base_url=openai_server.base_url))
    assert place.connections["acme"] is not before
    (model,) = await list_models(place.connections["acme"])
    assert model.provider_name == "A"


@pytest.mark.parametrize(
    "moved", [{"base_url": "http://127.0.0.1:9/v1"}, {"proxy": Proxy(ProxyUse.NONE)}]
)
async def test_a_key_never_follows_a_provider_to_where_it_was(
    place: Place, openai_server: OpenAIServer, moved: dict[str, Any]
) -> None:
    provider = replace(ACME, base_url=openai_server.base_url)
    await place.connections.save(provider)
    repeating = place.connections["acme"]
    await place.connections.save(replace(provider, **moved))
    await place.connections.set_secret("acme", Secret(KEY))
    with pytest.raises(ProviderError) as raised:
        await list_models(repeating)
    assert raised.value.code == "provider_changed"
    assert not raised.value.retryable
    assert not openai_server.requests


async def test_a_key_that_comes_while_the_provider_moves_is_not_sent(
    place: Place, openai_server: OpenAIServer
) -> None:
    await place.connections.save(replace(ACME, base_url=openai_server.base_url))
    place.memory.kept["acme"] = KEY
    place.memory.open.clear()
    asking = asyncio.ensure_future(list_models(place.connections["acme"]))
    await asyncio.to_thread(place.memory.asked.wait, 60)
    await place.connections.save(replace(ACME, base_url="http://127.0.0.1:9/v1"))
    place.memory.open.set()
    with pytest.raises(ProviderError) as raised:
        await asking
    assert raised.value.code == "provider_changed"
    assert not openai_server.requests


async def test_another_process_may_put_another_provider_under_the_same_id(place: Place) -> None:
    other = place.again()
    await place.connections.save(ACME)
    await place.connections.set_secret("acme", Secret(KEY))
    await other.save(replace(ACME, id="third"))
    await other.remove("acme")
    await other.save(replace(ACME, base_url="https://elsewhere.example/v1"))
    await place.connections.save(replace(ACME, id="fourth"))
    endpoint = await place.connections["acme"].where()
    assert (endpoint.base_url, endpoint.key) == ("https://elsewhere.example/v1", NOTHING)
    await other.aclose()


async def test_secrets_for_this_run_are_all_forgotten_when_the_store_fails(place: Place) -> None:
    proxied = replace(ACME, proxy=Proxy(ProxyUse.OWN, "http://proxy.example:3128", "me"))
    await place.connections.save(proxied)
    place.memory.error = LockedError("dismissed")
    for part in ("", "proxy"):
        await place.connections.set_secret("acme", Secret(KEY), part)
    with pytest.raises(ProviderError):
        await place.connections.remove("acme")
    assert not place.connections.keeps_for_this_run


async def test_two_processes_lose_nothing_of_each_other(place: Place) -> None:
    other = place.again()
    await place.connections.save(ACME)
    await other.save(replace(ACME, id="other", name="Other"))
    assert [each.id for each in load_providers(place.path).providers] == ["acme", "other"]
    await place.connections.remove("acme")
    assert [*place.connections] == ["other", "local"]
    await other.aclose()


async def test_a_file_that_cannot_be_read_is_not_replaced(place: Place) -> None:
    place.path.mkdir()
    with pytest.raises(StorageError):
        await place.connections.save(ACME)
    assert [*place.connections] == ["local"]


async def test_a_broken_file_is_told(place: Place) -> None:
    place.path.write_text("nothing")
    other = place.again()
    assert isinstance(other.problem, InputError)
    await other.aclose()


async def test_keys_for_this_run_are_told(place: Place) -> None:
    told: list[bool] = []
    place.connections.watch(lambda: told.append(place.connections.key_problem is not None))
    await place.connections.save(ACME)
    place.memory.error = NoStoreError("none")
    status = await place.connections.set_secret("acme", Secret(KEY))
    assert status == KeyStatus(KeyPlace.SESSION, "6789")
    assert await place.connections.secret_status("acme") == status
    assert await place.connections.key_place("acme") is KeyPlace.SESSION
    assert place.connections.keeps_for_this_run
    assert told == [False, True]


async def test_a_form_is_tried_with_what_is_typed(
    place: Place, openai_server: OpenAIServer
) -> None:
    openai_server.key = KEY
    form = Provider("", "New", openai_server.base_url)
    report = await place.connections.test(form, ProviderSecrets(Secret(KEY)))
    assert report.failure is None
    assert report.models == 1
    assert place.memory.calls == []
    assert place.memory.kept == {}
    report = await place.connections.test(form, ProviderSecrets(Secret("zz-wrong-key")))
    assert report.failure is not None
    assert report.failure.code == "invalid_api_key"


async def test_a_form_is_tried_with_what_is_kept(place: Place, openai_server: OpenAIServer) -> None:
    openai_server.key = KEY
    place.memory.kept["acme"] = KEY
    report = await place.connections.test(replace(ACME, base_url=openai_server.base_url))
    assert report.failure is None


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (replace(ACME, base_url="nowhere"), "bad_address"),
        (replace(ACME, preset="openai"), "no_key"),
    ],
)
async def test_a_form_that_cannot_be_tried(place: Place, form: Provider, code: str) -> None:
    report = await place.connections.test(form)
    assert report.failure is not None
    assert report.failure.code == code


async def test_trying_waits_for_the_key_store(place: Place, openai_server: OpenAIServer) -> None:
    place.memory.kept["acme"] = KEY
    await place.connections.save(replace(ACME, base_url=openai_server.base_url))
    place.memory.open.clear()
    trying = asyncio.ensure_future(place.connections.try_out("acme"))
    await asyncio.to_thread(place.memory.asked.wait, 10)
    assert openai_server.requests == []
    place.memory.open.set()
    report = await trying
    assert (report.failure, report.models) == (None, 1)
    place.memory.error = LockedError("dismissed")
    await place.connections.save(replace(ACME, id="other", base_url=openai_server.base_url))
    report = await place.connections.try_out("other")
    assert report.failure is not None
    assert report.failure.code == "key_store_locked"


async def test_servers_on_this_computer_are_offered(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    async def servers_nearby(taken: list[str]) -> list[Preset]:
        asked.append(taken)
        return [preset("ollama")]

    monkeypatch.setattr("desktop_app.providers.nearby.servers_nearby", servers_nearby)
    await place.connections.save(ACME)
    assert await place.connections.nearby() == [preset("ollama")]
    assert asked == [[ACME.base_url]]


async def test_a_header_that_is_not_named_is_not_sent(place: Place) -> None:
    save_providers(place.path, [ACME])
    other = place.again()
    place.memory.kept["acme/header/X-Api-Key"] = "head"
    endpoint = await other["acme"]._endpoint()
    assert endpoint.headers == ()
    await other.aclose()
