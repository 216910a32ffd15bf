"""One answer of the Responses interface, read into events."""

from __future__ import annotations

from typing import Any

from typing_extensions import override

from desktop_app.providers.joined_events import Joined
from desktop_app.providers.refusals import read_refusal
from desktop_app.providers.streamed_answer import StreamedAnswer, counted

_PARAGRAPH = "\n\n"

_SAID = frozenset({"response.output_text.delta", "response.refusal.delta"})
_THOUGHT = frozenset({"response.reasoning_summary_text.delta", "response.reasoning_text.delta"})
_OVER = frozenset(
    {"response.completed", "response.incomplete", "response.failed", "response.cancelled"}
)
_NOTHING_NEW = frozenset(
    f"response.{name}"
    for name in (
        "queued",
        "created",
        "in_progress",
        "output_item.added",
        "output_item.done",
        "content_part.added",
        "content_part.done",
        "output_text.done",
        "output_text.annotation.added",
        "refusal.done",
        "reasoning_summary_part.added",
        "reasoning_summary_part.done",
        "reasoning_summary_text.done",
        "reasoning_text.done",
        "reasoning_part.added",
        "reasoning_part.done",
    )
)
"""Events that only repeat, or announce, what the deltas say."""

_REASONS = {"max_output_tokens": "length"}
"""Finish reasons of Chat Completions by what Responses calls them, where that differs."""


class ResponsesAnswer(StreamedAnswer):
    """See `StreamedAnswer`. Parts of a text, and of the thoughts, are paragraphs of their own."""

    _text_at: tuple[object, ...] | None = None
    _thought_at: tuple[object, ...] | None = None

    @override
    def _event(self, event: dict[str, Any], joined: Joined) -> None:
        kind = str(event.get("type"))
        if kind in _SAID:
            text = event.get("delta")
            if text and isinstance(text, str):
                at = (event.get("output_index"), event.get("content_index"))
                if at != self._text_at:
                    self._begin_part(at, joined)
                joined.say(text)
        elif kind in _THOUGHT:
            text = event.get("delta")
            if text and isinstance(text, str):
                part = event.get("summary_index", event.get("content_index"))
                self._think(text, (kind, event.get("output_index"), part), joined)
        else:
            self._other(kind, event, joined)

    def _other(self, kind: str, event: dict[str, Any], joined: Joined) -> None:
        if kind in _OVER:
            response = event.get("response")
            self._over(kind, response if isinstance(response, dict) else {}, joined)
        elif _is_error(event):
            self._refuse_by(event)
        elif kind not in _NOTHING_NEW:
            self._pass_over(kind)

    @override
    def _take_whole(self, body: dict[str, Any], joined: Joined) -> bool:
        status = body.get("status")
        if isinstance(body.get("output"), list) or status == "failed":
            self._over(f"response.{status or 'completed'}", body, joined)
        elif _is_error(body):
            self._refuse_by(body)
        else:
            return False
        return True

    def _begin_part(self, at: tuple[object, ...], joined: Joined) -> None:
        if self._has_text:
            joined.say(_PARAGRAPH)
        self._has_text = True
        self._text_at = at

    def _think(self, text: str, at: tuple[object, ...], joined: Joined) -> None:
        if at != self._thought_at:
            if self._thought_at is not None:
                joined.reason(_PARAGRAPH)
            self._thought_at = at
        joined.reason(text)

    def _over(self, kind: str, response: dict[str, Any], joined: Joined) -> None:
        """The server says how it ended, and once more what was said."""
        if self.finished:
            return
        self._take_unsaid(response, joined)
        if kind == "response.failed":
            error = response.get("error") or "The server says no more than that it failed."
            self.refuse(read_refusal(0, {"error": error}, self.headers))
        elif kind == "response.completed":
            self._finish("stop", joined)
        elif kind == "response.incomplete":
            details = response.get("incomplete_details")
            reason = str(details.get("reason") or "") if isinstance(details, dict) else ""
            self._finish(_REASONS.get(reason, reason or "length"), joined)
        self.done = True
        if told := counted(response.get("usage"), "input", "output"):
            joined.add(told)

    def _take_unsaid(self, response: dict[str, Any], joined: Joined) -> None:
        """Take the words of the whole response where none came before it."""
        output = response.get("output")
        items = [i for i in output if isinstance(i, dict)] if isinstance(output, list) else []
        if self._thought_at is None:
            for number, text in enumerate(_texts(items, "reasoning", "summary", "content")):
                self._think(text, (number,), joined)
        if not self._has_text:
            for number, text in enumerate(_texts(items, "message", "content")):
                self._begin_part((number,), joined)
                joined.say(text)


def _is_error(event: dict[str, Any]) -> bool:
    return event.get("type") == "error" or bool(event.get("error"))


def _texts(items: list[dict[str, Any]], kind: str, *fields: str) -> list[str]:
    """Return what the items of a kind say; of several fields the first that says something."""
    found: list[str] = []
    for item in items:
        if item.get("type") != kind:
            continue
        said = (_of_parts(item.get(field)) for field in fields)
        found += next(filter(None, said), [])
    return found


def _of_parts(parts: object) -> list[str]:
    if not isinstance(parts, list):
        return []
    texts = [part.get("text") or part.get("refusal") for part in parts if isinstance(part, dict)]
    return [text for text in texts if text and isinstance(text, str)]
