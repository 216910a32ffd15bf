from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QStackedWidget,
)

from desktop_app.core.settings import Settings
from desktop_app.ui import theme
from desktop_app.ui.settings.list_rows import RowsList
from tests.ui.desk import until
from tests.ui.settings.place import FACTS, Place

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
PAGES = ["appearance", "providers", "shortcuts", "about"]


def names(place: Place) -> RowsList:
    return next(
        each
        for each in place.dialog.findChildren(RowsList)
        if each.accessibleName() == "Settings pages"
    )


async def test_opens_over_its_window_without_a_loop_of_its_own(place: Place) -> None:
    dialog = place.open()
    assert dialog.objectName() == "settings_dialog"
    assert dialog.isVisible()
    assert (dialog.width(), dialog.height()) == (980, 572)
    assert dialog.windowModality() == Qt.WindowModality.WindowModal
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


async def test_it_is_no_larger_than_its_window(place: Place) -> None:
    dialog = place.open(size=480)
    assert (dialog.width(), dialog.height()) == (480, 480)


async def test_close_button(place: Place) -> None:
    place.open()
    place.click("Close")
    assert not place.dialog.isVisible()


@pytest.mark.parametrize(("index", "name"), list(enumerate(["system", "light", "dark"])))
async def test_theme_is_saved_at_once(place: Place, index: int, name: str) -> None:
    other = Settings(theme="light" if name != "light" else "dark")
    place.open(settings=other)
    picker = place.find("theme_picker", QComboBox)
    assert picker.accessibleName() == "Theme"
    assert picker.currentIndex() == ["system", "light", "dark"].index(other.theme)
    picker.setCurrentIndex(index)
    assert [s.theme for s in place.saved] == [name]


async def test_language(place: Place) -> None:
    place.open()
    picker = place.find("language_picker", QComboBox)
    assert picker.currentIndex() == 0
    picker.setCurrentIndex(picker.findData("ru"))
    picker.setCurrentIndex(0)
    assert [s.language for s in place.saved] == ["ru", ""]


async def test_pages_by_keyboard(place: Place) -> None:
    place.open()
    await until(place.dialog.isActiveWindow)
    listed = names(place)
    assert listed.hasFocus()
    titles = []
    for _ in range(listed.count()):
        titles.append(listed.currentItem().text())
        assert place.dialog.findChild(QStackedWidget).currentIndex() == listed.currentRow()
        place.press(Qt.Key.Key_Down)
    await place.quiet()
    assert titles == ["Appearance", "Providers", "Shortcuts", "About"]


@pytest.mark.parametrize("page", PAGES)
async def test_opens_at_a_page(place: Place, page: str) -> None:
    place.open()
    await place.show(page)
    place.dialog.show_page("")
    place.dialog.show_page("no such page")
    assert names(place).currentItem().text().lower() == page


@pytest.mark.parametrize("page", PAGES)
async def test_narrow_it_has_one_column_and_a_choice_of_pages(place: Place, page: str) -> None:
    place.open(size=480)
    picker = next(
        p for p in place.dialog.findChildren(QComboBox) if p.accessibleName() == "Settings pages"
    )
    assert picker.isVisible()
    assert not names(place).isVisible()
    picker.setCurrentIndex(PAGES.index(page))
    await place.quiet()
    assert place.list.isVisible() is (page == "providers")


async def test_about(place: Place) -> None:
    place.open()
    await place.show("about")
    assert "Chatloom 1.2.3" in place.words
    folder = next(x for x in place.dialog.findChildren(QLabel) if x.text() == FACTS.folder)
    assert folder.textFormat() == Qt.TextFormat.PlainText
    assert folder.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


async def test_shortcuts_are_those_of_the_window(place: Place) -> None:
    place.open()
    await place.show("shortcuts")
    for keys in (
        "Enter",
        "Shift+Enter",
        "Esc",
        "↑",
        "Ctrl+N",
        "Ctrl+B",
        "Ctrl+1, Ctrl+2",
        "Ctrl+,",
    ):
        assert keys in place.words
    for keys in ("Ctrl+Shift+M", "Ctrl+Shift+P"):
        assert keys in place.words


async def test_looks_change_with_the_theme(place: Place, qapp: QApplication) -> None:
    dialog = place.open()
    light = dialog.grab().toImage().pixelColor(500, 400)
    theme.apply(qapp, "dark")
    dark = dialog.grab().toImage().pixelColor(500, 400)
    assert light.lightness() > 200
    assert dark.lightness() < 60


@pytest.fixture(params=[13, 16], ids=["usual type", "larger type"])
def type_size(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    """Have the interface font of the platform in a size, in pixels."""
    before = qapp.font()
    wanted = QFont(before)
    wanted.setPixelSize(request.param)
    qapp.setFont(wanted)
    theme.prepare(qapp)
    theme.apply(qapp, "light")
    yield request.param
    qapp.setFont(before)
    theme.prepare(qapp)
    theme.apply(qapp, "light")


@pytest.mark.parametrize("size", [1000, 480])
@pytest.mark.parametrize("page", [*PAGES, "providers/office/ca_bundle", "providers/new:azure/key"])
async def test_nothing_is_cut_off(place: Place, type_size: int, page: str, size: int) -> None:
    place.open(replace(FACTS, folder="/a/long/folder" * 8, engine="A sentence. " * 12), size=size)
    await place.show(page)
    for label in place.dialog.findChildren(QLabel):
        if label.isVisible() and label.wordWrap() and " " in label.text():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
            right = label.mapTo(place.dialog, label.rect().topRight()).x()
            assert right <= place.dialog.width(), label.text()
    for kind in (QAbstractButton, QLineEdit, QComboBox):
        for each in place.dialog.findChildren(kind):
            if each.isVisible():
                left = each.mapTo(place.dialog, QPoint(0, 0)).x()
                assert 0 <= left <= place.dialog.width() - each.width(), each.objectName()
    for button in place.dialog.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
