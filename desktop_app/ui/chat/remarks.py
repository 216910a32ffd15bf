"""What is said quietly of an answer that did not fail: what was not sent for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_app.core.conversation import Message
from desktop_app.core.errors import Failure
from desktop_app.ui.chat.counted_words import CountedWords
from desktop_app.ui.chat.remedies import OLDER_LEFT_OUT, PARAMETER_LEFT_OUT


def remark_of(message: Message, left_out: Sequence[str], sent_from: str | None) -> Failure | None:
    """Return what is said of an answer, in the user's language; None for nothing.

    Args:
        message: It.
        left_out: Parameters that were left out because the model doesn't take them.
        sent_from: As in `Conversation`.
    """
    without = ""
    if left_out:
        words = QCoreApplication.translate(
            "Remark", "Sent without {names}, which this model doesn’t take."
        )
        without = words.format(names=", ".join(left_out))
    older = message.trace.left_out if message.trace is not None and sent_from is not None else 0
    if not older:
        return Failure(without, code=PARAMETER_LEFT_OUT) if without else None
    return Failure(CountedWords().left_out(older), without, code=OLDER_LEFT_OUT)
