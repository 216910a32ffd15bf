"""The file of what the user, and experience, know better about models.

The functions block: call them in a worker thread.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import AppError, InputError, StorageError
from desktop_app.core.model_notes import ModelKey, ModelNotes, notes_from_json, notes_to_json
from desktop_app.storage.failures import told
from desktop_app.storage.private_files import write_private


@dataclass(frozen=True, slots=True)
class LoadedModelNotes:
    """Notes that can be used, and why they aren't what the user has noted, if so."""

    notes: ModelNotes
    problem: AppError | None = None


def load_model_notes(path: Path) -> LoadedModelNotes:
    """Read the notes; there are none where there is no file.

    A broken file is moved aside, to the same name with ``.broken`` at its end.
    """
    try:
        with told(path):
            content = path.read_bytes() if path.exists() else b"{}"
        values = _values(content)
        if values is None:
            return LoadedModelNotes(ModelNotes(), _moved_aside(path))
    except AppError as error:
        return LoadedModelNotes(ModelNotes(), error)
    return LoadedModelNotes(notes_from_json(values))


def save_model_notes(path: Path, notes: ModelNotes) -> None:
    """Replace the file.

    Raises:
        StorageError: It can't be written; the old one is still there.
    """
    text = json.dumps(notes_to_json(notes), indent=2, ensure_ascii=False) + "\n"
    write_private(path, text.encode("utf-8", "replace"))


class KeptModelNotes:
    """The notes while the program runs: changed in one place, written, and watched.

    Attributes:
        notes: As they are now.
    """

    def __init__(self, path: Path, notes: ModelNotes) -> None:
        self.notes = self._written = notes
        self._path = path
        self._writing = asyncio.Lock()
        self._watchers: list[Callable[[], None]] = []
        self._noting: set[asyncio.Future[None]] = set()

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` after every change."""
        self._watchers.append(changed)

    async def change(self, notes: ModelNotes) -> None:
        """Let these be the notes from now on, and write them; the newest are written last.

        Raises:
            StorageError: They can't be written, and count until the program ends.
        """
        if notes == self.notes:
            return
        self._take(notes)
        async with self._writing:
            newest = self.notes
            if newest != self._written:
                await asyncio.to_thread(save_model_notes, self._path, newest)
                self._written = newest

    def refuse(self, provider: str, model: str, name: str) -> None:
        """Note in passing that a model doesn't take a parameter.

        Where that can't be written it is learned again another time.
        """
        noting = asyncio.ensure_future(self._refuse((provider, model), name))
        self._noting.add(noting)
        noting.add_done_callback(self._noted)

    async def finish(self) -> None:
        """Wait until everything is noted."""
        if self._noting:
            await asyncio.wait(self._noting)

    async def _refuse(self, key: ModelKey, name: str) -> None:
        notes = self.notes.with_refused(key, name)
        if notes == self.notes:
            return
        self._take(notes)
        with suppress(AppError):
            async with self._writing:
                await asyncio.to_thread(_add_refused, self._path, key, name)

    def _take(self, notes: ModelNotes) -> None:
        self.notes = notes
        for watcher in self._watchers:
            watcher()

    def _noted(self, noting: asyncio.Future[None]) -> None:
        self._noting.discard(noting)
        if not noting.cancelled():
            noting.result()


def _add_refused(path: Path, key: ModelKey, name: str) -> None:
    """Write one refusal down beside what another process may have noted meanwhile."""
    loaded = load_model_notes(path)
    if isinstance(loaded.problem, StorageError):
        raise loaded.problem
    save_model_notes(path, loaded.notes.with_refused(key, name))


def _values(content: bytes) -> dict[str, object] | None:
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _moved_aside(path: Path) -> InputError:
    aside = path.with_name(path.name + ".broken")
    with told(path):
        path.replace(aside)
    return InputError(
        "Your notes on models could not be read",
        "Pins and corrections are as if there were none. The old file is kept as {aside}.",
        code="model_notes_file",
        aside=aside,
    )
