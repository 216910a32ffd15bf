"""Long work on the database in portions, between which others get their turn."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event


class CutShort(Exception):  # noqa: N818 - nothing is wrong
    """It was told to stop; what is done is done, and the rest can follow later."""


class Pace:
    """Works in portions, so that others can write in between, and can be told to stop.

    Args:
        share: How long to rest after a portion, as a multiple of the time it took.
    """

    def __init__(self, share: float = 1.0) -> None:
        self._share = share
        self._stopped = Event()

    def stop(self) -> None:
        """End it before the next portion."""
        self._stopped.set()

    def hurry(self) -> None:
        """Rest no more."""
        self._share = 0.0

    @contextmanager
    def portion(self) -> Iterator[None]:
        """Do one portion.

        Raises:
            CutShort: It was told to stop.
        """
        if self._stopped.is_set():
            raise CutShort
        began = time.monotonic()
        yield
        self._stopped.wait((time.monotonic() - began) * self._share)
