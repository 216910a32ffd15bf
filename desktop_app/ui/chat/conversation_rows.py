"""The list of conversations as rows: section heads and the conversations below them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop_app.ui.chat.known_conversations import KnownConversations
from desktop_app.ui.chat.list_sections import Days, Key, Section, place_of
from desktop_app.ui.chat.row_words import accessible_words, described, tip
from desktop_app.ui.overriding import override

if TYPE_CHECKING:
    from desktop_app.core.conversation import Conversation
    from desktop_app.core.listed import Listed

Index = QModelIndex | QPersistentModelIndex
LISTED = Qt.ItemDataRole.UserRole
NOTHING = QModelIndex()
MIME = "application/x-chatloom-conversations"
"""What is dragged: ids of conversations, a line each."""

_MANY = 100
"""Changes at once from which on it is quicker to build all rows anew."""


class ConversationRows(QAbstractListModel):
    """Conversations under Pinned, Today, Yesterday, Previous 7 days and the months.

    Signals:
        renamed: The user gave a conversation another title: its id and the title.
    """

    renamed = Signal(str, str)

    def __init__(self, parent: QObject | None = None, today: date | None = None) -> None:
        super().__init__(parent)
        self._days = Days(today or _today())
        self._known = KnownConversations()
        self._filter = ""
        self._tag = ""
        self._archived = False
        self._sections: list[Section] = []
        self._starts: list[int] = []
        self._count = 0
        self.writing: frozenset[str] = frozenset()

    def add(self, portion: Sequence[Listed]) -> None:
        """Take in conversations that come in order: those at the end of the list cost little."""
        # What is known already was seen later.
        fresh = [each for each in portion if self._known.get(each.id) is None]
        for archived in (False, True):
            self._append([each for each in fresh if each.archived is archived], archived=archived)

    def replace(self, listed: Sequence[Listed]) -> None:
        """Know these conversations and no others from now on."""
        names = {each.id for each in listed}
        self.change(listed, [name for name in self._known.names if name not in names])

    def change(self, listed: Sequence[Listed], gone: Collection[str]) -> None:
        """Take in how conversations look now, new ones too, and which are gone."""
        latest = {each.id: each for each in listed}.values()
        news = [each for each in latest if self._known.get(each.id) != each]
        old = [each for name in set(gone) if (each := self._known.get(name)) is not None]
        if len(news) + len(old) > _MANY:
            self._known.change_many(news, old)
            self._rebuild()
            return
        for each in old:
            self._known.forget(each)
            if self._is_shown(each):
                self._take(each)
        for each in news:
            self._change_one(self._known.get(each.id), each)

    def set_filter(self, text: str) -> None:
        """Show only the conversations whose title or tags hold `text`, in any case."""
        if (wanted := text.strip().casefold()) != self._filter:
            self._filter = wanted
            self._rebuild()

    def set_tag(self, tag: str) -> None:
        """Show only the conversations with a tag; empty for all."""
        if tag != self._tag:
            self._tag = tag
            self._rebuild()

    def show_archived(self, *, archived: bool) -> None:
        """Show what is archived, or the others."""
        if archived is not self._archived:
            self._archived = archived
            self._rebuild()

    def set_today(self, today: date | None = None) -> bool:
        """See everything from another day, where it is one; return whether it is."""
        today = today or _today()
        if today == self._days.today:
            return False
        self._days = Days(today)
        self._rebuild()
        return True

    def set_writing(self, conversations: Iterable[str]) -> None:
        """Mark the conversations in which a reply is being written."""
        before, self.writing = self.writing, frozenset(conversations)
        for name in before ^ self.writing:
            if (row := self.row_of(name)) >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    # What is known

    @property
    def is_empty(self) -> bool:
        """Whether there are no conversations at all, filtered or not, but archived ones."""
        return not self._known.in_order(archived=False)

    @property
    def archived_count(self) -> int:
        """How many conversations are archived."""
        return len(self._known.in_order(archived=True))

    @property
    def total(self) -> int:
        """How many conversations there are."""
        return len(self._known)

    @property
    def ids(self) -> list[str]:
        """The ids of all conversations there are."""
        return self._known.names

    @property
    def is_archive(self) -> bool:
        """Whether the archived ones are shown."""
        return self._archived

    @property
    def unnamed(self) -> list[str]:
        """The ids of conversations without a title of their own."""
        return self._known.untitled

    @property
    def tags(self) -> list[str]:
        """All tags there are, in alphabetical order."""
        return self._known.tags

    def conversation(self, name: str) -> Conversation | None:
        """Return what is known of a conversation as one, by its id."""
        return self._known.conversation(name)

    def known(self, conversation: str) -> Listed | None:
        """Return what is known of a conversation, shown or not."""
        return self._known.get(conversation)

    def row_of(self, conversation: str) -> int:
        """Return the row of a conversation, -1 where it isn't shown."""
        listed = self._known.get(conversation)
        if listed is None or not self._is_shown(listed):
            return -1
        number = self._section_number(self._days.section_of(listed))
        within = bisect_left(self._sections[number].items, place_of(listed), key=place_of)
        return self._starts[number] + 1 + within

    def at(self, row: int) -> Listed | None:
        """Return the conversation of a row, None for a section head or no row."""
        if not 0 <= row < self._count:
            return None
        number = bisect_right(self._starts, row) - 1
        within = row - self._starts[number] - 1
        return self._sections[number].items[within] if within >= 0 else None

    def between(self, first: int, last: int) -> list[Listed]:
        """Return the conversations of some rows."""
        found: list[Listed] = []
        for start, section in zip(self._starts, self._sections, strict=True):
            if last > start:
                found += section.items[max(first - start - 1, 0) : last - start]
        return found

    @property
    def heads(self) -> list[int]:
        """The rows of all section heads."""
        return self._starts

    def title(self, listed: Listed) -> str:
        """Return what a conversation is called in the list; one never sent, by its draft."""
        return listed.title or self.tr("New chat")

    # What Qt asks for

    @override
    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else self._count

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= self._count:
            return None
        listed = self.at(index.row())
        if listed is None:
            return self._head(index.row()) if role in _WORDS else None
        return self._told(listed, role)

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        listed, title = self.at(index.row()), " ".join(str(value).split())
        if listed is None or role != Qt.ItemDataRole.EditRole or not title:
            return False
        if title != listed.title or not listed.is_named:
            self.renamed.emit(listed.id, title)
        return True

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS

    @override
    def mimeTypes(self) -> list[str]:
        return [MIME]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        dragged = QMimeData()
        names = [each.id for index in indexes if (each := self.at(index.row())) is not None]
        dragged.setData(MIME, "\n".join(names).encode())
        return dragged

    def _told(self, listed: Listed, role: int) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.title(listed)
        if role == LISTED:
            return listed
        if role == Qt.ItemDataRole.AccessibleTextRole:
            writing = listed.id in self.writing
            return accessible_words(self.title(listed), unread=listed.unread, writing=writing)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return described(listed) or None
        return tip(self.title(listed), listed) if role == Qt.ItemDataRole.ToolTipRole else None

    def _head(self, row: int) -> str:
        return self._days.title(self._sections[bisect_left(self._starts, row)].key)

    # How it is kept in order

    def _is_shown(self, listed: Listed) -> bool:
        return (
            listed.archived is self._archived
            and self._filter in listed.words
            and (not self._tag or self._tag in listed.tags)
        )

    def _shown(self, listed: Sequence[Listed]) -> Sequence[Listed]:
        if self._filter:
            listed = [each for each in listed if self._filter in each.words]
        return [each for each in listed if self._tag in each.tags] if self._tag else listed

    def _append(self, listed: list[Listed], *, archived: bool) -> None:
        if not listed:
            return
        at_end = self._known.extend(listed, archived=archived)
        if archived is not self._archived:
            return
        if at_end:
            self._add_rows(self._shown(listed))
        else:
            self._rebuild()

    def _add_rows(self, listed: Sequence[Listed]) -> None:
        sections = self._days.sections(listed)
        if not sections:
            return
        last = self._sections[-1] if self._sections else None
        goes_on = last is not None and last.key == sections[0].key
        heads = len(sections) - goes_on
        self.beginInsertRows(NOTHING, self._count, self._count + len(listed) + heads - 1)
        if last is not None and goes_on:
            last.items.extend(sections.pop(0).items)
        self._sections.extend(sections)
        self._number()
        self.endInsertRows()

    def _change_one(self, before: Listed | None, now: Listed) -> None:
        was = before is not None and self._is_shown(before)
        if before is not None:
            self._known.forget(before)
        self._known.put(now)
        if before is not None and was and self._is_shown(now):
            self._move(before, now)
        elif before is not None and was:
            self._take(before)
        elif self._is_shown(now):
            self._put(now)

    def _put(self, listed: Listed) -> None:
        number = self._with_section(self._days.section_of(listed))
        items = self._sections[number].items
        within = bisect_left(items, place_of(listed), key=place_of)
        row = self._starts[number] + 1 + within
        self.beginInsertRows(NOTHING, row, row)
        items.insert(within, listed)
        self._number()
        self.endInsertRows()

    def _take(self, listed: Listed) -> None:
        number, within = self._found(listed)
        row = self._starts[number] + 1 + within
        self.beginRemoveRows(NOTHING, row, row)
        del self._sections[number].items[within]
        self._number()
        self.endRemoveRows()
        self._drop_if_empty(number)

    def _move(self, before: Listed, now: Listed) -> None:
        number = self._with_section(self._days.section_of(now))
        old, within = self._found(before)
        items = self._sections[number].items
        target = bisect_left(items, place_of(now), key=place_of)
        row, goal = self._starts[old] + 1 + within, self._starts[number] + 1 + target
        if goal in (row, row + 1) and old == number:
            items[within] = now
            self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginMoveRows(NOTHING, row, row, NOTHING, goal)
        del self._sections[old].items[within]
        items.insert(target - (old == number and within < target), now)
        self._number()
        self.endMoveRows()
        row = self.row_of(now.id)
        self.dataChanged.emit(self.index(row), self.index(row))
        self._drop_if_empty(old)

    def _with_section(self, key: Key) -> int:
        """Return the number of a section, which is made if it isn't there."""
        number = self._section_number(key)
        if number == len(self._sections) or self._sections[number].key != key:
            row = self._starts[number] if number < len(self._starts) else self._count
            self.beginInsertRows(NOTHING, row, row)
            self._sections.insert(number, Section(key))
            self._number()
            self.endInsertRows()
        return number

    def _drop_if_empty(self, number: int) -> None:
        if not self._sections[number].items:
            self.beginRemoveRows(NOTHING, self._starts[number], self._starts[number])
            del self._sections[number]
            self._number()
            self.endRemoveRows()

    def _section_number(self, key: Key) -> int:
        return bisect_left(self._sections, key, key=lambda section: section.key)

    def _found(self, listed: Listed) -> tuple[int, int]:
        number = self._section_number(self._days.section_of(listed))
        items = self._sections[number].items
        return number, bisect_left(items, place_of(listed), key=place_of)

    def _number(self) -> None:
        self._starts = []
        row = 0
        for section in self._sections:
            self._starts.append(row)
            row += 1 + len(section.items)
        self._count = row

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._sections = self._days.sections(
            self._shown(self._known.in_order(archived=self._archived))
        )
        self._number()
        self.endResetModel()


_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemIsDragEnabled
)


def _today() -> date:
    return datetime.now().astimezone().date()
