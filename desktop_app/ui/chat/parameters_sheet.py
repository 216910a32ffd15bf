"""The parameters of a chat: what its model is told, how it answers, and what that has cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.core.parameters import (
    MAX_TOKENS,
    REASONING_EFFORT,
    SEED,
    SPANS,
    STOP,
    TEMPERATURE,
    TOP_P,
)
from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.chat.parameter_rows import (
    EffortRow,
    NumberRow,
    ParameterRow,
    StopRow,
    TextArea,
)
from desktop_app.ui.escaping import is_esc_for_me
from desktop_app.ui.overriding import override
from desktop_app.ui.scrolled_page import ScrolledPage
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CARD_TITLE, HINT, SECTION

WIDTH = 340
"""Pixels it takes where there is so much room."""

_SIDE = 16
_INSTRUCTION_LINES = 6


class ParametersSheet(QWidget):
    """Shows the parameters and tells what the user changes; knows nothing of conversations.

    Signals:
        parameter_edited: The name of a parameter and its new value, None for one not sent.
        instructions_edited: The new instructions.
        instructions_reset: The user wants the assistant's instructions.
        keep_wanted: The user wants to have all this kept for the assistant.
        reset_wanted: The user wants all that the assistant has.
        close_wanted: The user is done.
    """

    parameter_edited = Signal(str, object)
    instructions_edited = Signal(str)
    instructions_reset = Signal()
    keep_wanted = Signal()
    reset_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parameters_sheet")
        self.setAccessibleName(self.tr("Parameters"))
        self.rows: dict[str, ParameterRow] = {
            TEMPERATURE: NumberRow(self.tr("Temperature"), SPANS[TEMPERATURE]),
            TOP_P: NumberRow(self.tr("Top p"), SPANS[TOP_P]),
            MAX_TOKENS: NumberRow(self.tr("Longest answer, in tokens"), SPANS[MAX_TOKENS]),
            REASONING_EFFORT: EffortRow(self.tr("Reasoning effort")),
            SEED: NumberRow(self.tr("Seed"), SPANS[SEED]),
            STOP: StopRow(self.tr("Stop at")),
        }
        self._assistant = QLabel(self)
        self._assistant.setFont(font(HINT))
        self._assistant.setTextFormat(Qt.TextFormat.PlainText)
        self._assistant.setWordWrap(True)
        self.instructions = TextArea(_INSTRUCTION_LINES, self)
        self._make_instructions()
        self._keep = Button(self.tr("Keep for this assistant"))
        self._keep.setObjectName("keep_parameters")
        self._back = Button(self.tr("Back to the assistant’s"))
        self._back.setObjectName("reset_parameters")
        self._costs = QLabel(self)
        self._costs.setObjectName("costs")
        self._costs.setFont(font(HINT))
        self._costs.setTextFormat(Qt.TextFormat.PlainText)
        self._costs.setWordWrap(True)
        self._costs.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._costs.hide()
        self._lay_out()
        self._connect()
        self._dress()

    # What is shown

    def show_values(self, instructions: str, parameters: Mapping[str, Any], *, anew: bool) -> None:
        """Show what is sent.

        Args:
            instructions: The system message.
            parameters: By their names; those that aren't sent are missing.
            anew: Whether they are those of another chat.
        """
        if instructions != self.instructions.toPlainText():
            self.instructions.blockSignals(True)  # noqa: FBT003 - as Qt has it
            self.instructions.setPlainText(instructions)
            self.instructions.moveCursor(QTextCursor.MoveOperation.End)
            self.instructions.blockSignals(False)  # noqa: FBT003 - as Qt has it
        for name, row in self.rows.items():
            row.show_value(parameters.get(name), anew=anew)

    def show_taken(self, takes: Callable[[str], bool]) -> None:
        """Let only those parameters be changed that the model takes."""
        for name, row in self.rows.items():
            row.set_taken(taken=takes(name))

    def show_changed(self, assistant: str, *, instructions: bool, anything: bool) -> None:
        """Show the name of the assistant, and whether instructions or anything else differ."""
        words = self.tr("Of this chat with {assistant}. What is empty isn’t sent.")
        self._assistant.setText(words.format(assistant=assistant))
        self._use_assistants.setVisible(instructions)
        self._keep.setEnabled(anything)
        self._back.setEnabled(anything)

    def show_costs(self, chat: str, month: str) -> None:
        """Show what was spent in this chat and in this month, in words."""
        lines = (
            self.tr("This chat: {amount}").format(amount=chat),
            self.tr("This month: {amount}").format(amount=month),
        )
        self._costs.setText("\n".join(lines))
        self._costs.show()

    # How it works

    def _make_instructions(self) -> None:
        words = self.tr("System instructions")
        self._instructions_name = QLabel(words, self)
        self._instructions_name.setFont(font(SECTION))
        self._instructions_name.setBuddy(self.instructions)
        self.instructions.setAccessibleName(words)
        self.instructions.setObjectName("instructions")
        self.instructions.setPlaceholderText(self.tr("No instructions are sent"))
        self._use_assistants = Button(self.tr("Use the assistant’s"), "link")
        self._use_assistants.setObjectName("reset_instructions")
        # It comes and goes without moving what is below it.
        policy = self._use_assistants.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._use_assistants.setSizePolicy(policy)
        self._use_assistants.hide()

    def _lay_out(self) -> None:
        place = ScrolledPage(self._page(), self)
        self._costs.setContentsMargins(_SIDE, 10, _SIDE, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._title())
        column.addWidget(place, 1)
        column.addWidget(self._costs)

    def _page(self) -> QWidget:
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(_SIDE, 0, _SIDE, 16)
        rows.setSpacing(8)
        rows.addWidget(self._assistant)
        rows.addSpacing(4)
        rows.addWidget(self._instructions_name)
        rows.addWidget(self.instructions)
        rows.addWidget(self._use_assistants, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addSpacing(2)
        for name, row in self.rows.items():
            row.field.setObjectName(f"parameter_{name}")
            rows.addWidget(row)
        rows.addSpacing(8)
        for button in (self._keep, self._back):
            rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)
        return page

    def _title(self) -> QHBoxLayout:
        title = QLabel(self.tr("Parameters"), self)
        title.setFont(font(CARD_TITLE))
        self._close = icon_button("close", self.tr("Close the parameters"), self)
        line = QHBoxLayout()
        line.setContentsMargins(_SIDE, 8, 10, 6)
        line.addWidget(title, 1)
        line.addWidget(self._close)
        return line

    def _connect(self) -> None:
        for name, row in self.rows.items():
            row.edited.connect(lambda value, name=name: self.parameter_edited.emit(name, value))
        self.instructions.textChanged.connect(
            lambda: self.instructions_edited.emit(self.instructions.toPlainText())
        )
        self._use_assistants.clicked.connect(self._reset_instructions)
        self._keep.clicked.connect(self._keep_all)
        self._back.clicked.connect(self._reset_all)
        self._close.clicked.connect(self.close_wanted)

    # What is pressed goes, or can't be pressed again: the focus must not go elsewhere.

    def _reset_instructions(self) -> None:
        self.instructions.setFocus()
        self.instructions_reset.emit()

    def _keep_all(self) -> None:
        self.instructions.setFocus()
        self.keep_wanted.emit()

    def _reset_all(self) -> None:
        self.instructions.setFocus()
        self.reset_wanted.emit()

    def _dress(self) -> None:
        look = colours()
        for label in (self._assistant, self._costs, self._instructions_name):
            label.setStyleSheet(f"color: {look.secondary};")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._dress()
        super().changeEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if is_esc_for_me(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.window))
        painter.fillRect(0, 0, 1, self.height(), QColor(look.border))
        if self._costs.isVisible():
            line = self._costs.geometry().top()
            painter.fillRect(1, line, self.width(), 1, QColor(look.border))
        painter.end()
