"""What replies have cost, added up from the messages, and how much the next one will read."""

from __future__ import annotations

from datetime import datetime

from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.core.spending import Spending
from desktop_app.storage.branches import Branches
from desktop_app.storage.rows import to_milliseconds

# The index is named each time, so that no other is taken: one that seems better to SQLite would
# have it read the whole table.
_SUM = f"""
    SELECT total(input_tokens) AS input, total(output_tokens) AS output, total(cost) AS cost,
        max(json_extract(trace, '$.estimated') IS 1) AS estimated,
        max(cost IS NULL AND provider <> '{LOCAL_PROVIDER}') AS unpriced
"""
IN_CONVERSATION = f"""
    {_SUM} FROM message INDEXED BY message_by_conversation
    WHERE conversation = ? AND role = 'assistant' AND input_tokens IS NOT NULL
        AND json_extract(trace, '$.copied') IS NOT 1
"""
SINCE = f"""
    {_SUM} FROM message INDEXED BY message_by_cost
    WHERE created_at >= ? AND input_tokens IS NOT NULL
        AND json_extract(trace, '$.copied') IS NOT 1
"""

_LOOKED_AT = 1000
"""Messages at the end of a branch that are measured; those before are taken to be as long."""

# From the message ?1 upwards to the position ?2 on its branch.
LETTERS = f"""
    WITH RECURSIVE sent (number, parent, depth, letters) AS (
        SELECT number, parent, depth, length(coalesce(corrected_text, text))
        FROM message WHERE id = ?1
        UNION ALL
        SELECT up.number, up.parent, up.depth, length(coalesce(up.corrected_text, up.text))
        FROM sent JOIN message AS up ON up.id = sent.parent WHERE sent.depth > ?2
        LIMIT {_LOOKED_AT}
    )
    SELECT sum(letters) AS letters, count(*) AS count, max(depth) AS depth FROM sent
"""  # noqa: S608 - our names


class Ledger(Branches):
    """Adds up; every method may raise a StorageError.

    What was in a conversation that has been deleted is not counted any more, and copies never are.
    """

    async def spent_in(self, conversation_id: str) -> Spending:
        """Return what all replies of a conversation have cost, on all its branches."""
        return await self._spent(IN_CONVERSATION, conversation_id)

    async def spent_since(self, moment: datetime) -> Spending:
        """Return what all replies have cost that were begun since `moment`, which has a zone."""
        return await self._spent(SINCE, to_milliseconds(moment))

    async def branch_letters(self, leaf: str, first: str | None = None) -> int:
        """Return about how many characters the branch of `leaf` has; exactly, for a short one.

        Args:
            leaf: The id of the last message.
            first: The id of the first message that counts; None, or one that isn't on the
                branch, for the first of all.
        """
        top = 0 if first is None else await self.position(leaf, first) or 0
        (row,) = await self._database.run(LETTERS, leaf, top)
        if not row["count"]:
            return 0
        unseen = max(row["depth"] + 1 - top - row["count"], 0)
        letters: float = row["letters"] * (1 + unseen / row["count"])
        return round(letters)

    async def _spent(self, statement: str, value: object) -> Spending:
        (row,) = await self._database.run(statement, value)
        return Spending(
            round(row["input"]),
            round(row["output"]),
            row["cost"],
            estimated=bool(row["estimated"]),
            unpriced=bool(row["unpriced"]),
        )
