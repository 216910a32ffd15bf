"""Opens what stands behind the window, once its first frame is there."""

from __future__ import annotations

import asyncio
import gc
import os
from contextlib import AsyncExitStack

from PySide6.QtCore import QCoreApplication

from desktop_app import __version__
from desktop_app.catalogue import Catalogue, default_model
from desktop_app.connections import Connections
from desktop_app.core import sentiment
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.markdown import reading
from desktop_app.core.models import BUILT_IN
from desktop_app.parts import Parts, open_parts
from desktop_app.providers.connection import load_sdk
from desktop_app.providers.environment import environment_endpoint
from desktop_app.storage.assistants import keep_assistant
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings.dialog import SettingsDialog
from desktop_app.ui.settings.services import Facts, SettingsServices
from desktop_app.ui.tasks import Tasks


async def open_chat(
    stack: AsyncExitStack, window: MainWindow, tasks: Tasks, preferences: Preferences
) -> None:
    """Open the parts, hand them to the window, and start what takes time in the background.

    Raises:
        StorageError: The data folder or the database can't be used.
    """
    async with AsyncExitStack() as attempt:
        parts = await attempt.enter_async_context(open_parts(os.environ))
        # Replies end, and are saved, before what they need is closed.
        attempt.push_async_callback(tasks.cancel_all)
        await _attach(window, tasks, preferences, parts)
        # Only now: an attempt that fails closes what it opened.
        await stack.enter_async_context(attempt.pop_all())
    await parts.engine.start()
    tasks.start(_warm_up(window))


async def _attach(window: MainWindow, tasks: Tasks, preferences: Preferences, parts: Parts) -> None:
    catalogue = await _open_catalogue(tasks, parts)
    await window.chat.attach(
        ChatServices(
            store=parts.conversations,
            engine=parts.engine,
            assistants=parts.assistants.assistants,
            models=catalogue,
            default_model=await default_model(parts),
            providers=parts.connections.keys(),
            chat_model=parts.model,
            judge=sentiment.judge,
            preferences=preferences,
            keep_assistant=lambda assistant: asyncio.to_thread(
                keep_assistant, parts.folders.assistants, assistant
            ),
            snippet=parts.snippet,
        )
    )
    window.settings_wanted.connect(SettingsOpening(window, tasks, preferences, parts).open)
    for problem in (
        parts.settings.problem,
        parts.assistants.problem,
        parts.connections.problem,
        parts.notes_problem,
    ):
        if problem is not None:
            window.chat.show_error(problem)
    _tell_of_keys(window, parts.connections)


async def _open_catalogue(tasks: Tasks, parts: Parts) -> Catalogue:
    """Return the models as they were last time, to be asked for again when a provider changes."""
    catalogue = Catalogue(
        parts.connections, parts.model_lists, parts.model_notes, parts.folders.model_lists
    )
    await catalogue.remember()

    def changed() -> None:
        tasks.start(catalogue.refresh())

    parts.connections.watch(changed)
    return catalogue


def _tell_of_keys(window: MainWindow, connections: Connections) -> None:
    """Show, once, that keys are kept for this run only, as soon as one is."""
    told = False

    def changed() -> None:
        nonlocal told
        problem = connections.key_problem
        if problem is not None and connections.keeps_for_this_run and not told:
            told = True
            window.chat.show_error(problem)

    connections.watch(changed)


async def _warm_up(window: MainWindow) -> None:
    await load_sdk()
    await asyncio.to_thread(sentiment.warm_up)
    await asyncio.to_thread(reading.warm_up)
    for _step in window.chat.pane.transcript.workplace.warm_up():
        await asyncio.sleep(0)
    # What is loaded by now stays: a full collection that looked at it all would stall the window.
    gc.freeze()
    await window.chat.refresh_models()


class SettingsOpening:
    """Opens the settings, once at a time, and has them follow the providers."""

    def __init__(
        self, window: MainWindow, tasks: Tasks, preferences: Preferences, parts: Parts
    ) -> None:
        self._window = window
        self._parts = parts
        self._dialog: SettingsDialog | None = None
        self._services = SettingsServices(
            preferences, parts.connections, tasks, self._open_model_file
        )
        parts.connections.watch(self._providers_changed)

    def open(self, page: str) -> None:
        """Show a page of the settings, as `SettingsDialog.show_page` takes it."""
        dialog = self._dialog
        if dialog is None:
            dialog = self._dialog = SettingsDialog(self._services, self._facts(), self._window)
            dialog.finished.connect(self._closed)
        dialog.show_page(page)
        dialog.open()

    def _facts(self) -> Facts:
        state = self._parts.engine.state
        endpoint = environment_endpoint(os.environ)
        return Facts(
            __version__,
            str(self._parts.folders.data),
            _engine_sentence(state),
            _engine_words(state),
            endpoint.base_url if endpoint is not None else "",
        )

    def _open_model_file(self) -> None:
        choices = self._window.chat.choices
        if choices is not None:
            choices.open_model_file()

    def _providers_changed(self) -> None:
        if self._dialog is not None:
            self._dialog.providers.changed()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _engine_sentence(state: EngineState) -> str:
    name = state.model_name or BUILT_IN.name
    if state.phase is Phase.READY:
        return QCoreApplication.translate(
            "EngineSentence", "{model} is ready. It needs no key and no network."
        ).format(model=name)
    if state.phase is Phase.FAILED and state.failure is not None:
        told = in_users_words(state.failure)
        return f"{told.title}. {told.advice}"
    if state.phase is Phase.FETCHING:
        return QCoreApplication.translate("EngineSentence", "{model} is being fetched.").format(
            model=name
        )
    return QCoreApplication.translate("EngineSentence", "{model} is starting.").format(model=name)


def _engine_words(state: EngineState) -> str:
    words = {
        Phase.READY: QCoreApplication.translate("EngineWords", "ready, no key needed"),
        Phase.FAILED: QCoreApplication.translate("EngineWords", "not available"),
        Phase.FETCHING: QCoreApplication.translate("EngineWords", "fetching its model"),
    }
    return words.get(state.phase) or QCoreApplication.translate("EngineWords", "starting")
