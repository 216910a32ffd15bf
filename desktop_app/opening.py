"""Opens what stands behind the window, once its first frame is there."""

from __future__ import annotations

import asyncio
import gc
import os
from contextlib import AsyncExitStack

from PySide6.QtCore import QCoreApplication

from desktop_app import __version__
from desktop_app.core import sentiment
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import AppError
from desktop_app.core.markdown import reading
from desktop_app.core.models import BUILT_IN, LOCAL_PROVIDER, ModelInfo
from desktop_app.parts import Parts, open_parts
from desktop_app.providers.connection import load_sdk
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings_dialog import Facts, SettingsDialog
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
    catalogue = Catalogue(parts, window)
    await window.chat.attach(
        ChatServices(
            store=parts.conversations,
            engine=parts.engine,
            assistants=parts.assistants.assistants,
            list_models=catalogue.list_models,
            default_model=await catalogue.default_model(),
            providers=parts.connections.keys(),
            chat_model=parts.model,
            judge=sentiment.judge,
            preferences=preferences,
        )
    )
    window.settings_wanted.connect(lambda page: _open_settings(window, preferences, parts, page))
    for problem in (parts.settings.problem, parts.assistants.problem):
        if problem is not None:
            window.chat.show_error(problem)


class Catalogue:
    """The models of all providers; one that doesn't answer is told and left out."""

    def __init__(self, parts: Parts, window: MainWindow) -> None:
        self._parts = parts
        self._window = window
        self._unlisted: dict[str, AppError] = {}

    async def list_models(self) -> list[ModelInfo]:
        """Return every model that can be picked."""
        lists = await asyncio.gather(*map(self._listed, self._parts.connections))
        return [model for models in lists for model in models]

    async def _listed(self, provider: str) -> list[ModelInfo]:
        try:
            models = await self._parts.list_models(provider)
        except AppError as error:
            self._unlisted[provider] = error
            self._window.chat.show_error(error)
            return []
        answered = self._unlisted.pop(provider, None)
        if answered is not None:
            self._window.chat.pane.withdraw(lambda error: error.title == answered.title)
        return models

    async def default_model(self) -> ModelInfo:
        """Return the model of a new chat, as far as it is known before any server was asked."""
        provider = self._parts.default_provider
        if provider == LOCAL_PROVIDER:
            return await self._local_model()
        settings = self._parts.settings.settings
        picked = settings.model if settings.provider == provider else ""
        name = self._parts.connections[provider].name
        return ModelInfo(picked, provider, picked, name)

    async def _local_model(self) -> ModelInfo:
        try:
            return (await self._parts.list_models(LOCAL_PROVIDER))[0]
        except AppError:
            # The user's own file can't be used; the engine tells why when it starts.
            return BUILT_IN


async def _warm_up(window: MainWindow) -> None:
    await load_sdk()
    await asyncio.to_thread(sentiment.warm_up)
    await asyncio.to_thread(reading.warm_up)
    for _step in window.chat.pane.transcript.workplace.warm_up():
        await asyncio.sleep(0)
    # What is loaded by now stays: a full collection that looked at it all would stall the window.
    gc.freeze()
    await window.chat.refresh_models()


def _open_settings(window: MainWindow, preferences: Preferences, parts: Parts, page: str) -> None:
    environment = os.environ.get("OPENAI_BASE_URL") or (
        "OpenAI" if os.environ.get("OPENAI_API_KEY") else ""
    )
    facts = Facts(
        __version__,
        str(parts.folders.data),
        _engine_sentence(parts.engine.state),
        environment,
    )
    choices = window.chat.choices
    if choices is None:
        return
    dialog = SettingsDialog(preferences, facts, choices.open_model_file, window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.show_page(page)
    dialog.open()


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
