"""The painted page of a transcript: what is where on it, and what it looks like."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop_app.core.conversation import Message
from desktop_app.core.errors import Failure
from desktop_app.ui.chat.column import Column, message_column
from desktop_app.ui.chat.transcript.controls import Control, Touch
from desktop_app.ui.chat.transcript.finding import Finding
from desktop_app.ui.chat.transcript.flow import Flow, Shown
from desktop_app.ui.chat.transcript.laid.block import Item, MarksOf
from desktop_app.ui.chat.transcript.laid.code import LaidCode
from desktop_app.ui.chat.transcript.laid.piece import LaidPiece
from desktop_app.ui.chat.transcript.laid.table import LaidTable
from desktop_app.ui.chat.transcript.laid.text import UNMARKED, Marks
from desktop_app.ui.chat.transcript.places import Place, Selection
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_controls import controls, links
from desktop_app.ui.chat.transcript.row_painter import paint_controls, paint_row, paint_thread
from desktop_app.ui.chat.transcript.row_text import LEFT
from desktop_app.ui.chat.transcript.rows import Rows
from desktop_app.ui.chat.transcript.workplace import Workplace
from desktop_app.ui.notices import Notice
from desktop_app.ui.overriding import override

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_STEP = 20
"""Pixels of one step of the scroll bar; a notch of the wheel is three."""

_BESIDE = 40
"""Pixels that are seen at both sides of what a piece is scrolled sideways to."""

_AHEAD = 24
"""Messages beyond what is seen that are read before they are scrolled to."""


class Surface(QAbstractScrollArea):
    """Paints the rows that can be seen, and knows what is where in the view.

    Attributes:
        workplace: What laying out needs.
        rows: The messages.
        flow: Where they are.
        touch: What the pointer and the keyboard are at.
        selection: What is selected; None for nothing.
        finding: What is looked for.
        is_busy: Whether a reply is being written in the conversation, on whatever branch.

    Signals:
        page_wanted: Messages that must be read: the first position, and the one behind the last.
        scrolled: Something else is seen than before.
    """

    page_wanted = Signal(int, int)
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        # All of it is painted here, so that scrolling can move what is painted already.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.workplace = Workplace(self)
        self.workplace.ready.connect(self._refresh)
        self.workplace.recoloured.connect(self.viewport().update)
        self.rows = Rows(self._make_row)
        self.flow = Flow(self.rows)
        self.touch = Touch()
        self.selection: Selection | None = None
        self.finding = Finding()
        self.is_busy = False
        self.painting_ms = 0.0
        self._is_following_flow = self._is_outdated = False
        self.verticalScrollBar().setSingleStep(_STEP)
        self.verticalScrollBar().valueChanged.connect(self._bar_moved)

    def failure_notice(self, row: Row, failure: Failure) -> Notice:
        """Make the widget that tells why a message failed."""
        raise NotImplementedError

    # What is seen

    def settle(self) -> None:
        """Lay out what can be seen, after something was added or has changed."""
        self.flow.settle()
        self.show_flow()

    def show_flow(self) -> None:
        """Show what the flow says is to be seen."""
        self._follow_flow()
        self.viewport().update()

    def show_scrolled(self, pixels: int, changed: int) -> None:
        """Show what the flow says, where nothing but a part differs from what is painted.

        Args:
            pixels: How far everything has gone up since it was painted.
            changed: From where on it must be painted anew, in pixels from the top of the view.
        """
        self._follow_flow()
        view = self.viewport()
        area = view.rect()
        if abs(pixels) >= area.height():
            view.update()
            return
        if pixels:
            # What is painted already is moved; only what comes into view is painted.
            view.scroll(0, -pixels, area)
            for child in view.findChildren(QWidget, options=_DIRECT):
                for moved in (0, -pixels, pixels):
                    view.update(child.geometry().translated(0, moved))
        view.update(area.adjusted(0, max(changed, 0), 0, 0))

    def _follow_flow(self) -> None:
        flow, bar = self.flow, self.verticalScrollBar()
        self._is_following_flow = True
        bar.setRange(0, flow.end)
        bar.setPageStep(max(flow.view, 1))
        bar.setValue(flow.top)
        self._is_following_flow = False
        shown = list(flow.shown())
        self._place_notices(shown)
        if shown:
            first, last = shown[0].number - _AHEAD, shown[-1].number + _AHEAD
            for start, end in self.rows.missing_pages(first, last):
                self.page_wanted.emit(start, end)
        self.scrolled.emit()

    def show_place(self, place: Place) -> None:
        """Scroll to a place in the text, downwards and sideways."""
        shown = [row.number for row in self.flow.shown()]
        if place.row not in shown:
            self.flow.show_row(place.row)
        self.flow.show_block(place.row, place.block)
        area = self.caret_area(place)
        self.reveal_sideways(place)
        if area is not None:
            self.flow.reveal(area.top(), area.bottom())
        self.show_flow()

    def reveal_sideways(self, place: Place, end: int = 0) -> None:
        """Scroll the piece of a place sideways until what stands from there to `end` is seen."""
        laid = self.laid_at(place)
        if isinstance(laid, LaidCode | LaidTable):
            areas = laid.rects(place.offset, end) or [laid.caret(place.offset)]
            area = areas[0].translated(laid.sideways.offset, 0)
            laid.sideways.reveal(area.left() - _BESIDE, area.right() + _BESIDE)

    @property
    def top_place(self) -> Place:
        """The first place in the text that can be seen."""
        return self.flow.place_at(QPointF(self.flow.left, 0))

    @property
    def first_row(self) -> int:
        """The position of the first message that can be seen."""
        return next((row.number for row in self.flow.shown()), 0)

    def set_zoom(self, zoom: float) -> None:
        """Show the type at `zoom`, 1.0 being the design's; the reader stays at the same words."""
        self.workplace.zoom = zoom
        self._restyle()

    # What is where

    def row_at(self, y: float) -> int:
        """Return the position of the message at a height of the view; -1 for none."""
        shown = [row for row in self.flow.shown() if row.y <= y]
        return shown[-1].number if shown and y >= shown[0].y else -1

    def control_at(self, point: QPointF) -> Control | None:
        """Return the control under a point."""
        # Of the whole row only what is at that height need be looked at.
        beside = QRectF(0, point.y(), self.viewport().width(), 1)
        near = self._controls(self.row_at(point.y()), beside)
        found = [control for control in near if control.area.contains(point)]
        return found[-1] if found else None

    def controls_of(self, number: int, beyond: int = 0) -> list[Control]:
        """Return the controls of a message that can be seen, its links among them.

        Args:
            number: The position of the message.
            beyond: Pixels above and below the view in which controls count as seen.
        """
        row = self.rows.at(number)
        if row is None:
            return []
        corner, seen = self.flow.corner(number), self._seen.adjusted(0, -beyond, 0, beyond)
        found = controls(row, number, corner, seen, self.workplace.look)
        found += links(row, number, corner, seen)
        near = [c for c in found if c.area.bottom() >= seen.top() and c.area.top() <= seen.bottom()]
        return sorted(near, key=lambda control: (control.area.center().y(), control.area.left()))

    def focused_control(self) -> Control | None:
        """Return the control with the keyboard's focus."""
        found = self.controls_of(self.touch.focused_row)
        return next((control for control in found if control.key == self.touch.focused), None)

    def link_at(self, point: QPointF) -> str:
        """Return the address of the link under a point; empty for none."""
        number = self.row_at(point.y())
        row = self.rows.at(number)
        return "" if row is None else row.link_at(point - self.flow.corner(number))

    def piece_at(self, point: QPointF) -> tuple[LaidPiece, QPointF] | None:
        """Return the piece under a point and its upper left corner."""
        number = self.row_at(point.y())
        row = self.rows.at(number)
        if row is None:
            return None
        corner = self.flow.corner(number)
        for _name, block_corner, block in row.visible(
            point.y() - corner.y(), point.y() - corner.y()
        ):
            for item in block.items:
                area = item.area.translated(corner + block_corner)
                if area.contains(point):
                    return item.laid, area.topLeft()
        return None

    def laid_at(self, place: Place) -> LaidPiece | None:
        """Return how the piece of a place is laid out."""
        row = self.rows.at(place.row)
        block = None if row is None else row.block(place.block)
        if block is None or place.piece >= len(block.items):
            return None
        return block.items[place.piece].laid

    def caret_area(self, place: Place) -> QRectF | None:
        """Return where a caret at a place stands in the view; None where nothing is."""
        row = self.rows.at(place.row)
        block = None if row is None else row.block(place.block)
        if row is None or block is None or place.piece >= len(block.items):
            return None
        corner = self.flow.corner(place.row) + QPointF(0, row.block_top(place.block))
        return block.caret(place.piece, place.offset).translated(corner + QPointF(LEFT, 0))

    def is_over_text(self, point: QPointF) -> bool:
        """Whether there are words under a point."""
        return self.piece_at(point) is not None

    @property
    def column(self) -> Column:
        """Where rows stand: of the whole width, so that a bar that comes moves no words."""
        return message_column(self.width())

    # How it is painted

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        started = time.perf_counter()
        if self._is_outdated and not self.workplace.is_up_to_date:
            self._restyle()
        self._is_outdated = False
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part in event.region():  # type: ignore[attr-defined] # the stubs lack it
            # Not the rectangle around them all: what has come into view is a strip at an edge.
            self._paint_part(painter, QRectF(part))
        painter.end()
        self.painting_ms = (time.perf_counter() - started) * 1000

    def _paint_part(self, painter: QPainter, clip: QRectF) -> None:
        painter.setClipRect(clip)
        painter.fillRect(clip, self.workplace.look.colour("window"))
        if clip.left() > self.flow.left + self.flow.width:
            return
        shown = list(self.flow.shown())
        self._paint_thread(painter, shown)
        for number, row, y in shown:
            if row is not None and y < clip.bottom() and y + row.height > clip.top():
                self._paint_row(painter, number, row, clip)

    def _paint_row(self, painter: QPainter, number: int, row: Row, clip: QRectF) -> None:
        look, corner = self.workplace.look, self.flow.corner(number)
        paint_row(painter, row, corner, look, clip, self._marks(number))
        found = self._controls(number, self._seen)
        if self.touch.focused is not None and self.touch.focused.row == number:
            found += self._links(row, number)
        paint_controls(painter, found, number, self.touch, look)

    def _paint_thread(self, painter: QPainter, shown: list[Shown]) -> None:
        if not shown:
            return
        top, bottom = 0.0, float(self.flow.view)
        first, last = shown[0], shown[-1]
        if first.number == 0 and first.row is not None:
            top = first.y + first.row.header.center().y()
        if last.number == self.rows.count - 1 and last.row is not None:
            bottom = last.y + last.row.header.center().y()
        paint_thread(painter, self.flow.left, top, bottom, self.workplace.look)

    def _marks(self, number: int) -> Callable[[int], MarksOf]:
        selection, finding = self.selection, self.finding
        selected = (
            selection
            if selection is not None
            and not selection.is_empty
            and selection.start.row <= number <= selection.end.row
            else None
        )
        if selected is None and not finding.words:
            return lambda _block: lambda _piece, _item: UNMARKED

        def marks(block: int, piece: int, item: Item) -> Marks:
            length = item.laid.length
            span = selected.within(number, block, piece, length) if selected else (0, 0)
            hit, current = finding.current, (0, 0)
            if hit is not None and hit.start[:3] == (number, block, piece):
                current = (hit.start.offset, hit.start.offset + hit.length)
            return Marks(span, item.hits(finding.words), current)

        return lambda block: lambda piece, item: marks(block, piece, item)

    # How it is kept right

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        # Told several times for one change, and to all widgets at once: it waits until the view is
        # painted, so that it isn't a part of the same long event.
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._is_outdated = True
        super().changeEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._refresh()  # Formulas are pictures, made for the screen.
        return super().event(event)

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # Nothing is moved: the view is painted anew from where the flow is.
        pass

    def _bar_moved(self, value: int) -> None:
        if not self._is_following_flow:
            self.scroll_by(value - self.flow.top)

    def scroll_by(self, pixels: int) -> None:
        """Scroll down by so many pixels."""
        moved = self.flow.scroll_to(self.flow.top + pixels)
        self.show_scrolled(moved, self.flow.view)

    def _fit(self) -> None:
        column = self.column
        self.flow.fit(column.left, column.width, self.viewport().height())
        self.show_flow()

    def _restyle(self) -> None:
        self.workplace.restyle()
        self.rows.restyle(self.workplace.workshop)
        self.flow.settle(rescaled=True)
        self.show_flow()

    def _refresh(self) -> None:
        for _number, row in self.rows.here():
            row.refresh()
        self.settle()

    def _make_row(self, message: Message, author: str) -> Row:
        row = Row(message, author, self.workplace.workshop, self.failure_notice)
        row.busy = self.is_busy
        return row

    def _controls(self, number: int, seen: QRectF) -> list[Control]:
        row = self.rows.at(number)
        if row is None:
            return []
        return controls(row, number, self.flow.corner(number), seen, self.workplace.look)

    def _links(self, row: Row, number: int) -> list[Control]:
        return links(row, number, self.flow.corner(number), self._seen)

    @property
    def _seen(self) -> QRectF:
        return QRectF(self.viewport().rect())

    def _place_notices(self, shown: list[Shown]) -> None:
        seen = {number for number, _row, _y in shown}
        for number, row in self.rows.laid():
            if row.notice is not None:
                if number in seen:
                    area = row.notice_area.translated(self.flow.corner(number))
                    row.notice.setGeometry(area.toRect())
                row.notice.setVisible(number in seen)
