"""A notice: what happened, what is kept, and the way out, in a calm box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError, Failure
from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.icons import paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CARD_TITLE, HINT, RADIUS_BLOCK, UI
from desktop_app.ui.wrapping_row import WrappingRow

Tone = Literal["warning", "danger", "success", "info"]
_ICON = 18
_BETWEEN = 8
"""Pixels between two buttons."""


@dataclass(frozen=True, slots=True)
class Action:
    """One way out that a notice offers."""

    label: str
    run: Callable[[], None]
    primary: bool = False


class Notice(QWidget):
    """Shows a failure with its ways out; the technical reason is folded away.

    Signals:
        resized: The height it needs has changed.
        dismissed: The user closed it.
    """

    resized = Signal()
    dismissed = Signal()

    def __init__(
        self,
        failure: Failure | AppError,
        actions: list[Action],
        tone: Tone = "warning",
        parent: QWidget | None = None,
        *,
        closable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        told = in_users_words(failure)
        self._title = _words(told.title, self)
        self._advice = _words(told.advice, self)
        self._advice.setVisible(bool(told.advice))
        self._detail = _words(told.detail, self)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._detail.hide()
        self.setAccessibleName(f"{told.title}. {told.advice}")
        self._rows = rows = QVBoxLayout()
        rows.setSpacing(2)
        rows.addWidget(self._title)
        rows.addWidget(self._advice)
        self._detail.setContentsMargins(0, 8, 0, 0)
        line = QHBoxLayout(self)
        line.setContentsMargins(45, 12, 12, 14)
        line.addLayout(rows, 1)
        if tone == "info":
            # A remark is a line, and what can be done about it stands in it.
            line.setContentsMargins(45, 5, 8, 5)
            for button in self._buttons(actions):
                line.addWidget(button)
        else:
            self._add_actions(rows, actions, has_detail=bool(told.detail))
            rows.addWidget(self._detail)
        if closable:
            close = icon_button("close", self.tr("Close this notice"), self)
            close.clicked.connect(self.dismissed)
            line.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._dress()

    def height_for(self, width: int) -> int:
        """Return the height it needs at `width`, both in pixels."""
        layout = self.layout()
        return 0 if layout is None else max(layout.totalHeightForWidth(width), 40)

    def _add_actions(self, rows: QVBoxLayout, actions: list[Action], *, has_detail: bool) -> None:
        if not actions and not has_detail:
            return
        line = WrappingRow(_BETWEEN)
        line.setContentsMargins(0, 8, 0, 0)
        for button in self._buttons(actions):
            line.addWidget(button)
        if has_detail:
            details = Button(self.tr("Details"), "flat", self, icon_name="chevron-down")
            details.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            details.clicked.connect(self._toggle_detail)
            line.addWidget(details)
        rows.addLayout(line)

    def _buttons(self, actions: list[Action]) -> Iterator[Button]:
        for action in actions:
            button = Button(action.label, "primary" if action.primary else "plain", self)
            button.clicked.connect(action.run)
            yield button

    def _toggle_detail(self) -> None:
        self._detail.setVisible(self._detail.isHidden())
        # Qt would tell the inner layout only later, and it would still ask for the old height.
        self._rows.invalidate()
        self.resized.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        fill, edge, mark = {
            "warning": (look.warning_soft, look.warning_line, look.warning),
            "danger": (look.danger_soft, look.danger_line, look.danger),
            "success": (look.positive_soft, look.positive_line, look.positive),
            "info": (look.surface, look.border, look.secondary),
        }[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(edge))
        painter.setBrush(QColor(fill))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_BLOCK, RADIUS_BLOCK)
        name = {"success": "check", "info": "info"}.get(self._tone, "warning")
        top = (self.height() - _ICON) / 2 if self._tone == "info" else 13
        paint_icon(painter, name, mark, QRectF(15, top, _ICON, _ICON))
        painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_detail"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        self._title.setFont(font(UI if self._tone == "info" else CARD_TITLE))
        self._advice.setFont(font(UI))
        self._detail.setFont(font(HINT, mono=True))
        self._detail.setStyleSheet(f"color: {colours().secondary};")


def _words(text: str, notice: QWidget) -> QLabel:
    # Without a parent, showing it would open a window of its own for a moment.
    label = QLabel(text, notice)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
