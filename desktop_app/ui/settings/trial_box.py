"""The button that tries a provider, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.connection_report import ConnectionReport
from desktop_app.core.errors import Failure
from desktop_app.ui.buttons import Button
from desktop_app.ui.settings.notice_place import NoticePlace
from desktop_app.ui.settings.words import quiet

if TYPE_CHECKING:
    from desktop_app.ui.notices import Action


class TrialBox(QWidget):
    """Tries a provider when it is told to.

    Signals:
        wanted: The user wants to know whether the provider works.
        cancelled: The user no longer wants to wait for it.
    """

    wanted = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.test = Button(self.tr("Test connection"), parent=self)
        self.test.setObjectName("provider_test")
        self.test.setAccessibleName(self.test.text())
        self._cancel = Button(self.tr("Cancel"), parent=self)
        self._cancel.setAccessibleDescription(self.test.text())
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.test.text())
        self._words = quiet("")
        self.place = NoticePlace(self.test)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.test)
        line.addWidget(self._cancel)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self._progress)
        column.addWidget(self._words)
        column.addWidget(self.place)
        self.test.clicked.connect(self.wanted)
        self._cancel.clicked.connect(self.cancelled)
        self.show_nothing()

    @property
    def is_running(self) -> bool:
        """Whether an answer is waited for."""
        return not self._progress.isHidden()

    def show_nothing(self) -> None:
        """Show the button alone."""
        self._run(running=False)
        self.place.clear()

    def show_running(self, host: str) -> None:
        """Show that a server is being asked."""
        self.place.clear()
        self._words.setText(self.tr("Asking {host}…").format(host=host))
        self._run(running=True)

    def show_report(
        self, name: str, report: ConnectionReport, action: Action | None = None
    ) -> None:
        """Tell what came of it.

        Args:
            name: What the user calls the provider.
            report: It.
            action: What can be done about a failure.
        """
        self._run(running=False)
        actions = [action] if action else []
        if report.failure is not None:
            told = replace(report.failure, detail=report.detail or report.failure.detail)
            self.place.tell(told, "warning", actions)
        else:
            self.place.tell(self._success(name, report), "success")

    def _success(self, name: str, report: ConnectionReport) -> Failure:
        if report.seconds < 1:
            time = self.tr("{number} ms").format(number=round(report.seconds * 1000))
        else:
            time = self.tr("{number} s").format(number=QLocale().toString(report.seconds, "f", 1))
        words = self.tr("%n model(s)", "", report.models)
        if report.seeing:
            words = self.tr("{models}, %n of them read(s) pictures", "", report.seeing).format(
                models=words
            )
        if report.server and report.server.casefold() not in name.casefold():
            words = self.tr("{server}: {models}").format(server=report.server, models=words)
        title = self.tr("Connected in {time}").format(time=time)
        return Failure(title, words, report.detail)

    def _run(self, *, running: bool) -> None:
        had_focus = self.test.hasFocus() or self._cancel.hasFocus()
        for part in (self._progress, self._words, self._cancel):
            part.setVisible(running)
        self.test.setVisible(not running)
        if had_focus:
            (self._cancel if running else self.test).setFocus()
