"""What is said of a database that can't be used, and of the one that took its place."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QDateTime, QLocale, QObject

from desktop_app.core.backup import Backup
from desktop_app.core.errors import AppError, StorageError

# Qt's stubs call what this returns an object.
_KEPT = str(
    QT_TRANSLATE_NOOP(
        "Failure", "Whatever you choose, the file is kept: it is set aside under another name."
    )
)
_NEWER = str(
    QT_TRANSLATE_NOOP(
        "Failure",
        "Whatever you choose, the file is kept: it is set aside under another name. With the copy "
        "comes whatever is newer and can still be read.",
    )
)
_COPIES = str(
    QT_TRANSLATE_NOOP("Failure", "There are copies of them, which stay, whatever you choose.")
)


class MendingWords(QObject):
    """Finds the words, with names and numbers in them."""

    def problem(self, error: StorageError, *, has_copy: bool) -> AppError:
        """Return what happened, as the ways out beside it need it.

        Args:
            error: What was found.
            has_copy: Whether there is a copy that can be restored.
        """
        advice = _NEWER if has_copy and error.code == "damaged" else _KEPT
        return AppError(
            error.title_template,
            _COPIES if error.code == "lost" else advice,
            error.detail,
            code=error.code,
            **error.values,
        )

    def failed(self, failure: StorageError, error: StorageError) -> AppError:
        """Return why what was chosen could not be done.

        Args:
            failure: It.
            error: What was to be mended.
        """
        return AppError(
            failure.title_template,
            failure.advice_template,
            failure.detail,
            code=error.code,
            **failure.values,
        )

    def restore(self, backup: Backup, today: date) -> str:
        """Return the label of the way out that restores a copy.

        Args:
            backup: It.
            today: The date where the user is.
        """
        return self.tr("Restore the copy of {when} ({chats})").format(
            when=self.moment(backup.made_at, today),
            chats=self.tr("%n chat(s)", "", backup.conversations),
        )

    def rescue(self) -> str:
        """Return the label of the way out that takes what can be read into a new file."""
        return self.tr("Keep what can be read")

    def begin_empty(self) -> str:
        """Return the label of the way out that begins with nothing."""
        return self.tr("Begin empty")

    def again(self) -> str:
        """Return the label of the way out that tries once more."""
        return self.tr("Try again")

    def show_place(self) -> str:
        """Return the label of the way out that shows the folder."""
        return self.tr("Show where it is")

    def mending(self) -> AppError:
        """Return what is told while another file is being made."""
        title = self.tr("Your chats are being put back; with very many that takes minutes")
        return AppError(title, code="mending")

    def mended(self, aside: Path, messages: int, backup: Backup | None, today: date) -> AppError:
        """Return what is told when another file has taken the place of the damaged one.

        Args:
            aside: Where the damaged one is now.
            messages: How many could be read of it that are not in the copy.
            backup: The copy that was restored, None for none.
            today: The date where the user is.
        """
        if backup is not None:
            title = self.tr("The copy of {when} is restored").format(
                when=self.moment(backup.made_at, today)
            )
        elif messages:
            title = self.tr("What could be read is here again")
        else:
            title = self.tr("Chatloom begins with an empty file")
        taken = self.tr("%n message(s) could be taken over from the old file.", "", messages)
        kept = self.tr("It is kept as {file}.") if messages else self.tr("The old file is {file}.")
        told = f"{taken} {kept}" if messages else kept
        return AppError(title, told.format(file=aside), code="mended")

    def moment(self, moment: datetime, today: date) -> str:
        """Return a moment as one says it: today, yesterday or a date, and the time."""
        local = QDateTime.fromMSecsSinceEpoch(int(moment.timestamp() * 1000))
        time = QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)
        days = (today - moment.astimezone().date()).days
        if days == 0:
            return self.tr("today, {time}").format(time=time)
        if days == 1:
            return self.tr("yesterday, {time}").format(time=time)
        day = QLocale().toString(local.date(), QLocale.FormatType.ShortFormat)
        return f"{day}, {time}"
