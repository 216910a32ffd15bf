"""What the chat page is handed: the services behind it, by what it needs of them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import ChatModel, ConversationStore, Judge
from desktop_app.core.chat_request import ChatRequest
from desktop_app.core.conversation import Conversation, Fork, Message
from desktop_app.core.engine_state import EngineState
from desktop_app.core.errors import AppError
from desktop_app.core.listed import Listed, News, Seen
from desktop_app.core.model_notes import Correction
from desktop_app.core.models import ModelInfo
from desktop_app.core.spending import Spending
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

    async def tune(
        self, conversation: str, instructions: str | None, parameters: Mapping[str, Any]
    ) -> None:
        """Store what is changed of the assistant in a conversation."""
        ...

    async def spent_in(self, conversation: str) -> Spending:
        """Return what all replies of a conversation have cost."""
        ...

    async def spent_since(self, moment: datetime) -> Spending:
        """Return what all replies since a moment have cost."""
        ...

    async def branch_letters(self, leaf: str, first: str | None = None) -> int:
        """Return about how many characters the branch of `leaf` has from `first` on."""
        ...

    async def send_from(self, conversation: str, message: str | None) -> None:
        """Store which message is the first that a model is sent; None for the first of all."""
        ...

    async def rename(self, conversation: str, title: str) -> None:
        """Store another title; nothing else about the conversation changes."""
        ...

    async def queue(self, conversation: str, texts: Sequence[str]) -> None:
        """Store what waits to be sent in a conversation."""
        ...

    async def versions(self, messages: Sequence[str]) -> dict[str, list[str]]:
        """Return the messages beside each of `messages`, oldest first, where there are others."""
        ...

    async def position(self, leaf: str, message: str) -> int | None:
        """Return the position of a message on the branch of `leaf`, None if it isn't on it."""
        ...

    async def newest_leaf(self, message: str) -> str:
        """Return the end of the branch that goes on from a message with what is newest."""
        ...

    async def forks(self, conversation: str) -> list[Fork]:
        """Return every message of a conversation that has others beside it, by depth and age."""
        ...

    async def show_branch(self, conversation: str, leaf: str | None) -> None:
        """Store which branch is shown."""
        ...

    async def delete_message(self, message: str) -> str | None:
        """Put a message out of sight with all that follow; return the leaf shown from now on."""
        ...

    async def restore_message(self, message: str) -> str | None:
        """Bring a deleted message back with what went with it; return the leaf shown now."""
        ...

    async def delete_conversations(self, conversations: Sequence[str]) -> None:
        """Put conversations out of sight; they can be brought back for a while."""
        ...

    async def restore_conversations(self, conversations: Sequence[str]) -> None:
        """Bring back conversations that were deleted."""
        ...

    async def duplicate(self, conversation: Conversation, copy: Conversation) -> None:
        """Store a copy of a conversation with all its branches as the conversation `copy`."""
        ...

    async def fork(self, leaf: str, copy: Conversation) -> None:
        """Store a copy of the branch of `leaf` as the conversation `copy`."""
        ...

    async def pin(self, conversations: Sequence[str], *, pinned: bool) -> None:
        """Let conversations stand first in the list, or where they stood."""
        ...

    async def archive(self, conversations: Sequence[str], *, archived: bool) -> None:
        """Take conversations out of the list, or bring them back."""
        ...

    async def mark_unread(self, conversations: Sequence[str], *, unread: bool) -> None:
        """Store whether a reply has ended that was not seen."""
        ...

    async def tag(self, conversations: Sequence[str], tag: str) -> None:
        """Put a name on conversations."""
        ...

    async def untag(self, conversations: Sequence[str], tag: str) -> None:
        """Take a name off conversations."""
        ...

    async def rename_tag(self, tag: str, name: str) -> None:
        """Call a tag otherwise on all conversations."""
        ...

    async def remove_tag(self, tag: str) -> list[str]:
        """Take a tag off all conversations; return the ids of those that had it."""
        ...

    def listed(self, portion: int = ...) -> AsyncGenerator[list[Listed], None]:
        """Yield all conversations as they are listed, in portions."""
        ...

    async def listing_seen(self) -> Seen:
        """Return how far the conversations have changed."""
        ...

    async def listing_news(self, seen: Seen, drafts: Collection[str] = ...) -> News:
        """Return what has become of the conversations since."""
        ...

    async def gone_among(self, conversations: Sequence[str]) -> list[str]:
        """Return those of some conversations that aren't there any more."""
        ...

    async def rate(self, message: str, rating: int) -> None:
        """Store what the user thinks of an answer: -1, 0 or 1."""
        ...

    async def correct(self, message: str, text: str | None) -> None:
        """Store the better answer of the user beside an answer; None for none."""
        ...

    async def prefer(self, message: str, others: Sequence[str]) -> None:
        """Store that an answer was chosen over the other ones to its question."""
        ...

    async def delete_if_empty(self, conversation: str) -> bool:
        """Delete a conversation that has neither messages nor a draft."""
        ...


