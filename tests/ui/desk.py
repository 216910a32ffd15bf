"""A window with real parts behind it: the database, the transport, the judge.

Only the engine is made by hand, so that a test can put it into any state. What would be its
answers come from the scripted server, as do those of the other provider.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop_app.catalogue import Catalogue
from desktop_app.core import sentiment
from desktop_app.core.assistants import Assistant
from desktop_app.core.chat import ChatModel
from desktop_app.core.chat_request import ChatRequest
from desktop_app.core.conversation import Message
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import AppError
from desktop_app.core.models import BUILT_IN, LOCAL_PROVIDER, ModelInfo
from desktop_app.core.secret import Secret
from desktop_app.providers.catalog import model_lists
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.retry import RetryPolicy
from desktop_app.providers.snippets import snippet
from desktop_app.storage.assistants import keep_assistant, load_assistants
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.erasing import Erasing
from desktop_app.storage.model_notes import KeptModelNotes, load_model_notes
from desktop_app.storage.searching import Searching
from desktop_app.storage.settings import load_settings, save_settings
from desktop_app.storage.temporary import Temporary, routed
from desktop_app.ui.chat.chat_page import ChatPage
from desktop_app.ui.chat.services import ChatServices
from desktop_app.ui.chat.transcript.view import Transcript
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tasks import Tasks
from tests.openai_server import MODEL, OpenAIServer, Request

ACME = "acme"
SCRIPTED = ModelInfo(MODEL, ACME, MODEL, "Acme")
PATIENCE = 5.0
Child = TypeVar("Child", bound=QObject)


async def until(true: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait, while the window lives on, until `true` says so."""
    deadline = asyncio.get_running_loop().time() + patience
    while not true():
        assert asyncio.get_running_loop().time() < deadline, "It did not happen."
        await asyncio.sleep(0.005)


class HandMadeEngine:
    """A `desktop_app.ui.chat.services.Engine` that is in the state a test puts it in."""

    def __init__(self) -> None:
        self.state = EngineState(Phase.READY, BUILT_IN.id, BUILT_IN.name)
        self.starts = 0
        self.files: list[str] = []
        self._watchers: list[Callable[[EngineState], None]] = []

    def watch(self, callback: Callable[[EngineState], None]) -> None:
        self._watchers.append(callback)

    def become(self, phase: Phase, **values: Any) -> None:
        """Go over to a state and tell it."""
        self.state = EngineState(phase, BUILT_IN.id, BUILT_IN.name, **values)
        for watcher in self._watchers:
            watcher(self.state)

    async def start(self) -> None:
        self.starts += 1

    async def use_model_file(self, path: str) -> None:
        self.files.append(path)


