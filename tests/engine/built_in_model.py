"""The real model for tests: fetched once, then kept outside of the checkout."""

from __future__ import annotations

import asyncio
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import platformdirs

from desktop_app.core.folders import Folders
from desktop_app.engine.fetch import bring
from desktop_app.engine.model_files import SMOLLM2, stamp


@cache
def built_in_model() -> Path:
    """Return the verified file, fetched where it is missing.

    It is kept in ``$CHATLOOM_TEST_MODELS``, or in the user's cache.
    """
    kept = os.environ.get("CHATLOOM_TEST_MODELS")
    folder = Path(kept) if kept else platformdirs.user_cache_path("chatloom-tests")
    # In a thread of its own: the test that asks may have an event loop.
    with ThreadPoolExecutor(1) as pool:
        fetching = pool.submit(lambda: asyncio.run(bring(SMOLLM2, folder, lambda *_: None)))
        return fetching.result()


def hand_over(folders: Folders) -> Path:
    """Put the model where an engine with these folders looks for it."""
    path = folders.models / SMOLLM2.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.hardlink_to(built_in_model())
    except OSError:
        shutil.copyfile(built_in_model(), path)
    stamp(SMOLLM2, path)
    return path
