"""The list of models: names, what they see, read and cost in columns, and stars to pin them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.core.models import ModelInfo
from desktop_app.ui.chat.model_rows import ROW, ModelRow, ModelRows
from desktop_app.ui.chat.model_words import context_mark, ends_soon, price_mark, shutdown_mark
from desktop_app.ui.icons import paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, LIST_ROW, RADIUS_BUTTON, SECTION, UI

Index = QModelIndex | QPersistentModelIndex

_SIDE = 8
_TICK = 22
_ICON = 16
_STAR = 28
_GAP = 12
_WIDE = 420
"""Pixels between tick and star from which on there is room for prices."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Columns(NamedTuple):
    """The widths of the columns in pixels; 0 where no model has anything there."""

    vision: int = 0
    context: int = 0
    price: int = 0


def _digits() -> QFont:
    digits = font(HINT)
    digits.setFeature(QFont.Tag("tnum"), 1)
    return digits


class _RowPainter(QStyledItemDelegate):
    """Paints heads, and models in columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = _Columns()
        self.chosen: frozenset[tuple[str, str]] = frozenset()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, LIST_ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.model is None:
            self._paint_head(painter, option.rect, row)
        else:
            self._paint_back(painter, option)
            self._paint_model(painter, option, row, row.model)
        painter.restore()

    def _paint_head(self, painter: QPainter, area: QRect, row: ModelRow) -> None:
        look = colours()
        line = area.adjusted(_SIDE, 0, -_SIDE, -5)
        x = _words(painter, line, row.text, font(SECTION), look.secondary, below=True)
        if row.remark:
            line.setLeft(x + 6)
            _words(painter, line, f"· {row.remark}", font(HINT), look.warning_text, below=True)

    def _paint_back(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        look, state = colours(), option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent_soft if selected else look.hover))
            painter.drawRoundedRect(QRectF(option.rect), RADIUS_BUTTON, RADIUS_BUTTON)
        focused = state & QStyle.StateFlag.State_HasFocus
        if selected and focused and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.focus), 2))
            ring = QRectF(option.rect).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, RADIUS_BUTTON, RADIUS_BUTTON)

    def _paint_model(
        self, painter: QPainter, option: QStyleOptionViewItem, row: ModelRow, model: ModelInfo
    ) -> None:
        look, line = colours(), option.rect.adjusted(_SIDE, 0, 0, 0)
        middle = line.center().y() + 1
        if (model.provider, model.id) in self.chosen:
            place = QRectF(line.left() - 2, middle - _ICON / 2, _ICON, _ICON)
            paint_icon(painter, "check", look.link, place)
        near = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
        if row.pinned or option.state & near:
            name, colour = ("star-full", look.link) if row.pinned else ("star", look.secondary)
            place = QRectF(star_area(option.rect)).adjusted(6, 7, -6, -7)
            paint_icon(painter, name, colour, place)
        line.adjust(_TICK - 4, 0, -_STAR - 4, 0)
        self._paint_columns(painter, line, model)
        self._paint_name(painter, line, row, option)

    def _paint_columns(self, painter: QPainter, line: QRect, model: ModelInfo) -> None:
        """Paint what stands at the right, and leave the rest of the line."""
        look = colours()
        # A narrow list keeps the names; the tool tip still tells the price.
        priced = self.columns.price if line.width() >= _WIDE else 0
        columns = (
            (price_mark(model.price), priced),
            (context_mark(model.context), self.columns.context),
        )
        painter.setFont(_digits())
        painter.setPen(QColor(look.secondary))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for text, width in columns:
            if width:
                painter.drawText(line, right, text)
                line.setRight(line.right() - width - _GAP)
        if self.columns.vision:
            if model.vision:
                top = line.center().y() + 1 - _ICON / 2
                place = QRectF(line.right() - _ICON + 1, top, _ICON, _ICON)
                paint_icon(painter, "eye", look.secondary, place)
            line.setRight(line.right() - self.columns.vision - _GAP)

    def _paint_name(
        self, painter: QPainter, line: QRect, row: ModelRow, option: QStyleOptionViewItem
    ) -> None:
        look = colours()
        words = font(UI)
        selected = option.state & QStyle.StateFlag.State_Selected
        words.setWeight(QFont.Weight.Medium if selected else QFont.Weight.Normal)
        day = row.model.shutdown if row.model is not None else ""
        until = f"· {shutdown_mark(day)}" if day else ""
        # The name gives way to the day: that is what can't be found elsewhere.
        room = QFontMetrics(font(HINT)).horizontalAdvance(until) + 6 if until else 0
        name = line.adjusted(0, 0, -room, 0)
        x = _words(painter, name, row.text, words, look.text)
        if until:
            today = datetime.now().astimezone().date()
            colour = look.warning_text if ends_soon(day, today) else look.secondary
            x = _words(painter, _from(line, x + 6), until, font(HINT), colour)
        if row.remark:
            _words(painter, _from(line, x + 6), f"· {row.remark}", font(HINT), look.secondary)


class ModelRowsView(QListView):
    """The list. A click or Enter chooses a model, a click on its star or Ctrl+D pins it.

    Signals:
        picked: The model that is chosen.
        pin_wanted: The model that is to be pinned, or not any more.
        menu_wanted: The model of which more is wanted, and where, in pixels of the screen.
        typed: What was typed while the list had the focus.
        left: The focus goes up, out of the list.
    """

    picked = Signal(object)
    pin_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = ModelRows(self)
        self._painter = _RowPainter(self)
        self.setObjectName("model_list")
        self.setAccessibleName(self.tr("Models"))
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; outline: none; }")
        self.viewport().setAutoFillBackground(False)

    def measure(self) -> None:
        """Make the columns as wide as what stands in them, filtered away or not."""
        metrics, models = QFontMetrics(_digits()), [*self.rows.models]
        # Of thousands of models, many read and cost the same.
        contexts = map(context_mark, {model.context for model in models})
        prices = map(price_mark, {model.price for model in models})
        self._painter.columns = _Columns(
            _ICON if any(model.vision for model in models) else 0,
            max(map(metrics.horizontalAdvance, contexts), default=0),
            max(map(metrics.horizontalAdvance, prices), default=0),
        )
        self.viewport().update()

    def mark(self, *chosen: ModelInfo) -> None:
        """Put the tick at the model that answers, or at those that do."""
        self._painter.chosen = frozenset((model.provider, model.id) for model in chosen)
        self.viewport().update()

    @property
    def current(self) -> ModelInfo | None:
        """The model of the current row."""
        row = self.rows.at(self.currentIndex())
        return row.model if row is not None else None

    def go_to(self, number: int) -> None:
        """Make a row the current one and show it; the first ones with what stands above them."""
        index = self.rows.index(number)
        self.setCurrentIndex(index)
        if self.rows.shown[:1] == [number]:
            self.scrollToTop()
        else:
            self.scrollTo(index)

    def step(self, key: int) -> None:
        """Go on as a key says: Up, Down, PageUp, PageDown, Home or End."""
        shown = self.rows.shown
        if not shown:
            return
        now = self.currentIndex().row()
        place = shown.index(now) if now in shown else -1
        page = max(1, self.viewport().height() // LIST_ROW - 1)
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -len(shown),
            Qt.Key.Key_End: len(shown),
        }
        self.go_to(shown[min(max(place + steps[Qt.Key(key)], 0), len(shown) - 1)])

    def pick_current(self) -> None:
        """Choose the current model."""
        if self.current is not None:
            self.picked.emit(self.current)

    def pin_current(self) -> None:
        """Pin the current model, or not any more."""
        if self.current is not None:
            self.pin_wanted.emit(self.current)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shown = event.key(), self.rows.shown
        if is_pin_key(event):
            self.pin_current()
        elif key in (*_ENTER, Qt.Key.Key_Space):
            self.pick_current()
        elif key == Qt.Key.Key_Up and self.currentIndex().row() in shown[:1]:
            self.left.emit()
        elif is_step_key(key):
            self.step(key)
        elif key == Qt.Key.Key_Backspace:
            self.typed.emit("")
        elif event.text() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            event.ignore()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        row = self.rows.at(index)
        if event.button() != Qt.MouseButton.LeftButton or row is None or row.model is None:
            return
        if star_area(self.visualRect(index)).contains(point):
            self.pin_wanted.emit(row.model)
        else:
            self.picked.emit(row.model)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row = self.rows.at(index)
        if row is not None and row.model is not None:
            area = self.visualRect(index)
            place = self.viewport().mapToGlobal(area.center()) if by_key else event.globalPos()
            self.menu_wanted.emit(row.model, place)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_painter"):
            self.measure()
        super().changeEvent(event)


def is_pin_key(event: QKeyEvent) -> bool:
    """Whether a key pins the current model."""
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return control and event.key() == Qt.Key.Key_D


def is_step_key(key: int) -> bool:
    """Whether a key goes through the list."""
    return key in (
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
        *(Qt.Key.Key_Home, Qt.Key.Key_End),
    )


def star_area(row: QRect) -> QRect:
    """Return where the star of a row is pressed."""
    return QRect(row.right() - _STAR - 3, row.top(), _STAR, row.height())


def _from(line: QRect, left: int) -> QRect:
    return QRect(left, line.top(), max(0, line.right() - left + 1), line.height())


def _words(
    painter: QPainter, line: QRect, text: str, words: QFont, colour: str, *, below: bool = False
) -> int:
    """Write at the left of a line, and return where the writing ends."""
    painter.setFont(words)
    painter.setPen(QColor(colour))
    metrics = QFontMetrics(words)
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, line.width()))
    upright = Qt.AlignmentFlag.AlignBottom if below else Qt.AlignmentFlag.AlignVCenter
    painter.drawText(line, upright | Qt.TextFlag.TextSingleLine, text)
    return line.left() + metrics.horizontalAdvance(text)
