"""What `chatloom doctor` says of a disk that is full, or nearly."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from desktop_app.commands import checks
from desktop_app.commands.checks import Level, check_room
from tests.chatloom_process import COMMAND, Chatloom

Mount = Callable[[str], Path]


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Mount]:
    """Return what mounts a disk of a given size."""
    with ExitStack() as mounts:

        def mount(size: str) -> Path:
            folder = tmp_path / f"disk-{size}"
            folder.mkdir()
            command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
            with suppress(FileNotFoundError):
                if subprocess.run(command, check=False, capture_output=True).returncode == 0:
                    mounts.callback(subprocess.run, ["umount", str(folder)], check=True)
                    return folder
            pytest.skip("no file system can be mounted here")

        yield mount


def test_room_that_runs_out(mounted: Mount, tmp_path: Path) -> None:
    assert check_room(mounted("4m") / "data").level is Level.FAIL
    found = check_room(mounted("100m") / "data")
    assert (found.level, found.words[:6]) == (Level.WARN, "105 MB")


def test_room_in_plenty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LITTLE_ROOM", 1)
    monkeypatch.setattr(checks, "TOO_LITTLE_ROOM", 1)
    assert check_room(tmp_path / "data").level is Level.OK


def test_doctor_on_a_full_disk(mounted: Mount) -> None:
    home = mounted("1m")
    with suppress(OSError), (home / "ballast").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    ran = Chatloom(home).run("doctor", "--json")
    found = {each["check"]: each for each in ran.json}
    assert ran.code == 1
    for name in ("data", "disk"):
        assert found[name]["level"] == "fail"
        assert "Free some space" in found[name]["advice"]
    assert "the disk is full" in found["data"]["words"]
    assert {path.name for path in home.iterdir()} <= {"ballast", "logs"}


def test_doctor_where_files_must_stay_small(tmp_path: Path) -> None:
    ran = subprocess.run(
        ["sh", "-c", 'ulimit -f 1 && trap "" XFSZ && exec "$@"', "sh", *COMMAND, "doctor"],
        env=Chatloom(tmp_path / "home").environ,
        capture_output=True,
        timeout=100,
        check=False,
        text=True,
    )
    assert ran.returncode == 1
    assert "the disk is full" in ran.stdout
