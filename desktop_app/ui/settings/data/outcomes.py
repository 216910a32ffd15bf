"""What came of something that was done with the chats, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QLocale, QObject

from desktop_app.core.errors import AppError, Failure
from desktop_app.core.exchange import Exported, ImportReport, Left
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.notices import Tone


class Job(Enum):
    """What takes time, and is done one at a time."""

    EXPORT = auto()
    IMPORT = auto()
    BACKUP = auto()
    RESTORE = auto()
    ERASE = auto()


STOPPABLE = (Job.EXPORT, Job.IMPORT)
"""What can be stopped at any moment; everything else is done as a whole."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Attributes:
        told: In words.
        tone: How it is shown.
        place: The file or folder that was written, None for none.
        left: What was left out, a line each.
    """

    told: Failure
    tone: Tone = "success"
    place: Path | None = None
    left: tuple[str, ...] = ()


class OutcomeWords(QObject):
    """Finds the words."""

    def failed(self, error: AppError) -> Outcome:
        """Return what is said of a failure."""
        return Outcome(error.failure, "warning")

    def stopped(self, job: Job) -> Outcome:
        """Return what is said of something the user has stopped."""
        if job is Job.IMPORT:
            advice = self.tr(
                "The chats that were taken so far are here. Import the same again to go on: "
                "nothing is taken twice."
            )
            return Outcome(Failure(self.tr("The import was stopped"), advice), "info")
        advice = self.tr("Nothing was written that isn't whole.")
        return Outcome(Failure(self.tr("The export was stopped"), advice), "info")

    def exported(self, done: Exported) -> Outcome:
        """Return what is said of an export."""
        title = self.tr("%n chat(s) exported", "", done.conversations)
        advice = str(done.path)
        if done.files != 1:
            files = self.tr("%n file(s) in {folder}", "", done.files)
            advice = files.format(folder=done.path)
        left = self._left(done.left, done.left_more)
        if left:
            advice += "\n" + self.tr("What this format can't hold was left out.")
        return Outcome(
            Failure(title, advice), "warning" if left else "success", done.path, tuple(left)
        )

    def imported(self, reports: Sequence[ImportReport]) -> Outcome:
        """Return what is said of an import, of one file or several."""
        added = sum(each.added for each in reports)
        changed = sum(each.changed for each in reports)
        unchanged = sum(each.unchanged for each in reports)
        pictures = sum(each.pictures_left for each in reports)
        left = self._left(
            [left for each in reports for left in each.left],
            sum(each.left_more for each in reports),
        )
        lines = [self.tr("From {source}.").format(source=self._sources(reports))]
        if changed:
            lines.append(self.tr("%n chat(s) that you had got new messages.", "", changed))
        if unchanged:
            lines.append(self.tr("%n chat(s) were here already.", "", unchanged))
        if pictures:
            lines.append(self.tr("%n picture(s) or other file(s) were not taken.", "", pictures))
        if left:
            count = sum(len(each.left) + each.left_more for each in reports)
            lines.append(self.tr("%n thing(s) were left out, listed below.", "", count))
        title = self.tr("%n chat(s) imported", "", added)
        if not added and not changed:
            title = self.tr("Nothing was new") if unchanged else self.tr("No chat was taken")
        if not self._sources(reports):
            del lines[0]
        return Outcome(
            Failure(title, " ".join(lines)), "warning" if left else "success", None, tuple(left)
        )

    def copied(self, conversations: int) -> Outcome:
        """Return what is said of a backup that was made."""
        title = self.tr("A copy of %n chat(s) was made", "", conversations)
        return Outcome(Failure(title))

    def restored(self, when: str) -> Outcome:
        """Return what is said of a backup that was gone back to."""
        title = self.tr("Your chats are as they were on {when}").format(when=when)
        advice = self.tr("What was here before is the newest copy in the list.")
        return Outcome(Failure(title, advice))

    def erased(self) -> Outcome:
        """Return what is said when everything is gone."""
        title = self.tr("Everything is deleted")
        advice = self.tr("No chat and no copy is left on this computer.")
        return Outcome(Failure(title, advice))

    def _sources(self, reports: Sequence[ImportReport]) -> str:
        return ", ".join(dict.fromkeys(each.source for each in reports if each.source))

    def _left(self, left: Sequence[Left], more: int) -> list[str]:
        lines = [_line(each) for each in left]
        if more:
            lines.append(
                self.tr("and %n more", "", more).replace(str(more), QLocale().toString(more), 1)
            )
        return lines


def _line(left: Left) -> str:
    told = in_users_words(left.reason)
    where = " · ".join(part for part in (left.place, left.title) if part)
    why = ". ".join(part.rstrip(".") for part in (told.title, told.advice) if part)
    return f"{where}: {why}" if where else why
