"""What the search works with; composed elsewhere."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Protocol

from desktop_app.core.conversation import Conversation
from desktop_app.core.found import Found, Place
from desktop_app.core.search_query import Query


class Searching(Protocol):
    """Finds messages and titles; every method may raise a StorageError."""

    async def find(self, query: Query, limit: int, place: Place | None = None) -> Found:
        """Return some of what a query finds, from the start or from where a page ended."""
        ...

    async def gather(self) -> None:
        """Make everything that was written findable quickly, and by parts of words, too."""
        ...

    async def models(self) -> list[str]:
        """Return the ids of the models that have answered."""
        ...

    async def conversation(self, conversation: str) -> Conversation | None:
        """Return a conversation by its id, None if it is gone."""
        ...


class Chats(Protocol):
    """The page that shows conversations."""

    async def show_message(self, conversation: str, message: str) -> None:
        """Show a message of any conversation, with the keyboard's focus."""
        ...

    def open_conversation(self, conversation: Conversation) -> Coroutine[Any, Any, None]:
        """Show a conversation."""
        ...
