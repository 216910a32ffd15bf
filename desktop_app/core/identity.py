"""Identifiers of conversations and messages."""

from __future__ import annotations

import secrets
import time


def new_id() -> str:
    """Return a new identifier: 32 hex digits, in the order of creation to the millisecond.

    The layout is that of UUID version 7 (RFC 9562): 48 bits of milliseconds, then random bits.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(80)
    value = (milliseconds & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return f"{value:032x}"
