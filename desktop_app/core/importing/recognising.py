"""Tells from what stands in a value which program wrote it, and reads it as a conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from desktop_app.core.errors import Failure, InputError
from desktop_app.core.importing.chatgpt import from_chatgpt, is_chatgpt
from desktop_app.core.importing.librechat import from_librechat, is_librechat
from desktop_app.core.importing.open_webui import from_open_webui, is_open_webui
from desktop_app.core.importing.ours import from_ours, is_ours
from desktop_app.core.importing.taken import Taken
from desktop_app.core.importing.turns import Dialogue

NO_MESSAGES = Failure("This conversation has no messages", code="import_no_messages")

_KINDS: tuple[
    tuple[Callable[[Mapping[str, Any]], bool], Callable[[Mapping[str, Any]], Dialogue]], ...
] = (
    (is_chatgpt, from_chatgpt),
    (is_open_webui, from_open_webui),
    (is_librechat, from_librechat),
)


def taken_from(value: object, now: datetime) -> Taken | Failure | None:
    """Return the conversation that `value` is, why it can't be taken, or None if it is none.

    Args:
        value: Any JSON value.
        now: Stands where no moment is told.
    """
    if not isinstance(value, dict):
        return None
    if is_ours(value):
        try:
            return from_ours(value)
        except InputError as error:
            return error.failure
    for is_kind, read in _KINDS:
        if is_kind(value):
            taken = read(value).taken(now)
            return taken if taken.messages else NO_MESSAGES
    return None


def title_of(value: object) -> str:
    """Return the title that a value has, whatever it is."""
    title = value.get("title") if isinstance(value, dict) else None
    return title[:200] if isinstance(title, str) else ""
