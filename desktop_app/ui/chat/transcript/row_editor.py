"""What a message is changed in, in the place of its words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.escaping import is_esc_for_me
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CHAT, HINT, RADIUS_BUTTON
from desktop_app.ui.wrapping_row import WrappingRow

_SIDE = 10
_TOP = 8
_GAP = 8
_MOST_LINES = 16
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class EditWords:
    """What an editor says.

    Attributes:
        name: What a screen reader calls the field.
        accept: The words of the button that takes the text.
        keep: Those of the button that keeps it without sending it; empty for none.
        keys: What the keys do, in a line beside the buttons.
    """

    name: str
    accept: str
    keep: str = ""
    keys: str = ""


class EditField(QPlainTextEdit):
    """The words that are changed.

    Signals:
        accepted: Ctrl+Enter was pressed, or Enter where that is enough.
        kept: Ctrl+S was pressed.
        rejected: Esc was pressed.
        focused: The field got or lost the focus.
        widened: It has another size, and its lines may be others.

    Args:
        by_enter: Whether Enter is enough, and only Shift+Enter starts a line.
        parent: Where it is.
    """

    accepted = Signal()
    kept = Signal()
    rejected = Signal()
    focused = Signal()
    widened = Signal()

    def __init__(self, parent: QWidget, *, by_enter: bool) -> None:
        super().__init__(parent)
        self._by_enter = by_enter
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QPlainTextEdit { background: transparent; }")
        self.document().setDocumentMargin(0)
        self.setViewportMargins(_SIDE, 0, _SIDE, 0)
        self.setFont(font(CHAT))

    def fit(self) -> None:
        """Take the height of the text, up to a number of lines."""
        lines = max(1, round(self.document().size().height()))
        self.setFixedHeight(min(lines, _MOST_LINES) * self.fontMetrics().lineSpacing() + 4)
        policy = Qt.ScrollBarPolicy
        scrolls = lines > _MOST_LINES
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff
        )

    @override
    def event(self, event: QEvent) -> bool:
        # Otherwise the window's own keys, such as Esc that stops a reply, would come first.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._meaning(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        meaning = self._meaning(event)
        # While an input method composes a word, Enter belongs to it.
        composing = bool(self.textCursor().block().layout().preeditAreaText())
        if meaning is None or composing:
            super().keyPressEvent(event)
        elif meaning == "accept":
            self.accepted.emit()
        elif meaning == "keep":
            self.kept.emit()
        else:
            self.rejected.emit()

    def _meaning(self, event: QKeyEvent) -> str | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        if event.key() in _ENTER and (modifiers == _CTRL or (plain and self._by_enter)):
            return "accept"
        if event.key() == Qt.Key.Key_S and modifiers == _CTRL:
            return "keep"
        return "reject" if event.key() == Qt.Key.Key_Escape and plain else None

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.widened.emit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()


class RowEditor(QWidget):
    """A field with what can be done with its words.

    Signals:
        accepted: The words are to be taken.
        kept: They are to be kept without being sent.
        rejected: They are to be left as they were.
        resized: It needs another height.

    Args:
        text: What stands there first.
        words: What it says.
        by_enter: Whether Enter takes the words.
    """

    accepted = Signal()
    kept = Signal()
    rejected = Signal()
    resized = Signal()

    def __init__(self, text: str, words: EditWords, *, by_enter: bool) -> None:
        super().__init__()
        self.setObjectName("row_editor")
        self._busy = self._measures = False
        self.field = EditField(self, by_enter=by_enter)
        self.field.setObjectName("row_editor_field")
        self.field.setAccessibleName(words.name)
        self.field.setAccessibleDescription(words.keys)
        self.field.setPlainText(text)
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self._accept = self._button(words.accept, "edit_accept")
        self._keep = self._button(words.keep, "edit_keep") if words.keep else None
        self._cancel = self._button(self.tr("Cancel"), "edit_cancel")
        self._keys = QLabel(words.keys, self)
        self._lay_out()
        self._connect()
        self._dress()
        self._edited()

    @property
    def text(self) -> str:
        """The words as they are now."""
        return self.field.toPlainText()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Take nothing while a reply is being written, which a new question would cut off."""
        self._busy = busy
        self._edited()

    def height_for(self, width: int) -> int:
        """Return the height it needs at `width`, both in pixels."""
        layout = self.layout()
        if layout is None:
            return 0
        # How many lines there are is known only at their width.
        self._measures = True
        self.field.resize(width, self.field.height())
        self._measures = False
        return layout.totalHeightForWidth(width)

    def _button(self, words: str, name: str) -> Button:
        button = Button(words, parent=self)
        button.setObjectName(name)
        return button

    def _lay_out(self) -> None:
        self._keys.setFont(font(HINT))
        self._keys.setMinimumHeight(self._accept.sizeHint().height())
        feet = WrappingRow(_GAP)
        feet.setContentsMargins(0, _TOP + _GAP, 0, 0)
        for part in (self._accept, self._keep, self._cancel, self._keys):
            if part is not None:
                feet.addWidget(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, _TOP, 0, 2)
        rows.setSpacing(0)
        rows.addWidget(self.field)
        rows.addLayout(feet)

    def _connect(self) -> None:
        field = self.field
        field.accepted.connect(self._accept.click)
        if self._keep is not None:
            field.kept.connect(self._keep.click)
            self._keep.clicked.connect(self.kept)
        else:
            field.kept.connect(self._accept.click)
        field.rejected.connect(self.rejected)
        self._accept.clicked.connect(self.accepted)
        self._cancel.clicked.connect(self.rejected)
        field.textChanged.connect(self._edited)
        field.document().documentLayout().documentSizeChanged.connect(self._fit)
        field.widened.connect(self._fit)
        field.focused.connect(self.update)

    def _edited(self) -> None:
        possible = bool(self.text.strip()) and not self._busy
        for button in (self._accept, self._keep):
            if button is not None:
                button.setEnabled(possible)
        self._fit()

    def _fit(self) -> None:
        before = self.field.height()
        self.field.fit()
        if self.field.height() != before:
            # Qt would tell the layout only later, and it would still ask for the old height.
            layout = self.layout()
            if layout is not None:
                layout.invalidate()
            if not self._measures:
                self.resized.emit()

    def _dress(self) -> None:
        self._keys.setStyleSheet(f"color: {colours().secondary};")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_keys"):
            self._dress()
        super().changeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.rejected.emit()
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if is_esc_for_me(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.accent if self.field.hasFocus() else look.control))
        painter.setBrush(QColor(look.raised))
        frame = QRectF(0, 0, self.width(), self.field.geometry().bottom() + _TOP)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, 0.5), RADIUS_BUTTON, RADIUS_BUTTON)
        painter.end()
