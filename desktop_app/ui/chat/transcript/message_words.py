"""What is said around the words of a message: when it was written, and how it failed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from desktop_app.core.conversation import Message, Status
from desktop_app.core.errors import Failure


def told_failure(message: Message, *, unanswered: bool) -> Failure | None:
    """Return what is told of how a message failed, None for one that didn't.

    Args:
        message: It.
        unanswered: Whether it is a question that nobody is answering.
    """
    if unanswered:
        return Failure(
            QCoreApplication.translate("Message", "This question has no answer yet"),
            QCoreApplication.translate(
                "Message",
                "Chatloom closed or the reply was stopped before it began, or it was deleted.",
            ),
            code="unanswered",
        )
    if message.failure is None and message.status is Status.INTERRUPTED:
        return Failure(
            QCoreApplication.translate("Message", "The reply was interrupted"),
            QCoreApplication.translate(
                "Message", "Chatloom closed while it was being written. What had arrived is kept."
            ),
            code="interrupted",
        )
    return message.failure


def when_words(message: Message) -> str:
    """Return when a message was written and, if that was before its end, how it ended."""
    moment = message.created_at.astimezone()
    time = QLocale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
    word = _ending(message)
    return f"{word} · {time}" if word else time


def _ending(message: Message) -> str:
    if message.finish_reason == "length":
        return QCoreApplication.translate("Message", "cut at the length limit")
    if message.finish_reason == "content_filter":
        return QCoreApplication.translate("Message", "cut by the service’s filter")
    words = {
        Status.STOPPED: QCoreApplication.translate("Message", "stopped"),
        Status.INTERRUPTED: QCoreApplication.translate("Message", "interrupted"),
        Status.FAILED: QCoreApplication.translate("Message", "failed"),
    }
    return words.get(message.status, "")
