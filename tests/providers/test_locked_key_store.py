"""A real Secret Service that is locked, with a prompt that nobody answers."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from jeepney import HeaderFields, message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

from tests.chatloom_process import COMMAND, Chatloom, Ran
from tests.journeys.secret_service import SecretService, missing, secret_service
from tests.openai_server.server import MODEL, OpenAIServer

pytestmark = pytest.mark.skipif(
    bool(missing()), reason=f"There is no {missing()} here, and it could not be installed."
)

KEY = "zz-key-of-acme-0123456789"

_LOCK = """
from contextlib import closing
import secretstorage
with closing(secretstorage.dbus_init()) as bus:
    secretstorage.get_default_collection(bus).lock()
"""


class Prompter:
    """Stands where the prompts of the desktop would come from, and shows none."""

    NAME = "org.gnome.keyring.SystemPrompter"

    def __init__(self, address: str) -> None:
        self._bus = open_dbus_connection(address)
        Proxy(message_bus, self._bus).RequestName(self.NAME)

    def wait_until_asked(self) -> None:
        """Wait until somebody is to be prompted."""
        while True:
            message = self._bus.receive(timeout=60)
            if message.header.fields.get(HeaderFields.member) == "BeginPrompting":
                return

    def close(self) -> None:
        """Go; whoever waits for an answer is told so."""
        self._bus.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SecretService]:
    with secret_service(tmp_path / "bus") as service:
        yield service


@pytest.fixture
def chatloom(tmp_path: Path, store: SecretService, openai_server: OpenAIServer) -> Chatloom:
    """Return a user whose key is in a store that has been locked since."""
    made = Chatloom(tmp_path / "home")
    made.environ |= store.environ
    made.ok("providers", "add", "Acme", "--base-url", openai_server.base_url)
    made.ok("key", "set", "acme", stdin=KEY.encode())
    subprocess.run([sys.executable, "-c", _LOCK], env=made.environ, check=True)
    return made


def test_what_it_holds_is_told_without_a_prompt(chatloom: Chatloom, store: SecretService) -> None:
    with closing(Prompter(store.environ["DBUS_SESSION_BUS_ADDRESS"])):
        (row,) = chatloom.ok("providers", "list", "--json").json
        assert row["key"] == "keyring"
        none = chatloom.ok("key", "status", "acme", "--header", "X-Api-Key")
        assert none.out == "There is none.\n"
        chatloom.ok("providers", "add", "Other", "--preset", "ollama")
        chatloom.ok("key", "clear", "other")


def test_ctrl_c_ends_what_waits_for_it(
    chatloom: Chatloom, store: SecretService, openai_server: OpenAIServer
) -> None:
    for arguments in (
        ["ask", "hi", "--provider", "acme", "--model", MODEL],
        ["models"],
        ["key", "status", "acme"],
        ["key", "set", "acme"],
        ["providers", "test", "acme"],
    ):
        with closing(Prompter(store.environ["DBUS_SESSION_BUS_ADDRESS"])) as prompter:
            ran = interrupted(chatloom, prompter, arguments)
        assert (ran.code, ran.out) == (130, "")
        assert "Traceback" not in ran.err
    assert openai_server.requests == []


def test_whoever_waits_is_told_so(chatloom: Chatloom, store: SecretService) -> None:
    with (
        closing(Prompter(store.environ["DBUS_SESSION_BUS_ADDRESS"])),
        chatloom.started("key", "status", "acme") as process,
    ):
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"Waiting for the key store. ")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130


def test_a_prompt_that_is_dismissed(
    chatloom: Chatloom, store: SecretService, openai_server: OpenAIServer
) -> None:
    """The one who prompts goes away, which the key store takes for a no."""
    address = store.environ["DBUS_SESSION_BUS_ADDRESS"]
    for arguments, words in (
        (["ask", "hi", "--provider", "acme", "--model", MODEL], "The key store stays locked."),
        (["key", "status", "acme"], "The key store stays locked."),
        (["providers", "test", "acme"], "Acme: The key store stays locked."),
        (["key", "set", "acme"], "The key could not be kept. The key store stays locked."),
        (["key", "clear", "acme"], "The key store stays locked."),
    ):
        ran = dismissed(chatloom, Prompter(address), arguments)
        assert (ran.code, ran.out) == (1, "")
        assert words in ran.err
        assert ran.err.splitlines()[-1].startswith(words)
    assert openai_server.requests == []
    # The provider goes, and what is left of it is told.
    ran = dismissed(chatloom, Prompter(address), ["providers", "remove", "acme"])
    assert ran.code == 1
    assert "A secret of Acme is still in the key store." in ran.err
    assert chatloom.ok("providers", "list", "--json").json == []


def interrupted(chatloom: Chatloom, prompter: Prompter, arguments: list[str]) -> Ran:
    """Run a verb until its prompt would be there, and press Ctrl+C."""
    with begun(chatloom, arguments) as process:
        prompter.wait_until_asked()
        process.send_signal(signal.SIGINT)
        return ended(process)


def dismissed(chatloom: Chatloom, prompter: Prompter, arguments: list[str]) -> Ran:
    """Run a verb until its prompt would be there, and refuse it."""
    with begun(chatloom, arguments) as process:
        prompter.wait_until_asked()
        prompter.close()
        return ended(process)


def begun(chatloom: Chatloom, arguments: list[str]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        env=chatloom.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(KEY.encode())
    process.stdin.close()
    return process


def ended(process: subprocess.Popen[bytes]) -> Ran:
    try:
        code = process.wait(30)
        assert process.stdout is not None
        assert process.stderr is not None
        return Ran(code, process.stdout.read().decode(), process.stderr.read().decode())
    finally:
        process.kill()
