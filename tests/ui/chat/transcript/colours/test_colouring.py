"""When the colours of a block are found, and which lines are told of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.ui.chat.transcript.children.child_program import ChildProgram
from desktop_app.ui.chat.transcript.colours import colouring as code_colouring
from desktop_app.ui.chat.transcript.colours.colouring import (
    LONGEST_LINE,
    LONGEST_TEXT,
    CodeColours,
    Colouring,
)

WORD = [0, 1, 0]
NUMBER = [0, 1, 2]


class Colourist(ChildProgram):
    """Answers when the test says so."""

    def __init__(self) -> None:
        super().__init__("none")
        self.asked: list[tuple[str, str]] = []
        self.busy = False
        self.broken = False

    @property
    def is_busy(self) -> bool:
        return self.busy

    @property
    def is_broken(self) -> bool:
        return self.broken

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.asked]

    def ask(self, request: Mapping[str, object]) -> None:
        assert not self.busy
        self.busy = True
        self.asked.append((str(request["lexer"]), str(request["text"])))

    def answer(self, *lines: list[int], more: bool = False) -> None:
        self.busy = more
        self.answered.emit({"lines": list(lines), "more": more})

    def fail(self) -> None:
        self.busy = False
        self.failed.emit()

    def close(self) -> None:
        self.busy = False


class Watched:
    """A block and what it told."""

    def __init__(self, colours: CodeColours) -> None:
        self.colouring = Colouring(colours)
        self.told: list[tuple[int, int]] = []
        self.colouring.changed.connect(lambda first, last: self.told.append((first, last)))

    def update(self, text: str, language: str = "python", *, closed: bool = True) -> None:
        self.colouring.update(text, language, closed)

    @property
    def names(self) -> list[list[str]]:
        return [[name for _, _, name in line] for line in self.colouring.lines]


@pytest.fixture
def colourist(qapp: object) -> Colourist:
    return Colourist()


@pytest.fixture
def colours(colourist: Colourist) -> CodeColours:
    return CodeColours(program=colourist)


@pytest.fixture
def block(colours: CodeColours) -> Watched:
    return Watched(colours)


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_colouring, "_PAUSE", 0)
    monkeypatch.setattr(code_colouring, "_SHORTEST_PAUSE", 0.0)


def test_a_closed_block_gets_its_colours_part_by_part(block: Watched, colourist: Colourist) -> None:
    block.update("a\n1\nb", "py")
    assert colourist.asked == [("python", "a\n1\nb")]
    assert list(block.colouring.lines) == []
    colourist.answer(WORD, NUMBER, more=True)
    assert block.names == [["syn_keyword"], ["syn_number"]]
    colourist.answer([])
    assert block.names == [["syn_keyword"], ["syn_number"], []]
    assert block.colouring.lines[0] == ((0, 1, "syn_keyword"),)
    assert block.told == [(0, 1)]


@pytest.mark.parametrize("language", ["", "text", "mermaid"])
def test_what_has_no_colours_asks_nobody(
    block: Watched, colourist: Colourist, language: str
) -> None:
    block.update("a", language)
    assert colourist.asked == []


def test_only_lines_with_other_colours_are_told_of(
    block: Watched, colourist: Colourist, qtbot: QtBot, no_pause: None
) -> None:
    block.update("a\n1\nb\n", closed=False)
    colourist.answer(WORD, NUMBER, WORD, [])
    block.told.clear()
    block.update("a\n1\nb\n2\n", closed=True)
    colourist.answer(WORD, WORD, WORD, NUMBER, [])
    assert block.told == [(1, 3)]


def test_a_block_that_grows_keeps_its_colours_and_pauses_between_runs(
    block: Watched, colourist: Colourist
) -> None:
    block.update("a", closed=False)
    block.update("a\nb", closed=False)
    colourist.answer(WORD)
    block.update("a\nb\nc", closed=False)
    assert colourist.texts == ["a"]
    assert block.names == [["syn_keyword"]]


def test_after_the_pause_it_is_coloured_as_it_is_then(
    block: Watched, colourist: Colourist, qtbot: QtBot, no_pause: None
) -> None:
    block.update("a", closed=False)
    block.update("a\nb", closed=False)
    colourist.answer(WORD)
    block.update("a\nb\nc", closed=False)
    qtbot.waitUntil(lambda: len(colourist.asked) == 2)
    assert colourist.texts == ["a", "a\nb\nc"]


def test_a_block_that_stands_still_is_not_coloured_again(
    block: Watched, colourist: Colourist, qtbot: QtBot, no_pause: None
) -> None:
    block.update("a", closed=False)
    colourist.answer(WORD)
    qtbot.wait(20)
    block.update("a", closed=False)
    block.update("a", closed=True)
    assert colourist.texts == ["a"]


def test_once_it_is_closed_it_is_coloured_at_once_and_whole(
    block: Watched, colourist: Colourist
) -> None:
    block.update("a", closed=False)
    colourist.answer(WORD)
    block.update("a\nb", closed=True)
    assert colourist.texts == ["a", "a\nb"]


def test_when_it_is_closed_during_a_run_the_last_run_follows(
    block: Watched, colourist: Colourist
) -> None:
    block.update("a", closed=False)
    block.update("a\nb", closed=True)
    assert colourist.texts == ["a"]
    colourist.answer(WORD)
    assert colourist.texts == ["a", "a\nb"]


def test_another_text_or_language_begins_anew(block: Watched, colourist: Colourist) -> None:
    block.update("a")
    colourist.answer(WORD)
    block.update("b")
    assert list(block.colouring.lines) == []
    colourist.answer(NUMBER)
    block.update("b", "c")
    assert list(block.colouring.lines) == []
    assert colourist.asked == [("python", "a"), ("python", "b"), ("c", "b")]


def test_after_stopping_nothing_is_taken_or_asked(
    block: Watched, colourist: Colourist, colours: CodeColours
) -> None:
    other = Watched(colours)
    block.update("a\nb")
    other.update("c")
    colourist.answer(WORD, more=True)
    block.colouring.stop()
    other.colouring.stop()
    colourist.answer(WORD)
    assert block.names == [["syn_keyword"]]
    assert other.told == []
    assert colourist.texts == ["a\nb"]


def test_a_block_that_was_stopped_can_go_on(block: Watched, colourist: Colourist) -> None:
    block.update("a\nb")
    block.colouring.stop()
    colourist.answer(WORD, WORD)
    block.update("a\nb")
    colourist.answer(WORD, NUMBER)
    assert block.names == [["syn_keyword"], ["syn_number"]]


def test_the_latest_block_comes_first(colours: CodeColours, colourist: Colourist) -> None:
    blocks = [Watched(colours) for _ in range(3)]
    for block, text in zip(blocks, "abc", strict=True):
        block.update(text)
    for _ in blocks:
        colourist.answer(WORD)
    assert colourist.texts == ["a", "c", "b"]


def test_a_block_that_is_shown_again_has_its_colours_at_once(
    block: Watched, colours: CodeColours, colourist: Colourist
) -> None:
    block.update("a\n1")
    colourist.answer(WORD, NUMBER)
    again = Watched(colours)
    again.update("a\n1")
    assert again.names == block.names
    assert again.told == [(0, 1)]
    assert colourist.texts == ["a\n1"]


def test_what_could_not_be_coloured_is_not_tried_again(
    block: Watched, colours: CodeColours, colourist: Colourist
) -> None:
    block.update("a\nb", closed=False)
    colourist.answer(WORD, more=True)
    colourist.fail()
    block.update("a\nb\nc", closed=False)
    block.update("a\nb\nc", closed=True)
    assert colourist.texts == ["a\nb"]
    assert block.names == [["syn_keyword"]]
    closed = Watched(colours)
    closed.update("d")
    colourist.fail()
    again = Watched(colours)
    again.update("d")
    assert colourist.texts == ["a\nb", "d"]


def test_when_the_program_is_broken_nobody_waits_for_it(
    block: Watched, colours: CodeColours, colourist: Colourist
) -> None:
    other = Watched(colours)
    block.update("a")
    other.update("b")
    colourist.broken = True
    colourist.fail()
    Watched(colours).update("c")
    assert colourist.texts == ["a"]


def test_after_closing_nothing_is_asked(
    block: Watched, colours: CodeColours, colourist: Colourist
) -> None:
    block.update("a", closed=False)
    Watched(colours).update("b")
    colours.close()
    Watched(colours).update("c")
    block.update("a\nb", closed=True)
    assert colourist.texts == ["a"]


def test_a_long_text_is_coloured_in_part(block: Watched, colourist: Colourist) -> None:
    line = "x" * 99 + "\n"
    block.update(line * (LONGEST_TEXT // 100 + 5))
    assert len(colourist.texts[0]) == LONGEST_TEXT - 1


def test_colours_end_at_a_very_long_line(block: Watched, colourist: Colourist) -> None:
    block.update("a\n" + "b" * LONGEST_LINE + "\n" + "c" * (LONGEST_LINE + 1) + "\nd")
    assert colourist.texts == ["a\n" + "b" * LONGEST_LINE]


def test_with_the_real_program_a_block_gets_its_colours(qtbot: QtBot) -> None:
    colours = CodeColours()
    block = Watched(colours)
    block.update('def f():\n    return "🙂" + 1', "py")
    qtbot.waitUntil(lambda: len(block.colouring.lines) == 2, timeout=60_000)
    colours.close()
    found: list[Any] = list(block.colouring.lines)
    assert found[0] == ((0, 3, "syn_keyword"), (4, 1, "syn_function"))
    assert found[1] == ((4, 6, "syn_keyword"), (11, 4, "syn_string"), (18, 1, "syn_number"))
