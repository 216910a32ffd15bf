"""What is being erased, noted so that an erasing that is cut off can be ended later.

A note holds ids and no words. These functions block: call them in a worker thread.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from desktop_app.storage.failures import told
from desktop_app.storage.private_files import make_private_folder, write_private

Step = Literal["sight", "rows", "words", "space", "log", "backups", "files"]
STEPS: tuple[Step, ...] = get_args(Step)
"""``sight`` marks what is to go as deleted. After that only what is still so marked goes: what the
user has brought back or imported again meanwhile stays."""


@dataclass(frozen=True, slots=True)
class Note:
    """One erasing.

    Attributes:
        conversations: The ids of those that go.
        messages: The ids of messages that go from conversations that stay.
        everything: Whether all of them go, and all backups.
        left: What is still to be done, in this order.
        id: Tells it apart.
    """

    conversations: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    everything: bool = False
    left: tuple[Step, ...] = STEPS
    id: str = field(default_factory=lambda: secrets.token_hex(8))


def note_folder(database: Path) -> Path:
    """Return where the notes about `database` are kept."""
    return database.parent / "erasing"


def keep_note(database: Path, note: Note) -> None:
    """Write a note down, or cross it out where nothing is left to be done.

    Raises:
        StorageError: It can't be written.
    """
    path = note_folder(database) / f"{note.id}.json"
    if not note.left:
        with told(path):
            path.unlink(missing_ok=True)
        return
    make_private_folder(path.parent)
    values = {
        "conversations": note.conversations,
        "messages": note.messages,
        "everything": note.everything,
        "left": note.left,
    }
    write_private(path, json.dumps(values).encode())


def kept_notes(database: Path) -> list[Note]:
    """Return the notes there are; what can't be read is none."""
    found = (_note(path) for path in sorted(note_folder(database).glob("*.json")))
    return [note for note in found if note is not None]


def _note(path: Path) -> Note | None:
    try:
        values = json.loads(path.read_bytes())
        return Note(
            tuple(str(each) for each in values["conversations"]),
            tuple(str(each) for each in values["messages"]),
            bool(values["everything"]),
            tuple(step for step in STEPS if step in values["left"]),
            path.stem,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
