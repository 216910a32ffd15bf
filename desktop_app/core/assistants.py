"""Assistants: a name, instructions, and optionally a model and its parameters.

They live in ``assistants.json``, a list of ``{"name", "instructions", "model"?, "parameters"?}``
that users may write by hand. (OpenAI's Assistants API is gone since August 2026; an assistant is
therefore a local object whose instructions travel with each request.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import InputError
from desktop_app.core.parameters import with_changes

_FIELDS: dict[str, tuple[type, str]] = {
    "name": (str, "a text"),
    "instructions": (str, "a text"),
    "model": (str, "a text"),
    "parameters": (dict, "an object"),
}
_STRICT = json.JSONDecoder()
# Leaves numbers as texts: one that is too long is told later, with its line.
_LENIENT = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_TOO_DEEP = 100
_BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Assistant:
    """A way of answering.

    Attributes:
        name: Unique in the file; shown in the picker.
        instructions: Sent as the system message of every request.
        model: The id of the model it prefers, empty for none.
        parameters: Sent with the request as they are, such as ``{"temperature": 0.2}``.
    """

    name: str
    instructions: str = ""
    model: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


def parse_assistants(text: str, source: str = "assistants.json") -> list[Assistant]:
    """Read the text of an assistants file.

    Args:
        text: JSON. Keys that are not known are passed over.
        source: The name of the file, for the error.

    Raises:
        InputError: The text is no list of assistants; the title names the file and the line.
    """
    text = text.removeprefix("\ufeff")
    lines = _Lines(text, source)
    _check_syntax(text, lines)
    start = _skip(text, 0)
    if text[start] != "[":
        raise lines.broken(start, "the file must hold a list of assistants")
    assistants: dict[str, Assistant] = {}
    for position in _items(text, start):
        assistant = _assistant(text, position, lines)
        if assistant.name in assistants:
            raise lines.broken(position, f'the name "{assistant.name}" is used twice')
        assistants[assistant.name] = assistant
    if not assistants:
        raise lines.broken(start, "the file holds no assistant")
    return list(assistants.values())


def format_assistants(assistants: list[Assistant]) -> str:
    """Write assistants as the JSON that `parse_assistants` reads."""
    entries = []
    for assistant in assistants:
        entry: dict[str, Any] = {
            "name": assistant.name,
            "instructions": assistant.instructions,
        }
        if assistant.model:
            entry["model"] = assistant.model
        if assistant.parameters:
            entry["parameters"] = dict(assistant.parameters)
        entries.append(entry)
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def adjusted(assistant: Assistant, conversation: Conversation) -> Assistant:
    """Return the assistant as it answers in a conversation: with what is changed there."""
    instructions = conversation.instructions
    return replace(
        assistant,
        instructions=assistant.instructions if instructions is None else instructions,
        parameters=with_changes(assistant.parameters, conversation.parameters),
    )


def with_assistant(text: str, assistant: Assistant, source: str = "assistants.json") -> str:
    """Return the text of an assistants file with the instructions and parameters of one changed.

    Everything else stays as it was written, keys that are not known among it. One that isn't in
    the file comes at its end.

    Args:
        text: As of `parse_assistants`.
        assistant: Found by its name.
        source: The name of the file, for the error.

    Raises:
        InputError: The text is no list of assistants.
    """
    parse_assistants(text, source)
    lines, end = _Lines(text, source), 0
    for start in _items(text, _skip(text, text.startswith("\ufeff"))):
        if _assistant(text, start, lines).name == assistant.name:
            return _with_changes(text, start, assistant)
        end = _end(text, start)
    (added,) = json.loads(format_assistants([assistant]))
    entry = json.dumps(added, ensure_ascii=False, indent=2).replace("\n", "\n  ")
    return f"{text[:end]},\n  {entry}{text[end:]}"


def _with_changes(text: str, position: int, assistant: Assistant) -> str:
    wanted = {"instructions": assistant.instructions, "parameters": dict(assistant.parameters)}
    edits: list[tuple[int, int, str]] = []
    behind_name = position
    for key_at in _items(text, position):
        key, key_end = _STRICT.raw_decode(text, key_at)
        start = _skip(text, key_end)
        if key in wanted:
            new = json.dumps(wanted.pop(key), ensure_ascii=False)
            edits.append((start, _end(text, start), new))
        elif key == "name":
            behind_name = _end(text, start)
    for key, value in reversed(wanted.items()):
        if value:
            new = f',\n    "{key}": {json.dumps(value, ensure_ascii=False)}'
            edits.append((behind_name, behind_name, new))
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text


class _Lines:
    """Turns positions into line numbers, for errors."""

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self._source = source

    def broken(self, position: int, reason: str) -> InputError:
        line = self._text.count("\n", 0, position) + 1
        return InputError(
            "{source} can't be read: line {line}, {reason}",
            "Mend that line, then try again. The file is kept as it is.",
            code="assistants_file",
            source=self._source,
            line=line,
            reason=reason,
        )


def _check_syntax(text: str, lines: _Lines) -> None:
    """Make sure that what follows may trust the text to be JSON."""
    try:
        _LENIENT.decode(text)
    except json.JSONDecodeError as error:
        raise lines.broken(error.pos, error.msg[:1].lower() + error.msg[1:]) from error
    except RecursionError:
        # Told below, with its line.
        pass
    too_deep = _where_too_deep(text)
    if too_deep is not None:
        raise lines.broken(too_deep, "it is nested too deeply")


def _where_too_deep(text: str) -> int | None:
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > _TOO_DEEP:
            return match.start()
    return None


def _assistant(text: str, position: int, lines: _Lines) -> Assistant:
    if text[position] != "{":
        raise lines.broken(position, "every assistant must be an object with a name")
    found: dict[str, Any] = {}
    for key_at in _items(text, position):
        key, key_end = _STRICT.raw_decode(text, key_at)
        if key in found:
            raise lines.broken(key_at, f'"{key}" stands twice in one assistant')
        if key in _FIELDS:
            found[key] = _value(text, _skip(text, key_end), key, lines)
    name = found.get("name", "").strip()
    if not name:
        raise lines.broken(position, 'an assistant has no "name"')
    return Assistant(
        name,
        found.get("instructions", ""),
        found.get("model", ""),
        found.get("parameters", {}),
    )


def _value(text: str, position: int, key: str, lines: _Lines) -> object:
    try:
        value, _ = _STRICT.raw_decode(text, position)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:
        # NaN, a number of thousands of digits, half of a surrogate pair: JSON of sorts, which no
        # server takes.
        raise lines.broken(position, f'"{key}" holds something that can\'t be sent') from error
    kind, words = _FIELDS[key]
    if not isinstance(value, kind):
        raise lines.broken(position, f'"{key}" must be {words}')
    return value


def _items(text: str, position: int) -> Iterator[int]:
    """Yield where each element of the list, or each key of the object, at `position` starts."""
    is_object = text[position] == "{"
    position = _skip(text, position + 1)
    while text[position] not in "]}":
        yield position
        if is_object:
            position = _skip(text, _end(text, position))
        position = _skip(text, _end(text, position))


def _skip(text: str, position: int) -> int:
    """Return where the next value starts, or the bracket that ends the list or object."""
    while position < len(text) and text[position] in " \t\r\n,:":
        position += 1
    return position


def _end(text: str, position: int) -> int:
    return _LENIENT.raw_decode(text, position)[1]
