"""A server that echoes the key wherever it can, and a search for the key in all that is left."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import quote

from tests.journeys.faults import ELSEWHERE, Fault, Instead, Then, Through, refusal

KEY = "Echo/of+mine=0123456789abcdef"
"""No pattern of any service: only who knows it can mask it. Its encoded forms differ from it."""

_SAID = "You sent {key}, which is {quoted} or {base64}."
_HEADERS = {
    "X-Request-Id": "req-{key}",
    "WWW-Authenticate": 'Bearer realm="{key}"',
    "Set-Cookie": "session={quoted}",
    "X-Echo": "{base64}",
}
_PAGE = "<!doctype html><html><head><title>{key} {quoted} {base64}</title></head></html>"

_CHUNK = (
    'data: {"id": "{key}", "object": "chat.completion.chunk", "created": 1, "model": "{key}", '
    '"system_fingerprint": "{key}", "choices": [{"index": 0, "delta": {"content": "Fine."}, '
    '"finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
)

ECHOES: dict[str, Fault] = {
    "in a refusal": refusal(401, _SAID, "invalid_api_key", headers=_HEADERS),
    "in its code": refusal(400, _SAID, "{key}", "{key}", param="{key}", headers=_HEADERS),
    "in plain text": Instead(500, _SAID, _HEADERS),
    "in a page": Instead(403, _PAGE, _HEADERS),
    "in a page in place of an answer": Instead(200, _PAGE, _HEADERS),
    "in an address": Instead(302, "", {**ELSEWHERE.headers, "Location": "http://x/?k={key}"}),
    "in broken JSON": Instead(200, '{"you sent": "{key} {quoted} {base64}', _HEADERS),
    "in the stream": Through(Then.ERROR),
    "beside an answer": Instead(200, _CHUNK, {**_HEADERS, "Content-Type": "text/event-stream"}),
}


def forms(key: str) -> list[bytes]:
    """Return how a key may be written: in clear, percent-encoded, and base64 wherever it starts."""
    data = key.encode()
    found = {data, quote(key, safe="").encode(), quote(key).encode()}
    for before in range(3):
        # Letters at both edges hold bits of what stands beside the key.
        whole = base64.b64encode(bytes(before) + data)
        inner = whole[4 if before else 0 :][:-4]
        found |= {inner, inner.translate(bytes.maketrans(b"+/", b"-_"))}
    return sorted(found)


def places(folder: Path, key: str) -> list[str]:
    """Return the files under a folder in which a key stands in any form."""
    looked = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert looked, f"Nothing is in {folder}."
    return [str(path) for path in looked if shows(path.read_bytes(), key)]


def shows(data: bytes, key: str) -> bool:
    """Return whether a key stands in some data in any form."""
    return any(form in data for form in forms(key))
