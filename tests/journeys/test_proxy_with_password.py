"""A provider that is reached through a proxy alone, which wants a name and a password."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.journeys import secret_service
from tests.journeys.by_command import User, somebody
from tests.journeys.echo import places, shows
from tests.journeys.failing import assert_plain
from tests.journeys.servers import Served, scripted
from tests.openai_server.proxy import ProxyServer

NAME, PASSWORD = "ann", "open: sesame/+1"
HOST = "models.example"


@pytest.fixture
def served() -> Iterator[Served]:
    """Yield the scripted server."""
    with scripted("chat") as served:
        yield served


@pytest.fixture
def proxy(served: Served) -> Iterator[ProxyServer]:
    """Yield a proxy that knows the way to a host which nobody else knows."""
    if lacking := secret_service.missing():
        pytest.skip(f"There is no {lacking} here, and it could not be installed.")
    hosts = {HOST: urlsplit(served.base_url).port or 0}
    with ProxyServer(NAME, PASSWORD, hosts=hosts, echo=True) as proxy:
        yield proxy


@pytest.fixture
def user(served: Served, proxy: ProxyServer, tmp_path: Path) -> Iterator[User]:
    """Return somebody whose server stands behind the proxy."""
    behind = replace(served, base_url=f"http://{HOST}/v1")
    with somebody(tmp_path, behind) as user:
        its = ("--id", user.provider, "--proxy", proxy.url, "--proxy-user", NAME)
        user.runs.ok("providers", "add", *its)
        yield user


def test_it_works_with_the_password(user: User, proxy: ProxyServer) -> None:
    user.runs.ok("key", "set", user.provider, "--proxy", stdin=PASSWORD.encode())
    assert {PASSWORD, user.served.key} == {*user.store.kept().values()}
    assert "2 models" in user.runs.ok("providers", "test", user.provider).out
    user.asked("What is the capital of France?")
    assert proxy.requests
    assert all(request.allowed and HOST in request.target for request in proxy.requests)
    assert [request.key for request in user.served.proxy.asked] == [user.served.key]
    assert places(user.chatloom.home, PASSWORD) == []


def test_a_wrong_one_is_told_plainly(user: User, proxy: ProxyServer) -> None:
    wrong = "a wrong password/+2"
    user.runs.ok("key", "set", user.provider, "--proxy", stdin=wrong.encode())
    tried = user.runs.run("providers", "test", user.provider)
    asked = user.ask("What is the capital of France?")
    assert (tried.code, asked.code) == (1, 1)
    assert asked.json["error"]["code"] == "proxy_authentication"
    for said in (tried.err, asked.err):
        assert "The proxy" in said
        assert "password" in said
        assert_plain(said)
    assert user.served.proxy.asked == []
    assert not any(request.allowed for request in proxy.requests)
    assert not shows(f"{tried}{asked}".encode(), wrong)
    assert places(user.chatloom.home, wrong) == []

    user.runs.ok("key", "set", user.provider, "--proxy", stdin=PASSWORD.encode())
    user.asked("And now?", "--conversation", asked.json["conversation"])
