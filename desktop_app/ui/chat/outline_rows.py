"""The branches of a conversation as an outline: every message that has others beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTime,
)

from desktop_app.core.conversation import Fork, Role
from desktop_app.ui.overriding import override

Index = QModelIndex | QPersistentModelIndex
_MARKS = re.compile(r"[#*`_>|~]+")
"""Marks of Markdown, which say nothing in a line of plain words."""

TWIG = Qt.ItemDataRole.UserRole
NOTHING = QModelIndex()


class Twig(NamedTuple):
    """A line of the outline.

    Attributes:
        fork: The message.
        level: How many of the others are above it on its branch.
        shown: Whether it is on the branch that is shown.
    """

    fork: Fork
    level: int
    shown: bool

    @property
    def words(self) -> str:
        """How the message begins, in one line."""
        words = " ".join(_MARKS.sub(" ", self.fork.words).split())
        return words or QCoreApplication.translate("Outline", "(no words)")

    @property
    def when(self) -> str:
        """When the message was started: the time of today, or else the day."""
        moment = self.fork.created_at.astimezone()
        day = QDate(moment.year, moment.month, moment.day)
        if day == QDate.currentDate():
            time = QTime(moment.hour, moment.minute)
            return QLocale().toString(time, QLocale.FormatType.ShortFormat)
        return QLocale().toString(day, QLocale.FormatType.ShortFormat)

    @property
    def said(self) -> str:
        """What a screen reader says beside the words."""
        mine = self.fork.role is Role.USER
        who = (
            QCoreApplication.translate("Outline", "You")
            if mine
            else QCoreApplication.translate("Outline", "Model")
        )
        level = QCoreApplication.translate("Outline", "level {number}").format(
            number=self.level + 1
        )
        shown = QCoreApplication.translate("Outline", "shown") if self.shown else ""
        return ", ".join(part for part in (who, level, shown, self.when) if part)


def outlined(forks: Sequence[Fork], shown: Collection[str]) -> list[Twig]:
    """Return forks as an outline: each followed by those that are next below it.

    Args:
        forks: All of a conversation, by depth and age.
        shown: The ids of those on the branch that is shown.
    """
    below: dict[str | None, list[Fork]] = {}
    for fork in forks:
        below.setdefault(fork.above, []).append(fork)

    found: list[Twig] = []
    waiting: list[tuple[Iterator[Fork], int]] = [(iter(below.get(None, [])), 0)]
    while waiting:
        siblings, level = waiting[-1]
        following = next(siblings, None)
        if following is None:
            waiting.pop()
            continue
        found.append(Twig(following, level, following.message in shown))
        waiting.append((iter(below.get(following.message, [])), level + 1))
    return found


class OutlineRows(QAbstractListModel):
    """What the outline shows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._twigs: list[Twig] = []

    def show(self, twigs: Sequence[Twig]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._twigs = list(twigs)
        self.endResetModel()

    @property
    def current(self) -> int:
        """The number of the last line that is on the branch that is shown; -1 for none."""
        return max((number for number, twig in enumerate(self._twigs) if twig.shown), default=-1)

    @override
    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self._twigs)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._twigs):
            return None
        twig = self._twigs[index.row()]
        if role == TWIG:
            return twig
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return twig.words
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return twig.said
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{twig.words}\n{twig.when}".replace("<", "‹")
        return None
