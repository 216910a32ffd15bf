"""The models that the providers listed last, so that the picker is full before any of them answers.

They can be asked for again: a file that can't be read is as good as none. These functions block:
call them in a worker thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import orjson

from desktop_app.core.models import ModelInfo, model_from_json
from desktop_app.storage.private_files import write_private

_LARGEST = 20_000_000


def load_model_lists(path: Path) -> dict[str, list[ModelInfo]]:
    """Return the models that were listed last, by the ids of their providers."""
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        values = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    if not isinstance(values, dict):
        return {}
    return {provider: _models(rows, provider) for provider, rows in values.items()}


def save_model_lists(path: Path, lists: Mapping[str, Sequence[ModelInfo]]) -> None:
    """Keep the models that were listed.

    Raises:
        StorageError: The file can't be written; the old one is still there.
    """
    values = {provider: list(map(asdict, models)) for provider, models in lists.items()}
    write_private(path, orjson.dumps(values))


def _models(rows: object, provider: str) -> list[ModelInfo]:
    entries = rows if isinstance(rows, list) else []
    found = [model_from_json(row) for row in entries if isinstance(row, dict)]
    return [model for model in found if model is not None and model.provider == provider]
