"""Finding messages and titles, the newest first.

Words are found as they were typed, and the last one may go on. Where that finds little, whatever
has them in it is found, "ackpac" in "backpack".

"The newest" is what was written into the database last; what was imported counts as written then.
Within what is returned at once, hits stand in the order of their dates.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from desktop_app.core.conversation import Role
from desktop_app.core.errors import StorageError
from desktop_app.core.found import Found, Hit, Place
from desktop_app.core.search_query import Query, Sought, parse
from desktop_app.core.snippets import Snippet, holds, marks, snippet
from desktop_app.storage.database import Database
from desktop_app.storage.rows import from_milliseconds, storable
from desktop_app.storage.search_filters import Conditions, Nothing, conditions
from desktop_app.storage.search_index import AT_ONCE, gather, how_much_is_due
from desktop_app.storage.search_looking import MESSAGES, TITLES, Kind, Looking
from desktop_app.storage.search_words import (
    MANY,
    VERY_MANY,
    Pattern,
    Wanted,
    checks,
    cut,
    pattern,
    plain_pattern,
)

PLENTY = 50
"""With so many hits for whole and begun words, nothing is looked for inside of words."""

_LOOKED_AT = 4000  # How many texts are looked at, before the indexes are asked for everything.
_MOST_TITLES = 2000
_ROLES = {role.value: role for role in Role}


async def search(database: Database, query: str, limit: int = 50) -> list[Hit]:
    """Return the newest messages and titles that a query in words finds.

    Args:
        database: Where to look.
        query: Whatever the user typed, in the language of `core.search_query`.
        limit: The most hits to return.

    Raises:
        StorageError: The database can't be read.
    """
    return (await search_page(database, parse(query, _today()), limit)).hits


async def search_page(
    database: Database, query: Query, limit: int = 50, place: Place | None = None
) -> Found:
    """Return some of what a query finds, from the start or from where a page ended.

    Who is cancelled while this runs lets go of the search at once.

    Raises:
        StorageError: The database can't be read.
    """
    if query.is_empty:
        return Found([])
    if not (query.words or query.titles) or await _is_gathered(database):
        return await database.read(lambda connection: _page(connection, query, limit, place))
    return await database.read(
        lambda connection: _page(connection, query, limit, place, gathered=False)
    )


async def _is_gathered(database: Database) -> bool:
    """Return whether all words are in the list of words, and put the last ones there."""
    due = await database.read(lambda connection: how_much_is_due(connection, AT_ONCE + 1))
    if 0 < due <= AT_ONCE:
        try:
            await gather(database)
        except StorageError:  # It may be there to be read only, or the disk full.
            return False
    return due <= AT_ONCE


def _page(
    connection: sqlite3.Connection,
    query: Query,
    limit: int,
    place: Place | None,
    *,
    gathered: bool = True,
) -> Found:
    wanted = cut([replace(each, text=storable(each.text)) for each in query.words])
    if not wanted and not query.has_filters:
        return Found([])
    try:
        titled = [_titled(connection, words, gathered=gathered) for words in query.titles]
        found = conditions(connection, query, titled)
    except Nothing:
        return Found([])
    return _Search(connection, wanted, found, gathered=gathered).page(limit, place)


def _titled(connection: sqlite3.Connection, words: str, *, gathered: bool) -> list[int]:
    """Return the numbers of the conversations whose titles have words in them."""
    wanted = cut([Sought(word) for word in storable(words).split()])
    if not wanted:
        raise Nothing
    rows = _Search(connection, wanted, Conditions(), gathered=gathered).titles(_MOST_TITLES)
    if not rows:
        raise Nothing
    return [row["number"] for row in rows]


class _Rows(NamedTuple):
    """Rows of both kinds, the newest first."""

    messages: list[sqlite3.Row]
    titles: list[sqlite3.Row]


class _Search:
    """One search for words and with filters."""

    def __init__(
        self,
        database: sqlite3.Connection,
        wanted: list[Wanted],
        found: Conditions,
        *,
        gathered: bool,
    ) -> None:
        self._database = database
        self._wanted = wanted
        self._conditions = found
        self._gathered = gathered
        self._patterns: dict[tuple[bool, int], Pattern | None] = {}

    def page(self, limit: int, place: Place | None) -> Found:
        """Return a page; without a place the first one."""
        if place is not None:
            return self._page(self.rows(limit + 1, place), limit, place)
        start = Place()
        found = self.rows(max(limit, PLENTY) + 1, start)
        little = len(found.messages) + len(found.titles) < PLENTY
        if little and self._gathered and any(each.can_be_inside for each in self._wanted):
            start = Place(inside=True)
            found = self.rows(limit + 1, start)
        return self._page(found, limit, start)

    def rows(self, most: int, place: Place) -> _Rows:
        """Return so many rows of each kind, fewer where there are no more."""
        messages = self._rows(MESSAGES, most, place)
        return _Rows(messages, self._rows(TITLES, most, place))

    def titles(self, most: int) -> list[sqlite3.Row]:
        """Return so many titles that have the words in them anywhere."""
        return self._rows(TITLES, most, Place(inside=self._gathered))

    def _rows(self, kind: Kind, most: int, place: Place) -> list[sqlite3.Row]:
        conditions = self._conditions.of(kind)
        if conditions is None or (kind is TITLES and not self._wanted):
            return []
        looking = Looking(
            self._database, kind, conditions, self._conditions.values,
            self._conditions.ranges_below(kind, place.titles if kind is TITLES else place.messages),
            most,
        )  # fmt: skip
        if kind is MESSAGES and self._conditions.few is not None:
            return looking.among(self._conditions.few, checks(self._wanted, inside=place.inside))
        if not self._wanted:
            return looking.through_texts((), None) or []
        for many, looked_at in ((MANY, _LOOKED_AT), (VERY_MANY, None)):
            pattern = self._pattern(inside=place.inside, many=many)
            if pattern is None:
                return []
            rows = looking.by(pattern, looked_at)
            if rows is not None:
                return rows
        return []

    def _pattern(self, *, inside: bool, many: int) -> Pattern | None:
        if not self._gathered:
            return plain_pattern(self._wanted)
        key = (inside, many)
        if key not in self._patterns:
            self._patterns[key] = pattern(self._database, self._wanted, inside=inside, many=many)
        return self._patterns[key]

    def _page(self, found: _Rows, limit: int, place: Place) -> Found:
        taken: list[sqlite3.Row] = []
        messages, titles = deque(found.messages), deque(found.titles)
        reached = place
        while (messages or titles) and len(taken) < limit:
            if messages and not (titles and titles[0]["moment"] > messages[0]["moment"]):
                taken.append(messages.popleft())
                reached = reached._replace(messages=taken[-1]["number"])
            else:
                taken.append(titles.popleft())
                reached = reached._replace(titles=taken[-1]["number"])
        taken.sort(key=lambda row: row["moment"], reverse=True)
        patterns = checks(self._wanted, inside=place.inside)
        return Found(
            [_hit(row, patterns) for row in taken], reached if messages or titles else None
        )


def _hit(row: sqlite3.Row, patterns: Sequence[str]) -> Hit:
    text, title = row["text"], row["title"]
    if row["message"] is None:
        words = Snippet(title, marks(title, patterns))
    else:
        better = row["corrected_text"]
        if better and not holds(text, patterns):
            text = better
        words = snippet(text, patterns)
    return Hit(
        row["conversation"],
        title,
        row["message"],
        words.text,
        from_milliseconds(row["moment"]),
        words.marks,
        row["mood"],
        _ROLES.get(row["role"]),
        row["model"],
    )


def _today() -> date:
    return datetime.now().astimezone().date()
