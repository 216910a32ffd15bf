"""Failures that no server on this computer can bring about; the others are met for real."""

from __future__ import annotations

import errno
import socket
import ssl

import httpx2
import openai
import pytest

from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER
from desktop_app.core.secret import Secret
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.refusals import _BY_STATUS, _BY_WORDS, _KINDS, Refusal
from desktop_app.providers.sentences import OWN_PROXY_ADVICE, VARIANTS, words
from desktop_app.providers.translate import LOCAL_WORDS, WORDS, refused, translate

REQUEST = httpx2.Request("POST", "https://models.example/v1/chat/completions")


async def connected(provider_id: str = "acme") -> Connection:
    async def endpoint() -> Endpoint:
        return Endpoint("https://models.example/v1", Secret("sk-0123456789abcdef"))

    connection = Connection(provider_id, "Acme", endpoint)
    await connection.client()
    return connection


def chained(outer: Exception, *causes: BaseException) -> Exception:
    """What the SDK raises, with the causes behind it."""
    top: BaseException = openai.APIConnectionError(request=REQUEST)
    error = top
    for cause in (outer, *causes):
        error.__cause__ = cause
        error = cause
    assert isinstance(top, Exception)
    return top


@pytest.mark.parametrize(
    ("error", "code", "retryable"),
    [
        (
            chained(httpx2.ConnectError("x"), ssl.SSLCertVerificationError("self-signed")),
            "tls_failed",
            False,
        ),
        (chained(httpx2.ConnectError("x"), ssl.SSLError("wrong version")), "tls_failed", False),
        (chained(httpx2.ReadError("x"), ssl.SSLError("bad record")), "interrupted", True),
        (chained(httpx2.ConnectError("x"), socket.gaierror(-2, "?")), "host_not_found", True),
        (
            chained(httpx2.ConnectError("x"), OSError(errno.ENETUNREACH, "no way")),
            "unreachable",
            True,
        ),
        (
            chained(
                httpx2.ConnectError("x"),
                OSError("all failed"),
                ExceptionGroup("", [OSError(errno.EINVAL, "?"), ConnectionRefusedError()]),
            ),
            "connection_refused",
            True,
        ),
        (chained(httpx2.ConnectError("x")), "unreachable", True),
        (chained(httpx2.ConnectTimeout("x")), "no_answer", True),
        (chained(httpx2.ReadTimeout("x")), "timed_out", False),
        (chained(httpx2.ProxyError("407 Proxy Authentication")), "proxy_authentication", False),
        (chained(httpx2.ProxyError("403 Forbidden")), "proxy_refused", False),
        (chained(httpx2.ProxyError("502 Bad Gateway")), "unreachable_behind_proxy", True),
        (chained(httpx2.ProxyError("418 Teapot")), "proxy_failed", False),
        (chained(httpx2.ProxyError("?"), httpx2.ConnectError("x")), "proxy_unreachable", True),
        (chained(httpx2.WriteTimeout("x")), "write_timed_out", False),
        (httpx2.RemoteProtocolError("cut"), "interrupted", True),
        (httpx2.StreamClosed(), "interrupted", True),
        (httpx2.InvalidURL("?"), "bad_address", False),
        (openai.APIError("odd", REQUEST, body=None), "malformed_answer", False),
    ],
)
async def test_trouble_on_the_way(error: Exception, code: str, retryable: bool) -> None:
    connection = await connected()
    failure = translate(error, connection)
    assert failure.code == code
    assert failure.retryable == retryable
    await connection.aclose()


def test_every_kind_has_its_words() -> None:
    kinds = {*_KINDS, *_BY_STATUS.values(), *(kind for _, _, kind in _BY_WORDS)}
    assert kinds <= WORDS.keys()
    assert LOCAL_WORDS.keys() <= WORDS.keys()


@pytest.mark.parametrize("provider_id", ["acme", LOCAL_PROVIDER, ENVIRONMENT_PROVIDER])
async def test_words_are_whole_sentences(provider_id: str) -> None:
    connection = await connected(provider_id)
    for code in WORDS:
        kind = {"kind": property(lambda _, code=code: code)}
        refusal = type("Told", (Refusal,), kind)(400, param="temperature")
        failure = refused(refusal, connection, "gpt-x")
        for part in (failure.title, failure.advice):
            assert "{" not in part
            assert part[0].isupper() or part.startswith(("models.example", "“gpt-x”"))
        assert not failure.title.endswith(".")
        assert failure.advice.endswith(".")
    await connection.aclose()


async def test_the_environments_key_is_changed_where_it_stands() -> None:
    connection = await connected(ENVIRONMENT_PROVIDER)
    failure = refused(Refusal(401), connection)
    assert failure.title == "models.example doesn't accept the API key"
    assert failure.advice == "Check the variable OPENAI_API_KEY."
    await connection.aclose()


async def test_a_loop_of_causes_ends() -> None:
    connection = await connected()
    first, second = httpx2.ReadError("a"), OSError("b")
    first.__cause__, second.__cause__ = second, first
    assert translate(first, connection).detail == "ReadError: a; OSError: b"
    await connection.aclose()


@pytest.mark.parametrize("local", [True, False])
@pytest.mark.parametrize("environment", [True, False])
@pytest.mark.parametrize("own_proxy", [True, False])
def test_variants_belong_to_codes_and_are_whole_sentences(
    local: bool, environment: bool, own_proxy: bool
) -> None:
    for variant, (code, _, _) in VARIANTS.items():
        for title, advice in (
            words(code, kind, local=local, environment=environment, own_proxy=own_proxy)
            for kind in (variant, "")
        ):
            assert title
            assert not title.endswith(".")
            assert advice.endswith(".")
    assert OWN_PROXY_ADVICE.keys() <= WORDS.keys()
