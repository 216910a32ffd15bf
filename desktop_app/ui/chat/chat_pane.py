"""The right side of the chat page: pickers, transcript, notices and the composer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.chat.column import box_column
from desktop_app.ui.chat.composer import Composer
from desktop_app.ui.chat.parameters_button import ParametersButton
from desktop_app.ui.chat.pickers import MenuPicker, Picker
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours
from desktop_app.ui.tokens import COMPOSER_BOTTOM, PICKER_ROW

if TYPE_CHECKING:
    from desktop_app.core.errors import AppError
    from desktop_app.ui.chat.find_bar import FindBar
    from desktop_app.ui.chat.first_start import FirstStart
    from desktop_app.ui.chat.parameters_sheet import ParametersSheet
    from desktop_app.ui.chat.queue_rows import QueueRows
    from desktop_app.ui.chat.sheet_place import SheetPlace
    from desktop_app.ui.chat.transcript.view import Transcript
    from desktop_app.ui.chat.undo_bar import UndoBar
    from desktop_app.ui.notices import Action, Notice, Tone

_Told: TypeAlias = "tuple[AppError, list[Action]]"

_NOTICE_GAP = 10
_CARD = 560
_GRAVE = frozenset({"disk_full", "disk_error", "not_writable", "damaged", "not_a_database", "lost"})
_ENDED_BY_WRITING = frozenset({"disk_full", "disk_error", "not_writable"})
_FIRST = frozenset({"damaged", "not_a_database", "lost", "mended", "mending"})
"""The codes of what is shown before everything else, for nothing else works until it is solved."""

_TONES: dict[str, Tone] = {"mended": "success", "mending": "info"}


class ChatPane(QWidget):
    """Places its parts; knows nothing of conversations.

    Signals:
        emptied: An empty chat is shown, or one with messages.
        temporary_wanted: The user wants a chat of which nothing is kept.
        version_wanted: The version before (-1) or behind (1) is wanted of the message at hand.
        again_wanted: Another answer is wanted beside the last one.
        several_wanted: Several models shall be asked what is written.
    """

    emptied = Signal()
    temporary_wanted = Signal()
    version_wanted = Signal(int)
    again_wanted = Signal()
    several_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pickers = QWidget(self)
        self.assistant_picker = MenuPicker(self.tr("Assistant"), "person", self._pickers)
        self.assistant_picker.setObjectName("assistant_picker")
        self.model_picker = Picker(self.tr("Model"), "computer", self._pickers)
        self.model_picker.setObjectName("model_picker")
        self._pickers_line = line = QHBoxLayout(self._pickers)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(16)
        line.addWidget(self.assistant_picker)
        line.addWidget(self.model_picker)
        line.addStretch(1)
        self.branches_button = self._branches_button()
        line.addWidget(self.branches_button)
        self.parameters_button = ParametersButton(self._pickers)
        line.addWidget(self.parameters_button)
        self._sheet_place: SheetPlace | None = None
        self._transcript: Transcript | None = None
        self._find_bar: FindBar | None = None
        self._first_start: FirstStart | None = None
        self._first_start_page = QWidget()
        self._first_start_place = _hidden_place(self)
        self.composer = Composer(self)
        self.composer.field.document().documentLayout().documentSizeChanged.connect(self.place)
        self._above_composer: UndoBar | None = None
        self._waiting: QueueRows | None = None
        self._in_place: QWidget | None = None
        self._under_pickers: QWidget | None = None
        self._notice: Notice | None = None
        self._errors: list[_Told] = []

    def _branches_button(self) -> Button:
        """Make the button of the outline, which is there once there is more than one branch."""
        button = icon_button("branches", self.tr("Branches of this chat"), self._pickers)
        button.setObjectName("branches_button")
        # By mouse, the focus stays with what it is given back to.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.hide()
        return button

    @property
    def first_start(self) -> FirstStart:
        """The card of an empty chat; made when it is first used, which is after the first frame."""
        if self._first_start is None:
            from desktop_app.ui.chat.first_start import FirstStart

            self._first_start = FirstStart(self._first_start_page)
            self._first_start_place.setWidget(self._first_start_page)
        return self._first_start

    @property
    def transcript(self) -> Transcript:
        """The messages; made when it is first used, which is after the first frame."""
        if self._transcript is None:
            from desktop_app.ui.chat.transcript.view import Transcript

            self._transcript = Transcript(self)
            self._transcript.stackUnder(self.composer)
            self._transcript.show()
            self.place()
        return self._transcript

    @property
    def find_bar(self) -> FindBar:
        """The bar that finds words in the conversation; made when it is first used."""
        if self._find_bar is None:
            from desktop_app.ui.chat.find_bar import FindBar

            self._find_bar = FindBar(self)
            self.place()
        return self._find_bar

    @property
    def sheet_place(self) -> SheetPlace:
        """Where the parameters slide in; made when they are first used."""
        if self._sheet_place is None:
            from desktop_app.ui.chat.parameters_sheet import WIDTH
            from desktop_app.ui.chat.sheet_place import SheetPlace

            self._sheet_place = SheetPlace(self.sheet, WIDTH, lambda: self.parameters_button)
            self._sheet_place.moved.connect(self.place)
            self.place()
        return self._sheet_place

    @cached_property
    def sheet(self) -> ParametersSheet:
        """The parameters; made when they are first used."""
        from desktop_app.ui.chat.parameters_sheet import ParametersSheet

        return ParametersSheet(self)

    def show_empty(self, *, empty: bool) -> None:
        """Show the first-start card in the place of the transcript, or the transcript."""
        self.first_start.setVisible(empty)
        self._first_start_place.setVisible(empty)
        self.transcript.setVisible(not empty)
        self.emptied.emit()
        self.place()

    def show_above_composer(self, bar: UndoBar) -> None:
        """Keep a place for a bar right above the composer, whenever it is shown."""
        self._above_composer = bar
        bar.moved.connect(self.place)
        QWidget.setTabOrder(self.composer.field, bar.button)

    def show_waiting(self, rows: QueueRows) -> None:
        """Keep a place right above the composer for what waits to be sent."""
        self._waiting = rows
        rows.moved.connect(self.place)
        rows.left.connect(self.composer.field.setFocus)
        # Before the composer: from there, the next is Stop or Send.
        QWidget.setTabOrder(self.parameters_button, rows.send)

    def show_in_place(self, other: QWidget | None) -> None:
        """Show something in the place of the transcript, or the transcript again."""
        if other is self._in_place:
            return
        if self._in_place is not None:
            self._in_place.hide()
        self._in_place = other
        self.place()
        if other is not None:
            other.show()
            other.raise_()

    def show_under_pickers(self, bar: QWidget) -> None:
        """Keep a place for a bar right under the pickers, whenever it is shown."""
        self._under_pickers = bar

    def place_beside_parameters(self, button: QWidget) -> None:
        """Put a button to the left of that for the parameters."""
        place = self._pickers_line.indexOf(self.parameters_button)
        self._pickers_line.insertWidget(place, button)
        QWidget.setTabOrder(self.model_picker, button)

    def show_notice(self, error: AppError, actions: list[Action]) -> None:
        """Show `error` above the composer, after the notices that stand there already."""
        same = [told for told in self._errors if told[0].title == error.title]
        if not same and error.code in _FIRST:
            self._errors.insert(0, (error, actions))
            self._drop_notice()
        elif not same:
            self._errors.append((error, actions))
        elif self._says_more((error, actions), than=same[0]):
            # The same happened for another reason, or now has a way out: what the user just did.
            self._replace_error(same[0], (error, actions))
        if self._notice is None:
            self._show_first_notice()

    @staticmethod
    def _says_more(new: _Told, *, than: _Told) -> bool:
        """Whether what is told of the same failure is to be shown in place of what stands there."""
        (error, actions), (shown, offered) = new, than
        if bool(actions) != bool(offered):
            return bool(actions)
        return error.failure != shown.failure

    def _replace_error(self, old: _Told, new: _Told) -> None:
        number = self._errors.index(old)
        self._errors[number] = new
        if number == 0:
            self._drop_notice()

    def _show_first_notice(self) -> None:
        from desktop_app.ui.notices import Notice

        error, actions = self._errors[0]
        tone: Tone = "danger" if error.code in _GRAVE else _TONES.get(error.code, "warning")
        # A way out that is the only one must not be closed with its reason.
        closable = not any(action.primary for action in actions)
        self._notice = Notice(error.failure, actions, tone, self, closable=closable)
        self._notice.setObjectName("page_notice")
        self._notice.resized.connect(self.place)
        self._notice.dismissed.connect(self.close_notice)
        self._notice.show()
        self.place()

    def close_notice(self) -> None:
        """Take the notice away, and show the next one."""
        if self._notice is None:
            return
        if self._notice.isAncestorOf(self.focusWidget() or self):
            # Otherwise the focus would go to whatever comes next in the window.
            self.composer.field.setFocus()
        self._drop_notice()
        del self._errors[0]
        if self._errors:
            self._show_first_notice()
        self.place()

    def _drop_notice(self) -> None:
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None

    def withdraw_grave(self) -> None:
        """Take away what was said of the disk, for it has just been written."""
        self.withdraw(lambda error: error.code in _ENDED_BY_WRITING)

    def withdraw(self, outdated: Callable[[AppError], bool]) -> None:
        """Take away the notices that are not true any more."""
        shown = self._errors[:1]
        self._errors[1:] = [kept for kept in self._errors[1:] if not outdated(kept[0])]
        if shown and outdated(shown[0][0]):
            self.close_notice()

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Leave out the labels of the pickers."""
        self.assistant_picker.set_narrow(narrow)
        self.model_picker.set_narrow(narrow)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.place()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.place()
        super().changeEvent(event)

    def place(self) -> None:
        """Give every part its place."""
        if not hasattr(self, "composer"):
            return
        width, height = self.width(), self.height()
        self._pickers.setGeometry(0, 0, width, PICKER_ROW - 1)
        if self._sheet_place is not None:
            self._sheet_place.place(QRect(0, PICKER_ROW, width, height - PICKER_ROW))
            width -= self._sheet_place.beside
        column = box_column(width)
        needed = self.composer.sizeHint().height()
        bottom = height - COMPOSER_BOTTOM - needed
        self.composer.setGeometry(column.left, bottom, column.width, needed)
        bottom = self._place_above_composer(QRect(column.left, 0, column.width, bottom))
        top = PICKER_ROW
        if self._under_pickers is not None and not self._under_pickers.isHidden():
            tall = self._under_pickers.sizeHint().height()
            self._under_pickers.setGeometry(0, top, width, tall)
            top += tall
        room = QRect(0, top, width, max(bottom - top - 8, 0))
        if self._transcript is not None:
            self._transcript.setGeometry(room)
        if self._in_place is not None:
            self._in_place.setGeometry(room)
        if self._find_bar is not None:
            self._find_bar.place(room)
        self._place_first_start(room)

    def _place_above_composer(self, column: QRect) -> int:
        """Place what stands at the foot of the column; return where it begins."""
        bottom = column.height()
        for bar in (self._waiting, self._above_composer):
            if bar is not None and not bar.isHidden():
                tall = bar.sizeHint().height()
                bottom -= tall + _NOTICE_GAP
                bar.setGeometry(column.left(), bottom, column.width(), tall)
        if self._notice is not None:
            tall = self._notice.height_for(column.width())
            bottom -= tall + _NOTICE_GAP
            self._notice.setGeometry(column.left(), bottom, column.width(), tall)
        return bottom

    def _place_first_start(self, room: QRect) -> None:
        if self._first_start is None:
            return
        # In a low window the card scrolls under the pickers, and never over the composer.
        width = room.width()
        self._first_start_place.setGeometry(room)
        card_width = min(_CARD, width - 40)
        needed = self._first_start.heightForWidth(card_width)
        left, top = (width - card_width) // 2, max(8, (room.height() - needed) // 2 - 10)
        self._first_start.setFixedSize(card_width, needed)
        self._first_start.move(left, top)
        self._first_start_page.setFixedSize(width, max(top + needed, room.height()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.window))
        painter.fillRect(0, PICKER_ROW - 1, self.width(), 1, QColor(look.border))
        painter.end()


def _hidden_place(parent: QWidget) -> QScrollArea:
    """Return where a card can be scrolled that isn't shown yet."""
    place = QScrollArea(parent)
    place.setFrameShape(QFrame.Shape.NoFrame)
    place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    place.hide()
    return place
