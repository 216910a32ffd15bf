from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop_app.core.errors import InputError
from desktop_app.core.provider import (
    Provider,
    Proxy,
    ProxyUse,
    Transport,
    checked,
    is_secret_header,
    is_web_address,
    new_provider_id,
    provider_from_json,
    provider_to_json,
)

ACME = Provider("acme", "Acme", "https://acme.example/v1")
FULL = Provider(
    "acme",
    "Acme",
    "https://acme.example/v1",
    Transport.AUTO,
    "other",
    (("X-Team", "blue"), ("X-Api-Key", "")),
    "org",
    "project",
    Proxy(ProxyUse.OWN, "http://proxy.example:3128", "me", ("10.0.0.1", "example.com")),
    "/etc/certificates.pem",
    2.0,
    60.0,
)


@pytest.mark.parametrize("provider", [ACME, FULL])
def test_json_and_back(provider: Provider) -> None:
    assert provider_from_json(provider_to_json(provider)) == provider


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"id": "acme", "name": "Acme"},
        {**provider_to_json(ACME), "transport": "pigeon"},
        {**provider_to_json(ACME), "proxy": 1},
        {**provider_to_json(ACME), "headers": [["only a name"]]},
        {**provider_to_json(ACME), "connect_timeout": "soon"},
        {**provider_to_json(ACME), "id": "../elsewhere"},
        {**provider_to_json(ACME), "id": "local"},
        {**provider_to_json(ACME), "base_url": "file:///etc"},
    ],
)
def test_what_is_no_provider_is_told(values: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        provider_from_json(values)


def test_it_is_trimmed_as_it_is_checked() -> None:
    given = replace(ACME, name="  ", base_url=" https://acme.example/v1/ ", connect_timeout=0.0)
    found = checked(given)
    assert (found.name, found.base_url) == ("acme.example", "https://acme.example/v1")
    assert found.connect_timeout == 1.0


@pytest.mark.parametrize(
    ("base_url", "says"),
    [
        ("acme.example/v1", "not a web address"),
        ("https://", "not a web address"),
        ("http://acme.example:port/v1", "not a web address"),
        ("https://acme.example/v1?api_key=sk-secret", "more than an address"),
        ("https://acme.example/v1#here", "more than an address"),
        ("https://me:sk-secret@acme.example/v1", "a name or a password"),
    ],
)
def test_addresses_that_can_not_be_used(base_url: str, says: str) -> None:
    with pytest.raises(InputError) as told:
        checked(replace(ACME, base_url=base_url))
    assert says in told.value.title
    assert "secret" not in str(told.value) + told.value.advice


@pytest.mark.parametrize("header", [("a b", "x"), ("", "x"), ("X", "two\nlines"), ("X", "ключ")])
def test_headers_that_can_not_be_sent(header: tuple[str, str]) -> None:
    with pytest.raises(InputError):
        checked(replace(ACME, headers=(header,)))


def test_a_proxy_of_its_own_has_an_address() -> None:
    with pytest.raises(InputError):
        checked(replace(ACME, proxy=Proxy(ProxyUse.OWN, "proxy")))
    assert checked(replace(ACME, proxy=Proxy(ProxyUse.NONE, "proxy"))).proxy.url == "proxy"


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("Authorization", True),
        ("X-Api-Key", True),
        ("cookie", True),
        ("X-Auth-Token", True),
        ("X-Title", False),
        ("HTTP-Referer", False),
    ],
)
def test_headers_that_are_kept_like_keys(name: str, *, secret: bool) -> None:
    assert is_secret_header(name) is secret


def test_ids_are_made_of_the_name_and_none_twice() -> None:
    assert new_provider_id("Office Server!", []) == "office-server"
    assert new_provider_id("Office server", ["office-server"]) == "office-server-2"
    assert new_provider_id("Local", []) == "local-2"
    assert new_provider_id("Сервер", []) == "provider"


@pytest.mark.parametrize(
    ("address", "fits"),
    [("http://127.0.0.1:1", True), ("ftp://x", False), ("http://a@b", False), ("http://[", False)],
)
def test_web_addresses(address: str, *, fits: bool) -> None:
    assert is_web_address(address) is fits
