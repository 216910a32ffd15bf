from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from desktop_app.ui import theme
from desktop_app.ui.chat.transcript.controls import Control
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.row_text import LEFT
from desktop_app.ui.chat.transcript.view import Transcript
from tests.ui.chat.transcript.laying_out import answered

LINKS = 14
HEAD = "| " + " | ".join(f"column number {n} with words" for n in range(LINKS)) + " |\n"
WIDE = f"{HEAD}|{'---|' * LINKS}\n"
WIDE += "| " + " | ".join(f"[link number {n}](https://h{n}.org/)" for n in range(LINKS)) + " |\n"


@pytest.fixture
def transcript(show: Callable[..., None]) -> Transcript:
    made = Transcript()
    show(made, 900, 500)
    made.show_messages([(answered(WIDE), "Model")])
    made.setFocus()
    return made


def focused(transcript: Transcript) -> Control:
    found = transcript.focused_control()
    assert found is not None
    return found


def frame(transcript: Transcript) -> QRectF:
    """Return the area of the table."""
    row = transcript.rows.at(0)
    block = None if row is None else row.block(0)
    assert row is not None
    assert block is not None
    corner = transcript.flow.corner(0) + QPointF(LEFT, row.block_top(0))
    return block.items[0].area.translated(corner)


def test_links_in_a_table_lie_in_its_frame_or_are_empty(transcript: Transcript) -> None:
    links = [c for c in transcript.controls_of(0) if c.key.kind is Kind.LINK]
    assert [link.value for link in links] == [f"https://h{n}.org/" for n in range(LINKS)]
    area = frame(transcript)
    assert all(area.left() <= c.area.left() <= c.area.right() <= area.right() for c in links)
    assert links[0].area.width() > 40
    assert links[-1].area.isEmpty()


def test_going_to_a_link_scrolls_its_table_sideways(transcript: Transcript) -> None:
    for number in range(LINKS):
        QTest.keyClick(transcript, Qt.Key.Key_Tab)
        found = focused(transcript)
        assert found.value == f"https://h{number}.org/"
        assert found.area.width() > 40
        assert transcript.link_at(found.area.center()) == found.value
    for _ in range(LINKS - 1):
        QTest.keyClick(transcript, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert focused(transcript).area.width() > 40


def test_a_link_with_the_focus_has_a_ring(transcript: Transcript) -> None:
    QTest.keyClick(transcript, Qt.Key.Key_Tab)
    area = focused(transcript).area.toRect()
    shot = transcript.viewport().grab().toImage()
    x = area.center().x()
    edge = {shot.pixelColor(x, y).name() for y in range(area.top() - 2, area.top() + 1)}
    assert theme.colours().focus.lower() in edge
