"""Reads what the transcript paints, and presses what can be pressed in it, as a user does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from desktop_app.ui.chat.transcript.controls import Control
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.view import Transcript


def rows(transcript: Transcript) -> list[Row]:
    """Return the messages that can be seen, from the top."""
    return [shown.row for shown in transcript.flow.shown() if shown.row is not None]


def last_row(transcript: Transcript) -> Row:
    """Return the last message."""
    row = transcript.rows.at(transcript.rows.count - 1)
    assert row is not None
    return row


def words(row: Row) -> str:
    """Return what stands around the words of a message: who, when, and what its notice says."""
    labels = [] if row.notice is None else row.notice.findChildren(QLabel)
    told = [label.text() for label in labels if label.isVisible()]
    return " | ".join([row.author, row.when, *told])


def shown_text(row: Row) -> str:
    """Return the words of a message as they are shown."""
    texts = [
        item.text
        for _name, section, block in row.blocks()
        for item in section.body.block(block).items
    ]
    return "\n".join(texts)


def notice_button(row: Row, text: str) -> QAbstractButton:
    """Return a button of the notice of a message."""
    assert row.notice is not None, "There is no notice."
    found = row.notice.findChildren(QAbstractButton)
    return next(button for button in found if text in (button.text(), button.accessibleName()))


def control(transcript: Transcript, number: int, kind: Kind, nth: int = 0) -> Control:
    """Return a control of the message at a position."""
    found = [c for c in transcript.controls_of(number) if c.key.kind is kind]
    assert len(found) > nth, f"There is no {kind} at message {number}."
    return found[nth]


def kinds(transcript: Transcript, number: int) -> list[Kind]:
    """Return the kinds of the controls of the message at a position."""
    return [c.key.kind for c in transcript.controls_of(number)]


def press(transcript: Transcript, pressed: Control) -> None:
    """Click a control with the mouse."""
    point = pressed.area.center().toPoint()
    assert transcript.viewport().rect().contains(point), f"{pressed.name} can't be seen."
    click_at(transcript, point)


def click_at(transcript: Transcript, point: QPoint | QPointF) -> None:
    """Click a point of the view."""
    place = point.toPoint() if isinstance(point, QPointF) else point
    QTest.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=place)
