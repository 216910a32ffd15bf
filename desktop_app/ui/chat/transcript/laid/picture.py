"""A picture in a message, as a thumbnail that opens large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from desktop_app.core.markdown.pieces import Picture
from desktop_app.ui.chat.transcript.laid.look import Look
from desktop_app.ui.chat.transcript.laid.part import Kind, Part
from desktop_app.ui.chat.transcript.laid.piece import Solid
from desktop_app.ui.chat.transcript.laid.text import Marks
from desktop_app.ui.chat.transcript.laid.utf16 import units
from desktop_app.ui.tokens import RADIUS_BUTTON

_ROOM = QSizeF(320, 240)
_WAITING = QSizeF(200, 150)


class Pictures(Protocol):
    """Where thumbnails come from."""

    def thumbnail(self, address: str) -> QImage | None:
        """Return the thumbnail; None while it is being made, a null image where it can't be."""
        ...


class LaidPicture(Solid):
    """A thumbnail, or the words in its place.

    It keeps how large the thumbnail is, and asks for it when it is painted: of hundreds in one
    answer, only those that can be seen need be in memory.

    Attributes:
        is_waiting: Whether the thumbnail was not there yet: another one must be laid out then.
    """

    def __init__(self, picture: Picture, pictures: Pictures, look: Look) -> None:
        super().__init__(units(picture.alt))
        self._picture = picture
        self._pictures = pictures
        self._look = look
        image = pictures.thumbnail(picture.address)
        self.is_waiting = image is None
        self._natural = QSizeF() if image is None else image.deviceIndependentSize()
        self._size = _WAITING

    def lay_out(self, width: float) -> int:
        """Fit it into `width` and return its height."""
        size = _WAITING
        if self._is_picture:
            size = QSizeF(self._natural)
            room = QSizeF(min(_ROOM.width() * self._look.zoom, width), self._look.px(240))
            if size.width() > room.width() or size.height() > room.height():
                size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        elif not self.is_waiting:
            size = QSizeF(_WAITING.width(), self._look.chat.line + 16)
        self._size = size
        self._width = size.width()
        self.height = round(size.height())
        return self.height

    def paint(self, painter: QPainter, at: QPointF, marks: Marks, clip: QRectF) -> None:
        """Paint it with its corner `at`."""
        look = self._look
        area = QRectF(at, self._size)
        frame = area.adjusted(0.5, 0.5, -0.5, -0.5)
        image = self._pictures.thumbnail(self._picture.address) if self._is_picture else None
        if image is None:
            painter.setPen(look.colour("border"))
            painter.setBrush(look.colour("surface"))
            painter.drawRoundedRect(frame, RADIUS_BUTTON, RADIUS_BUTTON)
            painter.setPen(look.colour("secondary"))
            painter.setFont(look.hint.font)
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area.adjusted(8, 8, -8, -8), int(words), self._picture.alt)
        else:
            self._paint_image(painter, area, frame, image)
        if marks.selected != (0, 0):
            painter.setOpacity(0.5)
            painter.fillRect(area, look.colour("selection"))
            painter.setOpacity(1)

    def _paint_image(self, painter: QPainter, area: QRectF, frame: QRectF, image: QImage) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(area, RADIUS_BUTTON, RADIUS_BUTTON)
        painter.save()
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, image)
        painter.restore()
        painter.setPen(self._look.colour("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, RADIUS_BUTTON, RADIUS_BUTTON)

    @property
    def parts(self) -> Sequence[Part]:
        """The thumbnail opens large."""
        if not self._is_picture:
            return ()
        return (Part(Kind.PICTURE, QRectF(QPointF(0, 0), self._size), self._picture.address),)

    @property
    def _is_picture(self) -> bool:
        return not self._natural.isEmpty()
