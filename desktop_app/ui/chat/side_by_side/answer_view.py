"""One answer by itself, to be read and copied; who speaks is said above it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop_app.core.conversation import Message
from desktop_app.core.errors import Failure
from desktop_app.ui.chat.column import Column
from desktop_app.ui.chat.remedies import Remedy
from desktop_app.ui.chat.transcript.flow import Shown
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_text import LEFT
from desktop_app.ui.chat.transcript.view import Transcript
from desktop_app.ui.overriding import override

_PADDING = 16


class AnswerView(Transcript):
    """A transcript of one answer, without its thread and its header.

    Signals:
        paced: How fast the answer is being written, in words.
    """

    paced = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compared_answer")
        self.offers = _none

    @property
    @override
    def column(self) -> Column:
        """Where the answer stands: what the thread takes elsewhere lies outside of the view."""
        return Column(_PADDING - LEFT, self.width() - _PADDING + LEFT)

    @override
    def show_pace(self, number: int, row: Row, words: str) -> None:
        if words:
            self.paced.emit(words)

    @override
    def _paint_thread(self, painter: QPainter, shown: list[Shown]) -> None:
        pass

    @override
    def _make_row(self, message: Message, author: str) -> Row:
        row = super()._make_row(replace(message, sentiment=None), author)
        row.only_read = True
        return row


def _none(_message: Message, _failure: Failure) -> list[Remedy]:
    """Offer nothing: the ways out stand below the answer."""
    return []
