"""One answer of Chat Completions, read into events."""

from __future__ import annotations

from typing import Any

import orjson
from typing_extensions import override

from desktop_app.providers.joined_events import Joined
from desktop_app.providers.streamed_answer import StreamedAnswer, counted


class ChatAnswer(StreamedAnswer):
    """See `StreamedAnswer`."""

    @override
    def _event(self, event: dict[str, Any], joined: Joined, part: str = "delta") -> None:
        choices = event.get("choices")
        if event.get("error") or (choices is None and _names_error(event)):
            self._refuse_by(event)
            return
        if choices:
            try:
                choice = choices[0]
                self._choice(choice, choice.get(part) or {}, joined)
            except (AttributeError, KeyError, TypeError):
                self._fail_malformed(orjson.dumps(event))
        usage = event.get("usage")
        if usage and (told := counted(usage, "prompt", "completion")):
            joined.add(told)

    @override
    def _take_whole(self, body: dict[str, Any], joined: Joined) -> bool:
        self._event(body, joined, "message")
        if self.failure is None and body.get("choices") and not self.finished:
            self._finish("stop", joined)
        return self.failure is not None or self.finished

    def _choice(self, choice: dict[str, Any], delta: dict[str, Any], joined: Joined) -> None:
        thought = delta.get("reasoning_content") or delta.get("reasoning")
        if thought and isinstance(thought, str):
            joined.reason(thought)
        # A refusal in words stands beside the content, which is null then.
        text = delta.get("content") or delta.get("refusal")
        if text and isinstance(text, str):
            self._has_text = True
            joined.say(text)
        reason = choice.get("finish_reason")
        if reason and not self.finished:
            self._finish(str(reason), joined)


def _names_error(event: dict[str, Any]) -> bool:
    return "error" in (event.get("object"), event.get("type"))
