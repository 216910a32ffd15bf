"""The keys of the list: what can be done with conversations, by the key that does it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtGui import QKeyEvent, QKeySequence

Act = Literal[
    "open",
    "rename",
    "pin",
    "unread",
    "tag",
    "duplicate",
    "export",
    "archive",
    "delete",
    "erase",
]
"""What can be done; pin, unread and archive are taken back by doing them once more."""

KEYS: dict[Act, str] = {
    "open": "Return",
    "rename": "F2",
    "pin": "Ctrl+D",
    "unread": "Ctrl+U",
    "tag": "Ctrl+T",
    "duplicate": "Ctrl+Shift+D",
    "export": "Ctrl+S",
    "archive": "Ctrl+E",
    "delete": "Del",
    "erase": "Shift+Del",
}
"""One key each; the list must have the focus."""


def act_of(event: QKeyEvent) -> Act | None:
    """Return what a key does, None for nothing."""
    pressed = QKeySequence(event.keyCombination())
    return next((act for act, keys in KEYS.items() if pressed == QKeySequence(keys)), None)
