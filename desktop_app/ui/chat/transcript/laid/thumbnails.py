"""Thumbnails of pictures in messages, decoded off the window's thread."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from desktop_app.core.errors import InputError
from desktop_app.ui.pictures import decoded, from_data_address

_LONGEST = 640
"""Pixels of the longer side: enough for a thumbnail on a screen of twice the density."""

_KEPT = 64
_LOOK_MS = 16


class Thumbnails(QObject):
    """Makes thumbnails and keeps the latest; a `laid_picture.Pictures`.

    Signals:
        ready: One that was asked for can be had, or can't be made.
    """

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: dict[str, QImage] = {}
        self._waiting: dict[str, Future[QImage]] = {}
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._take)

    def thumbnail(self, address: str) -> QImage | None:
        """Return the thumbnail; None while it is being made, a null image where it can't be."""
        if address not in self._images and address not in self._waiting:
            self._waiting[address] = self._pool.submit(_decoded, address)
            self._looking.start()
        return self._images.get(address)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        # Not Qt's, which waits for its threads when it is deleted, while they wait for Python. What
        # is at work knows nothing of this object, so that closing the window need not wait for it.
        pool = ThreadPoolExecutor(1)
        self.destroyed.connect(lambda: pool.shutdown(wait=False, cancel_futures=True))
        return pool

    def _take(self) -> None:
        done = [address for address, image in self._waiting.items() if image.done()]
        for address in done:
            self._images[address] = self._waiting.pop(address).result()
        while len(self._images) > _KEPT:
            del self._images[next(iter(self._images))]
        if not self._waiting:
            self._looking.stop()
        if done:
            self.ready.emit()


def _decoded(address: str) -> QImage:
    try:
        return decoded(from_data_address(address), _LONGEST)
    except InputError:
        return QImage()
