"""Opening the parts for one verb."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress

from desktop_app.commands.terminal import hint
from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import InputError, StorageError
from desktop_app.parts import Parts, open_parts
from desktop_app.storage.daily import DailyBackups


def with_parts(work: Callable[[Parts], Awaitable[None]]) -> None:
    """Open the parts, do the work of a verb with them, and close them.

    Ctrl+C cancels the work, which keeps what it has, and then raises KeyboardInterrupt.

    Raises:
        AppError: The parts could not be opened, or the work failed.
    """

    async def opened() -> None:
        async with open_parts(os.environ) as parts:
            for problem in (parts.settings.problem, parts.connections.problem):
                if problem:
                    hint(problem.sentence)
            await work(parts)
            with suppress(StorageError):  # The window tells of it, and `doctor` of the disk.
                await DailyBackups(parts.database, parts.backups).make_if_due()

    asyncio.run(opened())


async def known_conversation(parts: Parts, conversation_id: str) -> Conversation:
    """Return a conversation that must be there.

    Raises:
        InputError: It isn't.
    """
    conversation = await parts.conversations.conversation(conversation_id)
    if conversation is None:
        raise InputError(
            'There is no conversation "{conversation}"',
            "See chatloom conversations list for the ids.",
            code="unknown_conversation",
            conversation=conversation_id,
        )
    return conversation
