"""Conversations that stand in the database before a window is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.folders import user_folders
from desktop_app.core.sentiment import Sentiment
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database


def database_of(home: Path) -> Path:
    """Return where a window in `home` keeps its conversations."""
    return user_folders({"CHATLOOM_HOME": str(home)}).database


def store(home: Path, title: str, texts: Sequence[str]) -> str:
    """Store a conversation, user and assistant by turns, all of it judged; return its id."""
    return asyncio.run(_stored(home, title, texts))


async def _stored(home: Path, title: str, texts: Sequence[str]) -> str:
    conversation = Conversation(title=title)
    parent: str | None = None
    async with open_database(database_of(home)) as database:
        kept = Conversations(database)
        for number, text in enumerate(texts):
            message = Message(
                conversation.id,
                Role.ASSISTANT if number % 2 else Role.USER,
                text,
                parent=parent,
                finished_at=now(),
                sentiment=Sentiment("neutral", 0.0, 0.5),
            )
            await kept.add_prompt(conversation, message)
            parent = message.id
    return conversation.id
