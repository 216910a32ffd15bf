from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.core.parameters import NAMES
from desktop_app.ui import theme
from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.parameters_sheet import WIDTH, ParametersSheet


@pytest.fixture
def sheet(show: Callable[..., None]) -> ParametersSheet:
    made = ParametersSheet()
    show(made, WIDTH, 760)
    made.show_values("Be brief.", {"temperature": 0.2}, anew=True)
    made.show_changed("Code helper", instructions=False, anything=False)
    return made


def button(sheet: ParametersSheet, name: str) -> Button:
    found = sheet.findChild(Button, name)
    assert found is not None
    return found


def test_there_is_a_row_for_each_parameter(sheet: ParametersSheet) -> None:
    assert tuple(sheet.rows) == NAMES
    for name, row in sheet.rows.items():
        assert row.field.objectName() == f"parameter_{name}"
        assert row.field.accessibleName()
    assert sheet.accessibleName() == "Parameters"


def test_what_is_shown_is_not_told_as_an_edit(sheet: ParametersSheet, qtbot: QtBot) -> None:
    with (
        qtbot.assertNotEmitted(sheet.parameter_edited),
        qtbot.assertNotEmitted(sheet.instructions_edited),
    ):
        sheet.show_values("Other words.", {"stop": ["a"], "seed": 7}, anew=True)
    assert sheet.instructions.toPlainText() == "Other words."


def test_what_is_typed_is_told(sheet: ParametersSheet, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sheet.parameter_edited) as told:
        QTest.keyClicks(sheet.rows["seed"].field, "7")
    assert told.args == ["seed", 7]
    with qtbot.waitSignal(sheet.instructions_edited) as told:
        QTest.keyClicks(sheet.instructions, "!")
    assert told.args == ["Be brief.!"]


def test_only_what_the_model_takes_can_be_changed(sheet: ParametersSheet) -> None:
    sheet.show_taken(lambda name: name != "seed")
    enabled = {name for name, row in sheet.rows.items() if row.field.isEnabled()}
    assert enabled == set(NAMES) - {"seed"}
    assert sheet.rows["seed"].remark == "This model doesn’t take it"


def test_only_what_differs_can_be_taken_back(sheet: ParametersSheet, qtbot: QtBot) -> None:
    names = ("keep_parameters", "reset_parameters")
    assert [button(sheet, name).isEnabled() for name in names] == [False, False]
    assert not button(sheet, "reset_instructions").isVisible()
    sheet.show_changed("Code helper", instructions=True, anything=True)
    for name, signal in zip(
        (*names, "reset_instructions"),
        (sheet.keep_wanted, sheet.reset_wanted, sheet.instructions_reset),
        strict=True,
    ):
        with qtbot.waitSignal(signal):
            QTest.mouseClick(button(sheet, name), Qt.MouseButton.LeftButton)
        # It goes, or can't be pressed again: the focus stays in the sheet.
        assert sheet.instructions.hasFocus()


def test_escape_closes_it_from_every_field(sheet: ParametersSheet, qtbot: QtBot) -> None:
    for field in (sheet.instructions, *(row.field for row in sheet.rows.values())):
        field.setFocus()
        with qtbot.waitSignal(sheet.close_wanted):
            QTest.keyClick(field, Qt.Key.Key_Escape)


def test_costs_come_when_they_are_known(sheet: ParametersSheet) -> None:
    costs = sheet.findChild(QLabel, "costs")
    assert costs is not None
    assert not costs.isVisible()
    sheet.show_costs("1,204 tokens · $0.0031", "$1.27")
    assert costs.text() == "This chat: 1,204 tokens · $0.0031\nThis month: $1.27"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_is_painted_on_the_page_with_an_edge(
    sheet: ParametersSheet, qapp: QApplication, name: theme.Theme
) -> None:
    theme.apply(qapp, name)
    QApplication.processEvents()
    image = sheet.grab().toImage()
    assert image.pixelColor(0, 300).name() == theme.colours().border.lower()
    # Its scroll area is clear, and fields stand on the page.
    assert image.pixelColor(6, 300).name() == theme.colours().window.lower()


def test_everything_can_be_reached_in_a_low_window(sheet: ParametersSheet, qtbot: QtBot) -> None:
    sheet.resize(300, 400)
    QApplication.processEvents()
    page = button(sheet, "reset_parameters").parentWidget()
    assert page is not None
    assert page.width() <= 300
    sheet.show_changed("Code helper", instructions=True, anything=True)
    sheet.instructions.setFocus()
    for _press in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if button(sheet, "reset_parameters").hasFocus():
            break
    qtbot.waitUntil(lambda: not button(sheet, "reset_parameters").visibleRegion().isEmpty())
