"""The ways a conversation went: messages beside each other, and which branch is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence

from desktop_app.core.conversation import Fork, Role
from desktop_app.storage.branches import Branches
from desktop_app.storage.database import Run
from desktop_app.storage.rows import from_milliseconds

# The messages beside each of those whose ids are in the JSON list ?1, oldest first. What has been
# deleted and can still be brought back is none.
_VERSIONS = """
    SELECT asked.id AS asked, version.id AS version
    FROM json_each(?1) AS name
    JOIN message AS asked ON asked.id = name.value
    JOIN message AS version ON version.parent = asked.parent AND version.deleted_at IS NULL
    UNION ALL
    SELECT asked.id, version.id
    FROM json_each(?1) AS name
    -- CROSS, or SQLite would begin with the roots of all conversations.
    CROSS JOIN message AS asked ON asked.id = name.value AND asked.parent IS NULL
    CROSS JOIN message AS version ON version.conversation = asked.conversation
        AND version.parent IS NULL AND version.deleted_at IS NULL
"""
_IN_ORDER = f"""
    SELECT found.asked, found.version FROM ({_VERSIONS}) AS found
    JOIN message ON message.id = found.version ORDER BY message.number
"""  # noqa: S608 - our names

# From the message ?1 down to a leaf, each time to the newest answer.
_DOWN = """
    WITH RECURSIVE down (id, depth) AS (
        SELECT id, 0 FROM message WHERE id = ?1
        UNION ALL
        SELECT (
            SELECT id FROM message WHERE parent = down.id AND deleted_at IS NULL
            ORDER BY number DESC LIMIT 1
        ), down.depth + 1
        FROM down WHERE down.id IS NOT NULL
    )
    SELECT id FROM down WHERE id IS NOT NULL ORDER BY depth DESC LIMIT 1
"""

_WORDS = 120
"""Characters of a message that tell it apart from those beside it."""
_FORKS = f"""
    SELECT id, parent, depth, role, substr(text, 1, {_WORDS}) AS words, created_at FROM message
    WHERE conversation = ?1 AND deleted_at IS NULL AND (
        parent IN (
            SELECT parent FROM message WHERE conversation = ?1 AND deleted_at IS NULL
            AND parent IS NOT NULL GROUP BY parent HAVING count(*) > 1
        )
        OR parent IS NULL AND 1 < (
            SELECT count(*) FROM message
            WHERE conversation = ?1 AND parent IS NULL AND deleted_at IS NULL
        )
    )
    ORDER BY depth, number
"""  # noqa: S608 - our names

# From what the messages belong to whose ids are in the JSON list ?1, up to the next of them.
_ABOVE = """
    WITH RECURSIVE fork (id) AS (SELECT value FROM json_each(?1)),
    climb (start, id) AS (
        SELECT DISTINCT message.parent, message.parent
        FROM fork JOIN message ON message.id = fork.id WHERE message.parent IS NOT NULL
        UNION ALL
        SELECT climb.start, message.parent
        FROM climb JOIN message ON message.id = climb.id
        WHERE climb.id NOT IN (SELECT id FROM fork) AND message.parent IS NOT NULL
    )
    SELECT start, id FROM climb WHERE id IN (SELECT id FROM fork)
"""


class Versions(Branches):
    """Reads and chooses branches; every method may raise a StorageError."""

    async def versions(self, messages: Sequence[str]) -> dict[str, list[str]]:
        """Return the messages beside each of `messages`, itself among them, oldest first.

        One that has none beside it is left out.
        """
        rows = await self._database.run(_IN_ORDER, json.dumps(list(messages)))
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row["asked"], []).append(row["version"])
        return {asked: versions for asked, versions in found.items() if len(versions) > 1}

    async def newest_leaf(self, message: str) -> str:
        """Return the last message of the branch that goes on from `message` with what is newest.

        That is `message` itself where nothing follows.
        """
        return await newest_leaf(self._database.run, message)

    async def forks(self, conversation_id: str) -> list[Fork]:
        """Return every message of a conversation that has others beside it, by depth and age."""
        rows = await self._database.run(_FORKS, conversation_id)
        names = json.dumps([row["id"] for row in rows])
        above = {row["start"]: row["id"] for row in await self._database.run(_ABOVE, names)}
        return [
            Fork(
                row["id"],
                row["parent"],
                row["depth"],
                Role(row["role"]),
                row["words"],
                from_milliseconds(row["created_at"]),
                above.get(row["parent"]),
            )
            for row in rows
        ]

    async def show_branch(self, conversation_id: str, leaf: str | None) -> None:
        """Let the branch that ends with `leaf` be the one that is shown; None for an empty one."""
        await show_branch(self._database.run, conversation_id, leaf)


async def newest_leaf(run: Run, message: str) -> str:
    """Return the last message of the branch that goes on from `message` with what is newest."""
    rows = await run(_DOWN, message)
    return str(rows[0]["id"]) if rows else message


async def show_branch(run: Run, conversation_id: str, leaf: str | None) -> None:
    """Let the branch that ends with `leaf` be the one that is shown; None for an empty one."""
    await run("UPDATE conversation SET active_leaf = ? WHERE id = ?", leaf, conversation_id)
