from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt, QTranslator
from PySide6.QtGui import QAccessible, QColor, QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from desktop_app.core.errors import AppError
from desktop_app.ui import theme
from desktop_app.ui.focus_ring import FocusRing
from desktop_app.ui.picture_canvas import PictureCanvas
from desktop_app.ui.picture_viewer import PictureViewer
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.theme import colours
from tests.ui.desk import click, until
from tests.ui.pseudo_locale import make_translation

CONTROL = Qt.KeyboardModifier.ControlModifier
BUTTONS = {
    "picture_zoom_out": "Zoom out",
    "picture_zoom_in": "Zoom in",
    "picture_fit": "Fit",
    "picture_save": "Save as…",
    "picture_close": "Close",
}


def picture(width: int = 2000, height: int = 1000, colour: str = "red") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")
    return buffer.data().data()


class Opened:
    """A viewer over a window with a field, and what became of its tasks."""

    def __init__(self, window: QWidget, data: bytes, alt: str) -> None:
        self.window = window
        self.field = QLineEdit(window)
        self.field.show()
        self.field.setFocus()
        self.told: list[AppError] = []
        self.closed: list[int] = []
        self.tasks = Tasks(self.told.append)
        image = QImage(200, 100, QImage.Format.Format_RGB32)
        image.fill(QColor("blue"))
        self.viewer = PictureViewer(image, alt, data, self.tasks, self.field)
        self.viewer.finished.connect(self.closed.append)
        self.viewer.open()

    @property
    def canvas(self) -> PictureCanvas:
        return self.viewer.findChild(PictureCanvas)

    @property
    def percent(self) -> int:
        label = self.viewer.findChild(QLabel)
        assert label.text() == f"{self.canvas.percent} %"
        return self.canvas.percent

    @property
    def notices(self) -> list[QWidget]:
        found = self.viewer.findChildren(QWidget, "picture_notice")
        return [notice for notice in found if notice.isVisible()]

    def button(self, name: str) -> QAbstractButton:
        return self.viewer.findChild(QAbstractButton, name)

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    @property
    def colour(self) -> QColor:
        return self.canvas.grab().toImage().pixelColor(self.canvas.rect().center())

    async def save_as(self, path: Path) -> None:
        """Choose a file in the dialog, and wait until it is written or not."""
        click(self.button("picture_save"))
        dialog = self.viewer.findChild(QFileDialog, "picture_save_dialog")
        dialog.setDirectory(str(path.parent))
        dialog.selectFile(path.name)
        dialog.accept()
        await until(lambda: not self.tasks._running)


Open = Callable[..., Awaitable[Opened]]


@pytest.fixture
def open_viewer(show: Callable[..., None]) -> Open:
    async def opened(
        data: bytes | None = None, alt: str = "A red field", width: int = 800, height: int = 600
    ) -> Opened:
        window = QWidget()
        show(window, width, height)
        made = Opened(window, data or picture(), alt)
        await until(lambda: not made.tasks._running)
        return made

    return opened


async def test_lies_over_the_whole_window_and_follows_its_size(open_viewer: Open) -> None:
    opened = await open_viewer()
    assert opened.viewer.isVisible()
    assert not opened.viewer.isWindow()
    assert opened.viewer.geometry() == opened.window.rect()
    opened.window.resize(640, 500)
    assert opened.viewer.geometry() == opened.window.rect()
    assert opened.viewer.rect().contains(opened.canvas.geometry())


async def test_words_of_the_picture_are_its_name(open_viewer: Open) -> None:
    opened = await open_viewer(alt="A <b>red</b>\n field")
    assert opened.viewer.objectName() == "picture_viewer"
    for part in (opened.viewer, opened.canvas):
        assert part.accessibleName() == "A <b>red</b> field"
    spoken = QAccessible.queryAccessibleInterface(opened.viewer)
    assert spoken.role() == QAccessible.Role.Dialog
    assert (await open_viewer(alt=" ")).viewer.accessibleName() == "Picture"


async def test_buttons_have_names(open_viewer: Open) -> None:
    opened = await open_viewer()
    for name, words in BUTTONS.items():
        button = opened.button(name)
        assert words in (button.text(), button.accessibleName())
        assert button.isVisible()


async def test_shows_at_once_what_it_is_given_and_then_its_file(open_viewer: Open) -> None:
    opened = await open_viewer()
    assert opened.percent == round((800 - 2 * 8 - 2 - 2 * 16) / 2000 * 100)
    assert opened.colour == QColor("red")
    other = Opened(opened.window, picture(), "")
    assert other.colour == QColor("blue")
    await until(lambda: other.colour == QColor("red"))


async def test_broken_file_leaves_what_it_was_given(open_viewer: Open) -> None:
    opened = await open_viewer(b"no picture")
    assert opened.colour == QColor("blue")
    assert opened.percent == 100
    assert opened.told == []


