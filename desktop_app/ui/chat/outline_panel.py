"""The small card that lists the branches of a conversation and leads to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.conversation import Role
from desktop_app.ui.buttons import icon_button
from desktop_app.ui.chat.floating_card import FloatingCard, Shadow, go_around
from desktop_app.ui.chat.outline_rows import TWIG, Index, OutlineRows, Twig
from desktop_app.ui.escaping import is_esc_for_me
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CARD_TITLE, HINT, LIST_ROW, RADIUS_BUTTON, UI, UI_BUTTON

_WIDTH = 420
_MARGIN = 12
_PADDING = 16
_SHADOW = Shadow(reach=12, down=3, light=0.025, dark=0.10)
_SHOWN_ROWS = 14
_INDENT = 16
_DEEPEST = 10
"""Levels that are moved in; more would leave no room for words."""

_KNOT = 8
_SIDE = 10


class _TwigPainter(QStyledItemDelegate):
    """Paints a knot as in the conversation, how the message begins, and when it was."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, LIST_ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        twig: Twig = index.data(TWIG)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_back(painter, option)
        area = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        area.setLeft(area.left() + min(twig.level, _DEEPEST) * _INDENT)
        _paint_knot(painter, area, twig)
        area.setLeft(area.left() + _KNOT + 8)
        look = colours()
        painter.setFont(font(HINT))
        painter.setPen(QColor(look.secondary))
        painter.drawText(area, _RIGHT, twig.when)
        area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(twig.when) - 10)
        painter.setFont(font(UI_BUTTON if twig.shown else UI))
        painter.setPen(QColor(look.text))
        words = painter.fontMetrics().elidedText(
            twig.words, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, _LEFT, words)
        painter.restore()


_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


def _paint_back(painter: QPainter, option: QStyleOptionViewItem) -> None:
    look, state = colours(), option.state
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if selected or state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.accent_soft if selected else look.hover))
        painter.drawRoundedRect(QRectF(option.rect), RADIUS_BUTTON, RADIUS_BUTTON)


def _paint_knot(painter: QPainter, area: QRect, twig: Twig) -> None:
    look = colours()
    colour = QColor(look.accent if twig.shown else look.control)
    knot = QRectF(area.left(), area.center().y() + 0.5 - _KNOT / 2, _KNOT, _KNOT)
    if twig.fork.role is Role.USER:
        painter.setPen(QPen(colour, 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(knot.adjusted(0.5, 0.5, -0.5, -0.5))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(knot, 1.5, 1.5)


class OutlinePanel(QWidget):
    """Lies over the chat, all but its card clear; a click beside the card closes it.

    Signals:
        chosen: The id of the message to go to.
        closed: It has closed.

    Args:
        twigs: What is listed.
        anchor: Where what opened it stands in `parent`.
        parent: What it lies over.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, twigs: Sequence[Twig], anchor: QRect, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("outline_panel")
        self._anchor = anchor
        self._is_closed = False
        self._card = FloatingCard(self)
        words = self.tr("Branches of this chat")
        self._title = QLabel(words, self._card)
        self._title.setFont(font(CARD_TITLE))
        self.close_button = icon_button("close", self.tr("Close"), self._card)
        self.close_button.clicked.connect(self.close_panel)
        self.rows = OutlineRows(self)
        self.rows.show(twigs)
        self.list = QListView(self._card)
        self.list.setObjectName("outline")
        self.list.setAccessibleName(words)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_TwigPainter(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet("QListView { background: transparent; outline: none; }")
        self.list.clicked.connect(self._choose)
        self._nothing = QLabel(
            self.tr(
                "So far there is only one. Edit a message of yours, or ask for another answer, and "
                "both ways to go on stay here."
            ),
            self._card,
        )
        self._nothing.setWordWrap(True)
        self._lay_out(is_empty=not twigs)
        self._dress()
        parent.installEventFilter(self)

    def open(self) -> None:
        """Show it and give it the focus."""
        self._place()
        self.show()
        self.raise_()
        self.list.setCurrentIndex(self.rows.index(max(self.rows.current, 0)))
        self.list.scrollTo(self.list.currentIndex(), QListView.ScrollHint.PositionAtCenter)
        stop = self.list if self.rows.rowCount() else self.close_button
        stop.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Take it away."""
        if not self._is_closed:
            self._is_closed = True
            # First the focus goes elsewhere: Qt would look for the next one in here.
            self.closed.emit()
            self.hide()
            self.deleteLater()

    def _choose(self, index: Index) -> None:
        twig = index.data(TWIG)
        if twig is not None:
            self.close_panel()
            self.chosen.emit(twig.fork.message)

    def _lay_out(self, *, is_empty: bool) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_PADDING, 8, 8, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button)
        rows = QVBoxLayout(self._card)
        rows.setContentsMargins(1, 1, 1, 8)
        rows.setSpacing(0)
        rows.addLayout(head)
        body = QVBoxLayout()
        body.setContentsMargins(8, 0, 8, 0)
        if is_empty:
            body.setContentsMargins(_PADDING, 0, _PADDING, 8)
        body.addWidget(self._nothing if is_empty else self.list)
        rows.addLayout(body)
        (self.list if is_empty else self._nothing).hide()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        width = min(_WIDTH, self.width() - 2 * _MARGIN)
        count = self.rows.rowCount()
        if count:
            self.list.setFixedHeight(min(count, _SHOWN_ROWS) * LIST_ROW + 2)
        layout = self._card.layout()
        wanted = 0 if layout is None else layout.totalHeightForWidth(width)
        if layout is not None and not layout.hasHeightForWidth():
            wanted = layout.totalSizeHint().height()
        height = min(wanted, self.height() - 2 * _MARGIN)
        anchor = self._anchor
        left = min(max(anchor.right() - width, _MARGIN), self.width() - width - _MARGIN)
        top = min(anchor.bottom() + 4, self.height() - height - _MARGIN)
        self._card.setGeometry(max(left, _MARGIN), max(top, _MARGIN), width, height)

    def _dress(self) -> None:
        self._nothing.setStyleSheet(f"color: {colours().secondary};")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_nothing"):
            self._dress()
        super().changeEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_panel()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    @override
    def event(self, event: QEvent) -> bool:
        if is_esc_for_me(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._choose(self.list.currentIndex())
        else:
            # Nothing that lies under it is meant.
            event.accept()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        if self._is_closed:
            return super().focusNextPrevChild(next)
        parts = (self.list, self.close_button)
        return go_around(parts, forward=next) or super().focusNextPrevChild(next)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _SHADOW.paint(self, self._card)
