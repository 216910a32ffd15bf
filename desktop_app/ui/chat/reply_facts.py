"""The card that tells how a reply came about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.chat.floating_card import FloatingCard, Shadow, go_around
from desktop_app.ui.chat.reply_words import Fact
from desktop_app.ui.escaping import is_esc_for_me
from desktop_app.ui.overriding import override
from desktop_app.ui.scrolled_page import ScrolledPage
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CARD_TITLE, HINT

_WIDTH = 400
_MARGIN = 8
_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_PADDING = 16
_DONE_MS = 1500
_SHADOW = Shadow(reach=6, down=2, light=0.03, dark=0.09)


class ReplyFacts(QWidget):
    """Lies over the chat, all but the card clear; a click beside the card closes it.

    Signals:
        copy_wanted: What the request shall be copied as: "curl" or "python".
        closed: It is being closed, and takes itself away.

    Args:
        facts: What the card tells.
        anchor: Where what it belongs to stands in `parent`.
        parent: What it lies over.
    """

    copy_wanted = Signal(str)
    closed = Signal()

    def __init__(self, facts: Sequence[Fact], anchor: QRect, parent: QWidget) -> None:
        super().__init__(parent)
        self._anchor = anchor
        self._is_closed = False
        self.card = _Card(facts, self)
        self.copies = dict(zip(("curl", "python"), self.card.copies, strict=True))
        for kind, button in self.copies.items():
            button.setObjectName(f"copy_as_{kind}")
            button.clicked.connect(lambda _checked=False, kind=kind: self.copy_wanted.emit(kind))
        self.card.close_button.clicked.connect(self.close_card)
        parent.installEventFilter(self)
        self._place()

    def open(self) -> None:
        """Show the card and give it the focus."""
        self.show()
        self.raise_()
        # Of a popup, whoever had the focus keeps what it was at.
        self.card.setFocus(Qt.FocusReason.PopupFocusReason)

    def say_copied(self, kind: str) -> None:
        """Say for a moment that the request was copied."""
        button = self.copies[kind]
        button.set_icon("check")
        QTimer.singleShot(_DONE_MS, button, lambda: button.set_icon("copy"))

    def close_card(self) -> None:
        """Take it away."""
        if not self._is_closed:
            self._is_closed = True
            # First the focus goes elsewhere: Qt would look for the next one in here.
            self.closed.emit()
            self.hide()
            self.deleteLater()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        width = min(_WIDTH, self.width() - 2 * _MARGIN)
        height = min(self.card.height_for(width), self.height() - 2 * _MARGIN)
        anchor = self._anchor
        above, below = anchor.top() - height - 4, anchor.bottom() + 4
        # Below where there is room: it then covers none of the words it is about.
        top = below if below + height <= self.height() - _MARGIN else above
        left = min(anchor.left(), self.width() - width - _MARGIN)
        top = min(max(top, _MARGIN), self.height() - height - _MARGIN)
        self.card.setGeometry(max(left, _MARGIN), top, width, height)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_card()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # What it is about must not go away under it.
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
            self.close_card()
        else:
            # Nothing that lies under it is meant.
            event.accept()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        if self._is_closed:
            return super().focusNextPrevChild(next)
        # The focus goes around in the card.
        parts = (self.card, *self.card.stops)
        return go_around(parts, forward=next) or super().focusNextPrevChild(next)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _SHADOW.paint(self, self.card)


class _Card(FloatingCard):
    """What is known, in two columns, over the buttons."""

    def __init__(self, facts: Sequence[Fact], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reply_facts")
        words = self.tr("About this reply")
        self.setAccessibleName(words)
        # Read as a whole when it opens; each line can be found for itself too.
        self.setAccessibleDescription(". ".join(f"{fact.label}: {fact.value}" for fact in facts))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._names: list[QLabel] = []
        self._ids: list[QLineEdit] = []
        self.copies = [
            Button(words, parent=self, icon_name="copy")
            for words in (self.tr("Copy as cURL"), self.tr("Copy as Python"))
        ]
        self.feet = QBoxLayout(_ACROSS)
        self.feet.setContentsMargins(_PADDING, 10, _PADDING, 14)
        self.feet.setSpacing(8)
        self.close_button = icon_button("close", self.tr("Close"), self)
        self._place = ScrolledPage(self._lines(facts), self)
        self._lay_out(words)
        self._dress()

    @property
    def stops(self) -> list[QWidget]:
        """Where the focus goes with Tab, beside the card itself."""
        return [self.close_button, *self._ids, *self.copies]

    def height_for(self, width: int) -> int:
        """Return the height at which everything is seen, both in pixels."""
        inner = width - 2
        beside = sum(part.sizeHint().width() for part in self.copies) + self.feet.spacing()
        # Side by side where there is room, as in most languages.
        fits = beside <= inner - 2 * _PADDING
        self.feet.setDirection(_ACROSS if fits else _DOWN)
        head = self.close_button.sizeHint().height() + 10
        return self._place.height_for(inner) + head + self.feet.sizeHint().height() + 2

    def _lay_out(self, words: str) -> None:
        title = QLabel(words, self)
        title.setFont(font(CARD_TITLE))
        head = QHBoxLayout()
        head.setContentsMargins(_PADDING, 8, 8, 2)
        head.addWidget(title, 1)
        head.addWidget(self.close_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self._place, 1)
        for button in self.copies:
            self.feet.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.feet.addStretch(1)
        rows.addLayout(self.feet)

    def _lines(self, facts: Sequence[Fact]) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(_PADDING, 2, _PADDING, 2)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(facts):
            name, value = QLabel(fact.label, page), _value(fact, page)
            name.setFont(font(HINT))
            name.setMinimumWidth(name.sizeHint().width())
            value.setAccessibleName(f"{fact.label}: {fact.value}")
            self._names.append(name)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            if isinstance(value, QLineEdit):
                self._ids.append(value)
        grid.setRowStretch(len(facts), 1)
        return page

    def _dress(self) -> None:
        look = colours()
        for name in self._names:
            name.setStyleSheet(f"color: {look.secondary};")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_place"):
            self._dress()
        super().changeEvent(event)


def _value(fact: Fact, parent: QWidget) -> QLabel | QLineEdit:
    if fact.is_name:
        # It has no place where it could be broken, and is copied whole.
        field = QLineEdit(fact.value, parent)
        field.setReadOnly(True)
        field.setFont(font(HINT))
        field.setCursorPosition(0)
        field.setMinimumWidth(0)
        field.setTextMargins(-2, 0, 0, 0)  # Qt's own, which a style sheet doesn't reach
        field.setStyleSheet(
            "QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }"
        )
        return field
    label = QLabel(fact.value, parent)
    label.setFont(font(HINT))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
