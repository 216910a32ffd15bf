"""Taking out of a message what is not its author's own prose."""

from __future__ import annotations

import re

LONGEST = 2_000
"""Characters that are judged: more of them change the mood of a text less and less."""

_HEAD = 1_200
_ROOM = 4 * LONGEST
"""Characters that are cleaned: markup and quotations rarely take more than three in four."""

_TRACEBACK = re.compile(
    r"^[ \t]*Traceback \(most recent call last\):[^\n]*\n"
    r"(?:[ \t]+[^\n]*(?:\n|\Z)|[ \t]*\n)*"
    r"(?:[\w.]+(?::[^\n]*)?(?:\n|\Z))?",
    re.MULTILINE,
)
_MACHINE_LINE = re.compile(
    # Quotations; frames of Java, JavaScript and Python; the line that names an exception.
    r"^[ \t]*(?:>[^\n]*|at [\w.$<>]+ ?\([^\n]*\)|File \"[^\n]*\", line \d+[^\n]*"
    r"|(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception|Warning)(?::[^\n]*)?)[ \t]*$",
    re.MULTILINE,
)
_INLINE_CODE = re.compile(r"(`{1,3})[^`\n]+\1")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^)\n]*\)")
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)\S+", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_LINE_START = re.compile(r"^[ \t]*(?:#{1,6}|[-*+]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"\*+|~~|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|[ \t]\|[ \t]?")


def clean(text: str) -> str:
    """Return the prose of `text`: no code, addresses, quotations, tracebacks or Markdown.

    At most `LONGEST` characters are returned, the beginning and the end of a longer text. The
    time is linear in the length.
    """
    for fence in ("```", "~~~"):
        if fence in text:
            text = "\n".join(text.split(fence)[::2])
    text = _ends(text, _ROOM)
    if "\n" in text or ">" in text or "Error" in text:
        text = _TRACEBACK.sub("", text)
        text = _MACHINE_LINE.sub("", text)
        text = _LINE_START.sub("", text)
    if "`" in text:
        text = _INLINE_CODE.sub(" ", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = _EMPHASIS.sub(" ", text).replace("’", "'").strip()
    return _ends(text, LONGEST)


def _ends(text: str, longest: int) -> str:
    """Return the beginning and the end of a text that is too long, cut between words."""
    if len(text) <= longest:
        return text
    head = text[: longest * _HEAD // LONGEST]
    tail = text[len(head) - longest :]
    return f"{head[: head.rfind(' ') + 1] or head}\n{tail[tail.find(' ') + 1 :]}"
