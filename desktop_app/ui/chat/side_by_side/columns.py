"""The answers of several models beside each other; in a narrow window behind tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.side_by_side.answer_column import AnswerColumn
from desktop_app.ui.chat.side_by_side.elided_label import ElidedLabel
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, NARROW, UI_PRIMARY

_NARROWEST = 250
"""Pixels that a column has at the least; with less for each, one is shown at a time."""

_QUESTION = 400
"""Characters of the question that are shown."""


class AnswerColumns(QWidget):
    """Holds the columns of one question.

    Signals:
        closed: The user leaves the comparison without a choice.
    """

    closed = Signal()

    def __init__(self, question: str, authors: Sequence[str], zoom: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("side_by_side")
        self.columns = [AnswerColumn(author, zoom, self) for author in authors]
        asked = " ".join(question.split())[:_QUESTION]
        self._question = ElidedLabel(asked, UI_PRIMARY, self)
        self._hint = QLabel(self.tr("Choose the one to go on with. The others stay."), self)
        self._hint.setFont(font(HINT))
        self._hint.setWordWrap(True)
        self.close_button = Button(self.tr("Leave it open"), "flat", self)
        self.close_button.setObjectName("leave_open")
        self.close_button.setToolTip(self.tr("All answers stay as versions of each other"))
        self.close_button.clicked.connect(self.closed)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("answer_tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(self.tr("Answers"))
        for author in authors:
            self.tabs.addTab(author.replace("&", "&&"))
        self.tabs.currentChanged.connect(self._place)
        self._lay_out()
        self._dress()
        self._connect()

    def announce(self) -> None:
        """Have it read aloud that answers are to be chosen from."""
        words = self.tr("%n answer(s) side by side", "", len(self.columns))
        self.setAccessibleName(words)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _connect(self) -> None:
        for number, column in enumerate(self.columns, 1):
            keys = QKeySequence(f"Alt+{number}")
            QShortcut(keys, self).activated.connect(column.choose.click)
            column.choose.setToolTip(keys.toString(QKeySequence.SequenceFormat.NativeText))
            column.changed.connect(self._say_tabs)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._hint, 1)
        head.addWidget(self.close_button)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        for column in self.columns:
            beside.addWidget(column, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 12, 20, 4)
        rows.setSpacing(6)
        rows.addWidget(self._question)
        rows.addLayout(head)
        rows.addWidget(self.tabs)
        rows.addLayout(beside, 1)
        self._place()

    def _place(self) -> None:
        room = self.width() // max(len(self.columns), 1)
        narrow = self.window().width() < NARROW or room < _NARROWEST
        self.tabs.setVisible(narrow)
        for number, column in enumerate(self.columns):
            column.setVisible(not narrow or number == self.tabs.currentIndex())

    def _say_tabs(self) -> None:
        for number, column in enumerate(self.columns):
            self.tabs.setTabToolTip(number, column.accessibleName().replace("<", "‹"))
            self.tabs.setTabText(number, column.tab_words.replace("&", "&&"))

    def _dress(self) -> None:
        look = colours()
        self._hint.setStyleSheet(f"color: {look.secondary};")
        self.tabs.setStyleSheet(
            "QTabBar::tab { padding: 6px 10px; border: none; background: transparent;"
            f" color: {look.secondary}; border-bottom: 2px solid transparent; }}"
            f"QTabBar::tab:selected {{ color: {look.text}; border-bottom-color: {look.accent}; }}"
            f"QTabBar::tab:focus {{ color: {look.link}; }}"
        )

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "tabs"):
            self._dress()
        super().changeEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    @override
    def event(self, event: QEvent) -> bool:
        # Otherwise the window's own Esc, which stops the answers, would come first.
        overriding = event.type() == QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

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
