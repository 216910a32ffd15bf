from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from desktop_app.core.markdown.pieces import Picture
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.laid.picture import LaidPicture
from desktop_app.ui.chat.transcript.laid.text import Marks
from tests.ui.chat.transcript.laying_out import Canvas, Materials, coloured_image

PICTURE = Picture("data:image/png;base64,xyz", "a red 🍎")


@pytest.fixture
def materials() -> Materials:
    return Materials()


def laid(materials: Materials, width: float = 600, zoom: float = 1.0) -> LaidPicture:
    made = LaidPicture(PICTURE, materials, materials.look(zoom))
    made.lay_out(width)
    return made


def area_of(made: LaidPicture) -> QRectF:
    return made.rects(0, made.length)[0]


@pytest.mark.parametrize(
    ("size", "shown"),
    [((100, 50), (100, 50)), ((1000, 500), (320, 160)), ((240, 960), (60, 240))],
)
def test_large_pictures_are_made_small_and_small_ones_stay(
    materials: Materials, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    materials.pictures[PICTURE.address] = coloured_image(*size, "red")
    made = laid(materials)
    assert (area_of(made).width(), area_of(made).height()) == shown
    assert made.height == shown[1]


def test_picture_is_no_wider_than_there_is_room(materials: Materials) -> None:
    materials.pictures[PICTURE.address] = coloured_image(1000, 500, "red")
    made = laid(materials, width=100)
    assert (area_of(made).width(), made.height) == (100, 50)


def test_picture_grows_with_the_type(materials: Materials) -> None:
    materials.pictures[PICTURE.address] = coloured_image(1000, 500, "red")
    assert laid(materials, zoom=1.5).height == 240


def test_there_is_a_place_for_it_while_it_is_being_made(materials: Materials) -> None:
    made = laid(materials)
    assert made.height == 150
    assert made.parts == ()
    assert not Canvas(200, 150).paint_piece(made).is_blank(QRectF(0, 0, 200, 3))


def test_words_stand_where_it_can_not_be_shown(materials: Materials) -> None:
    materials.pictures[PICTURE.address] = QImage()
    made = laid(materials)
    assert 0 < made.height < 60
    assert made.parts == ()
    assert not Canvas(200, 60).paint_piece(made).is_blank(QRectF(20, 10, 160, 20))


def test_picture_opens_large(materials: Materials) -> None:
    materials.pictures[PICTURE.address] = coloured_image(100, 50, "red")
    (part,) = laid(materials).parts
    assert (part.kind, part.value) == (Kind.PICTURE, PICTURE.address)
    assert part.area == QRectF(0, 0, 100, 50)


def test_picture_is_painted_and_shaded_where_it_is_selected(materials: Materials) -> None:
    materials.pictures[PICTURE.address] = coloured_image(100, 50, "red")
    made = laid(materials)
    middle = QRectF(40, 20, 10, 10)
    assert Canvas(100, 50).paint_piece(made).colours_in(middle) == {"#ff0000"}
    shaded = Canvas(100, 50).paint_piece(made, Marks(selected=(0, made.length)))
    (colour,) = shaded.colours_in(middle)
    assert colour not in ("#ff0000", "#ffffff")


def test_room_of_a_picture_stays_while_it_is_made_once_more(materials: Materials) -> None:
    materials.pictures[PICTURE.address] = coloured_image(100, 50, "red")
    made = laid(materials)
    assert not made.is_waiting
    del materials.pictures[PICTURE.address]
    assert made.lay_out(600) == 50
    middle = QRectF(40, 20, 10, 10)
    assert "#ff0000" not in Canvas(100, 50).paint_piece(made).colours_in(middle)
    assert made.parts
    materials.pictures[PICTURE.address] = coloured_image(100, 50, "red")
    assert Canvas(100, 50).paint_piece(made).colours_in(middle) == {"#ff0000"}


def test_picture_counts_as_its_words(materials: Materials) -> None:
    made = laid(materials)
    assert made.length == len(PICTURE.alt) + 1
    assert made.position_at(QPointF(5, 5)) == 0
    assert made.position_at(QPointF(195, 5)) == made.length
