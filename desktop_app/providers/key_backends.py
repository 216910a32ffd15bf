"""The key stores of the systems, as far as they are to be trusted with a key.

These functions block, some until the user has answered a prompt: call them in a `KeyThread`.
`keyring` is imported by them, which takes a second.
"""

from __future__ import annotations

import configparser
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from desktop_app.providers.connection import import_in_turns

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "chatloom"
"""What the entries in the key store are filed under."""

_TRUSTED = {
    "keyring.backends.SecretService.Keyring": ("Secret Service", "linux"),
    "keyring.backends.kwallet.DBusKeyring": ("KWallet", "linux"),
    "keyring.backends.kwallet.DBusKeyringKWallet4": ("KWallet", "linux"),
    "keyring.backends.libsecret.Keyring": ("Secret Service", "linux"),
    "keyring.backends.macOS.Keyring": ("macOS Keychain", "darwin"),
    "keyring.backends.Windows.WinVaultKeyring": ("Windows Credential Manager", "win32"),
}
"""Class, what people call it, and the system it belongs to.

Not whatever `keyring` would find: some of what can be installed beside it writes plain text.
"""

Result = TypeVar("Result")

_UNSPECIFIC = "keyring.backends.chainer.ChainerBackend"
"""Who has set this up has not chosen one."""

_FOREIGN = {
    "secretstorage.exceptions": "SecretStorageException",
    "jeepney.wrappers": "DBusErrorResponse",
    "jeepney.auth": "AuthenticationError",
    "dbus.exceptions": "DBusException",
    "gi.repository.GLib": "Error",
    "keyring.backends.macOS.api": "Error",
    "win32ctypes.pywin32.pywintypes": "error",
}
"""What the stores raise that is no `KeyringError`."""


class LockedError(Exception):
    """The store wanted to be unlocked, and wasn't."""


class UnusableError(Exception):
    """The store failed. The text is for the curious."""


class NoStoreError(UnusableError):
    """There is no store that could be used."""


class KeyBackend(Protocol):
    """A place where secrets are kept by the names of their accounts.

    Each method may raise `LockedError` or `UnusableError`.

    Attributes:
        name: What people call it.
    """

    name: str

    def has(self, account: str) -> bool | None:
        """Whether there is a secret, told without a prompt; None where only a prompt tells."""
        ...

    def get(self, account: str) -> str | None:
        """Return a secret, None where there is none."""
        ...

    def set(self, account: str, secret: str) -> None:
        """Keep a secret in place of the one that is there."""
        ...

    def delete(self, account: str) -> None:
        """Forget a secret; does nothing where there is none."""
        ...


class SystemKeys:
    """A trusted backend of `keyring`.

    Attributes:
        name: What people call it.

    Args:
        keyring: The backend.
        name: See above.
    """

    def __init__(self, keyring: KeyringBackend, name: str) -> None:
        self.name = name
        self._keyring = keyring

    def has(self, account: str) -> bool | None:
        """See `KeyBackend`."""
        if not self._is_secret_service:
            return None
        return _told(lambda: _has_item(self._keyring, account))

    def get(self, account: str) -> str | None:
        """See `KeyBackend`. Nobody is asked to unlock a store that doesn't hold it."""
        if self.has(account) is False:
            return None
        _told(self._unlock)
        return _told(lambda: self._keyring.get_password(SERVICE, account))

    def set(self, account: str, secret: str) -> None:
        """See `KeyBackend`."""
        _told(self._unlock)
        _told(lambda: self._keyring.set_password(SERVICE, account, secret))

    def delete(self, account: str) -> None:
        """See `KeyBackend`."""
        # It is looked for first: the backends report nothing found as they report a failure.
        if self.get(account) is None:
            return
        _told(lambda: self._keyring.delete_password(SERVICE, account))

    @property
    def _is_secret_service(self) -> bool:
        return type(self._keyring).__module__.endswith(".SecretService")

    def _unlock(self) -> None:
        """Have the user unlock it, here and not in `keyring`, which leaves its connection open."""
        if self._is_secret_service:
            _unlock_collection(self._keyring)


