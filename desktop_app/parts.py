"""What both the window and the command line are built of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from desktop_app.core.chat import ChatModel
from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import InputError
from desktop_app.core.folders import Folders, user_folders
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER, ModelInfo
from desktop_app.providers.connection import Connection
from desktop_app.providers.environment import environment_connection
from desktop_app.providers.local_engine import LocalEngine
from desktop_app.storage.assistants import LoadedAssistants, load_assistants
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.settings import LoadedSettings, load_settings


@dataclass(frozen=True)
class Parts:
    """Everything that lives as long as the program, opened by `open_parts`.

    Attributes:
        folders: Where it keeps things.
        settings: As they were read at the start, and what was wrong with them.
        assistants: Likewise.
        database: Open.
        conversations: Kept in it.
        engine: The local engine; it starts when it is first asked.
        connections: Every provider by its id, the one that is chosen first standing first.
    """

    folders: Folders
    settings: LoadedSettings
    assistants: LoadedAssistants
    database: Database
    conversations: Conversations
    engine: LocalEngine
    connections: Mapping[str, Connection]

    @property
    def default_provider(self) -> str:
        """The environment's provider where there is one, else the one picked last."""
        picked = self.settings.settings.provider
        if ENVIRONMENT_PROVIDER not in self.connections and picked in self.connections:
            return picked
        return next(iter(self.connections))

    def connection(self, provider_id: str) -> Connection:
        """Return the connection to a provider.

        Raises:
            InputError: There is no such provider.
        """
        try:
            return self.connections[provider_id]
        except KeyError:
            raise InputError(
                'There is no provider "{provider}"',
                "There are: {known}. Set OPENAI_API_KEY or OPENAI_BASE_URL for one more.",
                code="unknown_provider",
                provider=provider_id,
                known=", ".join(self.connections),
            ) from None

    def model(self, provider_id: str, attempts: int | None = None) -> ChatModel:
        """Return what answers requests to the models of a provider.

        Args:
            provider_id: Which one.
            attempts: How often a request is tried, by default as the settings say.

        Raises:
            InputError: There is no such provider.
        """
        # These read streams, which nobody does before the window stands.
        from desktop_app.providers.chat_completions import ChatCompletions
        from desktop_app.providers.retry import RetryPolicy

        attempts = attempts or self.settings.settings.attempts
        return ChatCompletions(self.connection(provider_id), RetryPolicy(attempts))

    async def list_models(self, provider_id: str) -> list[ModelInfo]:
        """Return the models of a provider, the best guesses first.

        The engine need not run: what it would serve is known from the file.

        Raises:
            InputError: There is no such provider.
            ProviderError: It could not be reached, or refused.
            EngineError: The user's own model file can't be used.
        """
        from desktop_app.providers.catalog import list_models

        connection = self.connection(provider_id)
        if connection.local and self.engine.state.phase is not Phase.READY:
            return [await asyncio.to_thread(self._served_model)]
        models = await list_models(connection)
        if not connection.local:
            return models
        state = self.engine.state
        return [replace(m, name=state.model_name) if m.id == state.model else m for m in models]

    def _served_model(self) -> ModelInfo:
        from desktop_app.engine.model_files import SMOLLM2, own_model

        path = self.engine.model_file
        model = own_model(path) if path else SMOLLM2
        name = self.connections[LOCAL_PROVIDER].name
        return ModelInfo(
            model.id, LOCAL_PROVIDER, model.name, name, vision=False, context=model.context
        )


@asynccontextmanager
async def open_parts(environ: Mapping[str, str]) -> AsyncIterator[Parts]:
    """Open everything a user's Chatloom is made of, and close it in reverse order.

    No engine is started and no SDK imported before it is used.

    Args:
        environ: The environment of this process; names the folders and a provider.

    Raises:
        StorageError: The data folder or the database can't be used.
    """
    folders = user_folders(environ)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(folders.database))
        settings = await asyncio.to_thread(load_settings, folders.settings)
        assistants = await asyncio.to_thread(load_assistants, folders.assistants)
        engine = LocalEngine(folders, settings.settings.model_file)
        stack.push_async_callback(engine.stop)
        connections: dict[str, Connection] = {}
        if environment := environment_connection(environ):
            connections[ENVIRONMENT_PROVIDER] = environment
        connections[LOCAL_PROVIDER] = Connection(LOCAL_PROVIDER, "This computer", engine.endpoint)
        for connection in connections.values():
            stack.push_async_callback(connection.aclose)
        yield Parts(
            folders,
            settings,
            assistants,
            database,
            Conversations(database),
            engine,
            connections,
        )
