"""The list of 50,000 conversations beside one of 50: read, filtered, scrolled and changed.

Everything happens in the whole window, from the database to the screen. A stall is what the GUI
thread works without letting another event in between; figures are its CPU milliseconds.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import benchmarks
from benchmarks.scenes.started import played
from benchmarks.scenes.stored import database_of
from desktop_app.storage.preparing import prepare

MANY = 50_000
FEW = 50
STEPS = 400
CHANGES = 20
BUDGET_STALL_MS = 50.0
BUDGET_FRAME_MS = 8.0
BUDGET_OPEN = 1.3
_HOURS_BETWEEN = 3


def measure() -> list[benchmarks.Row]:
    """Return a row each for reading, filtering, scrolling, changing and opening."""
    return rows(MANY, FEW, STEPS, CHANGES)


def rows(many: int, few: int, steps: int, changes: int) -> list[benchmarks.Row]:
    """Return the rows for other numbers of conversations, of wheel steps and of changes."""
    told: list[dict[str, Any]] = []
    for count in (many, few):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            _make(home, count)
            told.append(played("scenes.listing", str(count), str(steps), str(changes), home=home))
    ours, floor = told
    return [
        benchmarks.limit_row(
            "50,000 chats, longest stall while read (CPU ms)",
            ours["stall_ms"],
            floor["stall_ms"],
            BUDGET_STALL_MS,
            f"first rows after {ours['shown_ms']:.0f} ms by the clock",
        ),
        _limit("filter, a key, the longest", max, ours["keys"], floor["keys"], BUDGET_STALL_MS),
        _limit("scroll frame, p99", _p99, ours["frames"], floor["frames"], BUDGET_FRAME_MS),
        _limit(
            "one changed elsewhere, the longest",
            max,
            ours["changed"],
            floor["changed"],
            BUDGET_STALL_MS,
        ),
        benchmarks.ratio_row(
            "opening one of 50,000 chats / of 50 (CPU ms)",
            statistics.median(ours["opened"]),
            statistics.median(floor["opened"]),
            BUDGET_OPEN,
            f"{benchmarks.spread(ours['opened'])} / {benchmarks.spread(floor['opened'])}",
        ),
    ]


def _limit(
    what: str,
    taken: Callable[[list[float]], float],
    ours: list[float],
    floor: list[float],
    budget: float,
) -> benchmarks.Row:
    return benchmarks.limit_row(
        f"50,000 chats, {what} (CPU ms)",
        taken(ours),
        taken(floor),
        budget,
        f"{len(ours)} times, median {statistics.median(ours):.1f}",
    )


def _p99(values: list[float]) -> float:
    return benchmarks.percentile(values, 0.99)


def _make(home: Path, count: int) -> None:
    """Store conversations of many years, each with a question and an answer."""
    path = database_of(home)
    prepare(path)
    # Row by row and transaction by transaction, this would take an hour.
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DROP TRIGGER conversation_added")
        connection.execute(
            "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < ?1)"
            " INSERT INTO conversation (id, title, assistant, model, provider, pinned, archived,"
            " active_leaf, draft, mood, tags, changed, created_at, updated_at)"
            " SELECT 'c' || x, 'Some title ' || x || ' of a chat', '', '', '', x % 5000 = 9,"
            " x % 50 = 3, 'a' || x, '', iif(x % 3, 'positive', ''),"
            " iif(x % 10, '[]', '[\"tag ' || (x % 7) || '\"]'), x,"
            " 0, unixepoch() * 1000 - x * 3600000 * ?2 FROM n",
            (count, _HOURS_BETWEEN),
        )
        for role, name, parent in (("user", "q", "NULL"), ("assistant", "a", "'q' || number")):
            connection.execute(
                "INSERT INTO message (id, conversation, parent, role, text, reasoning, status,"
                " model, provider, created_at, finished_at, rating, searchable, sentiment,"
                " sentiment_score, sentiment_confidence, sentiment_source)"
                f" SELECT '{name}' || number, id, {parent}, '{role}', 'Some words', '',"
                " 'complete', '', '', updated_at, updated_at, 0, 0, 'neutral', 0.0, 0.5,"
                " 'machine' FROM conversation"
            )
        connection.execute("UPDATE conversation SET changed = number")
        triggers = _trigger()
        connection.execute(triggers)


def _trigger() -> str:
    from desktop_app.storage.migrations import KEEPING

    return next(step for step in KEEPING if "TRIGGER conversation_added" in step)
