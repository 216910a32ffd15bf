"""The search as the window uses it."""

from __future__ import annotations

from contextlib import suppress

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import StorageError
from desktop_app.core.found import Found, Place
from desktop_app.core.search_query import Query
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.search import search_page
from desktop_app.storage.search_filters import models
from desktop_app.storage.search_index import gather_all


class Searching:
    """Finds messages and titles in one database; every method may raise a StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._conversations = Conversations(database)

    async def find(self, query: Query, limit: int, place: Place | None = None) -> Found:
        """Return some of what a query finds, see `search_page`."""
        return await search_page(self._database, query, limit, place)

    async def gather(self) -> None:
        """Make everything that was written findable quickly, and by parts of words, too.

        Where nothing can be written, on a full disk or in a folder that can only be read, the
        search does without, and is slower.
        """
        with suppress(StorageError):
            await gather_all(self._database)

    async def models(self) -> list[str]:
        """Return the ids of the models that have answered, in alphabetical order."""
        return await self._database.read(models)

    async def conversation(self, conversation: str) -> Conversation | None:
        """Return a conversation by its id, None if it is gone."""
        return await self._conversations.conversation(conversation)
