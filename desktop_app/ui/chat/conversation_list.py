"""The left column: a button for a new chat, a filter, tags, and the conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMetaMethod, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.list_filter import ListFilter
from desktop_app.ui.icons import paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import KEY_CAP, UI

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop_app.core.conversation import Conversation
    from desktop_app.ui.chat.conversation_rows import ConversationRows
    from desktop_app.ui.chat.conversation_rows_view import ConversationRowsView
    from desktop_app.ui.chat.tag_strip import TagStrip

_SIDE = 10


class NewChatButton(Button):
    """The button for a new chat, with its key at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "plain", parent)
        self.setObjectName("new_chat_button")
        self.setAccessibleName(self.tr("New chat"))
        self.setToolTip(self.tr("Start a new chat"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = colours()
        painter = QPainter(self)
        middle = self.height() / 2
        paint_icon(painter, "plus", look.secondary, QRectF(11, middle - 8, 16, 16))
        painter.setFont(font(UI))
        words = painter.font()
        words.setWeight(QFont.Weight.Medium)
        painter.setFont(words)
        painter.setPen(QColor(look.text))
        area = self.rect().adjusted(35, 0, -11, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self.tr("New chat"))
        painter.setFont(font(KEY_CAP))
        painter.setPen(QColor(look.secondary))
        keys = QKeySequence(QKeySequence.StandardKey.New).toString(
            QKeySequence.SequenceFormat.NativeText
        )
        painter.drawText(
            area,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            keys.replace("+", " "),
        )
        painter.end()


class ConversationList(QWidget):
    """Shows the conversations and tells which one is wanted.

    Signals:
        new_wanted: The user starts a new chat.
        chosen: The conversation the user opens, as far as the list knows it.
        export_wanted: The ids of the conversations that are to be exported. Whoever listens lets
            the menu offer it, as with the next one.
        import_wanted: Conversations are to be imported.
        tag_wanted: A tag is to be put on conversations, or taken off: it, their ids, and which.
        tag_menu_wanted: What can be done with a tag is asked for: it, and a point of the screen.
    """

    new_wanted = Signal()
    chosen = Signal(object)
    export_wanted = Signal(list)
    import_wanted = Signal()
    tag_wanted = Signal(str, list, bool)
    tag_menu_wanted = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ConversationRowsView | None = None
        self._strip: TagStrip | None = None
        self._archive: Button | None = None
        self._tag = ""
        self._shown = ""
        self.new_button = NewChatButton(self)
        self.new_button.clicked.connect(self.new_wanted)
        self.filter = ListFilter(self)
        self.filter.textChanged.connect(self._filtered)
        self.filter.entered.connect(self._open_first)
        self.filter.list_wanted.connect(self._go_into)
        self._gap = QWidget(self)
        self._empty = QLabel(self.tr("Your chats will be listed here."), self)
        self._empty.setContentsMargins(_SIDE - 4, 6, 0, 0)
        self._empty.setWordWrap(True)
        self._head = head = QVBoxLayout()
        head.setContentsMargins(4, 0, 5, 0)
        head.setSpacing(8)
        head.addWidget(self.new_button)
        head.addWidget(self.filter)
        head.addWidget(self._empty)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 12, 8, 8)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addWidget(self._gap, 1)
        self._column = rows
        self._dress()

    def select(self, conversation: str) -> None:
        """Mark a conversation as the one that is shown, or none."""
        if conversation != self._shown:
            self._shown = self.view.shown = conversation
            self.view.viewport().update()
            self._select_shown()
        self.settle()

    def settle(self) -> None:
        """Show what depends on all rows together, after some have changed."""
        self._show_tags()
        self._show_archive()
        if not self.view.selectionModel().hasSelection() and self.rows.row_of(self._shown) >= 0:
            self._select_shown()
        nothing = self.rows.rowCount() == 0
        self._empty.setVisible(nothing)
        if nothing:
            self._empty.setText(self._nothing_words())

    def show_archive(self, *, archived: bool) -> None:
        """Show the archived conversations, or the others."""
        self.rows.show_archived(archived=archived)
        self.settle()

    def open(self, name: str) -> None:
        """Tell that a conversation is wanted, by its id, unless it is shown already."""
        conversation = self.rows.conversation(name)
        if conversation is not None and name != self._shown:
            self.chosen.emit(conversation)

    def filter_by(self, tag: str) -> None:
        """Show only the conversations with a tag; empty for all."""
        self._tag = tag
        self.rows.set_tag(tag)
        self.view.verticalScrollBar().setValue(0)
        self.settle()

    def name_tag(self, conversations: list[str]) -> None:
        """Let the user name a new tag for conversations."""
        self.tags.ask(
            self.tr("Name of the tag"),
            "",
            lambda name: self.tag_wanted.emit(name, conversations, True),  # noqa: FBT003 - Qt's
        )

    def next_to(self, conversation: str, but: Collection[str]) -> Conversation | None:
        """Return the conversation below one, or else above it, that is none of some."""
        row = self.rows.row_of(conversation)
        below, above = range(row + 1, self.rows.rowCount()), range(row - 1, -1, -1)
        for each in (self.rows.at(number) for way in (below, above) for number in way):
            if each is not None and each.id not in but:
                return self.rows.conversation(each.id)
        return None

    @property
    def tag(self) -> str:
        """By which tag the list is filtered, empty for none."""
        return self._tag

    @property
    def can_export(self) -> bool:
        """Whether somebody takes what is to be exported."""
        return self.isSignalConnected(QMetaMethod.fromSignal(self.export_wanted))

    @property
    def can_import(self) -> bool:
        """Whether somebody imports conversations."""
        return self.isSignalConnected(QMetaMethod.fromSignal(self.import_wanted))

    @property
    def rows(self) -> ConversationRows:
        """The model of the list."""
        return self.view.rows

    @property
    def view(self) -> ConversationRowsView:
        """The list itself; made when it is first used, for the first frame shows no rows."""
        if self._view is None:
            from desktop_app.ui.chat.conversation_rows_view import ConversationRowsView

            self._view = ConversationRowsView(self)
            self._view.opened.connect(self.open)
            self._view.typed.connect(self._type)
            self._view.dragging.connect(self._drag)
            self._column.replaceWidget(self._gap, self._view)
            self._gap.hide()
        return self._view

    @property
    def tags(self) -> TagStrip:
        """The tags; made when they are first used."""
        if self._strip is None:
            from desktop_app.ui.chat.tag_strip import TagStrip

            self._strip = TagStrip(self)
            self._strip.chosen.connect(self.filter_by)
            self._strip.dropped.connect(
                lambda tag, names: self.tag_wanted.emit(tag, names, True)  # noqa: FBT003 - Qt's
            )
            self._strip.new_wanted.connect(self.name_tag)
            self._strip.menu_wanted.connect(self.tag_menu_wanted)
            self._head.insertWidget(2, self._strip)
            QWidget.setTabOrder(self.filter, self._strip)
        return self._strip

    def _open_first(self) -> None:
        if self.filter.text().strip() and (first := self.rows.at(1)) is not None:
            self.open(first.id)

    def _go_into(self) -> None:
        view = self.view
        view.setFocus(Qt.FocusReason.TabFocusReason)
        if not view.selectionModel().hasSelection() and (first := self.rows.at(1)) is not None:
            view.select([first.id], first.id)

    def _type(self, words: str) -> None:
        self.filter.setFocus()
        self.filter.setText(self.filter.text() + words)

    def _drag(self, dragging: bool) -> None:  # noqa: FBT001 - the value of a signal
        self.tags.set_dragging(dragging)

    def _filtered(self, text: str) -> None:
        self.rows.set_filter(text)
        self.view.verticalScrollBar().setValue(0)
        self.settle()

    def _select_shown(self) -> None:
        view = self.view
        # Whoever looks elsewhere in the list is not torn away.
        view.setAutoScroll(not view.verticalOffset() or self._shown == view.current)
        view.select([self._shown], self._shown)
        view.setAutoScroll(True)

    def _show_tags(self) -> None:
        names = self.rows.tags
        if self._tag and self._tag not in names:
            self.filter_by("")
        elif names or self._strip is not None:
            self.tags.show_tags(names, self._tag)

    def _show_archive(self) -> None:
        count = self.rows.archived_count
        if not count and self.rows.is_archive:
            self.show_archive(archived=False)
        elif count and self._archive is None:
            self._archive = Button("", "flat", self)
            self._archive.setObjectName("archive_button")
            self._archive.setStyleSheet("QPushButton { text-align: left; }")
            self._archive.clicked.connect(
                lambda: self.show_archive(archived=not self.rows.is_archive)
            )
            self._column.addWidget(self._archive)
        if self._archive is not None:
            self._archive.setVisible(bool(count))
            self._archive.setText(
                self.tr("Back to all chats")
                if self.rows.is_archive
                else self.tr("Archived: %n", "", count)
            )

    def _nothing_words(self) -> str:
        if self.rows.is_empty:
            return self.tr("Your chats will be listed here.")
        return self.tr("No title or tag matches.")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_empty"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        self.filter.dress()
        self._empty.setStyleSheet(f"color: {colours().secondary};")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().sidebar))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(colours().border))
        painter.end()
