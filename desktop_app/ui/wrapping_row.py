"""A row of buttons that goes on in the next line where it is too narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop_app.ui.overriding import override


class WrappingRow(QLayout):
    """Lays its widgets out from the leading edge on, as large as they want to be.

    Args:
        gap: Pixels between two widgets and between two lines.
    """

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        within = QRect(0, 0, width - margins.left() - margins.right(), 0)
        bottom = max((area.bottom() + 1 for area in self._areas(within)), default=0)
        return bottom + margins.top() + margins.bottom()

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        hints = [item.sizeHint() for item in self._items]
        width = max((hint.width() for hint in hints), default=0)
        height = max((hint.height() for hint in hints), default=0)
        return QSize(
            width + margins.left() + margins.right(), height + margins.top() + margins.bottom()
        )

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        within = rect.marginsRemoved(self.contentsMargins())
        widget = self.parentWidget()
        from_right = (
            widget is not None and widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
        )
        for item, area in zip(self._items, self._areas(within), strict=True):
            if from_right:
                area.moveRight(within.left() + within.right() - area.left())
            item.setGeometry(area)

    def _areas(self, within: QRect) -> list[QRect]:
        areas: list[QRect] = []
        corner, tallest = within.topLeft(), 0
        for item in self._items:
            hint = item.sizeHint()
            if corner.x() > within.left() and corner.x() + hint.width() - 1 > within.right():
                corner, tallest = QPoint(within.left(), corner.y() + tallest + self._gap), 0
            areas.append(
                QRect(corner, hint.boundedTo(QSize(max(within.width(), 1), hint.height())))
            )
            corner, tallest = (
                corner + QPoint(hint.width() + self._gap, 0),
                max(tallest, hint.height()),
            )
        return areas
