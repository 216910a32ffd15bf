"""What is said of hits: who, when, and how many."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject, QTime

from desktop_app.core.conversation import Role
from desktop_app.core.found import Hit


def author(hit: Hit) -> str:
    """Return who wrote a message, empty for a title."""
    if hit.role is None:
        return ""
    if hit.role is Role.USER:
        return QCoreApplication.translate("Search", "You")
    return hit.model.rsplit("/", 1)[-1] or QCoreApplication.translate("Search", "Model")


def title(hit: Hit) -> str:
    """Return what the conversation of a hit is called."""
    return hit.title or QCoreApplication.translate("Search", "New chat")


def when(moment: datetime, now: datetime) -> str:
    """Return when something was written, the more exactly the more recent it is."""
    here = moment.astimezone()
    day, today = here.date(), now.astimezone().date()
    time = QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)
    if day == today:
        return QCoreApplication.translate("Search", "Today, {time}").format(time=time)
    if day == today - timedelta(days=1):
        return QCoreApplication.translate("Search", "Yesterday, {time}").format(time=time)
    return day_words(day, today)


def day_words(day: date, today: date) -> str:
    """Return a day, with its year where that isn't this one."""
    form = "d MMMM" if day.year == today.year else "d MMMM yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


class CountWords(QObject):
    """A `QObject`, for only the words of one are collected with their plural forms."""

    def count(self, hits: int, chats: int, *, more: bool) -> str:
        """Return how much was found; where there is more, how much at least."""
        if more:
            return self.tr("More than %n hit(s)", "", hits)
        found = self.tr("%n hit(s)", "", hits)
        where = self.tr("in %n chat(s)", "", chats)
        return f"{found} {where}"
