"""A picture of the window, for machines without a display."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import StorageError
from desktop_app.ui.main_window import MainWindow

_PATIENCE = 60
"""Seconds that the engine may take until the picture is taken without it."""


async def take_picture(window: MainWindow, path: Path) -> None:
    """Show the newest conversation, wait for the engine, and save what the window looks like.

    Raises:
        StorageError: The file can't be written.
    """
    await window.chat.open_newest()
    for _ in range(_PATIENCE * 10):
        if window.chat.engine_phase in (Phase.READY, Phase.FAILED):
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.2)
    if not window.grab().save(str(path), "PNG"):
        raise StorageError("The picture could not be saved in {path}", path=path)
    sys.stdout.write(f"{path}\n")
