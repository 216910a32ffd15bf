"""What can be pressed within a piece of a message."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QRectF


class Kind(StrEnum):
    """What a control does; a new one needs its words in `row_controls.py` or `row_actions.py`."""

    BADGE = "badge"
    COPY = "copy"
    EDIT = "edit"
    AGAIN = "again"
    CONTINUE = "continue"
    OLDER = "older"
    VERSION = "version"
    NEWER = "newer"
    COMPARE = "compare"
    FORK = "fork"
    GOOD = "good"
    BAD = "bad"
    DELETE = "delete"
    BETTER = "better"
    ORIGINAL = "original"
    DISCARD = "discard"
    FOLD = "fold"
    INFO = "info"
    COPY_CODE = "copy_code"
    PICTURE = "picture"
    LINK = "link"


class Part(NamedTuple):
    """A control of a piece, by its place in it."""

    kind: Kind
    area: QRectF
    value: str
    nth: int = 0
