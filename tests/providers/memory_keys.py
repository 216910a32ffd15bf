"""A key store in memory that a test steers."""

from __future__ import annotations

import threading

from desktop_app.core.errors import AppError
from desktop_app.providers.key_backends import KeyBackend


class MemoryKeys:
    """A `KeyBackend`.

    Attributes:
        name: As in `KeyBackend`.
        kept: Every secret by its account.
        calls: What was asked of it, oldest first.
        open: While it isn't set, reading waits as for a prompt.
        asked: Set when somebody has begun to wait.
        error: Raised by whatever is asked, if any.
        tells: Whether it tells without a prompt what it holds.
    """

    def __init__(self, **kept: str) -> None:
        self.name = "Memory"
        self.kept = kept
        self.calls: list[str] = []
        self.open = threading.Event()
        self.open.set()
        self.asked = threading.Event()
        self.error: Exception | None = None
        self.tells = True

    def __call__(self) -> KeyBackend:
        return self

    def has(self, account: str) -> bool | None:
        return account in self.kept if self.tells else None

    def get(self, account: str) -> str | None:
        self._called(f"get {account}")
        return self.kept.get(account)

    def set(self, account: str, secret: str) -> None:
        self._called(f"set {account}")
        self.kept[account] = secret

    def delete(self, account: str) -> None:
        self._called(f"delete {account}")
        self.kept.pop(account, None)

    def _called(self, what: str) -> None:
        self.calls.append(what)
        self.asked.set()
        assert self.open.wait(60)
        if self.error is not None:
            raise self.error


def code_of(error: AppError | None) -> str:
    """Return the code of a failure, empty for none."""
    return error.code if error is not None else ""
