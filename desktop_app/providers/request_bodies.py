"""The JSON of every request to a model, for both interfaces: nothing else makes it.

Parameters are called as in Chat Completions; in Responses some have another name or place. Others
than the usual ones, such as the many of local servers, are sent as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.chat import ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.provider import Transport

CHAT_ROUTE = "/chat/completions"
RESPONSES_ROUTE = "/responses"

LIMITS = ("max_tokens", "max_completion_tokens")
"""What limits an answer: the old name and the new one."""

SUMMARY = "reasoning_summary"
"""Chatloom's name for the wish that a model sums up its thoughts."""

_OURS = {
    Transport.CHAT: frozenset({"model", "messages", "stream", "stream_options"}),
    Transport.RESPONSES: frozenset(
        {"model", "messages", "input", "instructions", "store", "stream", "stream_options"}
    ),
}
"""What an assistant's parameters can't replace."""

_NOT_IN_RESPONSES = ("seed", "stop")
_LEAST_OUTPUT = 16
"""Tokens. Responses refuses a lower limit, Chat Completions doesn't."""

_LIMITED_ANEW = re.compile(r"(ft:)?(o\d|gpt-([5-9]|\d\d))(?![\d])")
"""OpenAI's models that refuse ``max_tokens``: those that reason, and all since GPT-5."""

_REASONS = re.compile(r"(ft:)?(o\d|gpt-([5-9]|\d\d)(?!(\.\d+)?-chat))(?![\d])")


@dataclass(frozen=True, slots=True)
class RequestBody:
    """One request as it is sent.

    Attributes:
        transport: The interface: RESPONSES or CHAT.
        route: What is appended to the base URL.
        body: The JSON object, in the order in which it is sent.
        sent: Chatloom's names of the parameters in it, by what a server calls them when it
            refuses one.
        left_out: Chatloom's names of the parameters that were wanted and are not in it.
    """

    transport: Transport
    route: str
    body: dict[str, Any]
    sent: Mapping[str, str]
    left_out: tuple[str, ...]


def request_body(
    request: ChatRequest,
    transport: Transport,
    refused: Collection[str] = (),
    renamed: Mapping[str, str] | None = None,
    *,
    stream: bool = True,
) -> RequestBody:
    """Return what a model is sent.

    Args:
        request: What it is asked.
        transport: The interface; AUTO means Responses.
        refused: Parameters that the model doesn't take: left out.
        renamed: Parameters that it knows under another name.
        stream: Whether the answer is wanted piece by piece.
    """
    if transport is Transport.CHAT:
        return _chat(request, refused, renamed or {}, stream=stream)
    return _responses(request, refused, stream=stream)


def _chat(
    request: ChatRequest, refused: Collection[str], renamed: Mapping[str, str], *, stream: bool
) -> RequestBody:
    messages = [{"role": turn.role.value, "content": turn.text} for turn in request.turns]
    wanted, left_out = _divided(request, Transport.CHAT, refused)
    if "max_tokens" in wanted and _LIMITED_ANEW.match(request.model):
        renamed = {"max_tokens": "max_completion_tokens", **renamed}
    called = {name: renamed.get(name, name) for name in wanted}
    # In the order of the SDK, for the same bytes by either way.
    body: dict[str, Any] = {"model": request.model}
    if stream:
        body |= {"stream": True, "messages": messages, "stream_options": {"include_usage": True}}
    else:
        body["messages"] = messages
    body |= {called[name]: value for name, value in wanted.items()}
    sent = {wire: name for name, wire in called.items()}
    return RequestBody(Transport.CHAT, CHAT_ROUTE, body, sent, left_out)


def _responses(request: ChatRequest, refused: Collection[str], *, stream: bool) -> RequestBody:
    wanted, left_out = _divided(request, Transport.RESPONSES, {*refused, *_NOT_IN_RESPONSES})
    body: dict[str, Any] = {"model": request.model}
    if stream:
        body["stream"] = True
    body["input"] = [
        _item(number, turn)
        for number, turn in enumerate(request.turns)
        if turn.role is not Role.SYSTEM
    ]
    if instructions := [turn.text for turn in request.turns if turn.role is Role.SYSTEM]:
        body["instructions"] = "\n\n".join(instructions)
    # What is said is kept on this computer; OpenAI would keep it for a month, too.
    body["store"] = False
    sent: dict[str, str] = {}
    for name, value in wanted.items():
        if name in LIMITS:
            body["max_output_tokens"] = _at_least(_LEAST_OUTPUT, value)
            sent["max_output_tokens"] = name
        elif name != "reasoning_effort":
            body[name] = value
            sent[name] = name
    _add_reasoning(body, sent, request.model, wanted, refused)
    return RequestBody(Transport.RESPONSES, RESPONSES_ROUTE, body, sent, left_out)


def _divided(
    request: ChatRequest, transport: Transport, refused: Collection[str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the parameters that are sent, and the names of those that are not."""
    wanted = {
        name: value for name, value in request.parameters.items() if name not in _OURS[transport]
    }
    if all(name in wanted for name in LIMITS):
        del wanted["max_tokens"]  # The new name has the last word; a server would refuse both.
    left_out = tuple(name for name in wanted if name in refused)
    return {name: wanted[name] for name in wanted if name not in refused}, left_out


def _item(number: int, turn: Turn) -> dict[str, Any]:
    if turn.role is Role.ASSISTANT:
        # Described by OpenAI with all of these; some servers accept no fewer.
        said = {"type": "output_text", "text": turn.text, "annotations": [], "logprobs": []}
        return {
            "type": "message",
            "id": f"msg_{number}",
            "role": "assistant",
            "status": "completed",
            "content": [said],
        }
    asked = {"type": "input_text", "text": turn.text}
    return {"type": "message", "role": turn.role.value, "content": [asked]}


def _add_reasoning(
    body: dict[str, Any],
    sent: dict[str, str],
    model: str,
    wanted: Mapping[str, Any],
    refused: Collection[str],
) -> None:
    effort = wanted.get("reasoning_effort")
    reasoning: dict[str, Any] = {}
    if effort is not None:
        reasoning["effort"] = effort
        sent["reasoning"] = sent["reasoning.effort"] = sent["reasoning_effort"] = "reasoning_effort"
    thinks = bool(_REASONS.match(model)) if effort is None else effort != "none"
    if thinks and SUMMARY not in refused:
        reasoning["summary"] = "auto"
        sent["reasoning.summary"] = SUMMARY
        sent.setdefault("reasoning", SUMMARY)
    own = body.get("reasoning")
    if isinstance(own, Mapping):
        # Already among the parameters, with what its author wants of it.
        reasoning |= own
    if reasoning and (own is None or isinstance(own, Mapping)):
        body["reasoning"] = reasoning


def _at_least(least: int, value: object) -> object:
    return max(least, value) if type(value) is int and value > 0 else value
