"""The mood of a message as a dot and its word."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.sentiment import Sentiment
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT

_DOT = 7
_GAP = 5


def mood_word(label: str) -> str:
    """Return the word for a mood in the user's language."""
    words = {
        "positive": QCoreApplication.translate("Mood", "positive"),
        "neutral": QCoreApplication.translate("Mood", "neutral"),
        "negative": QCoreApplication.translate("Mood", "negative"),
    }
    return words[label]


def mood_words(label: str) -> str:
    """Return what a screen reader says of a mood."""
    words = QCoreApplication.translate("Badge", "Mood: {word}")
    return words.format(word=mood_word(label))


class Badge(QWidget):
    """Shows one `Sentiment`; how sure it is stands in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentiment: Sentiment | None = None
        self.hide()

    def show_sentiment(self, sentiment: Sentiment | None) -> None:
        """Show `sentiment`, or nothing."""
        self._sentiment = sentiment
        self.setVisible(sentiment is not None)
        if sentiment is None:
            return
        sure = self.tr("%n % sure", "", round(sentiment.confidence * 100))
        self.setAccessibleName(mood_words(sentiment.label))
        self.setAccessibleDescription(sure)
        self.setToolTip(sure)
        self.setFixedSize(self.sizeHint())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        if self._sentiment is None:
            return QSize(0, 0)
        metrics = QFontMetrics(font(HINT))
        width = metrics.horizontalAdvance(mood_word(self._sentiment.label))
        return QSize(_DOT + _GAP + width + 2, metrics.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sentiment is None:
            return
        look = colours()
        label = self._sentiment.label
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(look, label)))
        painter.drawEllipse(QPointF(_DOT / 2, self.height() / 2), _DOT / 2, _DOT / 2)
        painter.setPen(QColor(getattr(look, f"{label}_text")))
        painter.setFont(font(HINT))
        words = QRectF(_DOT + _GAP, 0, self.width() - _DOT - _GAP, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, mood_word(label))
        painter.end()
