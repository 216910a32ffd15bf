from __future__ import annotations

from desktop_app.core.conversation import Message, Role, Status
from desktop_app.core.errors import Failure
from desktop_app.ui.chat.transcript.message_words import told_failure

FAILURE = Failure("The connection broke off", "Check your network.", "cut", "cut")


def message(**values: object) -> Message:
    return Message("c", Role.ASSISTANT, "One", **values)  # type: ignore[arg-type]


def test_every_bad_end_is_told() -> None:
    assert told_failure(message(), unanswered=False) is None
    failed = message(status=Status.FAILED, failure=FAILURE)
    assert told_failure(failed, unanswered=False) == FAILURE
    interrupted = told_failure(message(status=Status.INTERRUPTED), unanswered=False)
    assert interrupted is not None
    assert "interrupted" in interrupted.title
    unanswered = told_failure(message(), unanswered=True)
    assert unanswered is not None
    assert "no answer" in unanswered.title
