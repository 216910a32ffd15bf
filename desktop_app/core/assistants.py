"""Assistants: a name, instructions, and optionally a model and its parameters.

They live in ``assistants.json``, a list of ``{"name", "instructions", "model"?, "parameters"?}``
that users may write by hand. (OpenAI's Assistants API is gone since August 2026; an assistant is
therefore a local object whose instructions travel with each request.)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_app.core.errors import InputError


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
        text: JSON.
        source: The name of the file, for the error.

    Raises:
        InputError: The text is no list of assistants; the title names the file and the line.
    """
    try:
        entries = json.loads(text)
    except json.JSONDecodeError as error:
        raise _broken(source, error.lineno, error.msg) from error
    except RecursionError as error:
        raise _broken(source, 1, "nested too deeply") from error
    if not isinstance(entries, list):
        raise _broken(source, 1, "the file must hold a list of assistants")
    assistants: list[Assistant] = []
    position = 0
    for entry in entries:
        position = _start_of_next_object(text, position)
        assistants.append(_assistant(entry, assistants, source, text.count("\n", 0, position) + 1))
        position = _end_of_value(text, position)
    if not assistants:
        raise _broken(source, 1, "the file holds no assistant")
    return assistants


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


def _assistant(entry: object, before: list[Assistant], source: str, line: int) -> Assistant:
    if not isinstance(entry, dict):
        raise _broken(source, line, "every assistant must be an object with a name")
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _broken(source, line, 'an assistant has no "name"')
    if any(assistant.name == name.strip() for assistant in before):
        raise _broken(source, line, f'the name "{name.strip()}" is used twice')
    for key, kind, words in (
        ("instructions", str, "a text"),
        ("model", str, "a text"),
        ("parameters", dict, "an object"),
    ):
        if not isinstance(entry.get(key, kind()), kind):
            raise _broken(source, line, f'"{key}" of "{name.strip()}" must be {words}')
    return Assistant(
        name.strip(),
        entry.get("instructions", ""),
        entry.get("model", ""),
        entry.get("parameters", {}),
    )


def _start_of_next_object(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n,[":
        position += 1
    return position


def _end_of_value(text: str, position: int) -> int:
    return json.JSONDecoder().raw_decode(text, position)[1]


def _broken(source: str, line: int, reason: str) -> InputError:
    return InputError(
        "{source} can't be read: line {line}, {reason}",
        "The file is kept as it is, and the assistants that come with Chatloom are used. "
        "Mend that line, then start again.",
        code="assistants_file",
        source=source,
        line=line,
        reason=reason,
    )
