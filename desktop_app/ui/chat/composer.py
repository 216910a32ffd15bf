"""The composer: where a message is written and sent, and a reply is stopped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import CHAT, COMPOSER_LINES, COMPOSER_PADDING, HINT, RADIUS_CARD

_SIDE = 16


class MessageField(QPlainTextEdit):
    """The text being written. Enter sends it, Shift+Enter starts a new line.

    Signals:
        submitted: Enter was pressed, outside of an input method's composition.
        recall_wanted: Up was pressed while the field was empty.
        focused: The field got or lost the focus.
    """

    submitted = Signal()
    recall_wanted = Signal()
    focused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QPlainTextEdit { background: transparent; }")
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)
        # A huge text that is taken out at once changes the size without saying so.
        self.textChanged.connect(self.fit)
        self.setFont(font(CHAT))
        self.fit()

    def fit(self) -> None:
        """Take the height of the text, from one line to ten."""
        lines = max(1, round(self.document().size().height()))
        shown = min(lines, COMPOSER_LINES)
        self.setFixedHeight(shown * self._line() + 2)
        scrolls = lines > COMPOSER_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff
        )

    def _line(self) -> int:
        return max(self.fontMetrics().lineSpacing(), line_height(CHAT) - 2)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and modifiers == Qt.KeyboardModifier.NoModifier:
            # While an input method composes a word, Enter belongs to it.
            if not self.textCursor().block().layout().preeditAreaText():
                self.submitted.emit()
        elif event.key() == Qt.Key.Key_Up and not self.toPlainText():
            self.recall_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()


class Composer(QWidget):
    """The field with Send, and Stop while a reply is being written.

    Signals:
        submitted: The user sends this text. It stays in the field until `clear` is called, so
            that nothing is lost when it can't be saved.
        stop_wanted: The user stops the reply.
        edited: The text has changed.
        recall_wanted: Up was pressed in the empty field.
    """

    submitted = Signal(str)
    stop_wanted = Signal()
    edited = Signal(str)
    recall_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ready = False
        self.field = MessageField(self)
        self.field.setObjectName("composer")
        self.field.setAccessibleName(self.tr("Message"))
        self._stop = Button(self.tr("Stop"), "plain", self, icon_name="stop")
        self._stop.setObjectName("stop_button")
        self._stop.hide()
        self._send = Button(self.tr("Send"), "primary", self, icon_name="arrow-up")
        self._send.setObjectName("send_button")
        self._send.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._tokens = QLabel(self)
        self._tokens.setObjectName("token_count")
        self._tokens.setFont(font(HINT))
        self._tokens.hide()
        self._lay_out()
        self._dress()
        self.field.submitted.connect(self._submit)
        self._send.clicked.connect(self._submit)
        self._stop.clicked.connect(self._stop_reply)
        self.field.recall_wanted.connect(self.recall_wanted)
        self.field.textChanged.connect(self._edited)
        self.field.focused.connect(self.update)
        self._edited()

    @property
    def text(self) -> str:
        """What is written."""
        return self.field.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace what is written, the cursor at its end."""
        self.field.setPlainText(text)
        cursor = self.field.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.field.setTextCursor(cursor)

    def set_ready(self) -> None:
        """Messages can be sent from now on; before, they can only be written."""
        self._ready = True
        self._edited()

    def set_replying(self, replying: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Show Stop while a reply is being written; what is sent meanwhile waits until it ends."""
        self._stop.setVisible(replying)
        words = self.tr("Waits until the reply has ended") if replying else ""
        self._send.setToolTip(words)
        self._send.setAccessibleDescription(words)

    def set_placeholder(self, text: str) -> None:
        """Show `text` while the field is empty."""
        self.field.setPlaceholderText(text)

    def show_tokens(self, words: str, tip: str) -> None:
        """Tell how much the next request reads; nothing where `words` is empty."""
        if self._tokens.text() != words:
            self._tokens.setText(words)
            self._tokens.setToolTip(tip)
            self._tokens.setAccessibleDescription(tip)
            self._tokens.setVisible(bool(words))

    def add_button(self, button: QWidget) -> None:
        """Put another button at the left below the field."""
        self._buttons.insertWidget(0, button)

    def _lay_out(self) -> None:
        self._buttons = buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._tokens)
        buttons.addSpacing(4)
        buttons.addWidget(self._stop)
        buttons.addWidget(self._send)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(_SIDE, COMPOSER_PADDING + 2, COMPOSER_PADDING, COMPOSER_PADDING)
        rows.setSpacing(6)
        rows.addWidget(self.field)
        rows.addLayout(buttons)

    def _submit(self) -> None:
        if self._send.isEnabled():
            # Before Send is disabled, which would pass the focus on.
            self.field.setFocus()
            self.submitted.emit(self.text)

    def _stop_reply(self) -> None:
        self.field.setFocus()
        self.stop_wanted.emit()

    def _edited(self) -> None:
        self._send.setEnabled(self._ready and bool(self.text.strip()))
        self.edited.emit(self.text)

    def _dress(self) -> None:
        self._tokens.setStyleSheet(f"color: {colours().secondary};")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_tokens"):
            self._dress()
        super().changeEvent(event)

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

    @override
    def mousePressEvent(self, event: QEvent) -> None:
        self.field.setFocus(Qt.FocusReason.MouseFocusReason)
