"""Which models are asked the next message, if it is not one alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QObject, Qt

from desktop_app.core.models import ModelInfo
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.side_by_side.models_button import ModelsButton
from desktop_app.ui.chat.side_by_side.models_card import ModelsCard
from desktop_app.ui.tasks import Tasks


class ModelsChoosing(QObject):
    """Opens the card and says in the composer whom the next message goes to.

    Several are asked once; the next time the same ones are ticked already.

    Attributes:
        button: Holds which models are asked.
        placeholder: Returns what else the composer says while it is empty; empty for nothing.
    """

    def __init__(
        self, pane: ChatPane, services: ChatServices, tasks: Tasks, choices: Choices
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._services = services
        self._tasks = tasks
        self._choices = choices
        self._last: list[ModelInfo] = []
        self._said = ""
        self.placeholder: Callable[[], str] = str
        self.button = ModelsButton(pane.composer)
        pane.composer.add_button(self.button)
        self.button.clicked.connect(self.open)
        self.button.changed.connect(self.show)
        pane.several_wanted.connect(self._send_or_open)
        # Whoever picks one model means that one.
        choices.chosen.connect(self.button.clear)
        choices.shown.connect(self.show)

    def open(self) -> None:
        """Show the models, with those ticked that would be asked."""
        models = self._services.models
        known, default = models.known, self._services.default_model
        if default.id and (default.provider, default.id) not in _keys(known):
            known = [default, *known]
        ticked = self.button.chosen or self._there(self._last, known) or [self._choices.model]
        self._card.open_above(self.button, known, tuple(models.pinned), self._there(ticked, known))

    def sent(self) -> None:
        """The message has been sent to those that were ticked."""
        self._last = self.button.chosen
        self.button.clear()

    def show(self) -> None:
        """Say in the composer whom the next message goes to."""
        words, names = self.placeholder(), [model.name for model in self.button.chosen]
        if names:
            words = self.tr("Ask {models} side by side, this once").format(models=", ".join(names))
        if words:
            self._said = words
            self._pane.composer.set_placeholder(words)
        elif self._said:
            self._said = ""
            self._choices.show()

    def _send_or_open(self) -> None:
        composer = self._pane.composer
        chosen = self.button.chosen or self._there(self._last, self._services.models.known)
        if len(chosen) > 1 and composer.text.strip():
            self.button.choose(chosen)
            composer.submitted.emit(composer.text)
        else:
            self.open()

    def _there(self, models: list[ModelInfo], known: list[ModelInfo]) -> list[ModelInfo]:
        keys = _keys(known)
        return [model for model in models if (model.provider, model.id) in keys]

    @cached_property
    def _card(self) -> ModelsCard:
        card = ModelsCard(self._pane.window())
        card.accepted.connect(self._take)
        card.closed.connect(self._give_back)
        return card

    def _take(self, models: list[ModelInfo]) -> None:
        self.button.choose(models)
        composer = self._pane.composer
        if self.button.chosen and composer.text.strip():
            composer.submitted.emit(composer.text)

    def _give_back(self) -> None:
        self._pane.composer.field.setFocus(Qt.FocusReason.PopupFocusReason)


def _keys(models: list[ModelInfo]) -> set[tuple[str, str]]:
    return {(model.provider, model.id) for model in models}
