from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.conversation import Message, Role, Status
from desktop_app.core.errors import Failure
from desktop_app.core.sentiment import Sentiment
from desktop_app.ui import theme
from desktop_app.ui.chat.transcript import message_view
from desktop_app.ui.chat.transcript.badge import Badge
from desktop_app.ui.chat.transcript.code_block import CodeBlock
from desktop_app.ui.chat.transcript.message_view import MessageView
from desktop_app.ui.chat.transcript.prose import Prose
from desktop_app.ui.notices import Notice
from tests.ui.desk import click

WHEN = datetime(2026, 3, 4, 10, 2, tzinfo=UTC)
QUESTION = Message("c", Role.USER, "Why?", created_at=WHEN)
ANSWER = Message("c", Role.ASSISTANT, "Because.", created_at=WHEN, model="m")
FAILURE = Failure("The connection broke off", "Check your network, then try again.", "cut", "cut")


@pytest.fixture
def make(show: Callable[..., None]) -> Callable[..., MessageView]:
    parent = QWidget()
    show(parent)

    def made(message: Message, author: str = "Model") -> MessageView:
        view = MessageView(message, author, parent)
        view.resize(700, view.lay_out(700))
        view.resized.connect(lambda: view.resize(700, view.lay_out(700)))
        view.show()
        return view

    return made


def words(view: QWidget) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible()]


def prose(view: QWidget) -> list[str]:
    return [p.toPlainText() for p in view.findChildren(Prose) if p.isVisible()]


@pytest.mark.parametrize("text", ["<b>bold</b> & *stars*", "# head", "```\ncode\n```", "a\n\n\nb"])
def test_what_the_user_wrote_is_no_markup(make: Callable[..., MessageView], text: str) -> None:
    view = make(replace(QUESTION, text=text), "You")
    assert prose(view) == [text]
    assert view.findChildren(CodeBlock) == []
    assert view.accessibleName() == f"You: {text}"


def test_answer_is_markdown(make: Callable[..., MessageView]) -> None:
    view = make(replace(ANSWER, text="**One**\n\n```py\ncode\n```\n\ntwo"))
    assert prose(view) == ["One", "two"]
    assert len(view.findChildren(CodeBlock)) == 1


def test_blocks_stand_below_each_other_and_in_the_view(make: Callable[..., MessageView]) -> None:
    view = make(replace(ANSWER, text="one\n\n```py\ncode\n```\n\ntwo\n\n```\nmore\n```"))
    blocks = sorted(view.findChildren(Prose) + view.findChildren(CodeBlock), key=lambda b: b.y())
    assert len(blocks) == 4
    for upper, lower in itertools.pairwise(blocks):
        assert lower.y() >= upper.y() + upper.height()
    assert blocks[-1].geometry().bottom() < view.height()


def test_author_is_plain_text(make: Callable[..., MessageView]) -> None:
    view = make(ANSWER, "<b>model</b>")
    name = next(x for x in view.findChildren(QLabel) if x.text() == "<b>model</b>")
    assert name.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.COMPLETE, ""),
        (Status.STOPPED, "stopped · "),
        (Status.INTERRUPTED, "interrupted · "),
        (Status.FAILED, "failed · "),
    ],
)
def test_status_is_a_word(make: Callable[..., MessageView], status: Status, word: str) -> None:
    view = make(replace(ANSWER, status=status))
    local = WHEN.astimezone()
    time = QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)
    assert f"{word}{time}" in words(view)


def test_badge_is_a_child_of_the_message(make: Callable[..., MessageView]) -> None:
    view = make(replace(ANSWER, sentiment=Sentiment("positive", 0.8, 0.9)))
    badge = view.findChild(Badge)
    assert badge.isVisible()
    assert badge.accessibleName() == "Mood: positive"
    assert badge.parent() is view


def test_badge_comes_when_the_answer_is_whole(make: Callable[..., MessageView]) -> None:
    judged = replace(ANSWER, sentiment=Sentiment("positive", 0.8, 0.9))
    view = make(judged)
    view.set_live(True)
    assert not view.findChild(Badge).isVisible()
    assert "writing" in words(view)
    view.set_live(False)
    assert view.findChild(Badge).isVisible()


def test_badge_does_not_lie_on_the_time_or_the_name(make: Callable[..., MessageView]) -> None:
    view = make(replace(QUESTION, sentiment=Sentiment("negative", -0.8, 0.9)), "You")
    badge = view.findChild(Badge).geometry()
    for other in view.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly):
        assert not badge.intersects(other.geometry())


