from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.sentiment import Label, Sentiment
from desktop_app.ui import theme
from desktop_app.ui.chat.transcript.badge import Badge, mood_word
from desktop_app.ui.theme import colours

LABELS: tuple[Label, ...] = ("positive", "neutral", "negative")


@pytest.fixture
def badge(show: Callable[..., None]) -> Badge:
    parent = QWidget()
    made = Badge(parent)
    show(parent)
    return made


@pytest.mark.parametrize("label", LABELS)
def test_mood_is_a_colour_and_a_word(badge: Badge, label: Label) -> None:
    badge.show_sentiment(Sentiment(label, 0.5, 0.926))
    assert badge.isVisible()
    assert mood_word(label) == label
    assert badge.accessibleName() == f"Mood: {label}"
    assert badge.toolTip() == badge.accessibleDescription() == "93 % sure"
    dot = badge.grab().toImage().pixelColor(QPoint(3, badge.height() // 2))
    assert dot == QColor(getattr(colours(), label))


def test_words_have_room(badge: Badge) -> None:
    widths = set()
    for label in LABELS:
        badge.show_sentiment(Sentiment(label, 0, 1))
        assert badge.size() == badge.sizeHint()
        widths.add(badge.width())
    assert min(widths) > 30


def test_without_a_mood_there_is_no_badge(badge: Badge) -> None:
    badge.show_sentiment(Sentiment("positive", 1, 1))
    badge.show_sentiment(None)
    assert not badge.isVisible()
    assert badge.sizeHint().width() == 0
    badge.grab()


def test_colour_follows_the_theme(badge: Badge, qapp: QApplication) -> None:
    badge.show_sentiment(Sentiment("positive", 1, 1))
    theme.apply(qapp, "dark")
    dot = badge.grab().toImage().pixelColor(QPoint(3, badge.height() // 2))
    assert dot == QColor("#5DB485")
