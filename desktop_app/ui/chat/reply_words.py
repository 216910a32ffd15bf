"""What is known of how a reply came about, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop_app.core.conversation import Message, Status, Trace, Usage
from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.ui.chat.amounts import (
    about,
    money_words,
    oldest_messages_words,
    seconds_words,
    tokens_words,
)

_LONGEST_VALUE = 60
_LONG_ENOUGH = 0.3
"""Seconds of writing that tell a speed; what came in one piece was written before."""


class Fact(NamedTuple):
    """One line: what it is about, and what is known; a name that a server gave is no word."""

    label: str
    value: str
    is_name: bool = False


def facts_of(message: Message, model: str, provider: str) -> list[Fact]:
    """Return what is known of a reply, in reading order.

    Args:
        message: The reply.
        model: What people call its model.
        provider: What people call its provider.
    """
    found = [*_who(message, model, provider), *_when(message), *_how_fast(message)]
    found += [*_how_much(message), *_how(message.trace)]
    return [fact for fact in found if fact.value]


def _who(message: Message, model: str, provider: str) -> Iterator[Fact]:
    named = f"{model} ({message.model})" if model and model != message.model else message.model
    yield Fact(QCoreApplication.translate("ReplyFacts", "Model"), named)
    yield Fact(QCoreApplication.translate("ReplyFacts", "Provider"), provider)
    transport = message.trace.transport if message.trace else ""
    names = {"responses": "Responses", "chat": "Chat Completions"}
    yield Fact(
        QCoreApplication.translate("ReplyFacts", "Interface"), names.get(transport, transport)
    )


def _when(message: Message) -> Iterator[Fact]:
    moment = QDateTime.fromMSecsSinceEpoch(round(message.created_at.timestamp() * 1000))
    yield Fact(
        QCoreApplication.translate("ReplyFacts", "Asked"),
        QLocale().toString(moment, QLocale.FormatType.ShortFormat),
    )
    yield Fact(QCoreApplication.translate("ReplyFacts", "Ended"), _ending(message))


def _ending(message: Message) -> str:
    words = {
        Status.COMPLETE: QCoreApplication.translate("ReplyFacts", "complete"),
        Status.STOPPED: QCoreApplication.translate("ReplyFacts", "stopped by you"),
        Status.INTERRUPTED: QCoreApplication.translate("ReplyFacts", "interrupted"),
        Status.FAILED: QCoreApplication.translate("ReplyFacts", "failed"),
    }
    reasons = {
        "stop": "",
        "length": QCoreApplication.translate("ReplyFacts", "cut at the length limit"),
        "content_filter": QCoreApplication.translate("ReplyFacts", "cut by the service’s filter"),
    }
    reason = reasons.get(message.finish_reason, message.finish_reason)
    if message.status is Status.COMPLETE and reason:
        return reason
    return " · ".join(filter(None, (words[message.status], reason)))


def _how_fast(message: Message) -> Iterator[Fact]:
    trace, usage = message.trace, message.usage
    if trace is None:
        if message.finished_at is not None:
            took = (message.finished_at - message.created_at).total_seconds()
            yield Fact(
                QCoreApplication.translate("ReplyFacts", "Took"), seconds_words(max(took, 0))
            )
        return
    if trace.first_token is not None:
        yield Fact(
            QCoreApplication.translate("ReplyFacts", "First words after"),
            seconds_words(trace.first_token),
        )
    yield Fact(QCoreApplication.translate("ReplyFacts", "Took"), seconds_words(trace.seconds))
    writing = trace.seconds - (trace.first_token or 0)
    if trace.first_token is not None and usage is not None and writing >= _LONG_ENOUGH:
        speed = round(usage.output_tokens / writing)
        words = QCoreApplication.translate("ReplyFacts", "{speed} tokens/s").format(
            speed=QLocale().toString(speed)
        )
        yield Fact(
            QCoreApplication.translate("ReplyFacts", "Speed"),
            about(words, estimated=trace.estimated),
        )


def _how_much(message: Message) -> Iterator[Fact]:
    usage, estimated = message.usage, message.trace is not None and message.trace.estimated
    if usage is not None:
        yield Fact(
            QCoreApplication.translate("ReplyFacts", "Read"),
            about(_read(usage), estimated=estimated),
        )
        yield Fact(
            QCoreApplication.translate("ReplyFacts", "Written"),
            about(_written(usage), estimated=estimated),
        )
    if message.cost is not None:
        yield Fact(
            QCoreApplication.translate("ReplyFacts", "Cost"),
            about(money_words(message.cost), estimated=estimated),
        )
    elif message.provider == LOCAL_PROVIDER:
        yield Fact(
            QCoreApplication.translate("ReplyFacts", "Cost"),
            QCoreApplication.translate("ReplyFacts", "nothing: it ran on this computer"),
        )
    elif usage is not None:
        yield Fact(
            QCoreApplication.translate("ReplyFacts", "Cost"),
            QCoreApplication.translate("ReplyFacts", "not known: no price is known for this model"),
        )


def _read(usage: Usage) -> str:
    words = tokens_words(usage.input_tokens)
    if not usage.cached_tokens:
        return words
    more = QCoreApplication.translate("ReplyFacts", "{count} of them cached").format(
        count=QLocale().toString(usage.cached_tokens)
    )
    return f"{words}, {more}"


def _written(usage: Usage) -> str:
    words = tokens_words(usage.output_tokens)
    if not usage.reasoning_tokens:
        return words
    count = QLocale().toString(usage.reasoning_tokens)
    more = QCoreApplication.translate("ReplyFacts", "{count} of them thoughts").format(count=count)
    return f"{words}, {more}"


def _how(trace: Trace | None) -> Iterator[Fact]:
    if trace is None:
        return
    yield Fact(
        QCoreApplication.translate("ReplyFacts", "Attempts"),
        str(trace.attempts) if trace.attempts > 1 else "",
    )
    if trace.left_out:
        words = oldest_messages_words(trace.left_out)
        yield Fact(QCoreApplication.translate("ReplyFacts", "Left out"), words)
    yield Fact(
        QCoreApplication.translate("ReplyFacts", "Parameters"), _parameters(trace.parameters)
    )
    yield Fact(
        QCoreApplication.translate("ReplyFacts", "Request id"), trace.request_id, is_name=True
    )


def _parameters(parameters: Mapping[str, Any]) -> str:
    # As they were sent, for whoever compares them with a documentation.
    shown = []
    for name, value in parameters.items():
        words = json.dumps(value, ensure_ascii=False)
        shown.append(f"{name} {words[:_LONGEST_VALUE]}{'…' if len(words) > _LONGEST_VALUE else ''}")
    return ", ".join(shown)
