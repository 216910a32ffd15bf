"""Conversations and their messages, which form a tree: every message knows its parent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from desktop_app.core.errors import Failure
from desktop_app.core.identity import new_id
from desktop_app.core.sentiment import Sentiment


class Role(StrEnum):
    """Who speaks. The values are OpenAI's role names."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class Status(StrEnum):
    """How a message ended.

    A growing answer is stored as INTERRUPTED, so that what a crash leaves behind already says
    the truth; it becomes COMPLETE, STOPPED or FAILED when the reply ends.
    """

    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request, as the server counted them.

    Attributes:
        input_tokens: That it read, the cached ones among them.
        output_tokens: That it wrote, its thoughts among them.
        cached_tokens: That it had read a moment ago, and reads for less.
        reasoning_tokens: Of its thoughts.
    """

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    reasoning_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Trace:
    """How a reply came about.

    Attributes:
        transport: The interface that was spoken, as in `core.provider.Transport`.
        request_id: The server's name for the request, empty where it has none.
        first_token: Seconds from the request to the first piece of the answer, None before it.
        seconds: Seconds from the request to the end.
        attempts: How often the request was sent.
        estimated: Whether tokens and cost are an estimate, because the server didn't count.
        left_out: How many of the oldest messages of the branch were not sent.
        instructions: The system message that was sent.
        parameters: The parameters that were sent, by their names in Chat Completions.
        copied: Whether this is the copy of a reply of another conversation, and costs nothing.
    """

    transport: str = ""
    request_id: str = ""
    first_token: float | None = None
    seconds: float = 0.0
    attempts: int = 1
    estimated: bool = False
    left_out: int = 0
    instructions: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    copied: bool = False


def now() -> datetime:
    """Return the time in UTC, cut to the milliseconds that are stored."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation.

    Attributes:
        id: See `new_id`.
        conversation: The id of the conversation it belongs to.
        parent: The id of the message before it, None for the first of a branch.
        role: USER or ASSISTANT; system instructions come from the assistant, not from here.
        text: The words, in Markdown.
        reasoning: What the model said to itself before it answered.
        status: How it ended.
        finish_reason: Why the server ended it, in OpenAI's words: ``stop``, but ``length`` where
            it was cut at its limit and ``content_filter`` where it was withheld. Empty where the
            server did not end it.
        model: The id of the model that wrote it, empty for the user's.
        provider: The id of the provider that served the model.
        usage: Tokens of the request, if the server told.
        cost: US dollars, if known.
        failure: Why it failed.
        created_at: When it was started (UTC).
        finished_at: When it ended (UTC), None while it grows or when a crash cut it off.
        rating: -1, 0 or 1.
        corrected_text: The better answer the user wrote, kept beside the original.
        preferred_over: The ids of the other answers to the same question that the user passed
            over for this one.
        sentiment: The mood of the text, None until it was judged.
        trace: How it came about, None where nobody kept it.
    """

    conversation: str
    role: Role
    text: str = ""
    parent: str | None = None
    id: str = field(default_factory=new_id)
    status: Status = Status.COMPLETE
    reasoning: str = ""
    model: str = ""
    provider: str = ""
    usage: Usage | None = None
    cost: float | None = None
    failure: Failure | None = None
    created_at: datetime = field(default_factory=now)
    finished_at: datetime | None = None
    rating: int = 0
    corrected_text: str | None = None
    preferred_over: tuple[str, ...] = ()
    sentiment: Sentiment | None = None
    finish_reason: str = ""
    trace: Trace | None = None

    @property
    def stands(self) -> str:
        """The words that count from now on: the better answer of the user, where there is one."""
        return self.text if self.corrected_text is None else self.corrected_text


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is known of a dialogue beside its messages.

    Attributes:
        title: Made from the first message, or given by the user; empty for a new one.
        assistant: The name of the chosen assistant.
        model: The id of the chosen model, empty for the default.
        provider: The id of the provider of `model`.
        active_leaf: The id of the last message of the branch that is shown.
        draft: What the user typed and has not sent.
        queued: What the user has sent while a reply was being written, in the order in which it
            waits for its turn.
        unread: Whether a reply has ended that was not seen.
        tags: The names the user has put on it, in the order in which they were put on.
        updated_at: When the last message was written (UTC); renaming does not change it.
        mood: The sentiment label of the whole dialogue, empty where nothing was judged.
        instructions: The system message in place of the assistant's, None for the assistant's.
        parameters: What is changed of the assistant's parameters, by their names in Chat
            Completions; None for one that isn't sent.
        sent_from: The id of the first message that is sent to a model, because the branch had
            grown too long; None for the first of all. One that isn't on the branch counts nothing.
    """

    id: str = field(default_factory=new_id)
    title: str = ""
    assistant: str = ""
    model: str = ""
    provider: str = ""
    pinned: bool = False
    archived: bool = False
    active_leaf: str | None = None
    draft: str = ""
    created_at: datetime = field(default_factory=now)
    updated_at: datetime = field(default_factory=now)
    mood: str = ""
    instructions: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    sent_from: str | None = None
    queued: tuple[str, ...] = ()
    unread: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fork:
    """A message that has others beside it: where a conversation went different ways.

    Attributes:
        message: Its id.
        parent: The id of the message before it, None for a root.
        depth: Its position on its branch.
        role: Who speaks.
        words: How it begins.
        created_at: When it was started (UTC).
        above: The id of the fork that is next on the way up from it, None for none.
    """

    message: str
    parent: str | None
    depth: int
    role: Role
    words: str
    created_at: datetime
    above: str | None = None


def branch(messages: Mapping[str, Message], leaf: str | None) -> list[Message]:
    """Return the messages from the root down to `leaf`, in reading order.

    Args:
        messages: All messages of a conversation by id.
        leaf: The id of the last one, None for an empty branch.
    """
    path: list[Message] = []
    seen: set[str] = set()
    while leaf is not None and leaf in messages and leaf not in seen:
        seen.add(leaf)
        path.append(messages[leaf])
        leaf = messages[leaf].parent
    path.reverse()
    return path


def overall_mood(counts: Mapping[str, int]) -> str:
    """Return the mood of a dialogue.

    Positive and negative turns are weighed against each other; neutral ones only decide when
    nothing else was said. Empty where nothing was judged.

    Args:
        counts: How many of the user's messages have a sentiment label, by label.
    """
    if not any(counts.values()):
        return ""
    balance = counts.get("positive", 0) - counts.get("negative", 0)
    if balance == 0:
        return "neutral"
    return "positive" if balance > 0 else "negative"
