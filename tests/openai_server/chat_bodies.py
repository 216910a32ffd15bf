"""What is said in Chat Completions: the chunks of a stream, and a whole completion."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any, Protocol

from tests.openai_server.bodies import Content, Counts


class Said(Protocol):
    """An answer."""

    @property
    def content(self) -> Content: ...


def events(
    model: str,
    content: Content,
    ending: str,
    error: dict[str, Any],
    *,
    named_error: bool,
    done: bool,
) -> Iterator[tuple[str, str]]:
    """Yield the name of each event, empty for the usual ones, and its data."""
    for delta in _deltas(content):
        yield "", json.dumps(chunk(model, delta))
    if ending == "garble":
        yield "", '{"choices": [{"delta": {"cont'
    if ending in ("error", "failed"):
        yield ("error" if named_error else ""), json.dumps(error)
    if ending in ("clean", "garble"):
        yield from _last_events(model, content, done=done)


def _deltas(content: Content) -> Iterator[dict[str, str]]:
    for parts, name in (
        (content.reasoning, content.reasoning_field),
        (content.parts, "content"),
        ((content.refusal,), "refusal"),
    ):
        yield from ({name: word} for part in parts for word in part)


def _last_events(model: str, content: Content, *, done: bool) -> Iterator[tuple[str, str]]:
    if content.finish is not None:
        yield "", json.dumps(chunk(model, {}, finish=content.finish))
    if content.counts is not None:
        yield "", json.dumps({**chunk(model, None), "usage": counted(content.counts)})
    if done:
        yield "", "[DONE]"


def chunk(
    model: str,
    delta: dict[str, Any] | None,
    *,
    finish: str | None = None,
    usage: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """Return one chunk of a streamed completion; without a delta the last one with the counts."""
    choices = [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": model,
        "choices": [] if delta is None else choices,
    }
    return body if usage is None else {**body, "usage": counted(Counts(*usage))}


def completion(model: str, answer: Said) -> dict[str, Any]:
    """Return the whole completion that a request without ``stream`` gets."""
    content = answer.content
    message = {
        "role": "assistant",
        "content": "".join(word for part in content.parts for word in part),
        "refusal": "".join(content.refusal) or None,
    }
    if content.reasoning:
        message[content.reasoning_field] = "".join(w for part in content.reasoning for w in part)
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": message,
                "logprobs": None,
                "finish_reason": content.finish or "stop",
            }
        ],
    }
    return body if content.counts is None else {**body, "usage": counted(content.counts)}


def counted(counts: Counts) -> dict[str, Any]:
    """Return OpenAI's usage object, with details where there are any."""
    told: dict[str, Any] = {
        "prompt_tokens": counts.read,
        "completion_tokens": counts.written,
        "total_tokens": counts.read + counts.written,
    }
    if counts.cached:
        told["prompt_tokens_details"] = {"cached_tokens": counts.cached}
    if counts.reasoned:
        told["completion_tokens_details"] = {"reasoning_tokens": counts.reasoned}
    return told if counts.cost is None else {**told, "cost": counts.cost}
