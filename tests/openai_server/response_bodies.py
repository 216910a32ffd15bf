"""What is said in Responses: the events of a stream, and a whole response."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from tests.openai_server.bodies import Content, Counts

Event = dict[str, Any]


def events(
    model: str,
    content: Content,
    ending: str,
    error: dict[str, Any],
    *,
    flat_error: bool,
    unknown: tuple[str, ...],
) -> Iterator[tuple[str, str]]:
    """Yield the name and the data of each event, numbered in order."""
    number = 0
    for event in _events(model, content, ending, error, unknown):
        yield event["type"], json.dumps({**event, "sequence_number": number})
        number += 1
    if ending == "garble":
        yield "", '{"type": "response.output_te'
    if ending == "error" and flat_error:
        told = error.get("error")
        about = told if isinstance(told, dict) else {"message": str(told or error)}
        flat = {name: about.get(name) for name in ("code", "message", "param")}
        yield "error", json.dumps({"type": "error", **flat, "sequence_number": number})
    elif ending == "error":
        yield "", json.dumps(error)


def whole(model: str, content: Content) -> dict[str, Any]:
    """Return the response that a request without ``stream`` gets."""
    return _response(model, _status(content), content, _output(content))


def _events(
    model: str, content: Content, ending: str, error: dict[str, Any], unknown: tuple[str, ...]
) -> Iterator[Event]:
    for kind in ("created", "in_progress"):
        yield {"type": f"response.{kind}", "response": _response(model, "in_progress", content, [])}
    for kind in unknown:
        yield {"type": kind, "about": "nothing that is known"}
    output = _output(content)
    for index, item in enumerate(output):
        if item["type"] == "reasoning":
            yield from _thinking(index, item, content)
        else:
            yield from _saying(index, item, content)
    if ending == "failed":
        failed = _response(model, "failed", content, output)
        told = error.get("error", error)
        about = {"code": told["code"], "message": told["message"]}
        yield {"type": "response.failed", "response": {**failed, "error": about}}
    if ending in ("clean", "garble") and content.finish is not None:
        status = _status(content)
        yield {
            "type": f"response.{status}",
            "response": _response(model, status, content, output),
        }


def _thinking(index: int, item: dict[str, Any], content: Content) -> Iterator[Event]:
    at = {"item_id": item["id"], "output_index": index}
    yield {
        "type": "response.output_item.added",
        "output_index": index,
        "item": {"id": item["id"], "type": "reasoning", "summary": []},
    }
    whole_thoughts = content.reasoning_field == "reasoning_text"
    kind = "reasoning_text" if whole_thoughts else "reasoning_summary_text"
    for number, deltas in enumerate(content.reasoning):
        where = {**at, "content_index" if whole_thoughts else "summary_index": number}
        part = {"type": "summary_text", "text": ""}
        text = "".join(deltas)
        if not whole_thoughts:
            yield {"type": "response.reasoning_summary_part.added", **where, "part": part}
        for delta in deltas:
            yield {"type": f"response.{kind}.delta", **where, "delta": delta}
        yield {"type": f"response.{kind}.done", **where, "text": text}
        if not whole_thoughts:
            part = {**part, "text": text}
            yield {"type": "response.reasoning_summary_part.done", **where, "part": part}
    yield {"type": "response.output_item.done", "output_index": index, "item": item}


def _saying(index: int, item: dict[str, Any], content: Content) -> Iterator[Event]:
    begun = {**item, "status": "in_progress", "content": []}
    yield {"type": "response.output_item.added", "output_index": index, "item": begun}
    spoken = [*content.parts, *([content.refusal] if content.refusal else [])]
    for number, (deltas, part) in enumerate(zip(spoken, item["content"], strict=True)):
        where = {"item_id": item["id"], "output_index": index, "content_index": number}
        refused = part["type"] == "refusal"
        field, kind = ("refusal", "refusal") if refused else ("text", "output_text")
        more = {} if refused else {"logprobs": []}
        empty = {**part, field: ""}
        yield {"type": "response.content_part.added", **where, "part": empty}
        for delta in deltas:
            yield {"type": f"response.{kind}.delta", **where, "delta": delta, **more}
        yield {"type": f"response.{kind}.done", **where, field: part[field], **more}
        yield {"type": "response.content_part.done", **where, "part": part}
    yield {"type": "response.output_item.done", "output_index": index, "item": item}


def _output(content: Content) -> list[dict[str, Any]]:
    output: list[dict[str, Any]] = []
    if content.reasoning:
        texts = ["".join(deltas) for deltas in content.reasoning]
        thoughts = {"id": "rs_1", "type": "reasoning", "summary": []}
        if content.reasoning_field == "reasoning_text":
            thoughts["content"] = [{"type": "reasoning_text", "text": text} for text in texts]
        else:
            thoughts["summary"] = [{"type": "summary_text", "text": text} for text in texts]
        output.append(thoughts)
    spoken: list[dict[str, Any]] = [
        {"type": "output_text", "text": "".join(deltas), "annotations": [], "logprobs": []}
        for deltas in content.parts
    ]
    if content.refusal:
        spoken.append({"type": "refusal", "refusal": "".join(content.refusal)})
    output.append(
        {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "status": "completed",
            "content": spoken,
        }
    )
    return output


def _status(content: Content) -> str:
    return "completed" if content.finish in (None, "stop") else "incomplete"


def _response(
    model: str, status: str, content: Content, output: list[dict[str, Any]]
) -> dict[str, Any]:
    reasons = {"length": "max_output_tokens", "content_filter": "content_filter"}
    reason = reasons.get(content.finish or "")
    body: dict[str, Any] = {
        "id": "resp_1",
        "object": "response",
        "created_at": int(time.time()),
        "status": status,
        "error": None,
        "incomplete_details": {"reason": reason} if status == "incomplete" else None,
        "instructions": None,
        "metadata": {},
        "model": model,
        "output": output,
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
    }
    over = status in ("completed", "incomplete")
    return {**body, "usage": _usage(content.counts)} if content.counts and over else body


def _usage(counts: Counts) -> dict[str, Any]:
    told: dict[str, Any] = {
        "input_tokens": counts.read,
        "input_tokens_details": {"cached_tokens": counts.cached, "cache_write_tokens": 0},
        "output_tokens": counts.written,
        "output_tokens_details": {"reasoning_tokens": counts.reasoned},
        "total_tokens": counts.read + counts.written,
    }
    return told if counts.cost is None else {**told, "cost": counts.cost}
