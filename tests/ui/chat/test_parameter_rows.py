from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.core.parameters import SPANS
from desktop_app.ui import theme
from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.parameter_rows import EffortRow, NumberRow, ParameterRow, StopRow

Show = Callable[..., None]


class Told(list[Any]):
    """The values a row has told."""

    def __init__(self, row: ParameterRow) -> None:
        super().__init__()
        row.edited.connect(self.append)


@pytest.fixture
def temperature(show: Show) -> NumberRow:
    row = NumberRow("Temperature", SPANS["temperature"])
    show(row, 300, 80)
    return row


class TestNumber:
    def test_each_new_value_is_told_once(self, temperature: NumberRow) -> None:
        told = Told(temperature)
        QTest.keyClicks(temperature.field, "0.70")
        assert told == [0, 0.7]
        QTest.keyClick(temperature.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(temperature.field, Qt.Key.Key_Delete)
        assert told == [0, 0.7, None]

    def test_what_is_no_value_stays_and_is_told_below(self, temperature: NumberRow) -> None:
        temperature.show_value(1.5, anew=True)
        told = Told(temperature)
        QTest.keyClicks(temperature.field, "9")
        assert (told, temperature.field.text()) == ([], "1.59") or told == [1.59]
        QTest.keyClicks(temperature.field, "x")
        assert temperature.field.text() == "1.59x"
        assert "from 0 to 2" in temperature.remark
        assert temperature.field.accessibleDescription() == temperature.remark
        assert theme.colours().danger in temperature.field.styleSheet()
        QTest.keyClick(temperature.field, Qt.Key.Key_Backspace)
        assert (temperature.remark, temperature.field.styleSheet()) == ("", "")

    def test_what_is_being_typed_isnt_written_over(self, temperature: NumberRow) -> None:
        QTest.keyClicks(temperature.field, "1.")
        temperature.show_value(1.0, anew=False)
        assert temperature.field.text() == "1."
        QTest.keyClicks(temperature.field, "x")
        temperature.show_value(1.0, anew=False)
        assert temperature.field.text() == "1.x"
        temperature.show_value(1.0, anew=True)
        assert (temperature.field.text(), temperature.remark) == ("1", "")

    def test_can_be_emptied_with_a_click(self, temperature: NumberRow) -> None:
        (clear,) = temperature.findChildren(Button)
        assert not clear.isVisible()
        temperature.show_value(0.5, anew=True)
        told = Told(temperature)
        assert clear.accessibleName() == "Don’t send: Temperature"
        QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
        assert (told, temperature.field.text()) == ([None], "")
        assert temperature.field.hasFocus()
        assert not clear.isVisible()

    def test_one_that_the_model_doesnt_take(self, temperature: NumberRow) -> None:
        temperature.show_value(0.5, anew=True)
        temperature.set_taken(taken=False)
        assert temperature.remark == "This model doesn’t take it"
        assert (temperature.field.isEnabled(), temperature.field.text()) == (False, "0.5")
        temperature.set_taken(taken=True)
        assert (temperature.remark, temperature.field.isEnabled()) == ("", True)

    def test_a_value_that_is_none_from_the_file_is_shown_and_told(
        self, temperature: NumberRow
    ) -> None:
        told = Told(temperature)
        temperature.show_value("hot", anew=True)
        assert (temperature.field.text(), told) == ("hot", [])
        assert temperature.remark

    @pytest.mark.parametrize(
        ("name", "words"),
        [("max_tokens", "A whole number from 1 on"), ("seed", "A whole number, please")],
    )
    def test_whole_numbers(self, show: Show, name: str, words: str) -> None:
        row = NumberRow("Whole", SPANS[name])
        show(row, 300, 80)
        QTest.keyClicks(row.field, "1.5")
        assert row.remark.startswith(words)

    @pytest.fixture
    def comma(self) -> Iterator[None]:
        before = QLocale()
        QLocale.setDefault(QLocale("ru_RU"))
        yield
        QLocale.setDefault(before)

    def test_decimals_as_the_country_writes_them(self, comma: None, temperature: NumberRow) -> None:
        temperature.show_value(0.25, anew=True)
        assert temperature.field.text() == "0,25"
        assert temperature.remark == ""


class TestEffort:
    def test_is_chosen(self, show: Show) -> None:
        row = EffortRow("Reasoning effort")
        show(row, 300, 60)
        told = Told(row)
        row.show_value("low", anew=True)
        assert row.field.currentText() == "Low"
        QTest.keyClick(row.field, Qt.Key.Key_Down)
        assert told in ([], ["medium"])
        row.field.setCurrentIndex(0)
        row.field.activated.emit(0)
        assert told[-1:] == [None]

    def test_one_that_came_up_later_is_kept(self, show: Show) -> None:
        row = EffortRow("Reasoning effort")
        show(row, 300, 60)
        row.show_value("ultra", anew=True)
        assert row.field.currentText() == "ultra"


class TestStop:
    @pytest.fixture
    def row(self, show: Show) -> StopRow:
        row = StopRow("Stop at")
        show(row, 300, 100)
        return row

    def test_one_a_line(self, row: StopRow) -> None:
        told = Told(row)
        QTest.keyClicks(row.field, "a")
        QTest.keyClick(row.field, Qt.Key.Key_Return)
        assert told == [["a"]]
        QTest.keyClicks(row.field, "b")
        assert told[-1] == ["a", "b"]
        row.field.selectAll()
        QTest.keyClick(row.field, Qt.Key.Key_Delete)
        assert told[-1] is None

    def test_not_more_than_four(self, row: StopRow, qapp: QApplication) -> None:
        told = Told(row)
        row.field.setPlainText("a\nb\nc\nd\ne")
        assert told == []
        assert row.remark == "4 line(s) at the most. The old ones are kept."
        assert theme.colours().danger in row.field.styleSheet()
        theme.apply(qapp, "dark")
        assert theme.colours().danger in row.field.styleSheet()
        row.field.setPlainText("a\nb\nc\nd")
        assert told == [["a", "b", "c", "d"]]

    def test_a_single_one_needs_no_list(self, row: StopRow) -> None:
        told = Told(row)
        row.show_value("END\n", anew=True)
        assert (row.field.toPlainText(), told) == ("END\\n", [])

    def test_tab_leaves_it(self, row: StopRow) -> None:
        assert row.field.tabChangesFocus()
