"""The bar that finds words in the conversation; it asks, and shows what it is told."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)
from shiboken6 import isValid

from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.mark import Mark
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, RADIUS_CARD, UI

_WIDTH = 420
_HEIGHT = 40
_MARGIN = 8
_GLASS = 16
_PAUSE_MS = 150
_LONGEST = 500
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Field(QLineEdit):
    """The words to find.

    Signals:
        entered: Enter was pressed, outside of an input method's composition; True with Shift.
        focused: The field got or lost the focus.
    """

    entered = Signal(bool)
    focused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._composing = False
        self.setMaxLength(_LONGEST)
        self.setFont(font(UI))
        self.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0; }")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not self._composing:
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()


class FindBar(QWidget):
    """Find in this conversation: a field, how many matches there are, and the way through them.

    It begins hidden. What it asks for is answered with `show_count`.

    Signals:
        words_changed: These words are to be found from now on, or none; sent when typing pauses.
        next_wanted: The user goes to the next match.
        previous_wanted: The user goes to the match before.
        closed: The user closed the bar: no words are to be found any more.
    """

    words_changed = Signal(str)
    next_wanted = Signal()
    previous_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find_bar")
        self.setAccessibleName(self.tr("Find"))
        self._told = ""
        self._before: QWidget | None = None
        self.field = _Field(self)
        self.field.setObjectName("find_field")
        self.field.setAccessibleName(self.tr("Find in this conversation"))
        self.field.setPlaceholderText(self.tr("Find in this conversation"))
        self._count = QLabel(self)
        self._count.setObjectName("find_count")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._previous = self._button("chevron-up", self.tr("Previous match"), "Shift+Enter")
        self._next = self._button("chevron-down", self.tr("Next match"), "Enter")
        self._close = self._button("close", self.tr("Close"), "Esc")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()
        self._dress()
        self.show_count(0, 0, searching=False)
        self.hide()

    def open(self, selected_text: str = "") -> None:
        """Show the bar with the focus in its field and its words selected.

        Args:
            selected_text: What is selected in the conversation and becomes the words to find,
                unless it has several lines. Without it the words of before are found again.
        """
        words = selected_text.strip()
        if words and not set(words) & set("\n\r\u2028\u2029"):
            self.field.setText(words[:_LONGEST])
        if self._has_no_focus():
            self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._tell_words()

    def show_count(self, current: int, total: int, *, searching: bool) -> None:
        """Show where the user is among the matches.

        Args:
            current: The match that is shown, counted from 1; 0 for none.
            total: How many have been found.
            searching: More may still be found.
        """
        words = self._count_words(current, total, searching=searching)
        changed = words != self._count.text()
        self._count.setText(words)
        self.field.setAccessibleDescription(words)
        for button in (self._previous, self._next):
            self._enable(button, enabled=total > 0 or (searching and bool(self.field.text())))
        if changed and words and not searching and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def close_bar(self) -> None:
        """Hide the bar and give the focus back; its words are kept for the next time."""
        if self.isHidden():
            return
        self._pause.stop()
        self._told = ""
        before = self._before
        if before is not None and isValid(before) and not self._has_no_focus():
            # Before it hides: Qt would hand the focus to whatever comes next in the window.
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def place(self, area: QRect) -> None:
        """Take the top right corner of `area`, in the coordinates of the parent."""
        width = min(_WIDTH, area.width() - 2 * _MARGIN)
        left = area.right() + 1 - _MARGIN - width
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = area.left() + _MARGIN
        self.setGeometry(left, area.top() + _MARGIN, width, self.sizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        needed = QFontMetrics(font(UI)).height() + 2 * _MARGIN
        return QSize(_WIDTH, max(_HEIGHT, needed))

    def _has_no_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is None or not self.isAncestorOf(focused)

    def _button(self, icon_name: str, name: str, keys: str) -> Button:
        button = icon_button(icon_name, name, self)
        button.setToolTip(f"{name} ({keys})")
        return button

    def _lay_out(self) -> None:
        glass = Mark("search", self, colour="secondary")
        glass.setFixedSize(_GLASS, _GLASS)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 6, 0)
        line.setSpacing(0)
        line.addWidget(glass)
        line.addSpacing(8)
        line.addWidget(self.field, 1)
        line.addSpacing(8)
        line.addWidget(self._count)
        line.addSpacing(8)
        for button in (self._previous, self._next, self._close):
            line.addWidget(button)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._edited)
        self.field.entered.connect(self._entered)
        self.field.focused.connect(self.update)
        self._pause.timeout.connect(self._tell_words)
        self._previous.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)
        self._close.clicked.connect(self.close_bar)
        # They work in the whole window, and only while the bar can be seen.
        QShortcut(QKeySequence("F3"), self).activated.connect(self._go_on)
        QShortcut(QKeySequence("Shift+F3"), self).activated.connect(self._go_back)

    def _edited(self, words: str) -> None:
        if not words:
            self._tell_words()
        else:
            self._pause.start()

    def _entered(self, back: bool) -> None:  # noqa: FBT001 - the argument of a signal
        if back:
            self._go_back()
        else:
            self._go_on()

    def _go_on(self) -> None:
        self._go(self._next, self.next_wanted)

    def _go_back(self) -> None:
        self._go(self._previous, self.previous_wanted)

    def _go(self, button: Button, wanted: SignalInstance) -> None:
        # Who is quicker than the pause means the words as they stand now, and their first match.
        if self._pause.isActive():
            self._tell_words()
        elif button.isEnabled():
            wanted.emit()

    def _tell_words(self) -> None:
        self._pause.stop()
        words = self.field.text()
        if words == self._told:
            return
        self._told = words
        if not words:
            self.show_count(0, 0, searching=False)
        self.words_changed.emit(words)

    def _count_words(self, current: int, total: int, *, searching: bool) -> str:
        if not self.field.text():
            return ""
        if not total:
            return self.tr("searching…") if searching else self.tr("no matches")
        if not current:
            return self.tr("%n matches", "", total)
        words = self.tr("{current} of {total}").format(current=current, total=total)
        return f"{words}…" if searching else words

    def _enable(self, button: Button, *, enabled: bool) -> None:
        if not enabled and button.hasFocus():
            # Qt would hand it to the next button, where Space does something else.
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        button.setEnabled(enabled)

    def _dress(self) -> None:
        digits = font(HINT)
        digits.setFeature(QFont.Tag("tnum"), 1)
        self._count.setFont(digits)
        self._count.setStyleSheet(f"color: {colours().secondary};")

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # In the bar Esc closes it, whatever it does in the rest of the window.
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif event.type() == QEvent.Type.PaletteChange and hasattr(self, "_pause"):
            self._dress()
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in _ENTER and isinstance(focused, QAbstractButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A click between its parts must not reach what lies below.
        self.field.setFocus(Qt.FocusReason.MouseFocusReason)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.accent if self.field.hasFocus() else look.control))
        painter.setBrush(QColor(look.raised))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_CARD, RADIUS_CARD)
        painter.end()
