"""Listing the branches of the conversation that is shown, and going to one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from desktop_app.core.conversation import Conversation, Fork
from desktop_app.ui.chat.branch_reading import BranchReading
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.outline_panel import OutlinePanel
from desktop_app.ui.chat.outline_rows import outlined
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.tasks import Tasks


class Page(Protocol):
    """Where a conversation is shown."""

    pane: ChatPane
    reading: BranchReading | None

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    def shows(self, conversation: str) -> bool:
        """Whether a conversation is the one that is shown."""
        ...

    async def show_message(self, conversation: str, message: str) -> None:
        """Show a message on its branch."""
        ...


class Outlining(QObject):
    """Opens the outline by its button, by key, from the menu, and by the number of a version.

    Args:
        page: Where a conversation is shown.
        services: Where it is kept.
        tasks: Runs what isn't waited for.
    """

    def __init__(self, page: Page, services: ChatServices, tasks: Tasks) -> None:
        super().__init__(page.pane)
        self._page = page
        self._store = services.store
        self._tasks = tasks
        self._panel: OutlinePanel | None = None
        self._button = page.pane.branches_button
        self._button.clicked.connect(lambda: tasks.start(self.open()))
        transcript = page.pane.transcript
        transcript.acted.connect(self._act)
        transcript.menu_offers.append(self._offered)
        if page.reading is not None:
            page.reading.versions_read.connect(self._show_button)
        self._show_button()

    async def open(self, anchor: QRect | None = None) -> None:
        """List the branches.

        Args:
            anchor: Where in the pane what was pressed stands; None for the button.

        Raises:
            StorageError: They can't be read.
        """
        conversation = self._page.conversation
        forks = await self._store.forks(conversation.id)
        shown = await self._on_branch(forks, conversation.active_leaf)
        if not self._page.shows(conversation.id):
            return
        self.close()
        panel = OutlinePanel(outlined(forks, shown), anchor or self._button_area, self._page.pane)
        focused = QApplication.focusWidget()
        panel.closed.connect(lambda: self._closed(focused))
        panel.chosen.connect(
            lambda message: self._tasks.start(self._page.show_message(conversation.id, message))
        )
        self._panel = panel
        panel.open()

    def close(self) -> None:
        """Take the list away, if it is there."""
        if self._panel is not None:
            self._panel.close_panel()

    async def _on_branch(self, forks: list[Fork], leaf: str | None) -> set[str]:
        shown: set[str] = set()
        for fork in forks:
            # What is below another one is not on the branch if that isn't.
            if leaf is None or (fork.above is not None and fork.above not in shown):
                continue
            if await self._store.position(leaf, fork.message) is not None:
                shown.add(fork.message)
        return shown

    def _act(self, message: str, kind: Kind) -> None:
        if kind is not Kind.VERSION:
            return
        view = self._page.pane.transcript
        number = view.rows.number(message)
        found = [] if number is None else view.controls_of(number)
        areas = [control.area for control in found if control.key.kind is kind]
        anchor = None
        if areas:
            corner = view.viewport().mapTo(self._page.pane, areas[0].topLeft().toPoint())
            anchor = QRect(corner, areas[0].size().toSize())
        self._tasks.start(self.open(anchor))

    def _offered(self) -> list[tuple[str, Callable[[], object]]]:
        words = self.tr("Branches of this chat…")
        return [(words, lambda: self._tasks.start(self.open()))]

    def _show_button(self) -> None:
        reading = self._page.reading
        self._button.setVisible(reading is not None and reading.pages.has_versions)

    def _closed(self, focused: QObject | None) -> None:
        self._panel = None
        pane = self._page.pane
        if focused is pane.composer.field:
            pane.composer.field.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            pane.transcript.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def _button_area(self) -> QRect:
        button, pane = self._button, self._page.pane
        if not button.isVisible():
            button = pane.parameters_button
        return QRect(button.mapTo(pane, QPoint(0, 0)), button.size())
