"""One message of the transcript: its knot on the thread, its header, its blocks, its actions."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QLocale, QObject, QRect, QRectF, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.core.conversation import Message, Role, Status
from desktop_app.core.errors import Failure
from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.chat.transcript.badge import Badge
from desktop_app.ui.chat.transcript.code_block import CodeBlock
from desktop_app.ui.chat.transcript.prose import Prose
from desktop_app.ui.chat.transcript.segments import Segment, segments
from desktop_app.ui.mark import Mark
from desktop_app.ui.notices import Action, Notice
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import (
    BLOCK_GAP,
    HINT,
    MESSAGE_GAP,
    MESSAGE_PADDING,
    NAME,
    RADIUS_BLOCK,
    THREAD_OFFSET,
)

_KNOT = 8
_LEFT = THREAD_OFFSET + _KNOT
"""From the left edge of the view to its text; the thread and its knots stand in between."""
_ACTIONS = 28
_BOX_TOP = 7
_BOX_BOTTOM = 10
_COPIED_MS = 1500
_MARK = 14


class MessageView(QWidget):
    """Shows a message and lays itself out for a given width.

    Signals:
        resized: The height it needs has changed.
        again: The user wants this answer written once more.
        link_activated: The address of a link that was clicked, unchecked.
    """

    resized = Signal()
    again = Signal(str)
    link_activated = Signal(str)

    def __init__(
        self, message: Message, author: str, parent: QWidget | None = None, *, live: bool = False
    ) -> None:
        super().__init__(parent)
        self._message = message
        self._author = author
        self._live = live
        self._first = False
        self._last = False
        self._unanswered = False
        self._note = ""
        self._blocks: list[Prose | CodeBlock] = []
        self._notice: Notice | None = None
        self._name = QLabel(author, self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._badge = Badge(self)
        self._when = QLabel(self)
        self._copy = icon_button("copy", self.tr("Copy message"), self)
        self._copy.clicked.connect(self._copy_text)
        self._copy.installEventFilter(self)
        self._again = Button(
            self.tr("Answer again"), "flat", self, icon_name="refresh", icon_size=14
        )
        self._again.clicked.connect(lambda: self.again.emit(self._message.id))
        self._mark = Mark("warning", self)
        self._dress()
        self.show_message(message)

    @property
    def message(self) -> Message:
        """The message as it is shown."""
        return self._message

    @property
    def is_user(self) -> bool:
        """Whether the user wrote it."""
        return self._message.role is Role.USER

    @property
    def _is_cut(self) -> bool:
        return not self._live and self._message.status in (Status.INTERRUPTED, Status.FAILED)

    def set_live(self, live: bool) -> None:  # noqa: FBT001 - a property setter in Qt's manner
        """Mark the message as one that is being written, or as finished."""
        self._live = live
        self._note = ""
        self.show_message(self._message)

    def set_first(self, *, first: bool) -> None:
        """Begin the thread here, or let it come from above."""
        self._first = first
        self.update()

    def set_last(self, *, last: bool, unanswered: bool = False) -> None:
        """Offer to try again only where nothing follows that would be left behind.

        Args:
            last: Whether it is the last message of its branch.
            unanswered: Whether it is a question that nobody is answering.
        """
        if (last, unanswered) != (self._last, self._unanswered):
            self._last, self._unanswered = last, unanswered
            self._show_notice()
            self._show_actions()
            self.resized.emit()

    def show_note(self, note: str) -> None:
        """Say what a reply is doing instead of "writing"; empty for that."""
        if note != self._note:
            self._note = note
            self._when.setText(self._when_text())
            self.resized.emit()

    def show_text(self, text: str) -> None:
        """Show more of a growing answer; cheaper than `show_message`."""
        self._message = replace(self._message, text=text)
        self._show_blocks()

    def show_message(self, message: Message) -> None:
        """Show `message` in the place of what was shown."""
        self._message = message
        self._show_blocks()
        self._badge.show_sentiment(None if self._live else message.sentiment)
        self._when.setText(self._when_text())
        self._colour_when()
        self._show_notice()
        self._show_actions()
        self.setAccessibleName(f"{self._author}: {message.text}")
        self.resized.emit()
        self.update()

    def lay_out(self, width: int) -> int:
        """Place everything for `width`, and return the height needed, both in pixels."""
        right = width - MESSAGE_PADDING
        text_width = right - _LEFT
        y = _BOX_TOP if self.is_user else 0
        y = self._lay_out_header(y, right) + 2
        for index, block in enumerate(self._blocks):
            y += BLOCK_GAP if index else 0
            height = block.height_for(text_width)
            block.setGeometry(_LEFT, y, text_width, height)
            y += height
        if self._notice is not None:
            height = self._notice.height_for(text_width)
            self._notice.setGeometry(_LEFT, y + BLOCK_GAP, text_width, height)
            y += BLOCK_GAP + height
        if self.is_user:
            y += _BOX_BOTTOM
        else:
            self._copy.setGeometry(_LEFT - 6, y + 4, _ACTIONS, _ACTIONS)
            left = _LEFT if self._copy.isHidden() else _LEFT + _ACTIONS
            again = self._again.sizeHint().width()
            self._again.setGeometry(left - 6, y + 4, again, _ACTIONS)
            y += 4 + _ACTIONS
        return y + MESSAGE_GAP

    def _lay_out_header(self, y: int, right: int) -> int:
        height = line_height(NAME)
        when_width = self._when.sizeHint().width()
        self._when.setGeometry(right - when_width, y, when_width, height)
        when_width += _MARK + 6 if self._is_cut else 0
        self._mark.setVisible(self._is_cut)
        self._mark.setGeometry(right - when_width, y + (height - _MARK) // 2, _MARK, _MARK)
        badge = self._badge.sizeHint()
        gap = 10 if when_width else 0
        badge_left = right - when_width - gap - badge.width()
        self._badge.move(badge_left, y + (height - badge.height()) // 2)
        self._name.setGeometry(_LEFT, y, max(40, badge_left - _LEFT - 10), height)
        if self.is_user:
            self._copy.setGeometry(badge_left - _ACTIONS - 6, y - 3, _ACTIONS, _ACTIONS)
        return y + height

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        knot_y = (_BOX_TOP if self.is_user else 0) + line_height(NAME) / 2
        x = _LEFT - THREAD_OFFSET
        # The thread runs from the first knot to the last.
        top = knot_y if self._first else 0
        bottom = knot_y if self._last else self.height()
        painter.fillRect(QRect(x, int(top), 1, int(bottom - top)), QColor(look.border))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_user:
            painter.setPen(QColor(look.border))
            painter.setBrush(QColor(look.surface))
            left = _LEFT - MESSAGE_PADDING
            box = QRectF(left, 0, self.width() - left, self.height() - MESSAGE_GAP)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_BLOCK, RADIUS_BLOCK)
        self._paint_knot(painter, x + 0.5, knot_y)
        painter.end()

    def _paint_knot(self, painter: QPainter, x: float, y: float) -> None:
        look = colours()
        area = QRectF(x - _KNOT / 2, y - _KNOT / 2, _KNOT, _KNOT)
        if self.is_user:
            painter.setPen(QPen(QColor(look.control), 1.3))
            painter.setBrush(QColor(look.window))
            painter.drawEllipse(area.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent if self._live else look.control))
            painter.drawRoundedRect(area, 1.5, 1.5)

    def _show_blocks(self) -> None:
        wanted = self._segments()
        for index, segment in enumerate(wanted):
            if index < len(self._blocks) and isinstance(
                self._blocks[index], CodeBlock if segment.code else Prose
            ):
                self._fill(self._blocks[index], segment)
                continue
            self._drop_blocks(index)
            block = self._new_block(segment)
            self._fill(block, segment)
            block.show()
            self._blocks.append(block)
        self._drop_blocks(len(wanted))
        for block in self._blocks:
            if isinstance(block, Prose):
                block.set_live(self._live and block is self._blocks[-1])

    def _segments(self) -> list[Segment]:
        if self.is_user:
            return [Segment(self._message.text)]
        return segments(self._message.text) or ([Segment("")] if self._live else [])

    def _new_block(self, segment: Segment) -> Prose | CodeBlock:
        if segment.code:
            return CodeBlock(self)
        prose = Prose(self, plain=self.is_user)
        prose.setAccessibleName(self._author)
        prose.link_activated.connect(self.link_activated)
        return prose

    def _fill(self, block: Prose | CodeBlock, segment: Segment) -> None:
        if isinstance(block, CodeBlock):
            block.show_segment(segment if self._live else replace(segment, closed=True))
        else:
            block.show_text(segment.text)

    def _drop_blocks(self, start: int) -> None:
        for block in self._blocks[start:]:
            block.hide()
            block.deleteLater()
        del self._blocks[start:]

    def _when_text(self) -> str:
        if self._live:
            return self._note or self.tr("writing")
        words = {
            Status.STOPPED: self.tr("stopped"),
            Status.INTERRUPTED: self.tr("interrupted"),
            Status.FAILED: self.tr("failed"),
        }
        moment = self._message.created_at.astimezone()
        time = QLocale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
        word = words.get(self._message.status, "")
        if self._message.finish_reason == "length":
            word = self.tr("cut at the length limit")
        elif self._message.finish_reason == "content_filter":
            word = self.tr("cut by the service’s filter")
        return f"{word} · {time}" if word else time

    def _show_notice(self) -> None:
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
        failure = self._told_failure()
        if self._live or failure is None:
            return
        again = Action(self.tr("Try again"), lambda: self.again.emit(self._message.id))
        self._notice = Notice(failure, [again] if self._last else [], "warning", self)
        self._notice.resized.connect(self.resized)
        self._notice.show()

    def _told_failure(self) -> Failure | None:
        if self._unanswered:
            return Failure(
                self.tr("This question has no answer yet"),
                self.tr("Chatloom closed, or the reply was stopped, before it began."),
            )
        if self._message.failure is None and self._message.status is Status.INTERRUPTED:
            return Failure(
                self.tr("The reply was interrupted"),
                self.tr("Chatloom closed while it was being written. What had arrived is kept."),
            )
        return self._message.failure

    def _show_actions(self) -> None:
        wanted = not self._live and bool(self._message.text)
        self._copy.setVisible(wanted)
        stopped = self._message.status is Status.STOPPED
        self._again.setVisible(self._last and stopped and not self._live)
        self._quieten_copy()

    def _quieten_copy(self) -> None:
        loud = self.underMouse() or self._copy.hasFocus()
        self._copy.set_icon("copy" if loud else "")

    @override
    def enterEvent(self, event: QEvent) -> None:
        self._quieten_copy()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._quieten_copy()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            QTimer.singleShot(0, self, self._quieten_copy)
        return False

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._message.text)
        self._copy.set_icon("check")
        QTimer.singleShot(_COPIED_MS, self, self._quieten_copy)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_copy"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        self._name.setFont(font(NAME))
        self._when.setFont(font(HINT))
        self._name.setStyleSheet(f"color: {colours().secondary};")
        self._colour_when()

    def _colour_when(self) -> None:
        colour = colours().warning_text if self._is_cut else colours().secondary
        self._when.setStyleSheet(f"color: {colour};")
