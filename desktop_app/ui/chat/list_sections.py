"""The sections of the list: pinned, the days, the months; each with its conversations in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.core.listed import Listed

Key = tuple[int, ...]
"""Names a section; the sections stand in the order of their keys."""

PINNED: Key = (0,)
TODAY: Key = (1,)
YESTERDAY: Key = (2,)
WEEK: Key = (3,)
_MONTH = 4
_EARLIEST = date(1971, 1, 1)
"""What claims to be older than any computer of today stands in one section."""
_EVER = 2**62


def place_of(listed: Listed) -> tuple[bool, int, int]:
    """Return what conversations are sorted by: the pinned first, then the newest."""
    return not listed.pinned, -listed.updated_at, -listed.number


@dataclass(slots=True)
class Section:
    """A head with the conversations below it."""

    key: Key
    items: list[Listed] = field(default_factory=list)


class Days:
    """Tells which section a conversation belongs to, as seen from one day.

    Args:
        today: That day, in the user's time zone. What is later counts as of that day: the clock
            may have been set back.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self._earliest = _milliseconds(_EARLIEST)
        self._starts = (
            (_milliseconds(today), TODAY),
            (_milliseconds(today - timedelta(days=1)), YESTERDAY),
            (_milliseconds(today - timedelta(days=7)), WEEK),
        )

    def section_of(self, listed: Listed) -> Key:
        """Return the section of a conversation."""
        return PINNED if listed.pinned else self._dated(listed.updated_at)[0]

    def sections(self, listed: Sequence[Listed]) -> list[Section]:
        """Return the sections of conversations that are in order."""
        first, end = 0, len(listed)
        found: list[Section] = []
        pinned = bisect_left(listed, True, key=lambda each: not each.pinned)  # noqa: FBT003
        if pinned:
            found.append(Section(PINNED, list(listed[:pinned])))
            first = pinned
        while first < end:
            key, since = self._dated(listed[first].updated_at)
            last = bisect_right(listed, -since, lo=first, key=lambda each: -each.updated_at)
            last = max(last, first + 1)
            found.append(Section(key, list(listed[first:last])))
            first = last
        return found

    def title(self, key: Key) -> str:
        """Return what stands in the head of a section."""
        if key[0] == _MONTH:
            return self._month(-key[1], -key[2])
        return {
            PINNED: QCoreApplication.translate("ConversationRows", "Pinned"),
            TODAY: QCoreApplication.translate("ConversationRows", "Today"),
            YESTERDAY: QCoreApplication.translate("ConversationRows", "Yesterday"),
            WEEK: QCoreApplication.translate("ConversationRows", "Previous 7 days"),
        }[key]

    def _month(self, year: int, month: int) -> str:
        name = QLocale().standaloneMonthName(month)
        name = name[:1].upper() + name[1:]
        if year == self.today.year:
            return name
        words = QCoreApplication.translate("ConversationRows", "{month} {year}")
        return words.format(month=name, year=year)

    def _dated(self, moment: int) -> tuple[Key, int]:
        """Return the section of a moment, and the first moment that belongs to it."""
        for since, key in self._starts:
            if moment >= since:
                return key, since
        if moment < self._earliest:
            return (_MONTH, -_EARLIEST.year + 1, -12), -_EVER
        day = datetime.fromtimestamp(moment / 1000).astimezone().date()
        return (_MONTH, -day.year, -day.month), _milliseconds(day.replace(day=1))


def _milliseconds(day: date) -> int:
    """Return when a day begins here."""
    return int(datetime.combine(day, time()).timestamp() * 1000)