class Erasing(Protocol):
    """Makes conversations gone for good, from every file they ever stood in.

    Both raise an AppError where something is still there; the rest follows at the next start.
    """

    async def erase(self, conversations: Sequence[str]) -> None:
        """Make these gone for good."""
        ...

    async def erase_everything(self) -> None:
        """Make all conversations and all backups gone for good."""
        ...


class Temporary(Protocol):
    """Conversations of which nothing is kept; the store reads and writes them as others."""

    def holds(self, identity: str) -> bool:
        """Whether this is the id of such a conversation, or of a message of one."""
        ...

    async def begin(self, conversation: str) -> None:
        """Let everything that is stored for a new conversation be held in memory."""
        ...

    async def keep(self) -> None:
        """Store what is held as other conversations are, or raise a StorageError."""
        ...

    async def forget(self) -> None:
        """Forget all that is held."""
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


class Models(Protocol):
    """The models of all providers, and what the user has noted about them."""

    @property
    def known(self) -> list[ModelInfo]:
        """Every model there is, by its provider, the best guesses first."""
        ...

    @property
    def failures(self) -> Mapping[str, AppError]:
        """Why providers have not listed their models when they were asked last, by their ids."""
        ...

    @property
    def pinned(self) -> Sequence[tuple[str, str]]:
        """The models that stand first, by provider and id."""
        ...

    def has_answered(self, provider: str) -> bool:
        """Whether a provider has listed its models since the program was started."""
        ...

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` whenever there is something new."""
        ...

    async def refresh(self) -> None:
        """Ask every provider; what each answers counts at once."""
        ...

    async def ask(self, provider: str, *, in_full: bool = True) -> None:
        """Ask one provider; in full, or only which models there are."""
        ...

    async def pin(self, model: ModelInfo, *, pinned: bool) -> None:
        """Let a model stand first in the picker, or where it stood."""
        ...

    def correction(self, model: ModelInfo) -> Correction:
        """Return what the user says about a model."""
        ...

    async def correct(self, model: ModelInfo, correction: Correction) -> None:
        """Let this be what the user says about a model."""
        ...


class Spare(Protocol):
    """Where drafts are kept that can't be stored."""

    async def keep(self, drafts: Mapping[str, str]) -> None:
        """Keep drafts by the ids of their conversations, in the place of those kept before."""
        ...

    async def forget(self) -> None:
        """Keep none any more; may raise a StorageError."""
        ...


@dataclass(frozen=True, slots=True)
class ChatServices:
    """Everything the chat page works with.

    Attributes:
        store: Where conversations are kept.
        erasing: Makes them gone for good.
        temporary: Those of which nothing is kept.
        engine: The local engine.
        assistants: The assistants to pick from.
        models: The models to pick from.
        default_model: The model of a new chat.
        providers: The ids of all providers there are.
        chat_model: Returns what answers for a provider id.
        judge: Judges the mood of a text; called in a worker thread.
        preferences: The user's settings.
        keep_assistant: Changes an assistant in the user's file.
        snippet: Returns a request to a provider as a program: "curl" or "python".
        spare: Where drafts are kept that can't be stored; None for nowhere but the memory.
    """

    store: Store
    erasing: Erasing
    temporary: Temporary
    engine: Engine
    assistants: list[Assistant]
    models: Models
    default_model: ModelInfo
    providers: Collection[str]
    chat_model: Callable[[str], ChatModel]
    judge: Judge
    preferences: Preferences
    keep_assistant: Callable[[Assistant], Awaitable[None]]
    snippet: Callable[[str, ChatRequest, str], Awaitable[str]]
    spare: Spare | None = None

    def remember(self, conversation: str) -> None:
        """Let the next start show a conversation (empty: none), unless nothing of it is kept."""
        if not self.temporary.holds(conversation):
            self.preferences.change(conversation=conversation)
