"""The rows of the lists in the settings: an icon, a name, and below it a line about its state."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.ui.icons import paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.settings.words import scaled
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import HINT, LIST_ROW, RADIUS_BUTTON, UI, UI_BUTTON

ICON = int(Qt.ItemDataRole.UserRole) + 1
STATE = ICON + 1
STATE_COLOUR = ICON + 2
ID = ICON + 3

_TWO_LINES = 50
_SIDE, _ICON_SIZE, _GAP = 10, 16, 12


class _Rows(QStyledItemDelegate):
    """Paints the rows."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, scaled(_TWO_LINES if index.data(STATE) else LIST_ROW + 2))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look, area = colours(), QRect(option.rect)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(area).adjusted(0, 1, 0, -1)
        fill = look.accent_soft if selected else ""
        fill = fill or (look.hover if state & QStyle.StateFlag.State_MouseOver else "")
        if fill:
            painter.setBrush(QColor(fill))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(frame, RADIUS_BUTTON, RADIUS_BUTTON)
        by_keyboard = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
        if state & by_keyboard == by_keyboard:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.focus), 2))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), RADIUS_BUTTON, RADIUS_BUTTON)
        self._write(painter, area, index, selected=selected)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        area: QRect,
        index: QModelIndex | QPersistentModelIndex,
        *,
        selected: bool,
    ) -> None:
        look = colours()
        icon = QRectF(0, 0, _ICON_SIZE, _ICON_SIZE)
        icon.moveCenter(QRectF(area).center())
        icon.moveLeft(area.left() + _SIDE)
        paint_icon(painter, str(index.data(ICON)), look.secondary, icon)
        left = area.left() + _SIDE + _ICON_SIZE + _GAP
        width = area.right() - left - _SIDE
        state = str(index.data(STATE) or "")
        lines = [(str(index.data()), UI_BUTTON if selected else UI, look.text)]
        if state:
            colour = getattr(look, str(index.data(STATE_COLOUR) or "secondary"))
            lines.append((state, HINT, colour))
        top = area.center().y() + 1 - sum(line_height(role) for _, role, _ in lines) // 2
        for words, role, colour in lines:
            painter.setFont(font(role))
            painter.setPen(QColor(colour))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
            line = QRect(QPoint(left, top), QSize(width, line_height(role)))
            painter.drawText(
                line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown
            )
            top += line_height(role)


class RowsList(QListWidget):
    """A list that is as high as its rows, for a place that scrolls."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(_Rows(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows: QAbstractItemModel = self.model()
        rows.rowsInserted.connect(self._fit)
        rows.rowsRemoved.connect(self._fit)
        rows.dataChanged.connect(self._fit)
        rows.modelReset.connect(self._fit)
        self._fit()

    def add_row(self, item_id: str, icon: str, name: str, state: str = "") -> QListWidgetItem:
        """Add a row at the end."""
        item = QListWidgetItem(name)
        item.setData(ICON, icon)
        item.setData(ID, item_id)
        self.tell_state(item, state)
        self.addItem(item)
        return item

    def tell_state(self, item: QListWidgetItem, state: str, colour: str = "secondary") -> None:
        """Show the line below the name of a row."""
        item.setData(STATE, state)
        item.setData(STATE_COLOUR, colour)
        # Below the name it may be cut short.
        item.setToolTip(state)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, state)

    def item_of(self, item_id: str) -> QListWidgetItem | None:
        """Return the row with an id."""
        items = [self.item(row) for row in range(self.count())]
        return next((item for item in items if item.data(ID) == item_id), None)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.setFixedHeight(max(1, sum(self.sizeHintForRow(row) for row in range(self.count()))))
