"""The proxy that makes things go wrong, tried without Chatloom: nothing else proves its faults."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from tests.journeys.fault_proxy import FaultProxy
from tests.journeys.faults import (
    HTML_PAGE,
    WRONG_KEY,
    Fault,
    HangUp,
    Silence,
    Then,
    Through,
    too_many,
    unsupported,
)
from tests.openai_server.scripts import Answer
from tests.openai_server.server import MODEL, OpenAIServer

WORDS = tuple(f"word{number} " for number in range(20))
BODY = {"model": MODEL, "stream": True, "messages": [{"role": "user", "content": "Go on"}]}
KEY = "sk-secret-of-mine"


@pytest.fixture
def proxy(openai_server: OpenAIServer) -> Iterator[FaultProxy]:
    openai_server.usual = Answer(text=WORDS)
    with FaultProxy(openai_server.base_url) as proxy:
        yield proxy


@pytest.fixture
def client(proxy: FaultProxy) -> Iterator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {KEY}"}
    with httpx2.Client(headers=headers, trust_env=False, timeout=10) as client:
        yield client


def ask(client: httpx2.Client, proxy: FaultProxy) -> httpx2.Response:
    return client.post(f"{proxy.base_url}/chat/completions", json=BODY)


def test_a_stream_goes_through_whole(
    client: httpx2.Client, proxy: FaultProxy, openai_server: OpenAIServer
) -> None:
    answer = ask(client, proxy).text
    assert answer.count("word") == len(WORDS)
    assert answer.endswith("data: [DONE]\n\n")
    assert openai_server.chats[0].key == proxy.asked[0].key == KEY
    assert proxy.asked[0].body == openai_server.chats[0].body


def test_lists_go_through_and_take_no_fault(client: httpx2.Client, proxy: FaultProxy) -> None:
    proxy.next(WRONG_KEY)
    assert client.get(f"{proxy.base_url}/models").json()["data"][0]["id"] == MODEL
    assert ask(client, proxy).status_code == 401


@pytest.mark.parametrize(
    ("then", "error"),
    [
        (Then.CUT, httpx2.RemoteProtocolError),
        (Then.GARBLE, httpx2.RemoteProtocolError),
        (Then.ERROR, httpx2.RemoteProtocolError),
        (Then.RESET, httpx2.ReadError),
    ],
)
def test_a_stream_ends_after_its_words(
    client: httpx2.Client, proxy: FaultProxy, then: Then, error: type[Exception]
) -> None:
    proxy.next(Through(then, words=5))
    pieces: list[bytes] = []
    address = f"{proxy.base_url}/chat/completions"
    with client.stream("POST", address, json=BODY) as response, pytest.raises(error):
        pieces.extend(response.iter_bytes())
    arrived = b"".join(pieces)
    assert arrived.count(b"word") == 5
    assert arrived.endswith(b'{"cont\n\n') == (then is Then.GARBLE)
    assert (f"It broke for {KEY},".encode() in arrived) == (then is Then.ERROR)


@pytest.mark.parametrize("fault", [Silence(), Through(Then.STALL)])
def test_a_server_falls_silent(client: httpx2.Client, proxy: FaultProxy, fault: Fault) -> None:
    client.timeout = httpx2.Timeout(5, read=0.5)
    proxy.next(fault)
    with pytest.raises(httpx2.ReadTimeout):
        ask(client, proxy)


def test_it_hangs_up(client: httpx2.Client, proxy: FaultProxy) -> None:
    proxy.next(HangUp())
    with pytest.raises(httpx2.ReadError):
        ask(client, proxy)


def test_refusals_say_what_servers_say(client: httpx2.Client, proxy: FaultProxy) -> None:
    proxy.next(WRONG_KEY, too_many(2), unsupported("seed"), HTML_PAGE)
    assert KEY in ask(client, proxy).json()["error"]["message"]
    response = ask(client, proxy)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "2")
    response = ask(client, proxy)
    assert (response.status_code, response.json()["error"]["param"]) == (400, "seed")
    assert ask(client, proxy).text.startswith("<!doctype html>")


def test_the_port_closes_and_opens_again(client: httpx2.Client, proxy: FaultProxy) -> None:
    address = proxy.base_url
    proxy.disappear()
    with pytest.raises(httpx2.ConnectError):
        ask(client, proxy)
    proxy.come_back()
    assert proxy.base_url == address
    assert ask(client, proxy).status_code == 200
