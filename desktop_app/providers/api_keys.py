"""The secrets of the providers: in the key store of the system, else in memory for this run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from desktop_app.core.errors import AppError, ProviderError
from desktop_app.core.provider import KeyPlace, KeyStatus
from desktop_app.core.secret import NOTHING, Secret
from desktop_app.providers.key_backends import (
    KeyBackend,
    LockedError,
    NoStoreError,
    UnusableError,
    system_keys,
)
from desktop_app.providers.key_thread import KeyThread
from desktop_app.providers.scrub import never_show, scrub

_SHOWN = 4
"""Characters at the end of a key by which its owner knows it again."""

_LONG_ENOUGH = 12
"""Characters of a key of which some may be shown."""

_ONLY_NOW = "Keys are kept only until Chatloom closes"

Result = TypeVar("Result")


class KeyStore:
    """Keeps secrets by the names of their accounts.

    Each is asked of the system once and then known. Whatever is awaited here may wait until the
    user has answered a prompt of the key store; cancelling the task that waits returns at once.

    Attributes:
        problem: Why secrets are kept for this run only; None where the system keeps them, or was
            not asked yet.

    Args:
        backend: Opens the key store; called in a thread of its own.
    """

    def __init__(self, backend: Callable[[], KeyBackend] = system_keys) -> None:
        self.problem: AppError | None = None
        self._open = backend
        self._thread = KeyThread()
        self._backend: KeyBackend | None = None
        self._known: dict[str, Secret] = {}
        self._session: dict[str, Secret] = {}
        self._watchers: list[Callable[[], None]] = []

    @property
    def session_only(self) -> bool:
        """Whether a secret is kept that will be lost when this process ends."""
        return bool(self._session)

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` after each change of a secret or of `problem`, in the loop's thread."""
        self._watchers.append(changed)

    async def prepare(self) -> None:
        """Find the key store, which loads much the first time. Asks it for nothing."""
        if self._backend is None:
            with suppress(UnusableError):
                await self._run(lambda _keys: None)

    async def get(self, account: str) -> Secret:
        """Return a secret, an empty one where there is none.

        Raises:
            ProviderError: The key store stays locked, or fails.
        """
        if account in self._session:
            return self._session[account]
        if account not in self._known:
            text = await self._asked(lambda keys: self._read(keys, account), None)
            secret = Secret(text or "")
            never_show(secret)
            self._known[account] = secret
        return self._known[account]

    async def set(self, account: str, secret: Secret) -> KeyPlace:
        """Keep a secret in place of the one that is there; an empty one clears it.

        Returns:
            Where it is now; `problem` says why, if it is in memory alone.

        Raises:
            ProviderError: It was to be cleared, and the key store stays locked, or fails.
        """
        if not secret:
            await self.clear(account)
            return KeyPlace.NONE
        never_show(secret)
        try:
            await self._run(lambda keys: keys.set(account, secret.reveal()))
        except (LockedError, UnusableError) as error:
            self._known.pop(account, None)
            self._session[account] = secret
            self.problem = _kept_for_this_run(error)
        else:
            self._session.pop(account, None)
            self._known[account] = secret
            self.problem = None
        self._changed()
        return KeyPlace.SESSION if account in self._session else KeyPlace.KEYRING

    async def clear(self, account: str) -> None:
        """Forget a secret.

        Raises:
            ProviderError: The key store stays locked, or fails, and may still hold it.
        """
        self.forget(account)
        await self._asked(lambda keys: keys.delete(account), None)
        self._known[account] = NOTHING
        self._changed()

    async def status(self, account: str) -> KeyStatus:
        """Return where a secret is.

        Raises:
            ProviderError: The key store stays locked, or fails.
        """
        secret = await self.get(account)
        if not secret:
            return KeyStatus()
        text = secret.reveal()
        place = KeyPlace.SESSION if account in self._session else KeyPlace.KEYRING
        return KeyStatus(place, text[-_SHOWN:] if len(text) >= _LONG_ENOUGH else "")

    async def place_unprompted(self, account: str) -> KeyPlace | None:
        """Return where a secret is, as far as that is told without asking the user: None: unknown.

        Raises:
            ProviderError: The key store fails.
        """
        if account in self._session:
            return KeyPlace.SESSION
        if account in self._known:
            return KeyPlace.KEYRING if self._known[account] else KeyPlace.NONE
        nothing: bool | None = False
        there = await self._asked(lambda keys: keys.has(account), nothing)
        if there is None:
            return None
        return KeyPlace.KEYRING if there else KeyPlace.NONE

    def read_again(self, account: str) -> None:
        """Have the key store asked next time: another process may have changed the secret."""
        self._known.pop(account, None)

    def forget(self, *accounts: str) -> None:
        """Take secrets out of memory. What the key store holds, it still holds."""
        for account in accounts:
            self._session.pop(account, None)
            self._known.pop(account, None)

    async def store_name(self) -> str:
        """Return what the key store of this system is called.

        Raises:
            AppError: There is none; it says what to do.
        """
        try:
            return await self._run(lambda keys: keys.name)
        except UnusableError as error:
            failure = _kept_for_this_run(error)
        raise failure

    def close(self) -> None:
        """Let the thread end, which may be waiting for a prompt."""
        self._thread.close()

    def _read(self, keys: KeyBackend, account: str) -> str | None:
        # Whoever waited for the same one has got it meanwhile.
        known = self._known.get(account)
        return known.reveal() if known is not None else keys.get(account)

    async def _asked(self, call: Callable[[KeyBackend], Result], nothing: Result) -> Result:
        try:
            return await self._run(call)
        except NoStoreError as error:
            # What nobody keeps isn't there.
            if self.problem is None:
                self.problem = _kept_for_this_run(error)
                self._changed()
            return nothing
        except LockedError as error:
            failure = ProviderError(
                "The key store stays locked",
                "Unlock it when it asks for your password, then try again.",
                scrub(str(error)),
                code="key_store_locked",
            )
        except UnusableError as error:
            failure = ProviderError(
                "The key store can't be used",
                "Try again. If it stays so, sign out of this computer and in again.",
                scrub(str(error)),
                code="key_store_failed",
            )
        raise failure

    async def _run(self, call: Callable[[KeyBackend], Result]) -> Result:
        def called() -> Result:
            self._backend = self._backend or self._open()
            return call(self._backend)

        try:
            return await self._thread.run(called)
        except UnusableError:
            # The next one may find another: this one has gone, or was changed in the settings.
            self._backend = None
            raise

    def _changed(self) -> None:
        for changed in self._watchers:
            changed()


def _kept_for_this_run(error: Exception) -> AppError:
    if isinstance(error, LockedError):
        advice = "The key store stays locked. Unlock it, then enter the key again."
    elif not isinstance(error, NoStoreError):
        advice = (
            "The key store of this system fails. Sign out of this computer and in again, then "
            "enter the key again."
        )
    elif sys.platform in ("darwin", "win32"):
        advice = (
            "The key store of this system doesn't answer. Sign out of this computer and in again, "
            "then enter the key again."
        )
    else:
        advice = (
            "This system has no key store that is safe. Install and start one, such as GNOME "
            "Keyring or KWallet, then enter the key again."
        )
    return AppError(_ONLY_NOW, advice, scrub(str(error)), code="keys_for_this_run")
