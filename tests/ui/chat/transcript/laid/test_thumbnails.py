from __future__ import annotations

import base64

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.transcript.laid.thumbnails import Thumbnails
from tests.ui.chat.transcript.laying_out import coloured_image

MODULE = "desktop_app.ui.chat.transcript.laid.thumbnails"


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


def test_latest_are_kept_as_far_as_they_have_few_bytes(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{MODULE}._KEPT", (100, 2 * 40 * 30 * 4))
    thumbnails = Thumbnails()
    addresses = [address(colour=colour) for colour in ("red", "blue", "black")]
    for one in ["nonsense", *addresses]:
        made(thumbnails, one, qtbot)
    assert thumbnails.thumbnail("nonsense") is None, "It is the oldest."
    assert [thumbnails.thumbnail(one) is None for one in addresses] == [True, False, False]
    with qtbot.waitSignal(thumbnails.ready):
        pass


def test_those_that_can_not_be_made_are_remembered(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    broken = [f"data:image/png;base64,{number:04}" for number in range(100)]
    for one in broken:
        thumbnails.thumbnail(one)
    qtbot.waitUntil(lambda: all(thumbnails.thumbnail(one) is not None for one in broken))
    with qtbot.assertNotEmitted(thumbnails.ready, wait=50):
        assert all(thumbnails.thumbnail(one) is not None for one in broken)


class TestOrder:
    @pytest.fixture
    def decoded(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Return what was decoded, in that order."""
        seen: list[str] = []

        def decode(of: str) -> QImage:
            seen.append(of)
            return QImage()

        monkeypatch.setattr(f"{MODULE}._decoded", decode)
        return seen

    def test_the_one_asked_for_last_is_made_first(
        self, thumbnails: Thumbnails, decoded: list[str], qtbot: QtBot
    ) -> None:
        for name in ("a", "b", "c", "b", "a"):
            thumbnails.thumbnail(name)
        qtbot.waitUntil(lambda: len(decoded) == 3)
        assert decoded == ["a", "b", "c"]

    def test_the_oldest_are_forgotten_where_too_many_wait(
        self,
        thumbnails: Thumbnails,
        decoded: list[str],
        qtbot: QtBot,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(f"{MODULE}._MOST_WAITING", 2)
        for name in ("at work", "a", "b", "c"):
            thumbnails.thumbnail(name)
        qtbot.waitUntil(lambda: len(decoded) == 3)
        assert decoded == ["at work", "c", "b"]

    def test_nothing_is_made_for_what_is_not_shown_any_more(
        self, thumbnails: Thumbnails, decoded: list[str], qtbot: QtBot
    ) -> None:
        for name in ("at work", "a", "b"):
            thumbnails.thumbnail(name)
        with qtbot.waitSignal(thumbnails.ready):
            thumbnails.forget_waiting()
        thumbnails.thumbnail("c")
        qtbot.waitUntil(lambda: thumbnails.thumbnail("c") is not None)
        assert decoded == ["at work", "c"]

    def test_many_are_told_together(
        self, thumbnails: Thumbnails, decoded: list[str], qtbot: QtBot
    ) -> None:
        told: list[int] = []
        thumbnails.ready.connect(lambda: told.append(len(decoded)))
        for number in range(20):
            thumbnails.thumbnail(str(number))
        qtbot.waitUntil(lambda: bool(told) and told[-1] == 20)
        assert len(told) < 20


def test_closing_while_a_picture_is_decoded(qtbot: QtBot) -> None:
    made = Thumbnails()
    for colour in ("red", "blue", "black"):
        made.thumbnail(address(1200, 900, colour))
    del made
