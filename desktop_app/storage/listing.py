"""What the list of conversations shows, read in portions and then only where it has changed."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncGenerator, Collection, Sequence

from desktop_app.core.listed import Listed, News, Seen, found_by
from desktop_app.core.titles import title_from
from desktop_app.storage.branches import Branches
from desktop_app.storage.database import Rows

_PORTION = 1000
"""Conversations at once: a thread that makes so many objects leaves the others their turns."""

_DRAFT = 400
"""Characters of a draft that are enough to name it by."""

_COLUMNS = f"""
    SELECT id, number, title, pinned, archived, unread, mood, tags, updated_at,
        CASE WHEN title = '' THEN substr(draft, 1, {_DRAFT}) ELSE '' END AS draft, deleted_at
    FROM conversation
"""  # noqa: S608 - our names
_ONWARDS = """
    WHERE archived = ?1 AND (updated_at, number) < (?2, ?3)
        AND NOT pinned AND deleted_at IS NULL
    ORDER BY updated_at DESC, number DESC LIMIT ?4
"""
_NEVER = 2**62


class Listing(Branches):
    """Reads what is listed; every method may raise a StorageError."""

    async def listed(self, portion: int = _PORTION) -> AsyncGenerator[list[Listed], None]:
        """Yield all conversations in portions: the pinned ones, the others, the archived ones.

        Each sort comes newest first. What changes meanwhile may be missing, or come twice, but
        is among the `listing_news` of somebody who has asked for `listing_seen` before.
        """
        for archived in (False, True):
            yield await _made(
                await self._database.run(
                    _COLUMNS + " WHERE archived = ? AND pinned AND deleted_at IS NULL"
                    " ORDER BY updated_at DESC, number DESC",
                    archived,
                )
            )
            date = number = _NEVER
            while rows := await self._database.run(
                _COLUMNS + _ONWARDS, archived, date, number, portion
            ):
                date, number = rows[-1]["updated_at"], rows[-1]["number"]
                yield await _made(rows)

    async def listing_seen(self) -> Seen:
        """Return how far the conversations have changed; it takes no time to ask."""
        rows = await self._database.run(
            "SELECT coalesce((SELECT max(changed) FROM conversation), 0), data_version"
            " FROM pragma_data_version"
        )
        return Seen(*rows[0])

    async def listing_news(self, seen: Seen, drafts: Collection[str] = ()) -> News:
        """Return what has become of the conversations.

        Args:
            seen: How far one has seen already.
            drafts: Ids of conversations that are listed by their drafts, which change without
                being counted as changes. They are looked at in any case.
        """
        now = await self.listing_seen()
        rows = await self._database.run(
            _COLUMNS  # noqa: S608 - our names
            + " WHERE changed > ?1 OR id IN (SELECT value FROM json_each(?2))",
            seen.change,
            json.dumps(list(drafts)),
        )
        counts = await self._database.run(
            "SELECT (SELECT count(*) FROM conversation)"
            " - (SELECT count(*) FROM conversation WHERE deleted_at IS NOT NULL)"
        )
        here = await _made([row for row in rows if row["deleted_at"] is None])
        deleted = [row["id"] for row in rows if row["deleted_at"] is not None]
        return News(now, here, deleted, counts[0][0])

    async def gone_among(self, conversation_ids: Sequence[str]) -> list[str]:
        """Return those of some conversations that aren't there any more."""
        rows = await self._database.run(
            "SELECT value FROM json_each(?) WHERE NOT EXISTS"
            " (SELECT 1 FROM conversation WHERE id = value AND deleted_at IS NULL)",
            json.dumps(list(conversation_ids)),
        )
        return [row["value"] for row in rows]


async def _made(rows: Rows) -> list[Listed]:
    # Never on the thread that draws the window.
    return await asyncio.to_thread(lambda: [_listed(row) for row in rows])


def _listed(row: sqlite3.Row) -> Listed:
    title = row["title"] or title_from(row["draft"])
    tags = tuple(json.loads(row["tags"])) if row["tags"] != "[]" else ()
    return Listed(
        id=row["id"],
        number=row["number"],
        title=title,
        is_named=bool(row["title"]),
        pinned=bool(row["pinned"]),
        archived=bool(row["archived"]),
        unread=bool(row["unread"]),
        mood=row["mood"],
        tags=tags,
        updated_at=row["updated_at"],
        words=found_by(title, tags),
    )
