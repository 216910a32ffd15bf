"""Turning words that are looked for into patterns for the indexes.

The index of words finds whole words quickly, however common they are, for it goes backwards from
the newest message and stops after enough hits. Beginnings and parts of words it would have to
gather first, which takes a hundred times as long. So those are looked up in the list of all words
(`search_word`), and the index is asked for any of the words that were found there.

Where that would be very many words, the texts themselves are looked at, from the newest on: what
so many words hold is met every few messages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop_app.core import folding
from desktop_app.core.search_query import Sought
from desktop_app.storage.cutting import has_signs, pairs, words_of_each
from desktop_app.storage.migrations import LONGEST_WORD

MANY = 150
"""How many words the index is asked for at the most, unless nothing else helps."""

VERY_MANY = 5000
"""How many then."""

_SHORTEST_PART = 3
_LONGEST_PREFIX = 3  # What the index of words has beginnings of.

_BEGINNING = "SELECT word FROM search_word WHERE word >= ? AND word < ? LIMIT ?"
_HOLDING = """
    SELECT search_word.word FROM search_word_parts
    CROSS JOIN search_word ON search_word.number = search_word_parts.rowid
    WHERE search_word_parts MATCH ? AND instr(search_word.word, ?) LIMIT ?
"""


class Wanted(NamedTuple):
    """A word or phrase that is looked for, cut as the indexes cut.

    Attributes:
        words: What it was cut into; each sign is a word.
        exact: Whether it stood in quotes.
        begun: Whether its last word may go on, for one is still typing it.
        signs: The text where it holds signs, else empty.
    """

    words: list[str]
    exact: bool
    begun: bool
    signs: str = ""

    @property
    def can_be_inside(self) -> bool:
        """Whether it may be found in the middle of a word."""
        whole = self.exact or self.signs or len(self.words) > 1
        return not whole and len(self.words[0]) >= _SHORTEST_PART


class Pattern(NamedTuple):
    """What the indexes are asked for, and what is looked for in the texts.

    Attributes:
        words: For the indexes of words, None where nothing there can match, empty for all.
        texts: For `search_text`, empty for all.
        checks: What the texts must hold beside that, as patterns of `folding`.
    """

    words: str | None
    texts: str
    checks: tuple[str, ...]


class _Part(NamedTuple):
    """What a word contributes: as in `Pattern`, but either for the indexes or a check."""

    words: str | None = ""
    texts: str = ""
    check: str = ""


def cut(sought: Sequence[Sought]) -> list[Wanted]:
    """Return what is looked for without what holds neither letters nor digits."""
    texts = [each.text.replace("\0", " ") for each in sought]
    return [
        Wanted(
            words,
            each.exact,
            begun=each is sought[-1] and not each.exact,
            signs=text if has_signs(text) else "",
        )
        for each, text, words in zip(sought, texts, words_of_each(texts), strict=True)
        if words
    ]


def checks(wanted: Sequence[Wanted], *, inside: bool) -> tuple[str, ...]:
    """Return what a text must hold, as patterns of `folding`."""
    return tuple(_check(each, inside=inside) for each in wanted)


def pattern(
    database: sqlite3.Connection, wanted: Sequence[Wanted], *, inside: bool, many: int
) -> Pattern | None:
    """Return what finds texts that hold all that is wanted; None where no text can.

    Args:
        database: Where the words are looked up.
        wanted: One or more.
        inside: Whether to look inside of words, too.
        many: How many words the index may be asked for.
    """
    parts: list[_Part] = []
    for each in wanted:
        part = _part(database, each, inside=inside, many=many)
        if part is None:
            return None
        parts.append(part)
    asked = [part for part in parts if not part.check]
    words = None if any(part.words is None for part in asked) else _all(p.words for p in asked)
    return Pattern(
        words,
        _all(part.texts for part in asked),
        tuple(part.check for part in parts if part.check),
    )


def plain_pattern(wanted: Sequence[Wanted]) -> Pattern:
    """Return what finds the words without the list of all words: slowly."""
    parts = [_phrase(each) for each in wanted]
    words = None if any(part.words is None for part in parts) else _all(p.words for p in parts)
    return Pattern(words, _all(part.texts for part in parts), ())


def _part(database: sqlite3.Connection, wanted: Wanted, *, inside: bool, many: int) -> _Part | None:
    last = wanted.words[-1]
    inside = inside and wanted.can_be_inside
    if not (inside or wanted.begun) or wanted.signs or len(last) >= LONGEST_WORD:
        return _phrase(wanted)
    found = (_holding if inside else _begun)(database, last, many + 1)
    if not found:
        return None
    if len(found) <= many:
        return _any_of(wanted.words[:-1], found)
    if inside or (many < VERY_MANY and len(last) > _LONGEST_PREFIX):
        return _Part(check=_check(wanted, inside=inside))
    return _phrase(wanted)


def _begun(database: sqlite3.Connection, beginning: str, most: int) -> list[str]:
    rows = database.execute(_BEGINNING, (beginning, f"{beginning}\U0010ffff", most))
    return [word for (word,) in rows]


def _holding(database: sqlite3.Connection, part: str, most: int) -> list[str]:
    threes = dict.fromkeys(part[at : at + 3] for at in range(len(part) - 2))
    rows = database.execute(_HOLDING, (" ".join(map(_quoted, threes)), part, most))
    return [word for (word,) in rows]


def _any_of(before: Sequence[str], words: Sequence[str]) -> _Part:
    choices = [
        _quoted(*before, word) + ("*" if len(word) >= LONGEST_WORD else "") for word in words
    ]
    either = f"({' OR '.join(choices)})"
    return _Part(either, f"{{text}} : {either}")


def _phrase(wanted: Wanted) -> _Part:
    quoted = _quoted(*wanted.words) + ("*" if wanted.begun else "")
    if not wanted.signs:
        return _Part(quoted, f"{{text}} : {quoted}")
    in_pairs = pairs(wanted.signs)
    if in_pairs and all(len(word) == 1 for word in wanted.words) and _is_one_row(wanted):
        return _Part(None, f"{{pairs}} : {_quoted(in_pairs)}")
    return _Part(None, f"{{text}} : {_quoted(*wanted.words)}")


def _is_one_row(wanted: Wanted) -> bool:
    return len(pairs(wanted.signs).split()) == len(wanted.words) - 1 == len(wanted.signs) - 1


def _check(wanted: Wanted, *, inside: bool) -> str:
    if wanted.signs:
        return folding.inside(folding.fold(wanted.signs))
    if inside and wanted.can_be_inside:
        return folding.inside(wanted.words[0])
    return folding.phrase(wanted.words, whole=not wanted.begun)


def _all(expressions: Iterable[str | None]) -> str:
    return " AND ".join(filter(None, expressions))


def _quoted(*words: str) -> str:
    return f'"{" ".join(words)}"'
