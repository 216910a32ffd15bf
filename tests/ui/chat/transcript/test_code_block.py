from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_app.ui import theme
from desktop_app.ui.chat.transcript import code_block
from desktop_app.ui.chat.transcript.code_block import CodeBlock
from desktop_app.ui.chat.transcript.segments import Segment
from tests.ui.desk import click

CODE = 'def greet():\n    return "hello"\n'


@pytest.fixture
def block(show: Callable[..., None]) -> CodeBlock:
    made = CodeBlock()
    show(made, 500, 200)
    return made


def lines(block: CodeBlock) -> QPlainTextEdit:
    return block.findChild(QPlainTextEdit)


def copy_button(block: CodeBlock) -> QAbstractButton:
    return block.findChild(QAbstractButton)


def test_shows_language_and_lines(block: CodeBlock) -> None:
    block.show_segment(Segment(CODE, code=True, language="py"))
    assert block.findChild(QLabel).text() == "Python"
    assert lines(block).toPlainText() == CODE
    assert lines(block).isReadOnly()


@pytest.mark.parametrize(
    ("language", "shown"),
    [("", ""), ("rust", "Rust"), ("c++", "C++"), ("JSON", "JSON"), ("<b>x", "<b>x")],
)
def test_language_is_called_by_its_name(block: CodeBlock, language: str, shown: str) -> None:
    block.show_segment(Segment("x", code=True, language=language))
    assert block.findChild(QLabel).text() == shown


def test_open_block_is_appended_to(block: CodeBlock) -> None:
    """Nothing that stands is removed, so that it costs nothing and a selection stays."""
    removed: list[int] = []
    block.show_segment(Segment("def", code=True, closed=False))
    document: QTextDocument = lines(block).document()
    document.contentsChange.connect(lambda _at, gone, _added: removed.append(gone))
    for end in range(4, len(CODE) + 1):
        block.show_segment(Segment(CODE[:end], code=True, closed=False))
    assert lines(block).toPlainText() == CODE
    assert set(removed) == {0}


def test_other_code_replaces_it(block: CodeBlock) -> None:
    block.show_segment(Segment("one", code=True))
    block.show_segment(Segment("two", code=True))
    assert lines(block).toPlainText() == "two"
    block.show_segment(Segment("", code=True))
    assert lines(block).toPlainText() == ""


def test_colours_of_replaced_code_are_its_own(block: CodeBlock) -> None:
    block.show_segment(Segment("x = 1", code=True, language="py"))
    block.show_segment(Segment("return None", code=True, language="py"))
    assert coloured(block)[0][0] == "return"


def coloured(block: CodeBlock) -> list[tuple[str, str]]:
    found = []
    line = lines(block).document().begin()
    while line.isValid():
        for look in line.layout().formats():
            words = line.text()[look.start : look.start + look.length]
            found.append((words, look.format.foreground().color().name()))
        line = line.next()
    return found


def test_colours_come_when_it_is_closed(block: CodeBlock) -> None:
    block.show_segment(Segment(CODE, code=True, language="py", closed=False))
    assert coloured(block) == []
    block.show_segment(Segment(CODE, code=True, language="py"))
    assert ("def", theme.colours().syn_keyword.lower()) in coloured(block)


def test_colours_follow_the_theme(block: CodeBlock, qapp: QApplication) -> None:
    block.show_segment(Segment(CODE, code=True, language="py"))
    theme.apply(qapp, "dark")
    assert ("def", "#a3b7f3") in coloured(block)


def test_copy_puts_the_code_on_the_clipboard(
    block: CodeBlock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_block, "_COPIED_MS", 50)
    block.show_segment(Segment(CODE, code=True, language="py"))
    button = copy_button(block)
    assert button.accessibleName() == "Copy code"
    click(button)
    assert QGuiApplication.clipboard().text() == CODE
    assert button.text() == "Copied"
    qtbot.waitUntil(lambda: button.text() == "Copy")


def test_every_line_has_room(block: CodeBlock) -> None:
    heights = []
    for count in (1, 5, 50):
        block.show_segment(Segment("\n".join(["x"] * count), code=True))
        heights.append(block.height_for(500))
        block.resize(500, heights[-1])
        QApplication.processEvents()
        assert lines(block).verticalScrollBar().maximum() == 0
    assert heights[0] < heights[1] < heights[2]


def test_long_line_scrolls_sideways_in_room_of_its_own(block: CodeBlock) -> None:
    block.show_segment(Segment("x", code=True))
    short = block.height_for(500)
    block.show_segment(Segment("x" * 500, code=True))
    long = block.height_for(500)
    assert long > short
    block.resize(500, long)
    QApplication.processEvents()
    assert lines(block).horizontalScrollBar().maximum() > 0
    assert lines(block).verticalScrollBar().maximum() == 0
