"""What is sent of a conversation, and to whom."""

from __future__ import annotations

from desktop_app.core.assistants import Assistant, adjusted
from desktop_app.core.chat import LONGEST_HISTORY, Chat
from desktop_app.core.conversation import Conversation, Message
from desktop_app.core.models import ModelInfo
from desktop_app.ui.chat.services import ChatServices


class Outgoing:
    """Puts together what a reply needs."""

    def __init__(self, services: ChatServices) -> None:
        self._services = services

    async def history(self, leaf: str | None) -> list[Message]:
        """Return the branch of `leaf`, or as much of its end as a model is sent at the most.

        Raises:
            StorageError: It can't be read.
        """
        return await self._services.store.history(leaf, LONGEST_HISTORY) if leaf else []

    def chat(self, model: ModelInfo, assistant: Assistant, conversation: Conversation) -> Chat:
        """Return what writes an answer.

        Args:
            model: Who answers.
            assistant: How.
            conversation: What is changed of that, and what isn't sent any more.

        Raises:
            InputError: There is no such provider.
        """
        services = self._services
        return Chat(
            services.store,
            services.chat_model(model.provider),
            model.id,
            adjusted(assistant, conversation),
            services.judge,
            model.price,
            conversation.sent_from,
        )
