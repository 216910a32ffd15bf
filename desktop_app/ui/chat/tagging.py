"""Names for conversations: put on by menu and by dragging, changed and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QPoint

from desktop_app.ui.chat.conversation_list import ConversationList
from desktop_app.ui.chat.list_menu import tag_menu
from desktop_app.ui.chat.listing import Listing
from desktop_app.ui.chat.services import Store
from desktop_app.ui.chat.undoing import Undoing
from desktop_app.ui.tasks import Tasks


class Page(Protocol):
    """Where the list is, and what was done can be taken back."""

    list: ConversationList
    undoing: Undoing


class Tagging(QObject):
    """Works the tags above the list.

    Args:
        page: Where the list is.
        store: Where the tags are kept.
        tasks: Runs what isn't waited for.
        listing: Shows what has changed.
    """

    def __init__(self, page: Page, store: Store, tasks: Tasks, listing: Listing) -> None:
        super().__init__(page.list)
        self._list = page.list
        self._undoing = page.undoing
        self._store = store
        self._tasks = tasks
        self._listing = listing
        page.list.tag_wanted.connect(
            lambda tag, names, on: tasks.start(self.tag(tag, names, on=on))
        )
        page.list.tag_menu_wanted.connect(self.open_menu)

    async def tag(self, tag: str, conversations: Sequence[str], *, on: bool) -> None:
        """Put a tag on conversations, or take it off them."""
        if on:
            await self._store.tag(conversations, tag)
        else:
            await self._store.untag(conversations, tag)
        await self._listing.refresh()

    async def rename(self, tag: str, name: str) -> None:
        """Call a tag otherwise, on all conversations."""
        await self._store.rename_tag(tag, name)
        was_chosen = self._list.tag == tag
        await self._listing.refresh()
        if was_chosen:
            self._list.filter_by(name)

    async def remove(self, tag: str) -> None:
        """Take a tag off all conversations; this can be taken back."""
        names = await self._store.remove_tag(tag)
        await self._listing.refresh()
        words = self.tr("Removed the tag “{name}”.").format(name=tag)
        self._undoing.offer(words, lambda: self.tag(tag, names, on=True))

    def open_menu(self, tag: str, place: QPoint) -> None:
        """Show what can be done with a tag, at a point of the screen."""
        start = self._tasks.start

        def named(name: str) -> None:
            start(self.rename(tag, name))

        def rename() -> None:
            self._list.tags.ask(self.tr("New name of the tag"), tag, named)

        def remove() -> None:
            start(self.remove(tag))

        tag_menu(self._list, rename, remove).popup(place)
