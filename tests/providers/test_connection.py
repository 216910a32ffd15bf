from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from desktop_app.core.errors import ProviderError
from desktop_app.core.secret import Secret
from desktop_app.providers.catalog import list_models
from desktop_app.providers.connection import Connection, load_sdk
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.environment import environment_connection
from desktop_app.providers.http_client import NO_KEY
from tests.openai_server import OpenAIServer, Refusal
from tests.providers.conftest import KEY


def _localhost_resolves() -> bool:
    try:
        return bool(socket.getaddrinfo("localhost", None))
    except socket.gaierror:
        return False


needs_localhost = pytest.mark.skipif(
    not _localhost_resolves(), reason="this system has no /etc/hosts that names localhost"
)


@contextlib.asynccontextmanager
async def connected(
    base_url: str, key: str = "", provider_id: str = "acme"
) -> AsyncIterator[Connection]:
    async def endpoint() -> Endpoint:
        return Endpoint(base_url, Secret(key))

    connection = Connection(provider_id, "Acme", endpoint, read_timeout=5.0)
    yield connection
    await connection.aclose()


async def failed(connection: Connection) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        await list_models(connection)
    return caught.value


def test_no_module_of_the_package_imports_the_sdk() -> None:
    modules = ("chat_model", "catalog", "environment")  # and all that they import
    code = "; ".join(
        [
            "import sys",
            *(f"import desktop_app.providers.{module}" for module in modules),
            "print([name for name in ('openai', 'httpx2', 'pydantic') if name in sys.modules])",
        ]
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert shown.stdout == "[]\n"


async def test_loading_gives_other_threads_the_usual_turns_back() -> None:
    before = sys.getswitchinterval()
    await asyncio.gather(load_sdk(), load_sdk(), load_sdk())
    assert sys.getswitchinterval() == before
    assert "openai" in sys.modules


async def test_one_client_serves_until_the_endpoint_changes(openai_server: OpenAIServer) -> None:
    where = Endpoint(openai_server.base_url, Secret("first-key"))

    async def endpoint() -> Endpoint:
        return where

    connection = Connection("local", "this computer", endpoint)
    first, same = await asyncio.gather(connection.client(), connection.client())
    assert first is same
    await list_models(connection)
    where = Endpoint(openai_server.base_url, Secret("second-key"))
    assert await connection.client() is not first
    await list_models(connection)
    assert [request.key for request in openai_server.requests] == ["first-key", "second-key"]
    assert not first.is_closed()  # a reply may still stream through it
    await connection.aclose()
    assert first.is_closed()


async def test_it_can_be_used_again_after_closing(connection: Connection) -> None:
    await list_models(connection)
    await connection.aclose()
    assert await list_models(connection)


async def test_a_server_without_a_key_gets_a_placeholder(openai_server: OpenAIServer) -> None:
    async with connected(openai_server.base_url) as connection:
        await list_models(connection)
    assert openai_server.requests[0].key == NO_KEY


FOREIGN = {
    "OPENAI_ORG_ID": "org-1",
    "OPENAI_PROJECT_ID": "proj-1",
    "OPENAI_ADMIN_KEY": "admin-1",
    "OPENAI_CUSTOM_HEADERS": "X-Team: blue\nno header\nX-More: yes",
}


@pytest.fixture
def foreign_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in FOREIGN.items():
        monkeypatch.setenv(name, value)


def foreign_headers(server: OpenAIServer) -> set[str]:
    return {"openai-organization", "openai-project", "x-team", "x-more"} & (
        server.requests[-1].headers.keys()
    )


@pytest.mark.usefixtures("foreign_environment")
@pytest.mark.parametrize("provider_id", ["acme", "local"])
async def test_the_environments_headers_are_sent_to_nobody_else(
    openai_server: OpenAIServer, provider_id: str
) -> None:
    async with connected(openai_server.base_url, KEY, provider_id) as connection:
        await (await connection.client()).models.list()
        assert not foreign_headers(openai_server)
        await (await connection.http_client()).get("models")
        assert not foreign_headers(openai_server)
    assert {request.key for request in openai_server.requests} == {KEY}
    assert "admin-1" not in str(openai_server.requests)


@pytest.mark.usefixtures("foreign_environment")
async def test_the_environments_own_provider_gets_its_headers(openai_server: OpenAIServer) -> None:
    connection = environment_connection({"OPENAI_BASE_URL": openai_server.base_url, **FOREIGN})
    assert connection is not None
    await (await connection.client()).models.list()
    assert len(foreign_headers(openai_server)) == 4
    await (await connection.http_client()).get("models")
    assert len(foreign_headers(openai_server)) == 4
    assert "admin-1" not in str(openai_server.requests)
    await connection.aclose()


async def test_both_clients_go_the_same_way_with_the_same_headers(
    openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "x-team: blue")
    where = Endpoint(
        openai_server.base_url,
        Secret(KEY),
        headers=(("X-Team", Secret("red")), ("api-key", Secret("0123456789"))),
        organization="org-7",
        project="proj-7",
        connect_timeout=3.0,
        read_timeout=33.0,
    )

    async def endpoint() -> Endpoint:
        return where

    connection = Connection("acme", "Acme", endpoint)
    assert connection.endpoint is None
    assert connection.secrets == ()
    plain = await connection.http_client()
    await plain.get("models")
    await (await connection.client()).models.list()
    assert await connection.http_client() is plain
    for request in openai_server.requests:
        assert request.path == "/v1/models"
        sent = {
            "authorization": f"Bearer {KEY}",
            "x-team": "red",
            "api-key": "0123456789",
            "openai-organization": "org-7",
            "openai-project": "proj-7",
        }
        assert sent.items() <= request.headers.items()
    assert len({request.client_port for request in openai_server.requests}) == 1
    assert (plain.timeout.connect, plain.timeout.read) == (3.0, 33.0)
    assert connection.endpoint == where
    assert connection.secrets == (Secret(KEY), Secret("0123456789"))
    await connection.aclose()


async def test_the_users_own_authorization_replaces_the_key(openai_server: OpenAIServer) -> None:
    headers = (("authorization", Secret("Token 0123456789")),)

    async def endpoint() -> Endpoint:
        return Endpoint(openai_server.base_url, Secret(KEY), headers=headers)

    connection = Connection("acme", "Acme", endpoint)
    await (await connection.http_client()).get("models")
    await (await connection.client()).models.list()
    keys = [request.headers["authorization"] for request in openai_server.requests]
    assert keys == ["Token 0123456789"] * 2
    await connection.aclose()


def test_the_plain_client_comes_without_the_sdk() -> None:
    code = """
import asyncio, sys
from desktop_app.core.secret import Secret
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
import desktop_app.providers.translate
async def endpoint():
    return Endpoint("http://127.0.0.1:9/v1", Secret(""))
async def main():
    connection = Connection("acme", "Acme", endpoint)
    await connection.http_client()
    await connection.aclose()
asyncio.run(main())
print([name for name in ("openai", "httpx2", "pydantic") if name in sys.modules])
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert shown.stdout == "['httpx2']\n"


@pytest.mark.parametrize("value", ["two\nlines", "кириллица"])
async def test_a_header_that_cant_be_sent_is_told_without_its_value(value: str) -> None:
    async def endpoint() -> Endpoint:
        return Endpoint("http://127.0.0.1:9/v1", Secret(""), headers=(("X-Key", Secret(value)),))

    failure = await failed(Connection("acme", "Acme", endpoint))
    assert failure.code == "bad_header"
    assert "“X-Key”" in failure.title
    assert value not in f"{failure.sentence} {failure.detail}"


async def test_what_listens_on_this_computer_is_asked_without_the_proxy(
    openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with connected(openai_server.base_url) as connection:
        assert await list_models(connection)


@needs_localhost
async def test_localhost_is_asked_without_the_proxy(
    openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    async with connected(openai_server.base_url.replace("127.0.0.1", "localhost")) as connection:
        assert await list_models(connection)


async def test_everything_else_goes_through_the_proxy(
    openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", openai_server.base_url.removesuffix("/v1"))
    openai_server.models_script = Refusal(200, {"data": []})
    async with connected("http://models.example/v1") as connection:
        await failed(connection)  # The scripted server knows no absolute addresses.
    assert openai_server.requests[0].path == "http://models.example/v1/models"


async def test_a_proxy_that_wants_a_password_is_told(
    openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", openai_server.base_url.removesuffix("/v1"))
    openai_server.elsewhere = Refusal(407, "<html></html>")
    async with connected("http://models.example/v1") as connection:
        assert (await failed(connection)).code == "proxy_authentication"
    monkeypatch.setenv("https_proxy", openai_server.base_url.removesuffix("/v1"))
    async with connected("https://models.example/v1") as connection:
        assert (await failed(connection)).code == "proxy_authentication"
    assert openai_server.requests[-1].method == "CONNECT"


@pytest.mark.parametrize(
    "proxy", ["ftp://127.0.0.1:9", "socks5://me:hunter2@127.0.0.1:9", "http://a:b"]
)
async def test_a_proxy_that_cant_be_used_is_told(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("all_proxy", proxy)
    async with connected("http://models.example/v1") as connection:
        failure = await failed(connection)
    assert failure.code == "proxy_failed"
    assert "hunter2" not in failure.detail
    assert failure.__context__ is None


async def test_certificates_that_cant_be_read_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    async with connected("http://127.0.0.1:9/v1") as connection:
        failure = await failed(connection)
    assert failure.code == "tls_failed"
    assert "SSL_CERT_FILE" in failure.advice


@pytest.mark.parametrize(
    "base_url",
    [
        *("", "example.org/v1", "ftp://example.org", "http://", "http://[::1", "http://a:b/v1"),
        *("http://☃.example/v1", "http://[::1]x/v1", "http://a\x00b/v1"),
    ],
)
async def test_an_address_that_is_none_is_told(base_url: str) -> None:
    async with connected(base_url) as connection:
        assert (await failed(connection)).code == "bad_address"


@pytest.mark.parametrize("key", ["sk-with\nnewline", "sk-ключ", "sk two words"])
async def test_a_key_that_cant_be_sent_is_told_without_it(key: str) -> None:
    async with connected("http://127.0.0.1:9/v1", key) as connection:
        failure = await failed(connection)
    assert failure.code == "invalid_api_key"
    assert key not in f"{failure.sentence} {failure.detail}"


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # Bound and not listening: refused for as long as it is held.
        yield taken.getsockname()[1]


async def test_nobody_there(closed_port: int) -> None:
    async with connected(f"http://127.0.0.1:{closed_port}/v1", KEY) as connection:
        failure = await failed(connection)
    assert failure.code == "connection_refused"
    assert failure.retryable
    assert failure.title == f"Nothing answers at 127.0.0.1:{closed_port}"


async def test_a_name_that_nobody_has() -> None:
    async with connected("http://nobody.invalid/v1", KEY) as connection:
        failure = await failed(connection)
    assert failure.code == "host_not_found"


async def test_no_tls_where_tls_was_expected(openai_server: OpenAIServer) -> None:
    # The scripted server would wait for the end of a line that TLS never sends.
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with connected(f"https://127.0.0.1:{port}/v1", KEY) as connection:
            failure = await failed(connection)
    assert failure.code == "tls_failed"
    assert not failure.retryable


async def test_a_password_in_the_address_is_not_shown(closed_port: int) -> None:
    async with connected(f"http://me:hunter2@127.0.0.1:{closed_port}/v1") as connection:
        failure = await failed(connection)
    assert "hunter2" not in f"{failure.sentence} {failure.detail} {failure.values}"
    assert failure.title == f"Nothing answers at 127.0.0.1:{closed_port}"


async def test_a_redirection_is_not_followed(openai_server: OpenAIServer) -> None:
    openai_server.models_script = Refusal(308, "", {"Location": "http://127.0.0.1:9/v1/models"})
    async with connected(openai_server.base_url, KEY) as connection:
        failure = await failed(connection)
    assert failure.code == "redirected"
    assert "http://127.0.0.1:9/v1/models" in failure.detail


async def test_garbled_compression_is_told(openai_server: OpenAIServer) -> None:
    openai_server.models_script = Refusal(200, b"not gzip", {"Content-Encoding": "gzip"})
    async with connected(openai_server.base_url, KEY) as connection:
        assert (await failed(connection)).code == "malformed_answer"
