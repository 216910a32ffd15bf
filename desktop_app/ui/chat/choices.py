"""Which assistant and which model answer, as the two pickers show and change it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop_app.core.assistants import Assistant
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.engine_state import Phase
from desktop_app.core.models import BUILT_IN, LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.model_menu import (
    ModelMenuActions,
    engine_remark,
    fill_model_menu,
    provider_words,
)
from desktop_app.ui.chat.services import ChatServices


class Choices(QObject):
    """Holds the two choices of the conversation that is shown.

    Signals:
        chosen: The user chose another assistant or model.
        file_wanted: The user wants to open a GGUF file.
        built_in_wanted: The user wants the built-in model back.
        retry_wanted: The user wants the engine to try again.
    """

    chosen = Signal()
    file_wanted = Signal()
    built_in_wanted = Signal()
    retry_wanted = Signal()

    def __init__(self, pane: ChatPane, services: ChatServices) -> None:
        super().__init__(pane)
        self._pane = pane
        self._services = services
        self._models = [services.default_model]
        self.model = services.default_model
        self.assistant = self._assistant_named(services.preferences.settings.assistant)
        pane.assistant_picker.choices.aboutToShow.connect(self._fill_assistants)
        pane.model_picker.choices.aboutToShow.connect(self._fill_models)

    def pick_for(self, conversation: Conversation) -> None:
        """Take the choices kept with `conversation`; what is gone is replaced by the default."""
        self.assistant = self._assistant_named(conversation.assistant)
        provider, model = conversation.provider, conversation.model
        if provider and model:
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
        self.model = self._found(chosen.provider, chosen.id) or (offered or [chosen])[0]
        self.show()

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
        )
        pane.composer.set_placeholder(self.tr("Message {model}").format(model=model.name))
        pane.first_start.show_state(model, state)
        pane.place()

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
            self.file_wanted.emit,
            self.built_in_wanted.emit,
            self.retry_wanted.emit,
        )
        menu = self._pane.model_picker.choices
        fill_model_menu(menu, self._models, self.model, self._services.engine.state, actions)


def _called(assistant: Assistant) -> str:
    # The names of the shipped ones are known to the translations; the user's own stay.
    return QCoreApplication.translate("Assistants", assistant.name)
