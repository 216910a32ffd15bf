"""Secrets taken out of texts that are shown, logged or kept."""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from desktop_app.core.secret import Secret

MASK = "•••"
LONGEST = 2000
"""Characters of a server's own words that are kept."""

_LONGEST_SECRET = 8000
"""Characters behind the cut in which a secret that began before it is still recognised."""

_SHORTEST_KEY = 4
"""A shorter key is a placeholder, and masking it would only riddle the text."""

_SHORTEST_FORM = 6
"""A shorter piece of base64 stands in ordinary words by chance."""

_PLACEHOLDERS = frozenset(
    {"ollama", "lm-studio", "lmstudio", "no-key-needed", "sk-no-key-required", "none", "empty"}
    | {"dummy", "local", "test"}
)
"""What people enter as the key of a server that wants none; these words are no secret."""

_PATTERNS = (
    # Keys as the services write them, also half masked by the service itself.
    (re.compile(r"\b(sk|pk|rk|gsk|xai|hf|nvapi|sess)[-_][\w*….-]{6,}"), rf"\1-{MASK}"),
    (re.compile(r"\b(Bearer|Basic)\s+[^\s\"',;]+", re.IGNORECASE), rf"\1 {MASK}"),
    (
        re.compile(
            r"((?:proxy-)?authorization|(?:x-)?api[-_ ]?key|set-cookie|cookie|password)"
            r"(\"?'?\s{0,3}[:=]\s{0,3}[\"']?)(?!(?:Bearer|Basic)\b)[^\s\"',;]{4,}",
            re.IGNORECASE,
        ),
        rf"\1\2{MASK}",
    ),
    (re.compile(r"([?&](?:api[-_]?key|key|token|access_token)=)[^&\s\"']+"), rf"\1{MASK}"),
    (re.compile(r"(://)[^/@\s\"']{1,300}@"), rf"\1{MASK}@"),
)

_learning = threading.Lock()
_known: tuple[str, ...] = ()
"""Every form of every secret that must never be shown, the longest first. Replaced, not changed."""


def never_show(*secrets: Secret) -> None:
    """Have `scrub` mask these from now on, in any text of this process. For any thread."""
    global _known  # noqa: PLW0603 - what is logged anywhere must know of all of them
    forms = {form for secret in secrets for form in _forms(secret.reveal())}
    with _learning:
        if not forms <= {*_known}:
            _known = tuple(sorted({*_known, *forms}, key=len, reverse=True))


def scrub(text: str, *secrets: Secret, most: int = LONGEST) -> str:
    """Return `text` without secrets: those told to `never_show`, and whatever looks like one.

    Args:
        text: Anything a server, a library or the operating system said.
        secrets: More that are known; masked wherever they stand, also percent-encoded, escaped
            as in JSON and HTML, and in base64.
        most: How many characters are wanted, `LONGEST` at the most.

    Returns:
        The masked text, at most `most` characters of it and an ellipsis.
    """
    more = {form for secret in secrets for form in _forms(secret.reveal())}
    for form in sorted(more, key=len, reverse=True):
        text = text.replace(form, MASK)
    for form in _known:
        text = text.replace(form, MASK)
    # Masked before it is cut, so that no half of a secret is left at the edge.
    text, cut = _beginning(text)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text[:most] + "…" if cut or len(text) > most else text


def _beginning(text: str) -> tuple[str, bool]:
    """Return as much of a text as is looked through for what resembles a secret."""
    reach = LONGEST + _LONGEST_SECRET
    if len(text) <= reach:
        return text, False
    beginning = text[:reach]
    # What stands across the edge is left out whole.
    edge = max(beginning.rfind(blank) for blank in " \n\t")
    return beginning[: edge if edge > LONGEST else LONGEST], True


def _forms(key: str) -> Iterator[str]:
    """Yield what a secret may look like in a text."""
    if len(key) < _SHORTEST_KEY or key.lower() in _PLACEHOLDERS:
        return
    yield key
    yield quote(key, safe="")
    yield quote(key)
    yield quote_plus(key)
    yield html.escape(key)
    for plain in (False, True):
        yield json.dumps(key, ensure_ascii=plain)[1:-1]
    for encoded in _in_base64(key.encode()):
        if len(encoded) >= _SHORTEST_FORM:
            yield encoded
            yield encoded.replace("+", "-").replace("/", "_")


def _in_base64(key: bytes) -> Iterator[str]:
    """Yield the letters that stand in base64 for these bytes, whatever stands around them.

    Base64 puts three bytes into four letters: how the key is written depends on where it begins,
    such as behind the name in the ``name:password`` of a proxy.
    """
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + key).decode()
        # Letters that share bits with what stands before or after are not the key's alone.
        first = -(-before * 8 // 6)
        last = (before + len(key)) * 8 // 6
        yield encoded[first:last]
