from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import (
    InitError,
    KeyringError,
    KeyringLocked,
    NoKeyringError,
    PasswordSetError,
)

from desktop_app.providers import key_backends
from desktop_app.providers.key_backends import (
    LockedError,
    NoStoreError,
    SystemKeys,
    UnusableError,
    system_keys,
)


class Raising(KeyringBackend):
    """A backend of keyring that keeps entries until it is told to raise."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.error: Exception | None = None
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        self._raise()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._raise()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._raise()
        del self.kept[service, username]

    def _raise(self) -> None:
        if self.error is not None:
            raise self.error


@pytest.fixture(autouse=True)
def no_backend_of_the_tests_is_left() -> Iterator[None]:
    yield
    KeyringBackend._classes.discard(Raising)


def test_entries_are_filed_under_the_name_of_the_program() -> None:
    ring = Raising()
    keys = SystemKeys(ring, "Raising")
    assert keys.get("acme") is None
    keys.set("acme", "one")
    keys.set("acme/proxy", "two")
    assert ring.kept == {("chatloom", "acme"): "one", ("chatloom", "acme/proxy"): "two"}
    assert keys.get("acme") == "one"
    keys.delete("acme")
    keys.delete("acme")
    assert ring.kept == {("chatloom", "acme/proxy"): "two"}
    assert keys.has("acme") is None


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (KeyringLocked("dismissed"), LockedError),
        (InitError("no prompt"), UnusableError),
        (NoKeyringError("none"), UnusableError),
        (PasswordSetError("refused"), UnusableError),
        (KeyringError("any"), UnusableError),
        (ConnectionResetError("the bus"), UnusableError),
        (EOFError("the bus"), UnusableError),
    ],
)
def test_what_a_store_raises_is_told_without_its_stack(
    raised: Exception, told: type[Exception]
) -> None:
    ring = Raising()
    ring.kept["chatloom", "acme"] = "there"
    ring.error = raised
    keys = SystemKeys(ring, "Raising")
    for ask in (keys.get, keys.delete, lambda account: keys.set(account, "sk-secret")):
        with pytest.raises(told) as caught:
            ask("acme")
        assert type(caught.value) is told
        assert str(raised) in str(caught.value)
        assert caught.value.__context__ is None


def test_what_the_libraries_below_raise_is_told_too() -> None:
    secretstorage = pytest.importorskip("secretstorage")
    ring = Raising()
    keys = SystemKeys(ring, "Raising")
    ring.error = secretstorage.PromptDismissedException("No.")
    with pytest.raises(LockedError):
        keys.get("acme")
    ring.error = secretstorage.ItemNotFoundException("Gone.")
    with pytest.raises(UnusableError, match=r"Gone\."):
        keys.get("acme")


def test_a_mistake_of_ours_is_no_failure_of_the_store() -> None:
    ring = Raising()
    ring.error = LookupError("a bug")
    with pytest.raises(LookupError):
        SystemKeys(ring, "Raising").get("acme")


@pytest.mark.parametrize(
    "name",
    [
        "keyring.backends.fail.Keyring",
        "keyring.backends.null.Keyring",
        "keyrings.alt.file.PlaintextKeyring",
        "keyring.backends.no.Such",
        "nonsense",
        "",
    ],
)
def test_a_store_that_is_not_trusted_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    with pytest.raises(NoStoreError):
        system_keys()


def test_a_trusted_store_that_does_not_answer_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nobody'}")
    with pytest.raises(NoStoreError, match="can't be used"):
        system_keys()


def test_plain_text_is_not_taken_where_nothing_else_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What keyring would take, a plugin of high priority, is never even looked at."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nobody'}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(NoStoreError, match="No key store answers"):
        system_keys()


def test_a_configuration_of_keyring_is_heeded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setattr("keyring.util.platform_.config_root", lambda: tmp_path)
    (tmp_path / "keyringrc.cfg").write_text(
        "[backend]\ndefault-keyring=keyring.backends.null.Keyring\n"
    )
    with pytest.raises(NoStoreError, match=r"null\.Keyring is set up"):
        system_keys()


def test_keyring_is_imported_when_it_is_asked_and_not_before() -> None:
    program = f"""
import sys
import {key_backends.__name__}, desktop_app.providers.api_keys, desktop_app.connections
print([name for name in sys.modules if name.startswith(("keyring", "secretstorage"))])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout == b"[]\n"
