"""The settings file.

These functions block: call them in a worker thread.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import AppError, InputError
from desktop_app.core.settings import Settings, settings_from_json
from desktop_app.storage.failures import told
from desktop_app.storage.private_files import write_private


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings that can be used, and why they are the defaults, if so against the user's will."""

    settings: Settings
    problem: AppError | None = None


def load_settings(path: Path) -> LoadedSettings:
    """Read the settings, taking the defaults where there are none.

    A broken file is moved aside, to the same name with ``.broken`` at its end.
    """
    try:
        with told(path):
            content = path.read_bytes() if path.exists() else b"{}"
        values = _values(content)
        if values is None:
            return LoadedSettings(Settings(), _moved_aside(path))
    except AppError as error:
        return LoadedSettings(Settings(), error)
    return LoadedSettings(settings_from_json(values))


def save_settings(path: Path, settings: Settings) -> None:
    """Replace the settings file.

    Raises:
        StorageError: It can't be written; the old one is still there.
    """
    write_private(path, (json.dumps(settings.to_json(), indent=2) + "\n").encode())


def _values(content: bytes) -> dict[str, object] | None:
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _moved_aside(path: Path) -> InputError:
    aside = path.with_name(path.name + ".broken")
    with told(path):
        path.replace(aside)
    return InputError(
        "Your settings could not be read, so the defaults are used",
        "The old file is kept as {aside}.",
        code="settings_file",
        aside=aside,
    )
