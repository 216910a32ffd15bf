"""The popup by itself: search, keys, mouse, pins, and how it is placed and painted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from desktop_app.core.costs import Price
from desktop_app.core.models import BUILT_IN, ModelInfo
from desktop_app.ui import theme
from desktop_app.ui.chat import model_rows_view
from desktop_app.ui.chat.model_popup import ModelPopup, PopupContent
from desktop_app.ui.chat.model_rows_view import star_area

MINI = ModelInfo("gpt-4.1-mini", "openai", "gpt-4.1-mini", "OpenAI", True, 1_000_000, Price(0.4, 1))
OLD = ModelInfo("gpt-4o", "openai", "gpt-4o", "OpenAI", True, 128_000, None, "2020-01-14")
LLAMA = ModelInfo("llama", "router", "Llama 3.3", "OpenRouter", False, 8192, Price(0, 0))
CONTENT = PopupContent([BUILT_IN, MINI, OLD, LLAMA], MINI)
CTRL = Qt.KeyboardModifier.ControlModifier


class Place:
    """A window with something that opens the popup, and what is told."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.window.resize(800, 600)
        self.anchor = QPushButton("Model", self.window)
        self.anchor.setGeometry(40, 10, 120, 28)
        self.popup = ModelPopup(self.window)
        self.told: list[tuple[str, Any]] = []
        for name in ("picked", "pin_wanted", "details_wanted"):
            getattr(self.popup, name).connect(lambda m, n=name: self.told.append((n, m)))
        for name in (
            *("file_wanted", "built_in_wanted", "retry_wanted", "providers_wanted"),
            "closed",
        ):
            getattr(self.popup, name).connect(lambda n=name: self.told.append((n, None)))
        rows = self.popup.list.rows
        self.tester = QAbstractItemModelTester(
            rows, QAbstractItemModelTester.FailureReportingMode.Fatal
        )

    def open(self, content: PopupContent = CONTENT) -> None:
        self.popup.open_below(self.anchor, content)

    def press(self, key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    @property
    def current(self) -> ModelInfo | None:
        return self.popup.list.current

    def area(self, model: ModelInfo) -> QRect:
        rows, view = self.popup.list.rows, self.popup.list
        return view.visualRect(rows.index(rows.row_of(model.provider, model.id)))

    def click(self, place: QPoint) -> None:
        QTest.mouseClick(self.popup.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def place(qtbot: Any, qapp: QApplication) -> Place:
    made = Place()
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    return made


def test_opens_ready_to_type_at_the_chosen_one(place: Place) -> None:
    place.open()
    assert place.popup.field.hasFocus()
    assert place.current == MINI
    assert place.popup.field.accessibleName() == "Search models"
    assert place.popup.list.accessibleName() == "Models"


def test_what_is_typed_goes_to_the_first_match(place: Place) -> None:
    place.open()
    QTest.keyClicks(place.popup.field, "router llam")
    assert place.current == LLAMA
    place.press(Qt.Key.Key_Return)
    assert place.told == [("closed", None), ("picked", LLAMA)]
    assert not place.popup.isVisible()
    place.open()
    assert place.popup.field.text() == ""
    assert place.current == MINI


def test_nothing_found_is_said(place: Place) -> None:
    place.open()
    QTest.keyClicks(place.popup.field, "nothing like it")
    label = place.window.findChild(QLabel, "model_search_remark")
    assert label.isVisible()
    assert label.text() == "No model matches."
    place.press(Qt.Key.Key_Return)
    assert place.told == []
    place.popup.field.clear()
    assert place.popup.list.isVisible()
    assert place.current == MINI
    place.popup.close_popup()
    place.open(PopupContent([], BUILT_IN))
    assert label.text() == "No provider has listed a model yet."


def test_arrows_go_through_models_alone_and_back_to_the_field(place: Place) -> None:
    place.open()
    place.press(Qt.Key.Key_Down)
    assert place.popup.list.hasFocus()
    assert place.current == OLD
    for key, model in (
        (Qt.Key.Key_Down, LLAMA),
        (Qt.Key.Key_Down, LLAMA),
        (Qt.Key.Key_Home, BUILT_IN),
        (Qt.Key.Key_End, LLAMA),
        (Qt.Key.Key_PageUp, BUILT_IN),
        (Qt.Key.Key_PageDown, LLAMA),
        (Qt.Key.Key_Up, OLD),
        (Qt.Key.Key_Home, BUILT_IN),
    ):
        place.press(key)
        assert place.current == model
    place.press(Qt.Key.Key_Up)
    assert place.popup.field.hasFocus()
    place.press(Qt.Key.Key_End)
    assert place.current == LLAMA
    place.press(Qt.Key.Key_Space)
    assert ("picked", LLAMA) in place.told


def test_typing_in_the_list_goes_on_in_the_field(place: Place) -> None:
    place.open()
    place.press(Qt.Key.Key_Down)
    QTest.keyClick(place.popup.list, Qt.Key.Key_4)
    assert place.popup.field.hasFocus()
    assert place.popup.field.text() == "4"
    QTest.keyClicks(place.popup.field, "oo")
    place.press(Qt.Key.Key_Down)
    QTest.keyClick(place.popup.list, Qt.Key.Key_Backspace)
    assert place.popup.field.text() == "4o"
    assert place.current == OLD


def test_home_and_end_are_the_texts_own_where_there_is_one(place: Place) -> None:
    place.open()
    QTest.keyClicks(place.popup.field, "gpt")
    place.press(Qt.Key.Key_Home)
    assert place.popup.field.hasFocus()
    assert place.popup.field.cursorPosition() == 0


def test_escape_closes_and_does_nothing_else(place: Place) -> None:
    stopped: list[bool] = []
    shortcut = QShortcut(QKeySequence("Esc"), place.window)
    shortcut.activated.connect(lambda: stopped.append(True))
    place.open()
    place.press(Qt.Key.Key_Escape)
    assert place.told == [("closed", None)]
    place.open()
    place.press(Qt.Key.Key_Down)
    place.press(Qt.Key.Key_Escape)
    assert not place.popup.isVisible()
    assert stopped == []
    place.popup.close_popup()
    assert place.told == [("closed", None)] * 2


def test_pins_by_key_and_by_star(place: Place) -> None:
    place.open()
    place.press(Qt.Key.Key_D, CTRL)
    place.press(Qt.Key.Key_Down)
    place.press(Qt.Key.Key_D, CTRL)
    place.click(star_area(place.area(LLAMA)).center())
    assert place.told == [("pin_wanted", MINI), ("pin_wanted", OLD), ("pin_wanted", LLAMA)]
    assert place.popup.isVisible()


def test_where_one_is_stays_when_something_is_pinned(place: Place) -> None:
    place.open()
    place.press(Qt.Key.Key_Down)
    pinned = PopupContent(CONTENT.models, MINI, ((OLD.provider, OLD.id),))
    place.popup.show_content(pinned)
    assert place.current == OLD
    assert place.popup.list.currentIndex().row() == 1
    assert place.popup.list.hasFocus()


def test_a_click_chooses_and_a_head_does_nothing(place: Place) -> None:
    place.open()
    place.click(place.popup.list.visualRect(place.popup.list.rows.index(0)).center())
    assert place.told == []
    place.click(place.area(OLD).center())
    assert place.told == [("closed", None), ("picked", OLD)]


def test_a_click_beside_it_closes(place: Place) -> None:
    place.open()
    QTest.mouseClick(place.popup, Qt.MouseButton.LeftButton, pos=QPoint(790, 590))
    assert place.told == [("closed", None)]
    place.open()
    QTest.mouseClick(place.popup._card, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert place.popup.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
@pytest.mark.parametrize("pinned", [True, False])
def test_menu_of_a_model(place: Place, pinned: bool) -> None:
    place.open(PopupContent(CONTENT.models, MINI, ((OLD.provider, OLD.id),) if pinned else ()))
    point = place.area(OLD).center()
    view = place.popup.list
    asked = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point)
    )
    QApplication.sendEvent(view.viewport(), asked)
    (menu,) = place.popup.findChildren(QMenu)
    pin, details = menu.actions()
    assert pin.text() == ("Don't pin" if pinned else "Pin")
    pin.trigger()
    details.trigger()
    menu.close()
    assert place.told == [("pin_wanted", OLD), ("details_wanted", OLD)]


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
def test_menu_by_keyboard_is_that_of_the_current_one(place: Place) -> None:
    place.open()
    wanted: list[ModelInfo] = []
    place.popup.list.menu_wanted.connect(lambda model, _place: wanted.append(model))
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(place.popup.list, asked)
    assert wanted == [MINI]
    for menu in place.popup.findChildren(QMenu):
        menu.close()


def test_what_more_can_be_done(place: Place) -> None:
    place.open()

    def words() -> list[str]:
        buttons = place.popup.findChildren(QPushButton)
        return [button.text() for button in buttons if button.isVisible()]

    assert words() == ["Open a GGUF…", "Set up providers…"]
    place.popup.show_content(PopupContent(CONTENT.models, MINI, engine_failed=True, own_file=True))
    for word, signal in (
        ("Start the local engine again", "retry_wanted"),
        ("Open a GGUF…", "file_wanted"),
        ("Use the built-in model", "built_in_wanted"),
        ("Set up providers…", "providers_wanted"),
    ):
        place.told.clear()
        place.open(PopupContent(CONTENT.models, MINI, engine_failed=True, own_file=True))
        button = next(b for b in place.popup.findChildren(QPushButton) if b.text() == word)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert place.told == [("closed", None), (signal, None)]


def test_the_focus_goes_around_inside(place: Place) -> None:
    place.open()
    names = []
    for _ in range(5):
        place.press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        names.append(focused.objectName() or focused.text())
    assert names == [
        *("model_list", "Open a GGUF…", "Set up providers…", "model_search", "model_list"),
    ]
    place.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert place.popup.field.hasFocus()


@pytest.mark.parametrize(("width", "height"), [(480, 480), (800, 600), (1600, 1000)])
def test_stays_inside_the_window(place: Place, width: int, height: int) -> None:
    many = [ModelInfo(f"m{n}", "p", f"model number {n}", "P") for n in range(60)]
    place.anchor.move(width - 200, 10)
    place.open(PopupContent(many, many[40]))
    place.window.resize(width, height)
    card = place.popup._card.geometry()
    assert place.window.rect().contains(card)
    assert place.popup.list.height() >= 60
    area = place.area(many[40])
    assert place.popup.list.viewport().rect().contains(area)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("width", [480, 800])
def test_is_painted(place: Place, qapp: QApplication, name: theme.Theme, width: int) -> None:
    theme.apply(qapp, name)
    place.window.resize(width, 600)
    place.open(PopupContent(CONTENT.models, MINI, (("router", "llama"),), {"openai": "odd"}))
    image = place.window.grab().toImage()
    area = place.popup._card.geometry()
    seen = {
        image.pixelColor(x, y).name().upper()
        for x in range(area.left(), area.right(), 1)
        for y in range(area.top(), area.bottom(), 1)
    }
    look = theme.colours()
    for colour in (look.raised, look.accent_soft, look.text, look.link, look.warning_text):
        assert colour in seen


def test_of_a_thousand_models_only_those_in_view_are_painted(place: Place) -> None:
    many = [ModelInfo(f"maker/model-{n}", "p", f"Maker: Model {n}", "P") for n in range(1000)]
    place.open(PopupContent(many, many[0]))
    looked = 0
    painted = place.popup.list.itemDelegate().paint

    def counting(*args: Any) -> None:
        nonlocal looked
        looked += 1
        painted(*args)

    place.popup.list._painter.paint = counting
    QTest.keyClicks(place.popup.field, "model 99")
    place.window.grab()
    assert place.current == many[99]
    assert len(place.popup.list.rows.shown) == 19
    assert looked < 200


def test_thousands_of_models_are_measured_by_their_few_prices(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: list[Price | None] = []

    def mark(price: Price | None) -> str:
        marked.append(price)
        return "$1.00 / $2.00"

    monkeypatch.setattr(model_rows_view, "price_mark", mark)
    models = [replace(MINI, id=f"m{n}", price=Price(n % 3, 1)) for n in range(300)]
    place.popup.show_content(replace(CONTENT, models=models))
    assert len(marked) == 3
