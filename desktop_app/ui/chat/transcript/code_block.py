"""A fenced block of code: its language, a Copy button, and lines that never wrap."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.transcript.highlight import Highlighter
from desktop_app.ui.chat.transcript.segments import Segment
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import CODE, CODE_HEAD, HINT, RADIUS_BLOCK

_PADDING = 12
_COPIED_MS = 1500
_TAB = 4
_NAMES = {
    "py": "Python", "python": "Python", "js": "JavaScript", "javascript": "JavaScript",
    "ts": "TypeScript", "typescript": "TypeScript", "sh": "Shell", "bash": "Shell",
    "html": "HTML", "css": "CSS", "sql": "SQL", "json": "JSON", "yaml": "YAML", "c": "C",
    "cpp": "C++", "c++": "C++", "csharp": "C#", "cs": "C#", "php": "PHP", "xml": "XML",
}  # fmt: skip


class _Lines(QPlainTextEdit):
    """The code itself; a wheel over it scrolls the transcript unless it goes sideways."""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if abs(event.angleDelta().x()) > abs(event.angleDelta().y()):
            super().wheelEvent(event)
        else:
            event.ignore()


class CodeBlock(QWidget):
    """Shows one fenced block; while it is open, new lines are appended, not drawn anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segment = Segment("", code=True)
        self._highlighter: Highlighter | None = None
        self._language = QLabel(self)
        self._language.setTextFormat(Qt.TextFormat.PlainText)
        self._copy = Button(self.tr("Copy"), "flat", self, icon_name="copy", icon_size=14)
        self._copy.setAccessibleName(self.tr("Copy code"))
        self._copy.clicked.connect(self._copy_code)
        self._lines = _Lines(self)
        self._lines.setReadOnly(True)
        self._lines.setFrameShape(QFrame.Shape.NoFrame)
        self._lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._lines.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lines.setAccessibleName(self.tr("Code"))
        self._lines.document().setDocumentMargin(0)
        self._lines.viewport().setAutoFillBackground(False)
        self._lines.setStyleSheet("QPlainTextEdit { background: transparent; }")
        self._dress()

    def show_segment(self, segment: Segment) -> None:
        """Show `segment`, which continues what was shown or replaces it."""
        before = self._segment
        self._segment = segment
        if segment.text.startswith(before.text) and before.text:
            cursor = self._lines.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            cursor.insertText(segment.text[len(before.text) :])
        elif segment.text != before.text:
            self._lines.setPlainText(segment.text)
        self._language.setText(_NAMES.get(segment.language.lower(), segment.language.capitalize()))
        if segment.closed and (self._highlighter is None or segment != before):
            self._colour(segment.language)

    def height_for(self, width: int) -> int:
        """Return the height of head and lines in pixels; `width` decides about a scroll bar."""
        needed = self._line_count() * self._line_height() + CODE_HEAD + 2 * _PADDING
        bar = self._lines.horizontalScrollBar().sizeHint().height()
        return needed + (bar if self._widest() > width - 2 * _PADDING else 0)

    @override
    def resizeEvent(self, event: QEvent) -> None:
        width, height = self.width(), self.height()
        copy_width = self._copy.sizeHint().width()
        self._language.setGeometry(_PADDING, 1, width - copy_width - 2 * _PADDING, CODE_HEAD - 1)
        self._copy.setGeometry(width - copy_width - 4, 1, copy_width, CODE_HEAD - 2)
        self._lines.setGeometry(
            _PADDING, CODE_HEAD + _PADDING - 2, width - 2 * _PADDING, height - CODE_HEAD - _PADDING
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours().border))
        painter.setBrush(QColor(colours().code))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_BLOCK, RADIUS_BLOCK)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.drawLine(1, CODE_HEAD, self.width() - 2, CODE_HEAD)
        painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lines"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        self._language.setFont(font(HINT))
        self._language.setStyleSheet(f"color: {colours().secondary};")
        self._lines.setFont(font(CODE, mono=True))
        self._lines.setTabStopDistance(self._lines.fontMetrics().horizontalAdvance(" " * _TAB))
        if self._highlighter is not None:
            self._highlighter.rehighlight()

    def _colour(self, language: str) -> None:
        if self._highlighter is None:
            self._highlighter = Highlighter(self._lines.document())
        self._highlighter.colour(language)

    def _widest(self) -> int:
        # The document knows its width only once it has been painted.
        longest = max(self._segment.text.split("\n"), key=len)
        return self._lines.fontMetrics().horizontalAdvance(longest.expandtabs(_TAB))

    def _line_count(self) -> int:
        return max(1, self._lines.document().blockCount())

    def _line_height(self) -> int:
        return max(self._lines.fontMetrics().lineSpacing(), round(line_height(CODE) * 0.8))

    def _copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self._segment.text)
        self._copy.setText(self.tr("Copied"))
        QTimer.singleShot(_COPIED_MS, self, lambda: self._copy.setText(self.tr("Copy")))