async def test_zooms_by_buttons(open_viewer: Open) -> None:
    opened = await open_viewer()
    assert not opened.button("picture_zoom_out").isEnabled()
    click(opened.button("picture_zoom_in"))
    assert opened.percent == 47
    assert opened.button("picture_zoom_out").isEnabled()
    click(opened.button("picture_zoom_out"))
    assert opened.canvas.is_fitted
    click(opened.button("picture_zoom_in"))
    click(opened.button("picture_fit"))
    assert opened.canvas.is_fitted


@pytest.mark.parametrize("focused", ["", *BUTTONS])
async def test_zooms_and_pans_by_keyboard_wherever_the_focus_is(
    open_viewer: Open, focused: str
) -> None:
    opened = await open_viewer()
    if focused:
        opened.button("picture_zoom_in").click()
        opened.button(focused).setFocus()
        opened.canvas.fit()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Plus):
        opened.press(key, CONTROL)
    assert opened.percent == 73
    opened.press(Qt.Key.Key_Minus, CONTROL)
    assert opened.percent == 59
    before = opened.canvas.shown_part.left()
    opened.press(Qt.Key.Key_Right)
    assert opened.canvas.shown_part.left() > before
    opened.press(Qt.Key.Key_0, CONTROL)
    assert opened.canvas.is_fitted


async def test_button_at_its_limit_hands_the_focus_to_the_picture(open_viewer: Open) -> None:
    opened = await open_viewer()
    opened.press(Qt.Key.Key_Plus)
    opened.button("picture_zoom_out").setFocus()
    opened.press(Qt.Key.Key_Space)
    assert opened.canvas.hasFocus()


async def test_enter_presses_the_focused_button(open_viewer: Open) -> None:
    opened = await open_viewer()
    opened.button("picture_zoom_in").setFocus()
    opened.press(Qt.Key.Key_Return)
    assert opened.percent == 47


async def test_focus_stays_inside(open_viewer: Open) -> None:
    opened = await open_viewer()
    opened.press(Qt.Key.Key_Plus)
    assert opened.canvas.hasFocus()
    for name in BUTTONS:
        opened.press(Qt.Key.Key_Tab)
        assert opened.button(name).hasFocus()
    opened.press(Qt.Key.Key_Tab)
    assert opened.canvas.hasFocus()
    opened.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert opened.button("picture_close").hasFocus()


async def test_ring_of_the_window_is_drawn_above_it(open_viewer: Open, qapp: QApplication) -> None:
    opened = await open_viewer()
    ring = FocusRing(opened.window)
    ring.follow(qapp)
    opened.press(Qt.Key.Key_Tab)
    assert ring.isVisible()
    parts = [part for part in opened.window.children() if isinstance(part, QWidget)]
    assert parts.index(ring) > parts.index(opened.viewer)
    opened.press(Qt.Key.Key_Escape)


async def test_shortcuts_of_the_window_wait(open_viewer: Open) -> None:
    opened = await open_viewer()
    done: list[str] = []
    for keys in ("Esc", "Ctrl+N", "Ctrl+B"):
        shortcut = QShortcut(QKeySequence(keys), opened.window)
        shortcut.activated.connect(lambda keys=keys: done.append(keys))
    opened.press(Qt.Key.Key_N, CONTROL)
    opened.press(Qt.Key.Key_B, CONTROL)
    opened.press(Qt.Key.Key_Escape)
    assert done == []
    assert opened.closed == [0]
    opened.press(Qt.Key.Key_N, CONTROL)
    assert done == ["Ctrl+N"]


@pytest.mark.parametrize("way", ["escape", "button", "scrim"])
async def test_closes_and_gives_the_focus_back(open_viewer: Open, way: str) -> None:
    opened = await open_viewer()
    gone: list[None] = []
    opened.viewer.destroyed.connect(lambda: gone.append(None))
    if way == "escape":
        opened.press(Qt.Key.Key_Escape)
    elif way == "button":
        click(opened.button("picture_close"))
    else:
        QTest.mouseClick(opened.viewer, Qt.MouseButton.LeftButton, pos=QPoint(400, 3))
    assert opened.closed == [0]
    assert opened.field.hasFocus()
    await until(lambda: gone)


async def test_another_one_takes_its_place(open_viewer: Open) -> None:
    opened = await open_viewer()
    other = Opened(opened.window, picture(), "")
    assert opened.closed == [0]
    assert other.canvas.hasFocus()
    await until(lambda: not other.tasks._running)
    other.press(Qt.Key.Key_Escape)
    assert opened.field.hasFocus()


async def test_click_on_its_card_does_not_close_it(open_viewer: Open) -> None:
    opened = await open_viewer()
    QTest.mouseClick(opened.viewer, Qt.MouseButton.LeftButton, pos=QPoint(400, 30))
    click(opened.canvas)
    assert opened.closed == []


