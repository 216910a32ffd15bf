"""Asking the indexes, or looking at the texts, backwards from the newest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.storage.search_words import Pattern


class Kind(NamedTuple):
    """How messages or titles are read.

    Attributes:
        columns: What is read of each.
        words: The index of their words.
        sign: What their numbers begin with in `search_text`.
        table: Where they are.
        joined: What is read with them.
        is_there: What must be so of each that is found without an index.
        has: Whether one matches the check whose name stands in the braces.
    """

    columns: str
    words: str
    sign: str
    table: str
    joined: str
    is_there: str
    has: str


MESSAGES = Kind(
    columns="message.number AS number, message.conversation AS conversation,"
    " conversation.title AS title, conversation.mood AS mood, message.id AS message,"
    " message.role AS role, message.model AS model,"
    " message.created_at AS moment, message.text AS text, message.corrected_text AS corrected_text",
    words="message_words",
    sign="",
    table="message",
    joined="CROSS JOIN conversation ON conversation.id = message.conversation",
    is_there="message.searchable",
    has="(has(message.text, {0}) OR has(message.corrected_text, {0}))",
)
TITLES = Kind(
    columns="conversation.number AS number, conversation.id AS conversation,"
    " conversation.title AS title, conversation.mood AS mood, NULL AS message,"
    " '' AS role, '' AS model, conversation.updated_at AS moment,"
    " conversation.title AS text, NULL AS corrected_text",
    words="title_words",
    sign="-",
    table="conversation",
    joined="",
    is_there="1",
    has="(has(conversation.title, {0}) OR EXISTS"
    " (SELECT 1 FROM json_each(conversation.tags) WHERE has(value, {0})))",
)

# Without limit this goes backwards through an index, and stops after enough hits.
_BY_INDEX = """
    SELECT {columns} FROM {index}
    CROSS JOIN {table} ON {table}.number = {sign}{index}.rowid {joined}
    WHERE {index} MATCH :match AND {index}.rowid BETWEEN {low} AND {high} AND {conditions}
    ORDER BY {index}.rowid {direction} LIMIT :most
"""
_FIRST_OF_INDEX = """
    SELECT {sign}rowid AS number FROM {index}
    WHERE {index} MATCH :match AND rowid BETWEEN {low} AND {high}
    ORDER BY rowid {direction} LIMIT :looked_at
"""
_BY_SOME_OF_INDEX = """
    SELECT {columns} FROM ({first}) AS hit
    CROSS JOIN {table} ON {table}.number = hit.number {joined}
    WHERE {conditions} LIMIT :most
"""
_BY_TEXTS = """
    SELECT {columns} FROM {table} {joined}
    WHERE {table}.number BETWEEN :first AND :last AND {is_there} AND {conditions}
    ORDER BY {table}.number DESC LIMIT :most
