"""Which assistant and which model answer, as the two pickers show and change it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop_app.core.assistants import Assistant
from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import AppError, InputError
from desktop_app.core.models import BUILT_IN, LOCAL_PROVIDER, ModelInfo
from desktop_app.core.settings import with_assistant_model
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.known_models import KnownModels
from desktop_app.ui.chat.model_choosing import ModelChoosing
from desktop_app.ui.chat.model_words import engine_remark, not_available, provider_words
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.tasks import Tasks


class Choices(QObject):
    """Holds the two choices of the conversation that is shown.

    Signals:
        chosen: The user chose another assistant or model.
        shown: What is chosen, or what is known of it, has changed.
        troubled: Why the chosen model can't be asked, and the id of the provider to set up, or
            empty.
        providers_wanted: The user wants to set up providers.
    """

    chosen = Signal()
    shown = Signal()
    troubled = Signal(object, str)
    providers_wanted = Signal()

    def __init__(self, pane: ChatPane, services: ChatServices, tasks: Tasks) -> None:
        super().__init__(pane)
        self._tasks = tasks
        self._pane = pane
        self._services = services
        self._told: AppError | None = None
        self._models = KnownModels()
        self.model = services.default_model
        self.assistant = self._assistant_named(services.preferences.settings.assistant)
        pane.assistant_picker.choices.aboutToShow.connect(self._fill_assistants)
        pane.assistant_picker.choices.aboutToHide.connect(pane.composer.field.setFocus)
        self._choosing = choosing = ModelChoosing(pane, services, tasks)
        choosing.picked.connect(self.choose_model)
        choosing.file_wanted.connect(self.open_model_file)
        choosing.built_in_wanted.connect(self.use_built_in)
        choosing.retry_wanted.connect(self.retry_engine)
        choosing.providers_wanted.connect(self.providers_wanted)
        pane.model_picker.clicked.connect(self.open_picker)
        services.models.watch(self._models_changed)
        services.engine.watch(self._engine_changed)

    def pick_for(self, conversation: Conversation) -> None:
        """Take the choices kept with `conversation`; an assistant that is gone gives way."""
        self.model, self.assistant = self.picks_of(conversation)
        self._models_changed()

    def picks_of(self, conversation: Conversation) -> tuple[ModelInfo, Assistant]:
        """Return the choices kept with a conversation; the present model where none is."""
        provider, model = conversation.provider, conversation.model
        default, picked = self._services.default_model, self.model
        if provider == default.provider and not model:
            picked = default
        elif provider and model:
            picked = self._as_known(provider, model)
        return picked, self._assistant_named(conversation.assistant)

    async def refresh_models(self) -> None:
        """Ask every provider for its models; a model that is gone gives way to its neighbour."""
        await self._services.models.refresh()

    def open_picker(self) -> None:
        """Show all models to choose from."""
        if not self.model.id:
            # Its server may answer by now.
            self._tasks.start(self.refresh_models())
        self._choosing.open(self.model)

    async def known_model(self, chosen: ModelInfo, assistant: Assistant) -> ModelInfo:
        """Return the model that answers, asking its server which there are if that isn't known.

        The user may turn to another conversation meanwhile, where others are chosen.

        Args:
            chosen: The model that was chosen when the user asked.
            assistant: The assistant likewise.

        Raises:
            InputError: Its server offers none, or its provider is gone.
        """
        if self._is_gone(chosen):
            raise self._gone(chosen)
        if not chosen.id:
            await self._services.models.ask(chosen.provider, in_full=False)
        model = self._offered(chosen) or chosen
        if not model.id:
            raise InputError(
                "{provider} offers no model to ask",
                "Your message stays where it is. Choose another model, then send it again.",
                code="no_model",
                provider=chosen.provider_name,
            )
        self._services.preferences.change(assistant_models=self._used(assistant, model))
        return model

    def choose_assistant(self, assistant: Assistant) -> None:
        """Let `assistant` answer from the next message on, with the model it answered with last.

        One that has not answered yet brings the model it prefers.
        """
        self.assistant = assistant
        used = self._services.preferences.settings.assistant_models
        last = [self._as_known(where, model) for who, where, model in used if who == assistant.name]
        there = [model for model in last if model.provider in self._services.providers]
        preferred = [model for model in self._services.models.known if model.id == assistant.model]
        if there or preferred:
            self.model = (there or preferred)[0]
        self._remember()

    def choose_model(self, model: ModelInfo) -> None:
        """Let `model` answer from the next message on."""
        self.model = model
        self._services.preferences.change(assistant_models=self._used(self.assistant, model))
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
        await self._services.models.ask(LOCAL_PROVIDER)

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
        return self._as_known(message.provider, message.model).name

    def provider_of(self, message: Message) -> str:
        """Return what the provider that served a message is called."""
        return provider_words(self._as_known(message.provider, message.model))

    def assistant_words(self) -> str:
        """Return what the chosen assistant is called."""
        return _called(self.assistant)

    def show(self) -> None:
        """Show both choices and what the engine is doing."""
        state = self._services.engine.state
        model, pane = self.model, self._pane
        local = model.provider == LOCAL_PROVIDER
        failed, gone = local and state.phase is Phase.FAILED, self._is_gone(model)
        remark = engine_remark(state) if local else provider_words(model)
        pane.assistant_picker.show_choice(_called(self.assistant))
        pane.model_picker.show_choice(
            model.name,
            not_available() if gone else remark,
            "warning" if failed or gone else "computer" if local else "server",
            why=in_users_words(state.failure).title if failed and state.failure else "",
        )
        pane.composer.set_placeholder(
            self.tr("Message {model}").format(model=model.name or provider_words(model))
        )
        pane.first_start.show_state(model, state)
        pane.place()
        self.shown.emit()

    def _engine_changed(self, state: EngineState) -> None:
        if state.phase is Phase.READY:
            self._tasks.start(self._services.models.ask(LOCAL_PROVIDER))
        self.show()
        self._choosing.refresh(self.model)

    def _models_changed(self) -> None:
        self.model = self._offered(self.model) or self.model
        self._tell_trouble()
        self.show()
        self._choosing.refresh(self.model)

    def _offered(self, chosen: ModelInfo) -> ModelInfo | None:
        """Return a model as it is known now, or the neighbour that it gives way to."""
        models = self._services.models
        found = self._found(chosen.provider, chosen.id)
        if found is None and (not chosen.id or models.has_answered(chosen.provider)):
            return self._known.first_of(chosen.provider)
        return found

    def _is_gone(self, model: ModelInfo) -> bool:
        """Whether the provider of a model is not set up any more."""
        return model.provider not in self._services.providers

    def _gone(self, model: ModelInfo) -> InputError:
        return InputError(
            "{model} can’t be asked: its provider is not set up any more",
            "Your messages stay where they are. Choose another model to go on.",
            code="no_model",
            model=model.name,
        )

    def _tell_trouble(self) -> None:
        """Tell why the chosen model can't be asked, or take that away."""
        provider, gone = self.model.provider, self._is_gone(self.model)
        failures = self._services.models.failures
        trouble = self._gone(self.model) if gone else failures.get(provider)
        told, self._told = self._told, trouble
        if told is not None and (trouble is None or told.failure != trouble.failure):
            self._pane.withdraw(lambda error: error.title == told.title)
        if trouble is not None and (told is None or told.failure != trouble.failure):
            self.troubled.emit(trouble, "" if gone else provider)

    def _used(self, assistant: Assistant, model: ModelInfo) -> tuple[tuple[str, str, str], ...]:
        used = self._services.preferences.settings.assistant_models
        return with_assistant_model(used, assistant.name, model.provider, model.id)

    def _remember(self) -> None:
        self._services.preferences.change(
            assistant=self.assistant.name, model=self.model.id, provider=self.model.provider
        )
        self._tell_trouble()
        self.show()
        self.chosen.emit()

    @property
    def _known(self) -> KnownModels:
        self._models.take(self._services.models.known)
        return self._models

    def _found(self, provider: str, model: str) -> ModelInfo | None:
        return self._known.find(provider, model)

    def _as_known(self, provider: str, model: str) -> ModelInfo:
        """Return a model by its ids. One not found may be one that isn't known yet."""
        default = self._services.default_model
        if (provider, model) == (default.provider, default.id):
            return self._found(provider, model) or default
        neighbour = self._known.first_of(provider)
        called = provider if neighbour is None else neighbour.provider_name
        name = BUILT_IN.name if model == BUILT_IN.id else model
        return self._found(provider, model) or ModelInfo(model, provider, name, called)

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


def _called(assistant: Assistant) -> str:
    # The names of the shipped ones are known to the translations; the user's own stay.
    return QCoreApplication.translate("Assistants", assistant.name)
