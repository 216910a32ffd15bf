"""The end of everything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.settings.data.outcomes import Job
from desktop_app.ui.settings.data.section import Section
from desktop_app.ui.settings.data.work import DataWork


class EraseSection(Section):
    """Deletes everything, once the user has typed that it is meant.

    Args:
        work: Does it.
        ask: Asks above a window whether that is meant.
    """

    def __init__(self, work: DataWork, ask: Callable[[QWidget], Awaitable[bool]]) -> None:
        super().__init__(work, Job.ERASE)
        self._ask_above = ask
        self.call(
            self.tr("Delete everything"),
            self.tr(
                "All chats and all copies of them, for good. Settings, assistants, providers, keys "
                "and models stay."
            ),
        )
        self.erase = Button(self.tr("Delete everything…"), "danger")
        self.erase.setObjectName("erase_everything")
        self.erase.clicked.connect(lambda: work.services.tasks.start(self._ask()))
        self.add_buttons(self.erase)
        self.end()

    async def _ask(self) -> None:
        if await self._ask_above(self.window()):
            self.work.erase()
