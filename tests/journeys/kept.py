"""What stands on the disk, read beside the program that writes it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path


class Kept:
    """The conversations of one home. Looking at them changes nothing."""

    def __init__(self, home: Path) -> None:
        self.path = home / "data" / "chatloom.db"

    def messages(self) -> list[sqlite3.Row]:
        """Return all messages, oldest first."""
        return self._rows("SELECT * FROM message ORDER BY number")

    def conversations(self) -> list[sqlite3.Row]:
        """Return all conversations, oldest first."""
        return self._rows("SELECT * FROM conversation ORDER BY number")

    def drafts(self) -> list[str]:
        """Return what is typed and not sent."""
        return [row["draft"] for row in self.conversations() if row["draft"]]

    def queued(self) -> list[str]:
        """Return what waits to be sent, in its order."""
        return [text for row in self.conversations() for text in json.loads(row["queued"])]

    def message(self, role: str, status: str) -> sqlite3.Row | None:
        """Return the newest message of a role, if it has this status."""
        found = [row for row in self.messages() if row["role"] == role]
        return found[-1] if found and found[-1]["status"] == status else None

    def _rows(self, statement: str) -> list[sqlite3.Row]:
        if not self.path.exists():
            return []
        address = f"{self.path.as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(address, uri=True)) as connection:
                connection.row_factory = sqlite3.Row
                return connection.execute(statement).fetchall()
        except sqlite3.OperationalError:
            return []  # The file is there, its tables aren't yet.