def test_failure_stands_at_the_message_with_a_way_out(
    make: Callable[..., MessageView], qtbot: QtBot
) -> None:
    view = make(replace(ANSWER, text="", status=Status.FAILED, failure=FAILURE))
    view.set_last(last=True)
    notice = next(n for n in view.findChildren(Notice) if n.isVisible())
    assert notice.isVisible()
    assert words(notice) == [FAILURE.title, FAILURE.advice]
    again = next(b for b in notice.findChildren(QAbstractButton) if b.text() == "Try again")
    with qtbot.waitSignal(view.again) as told:
        click(again)
    assert told.args == [view.message.id]
    assert notice.geometry().bottom() < view.height()


def test_details_make_the_message_higher(make: Callable[..., MessageView]) -> None:
    view = make(replace(ANSWER, status=Status.FAILED, failure=FAILURE))
    before = view.height()
    details = next(b for b in view.findChildren(QAbstractButton) if b.text() == "Details")
    click(details)
    assert view.height() > before
    assert "cut" in words(view)


def test_crash_is_told_in_words(make: Callable[..., MessageView]) -> None:
    view = make(replace(ANSWER, status=Status.INTERRUPTED))
    assert "The reply was interrupted" in words(view)


def test_notice_goes_when_the_message_is_well(make: Callable[..., MessageView]) -> None:
    view = make(replace(ANSWER, status=Status.FAILED, failure=FAILURE))
    view.show_message(ANSWER)
    assert FAILURE.title not in words(view)


def test_growing_text_keeps_its_blocks(make: Callable[..., MessageView]) -> None:
    """What stands is not made anew, so that a selection stays."""
    view = make(replace(ANSWER, text=""))
    view.set_live(True)
    text = "one\n\n```py\ncode\nmore\n```\n\ntwo"
    first = view.findChild(Prose)
    heights = []
    for end in range(1, len(text) + 1):
        view.show_text(text[:end])
        heights.append(view.lay_out(700))
    assert view.findChild(Prose) is first
    view.set_live(False)
    assert prose(view) == ["one", "two"]
    assert view.message.text == text
    assert heights[-1] > heights[0]


def test_copy_puts_the_whole_message_on_the_clipboard(
    make: Callable[..., MessageView], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(message_view, "_COPIED_MS", 20)
    view = make(replace(ANSWER, text="**one**\n\n```\ntwo\n```"))
    copy = next(
        b for b in view.findChildren(QAbstractButton) if b.accessibleName() == "Copy message"
    )
    click(copy)
    assert QGuiApplication.clipboard().text() == "**one**\n\n```\ntwo\n```"
    qtbot.wait(60)


def test_copy_can_be_reached_and_used_by_keyboard(make: Callable[..., MessageView]) -> None:
    view = make(ANSWER)
    copy = next(
        b for b in view.findChildren(QAbstractButton) if b.accessibleName() == "Copy message"
    )
    assert copy.focusPolicy() & Qt.FocusPolicy.TabFocus
    copy.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(copy, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "Because."


@pytest.mark.parametrize(("text", "live"), [("", False), ("words", True)])
def test_nothing_to_copy(make: Callable[..., MessageView], text: str, live: bool) -> None:
    view = make(replace(ANSWER, text=text))
    view.set_live(live)
    copy = next(
        b for b in view.findChildren(QAbstractButton) if b.accessibleName() == "Copy message"
    )
    assert not copy.isVisible()


def test_link_is_told(make: Callable[..., MessageView], qtbot: QtBot) -> None:
    view = make(replace(ANSWER, text="[words](https://example.org)"))
    with qtbot.waitSignal(view.link_activated) as told:
        view.findChild(Prose).anchorClicked.emit("https://example.org")
    assert told.args == ["https://example.org"]


def test_looks_change_with_the_theme(make: Callable[..., MessageView], qapp: QApplication) -> None:
    view = make(QUESTION, "You")
    before = view.grab().toImage().pixelColor(view.width() // 2, view.height() // 2)
    theme.apply(qapp, "dark")
    QApplication.processEvents()
    after = view.grab().toImage().pixelColor(view.width() // 2, view.height() // 2)
    assert before.lightness() > 200
    assert after.lightness() < 60


@pytest.mark.parametrize("width", [120, 300, 1200])
def test_any_width(make: Callable[..., MessageView], width: int) -> None:
    view = make(replace(ANSWER, text="several words " * 30 + "\n\n```\n" + "x" * 300 + "\n```"))
    height = view.lay_out(width)
    assert height > 0
    view.resize(width, height)
    layout = QVBoxLayout()
    layout.deleteLater()
    view.grab()
