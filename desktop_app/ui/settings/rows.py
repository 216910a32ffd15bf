"""The rows of a form: a label, a field, and a line below that says what is wrong or to know."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from desktop_app.ui.overriding import override
from desktop_app.ui.settings.words import quiet, scaled
from desktop_app.ui.theme import font
from desktop_app.ui.tokens import UI

_LABEL = 84
_WIDEST_LABEL = 150
_GAP = 12
_FIELD = 30

WIDEST = 16_777_215
"""What Qt takes for no limit, in pixels."""


class Row(QWidget):
    """One line of a form.

    Args:
        label: What the field is called, on the screen and for those who can't see it.
        field: What stands beside the label.
        buddy: What gets the focus by the label, where that isn't the field itself.
    """

    def __init__(self, label: str, field: QWidget, buddy: QWidget | None = None) -> None:
        super().__init__()
        is_button = isinstance(field, QPushButton)
        self._side = Qt.AlignmentFlag.AlignLeft if is_button else Qt.AlignmentFlag(0)
        self.field = field
        self._hint = ""
        self._error = ""
        self.label = QLabel(label, self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self._focused = buddy or field
        self.label.setBuddy(self._focused)
        if label:
            self._focused.setAccessibleName(label)
        self._remark = quiet("")
        self._remark.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.stack(stacked=False, label=scaled(_LABEL))

    @property
    def error(self) -> str:
        """What is wrong, empty where nothing is."""
        return self._error

    def set_error(self, words: str) -> None:
        """Say what is wrong; nothing where the words are empty."""
        self._error = words
        self._tell()

    def set_hint(self, words: str) -> None:
        """Say what is worth knowing, as long as nothing is wrong."""
        self._hint = words
        self._tell()

    def stack(self, *, stacked: bool, label: int) -> None:
        """Put the label above the field or beside it.

        Args:
            stacked: Whether it stands above.
            label: The width it has beside the field, in pixels.
        """
        for widget in (self.label, self.field, self._remark):
            self._grid.removeWidget(widget)
        side = 0 if stacked else 1
        self._grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.field, 1 - side, side, self._side)
        self._grid.addWidget(self._remark, 2, side)
        self._grid.setColumnMinimumWidth(0, 0 if stacked else label)
        self._grid.setColumnStretch(0, 1 if stacked else 0)
        self._grid.setColumnStretch(1, 0 if stacked else 1)
        self.label.setMinimumHeight(0 if stacked else scaled(_FIELD))
        self.label.setMinimumWidth(0 if stacked else label)
        self.label.setMaximumWidth(WIDEST if stacked else label)
        self.label.setVisible(bool(self.label.text()) or not stacked)

    def _tell(self) -> None:
        words = self._error or self._hint
        self._remark.setText(words)
        self._remark.set_colour("danger_text" if self._error else "secondary")
        self._remark.setVisible(bool(words))
        self._focused.setAccessibleDescription(words)
        mark_wrong(self._focused, wrong=bool(self._error))


class TextRow(Row):
    """A row in which a text is written. What is wrong with it is said when it is finished.

    Signals:
        edited: The user has finished another text. It may be wrong.
    """

    edited = Signal()

    def __init__(
        self,
        label: str,
        check: Callable[[str], str] | None = None,
        *,
        beside: QWidget | None = None,
        mono: bool = False,
    ) -> None:
        self.line = QLineEdit()
        self.line.setFont(font(UI, mono=mono))
        super().__init__(label, with_beside(self.line, beside) if beside else self.line, self.line)
        self._check = check or (lambda _text: "")
        self._finished = ""
        self.line.editingFinished.connect(self.finish)
        self.line.textEdited.connect(self._typed)

    @property
    def text(self) -> str:
        """What stands there, without blanks around it."""
        return self.line.text().strip()

    @property
    def is_right(self) -> bool:
        """Whether what stands there can be used."""
        return not self._check(self.text)

    def show_text(self, text: str) -> None:
        """Show a text that the user hasn't written."""
        self._finished = text
        self.set_error("")
        if self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def finish(self) -> None:
        """Take what stands there, and say so if it is another text than before."""
        if self.text == self._finished:
            return
        self._finished = self.text
        self.check()
        self.edited.emit()

    def check(self) -> bool:
        """Say what is wrong with what stands there, and return whether it can be used."""
        self.set_error(self._check(self.text))
        return not self.error

    def _typed(self) -> None:
        if self.error and not self._check(self.text):
            self.set_error("")


class ChoiceRow(Row):
    """A row in which one of a few is chosen.

    Signals:
        edited: The user has chosen.
    """

    edited = Signal()

    def __init__(self, label: str, choices: Sequence[tuple[str, object]]) -> None:
        self.combo = QComboBox()
        # Otherwise the longest choice would decide how narrow the dialog may be.
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(12)
        for words, value in choices:
            self.combo.addItem(words, value)
        super().__init__(label, self.combo)
        self.combo.activated.connect(lambda _index: self.edited.emit())
        self.combo.installEventFilter(self)

    @property
    def value(self) -> object:
        """What is chosen."""
        return self.combo.currentData()

    def show_value(self, value: object) -> None:
        """Show what is chosen."""
        self.combo.setCurrentIndex(max(self.combo.findData(value), 0))

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        # The wheel scrolls the form; it must not change what it happens to meet.
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


def with_beside(field: QWidget, beside: QWidget) -> QWidget:
    """Return a field with something to its right."""
    holder = QWidget()
    line = QGridLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setHorizontalSpacing(8)
    line.addWidget(field, 0, 0)
    line.addWidget(beside, 0, 1)
    line.setColumnStretch(0, 1)
    return holder


def mark_wrong(field: QWidget, *, wrong: bool) -> None:
    """Give a field the edge of one in error, or take it away."""
    if bool(field.property("wrong")) == wrong:
        return
    field.setProperty("wrong", wrong)
    field.style().unpolish(field)
    field.style().polish(field)


def level(rows: Sequence[Row], *, stacked: bool) -> None:
    """Give the labels of rows the same width: that of the longest, if it isn't too long."""
    longest = max(row.label.fontMetrics().horizontalAdvance(row.label.text()) for row in rows)
    width = min(max(longest + 2, scaled(_LABEL)), scaled(_WIDEST_LABEL))
    for row in rows:
        row.stack(stacked=stacked, label=width)


def is_leaving(event: QFocusEvent) -> bool:
    """Whether the focus goes to another part of the window, not to a menu or another window."""
    return event.reason() not in (
        Qt.FocusReason.PopupFocusReason,
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.MenuBarFocusReason,
    )
