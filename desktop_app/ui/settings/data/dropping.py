"""Files that are dropped to be imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CARD_TITLE, RADIUS_CARD

ENDINGS = (".json", ".zip")
_INSET = 6


class FileDrop(QObject):
    """Lets exported chats be dropped on a widget, and shows that while they are held over it.

    Args:
        place: The widget.
        take: Called with the files.
    """

    def __init__(self, place: QWidget, take: Callable[[Sequence[Path]], None]) -> None:
        super().__init__(place)
        self._place = place
        self._take = take
        self._mark: _Mark | None = None
        place.setAcceptDrops(True)
        place.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragLeave:
            self._show(shown=False)
            return False
        if not isinstance(event, QDropEvent):  # As the other two are, which come before it.
            return False
        files = dropped_files(event.mimeData())
        if event.type() == QEvent.Type.DragEnter and not files:
            return False
        self._show(shown=event.type() != QEvent.Type.Drop)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self._take(files)
        return True

    def _show(self, *, shown: bool) -> None:
        if self._mark is None:
            if not shown:
                return
            self._mark = _Mark(self._place)
        self._mark.setGeometry(self._place.rect())
        self._mark.setVisible(shown)
        self._mark.raise_()


class _Mark(QWidget):
    """Covers the place where files may be dropped."""

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self.setObjectName("import_drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = self.tr("Drop to import")
        self.setAccessibleName(self._words)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.accent), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(look.accent_soft))
        frame = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.drawRoundedRect(frame, RADIUS_CARD, RADIUS_CARD)
        painter.setFont(font(CARD_TITLE))
        painter.setPen(QColor(look.text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the files that may hold chats, by their names."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.casefold() in ENDINGS]
