"""What the search looks like: a card over the dimmed window, and nothing of what it does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_app.ui.buttons import icon_button
from desktop_app.ui.chat.floating_card import FloatingCard, Shadow, go_around
from desktop_app.ui.icons import icon
from desktop_app.ui.overriding import override
from desktop_app.ui.search.chips import Chips
from desktop_app.ui.search.foot import Foot
from desktop_app.ui.search.hits_view import HitsView
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CHAT, HINT, UI

_WIDTH, _HEIGHT, _TOP = 680, 501, 96
_MARGIN = 8
_SIDE = 16
_SHADOW = Shadow(reach=12, down=3, light=0.025, dark=0.10)
_LONGEST = 1000
_NARROW = 560
_ANNOUNCED_AFTER_MS = 400
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# What the keys do in the rest of the window is not meant while this lies over it, but for these.
_PASSED_ON = (Qt.Key.Key_Q, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal, Qt.Key.Key_0)


class _Field(QLineEdit):
    """Where the words are typed; the keys that go through the hits work here, too.

    Signals:
        step_wanted: A key that goes through the hits was pressed.
        entered: Enter was pressed, and whether with Ctrl.
    """

    step_wanted = Signal(int)
    entered = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._composing = False
        self.setMaxLength(_LONGEST)
        self.setFont(font(CHAT))
        self.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0; }")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not self._composing:
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() in _STEPS:
            self.step_wanted.emit(event.key())
        else:
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)


class SearchView(QWidget):
    """Lies over the window; a click beside the card closes it.

    Signals:
        typed: What is looked for has changed.
        picked: A hit is to be opened, and whether the search stays open.
        closed: It has closed.
    """

    typed = Signal()
    picked = Signal(object, bool)
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.setObjectName("search")
        self.setAccessibleName(self.tr("Search"))
        self._card = FloatingCard(self)
        self._glass = QLabel(self._card)
        self.field = _Field(self._card)
        self.field.setObjectName("search_words")
        self.field.setAccessibleName(self.tr("Search conversations"))
        self.field.setPlaceholderText(self.tr("Search all chats"))
        self._count = self._label("search_count")
        self._close = icon_button("close", self.tr("Close"), self._card)
        self.chips = Chips(self._card)
        self._line = QFrame(self._card)
        self._line.setFixedHeight(1)
        self.list = HitsView(self._card)
        self._remark = self._label("search_remark")
        self._remark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._remark.setWordWrap(True)
        self._foot = Foot(self._card)
        self._announcing = QTimer(self)
        self._announcing.setSingleShot(True)
        self._announcing.setInterval(_ANNOUNCED_AFTER_MS)
        self._lay_out()
        self._connect()
        self._dress()
        self.hide()
        window.installEventFilter(self)

    def open(self) -> None:
        """Show it with the words of last time, to be typed over."""
        if not self.isVisible():
            self._before = self._window.focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def close_search(self, *, focus_back: bool = True) -> None:
        """Hide it, and give the focus back unless it goes elsewhere."""
        if not self.isVisible():
            return
        self._announcing.stop()
        before, self._before = self._before, None
        if focus_back and before is not None:
            # Before it hides: Qt would hand the focus to whatever comes next in the window.
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def show_count(self, words: str) -> None:
        """Say how much was found; a screen reader says it once typing pauses."""
        if words != self._count.text():
            self._count.setText(words)
            self.field.setAccessibleDescription(words)
            self._announcing.start()

    def show_remark(self, words: str) -> None:
        """Say something in place of the hits; empty for nothing."""
        self._remark.setText(words)
        self._remark.setVisible(bool(words))
        self.list.setVisible(not words)
        if words:
            self._announcing.start()

    # How it works

    def _label(self, name: str) -> QLabel:
        label = QLabel(self._card)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE + 4, 13, 12, 0)
        head.setSpacing(12)
        for part, stretch in (
            (self._glass, 0),
            (self.field, 1),
            (self._count, 0),
            (self._close, 0),
        ):
            head.addWidget(part, stretch)
        chips = QHBoxLayout()
        chips.setContentsMargins(_SIDE, 12, _SIDE, 11)
        chips.addWidget(self.chips)
        hits = QHBoxLayout()
        hits.setContentsMargins(8, 8, 6, 4)
        hits.addWidget(self.list)
        hits.addWidget(self._remark)
        rows = QVBoxLayout(self._card)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addLayout(chips)
        rows.addWidget(self._line)
        rows.addLayout(hits, 1)
        rows.addWidget(self._foot)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self.typed.emit())
        self.field.step_wanted.connect(self.list.step)
        self.field.entered.connect(self._enter)
        self.list.picked.connect(self.picked)
        self.chips.changed.connect(self.typed)
        self._close.clicked.connect(self.close_search)
        self._announcing.timeout.connect(self._announce)

    def _enter(self, stay: bool) -> None:  # noqa: FBT001 - as the signal sends it
        if self.list.current is not None:
            self.picked.emit(self.list.current, stay)

    def _announce(self) -> None:
        words = " ".join(filter(None, (self._count.text(), self._remark.text())))
        if words and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        width = min(_WIDTH, self.width() - 2 * _MARGIN)
        top = min(_TOP, max(_MARGIN, (self.height() - _HEIGHT) // 3))
        height = min(_HEIGHT, self.height() - top - _MARGIN)
        self._card.setGeometry((self.width() - width) // 2, top, width, height)
        self._count.setVisible(width >= _NARROW)

    def _dress(self) -> None:
        look = colours()
        self._glass.setPixmap(icon("search", look.secondary).pixmap(16, 16))
        self._line.setStyleSheet(f"background: {look.border}; border: none;")
        for label, role in ((self._count, HINT), (self._remark, UI)):
            label.setFont(font(role))
            label.setStyleSheet(f"color: {look.secondary};")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_announcing"):
            self._dress()
        super().changeEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    @override
    def event(self, event: QEvent) -> bool:
        overriding = event.type() == QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and event.key() not in _PASSED_ON:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.close_search()
        elif event.key() == Qt.Key.Key_K and control:
            self.open()
        elif event.key() in _STEPS:
            self.list.step(event.key())
        else:
            # Nothing that lies below is meant.
            event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_search()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        # The focus goes around in here.
        parts = (self.field, *self.chips.all, self._close)
        return go_around(parts, forward=next) or super().focusNextPrevChild(next)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), _scrim())
        painter.end()
        _SHADOW.paint(self, self._card)


def _scrim() -> QColor:
    dark = colours().dark
    shade = QColor("#08090A" if dark else "#1D2220")
    shade.setAlphaF(0.62 if dark else 0.28)
    return shade