async def test_who_had_the_focus_may_be_gone(open_viewer: Open) -> None:
    opened = await open_viewer()
    opened.field.deleteLater()
    gone: list[None] = []
    opened.field.destroyed.connect(lambda: gone.append(None))
    await until(lambda: gone)
    opened.press(Qt.Key.Key_Escape)
    assert opened.closed == [0]


async def test_closed_before_its_file_is_read(open_viewer: Open) -> None:
    opened = await open_viewer()
    other = Opened(opened.window, picture(), "")
    other.viewer.reject()
    await until(lambda: not other.tasks._running)
    assert other.told == []


@pytest.mark.parametrize("keys", [True, False])
async def test_is_saved(open_viewer: Open, tmp_path: Path, *, keys: bool) -> None:
    opened = await open_viewer()
    if keys:
        opened.press(Qt.Key.Key_S, CONTROL)
        dialog = opened.viewer.findChild(QFileDialog, "picture_save_dialog")
        assert dialog.isVisible()
        assert Path(dialog.selectedFiles()[0]).name == "picture.png"
        dialog.reject()
        await until(lambda: opened.viewer.findChild(QFileDialog) is None)
    await opened.save_as(tmp_path / "field.jpg")
    saved = QImage(str(tmp_path / "field.jpg"))
    assert (saved.width(), saved.height()) == (2000, 1000)
    assert opened.notices == []
    assert opened.button("picture_save").isEnabled()


async def test_name_without_a_suffix_becomes_a_png(open_viewer: Open, tmp_path: Path) -> None:
    opened = await open_viewer()
    await opened.save_as(tmp_path / "field")
    assert QImage(str(tmp_path / "field.png")).width() == 2000


async def test_failure_to_save_is_told_inside(open_viewer: Open, tmp_path: Path) -> None:
    opened = await open_viewer(width=480, height=480)
    await opened.save_as(tmp_path / "field.webp")
    (notice,) = opened.notices
    assert notice.accessibleName().startswith("Pictures are saved as PNG or JPEG.")
    assert opened.canvas.geometry().contains(notice.geometry())
    assert opened.told == []
    await opened.save_as(tmp_path / "again.webp")
    (notice,) = opened.notices
    for button in notice.findChildren(QAbstractButton):
        if button.text() == "Details":
            click(button)
            assert opened.canvas.geometry().contains(notice.geometry())
    click(notice.findChildren(QAbstractButton)[-1])
    assert opened.notices == []
    await opened.save_as(tmp_path / "field.webp")
    await opened.save_as(tmp_path / "field.png")
    assert opened.notices == []


async def test_failure_after_it_was_closed_is_told_by_the_window(
    open_viewer: Open, tmp_path: Path
) -> None:
    opened = await open_viewer()
    opened.viewer._save_as(tmp_path / "field.webp")
    opened.press(Qt.Key.Key_Escape)
    await until(lambda: not opened.tasks._running)
    assert [error.code for error in opened.told] == ["picture_suffix"]


@pytest.fixture(params=["plain", "long"])
def words(request: pytest.FixtureRequest, tmp_path: Path, qapp: QApplication) -> Iterator[str]:
    """Speak plainly, or the language whose words are long."""
    translator = QTranslator()
    if request.param == "long":
        assert translator.load(str(make_translation(tmp_path)))
        qapp.installTranslator(translator)
    yield request.param
    qapp.removeTranslator(translator)


async def test_everything_fits_a_narrow_window(open_viewer: Open, words: str) -> None:
    opened = await open_viewer(alt="A very long title " * 20, width=480, height=480)
    inside = opened.viewer.rect().adjusted(8, 8, -8, -8)
    assert (opened.button("picture_fit").text() == "Fit") == (words == "plain")
    for name in BUTTONS:
        button = opened.button(name)
        assert button.width() >= button.sizeHint().width()
        corner = button.mapTo(opened.viewer, QPoint(0, 0))
        assert inside.contains(button.rect().translated(corner))
    label = opened.viewer.findChild(QLabel)
    for _ in range(20):
        assert label.width() >= label.sizeHint().width()
        opened.canvas.zoom(1.3)


async def test_follows_the_theme(open_viewer: Open, qapp: QApplication) -> None:
    opened = await open_viewer()
    for name in ("light", "dark"):
        theme.apply(qapp, name)
        seen = opened.viewer.grab().toImage()
        assert seen.pixelColor(400, 14) == QColor(colours().raised)
        assert seen.pixelColor(300, 580) == QColor(colours().surface)
        assert seen.pixelColor(12, 300) == QColor(colours().code)
        assert seen.pixelColor(2, 2) != QColor(colours().window)
