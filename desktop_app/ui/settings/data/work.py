"""What is done with the chats and takes time. It goes on while nobody looks."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.errors import AppError, InputError
from desktop_app.core.exchange import Format, ImportReport, Left, Progress
from desktop_app.ui.settings.data.backup_words import moment_words
from desktop_app.ui.settings.data.outcomes import STOPPABLE, Job, Outcome, OutcomeWords
from desktop_app.ui.settings.data.services import Backup, DataServices

_BETWEEN_MS = 100
"""Progress is shown at most so often."""


class DataWork(QObject):
    """Does one thing at a time, and remembers what came of it until that was seen.

    Attributes:
        services: What stands behind it.
        running: What is being done, None for nothing.
        progress: How far that has come.

    Signals:
        changed: Something has begun, gone on or ended.
    """

    changed = Signal()

    def __init__(self, services: DataServices) -> None:
        super().__init__()
        self.services = services
        self._words = OutcomeWords(self)
        self._task: asyncio.Task[None] | None = None
        self._outcomes: dict[Job, Outcome] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_BETWEEN_MS)
        self._timer.timeout.connect(self.changed)
        self.running: Job | None = None
        self.progress = Progress(0, 0, "")

    def outcome(self, job: Job) -> Outcome | None:
        """Return what came of the last of its kind; None where that was seen, or there is none."""
        return self._outcomes.get(job)

    def dismiss(self, job: Job) -> None:
        """Forget what came of the last of its kind: the user has seen it."""
        self._outcomes.pop(job, None)

    def export(
        self,
        path: Path,
        format_: Format,
        conversations: Sequence[str] | None,
        *,
        into_folder: bool = False,
    ) -> None:
        """Write chats to a file or into a folder."""
        self._start(Job.EXPORT, self._export(path, format_, conversations, into_folder=into_folder))

    def take(self, paths: Sequence[Path]) -> None:
        """Read chats from files and folders."""
        self._start(Job.IMPORT, self._take(paths))

    def make_backup(self) -> None:
        """Make a copy of everything."""
        self._start(Job.BACKUP, self._make_backup())

    def restore(self, backup: Backup) -> None:
        """Go back to a copy; the user was asked."""
        self._start(Job.RESTORE, self._restore(backup))

    def erase(self) -> None:
        """Delete everything for good; the user was asked."""
        self._start(Job.ERASE, self._erase())

    def cancel(self) -> None:
        """Stop what runs, if it can be stopped."""
        if self._task is not None and self.running in STOPPABLE:
            self._task.cancel()

    def _start(self, job: Job, deed: Coroutine[Any, Any, Outcome]) -> None:
        if self.running is not None:
            deed.close()
            return
        self.running, self.progress = job, Progress(0, 0, "")
        self.dismiss(job)
        self._task = self.services.tasks.start(self._run(job, deed))
        self.changed.emit()

    async def _run(self, job: Job, deed: Coroutine[Any, Any, Outcome]) -> None:
        try:
            self._outcomes[job] = await deed
        except AppError as error:
            self._outcomes[job] = self._words.failed(error)
        except asyncio.CancelledError:
            self._outcomes[job] = self._words.stopped(job)
            raise
        finally:
            self.running, self._task = None, None
            self._timer.stop()
            self.changed.emit()

    async def _export(
        self,
        path: Path,
        format_: Format,
        conversations: Sequence[str] | None,
        *,
        into_folder: bool,
    ) -> Outcome:
        done = await self.services.exchange.export(
            path, format_, conversations, self._tell, into_folder=into_folder
        )
        return self._words.exported(done)

    async def _take(self, paths: Sequence[Path]) -> Outcome:
        reports: list[ImportReport] = []
        try:
            for path in paths:
                try:
                    reports.append(await self.services.exchange.take(path, self._tell))
                except InputError as error:
                    if len(paths) == 1:
                        raise
                    left = (Left(path.name, "", error.failure),)
                    reports.append(ImportReport("", 0, 0, 0, 0, 0, left))
        finally:
            # Also when it was stopped: something may have been taken.
            self.services.tasks.start(self.services.chats.refresh())
        return self._words.imported(reports)

    async def _make_backup(self) -> Outcome:
        return self._words.copied((await self.services.backups.make("asked")).conversations)

    async def _restore(self, backup: Backup) -> Outcome:
        await self.services.chats.stop_replies()
        await self.services.backups.restore(backup)
        await self.services.chats.show_again()
        return self._words.restored(moment_words(backup.made_at))

    async def _erase(self) -> Outcome:
        await self.services.chats.stop_replies()
        await self.services.chats.begin_anew()
        try:
            await self.services.erasing.erase_everything()
        finally:
            await self.services.chats.refresh()
        for job in (Job.EXPORT, Job.IMPORT, Job.BACKUP, Job.RESTORE):
            self.dismiss(job)
        return self._words.erased()

    def _tell(self, progress: Progress) -> None:
        self.progress = progress
        if not self._timer.isActive():
            self._timer.start()
