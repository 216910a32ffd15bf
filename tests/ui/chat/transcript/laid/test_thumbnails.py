from __future__ import annotations

import base64

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.transcript.laid.thumbnails import Thumbnails
from tests.ui.chat.transcript.laying_out import coloured_image


def address(width: int = 40, height: int = 30, colour: str = "red") -> str:
    """Return a picture as it stands in a message."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert coloured_image(width, height, colour).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.data().data()).decode()


@pytest.fixture
def thumbnails(qtbot: QtBot) -> Thumbnails:
    return Thumbnails()


def made(thumbnails: Thumbnails, of: str, qtbot: QtBot) -> QImage:
    with qtbot.waitSignal(thumbnails.ready):
        assert thumbnails.thumbnail(of) is None
    found = thumbnails.thumbnail(of)
    assert found is not None
    return found


def test_thumbnail_comes_later(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    image = made(thumbnails, address(), qtbot)
    assert (image.width(), image.height()) == (40, 30)
    assert image.pixelColor(5, 5).name() == "#ff0000"


def test_large_picture_is_made_small(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    image = made(thumbnails, address(1600, 400), qtbot)
    assert (image.width(), image.height()) == (640, 160)


@pytest.mark.parametrize(
    "broken", ["data:image/png;base64,AAAA", "data:image/png;base64,%%", "nonsense", ""]
)
def test_broken_picture_is_a_null_image(thumbnails: Thumbnails, broken: str, qtbot: QtBot) -> None:
    assert made(thumbnails, broken, qtbot).isNull()


def test_picture_is_decoded_once(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    told: list[int] = []
    thumbnails.ready.connect(lambda: told.append(1))
    for _ in range(5):
        thumbnails.thumbnail(address())
    qtbot.waitUntil(lambda: thumbnails.thumbnail(address()) is not None)
    first = thumbnails.thumbnail(address())
    assert thumbnails.thumbnail(address()) is first
    assert told == [1]


def test_latest_are_kept(
    thumbnails: Thumbnails, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.ui.chat.transcript.laid.thumbnails._KEPT", 2)
    addresses = [address(colour=colour) for colour in ("red", "blue", "black")]
    for one in addresses:
        made(thumbnails, one, qtbot)
    assert [thumbnails.thumbnail(one) is None for one in addresses] == [True, False, False]
    with qtbot.waitSignal(thumbnails.ready):
        pass


def test_closing_while_a_picture_is_decoded(qtbot: QtBot) -> None:
    made = Thumbnails()
    for colour in ("red", "blue", "black"):
        made.thumbnail(address(1200, 900, colour))
    del made
