"""What a user does in the chat page, with the real database and real HTTP behind it."""

from __future__ import annotations

from desktop_app.core.conversation import Role, Status
from tests.ui.desk import Desk


async def test_ask(desk: Desk) -> None:
    desk.send("Good morning!")
    answer = await desk.answered()
    assert answer.text == "You said: Good morning!"
    assert answer.status is Status.COMPLETE
    assert [m.role for m in desk.shown] == [Role.USER, Role.ASSISTANT]
