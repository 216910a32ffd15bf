"""One window a user and data folder: a second start raises the first one's window."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

Found = Literal["raised", "free", "held"]
"""The other window came forward, is gone, or does neither."""

_PATIENCE_MS = 1000
_SETTLED_MS = 8000
_TURN_MS = 200


class SingleInstance(QObject):
    """Holds the lock of the data folder as long as it lives."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._server: QLocalServer | None = None
        self._lock = QLockFile(str(folder / "window.lock"))
        # A lock is stale when its process is gone, never by its age alone.
        self._lock.setStaleLockTime(0)

    def is_first(self) -> bool:
        """Return whether no other window holds the folder.

        A folder that can't be written counts as free: opening the database will tell why.
        """
        # On the first start of all there is no folder yet that could hold the lock.
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken = self._lock.tryLock(0)
        return taken or self._lock.error() != QLockFile.LockError.LockFailedError

    @property
    def _name(self) -> str:
        import hashlib

        folder = str(self._folder.absolute()).encode("utf-8", "surrogateescape")
        name = f"chatloom-{hashlib.sha256(folder).hexdigest()[:16]}"
        # Where the desktop offers a folder of this user's own; a pipe on Windows.
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        return str(Path(runtime, name)) if runtime and Path(runtime).is_dir() else name

    def raise_first(self) -> bool:
        """Ask the window that holds the folder to come forward; return whether it heard."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(b"raise\n")
        heard = socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return heard

    def listen(self, raised: Callable[[], None]) -> None:
        """Call `raised` when another start wants this window. Only this user can connect."""
        # Not imported before the first frame, which shows nothing of them.
        import logging

        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # We hold the lock, so a socket of this name is what a killed process left behind.
        QLocalServer.removeServer(self._name)

        def connected() -> None:
            connection = server.nextPendingConnection()
            connection.disconnected.connect(connection.deleteLater)
            raised()

        server.newConnection.connect(connected)
        if not server.listen(self._name):
            logging.getLogger(__name__).warning(
                "A second start can't raise this window: %s", server.errorString()
            )
        self._server = server

    def stop_listening(self) -> None:
        """Be raised no more: the window is about to go."""
        if self._server is not None:
            self._server.close()

    def settle(self) -> Found:
        """Ask the window that holds the folder to come forward, or take its place.

        One that has only just been started doesn't hear yet, and one that is closing doesn't hear
        any more: both are waited for, a few seconds long.
        """
        deadline = QDeadlineTimer(_SETTLED_MS)
        while True:
            if self.raise_first():
                return "raised"
            if self._lock.tryLock(_TURN_MS):
                return "free"
            if deadline.hasExpired():
                return "held"

    def release(self) -> None:
        """Let go of the folder."""
        self._lock.unlock()
