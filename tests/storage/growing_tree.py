"""Conversations for tests, written down by who answers whom."""

from __future__ import annotations

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.storage.conversations import Conversations


async def plant(store: Conversations, conversation: str, **parents: str) -> None:
    """Store a conversation with messages, in the order given, each under its parent ("" for none).

    Messages whose names begin with "q" are the user's. The last one is the leaf that is shown.
    """
    await store.save_conversation(Conversation(id=conversation, title="T"))
    for name, parent in parents.items():
        role = Role.USER if name.startswith("q") else Role.ASSISTANT
        moment = now()
        await store.add_message(
            Message(
                conversation,
                role,
                f"words of {name}",
                parent=parent or None,
                id=name,
                created_at=moment,
                finished_at=moment,
            )
        )


async def leaf_of(store: Conversations, conversation: str) -> str | None:
    """Return the leaf that is shown."""
    found = await store.conversation(conversation)
    assert found is not None
    return found.active_leaf


async def names_of(store: Conversations, conversation: str) -> list[str]:
    """Return the messages that are there."""
    return [message.id for message in await store.messages(conversation)]
