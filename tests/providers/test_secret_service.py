"""Keys in a real Secret Service: set, used, cleared, and nowhere else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chatloom_process import Chatloom
from tests.journeys.secret_service import SecretService, missing, secret_service
from tests.openai_server.server import MODEL, OpenAIServer

pytestmark = pytest.mark.skipif(
    bool(missing()), reason=f"There is no {missing()} here, and it could not be installed."
)

KEY = "zz-key-of-acme-0123456789"
PASSWORD = "zz-password-of-proxy-987"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecretService]:
    # A socket has a short name.
    with secret_service(tmp_path_factory.mktemp("s") / "bus") as service:
        yield service


@pytest.fixture
def chatloom(tmp_path: Path, store: SecretService) -> Chatloom:
    made = Chatloom(tmp_path / "home")
    made.environ |= store.environ
    return made


@pytest.fixture
def acme(chatloom: Chatloom, store: SecretService, openai_server: OpenAIServer) -> Iterator[str]:
    openai_server.key = KEY
    given = ("Acme", "--base-url", openai_server.base_url)
    yield str(chatloom.ok("providers", "add", *given, "--json").json["id"])
    for account in store.kept():
        provider, _, part = account.partition("/")
        delete = "import keyring, sys; keyring.delete_password('chatloom', sys.argv[1])"
        subprocess.run([sys.executable, "-c", delete, account], env=chatloom.environ, check=True)
        assert provider == "acme", part


def assert_nowhere(home: Path) -> None:
    """Fail where a secret stands in a file."""
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert kept
    for secret in (KEY, PASSWORD):
        assert [path for path in kept if secret.encode() in path.read_bytes()] == []


def test_a_key_is_set_used_and_cleared(
    chatloom: Chatloom, acme: str, store: SecretService, openai_server: OpenAIServer
) -> None:
    ran = chatloom.run("ask", "hi", "--provider", acme, "--model", MODEL)
    assert ran.code == 1
    assert openai_server.requests[-1].key != KEY

    chatloom.ok("key", "set", acme, stdin=f"{KEY}\n".encode())
    assert store.kept() == {acme: KEY}
    assert chatloom.ok("key", "status", acme).out == "It is in the key store. It ends in 6789.\n"
    (row,) = chatloom.ok("providers", "list", "--json").json
    assert row["key"] == "keyring"
    assert chatloom.ok("providers", "test", acme, "--json").json[0]["ok"]
    assert chatloom.ok("ask", "hi", "--provider", acme).out == "You said: hi\n"
    assert openai_server.requests[-1].key == KEY

    chatloom.ok("key", "set", acme, stdin=b"zz-another-key-of-acme")
    assert store.kept() == {acme: "zz-another-key-of-acme"}
    chatloom.ok("key", "clear", acme)
    chatloom.ok("key", "clear", acme)
    assert store.kept() == {}
    assert chatloom.ok("key", "status", acme).out == "There is none.\n"
    assert_nowhere(chatloom.home)


def test_secrets_of_proxy_and_headers_go_with_the_provider(
    chatloom: Chatloom, acme: str, store: SecretService, openai_server: OpenAIServer
) -> None:
    chatloom.ok("key", "set", acme, stdin=KEY.encode())
    chatloom.ok("key", "set", acme, "--header", "X-Api-Key", stdin=b"zz-value-of-header")
    assert store.kept() == {acme: KEY, f"{acme}/header/X-Api-Key": "zz-value-of-header"}
    chatloom.ok("ask", "hi", "--provider", acme)
    assert openai_server.requests[-1].headers["x-api-key"] == "zz-value-of-header"
    chatloom.ok("key", "clear", acme, "--header", "x-api-key")
    assert store.kept() == {acme: KEY}
    chatloom.ok("ask", "hi", "--provider", acme)
    assert "x-api-key" not in openai_server.requests[-1].headers

    proxy = ("--proxy", openai_server.base_url.removesuffix("/v1"), "--proxy-user", "me")
    chatloom.ok("providers", "add", "--id", acme, *proxy)
    chatloom.ok("key", "set", acme, "--proxy", stdin=PASSWORD.encode())
    assert store.kept() == {acme: KEY, f"{acme}/proxy": PASSWORD}
    chatloom.ok("providers", "remove", acme)
    assert store.kept() == {}
    assert_nowhere(chatloom.home)


def test_a_key_is_added_with_its_provider(
    chatloom: Chatloom, acme: str, store: SecretService
) -> None:
    given = ("--id", acme, "--name", "Acme Corp", "--key-stdin", "--json")
    row = chatloom.ok("providers", "add", *given, stdin=KEY.encode()).json
    assert (row["name"], row["key"]) == ("Acme Corp", "keyring")
    assert store.kept() == {acme: KEY}


def test_doctor_names_the_key_store(chatloom: Chatloom) -> None:
    found = {each["check"]: each for each in chatloom.run("doctor", "--json").json}
    assert found["keys"]["level"] == "ok"
    assert "Secret Service" in found["keys"]["words"]


def test_it_is_found_without_being_named(chatloom: Chatloom, acme: str) -> None:
    del chatloom.environ["PYTHON_KEYRING_BACKEND"]
    chatloom.ok("key", "set", acme, stdin=KEY.encode())
    assert "6789" in chatloom.ok("key", "status", acme).out


def test_without_a_bus_there_is_no_key_store(chatloom: Chatloom, acme: str) -> None:
    chatloom.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere/at/all"
    for named in (True, False):
        if not named:
            del chatloom.environ["PYTHON_KEYRING_BACKEND"]
        ran = chatloom.run("key", "set", acme, stdin=KEY.encode())
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert ran.err.startswith("The key could not be kept. ")
        assert chatloom.ok("key", "status", acme).out == "There is none.\n"
    assert_nowhere(chatloom.home)
