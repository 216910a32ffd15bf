"""The chat page: one function for each thing a user does in it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.core.chat import reply
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import AppError
from desktop_app.ui.chat.branch_pages import Opened
from desktop_app.ui.chat.branch_reading import BranchReading
from desktop_app.ui.chat.branching import Branching
from desktop_app.ui.chat.chat_view import ChatView
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.drafts import Drafts
from desktop_app.ui.chat.inspecting import Inspecting
from desktop_app.ui.chat.live_reply import LiveReply
from desktop_app.ui.chat.outgoing import Outgoing
from desktop_app.ui.chat.recovering import Recovering
from desktop_app.ui.chat.replying import Replies
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.token_count import TokenCount
from desktop_app.ui.chat.tuning import Tuning
from desktop_app.ui.chat.turn import Turn
from desktop_app.ui.chat.undoing import Undoing
from desktop_app.ui.chat.working import Workings
from desktop_app.ui.notices import Action
from desktop_app.ui.tasks import Tasks


class ChatPage(QObject):
    """Works the view of one conversation and the list of all.

    The view can be seen and typed into before the services are there; `attach` brings them, and
    what the user does before has no effect but on the composer.

    Signals:
        settings_wanted: The user wants to see a page of the settings, such as ``providers``.
        training_wanted: The user wants to see the training tab.
    """

    settings_wanted = Signal(str)
    training_wanted = Signal()

    def __init__(self, tasks: Tasks, view: ChatView) -> None:
        super().__init__(view)
        self._tasks = tasks
        self._services: ChatServices | None = None
        self.choices: Choices | None = None
        self._conversation = Conversation()
        self.reading: BranchReading | None = None
        self._replies: Replies | None = None
        self.recovering: Recovering | None = None
        self.branching: Branching | None = None
        self.tuning: Tuning | None = None
        self._inspecting: Inspecting | None = None
        self._tokens: TokenCount | None = None
        self.workings: Workings | None = None
        self._turn: Turn | None = None
        self._turning = asyncio.Lock()
        self.view, self.list = view, view.list
        self.pane = view.pane
        self.sidebar = view.sidebar
        self._drafts = Drafts(self, tasks)
        self.undoing = Undoing(self.pane, tasks)

    async def attach(self, services: ChatServices) -> None:
        """Begin to work with `services`: show where the user left off."""
        self._services = services
        self.choices = Choices(self.pane, services, self._tasks)
        self.choices.troubled.connect(
            lambda error, provider: self.show_error(error, provider=provider)
        )
        self.sidebar.apply(services.preferences)
        transcript = self.pane.transcript
        self._replies = replies = Replies(
            self,
            transcript,
            services.store,
            self._tasks,
            lambda: services.preferences.settings.attempts,
        )
        self.reading = BranchReading(
            self.pane, services, self._tasks, self.choices.author, replies.is_growing
        )
        self.recovering = Recovering(
            self, services, self._tasks, self.choices, replies, self.reading
        )
        self.branching = Branching(self, services, self._tasks, self.reading, replies)
        self.recovering.settings_wanted.connect(self.settings_wanted)
        self.reading.failed.connect(self.show_error)
        self.reading.judged.connect(lambda: self._tasks.start(self.refresh_list()))
        parts = (self.pane, services, self._tasks, self.choices)
        self.tuning, self._inspecting = Tuning(*parts), Inspecting(*parts)
        self.tuning.tuned.connect(self._tune)
        self._tokens = TokenCount(*parts, lambda: self._conversation)
        last = services.preferences.settings.conversation
        conversation = await services.store.conversation(last) if last else None
        opened = await self.reading.pages.open(conversation.active_leaf if conversation else None)
        self._show(conversation or self.noted(Conversation()), opened, left="")
        self._connect(self.choices, services)
        self.workings = Workings(self, services, self._tasks, replies, self.choices)
        await self.refresh_list()
        self.pane.composer.set_ready()

    # What the user does

    async def ask(self, text: str) -> None:
        """Send `text` and follow the reply; the text leaves the composer once it is on disk."""
        choices, replies = self.choices, self._replies
        if choices is None or replies is None or self._services is None or self.is_replying:
            return
        outgoing = Outgoing(self._services)
        # All of it is taken now: the user may turn elsewhere while the model is being found.
        conversation, assistant = self._conversation, choices.assistant
        wanted = choices.model
        with replies.begun(conversation) as live:
            live.sending = text
            history = await outgoing.history(conversation.active_leaf)
            model = await choices.known_model(wanted, assistant)
            chosen = replace(
                conversation, assistant=assistant.name, model=model.id, provider=model.provider
            )
            updates = reply(outgoing.chat(model, assistant, chosen), chosen, history, text)
            await replies.follow(conversation, live, updates, sent=text)

    def stop(self) -> None:
        """Stop the reply of the conversation that is shown, or give up what stands in its way."""
        if self.workings is not None:
            self.workings.stop()

    # Both begin when they are called, not when they are awaited: whatever is typed from then on
    # is meant for the conversation that is turned to.

    def open_conversation(self, conversation: Conversation) -> Coroutine[Any, Any, None]:
        """Show `conversation` with its draft."""
        self._turn = Turn(self.pane.composer.text)
        return self._turn_to(conversation, self._turn)

    def new_chat(self) -> Coroutine[Any, Any, None]:
        """Start an empty conversation with the assistant and model picked last."""
        return self.open_conversation(self.noted(Conversation()))

    async def open_newest(self) -> None:
        """Show the conversation written last, if there is one."""
        if self._services is not None:
            newest = await self._services.store.list_conversations()
            if newest:
                await self.open_conversation(newest[0])

    def recall(self) -> None:
        """Put the last message of the user into the empty composer."""
        mine = [m.text for m in self.pane.transcript.messages if m.role is Role.USER]
        if mine:
            self.pane.composer.set_text(mine[-1])

    def offer_prompt(self, text: str) -> None:
        """Put `text` into the composer, to be sent or changed."""
        self.pane.composer.set_text(text)
        self.pane.composer.field.setFocus()

    async def save_draft(self) -> None:
        """Store what is typed and not sent."""
        await self._drafts.save()

    # What the application does

    async def refresh_models(self) -> None:
        """Ask every provider for its models and offer them."""
        if self.choices is not None:
            await self.choices.refresh_models()

    async def refresh_list(self) -> None:
        """Show in the list what has changed; where nothing has, it costs nothing."""
        if self.workings is not None:
            await self.workings.listing.refresh()

    def show_error(
        self, error: AppError, actions: list[Action] | None = None, provider: str = ""
    ) -> None:
        """Tell a failure above the composer.

        Args:
            error: It.
            actions: The ways out; None for what can be done about such a failure.
            provider: The id of the provider that could not be asked for its models.
        """
        if actions is None and self.recovering is not None:
            actions = self.recovering.actions(error, provider)
        self.pane.show_notice(error, actions or [])

    @property
    def engine_phase(self) -> Phase:
        """What the local engine is doing."""
        return Phase.STOPPED if self._services is None else self._services.engine.state.phase

    # How it works

    def _connect(self, choices: Choices, services: ChatServices) -> None:
        pane, start = self.pane, self._tasks.start
        pane.composer.submitted.connect(lambda text: start(self._submit(text)))
        pane.composer.stop_wanted.connect(self.stop)
        self._drafts.attach(services)
        pane.composer.recall_wanted.connect(self.recall)
        pane.first_start.prompt_chosen.connect(self.offer_prompt)
        pane.first_start.model_file_wanted.connect(choices.open_model_file)
        pane.first_start.training_wanted.connect(self.training_wanted)
        pane.first_start.providers_wanted.connect(
            lambda: self.settings_wanted.emit("providers/new:openai/key")
        )
        pane.first_start.retry_wanted.connect(choices.retry_engine)
        choices.chosen.connect(self._save_choice)
        choices.providers_wanted.connect(lambda: self.settings_wanted.emit("providers"))
        self.list.new_wanted.connect(lambda: start(self.new_chat()))
        self.list.chosen.connect(lambda conversation: start(self.open_conversation(conversation)))

    async def _submit(self, text: str) -> None:
        turn = self._turn
        if turn is not None:
            async with self._turning:
                text = self.pane.composer.text
            if not turn.shown:
                return
        if self.workings is None or not await self.workings.take(text):
            await self.ask(text)

    async def _turn_to(self, conversation: Conversation, turn: Turn) -> None:
        try:
            async with self._turning:
                await self._drafts.leave(turn.left)
                if self.workings and not await self.workings.temporary.may_leave(conversation):
                    return
                stored, opened = await self._opened(conversation)
                if turn is self._turn:  # else the user has turned to yet another one
                    self._show(stored, opened, turn.left)
                    turn.shown = True
        finally:
            self._turn = None if turn is self._turn else self._turn
        await self.refresh_list()

    async def _opened(self, conversation: Conversation) -> tuple[Conversation, Opened]:
        """Read a conversation anew: a reply may have gone on in it since the list was read."""
        services, reading, replies = self._services, self.reading, self._replies
        if services is None or reading is None or replies is None:
            return conversation, Opened(0, 0, [])
        while True:
            added = replies.added_to(conversation.id)
            stored = await services.store.conversation(conversation.id) or conversation
            opened = await reading.pages.open(stored.active_leaf)
            if replies.added_to(conversation.id) == added:
                return stored, opened

    def _show(self, conversation: Conversation, opened: Opened, left: str) -> None:
        services, choices, reading = self._services, self.choices, self.reading
        if services is None or choices is None or reading is None or self._replies is None:
            return
        self._conversation = conversation
        services.remember(conversation.id if opened.messages or conversation.draft else "")
        choices.pick_for(self._conversation)
        if self.tuning is not None:
            self.tuning.show(self._conversation)
        self.pane.withdraw(lambda error: error.code == "link_refused")
        self.show_branch(conversation.active_leaf, opened)
        self._drafts.show(conversation, left)
        self.show_replying()
        self.sidebar.close_over()
        self.pane.composer.field.setFocus()

    def show_branch(self, leaf: str | None, opened: Opened) -> None:
        """Show another branch of the conversation that is shown, of which the end was read."""
        reading, replies, shown = self.reading, self._replies, opened.messages
        if reading is None or replies is None or self.recovering is None:
            return
        self._conversation = replace(self._conversation, active_leaf=leaf)
        self._recount()
        reading.show(leaf, opened)
        live = replies.of(self._conversation.id)
        if live is not None:
            replies.resume(live)
        elif shown and shown[-1].role is Role.USER:
            self.pane.transcript.mark_unanswered(shown[-1].id)
        elif shown:
            self.recovering.show_remark(shown[-1], [])
        self.pane.show_empty(empty=not shown)
        if live is None:
            self._tasks.start(reading.judge(shown))

    async def show_leaf(self, leaf: str | None, at: str | None = None) -> None:
        """Show another branch of this conversation, see `Branching.show_leaf`."""
        if self.branching is not None:
            await self.branching.show_leaf(leaf, at)

    async def show_message(self, conversation: str, message: str) -> None:
        """Show a message of any conversation, see `Branching.show_message`."""
        if self.branching is not None:
            await self.branching.show_message(conversation, message)

    def shows(self, conversation: str) -> bool:
        """Whether a conversation is the one that is shown."""
        return conversation == self._conversation.id

    def add(self, message: Message, sent: str) -> None:
        """Show a message that a reply has added to the conversation that is shown.

        One of a branch that the user has turned away from is not shown here.
        """
        if self.reading is not None and self.reading.add(message):
            self._conversation = replace(self._conversation, active_leaf=message.id)
            self.pane.show_empty(empty=False)
            self._recount()
        if message.role is not Role.USER:
            return
        if self.tuning is not None:
            self.tuning.stored()
        # It could be saved, so the disk isn't full any more.
        self.pane.withdraw_grave()
        # What was typed since stays.
        if sent and self.pane.composer.text.startswith(sent):
            self.pane.composer.set_text(self.pane.composer.text[len(sent) :])
        if self._turn is not None:
            self._turn.left = self._turn.left.removeprefix(sent)
        if self._services is not None:
            self._services.remember(message.conversation)
        self._tasks.start(self.save_draft())

    def ended(self, message: Message, live: LiveReply) -> None:
        """Show what is to be said of an answer that has ended."""
        if self.recovering is not None:
            self.recovering.ended(message, live)

    def send_from(self, conversation: str, message: str | None) -> None:
        """Note from which message on a conversation is sent."""
        if self.shows(conversation):
            self._conversation = replace(self._conversation, sent_from=message)
            if self._tokens is not None:
                self._tokens.recount()

    @property
    def conversation(self) -> Conversation:
        """The one that is shown, as far as is known here."""
        return self._conversation

    def keep_in_mind(self, conversation: Conversation) -> None:
        """Note what is known of the conversation that is shown."""
        self._conversation = conversation

    @property
    def turn(self) -> Turn | None:
        """The other conversation that is being turned to."""
        return self._turn

    @property
    def is_replying(self) -> bool:
        """Whether a reply is being written in the conversation that is shown."""
        return self._replies is not None and self._replies.of(self._conversation.id) is not None

    def show_replying(self) -> None:
        """Show whether a reply is being written."""
        self.pane.composer.set_replying(self.is_replying)
        self.pane.transcript.set_busy(self.is_replying)
        if self.workings is not None:
            self.workings.show()

    @property
    def is_empty(self) -> bool:
        """Whether the conversation that is shown has no messages."""
        return self.reading is None or not self.reading.pages.length

    def noted(self, conversation: Conversation) -> Conversation:
        """Return a conversation with what is picked for it."""
        return conversation if self.choices is None else self.choices.noted_in(conversation)

    def _recount(self) -> None:
        """Count anew what a reply would read, and tell of none any more how it came about."""
        if self._inspecting is not None and self._tokens is not None:
            self._inspecting.close()
            self._tokens.recount()

    def _tune(self, instructions: str | None, parameters: Mapping[str, Any]) -> None:
        self._conversation = replace(
            self._conversation, instructions=instructions, parameters=parameters
        )

    def _save_choice(self) -> None:
        if self._services is not None:
            self._conversation = chosen = self.noted(self._conversation)
            kept = {
                "assistant": chosen.assistant,
                "model": chosen.model,
                "provider": chosen.provider,
            }
            self._tasks.start(self._services.store.choose(chosen.id, **kept))
