"""About how many tokens the next request reads, told beside Send."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from desktop_app.core.chat import LONGEST_HISTORY
from desktop_app.core.conversation import Conversation
from desktop_app.core.costs import estimated_tokens
from desktop_app.ui.chat.amounts import short_tokens_words
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.tasks import Tasks

_PAUSE_MS = 200


class TokenCount(QObject):
    """Counts what is sent with the draft: the branch, and what the assistant is told.

    Args:
        pane: Where it is told.
        services: Where the branch is kept.
        tasks: Runs what isn't waited for.
        choices: Which assistant answers.
        conversation: Returns the conversation that is shown.
    """

    def __init__(
        self,
        pane: ChatPane,
        services: ChatServices,
        tasks: Tasks,
        choices: Choices,
        conversation: Callable[[], Conversation],
    ) -> None:
        super().__init__(pane)
        self._composer = pane.composer
        self._services = services
        self._tasks = tasks
        self._choices = choices
        self._conversation = conversation
        self._letters = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._tell)
        self._composer.field.textChanged.connect(self._edited)
        choices.shown.connect(self._edited)
        pane.transcript.finished.connect(self.recount)

    def recount(self) -> None:
        """The branch that is shown is another one, or has grown."""
        self._tasks.start(self._recount())

    async def _recount(self) -> None:
        shown = self._conversation()
        leaf, letters = shown.active_leaf, 0
        if leaf is not None:
            letters = await self._services.store.branch_letters(leaf, shown.sent_from)
        if self._conversation().active_leaf == leaf:
            self._letters = min(letters, LONGEST_HISTORY)
            self._tell()

    def _edited(self) -> None:
        # Nothing is counted for each key: a draft may be long.
        if not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        # One more is the end of the last paragraph.
        draft = self._composer.field.document().characterCount() - 1
        if not draft and not self._letters:
            self._composer.show_tokens("", "")
            return
        own = self._conversation().instructions
        told = self._choices.assistant.instructions if own is None else own
        count = estimated_tokens(self._letters + draft + len(told))
        words = short_tokens_words(count)
        tip = QCoreApplication.translate(
            "TokenCount", "The next request reads about {tokens}: this chat and what you write"
        )
        self._composer.show_tokens(words, tip.format(tokens=words))
