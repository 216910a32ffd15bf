"""What works a conversation beyond asking: one part for each thing that is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.ui.chat.chat_page import ChatPage


class Workings(QObject):
    """Makes the parts, which listen to the view by themselves, and holds them.

    Args:
        page: Where a conversation is shown.
        services: What stands behind it.
        tasks: Runs what isn't waited for.
    """

    def __init__(self, page: ChatPage, services: ChatServices, tasks: Tasks) -> None:
        super().__init__(page)
