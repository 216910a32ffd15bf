"""What the chat page is handed: the services behind it, by what it needs of them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import ChatModel, ConversationStore, Judge
from desktop_app.core.conversation import Conversation, Message
from desktop_app.core.engine_state import EngineState
from desktop_app.core.models import ModelInfo
from desktop_app.ui.preferences import Preferences


class Store(ConversationStore, Protocol):
    """Where conversations are kept."""

    async def list_conversations(self) -> list[Conversation]:
        """Return all conversations that are not archived, newest first."""
        ...

    async def save_conversation(self, conversation: Conversation) -> None:
        """Insert the conversation, or update what the user chose about it."""
        ...

    async def conversation(self, conversation: str) -> Conversation | None:
        """Return one conversation by its id."""
        ...

    async def branch_length(self, leaf: str) -> int:
        """Return the number of messages on the branch that ends with `leaf`."""
        ...

    async def branch_page(self, leaf: str, first: int, count: int) -> list[Message]:
        """Return messages of the branch of `leaf` from position `first` on, in reading order."""
        ...

    async def history(self, leaf: str, characters: int) -> list[Message]:
        """Return the newest messages of the branch of `leaf` that have so many characters."""
        ...

    def find_in_branch(self, leaf: str, words: str) -> AsyncGenerator[list[tuple[int, int]], None]:
        """Yield where the branch of `leaf` holds `words` and how often, newest first."""
        ...

    async def message(self, message: str) -> Message | None:
        """Return one message by its id."""
        ...

    async def save_draft(self, conversation: str, draft: str) -> None:
        """Store what is typed and not sent."""
        ...

    async def choose(
        self,
        conversation: str,
        *,
        assistant: str | None = None,
        model: str | None = None,
        provider: str | None = None,
    ) -> None:
        """Store what answers in a conversation."""
        ...

    async def delete_if_empty(self, conversation: str) -> bool:
        """Delete a conversation that has neither messages nor a draft."""
        ...


class Engine(Protocol):
    """The local engine."""

    @property
    def state(self) -> EngineState:
        """What it is doing."""
        ...

    def watch(self, callback: Callable[[EngineState], None]) -> None:
        """Call `callback` on every change of the state."""
        ...

    async def start(self) -> None:
        """Start it, or try again after a failure."""
        ...

    async def use_model_file(self, path: str) -> None:
        """Serve a GGUF file of the user's own; empty for the built-in model."""
        ...


@dataclass(frozen=True, slots=True)
class ChatServices:
    """Everything the chat page works with.

    Attributes:
        store: Where conversations are kept.
        engine: The local engine.
        assistants: The assistants to pick from.
        list_models: Asks every provider for its models.
        default_model: The model of a new chat.
        providers: The ids of all providers there are.
        chat_model: Returns what answers for a provider id.
        judge: Judges the mood of a text; called in a worker thread.
        preferences: The user's settings.
    """

    store: Store
    engine: Engine
    assistants: list[Assistant]
    list_models: Callable[[], Awaitable[list[ModelInfo]]]
    default_model: ModelInfo
    providers: Collection[str]
    chat_model: Callable[[str], ChatModel]
    judge: Judge
    preferences: Preferences
