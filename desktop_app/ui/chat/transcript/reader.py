"""What a reader does with the painted page: goes about, selects, copies, and presses."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import (
    QClipboard,
    QGuiApplication,
)
from PySide6.QtWidgets import QWidget

from desktop_app.core.conversation import Message
from desktop_app.ui.chat.remedies import AGAIN, CONTINUE
from desktop_app.ui.chat.transcript.controls import Control, Key
from desktop_app.ui.chat.transcript.copying import as_plain_text, both_texts, clipboard_data
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.places import Place, Selection, end_of_row
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_controls import message_controls
from desktop_app.ui.chat.transcript.selecting import neighbour, unit_at
from desktop_app.ui.chat.transcript.surface import Surface

_DONE_MS = 1500
_FEW = 100
_ZOOMS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_COPIED_AT_ONCE = 40_000
"""Characters of the blocks in a selection that are read without a pause."""


MenuOffer = Callable[[], list[tuple[str, Callable[[], object]]]]
"""Returns entries of the menu: the words of each, and what does it."""


class Reader(Surface):
    """A surface that can be read by mouse and by key.

    Attributes:
        menu_offers: What others put into the menu, asked for whenever it opens.

    Signals:
        again: The id of an answer that shall be written once more.
        acted: The id of a message, and the `Kind` of what the reader does with it.
        remedy: The id of a message, and the name of what shall be done about how it ended.
        info_wanted: The `Control` of an answer that shall be told about.
        link_activated: The address of a link that was clicked, unchecked.
        copy_wanted: A `Selection` that shall be copied, and whether as Markdown.
        picture_wanted: The address of a picture that shall be shown large, and its words.
        find_wanted: The reader wants to look for something.
        moods_wanted: The `Control` of a badge that was pressed.
        mood_chosen: The id of a message, and the label of its mood in the reader's eyes.
        zoomed: The zoom has changed; 1.0 is the design's.
        focus_moved: Another message or control has the keyboard's focus.
        caret_moved: What is selected has changed, or nothing is any more.
        renamed: The id of a message that tells of itself or its controls in other words.
    """

    again = Signal(str)
    acted = Signal(str, object)
    remedy = Signal(str, str)
    info_wanted = Signal(object)
    link_activated = Signal(str)
    copy_wanted = Signal(object, bool)
    picture_wanted = Signal(str, str)
    find_wanted = Signal()
    moods_wanted = Signal(object)
    mood_chosen = Signal(str, str)
    zoomed = Signal(float)
    focus_moved = Signal()
    caret_moved = Signal()
    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu_offers: list[MenuOffer] = []

    def show_pace(self, number: int, row: Row, words: str) -> None:
        """Say in the header of an answer how fast it is being written; empty for as before."""
        if words and words != row.pace:
            row.pace = words
            header = row.header.translated(self.flow.corner(number))
            self.viewport().update(header.toAlignedRect())

    # Where the reader goes

    def to_bottom(self) -> None:
        """Show the end and follow from there."""
        self.flow.following = True
        self.settle()

    def to_top(self) -> None:
        """Show the beginning."""
        self.flow.show_row(0)
        self.show_flow()

    def go_to_row(self, number: int) -> None:
        """Show where a message begins."""
        self.flow.show_row(number)
        self.show_flow()

    def zoom(self, step: int) -> None:
        """Make the type larger (1) or smaller (-1), or as large as the design has it (0)."""
        current = min(_ZOOMS, key=lambda zoom: abs(zoom - self.workplace.zoom))
        number = _ZOOMS.index(current) + step if step else _ZOOMS.index(1.0)
        self.set_zoom(_ZOOMS[min(max(number, 0), len(_ZOOMS) - 1)])
        self.zoomed.emit(self.workplace.zoom)

    # What is selected

    def select(self, selection: Selection | None) -> None:
        """Select something else."""
        if selection != self.selection:
            self.selection = selection
            self.viewport().update()
            self.caret_moved.emit()

    def select_all(self) -> None:
        """Select the whole branch."""
        self.select(Selection(Place(0), self.last_place))

    @property
    def last_place(self) -> Place:
        """A place behind everything."""
        return end_of_row(max(self.rows.count - 1, 0))

    def unit_at(self, place: Place, clicks: int) -> Selection:
        """Return what a number of clicks selects at a place."""
        return unit_at(self.rows, place, clicks)

    def neighbour(self, place: Place, *, forward: bool) -> Place:
        """Return the beginning of the next piece, or the end of the one before."""
        return neighbour(self.rows, place, forward=forward)

    def copy(self, *, markdown: bool) -> None:
        """Copy what is selected."""
        selection = self.selection
        if selection is None or selection.is_empty:
            return
        here = self._selected_rows(selection)
        size = _size(here, selection)
        if len(here) < len(selection.rows) or size > _COPIED_AT_ONCE:
            self.copy_wanted.emit(selection, markdown)
            return
        data = clipboard_data([both_texts(here, selection)], markdown=markdown)
        QGuiApplication.clipboard().setMimeData(data)

    def offer_selection(self) -> None:
        """Put what is selected where the middle button of the mouse pastes from, if there is.

        Not what it would take long to read: nobody may want it.
        """
        if not QGuiApplication.clipboard().supportsSelection() or self.selection is None:
            return
        here = self._selected_rows(self.selection)
        if _size(here, self.selection) <= _COPIED_AT_ONCE:
            words = as_plain_text(here, self.selection)
            QGuiApplication.clipboard().setText(words, QClipboard.Mode.Selection)

    def _selected_rows(self, selection: Selection) -> list[tuple[int, Row]]:
        return [(number, row) for number, row in self.rows.here() if number in selection.rows]

    def loose_row(self, message: Message, author: str) -> Row:
        """Return a row that is not shown, to read its text."""
        return Row(message, author, self.workplace.workshop, self.failure_notice)

    def more_in_menu(self) -> list[tuple[str, Callable[[], object]]]:
        """Return what else the menu offers: the words, and what does it."""
        return [pair for offer in self.menu_offers for pair in offer()]

    def selected_words(self) -> str:
        """Return what is selected, if it is a few words of one message."""
        selection = self.selection
        if selection is None or selection.is_empty or selection.start[:3] != selection.end[:3]:
            return ""
        words = as_plain_text(self._selected_rows(selection), selection)
        return words if len(words) <= _FEW and "\n" not in words else ""

    # What is pressed

    def do(self, control: Control) -> None:
        """Do what a control is there for."""
        row = self.rows.at(control.key.row)
        if row is None or not control.enabled:
            return
        match control.key.kind:
            case Kind.COPY | Kind.COPY_CODE:
                QGuiApplication.clipboard().setText(control.value)
                self._say_done(control.key)
            case Kind.AGAIN | Kind.CONTINUE as kind:
                self.take_remedy(row.message.id, AGAIN if kind is Kind.AGAIN else CONTINUE)
            case Kind.FOLD:
                self._fold(row)
            case Kind.BETTER | Kind.ORIGINAL as kind:
                self._show_original(row, original=kind is Kind.ORIGINAL)
            case _:
                self._tell_of(control, row)

    def _tell_of(self, control: Control, row: Row) -> None:
        """Have others do what a control is there for."""
        match control.key.kind:
            case Kind.LINK:
                self.link_activated.emit(control.value)
            case Kind.PICTURE:
                self.picture_wanted.emit(control.value, control.description)
            case Kind.BADGE | Kind.INFO as kind:
                (self.moods_wanted if kind is Kind.BADGE else self.info_wanted).emit(control)
            case kind:
                self.acted.emit(row.id, kind)

    def controls_of_message(self, number: int) -> list[Control]:
        """Return the controls that belong to a message as a whole, also where it isn't seen."""
        row = self.rows.at(number)
        if row is None:
            return []
        return message_controls(row, number, self.flow.corner(number), self.workplace.look)

    def take_remedy(self, message: str, name: str) -> None:
        """Have done about how a message ended what the reader chose, see `remedies`."""
        if name == AGAIN:
            self.again.emit(message)
        else:
            self.remedy.emit(message, name)

    def focus_row(self, number: int) -> None:
        """Give a message the keyboard's focus, and scroll to where it begins."""
        self.touch.focused, self.touch.focused_row = None, number
        self.go_to_row(number)
        self.focus_moved.emit()

    def focus_control(self, control: Control) -> None:
        """Give a control the keyboard's focus, and scroll to it."""
        self.touch.focused = control.key
        self._reveal_link(control.key)
        self.flow.reveal(control.area.top(), control.area.bottom())
        self.show_flow()
        self.focus_moved.emit()

    def _reveal_link(self, key: Key) -> None:
        row = self.rows.at(key.row)
        block = row.block(key.block) if row is not None and key.kind is Kind.LINK else None
        found = [] if block is None else list(block.links())[key.nth : key.nth + 1]
        for piece, start, end, _address in found:
            self.reveal_sideways(Place(key.row, key.block, piece, start), end)

    def act_on_focused(self, kind: Kind) -> bool:
        """Do something with the message the keyboard is at; return whether there is one."""
        row = self.rows.at(self.touch.focused_row)
        if row is None or row.live:
            return False
        self.acted.emit(row.id, kind)
        return True

    def _show_original(self, row: Row, *, original: bool) -> None:
        if row.original is not original:
            self.flow.following = False
            self.selection = None
            row.show_original(original=original)
            self.settle()
            self.renamed.emit(row.id)

    def _say_done(self, key: Key) -> None:
        done = self.touch.done
        done.add(key)
        self.viewport().update()

        def forget() -> None:
            done.discard(key)
            self.viewport().update()

        QTimer.singleShot(_DONE_MS, self, forget)

    def _fold(self, row: Row) -> None:
        # Who reads the thoughts of a model stays at them while it writes on.
        self.flow.following = False
        row.fold(unfolded=not row.unfolded)
        self.settle()
        self.renamed.emit(row.message.id)


def _size(rows: Iterable[tuple[int, Row]], selection: Selection) -> int:
    """Return how many characters the blocks have that a selection touches."""
    size = 0
    for number, row in rows:
        if selection.start.row < number < selection.end.row or not row.laid_count:
            # To look at its blocks it might have to be cut into blocks first.
            size += len(row.message.text)
        else:
            size += sum(
                len(section.body.source(block))
                for name, section, block in row.blocks()
                if selection.start[:2] <= (number, name) <= selection.end[:2]
            )
    return size