"""
_AMONG = """
    SELECT {columns} FROM json_each(:few) AS one
    CROSS JOIN {table} ON {table}.number = one.value {joined}
    WHERE {table}.number BETWEEN :first AND :last AND {is_there} AND {conditions}
    LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Looking:
    """Looks for messages or for titles, and returns rows of them, the newest first.

    Attributes:
        database: Where.
        kind: Which of both.
        conditions: What they must fulfil, as SQL.
        values: What the names in that stand for.
        ranges: Between which numbers they are, the highest first.
        most: How many rows are wanted.
    """

    database: sqlite3.Connection
    kind: Kind
    conditions: str
    values: Mapping[str, object]
    ranges: Sequence[tuple[int, int]]
    most: int

    def by(self, pattern: Pattern, looked_at: int | None) -> list[sqlite3.Row] | None:
        """Return what a pattern finds.

        Args:
            pattern: What is looked for.
            looked_at: How many texts are looked at, at the most, where the indexes can't tell by
                themselves; None for all.

        Returns:
            None where that was too few to find as many as are wanted.
        """
        if not pattern.texts:
            return self.through_texts(pattern.checks, looked_at)
        found: list[sqlite3.Row] = []
        for limits in self.ranges:
            rows = self._in_range(pattern, limits, looked_at)
            if rows is None:
                return None
            found += rows
            if len(found) >= self.most:
                break
        return found[: self.most]

    def through_texts(
        self, checks: Sequence[str], looked_at: int | None
    ) -> list[sqlite3.Row] | None:
        """Return those whose texts pass the checks, as `by` does."""
        found: list[sqlite3.Row] = []
        conditions, values = self._with_checks(checks)
        statement = self._filled(_BY_TEXTS, conditions=conditions)
        left, highest = looked_at, self._last_number()
        for first, above in self.ranges:
            start, last = first, min(above, highest)
            if left is not None:
                start = max(first, last - left + 1)
                left -= max(0, last - start + 1)
            limits = {"first": start, "last": last, "most": self.most - len(found)}
            found += self.database.execute(statement, {**values, **limits})
            if len(found) >= self.most:
                break
            if start > first:
                return None
        return found

    def among(self, few: Sequence[int], checks: Sequence[str]) -> list[sqlite3.Row]:
        """Return those of some numbers, the highest first, whose texts pass the checks."""
        if not self.ranges:
            return []
        conditions, values = self._with_checks(checks)
        limits = {"first": self.ranges[-1][0], "last": self.ranges[0][1], "most": self.most}
        return self._fetched(
            self._filled(_AMONG, conditions=conditions),
            {**values, **limits, "few": json.dumps(few)},
        )

    def _in_range(
        self, pattern: Pattern, limits: tuple[int, int], looked_at: int | None
    ) -> list[sqlite3.Row] | None:
        by_number: dict[int, sqlite3.Row] = {}
        for index, match in ((self.kind.words, pattern.words), ("search_text", pattern.texts)):
            if match is None:
                continue
            rows = self._by_index(index, match, pattern.checks, limits, looked_at)
            if rows is None:
                return None
            by_number |= {row["number"]: row for row in rows}
        return [by_number[number] for number in sorted(by_number, reverse=True)]

    def _by_index(
        self,
        index: str,
        match: str,
        checks: Sequence[str],
        limits: tuple[int, int],
        looked_at: int | None,
    ) -> list[sqlite3.Row] | None:
        turned = index == "search_text" and self.kind.sign == "-"
        places = {
            "index": index,
            "sign": self.kind.sign if index == "search_text" else "",
            "low": "-:last" if turned else ":first",
            "high": "-:first" if turned else ":last",
            "direction": "ASC" if turned else "DESC",
        }
        conditions, values = self._with_checks(checks)
        values |= {"match": match, "first": limits[0], "last": limits[1], "most": self.most}
        if not checks or looked_at is None:
            statement = self._filled(_BY_INDEX, conditions=conditions, **places)
            return self._fetched(statement, values)
        values["looked_at"] = looked_at
        first = _FIRST_OF_INDEX.format(**places)
        statement = self._filled(_BY_SOME_OF_INDEX, conditions=conditions, first=first)
        rows = self._fetched(statement, values)
        if len(rows) < self.most:
            counting = f"SELECT count(*) FROM ({first})"  # noqa: S608 - our names
            (count,) = self.database.execute(counting, values).fetchone()
            if count == looked_at:
                return None
        return rows

    def _last_number(self) -> int:
        (last,) = self.database.execute(
            f"SELECT coalesce(max(number), 0) FROM {self.kind.table}"  # noqa: S608 - our names
        ).fetchone()
        return int(last)

    def _fetched(self, statement: str, values: Mapping[str, object]) -> list[sqlite3.Row]:
        return self.database.execute(statement, dict(values)).fetchall()

    def _with_checks(self, checks: Sequence[str]) -> tuple[str, dict[str, object]]:
        named = {f"check{place}": check for place, check in enumerate(checks)}
        conditions = [self.conditions, *(self.kind.has.format(f":{name}") for name in named)]
        return " AND ".join(conditions), {**self.values, **named}

    def _filled(self, statement: str, **places: str) -> str:
        kind = self.kind._asdict()
        return statement.format(**{**kind, **places})
