"""The language of the search: words, "phrases", and filters such as ``from:me``.

Nothing anybody types is an error: what is no filter is a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Final

MOODS: Final = ("positive", "neutral", "negative")
MARKS: Final = ("rated", "liked", "disliked", "corrected", "pinned", "archived", "unread")
"""What can stand behind ``is:``."""

ME: Final = "me"
ANY_MODEL: Final = "model"

_MOST_WORDS = 40
_LONGEST = 200
_EARLIEST, _LATEST = 1970, 2999

# A filter with a value that may be in quotes; a phrase in quotes; anything else up to a space. A
# quote that is never closed closes at the end, as one is still typing then.
_PART = re.compile(r'(?P<key>[A-Za-z]+):(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s"]*))(?=\s|$)|"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')  # fmt: skip # noqa: E501
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Sought:
    """Something that must be in a text.

    Attributes:
        text: As it was typed.
        exact: Whether it stood in quotes: whole words, in this order.
    """

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Everything in it must hold.

    Attributes:
        words: What must be in the text.
        speaker: ME, ANY_MODEL, or a part of the name of a model; empty for anyone.
        model: A part of the name of a model, whose answers are looked for.
        marks: Of `MARKS`, what messages or their conversations must be marked as.
        mood: One of `MOODS`, empty for any.
        after: The first day.
        before: The day after the last day.
        tags: The tags that the conversation must have.
        titles: The words that its title must have.
    """

    words: tuple[Sought, ...] = ()
    speaker: str = ""
    model: str = ""
    marks: frozenset[str] = frozenset()
    mood: str = ""
    after: date | None = None
    before: date | None = None
    tags: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is looked for."""
        return self == Query()

    @property
    def has_filters(self) -> bool:
        """Whether more is looked for than words."""
        return replace(self, words=()) != Query()

    def over(self, other: Query) -> Query:
        """Return this with the filters of `other` where it has none itself."""
        taken = {
            field.name: getattr(self, field.name) or getattr(other, field.name)
            for field in fields(self)
            if field.name != "marks"
        }
        return Query(**taken, marks=self.marks | other.marks)


def parse(text: str, today: date) -> Query:
    """Read what was typed.

    Args:
        text: Anything.
        today: The day that ``today`` means, in the place of the user.
    """
    query = Query()
    words: list[Sought] = []
    for part in _PART.finditer(text):
        filtered = _filtered(query, part, today)
        if filtered is not None:
            query = filtered
            continue
        phrase = part["phrase"]
        found = Sought(phrase.strip(), exact=True) if phrase is not None else Sought(part[0])
        if found.text and len(words) < _MOST_WORDS:
            words.append(replace(found, text=found.text[:_LONGEST]))
    return replace(query, words=tuple(words))


def without(text: str, keys: Collection[str], today: date) -> str:
    """Return what was typed without the filters of some keys (``from``, ``is:archived``, …)."""
    kept: list[str] = []
    for part in _PART.finditer(text):
        key = (part["key"] or "").lower()
        named = {key, f"{key}:{_value(part).lower()}"} if key else set()
        if not named & set(keys) or _filtered(Query(), part, today) is None:
            kept.append(part[0])
    return " ".join(kept)


def _filtered(query: Query, part: re.Match[str], today: date) -> Query | None:
    """Return the query with the filter that was typed, None where it is none."""
    rule = _FILTERS.get((part["key"] or "").lower())
    if rule is None:
        return None
    value = _value(part)[:_LONGEST]
    # The beginning of a filter looks for nothing yet.
    return rule(query, value, today) if value else query


def _value(part: re.Match[str]) -> str:
    return ((part["quoted"] if part["quoted"] is not None else part["value"]) or "").strip()


def _from(query: Query, value: str, _: date) -> Query:
    return replace(query, speaker=value.lower() if value.lower() in (ME, ANY_MODEL) else value)


def _model(query: Query, value: str, _: date) -> Query:
    return replace(query, model=value)


def _is(query: Query, value: str, _: date) -> Query | None:
    mark = value.lower()
    return replace(query, marks=query.marks | {mark}) if mark in MARKS else None


def _mood(query: Query, value: str, _: date) -> Query | None:
    return replace(query, mood=value.lower()) if value.lower() in MOODS else None


def _after(query: Query, value: str, today: date) -> Query | None:
    day = _day(value, today)
    return replace(query, after=day) if day else None


def _before(query: Query, value: str, today: date) -> Query | None:
    day = _day(value, today)
    return replace(query, before=day) if day else None


def _tag(query: Query, value: str, _: date) -> Query:
    return replace(query, tags=(*query.tags, value))


def _in(query: Query, value: str, _: date) -> Query:
    return replace(query, titles=(*query.titles, value))


_FILTERS: Final[dict[str, Callable[[Query, str, date], Query | None]]] = {
    "from": _from,
    "model": _model,
    "is": _is,
    "mood": _mood,
    "after": _after,
    "before": _before,
    "tag": _tag,
    "in": _in,
}


def _day(value: str, today: date) -> date | None:
    """Return the first day of a date, a month or a year."""
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    if (day := named.get(value.lower())) is not None:
        return day
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    year, month, day_of_month = (int(number or 1) for number in found.groups())
    try:
        return date(year, month, day_of_month) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None
