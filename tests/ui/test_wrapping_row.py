from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.overriding import override
from desktop_app.ui.wrapping_row import WrappingRow


class Block(QWidget):
    """A widget of a size."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._size = QSize(width, height)

    @override
    def sizeHint(self) -> QSize:
        return self._size


def row(*sizes: tuple[int, int]) -> tuple[QWidget, WrappingRow, list[Block]]:
    """Return a widget with a row of blocks above a space."""
    place, line = QWidget(), WrappingRow(8)
    blocks = [Block(*size) for size in sizes]
    for block in blocks:
        line.addWidget(block)
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(line)
    column.addStretch(1)
    return place, line, blocks


def places(blocks: list[Block]) -> list[tuple[int, int, int, int]]:
    return [block.geometry().getRect() for block in blocks]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("width", "wanted", "height"),
    [
        (300, [(0, 0, 100, 30), (108, 0, 80, 20), (196, 0, 60, 30)], 30),
        (256, [(0, 0, 100, 30), (108, 0, 80, 20), (196, 0, 60, 30)], 30),
        (255, [(0, 0, 100, 30), (108, 0, 80, 20), (0, 38, 60, 30)], 68),
        (120, [(0, 0, 100, 30), (0, 38, 80, 20), (0, 66, 60, 30)], 96),
        (50, [(0, 0, 50, 30), (0, 38, 50, 20), (0, 66, 50, 30)], 96),
    ],
)
def test_goes_on_in_the_next_line(
    width: int,
    wanted: list[tuple[int, int, int, int]],
    height: int,
) -> None:
    place, line, blocks = row((100, 30), (80, 20), (60, 30))
    assert line.heightForWidth(width) == height
    line.setGeometry(place.rect().adjusted(0, 0, width - place.width(), 0))
    assert places(blocks) == wanted


def test_from_right_to_left() -> None:
    place, line, blocks = row((100, 30), (80, 20))
    place.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    place.resize(300, 100)
    line.setGeometry(place.rect())
    assert places(blocks) == [(200, 0, 100, 30), (112, 0, 80, 20)]


def test_an_empty_row_takes_no_room() -> None:
    _place, line, _blocks = row()
    assert line.heightForWidth(100) == 0
    assert line.takeAt(0) is None


def test_what_is_taken_out_is_laid_out_no_more() -> None:
    place, line, blocks = row((100, 30), (80, 20))
    taken = line.takeAt(0)
    assert taken is not None
    assert taken.widget() is blocks[0]
    assert line.count() == 1
    line.setGeometry(place.rect())
    assert blocks[1].x() == 0
