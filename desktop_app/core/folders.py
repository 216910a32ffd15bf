"""Where Chatloom keeps things."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Folders(NamedTuple):
    """The four folders of one user. They need not exist yet.

    Attributes:
        data: Conversations, assistants, model files, backups.
        config: Settings and providers.
        cache: What can be made again.
        logs: Logs and crash reports.
    """

    data: Path
    config: Path
    cache: Path
    logs: Path

    @property
    def database(self) -> Path:
        """The file with all conversations."""
        return self.data / "chatloom.db"

    @property
    def assistants(self) -> Path:
        """The user's assistants file."""
        return self.data / "assistants.json"

    @property
    def models(self) -> Path:
        """The folder of model files."""
        return self.data / "models"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"

    @property
    def providers(self) -> Path:
        """The file of the user's own providers, without their secrets."""
        return self.config / "providers.json"

    @property
    def model_notes(self) -> Path:
        """The file of what the user knows better about models."""
        return self.config / "models.json"

    @property
    def model_lists(self) -> Path:
        """The file of the models that the providers listed last."""
        return self.cache / "models.json"


def user_folders(environ: Mapping[str, str]) -> Folders:
    """Return the platform's folders for ``chatloom``, or those under ``$CHATLOOM_HOME``."""
    home = environ.get("CHATLOOM_HOME")
    if home:
        root = Path(home).expanduser().absolute()
        return Folders(root / "data", root / "config", root / "cache", root / "logs")
    # Imported where it is needed: the first frame is counted in milliseconds.
    import platformdirs

    places = platformdirs.PlatformDirs("chatloom", appauthor=False)
    return Folders(
        places.user_data_path,
        places.user_config_path,
        places.user_cache_path,
        places.user_log_path,
    )
