"""What the user does with conversations in the list: one function each."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, QPoint, QTimer

from desktop_app.core.conversation import Conversation, now
from desktop_app.core.identity import new_id
from desktop_app.core.listed import Listed
from desktop_app.ui.chat.conversation_list import ConversationList
from desktop_app.ui.chat.list_keys import Act
from desktop_app.ui.chat.list_menu import ListMenu
from desktop_app.ui.chat.listing import Listing
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.undoing import Undoing
from desktop_app.ui.tasks import Tasks


class Page(Protocol):
    """Where a conversation is shown."""

    list: ConversationList
    undoing: Undoing

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    def keep_in_mind(self, conversation: Conversation) -> None:
        """Note what is known of the conversation that is shown."""
        ...

    def open_conversation(self, conversation: Conversation) -> Coroutine[Any, Any, None]:
        """Show another one."""
        ...

    def new_chat(self) -> Coroutine[Any, Any, None]:
        """Show an empty one."""
        ...


class Arranging(QObject):
    """Works the menu and the keys of the list.

    Args:
        page: Where a conversation is shown.
        replies: Those that are being written.
        services: What stands behind it.
        tasks: Runs what isn't waited for.
        listing: Shows what has changed.
    """

    def __init__(
        self,
        page: Page,
        replies: Replies,
        services: ChatServices,
        tasks: Tasks,
        listing: Listing,
    ) -> None:
        super().__init__(page.list)
        self._page = page
        self._list = page.list
        self._replies = replies
        self._services = services
        self._store = services.store
        self._tasks = tasks
        self._listing = listing
        view = self._list.view
        view.acted.connect(self.act)
        view.menu_wanted.connect(self.open_menu)
        view.rows.renamed.connect(lambda name, title: tasks.start(self.rename(name, title)))
        page.undoing.watch(self._list.filter)

    def act(self, act: Act) -> None:
        """Do something with what is selected."""
        chosen = self._list.view.selected
        if not chosen:
            return
        if act == "export":
            if self._list.can_export:
                self._list.export_wanted.emit([each.id for each in chosen])
        elif act == "tag":
            self._list.name_tag([each.id for each in chosen])
        elif act == "open":
            self._list.open(chosen[0].id)
        elif act == "rename":
            # The menu gives the focus back when it closes, which would end the editing.
            view = self._list.view
            QTimer.singleShot(0, lambda: view.edit(view.currentIndex()))
        else:
            self._tasks.start(
                {
                    "pin": self.pin,
                    "unread": self.mark_unread,
                    "duplicate": self.duplicate,
                    "archive": self.archive,
                    "delete": self.delete,
                    "erase": self.erase,
                }[act](chosen)
            )

    def open_menu(self, place: QPoint) -> None:
        """Show what can be done with what is selected, at a point of the screen."""
        chosen = self._list.view.selected
        menu = ListMenu(self._list, chosen, self.act)
        if chosen:
            menu.add_acts()
            names = [each.id for each in chosen]
            menu.add_tags(
                self._list.rows.tags,
                lambda tag, on: self._list.tag_wanted.emit(tag, names, on),
                lambda: self._list.name_tag(names),
            )
            menu.add_rest(can_export=self._list.can_export)
        if words := self._page.undoing.words:
            menu.add_undo(words, self._page.undoing.undo_last)
        if self._list.can_import:
            menu.add_import(self._list.import_wanted.emit)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(place)

    async def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title; it stays where it stands."""
        await self._store.rename(conversation, title)
        self._note(conversation, title=title)
        await self._listing.refresh()

    async def pin(self, chosen: Sequence[Listed]) -> None:
        """Let conversations stand first, or where they stood if they all stand first already."""
        pinned = not all(each.pinned for each in chosen)
        await self._store.pin(_ids(chosen), pinned=pinned)
        for each in chosen:
            self._note(each.id, pinned=pinned)
        await self._listing.refresh()

    async def mark_unread(self, chosen: Sequence[Listed]) -> None:
        """Mark conversations as unread, or as read if they all are unread already."""
        unread = not all(each.unread for each in chosen)
        await self._store.mark_unread(_ids(chosen), unread=unread)
        await self._listing.refresh()

    async def duplicate(self, chosen: Sequence[Listed]) -> None:
        """Make a copy of each conversation, and show it if it is only one."""
        copy: Conversation | None = None
        for each in chosen:
            stored = await self._store.conversation(each.id)
            if stored is not None:
                copy = self._copy_of(stored)
                await self._store.duplicate(stored, copy)
        await self._listing.refresh()
        if copy is not None and len(chosen) == 1:
            await self._page.open_conversation(copy)

    async def archive(self, chosen: Sequence[Listed]) -> None:
        """Take conversations out of the list, or bring them back if they all are out of it."""
        archived = not all(each.archived for each in chosen)
        await self._set_archived(chosen, archived=archived)
        if archived:
            words = self._counted_archived(chosen)
            self._page.undoing.offer(words, lambda: self._set_archived(chosen, archived=False))

    async def delete(self, chosen: Sequence[Listed]) -> None:
        """Put conversations out of sight; they can be brought back for a while."""
        names = _ids(chosen)
        was_shown = self._page.conversation if self._shows_one_of(names) else None
        await self._leave(names)
        await self._store.delete_conversations(names)
        await self._listing.refresh()
        instead = self._page.conversation.id

        async def undo() -> None:
            await self._store.restore_conversations(names)
            await self._listing.refresh()
            if was_shown is not None and self._page.conversation.id == instead:
                await self._page.open_conversation(was_shown)

        self._page.undoing.offer(self._counted_deleted(chosen), undo)

    async def erase(self, chosen: Sequence[Listed]) -> None:
        """Make conversations gone for good, once the user has confirmed it by a word."""
        # Nothing of it is needed before somebody erases.
        from desktop_app.ui.erasing_dialog import ask_to_erase

        if not await ask_to_erase(self._list.window(), [each.title for each in chosen]):
            return
        await self._leave(_ids(chosen))
        try:
            await self._services.erasing.erase(_ids(chosen))
        finally:
            await self._listing.refresh()

    # How it works

    async def _leave(self, names: Sequence[str]) -> None:
        """Stop what is written in conversations, and show another one in the place of theirs."""
        self._listing.overlook(names)
        await self._replies.end(names)
        if self._shows_one_of(names):
            following = self._list.next_to(self._page.conversation.id, names)
            if following is None:
                await self._page.new_chat()
            else:
                await self._page.open_conversation(following)

    def _shows_one_of(self, names: Sequence[str]) -> bool:
        return self._page.conversation.id in names

    async def _set_archived(self, chosen: Sequence[Listed], *, archived: bool) -> None:
        await self._store.archive(_ids(chosen), archived=archived)
        for each in chosen:
            self._note(each.id, archived=archived)
        await self._listing.refresh()

    def _note(self, conversation: str, **changed: Any) -> None:  # noqa: ANN401 - as replace takes
        """Let the page know, which would write what it knows."""
        if self._page.conversation.id == conversation:
            self._page.keep_in_mind(replace(self._page.conversation, **changed))

    def _copy_of(self, conversation: Conversation) -> Conversation:
        title = conversation.title
        return replace(
            conversation,
            id=new_id(),
            title=self.tr("{title} (copy)").format(title=title) if title else "",
            created_at=now(),
            updated_at=now(),
            pinned=False,
            archived=False,
            unread=False,
            queued=(),
        )

    def _counted_deleted(self, chosen: Sequence[Listed]) -> str:
        if len(chosen) == 1:
            title = self._list.rows.title(chosen[0])
            return self.tr("Deleted “{title}”.").format(title=title)
        return self.tr("Deleted %n chat(s).", "", len(chosen))

    def _counted_archived(self, chosen: Sequence[Listed]) -> str:
        if len(chosen) == 1:
            title = self._list.rows.title(chosen[0])
            return self.tr("Archived “{title}”.").format(title=title)
        return self.tr("Archived %n chat(s).", "", len(chosen))


def _ids(chosen: Sequence[Listed]) -> list[str]:
    return [each.id for each in chosen]
