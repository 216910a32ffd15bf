"""Writes the conversation of showcase.md, for take.sh: ``python showcase.py CHATLOOM_HOME``."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.core.sentiment import judge
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database

HERE = Path(__file__).parent


async def main(home: Path) -> None:
    """Write it as the newest one."""
    conversation = Conversation(title="Everything a message can hold")
    question = Message(conversation.id, Role.USER, "Show me everything you can!", finished_at=now())
    answer = Message(
        conversation.id,
        Role.ASSISTANT,
        (HERE / "showcase.md").read_text(encoding="utf-8"),
        parent=question.id,
        model="showcase",
        reasoning="The user wants to see everything. I begin with words and end with scripts.",
        finished_at=now(),
    )
    async with open_database(home / "data" / "chatloom.db") as database:
        store = Conversations(database)
        await store.add_prompt(conversation, replace(question, sentiment=judge(question.text)))
        await store.add_message(replace(answer, sentiment=judge("I love it.")))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
