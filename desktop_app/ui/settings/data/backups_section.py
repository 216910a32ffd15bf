"""The copies of all chats: which there are, making one, and going back to one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from shiboken6 import isValid

from desktop_app.core.errors import AppError
from desktop_app.ui.buttons import Button
from desktop_app.ui.settings.data.backup_words import BackupWords, moment_words, reason_words
from desktop_app.ui.settings.data.one_line import OneLine
from desktop_app.ui.settings.data.outcomes import Job
from desktop_app.ui.settings.data.restore_dialog import ask_to_restore
from desktop_app.ui.settings.data.section import Section, show_in_folder
from desktop_app.ui.settings.data.services import Backup, DataServices
from desktop_app.ui.settings.data.work import DataWork
from desktop_app.ui.settings.list_rows import ID, RowsList
from desktop_app.ui.settings.words import quiet

_SHOWN = 4
"""So many copies are listed until the user asks for all of them."""


class BackupsSection(Section):
    """Lists the copies, newest first.

    Args:
        services: What stands behind the page.
        work: Makes and restores them.
    """

    def __init__(self, services: DataServices, work: DataWork) -> None:
        super().__init__(work, Job.BACKUP, Job.RESTORE)
        self.call(
            self.tr("Copies"),
            self.tr(
                "All chats are copied once a day, before every update and before you go back to a "
                "copy. The newest few of each kind are kept in this folder:"
            ),
        )
        self._services = services
        self._copies: list[Backup] = []
        self._all = False
        self._listed_for: Job | None = None
        self.list = RowsList(self.tr("Copies"))
        self.list.setObjectName("backup_list")
        self.nothing = quiet(self.tr("There is no copy yet."))
        self.more = Button("", "link")
        self.more.setObjectName("backup_more")
        self.make = Button(self.tr("Make one now"))
        self.make.setObjectName("backup_make")
        self.restore = Button(self.tr("Restore…"))
        self.restore.setObjectName("backup_restore")
        show = Button(self.tr("Show in folder"))
        self.body.addWidget(OneLine(str(services.backup_folder)))
        self.body.addWidget(self.list)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_buttons(self.make, self.restore)
        self.buttons_line.addWidget(show)
        # Until it is known which there are.
        self.more.hide()
        self.nothing.hide()
        self._connect(show)
        self.end()

    def _connect(self, show: Button) -> None:
        self.make.clicked.connect(self.work.make_backup)
        self.restore.clicked.connect(self._ask_soon)
        show.clicked.connect(lambda: show_in_folder(self._services.backup_folder))
        self.more.clicked.connect(self._show_all)
        self.list.currentRowChanged.connect(lambda _row: self._offer())
        self.list.itemActivated.connect(lambda _item: self._ask_soon())

    def follow(self) -> None:
        """Show what the work is doing; after it, the copies as they are then."""
        super().follow()
        self._offer()
        before, self._listed_for = self._listed_for, self.work.running
        if before is not None and self.work.running is None:
            self.look()

    def look(self) -> None:
        """List the copies as they are now."""
        self._services.tasks.start(self._list())

    @property
    def chosen(self) -> Backup | None:
        """The copy that is chosen in the list."""
        item = self.list.currentItem()
        found = "" if item is None else item.data(ID)
        return next((each for each in self._copies if str(each.path) == found), None)

    async def _list(self) -> None:
        try:
            copies = await self._services.backups.list()
        except AppError as error:
            copies = []
            if isValid(self) and self.notice is not None:
                self.notice.tell(error, closable=True)
        if not isValid(self):
            return  # The settings were closed meanwhile.
        if copies != self._copies or not copies:
            self._copies = copies
            self._fill()

    def _fill(self) -> None:
        words, kept = BackupWords(), self.chosen
        shown = self._copies if self._all else self._copies[:_SHOWN]
        self.list.clear()
        for each in shown:
            when = self.tr("{when} · {why}").format(
                when=moment_words(each.made_at), why=reason_words(each.reason)
            )
            self.list.add_row(str(each.path), "save", when, words.amount(each))
        found = None if kept is None else self.list.item_of(str(kept.path))
        if found is not None:
            self.list.setCurrentItem(found)
        self.list.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        hidden = len(self._copies) - len(shown)
        self.more.setVisible(hidden > 0)
        self.more.setText(self.tr("Show %n older one(s)", "", hidden))
        self._offer()

    def _show_all(self) -> None:
        self._all = True
        self.list.setFocus()
        self._fill()
        self.list.setCurrentRow(_SHOWN)

    def _offer(self) -> None:
        self.restore.setEnabled(self.work.running is None and self.chosen is not None)

    def _ask_soon(self) -> None:
        if self.chosen is not None and self.work.running is None:
            self._services.tasks.start(self._ask(self.chosen))

    async def _ask(self, backup: Backup) -> None:
        if await ask_to_restore(self.window(), backup):
            self.work.restore(backup)