class Desk:
    """The window and everything behind it; use with ``async with``.

    Opened again in the same folder it finds what was left there, as after a restart.

    Attributes:
        told: Every AppError of a task that nobody awaited.
        policy: When requests are sent again; not at all unless a test changes it.
        crashes: What went to the loop's exception handler; a test that expects one empties it.
    """

    window: MainWindow
    page: ChatPage
    database: Database
    store: Conversations
    preferences: Preferences

    def __init__(self, folder: Path, server: OpenAIServer, *, model: ModelInfo = SCRIPTED) -> None:
        self.folder = folder
        self.server = server
        self.engine = HandMadeEngine()
        self.told: list[AppError] = []
        self.crashes: list[dict[str, Any]] = []
        self.policy = RetryPolicy(1)
        self._model = model
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            self._open_window(stack)
            await until(self.window.isActiveWindow)
            await self._open_parts(stack)
            await self.page.attach(self.services)
            self.window.attach_search(Searching(self.database))
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stack.aclose()
        if error is None:
            assert self.crashes == []

    def _open_window(self, stack: AsyncExitStack) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: self.crashes.append(context))
        self.tasks = Tasks(self._tell)
        self.window = MainWindow(self.tasks)
        self.page = self.window.chat
        self.window.resize(1280, 820)
        self.window.show()
        self.window.activateWindow()
        stack.push_async_callback(self._close_window)

    async def _open_parts(self, stack: AsyncExitStack) -> None:
        path = self.folder / "data" / "chatloom.db"
        self.database = await stack.enter_async_context(open_database(path))
        self.store = Conversations(self.database)
        self.temporary = Temporary(self.database)
        stack.push_async_callback(self.temporary.aclose)
        file = self.folder / "config" / "settings.json"
        settings = load_settings(file).settings
        self.preferences = Preferences(settings, lambda changed: save_settings(file, changed))
        self._connections = {
            name: Connection(name, name.capitalize(), self._endpoint, read_timeout=5.0)
            for name in (ACME, LOCAL_PROVIDER)
        }
        for connection in self._connections.values():
            stack.push_async_callback(connection.aclose)
        stack.push_async_callback(self.tasks.cancel_all)
        notes = self.folder / "config" / "models.json"
        self.catalogue = Catalogue(
            self._connections.keys(),
            self._lists,
            KeptModelNotes(notes, load_model_notes(notes).notes),
            self.folder / "cache" / "models.json",
        )
        await self.catalogue.remember()
        self.services = ChatServices(
            store=routed(self.store, self.temporary),
            erasing=Erasing(self.database),
            temporary=self.temporary,
            engine=self.engine,
            assistants=load_assistants(self.folder / "data" / "assistants.json").assistants,
            models=self.catalogue,
            default_model=self._model,
            providers=self._connections.keys(),
            chat_model=self._chat_model,
            judge=sentiment.judge,
            preferences=self.preferences,
            keep_assistant=self._keep_assistant,
            snippet=self._snippet,
        )

    async def _close_window(self) -> None:
        self.window.hide()
        self.window.deleteLater()

    async def _endpoint(self) -> Endpoint:
        return Endpoint(self.server.base_url, Secret("sk-none"))

    async def _lists(self, provider: str) -> AsyncGenerator[list[ModelInfo], None]:
        if provider == LOCAL_PROVIDER:
            yield [BUILT_IN]
            return
        async with aclosing(model_lists(self._connections[provider])) as lists:
            async for models in lists:
                yield models

    def _chat_model(self, provider: str) -> ChatModel:
        return chat_model(self._connections[provider], self.policy)

    async def _keep_assistant(self, assistant: Assistant) -> None:
        keep_assistant(self.folder / "data" / "assistants.json", assistant)

    async def _snippet(self, provider: str, request: ChatRequest, kind: str) -> str:
        return await snippet(self._connections[provider], request, kind)

    def _tell(self, error: AppError) -> None:
        self.told.append(error)
        self.page.show_error(error)

    # What a user does

    @property
    def field(self) -> QWidget:
        """Where a message is written."""
        return self.page.pane.composer.field

    def type(self, text: str) -> None:
        """Press the keys of a text in the composer."""
        QTest.keyClicks(self.field, text)

    def press(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        widget: QWidget | None = None,
    ) -> None:
        """Press one key where the focus is, or in `widget`."""
        QTest.keyClick(widget or QApplication.focusWidget() or self.window, key, modifiers)

    def find(self, name: str, kind: type[Child] = QWidget) -> Child:  # type: ignore[assignment]
        """Return the part with an object name."""
        found = self.window.findChild(kind, name)
        assert found is not None, f"There is no {name}."
        return found

    def click(self, name: str) -> None:
        """Click the button with an object name."""
        click(self.find(name, QAbstractButton))

    def send(self, text: str) -> None:
        """Write a text and press Enter."""
        self.page.pane.composer.set_text(text)
        self.press(Qt.Key.Key_Return, widget=self.field)

    # What can be seen

    @property
    def transcript(self) -> Transcript:
        """The messages as they are painted."""
        return self.page.pane.transcript

    @property
    def shown(self) -> list[Message]:
        """The messages of the transcript."""
        return self.transcript.messages

    @property
    def is_replying(self) -> bool:
        """Whether the window shows that an answer is being written."""
        return self.find("stop_button").isVisible()

    @property
    def notice(self) -> str:
        """What the notice above the composer says, empty where there is none."""
        found = [n for n in self.window.findChildren(QWidget, "page_notice") if n.isVisible()]
        return found[0].accessibleName() if found else ""

    @property
    def last_request(self) -> Request:
        """What the server was asked last."""
        return self.server.chats[-1]

    async def answered(self, count: int = 2) -> Message:
        """Wait until `count` messages are shown and nothing is written any more."""
        await until(lambda: len(self.shown) >= count and not self.is_replying)
        await self.quiet()
        return self.shown[-1]

    async def quiet(self) -> None:
        """Wait until no task of the window runs."""
        await until(lambda: not self.tasks._running)


def click(widget: QWidget) -> None:
    """Click the middle of a widget that can be seen."""
    assert widget.isVisible(), f"{widget.objectName() or widget} can't be seen."
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
