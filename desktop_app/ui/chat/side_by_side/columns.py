"""The answers of several models beside each other; in a narrow window behind tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from desktop_app.ui.buttons import icon_button
from desktop_app.ui.chat.side_by_side.answer_column import AnswerColumn
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT

_NARROWEST = 260
"""Pixels that a column has at the least; with less for each, one is shown at a time."""


class AnswerColumns(QWidget):
    """Holds the columns of one question.

    Signals:
        closed: The user leaves the comparison without a choice.
    """

    closed = Signal()

    def __init__(self, question: str, authors: Sequence[str], zoom: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("side_by_side")
        self.setAccessibleName(self.tr("Answers side by side"))
        self.columns = [AnswerColumn(author, zoom, self) for author in authors]
        self._question = QLabel(" ".join(question.split())[:400], self)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._question.setWordWrap(True)
        self._hint = QLabel(self.tr("Choose the answer to go on with. The others stay."), self)
        self._hint.setFont(font(HINT))
        self._hint.setStyleSheet(f"color: {colours().secondary};")
        self.close_button = icon_button(
            "close", self.tr("Close; all answers stay as versions"), self
        )
        self.close_button.clicked.connect(self.closed)
        self._tabs = QTabBar(self)
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        for author in authors:
            self._tabs.addTab(author.replace("&", "&&"))
        self._tabs.currentChanged.connect(self._place)
        self._lay_out()
        for number, column in enumerate(self.columns, 1):
            keys = QKeySequence(f"Alt+{number}")
            QShortcut(keys, self).activated.connect(column.choose.click)
            column.choose.setToolTip(keys.toString(QKeySequence.SequenceFormat.NativeText))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._hint, 1)
        head.addWidget(self.close_button)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        for column in self.columns:
            beside.addWidget(column, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 8, 20, 4)
        rows.setSpacing(8)
        rows.addWidget(self._question)
        rows.addLayout(head)
        rows.addWidget(self._tabs)
        rows.addLayout(beside, 1)
        self._place()

    def _place(self) -> None:
        narrow = self.width() < _NARROWEST * len(self.columns)
        self._tabs.setVisible(narrow)
        for number, column in enumerate(self.columns):
            column.setVisible(not narrow or number == self._tabs.currentIndex())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().window))
        painter.end()
