"""Which chat requests are legal, so that a wrong one is refused with the field at fault.

llama.cpp takes nearly anything; OpenAI's clients expect to be told. Fields this module doesn't
know are left for llama.cpp.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson

from desktop_app.engine.llama import SLOTS
from desktop_app.engine.openai_errors import RefusedError

ROLES = ("developer", "system", "user", "assistant", "tool", "function")


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the loaded model can do.

    Attributes:
        vision: Whether it sees pictures.
        tools: Whether its template knows tools.
        context: Tokens of one request.
    """

    vision: bool
    tools: bool
    context: int


@dataclass(frozen=True, slots=True)
class _Number:
    low: float
    high: float
    kinds: type[int] | tuple[type[int], type[float]]
    words: str


_NUMBERS = {
    "temperature": _Number(0, 2, (int, float), "a decimal"),
    "top_p": _Number(0, 1, (int, float), "a decimal"),
    "frequency_penalty": _Number(-2, 2, (int, float), "a decimal"),
    "presence_penalty": _Number(-2, 2, (int, float), "a decimal"),
    "max_tokens": _Number(1, 2**31 - 1, int, "an integer"),
    "max_completion_tokens": _Number(1, 2**31 - 1, int, "an integer"),
    "n": _Number(1, SLOTS, int, "an integer"),
    "top_logprobs": _Number(0, 20, int, "an integer"),
    "seed": _Number(-(2**63), 2**63 - 1, int, "an integer"),
}
_KINDS: dict[str, tuple[type, str]] = {
    "stream": (bool, "a boolean"),
    "logprobs": (bool, "a boolean"),
    "stream_options": (dict, "an object"),
    "response_format": (dict, "an object"),
    "metadata": (dict, "an object"),
    "tools": (list, "an array"),
    "user": (str, "a string"),
}


def check_chat_request(body: bytes, abilities: Abilities) -> dict[str, Any]:
    """Return the request as an object.

    Raises:
        RefusedError: The body is no JSON, lacks a field, has one of a wrong type or value, or asks
            for what the model can't do.
    """
    try:
        request = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _refusal(f"The body of the request is not valid JSON: {error}.", None, None) from None
    if not isinstance(request, dict):
        raise _refusal("The body of the request must be a JSON object.", None, "invalid_type")
    _check_model(request)
    _check_messages(request, abilities)
    for name, (kind, words) in _KINDS.items():
        value = request.get(name)
        if value is not None and not isinstance(value, kind):
            raise _wrong_type(name, words, value)
    for name, number in _NUMBERS.items():
        _check_number(name, number, request.get(name))
    _check_stop(request.get("stop"))
    if request.get("stream_options") is not None and not request.get("stream"):
        raise _refusal(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            "stream_options",
            None,
        )
    if request.get("tools") and not abilities.tools:
        raise _refusal("This model can't use tools.", "tools", "unsupported_parameter")
    return request


def _check_model(request: dict[str, Any]) -> None:
    model = request.get("model")
    if model is None:
        raise _missing("model")
    if not isinstance(model, str):
        raise _wrong_type("model", "a string", model)


def _check_messages(request: dict[str, Any], abilities: Abilities) -> None:
    messages = request.get("messages")
    if messages is None:
        raise _missing("messages")
    if not isinstance(messages, list):
        raise _wrong_type("messages", "an array of objects", messages)
    if not messages:
        raise _refusal(
            "Invalid 'messages': empty array. Expected at least one message.",
            "messages",
            "empty_array",
        )
    for index, message in enumerate(messages):
        _check_message(f"messages[{index}]", message, abilities)


def _check_message(where: str, message: object, abilities: Abilities) -> None:
    if not isinstance(message, dict):
        raise _wrong_type(where, "an object", message)
    role = _check_role(where, message)
    content = message.get("content")
    if content is None:
        if role == "assistant" and (message.get("tool_calls") or message.get("refusal")):
            return
        raise _missing(f"{where}.content")
    if isinstance(content, list):
        for index, part in enumerate(content):
            _check_part(f"{where}.content[{index}]", part, abilities)
    elif not isinstance(content, str):
        raise _wrong_type(f"{where}.content", "a string or an array of objects", content)


def _check_role(where: str, message: dict[str, Any]) -> object:
    role = message.get("role")
    if role is None:
        raise _missing(f"{where}.role")
    if role not in ROLES:
        raise _refusal(
            f"Invalid value: {role!r}. Supported values are: {', '.join(map(repr, ROLES))}.",
            f"{where}.role",
            "invalid_value",
        )
    return role


def _check_part(where: str, part: object, abilities: Abilities) -> None:
    if not isinstance(part, dict):
        raise _wrong_type(where, "an object", part)
    kind = part.get("type")
    if kind in ("text", "refusal"):
        if not isinstance(part.get(kind), str):
            raise _wrong_type(f"{where}.{kind}", "a string", part.get(kind))
        return
    if kind == "image_url" and abilities.vision:
        return
    what = "can't see pictures" if kind == "image_url" else f"can't read parts of type {kind!r}"
    raise _refusal(f"This model {what}.", where, "unsupported_content")


def _check_number(name: str, number: _Number, value: Any) -> None:  # noqa: ANN401 - any JSON
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, number.kinds):
        raise _wrong_type(name, number.words, value)
    if not number.low <= value <= number.high:
        raise _refusal(
            f"Invalid '{name}': expected a value from {number.low} to {number.high}, "
            f"but got {value} instead.",
            name,
            "invalid_value",
        )


def _check_stop(stop: object) -> None:
    words = "a string or an array of strings"
    if stop is None or isinstance(stop, str):
        return
    if not isinstance(stop, list) or not all(isinstance(entry, str) for entry in stop):
        raise _wrong_type("stop", words, stop)


def _missing(name: str) -> RefusedError:
    return _refusal(f"Missing required parameter: '{name}'.", name, "missing_required_parameter")


def _wrong_type(name: str, expected: str, value: object) -> RefusedError:
    got = {
        dict: "an object",
        list: "an array",
        str: "a string",
        bool: "a boolean",
        int: "an integer",
        float: "a decimal",
        type(None): "null",
    }[type(value)]
    return _refusal(
        f"Invalid type for '{name}': expected {expected}, but got {got} instead.",
        name,
        "invalid_type",
    )


def _refusal(message: str, param: str | None, code: str | None) -> RefusedError:
    return RefusedError(HTTPStatus.BAD_REQUEST, message, param=param, code=code)
