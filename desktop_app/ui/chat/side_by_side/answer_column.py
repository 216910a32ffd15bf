"""One column: what one model answers, and the way to go on with it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.core.chat import MessageAdded, MessageChanged, ReplyUpdate
from desktop_app.core.conversation import Message, Status
from desktop_app.core.errors import Failure
from desktop_app.core.events import ReasoningDelta, TextDelta
from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.chat.remedies import Remedy
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.view import Transcript
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, RADIUS_CARD, UI_PRIMARY

_PADDING = 12


class _ReadOnly(Transcript):
    """A transcript in which an answer is read and copied, and nothing else."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compared_answer")
        self.offers = _none

    @override
    def _make_row(self, message: Message, author: str) -> Row:
        row = super()._make_row(message, author)
        row.only_read = True
        return row


class AnswerColumn(QWidget):
    """Shows one answer as it grows.

    Signals:
        chosen: The user goes on with this answer.
        stop_wanted: It shall be written no further.
        again_wanted: The model shall try again.
    """

    chosen = Signal()
    stop_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, author: str, zoom: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.message: Message | None = None
        self._author = author
        self._title = QLabel(author, self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setFont(font(UI_PRIMARY))
        self._title.setToolTip(author.replace("<", "‹"))
        self._state = QLabel(self)
        self._state.setFont(font(HINT))
        self.stop = icon_button("stop", self.tr("Stop this answer"), self)
        self.transcript = _ReadOnly(self)
        self.transcript.setAccessibleName(author)
        self.transcript.set_zoom(zoom)
        self.choose = Button(self.tr("Go on with this one"), "plain", self)
        self.choose.setObjectName("go_on_with")
        self.again = Button(self.tr("Try again"), "flat", self, icon_name="refresh")
        for button in (self.stop, self.choose, self.again):
            button.setAccessibleDescription(author)
        self.stop.clicked.connect(self.stop_wanted)
        self.choose.clicked.connect(self.chosen)
        self.again.clicked.connect(self.again_wanted)
        self._lay_out()
        self.show_state()

    @property
    def is_growing(self) -> bool:
        """Whether the answer is being written."""
        return self.message is not None and self.message.finished_at is None

    def begin(self) -> None:
        """Wait for an answer, in place of the one before."""
        self.message = None
        self.transcript.show_messages([])
        self.show_state(self.tr("waiting"))

    def take(self, update: ReplyUpdate) -> None:
        """Show what has happened."""
        match update:
            case MessageAdded(message):
                self.message = message
                self.transcript.add_message(message, self._author, live=True)
                self.show_state(self.tr("writing"))
            case MessageChanged(message):
                self.end(message)
            case TextDelta() | ReasoningDelta():
                self.transcript.take(update)
            case _:
                pass

    def end(self, message: Message) -> None:
        """Show how the answer ended."""
        self.message = message
        # Its mood is shown, and corrected, where the conversation is.
        self.transcript.end_message(replace(message, sentiment=None))
        self.show_state()

    def show_state(self, words: str = "") -> None:
        """Say what the column is doing, or how its answer ended."""
        message = self.message
        ended = message is not None and not self.is_growing
        if not words and message is not None and ended:
            words = {
                Status.STOPPED: self.tr("stopped"),
                Status.FAILED: self.tr("failed"),
                Status.INTERRUPTED: self.tr("interrupted"),
            }.get(message.status, "")
        self._state.setText(words)
        self._state.setStyleSheet(f"color: {colours().secondary};")
        well = message is not None and message.status is Status.COMPLETE
        self.stop.setVisible(bool(words) and not ended)
        self.again.setVisible(ended and not well)
        self.choose.setEnabled(ended and message is not None and bool(message.text.strip()))
        self.setAccessibleName(" · ".join(filter(None, (self._author, words))))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_PADDING + 4, 0, _PADDING - 4, 0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._state)
        head.addWidget(self.stop)
        foot = QHBoxLayout()
        foot.setContentsMargins(_PADDING, 0, _PADDING, 0)
        foot.addWidget(self.choose)
        foot.addStretch(1)
        foot.addWidget(self.again)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 8, 1, _PADDING)
        rows.setSpacing(6)
        rows.addLayout(head)
        rows.addWidget(self.transcript, 1)
        rows.addLayout(foot)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.border))
        painter.setBrush(QColor(look.window))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_CARD, RADIUS_CARD)
        painter.end()


def _none(_message: Message, _failure: Failure) -> list[Remedy]:
    return []
