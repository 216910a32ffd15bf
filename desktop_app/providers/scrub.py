"""Secrets taken out of texts that are shown, logged or kept."""

from __future__ import annotations

import re
from urllib.parse import quote

from desktop_app.core.secret import Secret

MASK = "•••"
LONGEST = 2000
"""Characters of a server's own words that are kept."""

_SHORTEST_KEY = 4
"""A shorter key is a placeholder, and masking it would only riddle the text."""

_PATTERNS = (
    # Keys as the services write them, also half masked by the service itself.
    (re.compile(r"\b(sk|pk|rk|gsk|xai|hf|nvapi|sess)[-_][\w*.-]{6,}"), rf"\1-{MASK}"),
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


def scrub(text: str, *secrets: Secret) -> str:
    """Return `text` without the given secrets and without whatever else looks like one.

    Args:
        text: Anything a server, a library or the operating system said.
        secrets: Keys that are known; masked wherever they stand, also percent-encoded.

    Returns:
        The masked text, at most `LONGEST` characters of it.
    """
    for secret in secrets:
        key = secret.reveal()
        if len(key) >= _SHORTEST_KEY:
            for form in {key, quote(key, safe="")}:
                text = text.replace(form, MASK)
    # Cut after the known keys are out, so that no half of one is left at the edge.
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text
