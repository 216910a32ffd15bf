"""One value of a JSON file, parsed."""

from __future__ import annotations

import json
from typing import Any

import orjson

from desktop_app.core.errors import Failure

NOT_UTF8 = Failure(
    "This conversation holds characters that can't be read",
    "It must be text in UTF-8.",
    code="import_encoding",
)
NOT_JSON = Failure(
    "This conversation is damaged: it isn't valid JSON",
    "Export it again, then import it again.",
    code="import_not_json",
)


def parsed(data: bytes) -> Any | Failure:  # noqa: ANN401 - any JSON value
    """Return the value that `data` writes, or why there is none.

    What a strict parser refuses and other programs write all the same is read: numbers that are
    none, halves of surrogate pairs, line breaks within strings.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"), strict=False)
    except UnicodeDecodeError:
        return NOT_UTF8
    except (ValueError, RecursionError):
        return NOT_JSON
