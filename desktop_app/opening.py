"""Opens what stands behind the window, once its first frame is there."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress

from PySide6.QtCore import QCoreApplication

from desktop_app import __version__
from desktop_app.catalogue import Catalogue, default_model
from desktop_app.chats_and_files import ChatsAndFiles
from desktop_app.connections import Connections
from desktop_app.core import sentiment
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import StorageError
from desktop_app.core.markdown import reading
from desktop_app.core.models import BUILT_IN
from desktop_app.keeping_whole import keep_whole
from desktop_app.parts import Parts, open_parts
from desktop_app.providers.connection import load_sdk
from desktop_app.providers.environment import environment_endpoint
from desktop_app.storage.assistants import keep_assistant
from desktop_app.storage.searching import Searching
from desktop_app.storage.spare_drafts import SpareDrafts
from desktop_app.storage.temporary import Temporary, routed
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings.dialog import SettingsDialog
from desktop_app.ui.settings.services import Facts, SettingsServices
from desktop_app.ui.tasks import Tasks

_END_WITHIN = 10.0
"""Seconds, after the window is gone, for erasing what was deleted; the rest follows next time."""


async def open_chat(
    stack: AsyncExitStack, window: MainWindow, tasks: Tasks, preferences: Preferences
) -> None:
    """Open the parts, hand them to the window, and start what takes time in the background.

    Raises:
        StorageError: The data folder or the database can't be used.
    """
    async with AsyncExitStack() as attempt:
        parts = await attempt.enter_async_context(open_parts(os.environ))
        attempt.push_async_callback(_end_erasing, window, parts)
        temporary = Temporary(parts.database)
        attempt.push_async_callback(temporary.aclose)
        files = AsyncExitStack()
        attempt.push_async_callback(files.aclose)
        # Replies end, and are saved, before what they need is closed.
        attempt.push_async_callback(tasks.cancel_all)
        chats_and_files = await _attach(window, tasks, preferences, parts, temporary)
        # Only now: an attempt that fails closes what it opened.
        await stack.enter_async_context(attempt.pop_all())
    await parts.engine.start()
    tasks.start(_warm_up(window))
    if chats_and_files is not None:
        chats_and_files.follow(files)
    tasks.start(parts.erasing.follow(window.chat.show_error))
    keep_whole(window, tasks, preferences, parts)


async def _end_erasing(window: MainWindow, parts: Parts) -> None:
    """Make gone for good what was deleted, for nobody can bring it back any more."""
    if window.is_closing:
        await parts.erasing.finish(_END_WITHIN)


async def _attach(
    window: MainWindow,
    tasks: Tasks,
    preferences: Preferences,
    parts: Parts,
    temporary: Temporary,
) -> ChatsAndFiles | None:
    catalogue = await _open_catalogue(tasks, parts)
    spare = SpareDrafts(parts.folders, os.environ.get("XDG_RUNTIME_DIR", ""))
    with suppress(StorageError):  # Whatever is wrong is told when the next draft is stored.
        await spare.give_back(parts.conversations)
    await window.chat.attach(
        ChatServices(
            store=routed(parts.conversations, temporary),
            erasing=parts.erasing,
            temporary=temporary,
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
            spare=spare,
        )
    )
    searching = Searching(parts.database)
    window.attach_search(searching)
    tasks.start(searching.gather())
    workings = window.chat.workings
    if workings is None:
        return None
    chats_and_files = ChatsAndFiles(
        window, tasks, preferences, parts, temporary, workings.all_chats
    )
    opening = SettingsOpening(window, tasks, preferences, parts, chats_and_files)
    window.settings_wanted.connect(opening.open)
    window.chat.list.export_wanted.connect(opening.offer_export)
    for problem in (
        parts.settings.problem,
        parts.assistants.problem,
        parts.connections.problem,
        parts.notes_problem,
    ):
        if problem is not None:
            window.chat.show_error(problem)
    _tell_of_keys(window, parts.connections)
    return chats_and_files


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
    """Opens the settings, once at a time, and has them follow the providers and the files."""

    def __init__(
        self,
        window: MainWindow,
        tasks: Tasks,
        preferences: Preferences,
        parts: Parts,
        chats_and_files: ChatsAndFiles,
    ) -> None:
        self._window = window
        self._parts = parts
        self._dialog: SettingsDialog | None = None
        self._services = SettingsServices(
            preferences,
            parts.connections,
            tasks,
            self._open_model_file,
            data=chats_and_files.work,
        )
        parts.connections.watch(self._providers_changed)
        chats_and_files.written.watch(self._files_changed)

    def open(self, page: str) -> None:
        """Show a page of the settings, as `SettingsDialog.show_page` takes it."""
        dialog = self._dialog
        if dialog is None:
            dialog = self._dialog = SettingsDialog(self._services, self._facts(), self._window)
            dialog.finished.connect(self._closed)
        dialog.show_page(page)
        dialog.open()

    def offer_export(self, conversations: Sequence[str]) -> None:
        """Show the page of the chats, ready to export some."""
        self.open("data")
        if self._dialog is not None and self._dialog.data is not None:
            self._dialog.data.offer(conversations)

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

    def _files_changed(self) -> None:
        if self._dialog is not None and self._dialog.data is not None:
            self._dialog.data.follow_files()

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
