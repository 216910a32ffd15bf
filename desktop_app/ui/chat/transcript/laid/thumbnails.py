"""Thumbnails of pictures in messages, decoded off the window's thread."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from desktop_app.core.errors import InputError
from desktop_app.ui.chat.transcript.shelf import Shelf
from desktop_app.ui.pictures import decoded, from_data_address

_LONGEST = 640
"""Pixels of the longer side: enough for a thumbnail on a screen of twice the density."""

_KEPT = (4096, 64 * 1024 * 1024)
"""How many, and how many bytes of them: several times what fits into a window."""

_MOST_WAITING = 256
_LOOK_MS = 16
_TELL_EVERY = 0.1

_Key = tuple[int, int]
"""What an address is kept by: it may have millions of characters, of which this needs none."""


class Thumbnails(QObject):
    """Makes thumbnails one at a time and keeps the latest; a `laid.picture.Pictures`.

    Signals:
        ready: Some that were asked for can be had, or can't be made. Emitted for several at once,
            at most ten times a second while more are made.
    """

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images = Shelf[QImage](*_KEPT, QImage.sizeInBytes)
        self._waiting: dict[_Key, str] = {}
        self._at_work: tuple[_Key, Future[QImage]] | None = None
        self._told = 0.0
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._take)

    def thumbnail(self, address: str) -> QImage | None:
        """Return the thumbnail; None while it is being made, a null image where it can't be.

        Of many that wait the one asked for last is made first, and beyond 256 the oldest are
        forgotten until they are asked for again.
        """
        key = (len(address), hash(address))
        found = self._images.get(key)
        if found is None and (self._at_work is None or self._at_work[0] != key):
            self._waiting.pop(key, None)
            self._waiting[key] = address
            if len(self._waiting) > _MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
            self._go_on()
        return found

    def forget_waiting(self) -> None:
        """Make none of those that wait: what they were asked for is not shown any more."""
        self._waiting.clear()

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        # Not Qt's, which waits for its threads when it is deleted, while they wait for Python. What
        # is at work knows nothing of this object, so that closing the window need not wait for it.
        pool = ThreadPoolExecutor(1)
        self.destroyed.connect(lambda: pool.shutdown(wait=False, cancel_futures=True))
        return pool

    def _go_on(self) -> None:
        if self._at_work is None and self._waiting:
            key, address = self._waiting.popitem()
            self._at_work = key, self._pool.submit(_decoded, address)
            self._looking.start()

    def _take(self) -> None:
        if self._at_work is None or not self._at_work[1].done():
            return
        key, made = self._at_work
        self._images.put(key, made.result())
        self._at_work = None
        self._go_on()
        now = time.monotonic()
        if self._at_work is None:
            self._looking.stop()
        if self._at_work is None or now - self._told >= _TELL_EVERY:
            self._told = now
            self.ready.emit()


def _decoded(address: str) -> QImage:
    try:
        return decoded(from_data_address(address), _LONGEST)
    except InputError:
        return QImage()
