"""The list of hits: each its title, mood and time, and below them who wrote what."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.core.found import Hit
from desktop_app.ui.chat.row_painter import paint_mood
from desktop_app.ui.overriding import override
from desktop_app.ui.search.hit_rows import HitRows
from desktop_app.ui.search.hit_words import author, title, when
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import HINT, RADIUS_BUTTON, RADIUS_INLINE, UI, UI_PRIMARY, Type

Index = QModelIndex | QPersistentModelIndex

_SIDE = 10
_TOP = 9
_MOOD = 14
_GAP = 10


class _HitPainter(QStyledItemDelegate):
    """Paints a hit; its words are drawn as they are, whatever they look like."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, row_height())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rows = index.model()
        hit = rows.at(index) if isinstance(rows, HitRows) else None
        if hit is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option)
        area = option.rect.adjusted(_SIDE, _TOP, -_SIDE, 0)
        height = line_height(UI)
        _paint_head(painter, QRect(area.left(), area.top(), area.width(), height), hit)
        line = QRect(area.left(), area.top() + height + 1, area.width(), height)
        if hit.message is not None:
            _paint_snippet(painter, line, hit)
        else:
            _words(painter, line, _title_hint(), UI, colours().secondary)
        painter.restore()


class HitsView(QListView):
    """The hits, one below the other; the focus stays in the field above them.

    Signals:
        picked: A hit that is to be opened, and whether the search stays open.
    """

    picked = Signal(object, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = HitRows(self)
        self.setObjectName("search_hits")
        self.setAccessibleName(self.tr("Hits"))
        self.setModel(self.rows)
        self.setItemDelegate(_HitPainter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; outline: none; }")
        self.viewport().setAutoFillBackground(False)

    @property
    def current(self) -> Hit | None:
        """The hit that Enter opens."""
        return self.rows.at(self.currentIndex())

    def go_to(self, row: int) -> None:
        """Make a row the current one and show it."""
        if self.rows.hits:
            row = min(max(row, 0), len(self.rows.hits) - 1)
            self.setCurrentIndex(self.rows.index(row))

    def step(self, key: int) -> None:
        """Go on as a key says: Up, Down, PageUp or PageDown."""
        page = max(1, self.viewport().height() // row_height() - 1)
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }
        row = self.currentIndex().row() + steps[Qt.Key(key)]
        self.go_to(row)
        if row >= len(self.rows.hits) - 1 and self.rows.has_more:
            self.rows.more_wanted.emit()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        hit = self.rows.at(self.indexAt(event.position().toPoint()))
        if event.button() == Qt.MouseButton.LeftButton and hit is not None:
            stay = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.picked.emit(hit, stay)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange and hasattr(self, "rows"):
            self.scheduleDelayedItemsLayout()
        super().changeEvent(event)


def row_height() -> int:
    """Return how high a hit is, in pixels."""
    return 2 * line_height(UI) + 1 + 2 * _TOP


def _title_hint() -> str:
    return QCoreApplication.translate("Search", "Title or tag of the chat")


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    look = colours()
    fill = ""
    if option.state & QStyle.StateFlag.State_Selected:
        fill = look.accent_soft
    elif option.state & QStyle.StateFlag.State_MouseOver:
        fill = look.hover
    if fill:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(option.rect), RADIUS_BUTTON, RADIUS_BUTTON)


def _paint_head(painter: QPainter, line: QRect, hit: Hit) -> None:
    look = colours()
    moment = when(hit.created_at, datetime.now().astimezone())
    width = QFontMetrics(font(HINT)).horizontalAdvance(moment)
    time = QRect(line.right() - width + 1, line.top(), width, line.height())
    _words(painter, time, moment, HINT, look.secondary)
    room = line.adjusted(0, 0, -width - _GAP - (_MOOD + 6 if hit.mood else 0), 0)
    name = title(hit)
    lettering = font(UI_PRIMARY)
    name = QFontMetrics(lettering).elidedText(name, Qt.TextElideMode.ElideRight, room.width())
    marks = hit.marks if hit.message is None else ()
    x = _marked(painter, room, name, marks, lettering)
    if hit.mood:
        painter.save()
        paint_mood(painter, x + 5, line.center().y() + 0.5, hit.mood)
        painter.restore()


def _paint_snippet(painter: QPainter, line: QRect, hit: Hit) -> None:
    name = QFontMetrics(font(UI)).elidedText(
        author(hit), Qt.TextElideMode.ElideMiddle, line.width() // 3
    )
    _words(painter, line, name, UI, colours().secondary)
    x = QFontMetrics(font(UI)).horizontalAdvance(name) + _GAP
    room = line.adjusted(x, 0, 0, 0)
    lettering = font(UI)
    text = QFontMetrics(lettering).elidedText(
        hit.snippet, Qt.TextElideMode.ElideRight, room.width()
    )
    _marked(painter, room, text, hit.marks, lettering)


def _marked(
    painter: QPainter, line: QRect, text: str, marks: tuple[tuple[int, int], ...], lettering: QFont
) -> int:
    """Write in one line with some of it marked; return where the writing ends."""
    look, metrics = colours(), QFontMetrics(lettering)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.mark))
    for start, end in marks:
        if start < len(text):
            # Measured from the start of the line, for letters that stand together may be joined.
            left = metrics.horizontalAdvance(text[:start])
            right = metrics.horizontalAdvance(text[: min(end, len(text))])
            box = QRectF(
                line.left() + left - 1, line.top() + 1, right - left + 2, line.height() - 2
            )
            painter.drawRoundedRect(box, RADIUS_INLINE, RADIUS_INLINE)
    painter.setFont(lettering)
    painter.setPen(QColor(look.text))
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
    return line.left() + metrics.horizontalAdvance(text)


def _words(painter: QPainter, line: QRect, text: str, role: Type, colour: str) -> None:
    painter.setFont(font(role))
    painter.setPen(QColor(colour))
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
