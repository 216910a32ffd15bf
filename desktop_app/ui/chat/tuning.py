"""What is changed of the assistant in one chat, as the parameters sheet shows and changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import StorageError
from desktop_app.core.parameters import changes_to, takes, with_changes
from desktop_app.core.to_the_end import to_the_end
from desktop_app.ui.chat.amounts import spending_words
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.choices import Choices
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.tasks import Tasks


class Tuning(QObject):
    """Holds the changes of the chat that is shown, and keeps them.

    Signals:
        tuned: The instructions in place of the assistant's, None for the assistant's, and what is
            changed of its parameters.
    """

    tuned = Signal(object, object)

    def __init__(
        self, pane: ChatPane, services: ChatServices, tasks: Tasks, choices: Choices
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._services = services
        self._tasks = tasks
        self._choices = choices
        self._id = ""
        self._instructions: str | None = None
        self._parameters: Mapping[str, Any] = {}
        self._unsaved: dict[str, tuple[str | None, Mapping[str, Any]]] = {}
        self._is_saving = False
        self._is_connected = False
        pane.parameters_button.clicked.connect(self.toggle)
        pane.transcript.finished.connect(self._show_costs_later)
        choices.shown.connect(self._refresh)

    # What the user does

    def toggle(self) -> None:
        """Show the parameters, or take them away."""
        place, sheet = self._pane.sheet_place, self._pane.sheet
        if place.is_open:
            place.close()
            return
        if not self._is_connected:
            self._connect()
        self._show_values(anew=True)
        place.open(sheet.instructions)
        self._tasks.start(self._show_costs())

    def set_parameter(self, name: str, value: object) -> None:
        """Send a parameter from now on in this chat, None for not sending it."""
        wanted = {**self._sent, name: value}
        wanted = {key: sent for key, sent in wanted.items() if sent is not None}
        self._change(self._instructions, changes_to(self._choices.assistant.parameters, wanted))

    def set_instructions(self, instructions: str) -> None:
        """Send these instructions from now on in this chat."""
        same = instructions == self._choices.assistant.instructions
        self._change(None if same else instructions, self._parameters)

    def use_assistants_instructions(self) -> None:
        """Send the assistant's instructions again."""
        self._change(None, self._parameters)

    def reset(self) -> None:
        """Send what the assistant has."""
        self._change(None, {})
        self._show_values(anew=True)

    async def keep(self) -> None:
        """Write what is sent into the user's file, for every chat with this assistant.

        Raises:
            InputError: The file can't be read; nothing is changed.
            StorageError: It can't be written, and is as before.
        """
        chat, old = self._id, self._choices.assistant
        kept = replace(old, instructions=self._said, parameters=self._sent)
        await self._services.keep_assistant(kept)
        assistants = self._services.assistants
        assistants[:] = [kept if known.name == kept.name else known for known in assistants]
        if self._choices.assistant is not old:
            return
        said, sent = self._said, self._sent
        self._choices.assistant = kept
        if chat == self._id:
            # What was changed while it was written is of this chat still.
            own = None if said == kept.instructions else said
            self._change(own, changes_to(kept.parameters, sent))

    # What the application does

    def show(self, conversation: Conversation) -> None:
        """Show what is changed in another conversation."""
        self._id = conversation.id
        self._instructions = conversation.instructions
        self._parameters = conversation.parameters
        self._show_values(anew=True)
        self._show_costs_later()

    def stored(self) -> None:
        """Keep the changes once more: the conversation has just been stored for the first time.

        What was changed while it was on its way to the disk could not be kept yet.
        """
        if self._instructions is not None or self._parameters:
            self._save()

    # How it works

    @property
    def _said(self) -> str:
        own = self._instructions
        return self._choices.assistant.instructions if own is None else own

    @property
    def _sent(self) -> dict[str, Any]:
        return with_changes(self._choices.assistant.parameters, self._parameters)

    def _connect(self) -> None:
        self._is_connected = True
        sheet = self._pane.sheet
        sheet.parameter_edited.connect(self.set_parameter)
        sheet.instructions_edited.connect(self.set_instructions)
        sheet.instructions_reset.connect(self.use_assistants_instructions)
        sheet.keep_wanted.connect(lambda: self._tasks.start(self.keep()))
        sheet.reset_wanted.connect(self.reset)
        sheet.close_wanted.connect(self._pane.sheet_place.close)

    def _change(self, instructions: str | None, parameters: Mapping[str, Any]) -> None:
        self._instructions, self._parameters = instructions, parameters
        self.tuned.emit(instructions, parameters)
        self._save()
        self._refresh()

    def _save(self) -> None:
        self._unsaved[self._id] = self._instructions, self._parameters
        if not self._is_saving:
            self._is_saving = True
            # Also while the window closes: nobody could type it again.
            self._tasks.start(to_the_end(self._write()))

    async def _write(self) -> None:
        # One after another, and of what was typed meanwhile only the last.
        try:
            while self._unsaved:
                conversation, changes = self._unsaved.popitem()
                await self._services.store.tune(conversation, *changes)
        except StorageError:
            # It is told, and tried again with the next change.
            self._unsaved.setdefault(conversation, changes)
            raise
        finally:
            self._is_saving = False

    def _refresh(self) -> None:
        self._show_values(anew=False)

    def _show_values(self, *, anew: bool) -> None:
        assistant, sent = self._choices.assistant, self._sent
        other_words = self._said != assistant.instructions
        changed = other_words or sent != with_changes(assistant.parameters, {})
        self._pane.parameters_button.set_changed(changed)
        if not self._is_connected:
            return
        sheet, model = self._pane.sheet, self._choices.model
        sheet.show_values(self._said, sent, anew=anew)
        sheet.show_taken(lambda name: takes(model, name))
        sheet.show_changed(
            self._choices.assistant_words(), instructions=other_words, anything=changed
        )

    def _show_costs_later(self) -> None:
        if self._is_connected and self._pane.sheet_place.is_open:
            self._tasks.start(self._show_costs())

    async def _show_costs(self) -> None:
        chat = self._id
        store = self._services.store
        spent = await store.spent_in(chat)
        month = await store.spent_since(month_start())
        if chat == self._id:
            self._pane.sheet.show_costs(spending_words(spent), spending_words(month))


def month_start() -> datetime:
    """Return when this month began where the user is."""
    today = datetime.now()
    return today.replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone()
