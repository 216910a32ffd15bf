"""Titles of conversations, made on this machine from the first message."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"```.*?(?:```|\Z)|[`*_#>|~]+|!?\[([^\]]*)\]\([^)]*\)", re.DOTALL)
_SENTENCE_END = re.compile(r"(?<=[.!?。！？…])\s")
_LONGEST = 48


def title_from(text: str) -> str:
    """Return a title of at most 48 characters: the first sentence, without Markdown.

    Empty where the text holds nothing to name it by, such as code alone.
    """
    words = _MARKUP.sub(lambda match: match.group(1) or " ", text)
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    sentence = " ".join(_SENTENCE_END.split(line, maxsplit=1)[0].split())
    sentence = sentence.rstrip(".。:,;… ")
    if len(sentence) > _LONGEST:
        cut = sentence[:_LONGEST]
        sentence = (cut[: cut.rfind(" ")] if " " in cut[20:] else cut).rstrip(",;:. ") + "…"
    return sentence[:1].upper() + sentence[1:]
