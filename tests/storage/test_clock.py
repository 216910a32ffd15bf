"""A clock that is set back changes neither the order nor what others are told."""

from __future__ import annotations

from datetime import timedelta

from desktop_app.core.conversation import Conversation, Message, Role, now
from desktop_app.storage.conversations import Conversations


def _message(text: str, days: int, conversation: str, parent: str | None = None) -> Message:
    moment = now() - timedelta(days=days)
    return Message(conversation, Role.USER, text, parent, created_at=moment, finished_at=moment)


async def test_a_year_back(store: Conversations) -> None:
    first = _message("first", 0, "c")
    await store.add_prompt(Conversation(id="c", title="Then"), first)
    seen = await store.changed_since(0)
    second = _message("second", 365, "c", first.id)
    await store.add_message(second)
    assert [each.text for each in await store.messages("c")] == ["first", "second"]
    page = await store.branch_page(second.id, 0, 9)
    assert [each.text for each in page] == ["first", "second"]
    kept = await store.conversation("c")
    assert kept is not None
    assert kept.updated_at >= first.created_at - timedelta(milliseconds=1)
    changed = await store.changed_since(seen.number)
    assert [each.id for each in changed.conversations] == ["c"]
    assert changed.number > seen.number


async def test_what_is_deleted_in_the_past_comes_back_alone(store: Conversations) -> None:
    root = _message("root", 0, "c")
    await store.add_prompt(Conversation(id="c", title="T"), root)
    early, late = (_message(text, 365, "c", root.id) for text in ("early", "late"))
    for message in (early, late):
        await store.add_message(message)
        await store.delete_message(message.id)
    await store.restore_message(early.id)
    assert [each.text for each in await store.messages("c")] == ["root", "early"]
