"""What the page of the chats is handed: what is behind it, by what it needs of that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.exchange import Exported, Format, ImportReport, Progress
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tasks import Tasks


class Exchange(Protocol):
    """Writes chats to files and reads them back."""

    async def export(
        self,
        path: Path,
        format_: Format,
        conversations: Sequence[str] | None,
        tell: Callable[[Progress], None] | None = None,
        *,
        into_folder: bool = False,
    ) -> Exported:
        """Write chats to a file or into a folder, None for all; may raise an AppError."""
        ...

    async def take(
        self, path: Path, tell: Callable[[Progress], None] | None = None
    ) -> ImportReport:
        """Read chats from a file or a folder; may raise an AppError."""
        ...


class Backup(Protocol):
    """A copy of all chats."""

    @property
    def path(self) -> Path:
        """Its file."""
        ...

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        ...

    @property
    def reason(self) -> str:
        """Why: ``daily``, ``update``, ``restore`` or ``asked``."""
        ...

    @property
    def conversations(self) -> int:
        """How many chats it holds."""
        ...

    @property
    def size(self) -> int:
        """Bytes of its file."""
        ...


BackupT = TypeVar("BackupT", bound=Backup)


class Backups(Protocol[BackupT]):
    """The copies there are."""

    async def list(self) -> list[BackupT]:
        """Return them, newest first."""
        ...

    async def make(self, reason: Any) -> BackupT:  # noqa: ANN401 - a word of the storage's own
        """Make another one; may raise an AppError."""
        ...

    async def restore(self, backup: BackupT) -> None:
        """Go back to one, after a copy of the present state; may raise an AppError."""
        ...


class Erasing(Protocol):
    """Makes chats gone for good."""

    async def erase_everything(self) -> None:
        """Make every chat and every copy gone for good; may raise an AppError."""
        ...


class Following(Protocol):
    """How the files stand that are kept up to date."""

    @property
    def folder(self) -> str:
        """Where they are, empty for nowhere."""
        ...

    @property
    def written(self) -> int:
        """How many there are."""
        ...

    @property
    def waiting(self) -> int:
        """How many are still to be written."""
        ...

    @property
    def problem(self) -> AppError | None:
        """Why they can't be written now."""
        ...


class WrittenFiles(Protocol):
    """What keeps files up to date."""

    @property
    def following(self) -> Following:
        """How they stand."""
        ...

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` whenever they stand otherwise."""
        ...


class Chats(Protocol):
    """The chats as the window shows them."""

    @property
    def shown(self) -> str:
        """The id of the one that is shown, empty for a new one."""
        ...

    @property
    def title(self) -> str:
        """What that one is called."""
        ...

    async def stop_replies(self) -> None:
        """Stop every reply and wait until it is kept."""
        ...

    async def refresh(self) -> None:
        """Read the list again; may raise a StorageError."""
        ...

    async def begin_anew(self) -> None:
        """Show an empty new chat, and forget what was typed; may raise a StorageError."""
        ...

    async def show_again(self) -> None:
        """Show the chat that is shown as it is kept now; may raise a StorageError."""
        ...


@dataclass(frozen=True, slots=True)
class DataServices:
    """What the page works with.

    Attributes:
        exchange: Files out and in.
        backups: Copies of everything.
        backup_folder: Where they are.
        erasing: The end of everything.
        ask_to_erase: Asks above a window whether that is meant.
        written: The files that are kept up to date.
        chats: What the window shows.
        preferences: The user's settings.
        tasks: Runs what takes time.
    """

    exchange: Exchange
    backups: Backups[Any]
    backup_folder: Path
    erasing: Erasing
    ask_to_erase: Callable[[QWidget], Awaitable[bool]]
    written: WrittenFiles
    chats: Chats
    preferences: Preferences
    tasks: Tasks
