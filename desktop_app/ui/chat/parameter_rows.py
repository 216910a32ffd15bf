"""The rows of the parameters sheet: a name, a field, and a line that says what is wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from desktop_app.core.parameters import (
    EFFORTS,
    MOST_STOPS,
    Span,
    number_from,
    number_words,
    stop_words,
    stops_from,
)
from desktop_app.ui.buttons import icon_button
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import HINT, RADIUS_BUTTON, UI

_LABEL = 116
_LONGEST = 40
_TEXT_MARGIN = 6
_TEXT_SIDE = 5


class TextArea(QPlainTextEdit):
    """A field of several lines. Tab leaves it."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrong = False
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(font(UI))
        self.document().setDocumentMargin(_TEXT_MARGIN)
        self.setViewportMargins(_TEXT_SIDE, 0, _TEXT_SIDE, 0)
        self.setFixedHeight(lines * line_height(UI) + 2 * _TEXT_MARGIN + 2)
        self._dress()

    def set_wrong(self, wrong: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Turn its edge to danger, or back."""
        self._wrong = wrong
        self._dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_wrong"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        look = colours()
        rest, focused = look.control, look.accent
        if self._wrong:
            rest = focused = look.danger
        _style(
            self,
            f"QPlainTextEdit {{ background: {look.raised}; border: 1px solid {rest};"
            f" border-radius: {RADIUS_BUTTON}px;"
            f" selection-background-color: {look.selection}; selection-color: {look.text}; }}"
            f"QPlainTextEdit:focus {{ border-color: {focused}; }}"
            f"QPlainTextEdit:disabled {{ border-color: {look.border}; color: {look.disabled}; }}",
        )


class ParameterRow(QWidget):
    """One parameter; a subclass brings the field.

    Signals:
        edited: The user set another value, None for none. What can't be a value isn't told.
    """

    edited = Signal(object)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Any = None
        self._taken = True
        self._wrong = ""
        self._label = QLabel(label, self)
        self._label.setWordWrap(True)
        self._label.setFixedWidth(_LABEL)
        self._remark = QLabel(self)
        self._remark.setFont(font(HINT))
        self._remark.setWordWrap(True)
        self._remark.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._label, 0, 0)
        self._grid.addWidget(self._remark, 1, 0, 1, 3)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def field(self) -> QWidget:
        """Where the value is set."""
        raise NotImplementedError

    @property
    def remark(self) -> str:
        """The line below the field; empty for none."""
        return self._remark.text()

    def show_value(self, value: object, *, anew: bool) -> None:
        """Show a value, None for none.

        Args:
            value: It.
            anew: Whether what stands there now is forgotten. Otherwise what is being typed stays
                where it means the same, or nothing yet.
        """
        if anew or value != self._value:
            self._value, self._wrong = value, ""
            self._write(value)

    def set_taken(self, *, taken: bool) -> None:
        """Say whether the chosen model takes the parameter."""
        self._taken = taken
        self.field.setEnabled(taken)
        self._tell()

    def _write(self, value: object) -> None:
        raise NotImplementedError

    def _edit(self, value: object, wrong: str = "") -> None:
        """Take what the user wrote: a value, or why it can't be one."""
        self._wrong = wrong
        self._tell()
        if not wrong and value != self._value:
            self._value = value
            self.edited.emit(value)

    def _tell(self) -> None:
        words = self._wrong if self._taken else self.tr("This model doesn’t take it")
        self._remark.setText(words)
        self._remark.setVisible(bool(words))
        self.field.setAccessibleDescription(words)
        self._mark(wrong=bool(self._wrong) and self._taken)
        self._dress_remark()

    def _mark(self, *, wrong: bool) -> None:
        """Show at the field whether what stands there can't be a value."""

    def _dress_remark(self) -> None:
        look = colours()
        colour = look.danger_text if self._wrong and self._taken else look.secondary
        _style(self._remark, f"color: {colour};")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_grid"):
            self._tell()
        super().changeEvent(event)


class NumberRow(ParameterRow):
    """A parameter that is a number."""

    def __init__(self, label: str, span: Span, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._span = span
        self._field = QLineEdit(self)
        self._field.setMaxLength(_LONGEST)
        self._field.setPlaceholderText(self.tr("Not sent"))
        self._field.setAccessibleName(label)
        self._label.setBuddy(self._field)
        self._clear = icon_button("close", self.tr("Don’t send: {name}").format(name=label), self)
        policy = self._clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._clear.setSizePolicy(policy)
        self._clear.hide()
        self._grid.addWidget(self._field, 0, 1)
        self._grid.addWidget(self._clear, 0, 2)
        self._field.textEdited.connect(self._read)
        self._field.textChanged.connect(self._show_clear)
        self._clear.clicked.connect(self._empty)

    @property
    @override
    def field(self) -> QLineEdit:
        return self._field

    @override
    def set_taken(self, *, taken: bool) -> None:
        super().set_taken(taken=taken)
        self._show_clear()

    @override
    def _write(self, value: object) -> None:
        point = QLocale().decimalPoint()
        self._field.setText("" if value is None else number_words(value, point))
        self._read(self._field.text())

    def _read(self, text: str) -> None:
        number = number_from(text, self._span) if text.strip() else None
        wrong = "" if number is not None or not text.strip() else self._allowed()
        self._edit(number, wrong)

    def _allowed(self) -> str:
        low, high = self._span.low, self._span.high
        if not self._span.whole:
            words = self.tr("A number from {low} to {high}, please. The old one is kept.")
        elif low < 0:
            return self.tr("A whole number, please. The old one is kept.")
        else:
            words = self.tr("A whole number from {low} on, please. The old one is kept.")
        return words.format(low=low, high=high)

    def _show_clear(self) -> None:
        self._clear.setVisible(self._taken and bool(self._field.text()))

    def _empty(self) -> None:
        # Before the button goes, which would pass the focus on.
        self._field.setFocus()
        self._field.clear()
        self._read("")

    @override
    def _mark(self, *, wrong: bool) -> None:
        _style(self._field, f"QLineEdit {{ border-color: {colours().danger}; }}" if wrong else "")


class EffortRow(ParameterRow):
    """How much a reasoning model may think."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._field = QComboBox(self)
        self._field.setAccessibleName(label)
        self._label.setBuddy(self._field)
        self._field.addItem(self.tr("Not sent"), None)
        words = (
            self.tr("None"),
            self.tr("Minimal"),
            self.tr("Low"),
            self.tr("Medium"),
            self.tr("High"),
            self.tr("Very high"),
            self.tr("Most"),
        )
        for effort, name in zip(EFFORTS, words, strict=True):
            self._field.addItem(name, effort)
        self._grid.addWidget(self._field, 0, 1, 1, 2)
        self._field.activated.connect(lambda _index: self._edit(self._field.currentData()))

    @property
    @override
    def field(self) -> QComboBox:
        return self._field

    @override
    def _write(self, value: object) -> None:
        index = self._field.findData(value)
        if index < 0:
            # An assistant may have been given one that came up later.
            self._field.addItem(str(value), value)
            index = self._field.count() - 1
        self._field.setCurrentIndex(index)


class StopRow(ParameterRow):
    """The texts at which the model stops."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._field = TextArea(2, self)
        self._field.setAccessibleName(label)
        self._field.setPlaceholderText(self.tr("Not sent"))
        self._field.setToolTip(self.tr("One text a line; \\n is a line break."))
        self._label.setBuddy(self._field)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        # Level with the first line of the field.
        self._label.setContentsMargins(0, _TEXT_MARGIN + 1, 0, 0)
        self._grid.addWidget(self._field, 0, 1, 1, 2)
        self._field.textChanged.connect(self._read)

    @property
    @override
    def field(self) -> TextArea:
        return self._field

    @override
    def show_value(self, value: object, *, anew: bool) -> None:
        # An assistant may have a single one without a list.
        super().show_value([value] if isinstance(value, str) else value, anew=anew)

    @override
    def _write(self, value: object) -> None:
        self._field.setPlainText("" if value is None else stop_words(value))
        self._read()

    def _read(self) -> None:
        stops = stops_from(self._field.toPlainText())
        wrong = ""
        if len(stops) > MOST_STOPS:
            wrong = self.tr("%n line(s) at the most. The old ones are kept.", "", MOST_STOPS)
        self._edit(stops or None, wrong)

    @override
    def _mark(self, *, wrong: bool) -> None:
        self._field.set_wrong(wrong)


def _style(widget: QWidget, sheet: str) -> None:
    # Setting one lays the widget out anew, and tells it that its palette has changed.
    if widget.styleSheet() != sheet:
        widget.setStyleSheet(sheet)
