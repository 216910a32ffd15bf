"""Writes the settings in a worker thread, the newest last and none twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from desktop_app.core.errors import AppError
from desktop_app.core.settings import Settings


class SettingsWriter:
    """Hands settings to `save` off the window's thread, for a disk may take its time.

    Args:
        save: Writes one state of the settings; called in a worker thread.
        tell: Called with the AppError of a write that failed.
    """

    def __init__(self, save: Callable[[Settings], None], tell: Callable[[AppError], None]) -> None:
        self._save = save
        self._tell = tell
        self._waiting: Settings | None = None
        self._writing: asyncio.Future[None] | None = None

    def write(self, settings: Settings) -> None:
        """Write `settings`, after what is being written now; what waited before is outdated."""
        self._waiting = settings
        if self._writing is None:
            self._start()

    async def finish(self) -> None:
        """Wait until everything is written."""
        while self._writing is not None:
            await asyncio.wait([self._writing])

    def _start(self) -> None:
        settings, self._waiting = self._waiting, None
        if settings is not None:
            loop = asyncio.get_running_loop()
            self._writing = loop.run_in_executor(None, self._save, settings)
            self._writing.add_done_callback(self._written)

    def _written(self, writing: asyncio.Future[None]) -> None:
        self._writing = None
        self._start()
        error = writing.exception()
        if isinstance(error, AppError):
            self._tell(error)
        elif error is not None:
            raise error
