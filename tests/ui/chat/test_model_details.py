from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from desktop_app.core.costs import Price
from desktop_app.core.model_notes import NOTHING, Correction
from desktop_app.core.models import ModelInfo
from desktop_app.ui.chat.model_details import ModelDetails
from tests.ui.desk import click

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

MODEL = ModelInfo("gpt-4o", "openai", "GPT <4o>", "OpenAI", True, 128_000, Price(2.5, 10))


class Form:
    def __init__(self, qtbot: Any, correction: Correction = NOTHING) -> None:
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.dialog = ModelDetails(MODEL, correction, self.parent)
        self.told: list[Correction] = []
        self.dialog.corrected.connect(self.told.append)
        self.dialog.open()

    def field(self, name: str) -> QLineEdit:
        return self.dialog.findChild(QLineEdit, f"model_details_{name}")

    @property
    def vision(self) -> QComboBox:
        return self.dialog.findChild(QComboBox, "model_details_vision")

    @property
    def problem(self) -> str:
        label = self.dialog.findChild(QLabel, "model_details_problem")
        return label.text() if label.isVisible() else ""

    def save(self) -> None:
        click(self.dialog.findChild(QWidget, "model_details_save"))


def test_shows_what_is_known_as_plain_text(qtbot: Any) -> None:
    form = Form(qtbot)
    words = "\n".join(label.text() for label in form.dialog.findChildren(QLabel))
    for part in ("GPT <4o>", "gpt-4o", "OpenAI", "sees pictures", "128"):
        assert part in words


def test_nothing_said_is_nothing_corrected(qtbot: Any) -> None:
    form = Form(qtbot)
    form.save()
    assert form.told == [NOTHING]
    assert not form.dialog.isVisible()


def test_what_is_said(qtbot: Any) -> None:
    form = Form(qtbot)
    form.field("name").setText("  Mine ")
    form.vision.setCurrentIndex(2)
    form.field("context").setText("64000")
    form.field("price_read").setText("0,15")
    form.field("price_written").setText("0.6")
    form.save()
    assert form.told == [Correction("Mine", False, 64_000, Price(0.15, 0.6))]


def test_what_was_said_can_be_taken_back(qtbot: Any) -> None:
    said = Correction("Mine", True, 5, Price(1.5, 2, 0.1))
    form = Form(qtbot, said)
    point = QLocale().decimalPoint()
    assert [form.field(name).text() for name in ("name", "context", "price_read")] == [
        *("Mine", "5", f"1{point}5"),
    ]
    assert form.vision.currentIndex() == 1
    form.save()
    assert form.told == [said], "The price of what is cached stays as it was written by hand."
    form.dialog.open()
    for name in ("name", "context", "price_read", "price_written"):
        form.field(name).clear()
    form.vision.setCurrentIndex(0)
    form.save()
    assert form.told[-1] == NOTHING


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("context", "many", "whole number"),
        ("context", "0", "whole number"),
        ("context", "1.5", "whole number"),
        ("price_read", "dear", "two numbers"),
        ("price_read", "1", "two numbers"),
        ("price_written", "-1", "two numbers"),
    ],
)
def test_what_can_not_be_is_told(qtbot: Any, name: str, text: str, words: str) -> None:
    form = Form(qtbot)
    form.field(name).setText(text)
    form.save()
    assert words in form.problem
    assert form.told == []
    assert form.dialog.isVisible()


def test_cancel_says_nothing(qtbot: Any) -> None:
    form = Form(qtbot)
    form.field("name").setText("Mine")
    form.dialog.reject()
    assert form.told == []
