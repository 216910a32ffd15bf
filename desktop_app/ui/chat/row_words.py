"""What the list says of a conversation in words: to screen readers, and in the tip of a row."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.listed import Listed
from desktop_app.ui.chat.transcript.moods import mood_words


def accessible_words(title: str, *, unread: bool, writing: bool) -> str:
    """Return how a screen reader calls a conversation.

    Args:
        title: Of the conversation.
        unread: Whether a reply has ended that was not seen.
        writing: Whether a reply is being written.
    """
    marks = [title]
    if writing:
        marks.append(QCoreApplication.translate("ConversationRows", "a reply is being written"))
    if unread:
        marks.append(QCoreApplication.translate("ConversationRows", "unread"))
    return ", ".join(marks)


def described(listed: Listed) -> str:
    """Return what a screen reader says of a conversation beside its title."""
    words = [mood_words(listed.mood)] if listed.mood else []
    if listed.pinned:
        words.append(QCoreApplication.translate("ConversationRows", "Pinned"))
    if listed.tags:
        words.append(_tags(listed))
    return ". ".join(words)


def tip(title: str, listed: Listed) -> str:
    """Return the tip of a row: its whole title, and its tags in a line of their own."""
    lines = [title, _tags(listed)] if listed.tags else [title]
    # Qt would take it for HTML.
    return "\n".join(lines).replace("<", "‹")


def _tags(listed: Listed) -> str:
    words = QCoreApplication.translate("ConversationRows", "Tags: {names}")
    return words.format(names=", ".join(listed.tags))
