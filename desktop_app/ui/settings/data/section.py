"""A part of the page: its name, what it is for, its buttons, and what came of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_app.core.exchange import Progress
from desktop_app.ui.buttons import Button
from desktop_app.ui.notices import Action
from desktop_app.ui.settings.data.job_strip import JobStrip
from desktop_app.ui.settings.data.left_list import LeftList
from desktop_app.ui.settings.data.outcomes import STOPPABLE, Job, Outcome
from desktop_app.ui.settings.data.work import DataWork
from desktop_app.ui.settings.notice_place import NoticePlace
from desktop_app.ui.settings.words import quiet, strong
from desktop_app.ui.wrapping_row import WrappingRow

_GAP = 8


class Section(QWidget):
    """Shows one kind of job: the buttons that begin it, its progress, and what came of it.

    Args:
        work: Does it.
        jobs: What is begun here.
    """

    def __init__(self, work: DataWork, *jobs: Job) -> None:
        super().__init__()
        self.work = work
        self._jobs = jobs
        self._shown: Outcome | None = None
        self.buttons: list[Button] = []
        self.buttons_line = WrappingRow(_GAP)
        self.body = QVBoxLayout()
        self.body.setSpacing(_GAP)
        self.strip = JobStrip(work.cancel)
        self.left = LeftList(self.tr("What was left out"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(_GAP)
        self._head, self._purpose = strong(""), quiet("")
        rows.addWidget(self._head)
        rows.addWidget(self._purpose)
        rows.addLayout(self.body)
        rows.addWidget(self.strip)
        self._column = rows
        self.notice: NoticePlace | None = None

    def call(self, name: str, purpose: str = "") -> None:
        """Say what this is called, and what it is for."""
        self._head.setText(name)
        self._purpose.setText(purpose)
        self._purpose.setVisible(bool(purpose))
        self.strip.call(name)

    def add_buttons(self, *buttons: Button) -> None:
        """Put buttons side by side; what comes of them is told below."""
        for button in buttons:
            self.buttons_line.addWidget(button)
        self.buttons += buttons
        self.body.addLayout(self.buttons_line)

    def end(self) -> None:
        """Add what comes below everything else."""
        self.notice = NoticePlace(self.buttons[-1])
        self._column.addWidget(self.notice)
        self._column.addWidget(self.left)
        self.work.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what the work is doing."""
        running = self.work.running
        mine = running in self._jobs
        for button in self.buttons:
            self._enable(button, enabled=running is None)
        had_focus = self.strip.stop.hasFocus()
        self.strip.stop.setVisible(running in STOPPABLE)
        self.strip.setVisible(mine)
        if mine:
            self.strip.show_progress(self.work.progress, self.progress_words(self.work.progress))
        elif had_focus:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def progress_words(self, progress: Progress) -> str:
        """Return how far it is, in words."""
        return self.tr("Please wait…") if not progress.total else progress.what

    def _enable(self, button: Button, *, enabled: bool) -> None:
        if not enabled and button.hasFocus():
            # Qt would hand it to whatever comes next; what can be pressed now is Cancel.
            self.strip.show()
            self.strip.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        button.setEnabled(enabled)

    def _tell(self) -> None:
        told = [(job, got) for job in self._jobs if (got := self.work.outcome(job)) is not None]
        outcome = told[-1][1] if told else None
        if outcome is self._shown or self.notice is None:
            return
        self._shown = outcome
        self.left.setVisible(outcome is not None and bool(outcome.left))
        if outcome is None:
            self.notice.clear()
            return
        self.left.setPlainText("\n".join(outcome.left))
        actions = self._actions(outcome)
        notice = self.notice.tell(outcome.told, outcome.tone, actions, closable=True)
        notice.dismissed.connect(self._seen)
        # Its place in the page isn't known before it has been laid out.
        QTimer.singleShot(0, self._bring_into_view)

    def _bring_into_view(self) -> None:
        part: QWidget | None = self.left if not self.left.isHidden() else self.notice
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea) and part is not None:
            above.ensureWidgetVisible(part, 0, _GAP)

    def _seen(self) -> None:
        for job in self._jobs:
            self.work.dismiss(job)
        self._shown = None
        self.left.hide()

    def _actions(self, outcome: Outcome) -> list[Action]:
        actions: list[Action] = []
        if outcome.place is not None:
            place = outcome.place
            actions.append(Action(self.tr("Show in folder"), lambda: show_in_folder(place)))
        if outcome.left:
            words = "\n".join(outcome.left)
            copy = self.tr("Copy the list")
            actions.append(Action(copy, lambda: QGuiApplication.clipboard().setText(words)))
        return actions


def show_in_folder(place: Path) -> None:
    """Open the folder of a file, or a folder, with the system's own program for that."""
    folder = place if place.is_dir() else place.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
