"""The context menu of the list: everything that can be done with what is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from desktop_app.core.listed import Listed
from desktop_app.ui.chat.conversation_list import ConversationList
from desktop_app.ui.chat.list_keys import KEYS, Act

_WORDS_SHOWN = 60


class ListMenu(QMenu):
    """Deletes itself when it is closed.

    Args:
        shown: The list.
        chosen: The conversations that are selected.
        act: Does something with them.
    """

    def __init__(
        self, shown: ConversationList, chosen: Sequence[Listed], act: Callable[[Act], None]
    ) -> None:
        super().__init__(shown)
        self.setObjectName("list_menu")
        self.setToolTipsVisible(True)
        self.aboutToHide.connect(self.deleteLater)
        self._chosen = chosen
        self._act = act

    def add_acts(self) -> None:
        """Add what is done with conversations; with several some of it makes no sense."""
        if len(self._chosen) == 1:
            self._add("open", self.tr("Open"))
            self._add("rename", self.tr("Rename"))
        self._add("pin", self.tr("Unpin") if self._all("pinned") else self.tr("Pin"))
        unread = self._all("unread")
        self._add("unread", self.tr("Mark as read") if unread else self.tr("Mark as unread"))

    def add_tags(
        self, tags: Sequence[str], toggle: Callable[[str, bool], None], new: Callable[[], None]
    ) -> None:
        """Add the tags, each ticked that all conversations have."""
        menu = self.addMenu(self.tr("Tags"))
        menu.setObjectName("tags_menu")
        for tag in tags:
            action = menu.addAction(tag.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(all(tag in each.tags for each in self._chosen))
            action.triggered.connect(lambda on, name=tag: toggle(name, on))
        if tags:
            menu.addSeparator()
        action = menu.addAction(self.tr("New tag…"), new)
        _show_key(action, "tag")

    def add_rest(self, *, can_export: bool) -> None:
        """Add what makes more of them, and what takes them away."""
        self._add("duplicate", self.tr("Duplicate"))
        if can_export:
            self._add("export", self.tr("Export…"))
        archived = self._all("archived")
        words = self.tr("Bring back from the archive") if archived else self.tr("Archive")
        self._add("archive", words)
        self.addSeparator()
        self._add("delete", self.tr("Delete"))
        self._add("erase", self.tr("Delete for good…"))

    def add_undo(self, words: str, undo: Callable[[], None]) -> None:
        """Add what takes back what was done last."""
        self.addSeparator()
        shown = words if len(words) <= _WORDS_SHOWN else words[: _WORDS_SHOWN - 1] + "…"
        label = self.tr("Undo: {what}").format(what=shown).replace("&", "&&")
        self.addAction(label, undo).setShortcut(QKeySequence.StandardKey.Undo)

    def add_import(self, run: Callable[[], None]) -> None:
        """Add what brings conversations from elsewhere."""
        self.addSeparator()
        self.addAction(self.tr("Import…"), run)

    def _all(self, mark: str) -> bool:
        return all(getattr(each, mark) for each in self._chosen)

    def _add(self, act: Act, words: str) -> None:
        action = self.addAction(words, partial(self._act, act))
        action.setObjectName(f"list_{act}")
        _show_key(action, act)


def tag_menu(
    shown: ConversationList, rename: Callable[[], None], remove: Callable[[], None]
) -> QMenu:
    """Return the menu of a tag; it deletes itself when it is closed."""
    menu = QMenu(shown)
    menu.setObjectName("tag_menu")
    menu.aboutToHide.connect(menu.deleteLater)
    menu.addAction(QCoreApplication.translate("ListMenu", "Rename tag…"), rename)
    menu.addAction(QCoreApplication.translate("ListMenu", "Remove tag"), remove)
    return menu


def _show_key(action: QAction, act: Act) -> None:
    action.setShortcut(QKeySequence(KEYS[act]))
    action.setShortcutVisibleInContextMenu(True)
