"""What works a conversation beyond asking: one part for each thing that is done with it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject

from desktop_app.ui.chat import (
    all_chats,
    arranging,
    better_answer,
    editing,
    listing,
    outlining,
    pruning,
    queueing,
    tagging,
    temporary_chat,
)
from desktop_app.ui.chat.all_chats import AllChats
from desktop_app.ui.chat.arranging import Arranging
from desktop_app.ui.chat.better_answer import BetterAnswer
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.editing import Editing
from desktop_app.ui.chat.listing import Listing
from desktop_app.ui.chat.outlining import Outlining
from desktop_app.ui.chat.pruning import Pruning
from desktop_app.ui.chat.queueing import Queueing
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.side_by_side import asking
from desktop_app.ui.chat.side_by_side.asking import AskingSeveral
from desktop_app.ui.chat.tagging import Tagging
from desktop_app.ui.chat.temporary_chat import TemporaryChat
from desktop_app.ui.tasks import Tasks


class Page(
    listing.Page,
    arranging.Page,
    all_chats.Page,
    tagging.Page,
    editing.Page,
    better_answer.Page,
    pruning.Page,
    queueing.Page,
    asking.Page,
    outlining.Page,
    temporary_chat.Page,
    Protocol,
):
    """Where a conversation is shown, as all the parts need it."""


class Workings(QObject):
    """Makes the parts, which listen to the view by themselves, and holds them.

    Args:
        page: Where a conversation is shown.
        services: What stands behind it.
        tasks: Runs what isn't waited for.
        replies: Those that are being written.
        choices: Who is picked to answer.
    """

    def __init__(
        self,
        page: Page,
        services: ChatServices,
        tasks: Tasks,
        replies: Replies,
        choices: Choices,
    ) -> None:
        super().__init__(page.pane)
        self._page = page
        self._replies = replies
        self._tasks = tasks
        self.listing = Listing(page, replies, services.store, tasks)
        self.arranging = Arranging(page, replies, services, tasks, self.listing)
        self.tagging = Tagging(page, services.store, tasks, self.listing)
        self.editing = Editing(page, services, tasks, choices, replies)
        self.better_answer = BetterAnswer(page, services, tasks)
        self.pruning = Pruning(page, services, tasks)
        self.several = AskingSeveral(page, services, tasks, replies, choices)
        self.queueing = Queueing(page, services, tasks, replies, choices, self.several)
        self.outlining = Outlining(page, services, tasks)
        self.temporary = TemporaryChat(page, services, tasks, replies, self.listing)
        self.all_chats = AllChats(self, page, services, replies, self.listing, self.temporary)

    async def take(self, text: str) -> bool:
        """Send what is not sent to one model at once; return whether that is so.

        Raises:
            InputError: Several are to be asked while a reply is being written.
            StorageError: It can't be kept.
        """
        self.several.refuse()
        return await self.queueing.take(text) or await self.several.take(text)

    def stop(self) -> None:
        """Stop the reply of the conversation that is shown; else leave a choice open."""
        conversation = self._page.conversation.id
        if self._replies.of(conversation) is not None:
            self._replies.stop(conversation)
        else:
            self._tasks.start(self.several.close(conversation))

    def show(self) -> None:
        """Show what belongs to the conversation that is shown."""
        self.queueing.show()
        self.several.show()
