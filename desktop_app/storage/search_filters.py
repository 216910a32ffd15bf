"""Turning the filters of a search into conditions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from desktop_app.core.found import ABOVE_ALL
from desktop_app.core.search_query import ANY_MODEL, ME, Query
from desktop_app.storage.rows import to_milliseconds
from desktop_app.storage.search_looking import MESSAGES, Kind

FEW = 2000
"""So many messages are looked at one by one rather than found in the indexes."""

_FEW_TO_LIST = 20_000
_FEW_CONVERSATIONS = 1000
_BLOCK = 12  # `search_block` has a row for 2 ** 12 messages.

_RATINGS = {"rated": "<> 0", "liked": "= 1", "disliked": "= -1"}
_MODELS = """
    WITH RECURSIVE known (model) AS (
        SELECT min(model) FROM message WHERE model <> ''
        UNION ALL
        SELECT (SELECT min(model) FROM message WHERE model <> '' AND model > known.model)
        FROM known WHERE known.model IS NOT NULL
    )
    SELECT model FROM known WHERE model IS NOT NULL
"""
_TAGGED = "SELECT id, tags FROM conversation WHERE tags <> '[]'"
_AMONG = "IN (SELECT value FROM json_each({}))"


@dataclass(slots=True)
class Conditions:
    """What messages and titles must fulfil, as SQL with named values.

    Attributes:
        messages: Conditions on the tables ``message`` and ``conversation``.
        titles: Conditions on the table ``conversation`` for its title to be a hit; None where
            only messages can be hits.
        values: What the names in both stand for.
        ranges: Between which numbers the messages are, the newest first.
        few: The numbers of all messages that can fulfil them, where these are known to be few.
    """

    messages: list[str] = field(default_factory=list)
    titles: list[str] | None = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    few: list[int] | None = None

    def of(self, kind: Kind) -> str | None:
        """Return the conditions on one kind of hits, None where none can fulfil them."""
        conditions = self.messages if kind is MESSAGES else self.titles
        return None if conditions is None else " AND ".join(conditions) or "1"

    def ranges_below(self, kind: Kind, number: int) -> list[tuple[int, int]]:
        """Return between which numbers a kind of hits is, below a number."""
        ranges = self.ranges if kind is MESSAGES else [(1, ABOVE_ALL)]
        return [(first, min(last, number - 1)) for first, last in ranges if first < number]

    def add_to_both(self, condition: str) -> None:
        """Add a condition on the conversation."""
        self.messages.append(condition)
        if self.titles is not None:
            self.titles.append(condition)

    def add_to_messages(self, condition: str) -> None:
        """Add a condition on the message, which no title fulfils."""
        self.messages.append(condition)
        self.titles = None


class Nothing(Exception):  # noqa: N818 - no error
    """Nothing can fulfil the filters."""


def conditions(
    database: sqlite3.Connection, query: Query, titled: Iterable[list[int]]
) -> Conditions:
    """Return the conditions of a query.

    Args:
        database: Where it is looked up what is meant.
        query: Its filters count, not its words.
        titled: For every word of `query.titles` the numbers of the conversations that have it.

    Raises:
        Nothing: There is no message and no title that fulfils them.
    """
    found = Conditions()
    found.add_to_both("conversation.deleted_at IS NULL")
    found.messages.append("message.deleted_at IS NULL")
    archived = "archived" in query.marks
    found.add_to_both(f"conversation.archived = {int(archived)}")
    for mark in ("pinned", "unread"):
        if mark in query.marks:
            found.add_to_both(f"conversation.{mark}")
    for place, numbers in enumerate(titled):
        found.values[f"titled{place}"] = json.dumps(numbers)
        found.add_to_both(f"conversation.number {_AMONG.format(f':titled{place}')}")
    _add_tags(database, query, found)
    _add_writers(database, query, found)
    _add_judgements(query, found)
    _add_dates(database, query, found)
    found.few = _few(database, query, found)
    return found


def models(database: sqlite3.Connection) -> list[str]:
    """Return the ids of the models that have answered, in alphabetical order."""
    return [model for (model,) in database.execute(_MODELS)]


def _add_tags(database: sqlite3.Connection, query: Query, found: Conditions) -> None:
    if not query.tags:
        return
    wanted = {tag.casefold() for tag in query.tags}
    ids = [
        row["id"]
        for row in database.execute(_TAGGED)
        if wanted <= {tag.casefold() for tag in json.loads(row["tags"])}
    ]
    if not ids:
        raise Nothing
    found.values["tagged"] = json.dumps(ids)
    found.add_to_both(f"conversation.id {_AMONG.format(':tagged')}")


def _add_writers(database: sqlite3.Connection, query: Query, found: Conditions) -> None:
    if query.speaker:
        found.add_to_messages(f"message.role = '{'user' if query.speaker == ME else 'assistant'}'")
    speaker = "" if query.speaker in (ME, ANY_MODEL) else query.speaker
    parts = [part.casefold() for part in (speaker, query.model) if part]
    if not parts:
        return
    meant = [model for model in models(database) if all(part in model.casefold() for part in parts)]
    if not meant:
        raise Nothing
    found.values["models"] = json.dumps(meant)
    found.add_to_messages(f"message.model {_AMONG.format(':models')}")


def _add_judgements(query: Query, found: Conditions) -> None:
    for mark in query.marks & _RATINGS.keys():
        found.add_to_messages(f"message.rating {_RATINGS[mark]}")
    if "corrected" in query.marks:
        found.add_to_messages("message.corrected_text IS NOT NULL")
    if query.mood:
        found.values["mood"] = query.mood
        found.add_to_messages("message.sentiment = :mood")


def _add_dates(database: sqlite3.Connection, query: Query, found: Conditions) -> None:
    after, before = _moment(query.after), _moment(query.before)
    for name, moment, sign in (("after", after, ">="), ("before", before, "<")):
        if moment is not None:
            found.values[name] = moment
            found.messages.append(f"message.created_at {sign} :{name}")
            if found.titles is not None:
                found.titles.append(f"conversation.updated_at {sign} :{name}")
    if after is None and before is None:
        found.ranges = [(1, ABOVE_ALL)]
        return
    rows = database.execute(
        "SELECT block FROM search_block WHERE (?1 IS NULL OR newest >= ?1)"
        " AND (?2 IS NULL OR oldest < ?2) ORDER BY block DESC",
        (after, before),
    )
    for (block,) in rows:
        first, last = block << _BLOCK, ((block + 1) << _BLOCK) - 1
        if found.ranges and found.ranges[-1][0] == last + 1:
            found.ranges[-1] = (first, found.ranges[-1][1])
        else:
            found.ranges.append((first, last))


def _moment(day: date | None) -> int | None:
    """Return when a day begins where the user is."""
    return to_milliseconds(datetime.combine(day, time.min).astimezone()) if day else None


def _few(database: sqlite3.Connection, query: Query, found: Conditions) -> list[int] | None:
    """Return all messages that a filter lets pass that lets few pass, if there is such a one."""
    most = FEW if query.words else _FEW_TO_LIST
    for source in _sources(database, query, found):
        listing = f"SELECT number FROM message {source} LIMIT {most + 1}"  # noqa: S608 - our names
        counting = f"SELECT count(*) FROM ({listing})"  # noqa: S608 - our names
        (count,) = database.execute(counting, found.values).fetchone()
        if count <= most:
            rows = database.execute(listing, found.values)
            return sorted((number for (number,) in rows), reverse=True)
    return None


def _sources(database: sqlite3.Connection, query: Query, found: Conditions) -> list[str]:
    """Return by which indexes the messages could be listed."""
    sources: list[str] = []
    if query.marks & _RATINGS.keys():
        sources.append("INDEXED BY message_rated WHERE rating <> 0")
    if "corrected" in query.marks:
        sources.append("INDEXED BY message_corrected WHERE corrected_text IS NOT NULL")
    if query.marks & {"pinned", "unread", "archived"} or query.tags or query.titles:
        where = " AND ".join(each for each in found.messages if "message." not in each)
        rows = database.execute(
            f"SELECT id FROM conversation WHERE {where} LIMIT {_FEW_CONVERSATIONS + 1}",  # noqa: S608
            found.values,
        ).fetchall()
        if len(rows) <= _FEW_CONVERSATIONS:
            found.values["those"] = json.dumps([row["id"] for row in rows])
            sources.append(f"WHERE conversation {_AMONG.format(':those')}")
    if "models" in found.values:
        sources.append(
            f"INDEXED BY message_by_model WHERE model <> '' AND model {_AMONG.format(':models')}"
        )
    if query.mood:
        sources.append(
            "INDEXED BY message_by_mood WHERE sentiment IS NOT NULL AND sentiment = :mood"
        )
    return sources
