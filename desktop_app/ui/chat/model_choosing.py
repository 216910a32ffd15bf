"""Opens the popup of the model picker, keeps it up to date, and does what is pressed in it."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject, Qt, Signal

from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.model_notes import Correction
from desktop_app.core.models import BUILT_IN, LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.model_popup import ModelPopup, PopupContent
from desktop_app.ui.chat.model_words import unlisted_remark
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.tasks import Tasks


class ModelChoosing(QObject):
    """The popup of one window.

    Signals:
        picked: The model that shall answer.
        file_wanted: A GGUF is to be opened.
        built_in_wanted: The engine shall serve the built-in model again.
        retry_wanted: The engine shall try again.
        providers_wanted: Providers are to be set up.
    """

    picked = Signal(object)
    file_wanted = Signal()
    built_in_wanted = Signal()
    retry_wanted = Signal()
    providers_wanted = Signal()

    def __init__(self, pane: ChatPane, services: ChatServices, tasks: Tasks) -> None:
        super().__init__(pane)
        self._pane = pane
        self._services = services
        self._tasks = tasks
        self._is_made = False

    def open(self, chosen: ModelInfo) -> None:
        """Show all models, and ask once more for what has not come."""
        models = self._services.models
        for provider in models.failures:
            self._tasks.start(models.ask(provider))
        self.popup.open_below(self._pane.model_picker, self._content(chosen))

    def refresh(self, chosen: ModelInfo) -> None:
        """Show what has changed, if the popup is open."""
        if self._is_made and self.popup.isVisible():
            self.popup.show_content(self._content(chosen))

    @cached_property
    def popup(self) -> ModelPopup:
        """The popup; made when it is first opened."""
        self._is_made = True
        popup = ModelPopup(self._pane.window())
        popup.picked.connect(self.picked)
        popup.pin_wanted.connect(self._pin)
        popup.details_wanted.connect(self._show_details)
        popup.file_wanted.connect(self.file_wanted)
        popup.built_in_wanted.connect(self.built_in_wanted)
        popup.retry_wanted.connect(self.retry_wanted)
        popup.providers_wanted.connect(self.providers_wanted)
        popup.closed.connect(self._give_back)
        return popup

    def _content(self, chosen: ModelInfo) -> PopupContent:
        models, state = self._services.models, self._services.engine.state
        first = self._services.default_model
        known = models.known
        listed = any(model.provider == first.provider for model in known)
        if first.id and first.provider in self._services.providers and not listed:
            known = [first, *known]  # It can be chosen before its provider has answered.
        remarks = {who: unlisted_remark(why) for who, why in models.failures.items()}
        return PopupContent(
            known,
            chosen,
            tuple(models.pinned),
            remarks | _engine_trouble(state),
            engine_failed=state.phase is Phase.FAILED,
            own_file=bool(state.model) and state.model != BUILT_IN.id,
        )

    def _give_back(self) -> None:
        self._pane.composer.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _pin(self, model: ModelInfo) -> None:
        models = self._services.models
        pinned = (model.provider, model.id) in models.pinned
        self._tasks.start(models.pin(model, pinned=not pinned))

    def _show_details(self, model: ModelInfo) -> None:
        # It is rarely opened.
        from desktop_app.ui.chat.model_details import ModelDetails

        models = self._services.models

        def correct(correction: Correction) -> None:
            self._tasks.start(models.correct(model, correction))

        details = ModelDetails(model, models.correction(model), self._pane.window())
        details.corrected.connect(correct)
        details.finished.connect(details.deleteLater)
        details.open()


def _engine_trouble(state: EngineState) -> dict[str, str]:
    if state.phase is not Phase.FAILED or state.failure is None:
        return {}
    return {LOCAL_PROVIDER: in_users_words(state.failure).title}
