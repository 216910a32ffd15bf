"""Through a real proxy, past it, and what is told when it doesn't let anybody through."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from desktop_app.core.provider import Proxy, ProxyUse
from tests.openai_server import OpenAIServer
from tests.openai_server.proxy import ProxyServer, TlsFront
from tests.providers.conftest import KEY
from tests.providers.reaching import failed, keyed, listed, own_proxy, port_of, reached, shown_by

NAME = "models.example"
PLAIN = f"http://{NAME}/v1"
SECURE = f"https://{NAME}/v1"
PASSWORD = "correct-hörse/battery+9"

both_ways = pytest.mark.parametrize("plain", [True, False], ids=["plain", "sdk"])
both_targets = pytest.mark.parametrize("base_url", [PLAIN, SECURE], ids=["http", "https"])


@pytest.fixture
def ca(tmp_path: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return authority


@pytest.fixture
def hosts(openai_server: OpenAIServer, ca: trustme.CA) -> Iterator[dict[str, int]]:
    """What the proxy knows: one name, by HTTP and by HTTPS."""
    with TlsFront(port_of(openai_server.base_url), shown_by(ca.issue_cert(NAME))) as front:
        yield {NAME: front.port}


@pytest.fixture(params=[PLAIN, SECURE], ids=["http", "https"])
def base_url(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def proxy(
    base_url: str, hosts: dict[str, int], openai_server: OpenAIServer
) -> Iterator[ProxyServer]:
    known = hosts if base_url == SECURE else {NAME: port_of(openai_server.base_url)}
    with ProxyServer("me", PASSWORD, hosts=known, echo=True) as made:
        yield made


@both_ways
async def test_a_proxy_that_wants_a_password_works(
    proxy: ProxyServer, base_url: str, tmp_path: Path, openai_server: OpenAIServer, plain: bool
) -> None:
    endpoint = keyed(base_url, KEY, own_proxy(proxy, "me"), PASSWORD)
    async with reached(replace(endpoint, ca_bundle=str(tmp_path / "ca.pem"))) as connection:
        await listed(connection, plain=plain)
    assert [request.key for request in openai_server.requests] == [KEY]
    assert [request.allowed for request in proxy.requests] == [True]
    assert "proxy-authorization" not in openai_server.requests[0].headers or base_url == PLAIN


@both_ways
@pytest.mark.parametrize(("user", "password"), [("me", "wrong-password"), ("", "")])
async def test_a_wrong_password_is_told_plainly(
    proxy: ProxyServer,
    base_url: str,
    openai_server: OpenAIServer,
    user: str,
    password: str,
    plain: bool,
) -> None:
    async with reached(keyed(base_url, KEY, own_proxy(proxy, user), password)) as connection:
        failure = await failed(connection, plain=plain)
    assert failure.code == "proxy_authentication"
    assert failure.title == "The proxy wants a name and a password"
    assert failure.advice == "Check the proxy's name and password in the settings."
    assert not failure.retryable
    assert "407" in failure.detail
    told = "".join(traceback.format_exception(failure)) + failure.detail + repr(failure.values)
    assert "wrong-password" not in told
    assert not openai_server.requests


@both_ways
async def test_the_systems_proxy_takes_its_password_from_the_variable(
    proxy: ProxyServer,
    base_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    openai_server: OpenAIServer,
    plain: bool,
) -> None:
    # The own certificates of the environment hold too.
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    for variable in ("http_proxy", "https_proxy"):
        address = proxy.url.replace("://", "://me:correct-h%C3%B6rse%2Fbattery%2B9@")
        monkeypatch.setenv(variable, address)
    async with reached(keyed(base_url, KEY, Proxy())) as connection:
        await listed(connection, plain=plain)
        assert len(openai_server.requests) == 1
    for variable in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(variable, proxy.url.replace("://", "://me:wrong-password@"))
    async with reached(keyed(base_url, KEY, Proxy())) as connection:
        failure = await failed(connection, plain=plain)
    assert failure.code == "proxy_authentication"
    assert failure.advice == "Put them into the proxy variable, or ask whoever runs the network."
    assert "wrong-password" not in failure.detail


@both_targets
async def test_no_proxy_means_none(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with ProxyServer() as proxy:
        for variable in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(variable, proxy.url)
        base_url = base_url.replace(NAME, "nobody.invalid")
        async with reached(keyed(base_url, KEY, Proxy(ProxyUse.NONE))) as connection:
            failure = await failed(connection)
        assert failure.code == "host_not_found"
        assert not proxy.requests


@pytest.mark.parametrize(
    ("bypass", "asked"),
    [
        ("", True),
        ("invalid", False),
        (".invalid", False),
        ("*.invalid", False),
        ("NOBODY.invalid", False),
        ("somebody.invalid", True),
        ("body.invalid", True),
        ("nobody.invalid:8080", False),
        ("nobody.invalid:8081", True),
        ("*", False),
        ("<local>", True),
        ("::::", True),
    ],
)
async def test_hosts_that_are_reached_without_the_proxy(bypass: str, asked: bool) -> None:
    with ProxyServer(refuse="403 Forbidden") as proxy:
        endpoint = keyed("https://nobody.invalid:8080/v1", KEY, own_proxy(proxy, "", bypass))
        async with reached(endpoint) as connection:
            failure = await failed(connection)
        assert failure.code == ("proxy_refused" if asked else "host_not_found")
        assert bool(proxy.requests) == asked


@pytest.mark.parametrize("bypass", ["10.9.8.7", "10.0.0.0/8", "10.9.8.7:9"])
async def test_addresses_that_are_reached_without_the_proxy(bypass: str) -> None:
    with ProxyServer(refuse="403 Forbidden") as proxy:
        for host, asked in (("10.9.8.7", False), ("11.9.8.7", True)):
            endpoint = keyed(f"https://{host}:9/v1", KEY, own_proxy(proxy, "", bypass))
            async with reached(replace(endpoint, connect_timeout=0.05)) as connection:
                await failed(connection)
            assert bool(proxy.requests) == asked


async def test_what_listens_on_this_computer_is_asked_without_the_own_proxy(
    openai_server: OpenAIServer,
) -> None:
    with ProxyServer(refuse="403 Forbidden") as proxy:
        async with reached(keyed(openai_server.base_url, KEY, own_proxy(proxy))) as connection:
            await listed(connection, plain=True)
        assert not proxy.requests


@both_targets
@both_ways
async def test_a_proxy_that_isnt_there(base_url: str, plain: bool) -> None:
    with ProxyServer() as proxy:
        gone = own_proxy(proxy)
    async with reached(keyed(base_url, KEY, gone)) as connection:
        failure = await failed(connection, plain=plain)
    assert failure.code == "proxy_unreachable"
    assert failure.title == "The proxy can't be reached"
    assert "in the settings" in failure.advice


@pytest.mark.parametrize(
    ("refuse", "code", "title"),
    [
        ("502 Bad Gateway", "unreachable_behind_proxy", f"The proxy can't reach {NAME}"),
        ("504 Gateway Timeout", "unreachable_behind_proxy", f"The proxy can't reach {NAME}"),
        ("403 Forbidden", "proxy_refused", f"The proxy doesn't let requests through to {NAME}"),
        ("500 Oops", "proxy_failed", "The proxy can't make the connection"),
    ],
)
@both_ways
async def test_a_server_that_isnt_there_behind_the_proxy(
    refuse: str, code: str, title: str, plain: bool
) -> None:
    with ProxyServer(refuse=refuse) as proxy:
        async with reached(keyed(SECURE, KEY, own_proxy(proxy))) as connection:
            failure = await failed(connection, plain=plain)
    assert (failure.code, failure.title) == (code, title)


async def test_a_certificate_nobody_knows_behind_the_proxy(hosts: dict[str, int]) -> None:
    with ProxyServer(hosts=hosts) as proxy:
        async with reached(keyed(SECURE, KEY, own_proxy(proxy))) as connection:
            failure = await failed(connection)
    assert failure.code == "tls_failed"
    assert failure.title == f"The connection to {NAME} can't be trusted"


async def test_an_own_proxy_that_cant_be_used_is_told() -> None:
    proxy = Proxy(ProxyUse.OWN, "ftp://127.0.0.1:9")
    async with reached(keyed(PLAIN, KEY, proxy, "hunter2")) as connection:
        failure = await failed(connection)
    assert failure.code == "proxy_failed"
    assert failure.advice == "Check the address of the proxy in the settings of the provider."
