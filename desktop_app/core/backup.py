"""Copies of all conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

Reason = Literal["daily", "update", "restore", "asked"]
"""Why a copy was made: each day, before an update, before another was restored, or on demand."""

REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of all conversations as they were at one moment, in one file.

    Attributes:
        path: The file.
        made_at: When it was made (UTC).
        reason: Why it was made.
        conversations: How many it holds.
        messages: How many these hold together.
        size: Bytes of the file.
    """

    path: Path
    made_at: datetime
    reason: Reason
    conversations: int
    messages: int
    size: int
