"""What is known of a model, and what the user knows better."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.costs import Price
from desktop_app.core.model_notes import Correction
from desktop_app.core.models import LONGEST_CONTEXT, ModelInfo
from desktop_app.core.parameters import Span, number_from, number_words
from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.model_words import model_words
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CARD_TITLE, HINT

_TOKENS = Span(1, LONGEST_CONTEXT, whole=True)
_DOLLARS = Span(0, 100_000)
_WIDTH = 420
_SEES = (None, True, False)


class ModelDetails(QDialog):
    """A form; what is left empty is as the server says.

    Signals:
        corrected: The `Correction` that counts from now on.

    Args:
        model: As it is shown now.
        correction: What the user has said about it.
        parent: The window.
    """

    corrected = Signal(object)

    def __init__(self, model: ModelInfo, correction: Correction, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("model_details")
        self.setWindowTitle(self.tr("Details and corrections"))
        self._before = correction
        self._name = self._field("name", correction.name, model.id)
        self._sees = QComboBox(self)
        self._sees.setObjectName("model_details_vision")
        for words in (self.tr("As the server says"), self.tr("Yes"), self.tr("No")):
            self._sees.addItem(words)
        self._sees.setCurrentIndex(_SEES.index(correction.vision))
        self._context = self._field("context", _number(correction.context))
        price = correction.price
        self._read = self._field("price_read", _number(price.input if price else None))
        self._written = self._field("price_written", _number(price.output if price else None))
        self._problem = QLabel(self)
        self._problem.setObjectName("model_details_problem")
        self._problem.setWordWrap(True)
        self._problem.setFont(font(HINT))
        self._problem.setStyleSheet(f"color: {colours().danger_text};")
        self._problem.hide()
        self._lay_out(model)

    def _field(self, name: str, text: str, placeholder: str = "") -> QLineEdit:
        field = QLineEdit(text, self)
        field.setObjectName(f"model_details_{name}")
        field.setPlaceholderText(placeholder)
        return field

    def _lay_out(self, model: ModelInfo) -> None:
        title, known = QLabel(model.name, self), QLabel(self)
        title.setFont(font(CARD_TITLE))
        known.setText("\n".join([model.id, *model_words(model)]))
        known.setStyleSheet(f"color: {colours().secondary};")
        for label in (title, known):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(self.tr("Name"), self._name)
        form.addRow(self.tr("Sees pictures"), self._sees)
        form.addRow(self.tr("Tokens it reads"), self._context)
        form.addRow(self.tr("Dollars for a million read"), self._read)
        form.addRow(self.tr("Dollars for a million written"), self._written)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(10)
        for widget in (title, known):
            rows.addWidget(widget)
        rows.addLayout(form)
        rows.addWidget(self._problem)
        rows.addLayout(self._feet())
        self.setMinimumWidth(_WIDTH)

    def _feet(self) -> QHBoxLayout:
        save, cancel = Button(self.tr("Save"), "primary"), Button(self.tr("Cancel"))
        save.setObjectName("model_details_save")
        save.setDefault(True)
        save.clicked.connect(self._save)
        cancel.clicked.connect(self.reject)
        feet = QHBoxLayout()
        feet.addStretch(1)
        feet.addWidget(cancel)
        feet.addWidget(save)
        return feet

    def _save(self) -> None:
        context = number_from(self._context.text(), _TOKENS)
        if self._context.text().strip() and context is None:
            self._complain(self._context, self.tr("The tokens are a whole number, such as 128000."))
            return
        amounts = [number_from(field.text(), _DOLLARS) for field in (self._read, self._written)]
        for number, amount in enumerate(amounts):
            # Both or none: half a price is none.
            other = amounts[1 - number] is not None
            field = (self._read, self._written)[number]
            if amount is None and (field.text().strip() or other):
                self._complain(field, self.tr("A price is two numbers, such as 0.15 and 0.60."))
                return
        self.corrected.emit(
            replace(
                self._before,
                name=self._name.text().strip(),
                vision=_SEES[self._sees.currentIndex()],
                context=None if context is None else int(context),
                price=self._price(amounts[0], amounts[1]),
            )
        )
        self.accept()

    def _price(self, read: float | None, written: float | None) -> Price | None:
        if read is None or written is None:
            return None
        before = self._before.price
        return Price(read, written, before.cached if before else None)

    def _complain(self, field: QLineEdit, words: str) -> None:
        self._problem.setText(words)
        self._problem.show()
        field.setFocus()
        field.selectAll()


def _number(value: float | None) -> str:
    return "" if value is None else number_words(value, QLocale().decimalPoint())