def system_keys() -> KeyBackend:
    """Return the key store of this system.

    Raises:
        NoStoreError: There is none, or the user has set up one that isn't trusted.
    """
    import_in_turns("keyring.core", *dict.fromkeys(module for module, _, _ in _of_this_system()))
    from keyring import core

    unusable: tuple[type[Exception], ...] = (
        *(ImportError, AttributeError, ValueError, RuntimeError, configparser.Error),
        *_failures(),
    )
    try:
        chosen = core.load_env() or core.load_config()
    except unusable as error:
        raise NoStoreError(f"The key store that is set up can't be used: {error}") from error
    if chosen is not None and _path(type(chosen)) != _UNSPECIFIC:
        trusted = _TRUSTED.get(_path(type(chosen)))
        if trusted is None:
            raise NoStoreError(f"{_path(type(chosen))} is set up, which is not a safe place.")
        return SystemKeys(chosen, trusted[0])
    known = [(getattr(sys.modules[module], kind), name) for module, kind, name in _of_this_system()]
    usable = [(kind, name) for kind, name in known if kind.viable]
    if not usable:
        raise NoStoreError("No key store answers.")
    kind, name = max(usable, key=lambda each: each[0].priority)
    return SystemKeys(kind(), name)


def _of_this_system() -> Iterator[tuple[str, str, str]]:
    platform = sys.platform if sys.platform in ("darwin", "win32") else "linux"
    for path, (name, system) in _TRUSTED.items():
        if system == platform:
            module, _, kind = path.rpartition(".")
            yield module, kind, name


def _path(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _told(call: Callable[[], Result]) -> Result:
    """Return what a call to a store returns, its failures turned into our two.

    What they raise themselves is told in words only: its traceback holds the secret.
    """
    from keyring.errors import KeyringLocked

    try:
        return call()
    except KeyringLocked as error:
        failure: Exception = LockedError(str(error))
    except _failures() as error:
        dismissed = type(error).__name__ in ("PromptDismissedException", "LockedException")
        text = f"{type(error).__name__}: {error}"
        failure = LockedError(text) if dismissed else UnusableError(text)
    raise failure


def _failures() -> tuple[type[Exception], ...]:
    from keyring.errors import KeyringError

    foreign = (
        getattr(sys.modules[module], name)
        for module, name in _FOREIGN.items()
        if hasattr(sys.modules.get(module), name)
    )
    return (KeyringError, OSError, EOFError, *foreign)


def _collection(
    keyring: Any,  # noqa: ANN401 - its attributes are set by environment variables
    usual: Callable[[Any], Any],
    bus: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Return the collection of the Secret Service that `keyring` uses."""
    import secretstorage

    path = getattr(keyring, "preferred_collection", "")
    return secretstorage.Collection(bus, path) if path else usual(bus)


def _has_item(keyring: Any, account: str) -> bool:  # noqa: ANN401
    """Whether the Secret Service holds an item: it tells that of a locked collection, too."""
    import secretstorage

    names = keyring.schemes[keyring.scheme]
    query = {names["username"]: account, names["service"]: SERVICE}
    with closing(secretstorage.dbus_init()) as bus:
        try:
            collection = _collection(keyring, secretstorage.Collection, bus)
        except secretstorage.ItemNotFoundException:
            # There isn't even a collection. Reading by `keyring` would have one made.
            return False
        return next(iter(collection.search_items(query)), None) is not None


def _unlock_collection(keyring: Any) -> None:  # noqa: ANN401
    """Have the user unlock the collection that is used, or make one."""
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        collection = _collection(keyring, secretstorage.get_default_collection, bus)
        if collection.is_locked() and collection.unlock():
            raise secretstorage.LockedException("The prompt was dismissed.")
