"""Changing a message of the user: another question beside it, with an answer of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject

from desktop_app.core.chat import asked, reply
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.outgoing import Outgoing
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.row_editor import EditWords, RowEditor
from desktop_app.ui.chat.undoing import Undoing
from desktop_app.ui.tasks import Tasks


class Page(Protocol):
    """Where a conversation is shown."""

    pane: ChatPane
    undoing: Undoing

    @property
    def conversation(self) -> Conversation:
        """The one that is shown."""
        ...

    @property
    def is_replying(self) -> bool:
        """Whether a reply is being written in it."""
        ...

    def shows(self, conversation: str) -> bool:
        """Whether a conversation is the one that is shown."""
        ...


class Editing(QObject):
    """Lets messages of the user be changed; the old ones stay as they were, on their branches.

    What is being changed is remembered until it is sent or given up, also while something else is
    shown.

    Args:
        page: Where a conversation is shown.
        services: Where it is kept, and who answers.
        tasks: Runs what isn't waited for.
        choices: Who is picked to answer.
        replies: The replies that are being written.
    """

    def __init__(
        self, page: Page, services: ChatServices, tasks: Tasks, choices: Choices, replies: Replies
    ) -> None:
        super().__init__(page.pane)
        self._page = page
        self._tasks = tasks
        self._choices = choices
        self._replies = replies
        self._outgoing = Outgoing(services)
        self._unsent: dict[str, str] = {}
        transcript = page.pane.transcript
        transcript.acted.connect(self._act)
        # Where the user writes on once it is sent.
        transcript.editor_left.connect(page.pane.composer.field.setFocus)

    def begin(self, message: str) -> None:
        """Let a message of the user be changed in its place."""
        transcript = self._page.pane.transcript
        old = transcript.message(message)
        if old is None or old.role is not Role.USER or self._page.is_replying:
            return
        words = EditWords(
            self.tr("Edit message"),
            self.tr("Save and send"),
            self.tr("Save only"),
            self.tr("Enter sends, Esc cancels"),
        )
        editor = RowEditor(self._unsent.get(message, old.text), words, by_enter=True)
        editor.field.textChanged.connect(lambda: self._unsent.update({message: editor.text}))
        editor.accepted.connect(lambda: self._tasks.start(self.send(message, editor.text)))
        editor.kept.connect(lambda: self._tasks.start(self.keep(message, editor.text)))
        editor.rejected.connect(lambda: self._give_up(message))
        self._page.undoing.watch(editor.field)
        transcript.open_editor(message, editor)

    async def send(self, message: str, text: str) -> None:
        """Send a changed message beside the old one, and follow the reply.

        Raises:
            StorageError: It can't be kept; it is still there to be sent again.
        """
        old = self._at_rest(message)
        if old is None:
            return
        # All of it is taken now: the user may turn elsewhere while the model is being found.
        conversation, assistant = self._page.conversation, self._choices.assistant
        wanted = self._choices.model
        with self._replies.begun(conversation) as live:
            history = await self._outgoing.history(old.parent)
            model = await self._choices.known_model(wanted, assistant)
            chosen = replace(
                conversation, assistant=assistant.name, model=model.id, provider=model.provider
            )
            chat = self._outgoing.chat(model, assistant, chosen)
            await self._replies.follow(conversation, live, reply(chat, chosen, history, text))
        self._unsent.pop(message, None)

    async def keep(self, message: str, text: str) -> None:
        """Keep a changed message beside the old one without sending it.

        Raises:
            StorageError: It can't be kept; it is still there to be sent again.
        """
        old = self._at_rest(message)
        if old is None:
            return
        conversation, assistant = self._page.conversation, self._choices.assistant
        model = self._choices.model
        transcript = self._page.pane.transcript
        with self._replies.begun(conversation) as live:
            history = await self._outgoing.history(old.parent)
            chat = self._outgoing.chat(model, assistant, conversation)
            await self._replies.follow(conversation, live, asked(chat, conversation, history, text))
        self._unsent.pop(message, None)
        last = transcript.messages[-1:] if self._page.shows(conversation.id) else []
        if last and last[0].role is Role.USER and last[0].parent == old.parent:
            transcript.mark_unanswered(last[0].id)

    def _act(self, message: str, kind: Kind) -> None:
        if kind is Kind.EDIT:
            self.begin(message)

    def _give_up(self, message: str) -> None:
        self._page.pane.transcript.close_editor()
        self._unsent.pop(message, None)

    def _at_rest(self, message: str) -> Message | None:
        """Return a message that is shown, if nothing is being written."""
        return None if self._page.is_replying else self._page.pane.transcript.message(message)
