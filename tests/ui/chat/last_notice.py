"""The notice of the last message, as a user reads and works it."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLabel

from tests.ui.desk import Desk, click
from tests.ui.painted import last_row, notice_button

AGAIN, MODELS = "Try again", "Choose another model…"


def buttons(desk: Desk) -> list[str]:
    """Return what the buttons of the last message's notice say."""
    notice = last_row(desk.transcript).notice
    assert notice is not None, "There is no notice."
    found = [each for each in notice.findChildren(QAbstractButton) if each.text()]
    return [each.text() for each in found if each.text() != "Details"]


def detail(desk: Desk) -> str:
    """Unfold the details of the last message's notice and return them."""
    row = last_row(desk.transcript)
    click(notice_button(row, "Details"))
    assert row.notice is not None
    return row.notice.findChildren(QLabel)[-1].text()


def take(desk: Desk, text: str) -> None:
    """Press a button of the last message's notice."""
    click(notice_button(last_row(desk.transcript), text))
