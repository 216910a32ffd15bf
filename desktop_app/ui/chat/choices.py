"""Which assistant and which model answer, as the two pickers show and change it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop_app.core.assistants import Assistant
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import InputError
from desktop_app.core.models import BUILT_IN, LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.model_menu import (
    ModelMenuActions,
    engine_remark,
    fill_model_menu,
    provider_words,
)
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.tasks import Tasks


class Choices(QObject):
    """Holds the two choices of the conversation that is shown.

    Signals:
        chosen: The user chose another assistant or model.
    """

    chosen = Signal()

    def __init__(self, pane: ChatPane, services: ChatServices, tasks: Tasks) -> None:
        super().__init__(pane)
        self._tasks = tasks
        self._pane = pane
        self._services = services
        self._models = [services.default_model]
        self.model = services.default_model
        self.assistant = self._assistant_named(services.preferences.settings.assistant)
        pane.assistant_picker.choices.aboutToShow.connect(self._fill_assistants)
        pane.model_picker.choices.aboutToShow.connect(self._fill_models)
        for picker in (pane.assistant_picker, pane.model_picker):
            picker.choices.aboutToHide.connect(pane.composer.field.setFocus)
        services.engine.watch(self._engine_changed)

    def pick_for(self, conversation: Conversation) -> None:
        """Take the choices kept with `conversation`; what is gone is replaced by the default."""
        self.assistant = self._assistant_named(conversation.assistant)
        provider, model = conversation.provider, conversation.model
        default = self._services.default_model
        if provider == default.provider and not model:
            self.model = default
        elif provider and model:
            # Not found is also what isn't known yet; `refresh_models` decides.
            name = BUILT_IN.name if model == BUILT_IN.id else model
            unknown = ModelInfo(model, provider, name, provider)
            self.model = self._found(provider, model) or unknown
        self.show()

    async def refresh_models(self) -> None:
        """Ask every provider for its models; a model that is gone gives way to its neighbour."""
        self._models = await self._services.list_models() or self._models
        chosen = self.model
        offered = [model for model in self._models if model.provider == chosen.provider]
        if chosen.provider not in self._services.providers:
            offered = [self._services.default_model]
        self.model = self._found(chosen.provider, chosen.id) or (offered or [chosen])[0]
        self.show()

    async def known_model(self) -> ModelInfo:
        """Return the model that answers, asking its server which there are if that isn't known.

        Raises:
            InputError: Its server offers none.
        """
        if not self.model.id:
            await self.refresh_models()
        if not self.model.id:
            raise InputError(
                "{provider} offers no model to ask",
                "Your message stays where it is. Choose another model, then send it again.",
                code="no_model",
                provider=self.model.provider_name,
            )
        return self.model

    def choose_assistant(self, assistant: Assistant) -> None:
        """Let `assistant` answer from the next message on, with the model it prefers."""
        self.assistant = assistant
        preferred = [model for model in self._models if model.id == assistant.model]
        if preferred:
            self.model = preferred[0]
        self._remember()

    def choose_model(self, model: ModelInfo) -> None:
        """Let `model` answer from the next message on."""
        self.model = model
        self._remember()

    def open_model_file(self) -> None:
        """Ask for a GGUF file and let the engine serve it."""
        dialog = QFileDialog(self._pane, self.tr("Open a GGUF"))
        dialog.setNameFilter(self.tr("Models (*.gguf)"))
        dialog.fileSelected.connect(lambda path: self._tasks.start(self.use_model_file(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def use_model_file(self, path: str) -> None:
        """Let the engine serve a GGUF file, or the built-in model where `path` is empty.

        Raises:
            EngineError: The environment decides which model is served.
        """
        await self._services.engine.use_model_file(path)
        self._services.preferences.change(model_file=path)
        await self.refresh_models()

    def use_built_in(self) -> None:
        """Let the engine serve the built-in model again."""
        self._tasks.start(self.use_model_file(""))

    def retry_engine(self) -> None:
        """Let the engine try again after a failure."""
        self._tasks.start(self._services.engine.start())

    def noted_in(self, conversation: Conversation) -> Conversation:
        """Return `conversation` with both choices noted in it."""
        return replace(
            conversation,
            assistant=self.assistant.name,
            model=self.model.id,
            provider=self.model.provider,
        )

    def author(self, message: Message) -> str:
        """Return the name that stands over a message."""
        if message.role is Role.USER:
            return self.tr("You")
        known = self._found(message.provider, message.model)
        return known.name if known is not None else message.model

    def show(self) -> None:
        """Show both choices and what the engine is doing."""
        state = self._services.engine.state
        model, pane = self.model, self._pane
        local = model.provider == LOCAL_PROVIDER
        failed = local and state.phase is Phase.FAILED
        pane.assistant_picker.show_choice(_called(self.assistant))
        pane.model_picker.show_choice(
            model.name,
            engine_remark(model, state) if local else provider_words(model),
            "warning" if failed else "computer" if local else "server",
            why=in_users_words(state.failure).title if failed and state.failure else "",
        )
        pane.composer.set_placeholder(
            self.tr("Message {model}").format(model=model.name or provider_words(model))
        )
        pane.first_start.show_state(model, state)
        pane.place()

    def _engine_changed(self, state: EngineState) -> None:
        if state.phase is Phase.READY:
            self._tasks.start(self.refresh_models())
        self.show()

    def _remember(self) -> None:
        self._services.preferences.change(
            assistant=self.assistant.name, model=self.model.id, provider=self.model.provider
        )
        self.show()
        self.chosen.emit()

    def _found(self, provider: str, model: str) -> ModelInfo | None:
        for known in self._models:
            if (known.provider, known.id) == (provider, model):
                return known
        return None

    def _assistant_named(self, name: str) -> Assistant:
        assistants = self._services.assistants
        found = [assistant for assistant in assistants if assistant.name == name]
        return (found or assistants)[0]

    def _fill_assistants(self) -> None:
        menu = self._pane.assistant_picker.choices
        menu.clear()
        for assistant in self._services.assistants:
            action = menu.addAction(_called(assistant).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(assistant.name == self.assistant.name)
            action.triggered.connect(lambda _checked=False, a=assistant: self.choose_assistant(a))

    def _fill_models(self) -> None:
        actions = ModelMenuActions(
            self.choose_model,
            self.open_model_file,
            self.use_built_in,
            self.retry_engine,
        )
        if not self.model.id:
            # Its server may answer by now.
            self._tasks.start(self.refresh_models())
        menu = self._pane.model_picker.choices
        fill_model_menu(menu, self._models, self.model, self._services.engine.state, actions)


def _called(assistant: Assistant) -> str:
    # The names of the shipped ones are known to the translations; the user's own stay.
    return QCoreApplication.translate("Assistants", assistant.name)
