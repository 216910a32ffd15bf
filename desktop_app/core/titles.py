"""Titles of conversations, made on this machine from the first message."""

from __future__ import annotations

import re

# The lengths are bounded so that a page of brackets costs no quadratic time.
_MARKUP = re.compile(
    r"```.*?(?:```|\Z)|[`*_#>|~]+|!?\[([^\]\n]{0,200})\]\([^)\n]{0,300}\)", re.DOTALL
)
_SENTENCE_END = re.compile(r"(?<=[.!?。！？…])\s")
_LONGEST = 48
_TELLING = 16
_READ = 10_000


def title_from(text: str) -> str:
    """Return a title of at most 48 characters: the first sentence, without Markdown.

    A greeting or an exclamation alone names nothing, so what follows it is added.

    Empty where the text holds nothing to name it by, such as code alone.
    """
    words = _MARKUP.sub(lambda match: match.group(1) or " ", text[:_READ])
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    first, *rest = _SENTENCE_END.split(line, maxsplit=1)
    sentence = " ".join((line if rest and len(first) < _TELLING else first).split())
    sentence = sentence.rstrip(".。:,;… ")
    if len(sentence) > _LONGEST:
        cut = sentence[: _LONGEST - 1]
        sentence = (cut[: cut.rfind(" ")] if " " in cut[20:] else cut).rstrip(",;:. ") + "…"
    capital = sentence[:1].upper()
    return capital + sentence[1:] if len(capital) == 1 else sentence  # "ß" would become "SS"
