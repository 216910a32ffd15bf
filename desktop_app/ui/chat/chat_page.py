"""The chat page: one function for each thing a user does in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import Chat, MessageAdded, MessageChanged, ReplyUpdate, answer, reply
from desktop_app.core.conversation import Conversation, Message, Role, branch
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import AppError
from desktop_app.core.events import TextDelta
from desktop_app.core.links import checked_link
from desktop_app.core.models import LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.conversation_list import ConversationList
from desktop_app.ui.chat.live_reply import LiveReply
from desktop_app.ui.chat.model_menu import ModelMenuActions, engine_remark, fill_model_menu
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.sidebar import SidebarPlace
from desktop_app.ui.notices import Action
from desktop_app.ui.tasks import Tasks

_DRAFT_PAUSE_MS = 400


class ChatPage(QWidget):
    """Shows one conversation and the list of all.

    The page can be seen and typed into before its services are there; `attach` brings them.

    Signals:
        settings_wanted: The user wants to connect a model service.
        training_wanted: The user wants to see the training tab.
    """

    settings_wanted = Signal()
    training_wanted = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._services: ChatServices | None = None
        self._conversation = Conversation()
        self._messages: dict[str, Message] = {}
        self._replies: dict[str, LiveReply] = {}
        self._models: list[ModelInfo] = []
        self._assistant = Assistant("")
        self.list = ConversationList(self)
        self.pane = ChatPane(self)
        self.sidebar = SidebarPlace(self, self.list, self.pane)
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.timeout.connect(lambda: self._tasks.start(self.save_draft()))
        self._connect()

    # What the user does

    async def ask(self, text: str) -> None:
        """Send `text` and follow the reply; the text leaves the composer once it is on disk."""
        services = self._services
        if services is None or self._conversation.id in self._replies:
            return
        if not self._model.id:
            await self.refresh_models()
        conversation = self._conversation
        updates = reply(self._chat(services), conversation, self._branch(), text)
        await self._follow(conversation, updates, sent=text)

    async def answer_again(self, message: str) -> None:
        """Write the answer to the same question once more, as another branch."""
        services = self._services
        old = self._messages.get(message)
        if services is None or old is None or self._conversation.id in self._replies:
            return
        history = branch(self._messages, old.parent)
        self.pane.transcript.remove_message(message)
        await self._follow(self._conversation, answer(self._chat(services), history))

    def stop(self) -> None:
        """Stop the reply of the conversation that is shown."""
        live = self._replies.get(self._conversation.id)
        if live is not None and live.task is not None:
            live.task.cancel()

    async def open_conversation(self, conversation: Conversation) -> None:
        """Show `conversation` with its draft."""
        services = self._services
        if services is None:
            return
        await self.save_draft()
        stored = await services.store.conversation(conversation.id)
        messages = await services.store.messages(conversation.id)
        self._show(stored or conversation, messages)
        await self.refresh_list()

    async def new_chat(self) -> None:
        """Start an empty conversation with the assistant and model picked last."""
        await self.save_draft()
        self._show(
            Conversation(
                assistant=self._assistant.name,
                model=self._model.id if self._services else "",
                provider=self._model.provider if self._services else "",
            ),
            [],
        )
        await self.refresh_list()

    def choose_assistant(self, assistant: Assistant) -> None:
        """Let `assistant` answer from the next message on."""
        self._conversation = replace(self._conversation, assistant=assistant.name)
        self._assistant = assistant
        if self._services is None:
            return
        self._services.preferences.change(assistant=assistant.name)
        named = next((m for m in self._models if m.id == assistant.model), None)
        if named is not None:
            self.choose_model(named)
        self._save_choice()

    def choose_model(self, model: ModelInfo) -> None:
        """Let `model` answer from the next message on."""
        self._conversation = replace(self._conversation, model=model.id, provider=model.provider)
        self._model = model
        if self._services is not None:
            self._services.preferences.change(model=model.id, provider=model.provider)
        self._save_choice()

    def open_model_file(self) -> None:
        """Ask for a GGUF file and let the engine serve it."""
        dialog = QFileDialog(self, self.tr("Open a GGUF"))
        dialog.setNameFilter(self.tr("Models (*.gguf)"))
        dialog.fileSelected.connect(self._use_model_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def recall(self) -> None:
        """Put the last message of the user into the empty composer."""
        mine = [message for message in self._branch() if message.role is Role.USER]
        if mine:
            self.pane.composer.set_text(mine[-1].text)

    async def save_draft(self) -> None:
        """Store what is typed and not sent; an empty chat without a draft leaves no trace."""
        self._draft_timer.stop()
        services, text = self._services, self.pane.composer.text
        if services is None or text == self._conversation.draft:
            return
        self._conversation = replace(self._conversation, draft=text)
        if self._messages:
            await services.store.save_draft(self._conversation.id, text)
        elif text:
            await services.store.save_conversation(self._conversation)
        else:
            await services.store.save_draft(self._conversation.id, text)
            await services.store.delete_if_empty(self._conversation.id)

    # What the application does

    async def attach(self, services: ChatServices) -> None:
        """Begin to work with `services`: show where the user left off."""
        typed = self.pane.composer.text
        self._services = services
        self._models = [services.default_model]
        self._model = services.default_model
        self._assistant = self._assistant_named(services.preferences.settings.assistant)
        self.sidebar.apply(services.preferences)
        self.pane.composer.set_ready()
        services.engine.watch(self.show_engine_state)
        last = services.preferences.settings.conversation
        conversation = await services.store.conversation(last) if last else None
        if conversation is None:
            await self.new_chat()
        else:
            await self.open_conversation(conversation)
        if typed:
            self.pane.composer.set_text(typed)

    async def refresh_models(self) -> None:
        """Ask every provider for its models and offer them."""
        if self._services is not None:
            self._models = await self._services.list_models() or self._models
            self._pick_model()
            self._show_choices()

    async def refresh_list(self) -> None:
        """Read the list of conversations again."""
        if self._services is not None:
            self.list.show_conversations(await self._services.store.list_conversations())
            self.list.select(self._conversation.id)

    def show_engine_state(self, state: EngineState) -> None:
        """Tell what the local engine is doing."""
        if state.phase is Phase.READY:
            self._tasks.start(self.refresh_models())
        self._show_choices()

    def show_error(self, error: AppError, actions: list[Action] | None = None) -> None:
        """Tell a failure above the composer."""
        self.pane.show_notice(error, actions or [])

    async def open_newest(self) -> None:
        """Show the conversation written last, if there is one."""
        if self._services is not None:
            newest = await self._services.store.list_conversations()
            if newest:
                await self.open_conversation(newest[0])

    @property
    def engine_phase(self) -> Phase:
        """What the local engine is doing."""
        return Phase.STOPPED if self._services is None else self._services.engine.state.phase

    # How it works

    def _connect(self) -> None:
        pane = self.pane
        pane.composer.submitted.connect(lambda text: self._tasks.start(self.ask(text)))
        pane.composer.stop_wanted.connect(self.stop)
        pane.composer.edited.connect(lambda _text: self._draft_timer.start(_DRAFT_PAUSE_MS))
        pane.composer.recall_wanted.connect(self.recall)
        pane.transcript.again.connect(lambda m: self._tasks.start(self.answer_again(m)))
        pane.transcript.link_activated.connect(self._open_link)
        pane.first_start.prompt_chosen.connect(self._offer_prompt)
        pane.first_start.model_file_wanted.connect(self.open_model_file)
        pane.first_start.training_wanted.connect(self.training_wanted)
        pane.first_start.providers_wanted.connect(self.settings_wanted)
        pane.first_start.retry_wanted.connect(self._retry_engine)
        pane.assistant_picker.choices.aboutToShow.connect(self._fill_assistants)
        pane.model_picker.choices.aboutToShow.connect(self._fill_models)
        self.list.new_wanted.connect(lambda: self._tasks.start(self.new_chat()))
        self.list.chosen.connect(lambda c: self._tasks.start(self.open_conversation(c)))

    async def _follow(
        self, conversation: Conversation, updates: AsyncGenerator[ReplyUpdate, None], sent: str = ""
    ) -> None:
        live = LiveReply(asyncio.current_task())
        self._replies[conversation.id] = live
        self._show_replying()
        try:
            async with aclosing(updates):
                async for update in updates:
                    self._take(conversation, live, update, sent)
        finally:
            del self._replies[conversation.id]
            self._show_replying()
            await self._show_final(conversation, live)

    def _take(
        self, conversation: Conversation, live: LiveReply, update: ReplyUpdate, sent: str
    ) -> None:
        shown = conversation.id == self._conversation.id
        match update:
            case TextDelta(text):
                live.pieces.append(text)
                if shown:
                    self.pane.transcript.grow(text)
            case MessageAdded(message):
                live.message = message if message.role is Role.ASSISTANT else None
                if shown:
                    self._add(message, sent)
            case MessageChanged(message) if shown:
                self._messages[message.id] = message
                self.pane.transcript.change_message(message)
                if message.role is Role.USER:
                    self._tasks.start(self.refresh_list())

    def _add(self, message: Message, sent: str) -> None:
        self._messages[message.id] = message
        self._conversation = replace(self._conversation, active_leaf=message.id)
        self.pane.show_empty(empty=False)
        if message.role is Role.USER and self.pane.composer.text == sent:
            self.pane.composer.set_text("")
            self._conversation = replace(self._conversation, draft="")
        self.pane.transcript.add_message(
            message, self._author(message), live=message.role is Role.ASSISTANT
        )

    async def _show_final(self, conversation: Conversation, live: LiveReply) -> None:
        services = self._services
        if services is None or live.message is None:
            return
        message = await services.store.message(live.message.id)
        if message is not None and conversation.id == self._conversation.id:
            self._messages[message.id] = message
            self.pane.transcript.change_message(message)
        await self.refresh_list()

    def _show(self, conversation: Conversation, messages: list[Message]) -> None:
        self._conversation = conversation
        self._messages = {message.id: message for message in messages}
        if self._services is not None:
            self._services.preferences.change(conversation=conversation.id if messages else "")
            self._assistant = self._assistant_named(conversation.assistant)
        self._pick_model()
        shown = self._branch()
        self.pane.transcript.show_messages((m, self._author(m)) for m in shown)
        live = self._replies.get(conversation.id)
        if live is not None and live.message is not None:
            self.pane.transcript.resume(live.message.id, live.text)
        self.pane.show_empty(empty=not shown)
        self.pane.composer.set_text(conversation.draft)
        self._draft_timer.stop()
        self.pane.close_notice()
        self._show_choices()
        self._show_replying()
        self.list.select(conversation.id)
        self.pane.composer.field.setFocus()

    def _branch(self) -> list[Message]:
        return branch(self._messages, self._conversation.active_leaf)

    def _chat(self, services: ChatServices) -> Chat:
        return Chat(
            services.store,
            services.chat_model(self._model.provider),
            self._model.id,
            self._assistant,
            services.judge,
        )

    def _author(self, message: Message) -> str:
        if message.role is Role.USER:
            return self.tr("You")
        known = [m for m in self._models if (m.provider, m.id) == (message.provider, message.model)]
        return known[0].name if known else message.model

    def _assistant_named(self, name: str) -> Assistant:
        assistants = self._services.assistants if self._services is not None else []
        found = [assistant for assistant in assistants if assistant.name == name]
        return (found or assistants or [Assistant("")])[0]

    def _pick_model(self) -> None:
        if self._services is None:
            return
        wanted = (self._conversation.provider, self._conversation.model)
        found = [model for model in self._models if (model.provider, model.id) == wanted]
        if found:
            self._model = found[0]
        elif not any(wanted):
            self._model = self._services.default_model
        if not self._model.id:
            offered = [m for m in self._models if m.provider == self._model.provider]
            self._model = (offered or [self._model])[0]

    def _show_choices(self) -> None:
        services = self._services
        if services is None:
            return
        state = services.engine.state
        model = self._model
        local = model.provider == LOCAL_PROVIDER
        failed = local and state.phase is Phase.FAILED
        self.pane.assistant_picker.show_choice(self._assistant.name)
        self.pane.model_picker.show_choice(
            model.name,
            engine_remark(model, state) if local else model.provider_name,
            "warning" if failed else "computer" if local else "server",
        )
        self.pane.composer.set_placeholder(self.tr("Message {model}").format(model=model.name))
        self.pane.first_start.show_state(model, state)
        self.pane.place()

    def _show_replying(self) -> None:
        self.pane.composer.set_replying(self._conversation.id in self._replies)

    def _fill_assistants(self) -> None:
        menu = self.pane.assistant_picker.choices
        menu.clear()
        for assistant in self._services.assistants if self._services is not None else []:
            action = menu.addAction(assistant.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(assistant.name == self._assistant.name)
            action.triggered.connect(lambda _checked=False, a=assistant: self.choose_assistant(a))

    def _fill_models(self) -> None:
        if self._services is None:
            return
        actions = ModelMenuActions(
            self.choose_model,
            self.open_model_file,
            lambda: self._use_model_file(""),
            self._retry_engine,
        )
        menu = self.pane.model_picker.choices
        fill_model_menu(menu, self._models, self._model, self._services.engine.state, actions)

    def _save_choice(self) -> None:
        self._show_choices()
        if self._services is not None and self._messages:
            chosen = self._conversation
            self._tasks.start(
                self._services.store.choose(
                    chosen.id,
                    assistant=chosen.assistant,
                    model=chosen.model,
                    provider=chosen.provider,
                )
            )

    def _use_model_file(self, path: str) -> None:
        if self._services is not None:
            self._services.preferences.change(model_file=path)
            self._tasks.start(self._services.engine.use_model_file(path))

    def _retry_engine(self) -> None:
        if self._services is not None:
            self._tasks.start(self._services.engine.start())

    def _offer_prompt(self, text: str) -> None:
        self.pane.composer.set_text(text)
        self.pane.composer.field.setFocus()

    def _open_link(self, address: str) -> None:
        try:
            QDesktopServices.openUrl(QUrl(checked_link(address)))
        except AppError as error:
            self.show_error(error)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.sidebar.place()
