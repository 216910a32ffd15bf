"""The names that users put on conversations, each changed wherever it stands."""

from __future__ import annotations

from desktop_app.storage.branches import Branches
from desktop_app.storage.rows import storable

# Said first, so that only those with tags are looked at, which have an index.
_HAS_IT = "tags <> '[]' AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?1)"


class Tags(Branches):
    """Changes tags; every method may raise a StorageError, and has then changed nothing."""

    async def rename_tag(self, tag: str, name: str) -> None:
        """Call a tag otherwise on all conversations; it may be a name that is there already."""
        await self._database.run(
            # Of two that are the same now, the first stays.
            "UPDATE conversation SET tags = (SELECT json_group_array(name) FROM"  # noqa: S608
            " (SELECT CASE WHEN value = ?1 THEN ?2 ELSE value END AS name, min(key)"
            f" FROM json_each(tags) GROUP BY name ORDER BY min(key))) WHERE {_HAS_IT}",
            tag,
            storable(name),
        )

    async def remove_tag(self, tag: str) -> list[str]:
        """Take a tag off all conversations; return the ids of those that had it."""
        rows = await self._database.run(
            "UPDATE conversation SET tags = coalesce((SELECT json_group_array(value)"  # noqa: S608
            f" FROM json_each(tags) WHERE value <> ?1), '[]') WHERE {_HAS_IT} RETURNING id",
            tag,
        )
        return [row["id"] for row in rows]
