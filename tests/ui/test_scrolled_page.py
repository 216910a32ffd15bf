from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from desktop_app.ui.scrolled_page import ScrolledPage

WORDS = "Several words that need more than one line where there is little room for them. "


class Page(QWidget):
    def __init__(self, count: int) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        self.labels = [QLabel(WORDS * 2) for _number in range(count)]
        for label in self.labels:
            label.setWordWrap(True)
            rows.addWidget(label)


@pytest.fixture
def scrolled(show: Callable[..., None]) -> tuple[ScrolledPage, Page]:
    page = Page(6)
    made = ScrolledPage(page)
    show(made, 300, 200)
    return made, page


def test_its_width_does_not_depend_on_its_bar(scrolled: tuple[ScrolledPage, Page]) -> None:
    area, page = scrolled
    for height in range(100, 500):
        area.resize(300, height)
        QApplication.processEvents()
        assert page.width() == 300
        assert area.verticalScrollBar().isVisible() is (height < area.height_for(300))


def test_fills_what_is_higher_than_it_needs(scrolled: tuple[ScrolledPage, Page]) -> None:
    area, page = scrolled
    area.resize(300, 900)
    assert page.height() == 900


def test_grows_with_what_is_on_it(scrolled: tuple[ScrolledPage, Page]) -> None:
    _area, page = scrolled
    before = page.height()
    page.labels[0].setText(WORDS * 9)
    QApplication.processEvents()
    assert page.height() > before
    page.labels[0].hide()
    QApplication.processEvents()
    assert page.height() < before
