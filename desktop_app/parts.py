"""What both the window and the command line are built of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from weakref import WeakSet

from desktop_app.connections import Connections
from desktop_app.core.chat import ChatModel, ChatRequest
from desktop_app.core.engine_state import Phase
from desktop_app.core.errors import AppError, InputError
from desktop_app.core.folders import Folders, user_folders
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER, ModelInfo
from desktop_app.providers.api_keys import KeyStore
from desktop_app.providers.connection import Connection
from desktop_app.providers.environment import environment_connection
from desktop_app.providers.local_engine import LocalEngine
from desktop_app.storage.assistants import LoadedAssistants, load_assistants
from desktop_app.storage.backups import Backups
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database, open_database
from desktop_app.storage.erasing import Erasing
from desktop_app.storage.model_notes import KeptModelNotes, load_model_notes
from desktop_app.storage.providers import load_providers
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
        erasing: Makes them gone for good.
        backups: Copies of all of them.
        engine: The local engine; it starts when it is first asked.
        connections: Every provider by its id, the one that is chosen first standing first. They
            know what was wrong with the user's own.
        model_notes: What the user, and experience, know better about models.
        notes_problem: Why these notes aren't what the user has noted; None where they are.
    """

    folders: Folders
    settings: LoadedSettings
    assistants: LoadedAssistants
    database: Database
    conversations: Conversations
    erasing: Erasing
    backups: Backups
    engine: LocalEngine
    connections: Connections
    model_notes: KeptModelNotes
    notes_problem: AppError | None
    _taught: WeakSet[Connection] = field(default_factory=WeakSet)

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
            connection = self.connections[provider_id]
        except KeyError:
            raise InputError(
                'There is no provider "{provider}"',
                "There are: {known}. To add one: chatloom providers add.",
                code="unknown_provider",
                provider=provider_id,
                known=", ".join(self.connections),
            ) from None
        self._teach(connection)
        return connection

    def model(
        self, provider_id: str, attempts: int | None = None, *, sdk: bool = True
    ) -> ChatModel:
        """Return what answers requests to the models of a provider.

        Args:
            provider_id: Which one.
            attempts: How often a request is tried, by default as the settings say.
            sdk: Whether requests go through OpenAI's SDK, else through a plain HTTP client.

        Raises:
            InputError: There is no such provider.
        """
        # These read streams, which nobody does before the window stands.
        from desktop_app.providers.chat_model import chat_model
        from desktop_app.providers.retry import RetryPolicy

        attempts = attempts or self.settings.settings.attempts
        return chat_model(self.connection(provider_id), RetryPolicy(attempts), sdk=sdk)

    async def snippet(self, provider_id: str, request: ChatRequest, language: str) -> str:
        """Return a request to a provider as something to run elsewhere, without its secrets.

        Args:
            provider_id: Which one.
            request: What it is asked.
            language: ``curl`` or ``python``.

        Raises:
            InputError: There is no such provider.
            ProviderError: Its address or its key can't be used.
            EngineError: The local engine isn't running.
        """
        from desktop_app.providers.snippets import snippet

        return await snippet(self.connection(provider_id), request, language)

    async def list_models(self, provider_id: str) -> list[ModelInfo]:
        """Return the models of a provider with all that is known of them, the best guesses first.

        The engine need not run: what it would serve is known from the file.

        Raises:
            InputError: There is no such provider.
            ProviderError: It could not be reached, or refused.
            EngineError: The user's own model file can't be used.
        """
        async with aclosing(self.model_lists(provider_id)) as lists:
            found = [models async for models in lists]
        return [self.model_notes.notes.applied_to(model) for model in found[-1]]

    async def known_model(self, provider_id: str, model_id: str) -> ModelInfo:
        """Return what is known of a model without asking for it.

        Raises:
            InputError: There is no such provider.
        """
        from desktop_app.providers.catalog import known_without_asking
        from desktop_app.storage.model_lists import load_model_lists

        connection = self.connection(provider_id)
        model = ModelInfo(model_id, provider_id, model_id, connection.name)
        lists = await asyncio.to_thread(load_model_lists, self.folders.model_lists)
        listed = (each for each in lists.get(provider_id, ()) if each.id == model_id)
        model = next(listed, model)
        if provider_id == ENVIRONMENT_PROVIDER:
            # Its address is known as soon as a client is there, which waits for nobody.
            with suppress(AppError):
                await connection.http_client()
        if not connection.local:
            model = await known_without_asking(model, self.connections.base_url(provider_id))
        return self.model_notes.notes.applied_to(model)

    async def model_lists(self, provider_id: str) -> AsyncGenerator[list[ModelInfo], None]:
        """Yield the models of a provider, and then again with all that can be found out.

        What is noted about them is not applied.

        Raises:
            InputError: As `list_models`.
            ProviderError: Likewise.
            EngineError: Likewise.
        """
        from desktop_app.providers.catalog import model_lists

        connection = self.connection(provider_id)
        if connection.local and self.engine.state.phase is not Phase.READY:
            yield [await asyncio.to_thread(self._served_model)]
            return
        async with aclosing(model_lists(connection)) as lists:
            async for models in lists:
                # The engine knows better what a file of the user's own is called.
                engine = self.engine.state
                names = {engine.model: engine.model_name} if connection.local else {}
                yield [replace(model, name=names.get(model.id, model.name)) for model in models]

    def _teach(self, connection: Connection) -> None:
        """Tell a new connection what its models have refused before, and note what they will."""
        if connection in self._taught:
            return
        self._taught.add(connection)
        provider, notes = connection.provider_id, self.model_notes
        for (where, model), names in notes.notes.refused.items():
            for name in names if where == provider else ():
                connection.learned.learn(model, name)
        connection.learned.watch(lambda model, name: notes.refuse(provider, model, name))

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
        notes = await asyncio.to_thread(load_model_notes, folders.model_notes)
        model_notes = KeptModelNotes(folders.model_notes, notes.notes)
        stack.push_async_callback(model_notes.finish)
        engine = LocalEngine(folders, settings.settings.model_file)
        stack.push_async_callback(engine.stop)
        connections = Connections(
            folders.providers,
            await asyncio.to_thread(load_providers, folders.providers),
            KeyStore(),
            environment_connection(environ),
            Connection(LOCAL_PROVIDER, "This computer", engine.endpoint),
        )
        stack.push_async_callback(connections.aclose)
        yield Parts(
            folders,
            settings,
            assistants,
            database,
            Conversations(database),
            Erasing(database),
            Backups(database),
            engine,
            connections,
            model_notes,
            notes.problem,
        )
