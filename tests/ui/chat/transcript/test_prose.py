from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui import theme
from desktop_app.ui.chat.transcript.prose import Prose
from desktop_app.ui.theme import line_height
from desktop_app.ui.tokens import CHAT

Show = Callable[..., None]


@pytest.fixture
def prose(show: Show) -> Prose:
    made = Prose()
    show(made, 500, 300)
    return made


def test_height_grows_with_the_text(prose: Prose) -> None:
    heights = []
    for count in (0, 20, 200, 2000):
        prose.show_text("word " * count)
        heights.append(prose.height_for(500))
    assert heights == sorted(set(heights))


def test_one_line_is_as_high_as_the_design_has_it(prose: Prose) -> None:
    prose.show_text("word")
    assert prose.height_for(500) == pytest.approx(line_height(CHAT), abs=3)


def test_height_is_right_at_once_after_the_width_has_changed(prose: Prose) -> None:
    """Nothing is asked twice, and no event is waited for."""
    prose.show_text("several words " * 60)
    wide, narrow = prose.height_for(900), prose.height_for(300)
    assert narrow > 2 * wide
    assert prose.height_for(900) == wide
    prose.resize(300, narrow)
    assert prose.height_for(300) == narrow
    assert prose.height_for(900) == wide


def test_height_holds_all_there_is(prose: Prose) -> None:
    prose.show_text("# head\n\nwords\n\n- a\n- b\n\n> quote\n\n| a |\n|---|\n| b |\n\nlast")
    prose.resize(400, prose.height_for(400))
    QApplication.processEvents()
    assert prose.verticalScrollBar().maximum() == 0
    assert prose.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "https://example.org/a.css", "x.png", ":/x"],
)
def test_nothing_is_loaded(prose: Prose, address: str) -> None:
    for kind in QTextDocument.ResourceType:
        assert prose.loadResource(kind.value, QUrl(address)) is None
        assert prose.document().resource(kind.value, QUrl(address)) in (None, "", b"")
    prose.show_text(f"![words]({address})\n\n[link]({address})")
    assert prose.toPlainText() == "[words]\nlink"
    prose.grab()


def test_link_is_told_and_never_followed(prose: Prose, qtbot: QtBot) -> None:
    prose.show_text("[words](file:///etc/passwd)")
    prose.height_for(500)
    with qtbot.waitSignal(prose.link_activated) as told:
        QTest.mouseClick(
            prose.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(15, line_height(CHAT) // 2)
        )
    assert told.args == ["file:///etc/passwd"]
    assert prose.toPlainText() == "words"
    assert prose.source().isEmpty()


def test_plain_prose_has_no_markup(show: Show) -> None:
    prose = Prose(plain=True)
    show(prose)
    prose.show_text("<b>bold</b> *stars* [a](b)\n# head")
    assert prose.toPlainText() == "<b>bold</b> *stars* [a](b)\n# head"


def test_caret_is_drawn_while_it_is_live(prose: Prose) -> None:
    prose.show_text("words")
    still = prose.grab().toImage()
    prose.set_live(True)
    assert prose.grab().toImage() != still
    prose.set_live(False)
    assert prose.grab().toImage() == still


def test_quote_has_a_bar(prose: Prose) -> None:
    prose.show_text("> words")
    line = prose.grab().toImage()
    assert line.pixelColor(1, line_height(CHAT) // 2).name() == theme.colours().border.lower()


def test_looks_change_with_the_theme(prose: Prose, qapp: QApplication) -> None:
    prose.show_text("`code` [link](https://example.org)")
    cursor = prose.document().find("code")
    assert cursor.charFormat().background().color().name() == "#f2f3ef"
    theme.apply(qapp, "dark")
    cursor = prose.document().find("code")
    assert cursor.charFormat().background().color().name() == "#141618"


def test_selection_survives_nothing_new(prose: Prose) -> None:
    prose.show_text("some words")
    prose.selectAll()
    prose.show_text("some words")
    assert prose.textCursor().selectedText() == "some words"


def test_wheel_is_left_to_the_transcript(show: Show, qtbot: QtBot) -> None:
    outer = QWidget()
    prose = Prose(outer)
    prose.resize(300, 50)
    show(outer)
    prose.show_text("word " * 500)
    QTest.wheelEvent(prose.viewport().window().windowHandle(), QPoint(20, 20), QPoint(0, -120))
    assert prose.verticalScrollBar().value() == 0


def test_host_of_a_link_is_told_before_it_is_clicked(prose: Prose) -> None:
    prose.highlighted.emit(QUrl("https://münchen.example/path"))
    assert prose.toolTip() == "xn--mnchen-3ya.example"
    prose.highlighted.emit(QUrl())
    assert prose.toolTip() == ""
