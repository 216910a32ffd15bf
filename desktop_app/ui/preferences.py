"""The user's settings while the window is open: changed in one place, saved, and watched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_app.core.settings import Settings


class Preferences:
    """Holds the settings; every change is handed to `save` and to those who watch."""

    def __init__(self, settings: Settings, save: Callable[[Settings], None]) -> None:
        self._settings = settings
        self._save = save
        self._watchers: list[Callable[[Settings], None]] = []

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._settings

    def change(self, **values: Any) -> None:  # noqa: ANN401 - the fields of Settings
        """Change some settings by name; nothing happens where nothing differs."""
        changed = self._settings._replace(**values)
        if changed == self._settings:
            return
        self._settings = changed
        self._save(changed)
        for watcher in self._watchers:
            watcher(changed)

    def watch(self, watcher: Callable[[Settings], None]) -> None:
        """Call `watcher` after every change."""
        self._watchers.append(watcher)
