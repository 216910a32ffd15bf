from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui import theme
from desktop_app.ui.picture_canvas import STEP, PictureCanvas
from desktop_app.ui.theme import colours
from desktop_app.ui.tokens import LIGHT

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
ROOM = QSize(600, 400)
MARGIN = 16


def stripes(width: int, height: int) -> QImage:
    """Return a picture whose columns are black and white in turn, which every blur turns grey."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("white"))
    painter = QPainter(made)
    for x in range(0, width, 2):
        painter.fillRect(x, 0, 1, height, QColor("black"))
    painter.end()
    return made


def plain(width: int, height: int, colour: str = "red") -> QImage:
    made = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(QColor(colour))
    return made.convertToFormat(QImage.Format.Format_RGB32) if colour != "#00000000" else made


@pytest.fixture
def canvas_of(show: Callable[..., None]) -> Callable[..., PictureCanvas]:
    def made(image: QImage, size: QSize | None = None) -> PictureCanvas:
        holder = QWidget()
        canvas = PictureCanvas(image, size or image.size(), holder)
        show(holder, ROOM.width(), ROOM.height())
        canvas.resize(ROOM)
        canvas.show()
        canvas.setFocus()
        return canvas

    return made


def drawn(canvas: PictureCanvas) -> QImage:
    """Return what is seen, with as many pixels as the screen would have."""
    dpr = canvas.devicePixelRatioF()
    seen = QImage(canvas.size() * dpr, QImage.Format.Format_RGB32)
    seen.setDevicePixelRatio(dpr)
    canvas.render(seen)
    return seen


def wheel(canvas: PictureCanvas, at: QPoint, notches: float) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, round(notches * 120)),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def under(canvas: PictureCanvas, at: QPoint) -> tuple[float, float]:
    """Return the point of the picture that lies below a point of the canvas."""
    part, scale = canvas.shown_part, canvas.percent / 100
    return (part.left() + at.x() / scale, part.top() + at.y() / scale)


@pytest.mark.parametrize(
    ("width", "height", "percent"),
    [(1136, 100, 50), (100, 736, 50), (2272, 1472, 25), (100, 100, 100), (568, 368, 100)],
)
def test_begins_whole_and_no_larger_than_it_is(
    canvas_of: Callable[..., PictureCanvas], width: int, height: int, percent: int
) -> None:
    canvas = canvas_of(plain(width, height))
    assert canvas.is_fitted
    assert canvas.percent == percent
    assert canvas.shown_part.size().toSize() == QSize(width, height)
    assert not canvas.can_zoom_out
    seen = drawn(canvas)
    assert seen.pixelColor(300, 200) == QColor("red")
    assert seen.pixelColor(3, 3) == QColor(colours().code)


def test_smaller_copy_stands_for_the_real_size(canvas_of: Callable[..., PictureCanvas]) -> None:
    canvas = canvas_of(plain(200, 100), QSize(2272, 1136))
    assert canvas.percent == 25
    canvas.zoom(4)
    before = canvas.shown_part
    sharp = plain(2272, 1136, "blue")
    canvas.show_levels([sharp, sharp.scaled(1136, 568)])
    assert canvas.shown_part == before
    assert drawn(canvas).pixelColor(300, 200) == QColor("blue")


def test_copy_that_is_just_large_enough_is_painted(
    canvas_of: Callable[..., PictureCanvas],
) -> None:
    canvas = canvas_of(plain(2272, 1136))
    levels = [plain(2272, 1136, "red"), plain(1136, 568, "green"), plain(568, 284, "blue")]
    canvas.show_levels(levels)
    for factor, colour in ((1, "blue"), (1.5, "green"), (2, "red"), (2, "red")):
        canvas.zoom(factor)
        assert drawn(canvas).pixelColor(300, 200) == QColor(colour)


@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
def test_pixels_are_pixels_of_the_screen_at_100_percent(
    canvas_of: Callable[..., PictureCanvas], monkeypatch: pytest.MonkeyPatch, dpr: float
) -> None:
    picture = stripes(3001, 2001)
    canvas = canvas_of(picture)
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: dpr)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    canvas.toggle()
    canvas.pan(QPointF(3.3, 1.7))
    assert canvas.percent == 100
    seen = drawn(canvas)
    assert seen.size() == ROOM * dpr
    row = [seen.pixelColor(x, seen.height() // 2).name() for x in range(100, 200)]
    assert set(row) == {"#000000", "#ffffff"}
    assert row[::2] == row[:1] * 50


def test_small_picture_is_as_large_as_in_the_page_on_a_fine_screen(
    canvas_of: Callable[..., PictureCanvas], monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = canvas_of(plain(100, 100))
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert (canvas.percent, canvas.is_fitted) == (200, True)
    canvas.toggle()
    assert (canvas.percent, canvas.is_fitted) == (100, False)
    canvas.toggle()
    assert (canvas.percent, canvas.is_fitted) == (200, True)


def test_zooms_in_and_out_within_limits(canvas_of: Callable[..., PictureCanvas]) -> None:
    canvas = canvas_of(plain(1136, 736))
    zoomed: list[int] = []
    canvas.zoomed.connect(lambda: zoomed.append(canvas.percent))
    canvas.zoom(STEP)
    assert zoomed == [62]
    assert canvas.can_zoom_out
    assert not canvas.is_fitted
    for _ in range(30):
        canvas.zoom(STEP)
    assert canvas.percent == 800
    assert not canvas.can_zoom_in
    for _ in range(30):
        canvas.zoom(1 / STEP)
    assert canvas.percent == 50
    assert canvas.is_fitted


def test_wheel_zooms_to_where_the_pointer_is(canvas_of: Callable[..., PictureCanvas]) -> None:
    canvas = canvas_of(plain(1136, 736))
    canvas.zoom(2)
    assert canvas.percent == 100
    at = QPoint(100, 300)
    before = under(canvas, at)
    for notches, percent in ((1, 120), (0.5, 131), (-1.5, 100)):
        wheel(canvas, at, notches)
        assert canvas.percent == percent
        assert under(canvas, at) == pytest.approx(before, abs=2)


def test_double_click_shows_100_percent_there_and_the_whole_again(
    canvas_of: Callable[..., PictureCanvas],
) -> None:
    canvas = canvas_of(plain(2272, 1472))
    QTest.mouseDClick(canvas, LEFT, NONE, QPoint(150, 100))
    assert canvas.percent == 100
    # What lay there at 25 % was 600 pixels to the left of the middle, and 400 above it.
    assert under(canvas, QPoint(150, 100)) == pytest.approx((1136 - 600, 736 - 400), abs=4)
    QTest.mouseDClick(canvas, LEFT, NONE, QPoint(150, 100))
    assert canvas.is_fitted


def test_is_dragged(canvas_of: Callable[..., PictureCanvas]) -> None:
    canvas = canvas_of(plain(2272, 1472))
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    canvas.toggle()
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    before = canvas.shown_part
    QTest.mousePress(canvas, LEFT, NONE, QPoint(300, 200))
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    QTest.mouseMove(canvas, QPoint(250, 230))
    QTest.mouseMove(canvas, QPoint(200, 260))
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(200, 260))
    assert canvas.shown_part == before.translated(100, -60)
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    QTest.mouseMove(canvas, QPoint(0, 0))
    assert canvas.shown_part == before.translated(100, -60)


def test_other_buttons_do_nothing(canvas_of: Callable[..., PictureCanvas]) -> None:
    canvas = canvas_of(plain(2272, 1472))
    QTest.mouseDClick(canvas, Qt.MouseButton.RightButton, NONE, QPoint(150, 100))
    QTest.mouseClick(canvas, Qt.MouseButton.RightButton, NONE, QPoint(150, 100))
    assert canvas.is_fitted


@pytest.mark.parametrize(
    ("key", "x", "y"),
    [
        (Qt.Key.Key_Left, -60, 0),
        (Qt.Key.Key_Right, 60, 0),
        (Qt.Key.Key_Up, 0, -60),
        (Qt.Key.Key_Down, 0, 60),
    ],
)
def test_arrow_keys_pan(
    canvas_of: Callable[..., PictureCanvas], key: Qt.Key, x: int, y: int
) -> None:
    canvas = canvas_of(plain(2272, 1472))
    canvas.toggle()
    before = canvas.shown_part
    QTest.keyClick(canvas, key)
    assert canvas.shown_part == before.translated(x, y)


def test_its_edges_never_come_inside(canvas_of: Callable[..., PictureCanvas]) -> None:
    canvas = canvas_of(plain(2272, 1472))
    canvas.pan(QPointF(500, 500))
    assert canvas.shown_part.topLeft() == QPointF(0, 0)
    canvas.toggle()
    for _ in range(100):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.shown_part.bottomRight() == QPointF(2272, 1472)
    assert drawn(canvas).pixelColor(599, 399) == QColor("red")


def test_follows_its_size(canvas_of: Callable[..., PictureCanvas]) -> None:
    canvas = canvas_of(plain(1136, 736))
    canvas.resize(1168, 768)
    assert (canvas.percent, canvas.is_fitted) == (100, True)
    canvas.zoom(2)
    middle = canvas.shown_part.center()
    canvas.resize(600, 400)
    assert canvas.percent == 200
    assert canvas.shown_part.center() == middle
    canvas.resize(5000, 5000)
    assert canvas.shown_part.size().toSize() == QSize(1136, 736)


def test_no_room_at_all_is_no_failure(canvas_of: Callable[..., PictureCanvas]) -> None:
    canvas = canvas_of(plain(1136, 736))
    canvas.resize(1, 1)
    assert canvas.percent >= 1
    assert not drawn(canvas).isNull()


def test_what_can_be_seen_through_lies_on_light_squares(
    canvas_of: Callable[..., PictureCanvas], qapp: QApplication
) -> None:
    theme.apply(qapp, "dark")
    canvas = canvas_of(plain(200, 200, "#00000000"))
    seen = drawn(canvas)
    found = {seen.pixelColor(x, 200).name() for x in range(210, 390)}
    assert found == {LIGHT.raised.lower(), LIGHT.border.lower()}
    assert seen.pixelColor(100, 200) == QColor(colours().code)


def test_edge_can_be_seen_on_both_themes(
    canvas_of: Callable[..., PictureCanvas], qapp: QApplication
) -> None:
    canvas = canvas_of(plain(200, 200))
    for name in ("light", "dark"):
        theme.apply(qapp, name)
        seen = drawn(canvas)
        assert seen.pixelColor(199, 200) == QColor(colours().border)
        assert seen.pixelColor(200, 200) == QColor("red")


def test_ring_is_shown_for_a_focus_that_came_by_keyboard(show: Callable[..., None]) -> None:
    holder = QWidget()
    rows = QVBoxLayout(holder)
    button = QPushButton("One")
    image = plain(200, 200)
    canvas = PictureCanvas(image, image.size())
    rows.addWidget(button)
    rows.addWidget(canvas, 1)
    show(holder, 600, 400)
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert drawn(canvas).pixelColor(1, 50) == QColor(colours().code)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert QGuiApplication.focusObject() is canvas
    assert drawn(canvas).pixelColor(1, 50) == QColor(colours().focus)
