"""What the settings are handed: the providers behind them."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desktop_app.core.connection_report import ConnectionReport
from desktop_app.core.errors import AppError
from desktop_app.core.provider import KeyPlace, KeyStatus, Provider, ProviderSecrets
from desktop_app.core.provider_presets import Preset
from desktop_app.core.secret import Secret
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings.data.work import DataWork
from desktop_app.ui.tasks import Tasks


class Providers(Protocol):
    """The user's providers and their keys.

    Attributes:
        key_problem: Why keys are kept for this run only; None where the system keeps them.
    """

    key_problem: AppError | None

    @property
    def own(self) -> Sequence[Provider]:
        """The user's own providers, in the order in which they were added."""
        ...

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` after each change of the providers or of their keys."""
        ...

    async def save(self, provider: Provider) -> None:
        """Add a provider, or replace the one of that id.

        Raises:
            InputError: Something in it can't be used.
            StorageError: It can't be written.
        """
        ...

    async def remove(self, provider_id: str) -> None:
        """Forget a provider and its secrets.

        Raises:
            StorageError: It can't be written.
        """
        ...

    async def set_secret(self, provider_id: str, secret: Secret, part: str = "") -> KeyStatus:
        """Keep a secret of a provider, or clear it where it is empty.

        Args:
            provider_id: Whose.
            secret: It.
            part: Empty for the key, ``proxy`` for the proxy's password, ``header/NAME`` for the
                value of a header.

        Returns:
            Where it is now: in memory alone where the system keeps none; `key_problem` says why.
        """
        ...

    async def secret_status(self, provider_id: str, part: str = "") -> KeyStatus:
        """Return where a secret is. Waits until the key store answers; may be cancelled."""
        ...

    async def key_place(self, provider_id: str) -> KeyPlace | None:
        """Return where the key of a provider is without asking the user; None where unknown.

        Raises:
            ProviderError: The key store fails.
        """
        ...

    async def test(
        self, provider: Provider, typed: ProviderSecrets | None = None
    ) -> ConnectionReport:
        """Ask a provider for its models and tell what answered.

        Args:
            provider: As the form has it, saved or not.
            typed: Secrets that are typed and not kept yet; empty ones are taken from the store.
        """
        ...

    async def nearby(self) -> list[Preset]:
        """Return presets, each with its address, of servers that answer on this computer.

        Those that are set up already are left out.
        """
        ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What the settings tell and cannot change.

    Attributes:
        version: The version of Chatloom.
        folder: Where conversations are kept.
        engine: One sentence about the local engine.
        engine_state: The same in a few words.
        environment: The address of the provider set by the environment, empty for none.
    """

    version: str
    folder: str
    engine: str
    engine_state: str
    environment: str


@dataclass(frozen=True, slots=True)
class SettingsServices:
    """What the settings work with.

    Attributes:
        preferences: What the user has set.
        providers: The user's providers and their keys.
        tasks: Runs what takes time.
        open_model_file: Lets the user choose a model for the local engine.
        reports: What came of trying each provider, by its id. Outlives the dialog.
        data: What is done with all chats, and outlives the dialog, too; None leaves its page out.
    """

    preferences: Preferences
    providers: Providers
    tasks: Tasks
    open_model_file: Callable[[], None]
    reports: MutableMapping[str, ConnectionReport] = field(default_factory=dict)
    data: DataWork | None = None
