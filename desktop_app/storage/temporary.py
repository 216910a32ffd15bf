"""Conversations of which nothing is kept: in a database that is in memory alone."""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite

from desktop_app.core.conversation import Conversation, Message
from desktop_app.core.errors import StorageError
from desktop_app.core.to_the_end import to_the_end
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.failures import gone
from desktop_app.storage.migrations import MIGRATIONS
from desktop_app.storage.preparing import connect
from desktop_app.storage.rows import Values, conversation_values, message_values

_MEMORY = Path(":memory:")

Store = TypeVar("Store")


class Temporary:
    """Holds temporary conversations until they are forgotten, or moved to where others are kept.

    Args:
        kept: The database of the conversations that are kept.
    """

    def __init__(self, kept: Database) -> None:
        self._kept = kept
        self._database: Database | None = None
        self._connection: aiosqlite.Connection | None = None
        # What is forgotten stays in it: whoever still writes to it late must not write elsewhere.
        self._ids: set[str] = set()
        self._turn = asyncio.Lock()

    @property
    def database(self) -> Database | None:
        """Where they are; None before the first one."""
        return self._database

    def holds(self, identity: str) -> bool:
        """Whether this is the id of a temporary conversation, or of a message of one."""
        return identity in self._ids

    async def begin(self, conversation_id: str) -> None:
        """Let everything that is stored for a new conversation be held here."""
        async with self._turn:
            if self._database is None:
                self._connection = await aiosqlite.Connection(_open, 64)
                self._database = Database(self._connection, _MEMORY)
            self._ids.add(conversation_id)

    async def keep(self) -> None:
        """Move what is held to where the other conversations are, all or nothing.

        A reply that is being written goes on there.

        Raises:
            StorageError: It can't be stored; it is still held here.
        """
        # Cut off once it is stored, what is written late would be written here, and be lost.
        await to_the_end(self._move())

    async def _move(self) -> None:
        async with self._turn:
            if self._database is None:
                return
            held = Conversations(self._database)
            conversations = await held.list_conversations()
            conversations += await held.list_conversations(archived=True)
            moved: set[str] = set()
            async with self._kept.transaction() as run:
                for conversation in conversations:
                    await run(*_insertion("conversation", conversation_values(conversation)))
                    moved.add(conversation.id)
                    for message in await held.messages(conversation.id):
                        await run(*_insertion("message", message_values(message)))
                        moved.add(message.id)
            self._ids -= moved
            await _empty(self._database)

    async def forget(self) -> None:
        """Forget all that is held."""
        if self._database is not None:
            async with self._turn:
                await _empty(self._database)

    async def aclose(self) -> None:
        """Forget everything and give the memory back."""
        if self._connection is not None:
            await to_the_end(self._connection.close())
            self._connection = self._database = None

    async def run(
        self, name: str, kept: object, arguments: tuple[Any, ...], more: dict[str, Any]
    ) -> Any:  # noqa: ANN401 - whatever the method returns
        """Call a method of the store that has the conversation the arguments are about."""
        if not self._is_about(arguments, more):
            return await getattr(kept, name)(*arguments, **more)
        async with self._turn:
            # It may have been moved while others had their turn.
            if not self._is_about(arguments, more):
                return await getattr(kept, name)(*arguments, **more)
            try:
                if self._database is None:  # Closed; it must not be written elsewhere.
                    raise gone(_MEMORY)
                held = type(kept)(self._database)  # type: ignore[call-arg]
                result = await getattr(held, name)(*arguments, **more)
            except StorageError as error:
                if name != "finish_message" or error.code != "conversation_gone":
                    raise
                return None  # It was forgotten on purpose.
            await self._learn(arguments)
            return result

    def pick(self, kept: object, arguments: tuple[Any, ...], more: dict[str, Any]) -> object:
        """Return the store that has the conversation the arguments are about."""
        if self._database is not None and self._is_about(arguments, more):
            return type(kept)(self._database)  # type: ignore[call-arg]
        return kept

    def _is_about(self, arguments: Iterable[Any], more: dict[str, Any]) -> bool:
        return any(
            identity in self._ids
            for value in (*arguments, *more.values())
            for identity in _identities(value)
        )

    async def _learn(self, arguments: Iterable[Any]) -> None:
        """Know what was added from now on."""
        added = [each for value in arguments for each in _identities(value, texts=False)]
        if self._database is None or self._ids.issuperset(added):
            return
        self._ids.update(added)
        # A copy has messages whose ids nobody here has seen.
        rows = await self._database.run("SELECT id FROM message")
        self._ids.update(row["id"] for row in rows)


def routed(kept: Store, temporary: Temporary) -> Store:
    """Return a store that does what `kept` does, for temporary conversations in memory.

    Its class takes nothing but a database.

    Which of the two is meant is told by the ids, conversations and messages a method is given;
    without any it is `kept`. No method is named here, so none can be forgotten.
    """
    return cast("Store", _Routed(kept, temporary))


class _Routed:
    def __init__(self, kept: object, temporary: Temporary) -> None:
        self._kept = kept
        self._temporary = temporary

    def __getattr__(self, name: str) -> Callable[..., Any]:
        kept, temporary = self._kept, self._temporary
        if inspect.iscoroutinefunction(getattr(kept, name)):
            return lambda *arguments, **more: temporary.run(name, kept, arguments, more)
        return lambda *arguments, **more: getattr(temporary.pick(kept, arguments, more), name)(
            *arguments, **more
        )


def _identities(value: object, *, texts: bool = True) -> list[str]:
    match value:
        case Conversation():
            return [value.id]
        case Message():
            return [value.conversation, value.id]
        case str() if texts:
            return [value]
        case list() | tuple() if texts:
            return [each for each in value if isinstance(each, str)]
    return []


def _open() -> sqlite3.Connection:
    connection = connect(_MEMORY)
    for statement in (each for step in MIGRATIONS for each in step):
        connection.execute(statement)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


async def _empty(database: Database) -> None:
    await database.run("DELETE FROM conversation")


def _insertion(table: str, values: Values) -> tuple[Any, ...]:
    places = ", ".join("?" * len(values))
    statement = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})"  # noqa: S608 - our names
    return (statement, *values.values())
