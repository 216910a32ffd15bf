from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.export.shown_branch import shown_branch
from tests.core.export.dialogues import asked, conversation, trip


def test_the_shown_branch_and_the_others() -> None:
    shown, asides = shown_branch(*trip())
    assert [message.id for message in shown] == ["a", "b", "d", "e"]
    assert [(aside.after.id if aside.after else None, [m.id for m in aside.messages])
            for aside in asides] == [("a", ["c", "f"])]  # fmt: skip


@given(st.lists(st.integers(0, 20), max_size=20), st.integers(0, 20))
def test_every_message_stands_there_once(parents: list[int], leaf: int) -> None:
    messages = [
        asked(str(n), str(parent) if parent < n else None, "x") for n, parent in enumerate(parents)
    ]
    shown, asides = shown_branch(conversation(str(leaf)), messages)
    told = [message.id for message in shown]
    for aside in asides:
        before = aside.after
        for each in aside.messages:
            assert each.parent == (before.id if before else None)
            before = each
        told += [message.id for message in aside.messages]
    assert sorted(told) == sorted(message.id for message in messages)
