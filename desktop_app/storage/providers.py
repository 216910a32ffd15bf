"""The file of the user's own providers. None of their secrets is ever in it.

These functions block: call them in a worker thread.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop_app.core.errors import AppError, InputError
from desktop_app.core.provider import (
    Provider,
    is_secret_header,
    provider_from_json,
    provider_to_json,
)
from desktop_app.storage.failures import told
from desktop_app.storage.private_files import write_private

_LIST = "providers"


@dataclass(frozen=True, slots=True)
class LoadedProviders:
    """Providers that can be used, and why they aren't all that the user has set up, if so."""

    providers: tuple[Provider, ...]
    problem: AppError | None = None


def load_providers(path: Path) -> LoadedProviders:
    """Read the user's providers; there are none where there is no file.

    A broken file is moved aside, to the same name with ``.broken`` at its end. Of a file with
    single broken entries a copy is kept there, and the others are used.
    """
    try:
        with told(path):
            content = path.read_bytes() if path.exists() else b'{"providers": []}'
        entries = _entries(content)
        if entries is None:
            return LoadedProviders((), _moved_aside(path))
        return _loaded(path, content, entries)
    except AppError as error:
        return LoadedProviders((), error)


def save_providers(path: Path, providers: Sequence[Provider]) -> None:
    """Replace the file of the user's providers.

    Raises:
        StorageError: It can't be written; the old one is still there.
    """
    values = {_LIST: [provider_to_json(without_secrets(each)) for each in providers]}
    write_private(path, (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode())


def without_secrets(provider: Provider) -> Provider:
    """Return a provider whose secret headers are named but empty."""
    headers = tuple(
        (name, "" if is_secret_header(name) else value) for name, value in provider.headers
    )
    return replace(provider, headers=headers)


def _entries(content: bytes) -> list[Any] | None:
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    entries = values.get(_LIST) if isinstance(values, dict) else None
    return entries if isinstance(entries, list) else None


def _loaded(path: Path, content: bytes, entries: list[Any]) -> LoadedProviders:
    providers: dict[str, Provider] = {}
    broken = ""
    for entry in entries:
        try:
            provider = without_secrets(provider_from_json(entry))
        except InputError as error:
            broken = broken or error.detail or error.title
        else:
            if providers.setdefault(provider.id, provider) is not provider:
                broken = broken or f"{provider.id} is there twice"
    if not broken:
        return LoadedProviders(tuple(providers.values()))
    aside = _aside(path)
    write_private(aside, content)
    problem = InputError(
        "Not all of your providers could be read",
        "The others can be used. A copy of the file is kept as {aside}.",
        broken,
        code="providers_file",
        aside=aside,
    )
    return LoadedProviders(tuple(providers.values()), problem)


def _moved_aside(path: Path) -> InputError:
    aside = _aside(path)
    with told(path):
        path.replace(aside)
    return InputError(
        "Your providers could not be read",
        "The old file is kept as {aside}. Their keys are still in the key store: a provider "
        "that is added under the same name finds its own again.",
        code="providers_file",
        aside=aside,
    )


def _aside(path: Path) -> Path:
    return path.with_name(path.name + ".broken")
