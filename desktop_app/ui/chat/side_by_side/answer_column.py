"""One column: what one model answers, and the way to go on with it."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.core.chat import MessageAdded, MessageChanged, ReplyUpdate
from desktop_app.core.conversation import Message, Status
from desktop_app.core.events import ReasoningDelta, TextDelta
from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.chat.side_by_side.answer_view import AnswerView
from desktop_app.ui.chat.side_by_side.elided_label import ElidedLabel
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, RADIUS_CARD, UI_PRIMARY

_PADDING = 12


class AnswerColumn(QWidget):
    """Shows one answer as it grows.

    Attributes:
        message: The answer as it was added, or as it ended; None before there is one.
        can_be_asked: Whether the model can try again.

    Signals:
        chosen: The user goes on with this answer.
        stop_wanted: It shall be written no further.
        again_wanted: The model shall try again.
        changed: It is doing something else, or has ended.
    """

    chosen = Signal()
    stop_wanted = Signal()
    again_wanted = Signal()
    changed = Signal()

    def __init__(self, author: str, zoom: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.message: Message | None = None
        self.can_be_asked = False
        self._author = author
        self._is_growing = False
        self._missing: Literal["", "stopped", "failed"] = ""
        self._title = ElidedLabel(author, UI_PRIMARY, self)
        self._state = QLabel(self)
        self._state.setFont(font(HINT))
        self.stop = icon_button("stop", self.tr("Stop this answer"), self)
        self.transcript = AnswerView(self)
        self.transcript.setAccessibleName(author)
        self.transcript.set_zoom(zoom)
        self.choose = Button(self.tr("Go on with this one"), "plain", self)
        self.choose.setObjectName("go_on_with")
        self.again = Button(self.tr("Try again"), "flat", self, icon_name="refresh")
        for button in (self.stop, self.choose, self.again):
            button.setAccessibleDescription(author)
        self.stop.clicked.connect(self._stop)
        self.choose.clicked.connect(self.chosen)
        self.again.clicked.connect(self._ask_again)
        self.transcript.paced.connect(self._say)
        self._lay_out()
        self._say("")

    @property
    def is_growing(self) -> bool:
        """Whether the answer is being written, or waited for."""
        return self._is_growing

    @property
    def stands(self) -> Message | None:
        """The answer with the words that have come so far."""
        if self.message is None or not self._is_growing:
            return self.message
        return self.transcript.message(self.message.id) or self.message

    @property
    def tab_words(self) -> str:
        """What stands on its tab: who answers, marked while it is written or if it failed."""
        mark = "…" if self._is_growing else "!" if self._went_wrong else ""
        return f"{self._author} {mark}".strip()

    def begin(self) -> None:
        """Wait for an answer, in place of the one before."""
        self.message = None
        self._is_growing, self._missing = True, ""
        self.transcript.show_messages([])
        self._say(self.tr("waiting"))

    def take(self, update: ReplyUpdate) -> None:
        """Show what has happened."""
        match update:
            case MessageAdded(message):
                self.message = message
                self.transcript.add_message(message, "", live=True)
                self._say(self.tr("writing"))
            case MessageChanged(message):
                self.end(message)
            case TextDelta() | ReasoningDelta():
                self.transcript.take(update)
                if not self.choose.isEnabled():
                    self._say(self.tr("writing"))
                    self.choose.setEnabled(isinstance(update, TextDelta))
            case _:
                pass

    def show_note(self, words: str) -> None:
        """Say what is done in place of writing; empty for nothing else."""
        if words:
            self._say(words)

    def show_answer(self, message: Message) -> None:
        """Show an answer that was there before."""
        self.transcript.show_messages([(message, "")])
        self.end(message)

    def end(self, message: Message) -> None:
        """Show how the answer ended."""
        self.message, self._is_growing = message, False
        self.transcript.end_message(message)
        self._say("")

    def give_up(self, *, stopped: bool) -> None:
        """Show that there is no answer, if one was waited for.

        Args:
            stopped: Whether it was stopped before it began; else it can't be kept.
        """
        if self._is_growing and self.message is None:
            self._is_growing, self._missing = False, "stopped" if stopped else "failed"
            self._say("")

    @property
    def _went_wrong(self) -> bool:
        status = None if self.message is None or self._is_growing else self.message.status
        return self._missing == "failed" or status in (Status.FAILED, Status.INTERRUPTED)

    def _say(self, words: str) -> None:
        """Say what is done, or how it ended, and offer what can be done now."""
        message, growing = self.message, self._is_growing
        ended = not growing and (message is not None or bool(self._missing))
        words = words if growing else self._ending()
        colour = colours().warning_text if self._went_wrong else colours().secondary
        self._state.setText(words)
        self._state.setStyleSheet(f"color: {colour};")
        well = message is not None and message.status is Status.COMPLETE
        self.stop.setVisible(growing)
        self.again.setVisible(ended and not well and self.can_be_asked)
        stands = self.stands if ended else None
        if not growing or message is None:
            self.choose.setEnabled(stands is not None and bool(stands.text.strip()))
        self.setAccessibleName(" · ".join(filter(None, (self._author, words))))
        self.changed.emit()

    def _ending(self) -> str:
        words: dict[str, str] = {
            Status.STOPPED: self.tr("stopped"),
            Status.FAILED: self.tr("failed"),
            Status.INTERRUPTED: self.tr("interrupted"),
        }
        status = self._missing if self.message is None else self.message.status
        return words.get(status, "") if status else ""

    def _stop(self) -> None:
        # Before its button goes, which would pass the focus on.
        self.transcript.setFocus()
        self.stop_wanted.emit()

    def _ask_again(self) -> None:
        self.transcript.setFocus()
        self.again_wanted.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_PADDING + 4, 0, _PADDING, 0)
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        head.addWidget(self.stop)
        # As tall with its button as without.
        head.addStrut(30)
        foot = QHBoxLayout()
        foot.setContentsMargins(_PADDING, 4, _PADDING, 0)
        foot.addWidget(self.choose)
        foot.addStretch(1)
        foot.addWidget(self.again)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 6, 1, _PADDING)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self.transcript, 1)
        rows.addLayout(foot)
        parts = (self.transcript, self.choose, self.again, self.stop)
        for before, behind in pairwise(parts):
            QWidget.setTabOrder(before, behind)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "again"):
            colour = colours().warning_text if self._went_wrong else colours().secondary
            self._state.setStyleSheet(f"color: {colour};")
        super().changeEvent(event)

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
