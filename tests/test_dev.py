"""The script that sets up: what it says when something is missing, and what it leaves behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NO_PACKAGE = f"no-such-package==1.0 \\\n    --hash=sha256:{'0' * 64}\n"
INSTALLED = "an environment that works"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="./dev is a POSIX script")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose packages can't be had from anywhere."""
    folder = tmp_path / "checkout"
    (folder / "tests").mkdir(parents=True)
    for name in ("dev", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("requirements.lock", "tests/requirements.lock"):
        (folder / name).write_text(NO_PACKAGE)
    return folder


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A PATH with this Python, without uv, and an index that nobody serves."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python3").symlink_to(sys.executable)
    (tmp_path / "scratch").mkdir()
    return {
        "PATH": f"{tools}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path / "scratch"),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def no_venv(environ: dict[str, str], tmp_path: Path) -> None:
    """Let the first step of an installation fail, which is quicker than a missing network."""
    python = tmp_path / "tools" / "python3"
    python.unlink()
    python.write_text(
        f'#!/bin/sh\ncase "$*" in *"-m venv"*) exit 1 ;; esac\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)


def run(checkout: Path, environ: dict[str, str], *verb: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(checkout / "dev"), *verb],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        timeout=100,
    )


def put_environment(checkout: Path) -> None:
    """Pretend that an earlier set-up, with other lock files, was completed."""
    stamps = checkout / ".venv" / ".done"
    stamps.mkdir(parents=True)
    (stamps / "place").write_text(f"{checkout}\n")
    (stamps / "requirements.lock").write_text("another\n")
    (checkout / ".venv" / "marker").write_text(INSTALLED)


def test_an_unknown_verb_is_wrong_usage(checkout: Path, environ: dict[str, str]) -> None:
    ended = run(checkout, environ, "dance")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "./dev run" in ended.stderr


def test_without_a_verb_it_lists_them(checkout: Path, environ: dict[str, str]) -> None:
    ended = run(checkout, environ)
    assert ended.returncode == 0
    for verb in ("run", "setup", "test", "check", "bench", "lock"):
        assert f"./dev {verb}" in ended.stdout


def test_an_old_python_is_told(checkout: Path, environ: dict[str, str], tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14", "python"):
        old = tmp_path / "tools" / name
        old.unlink(missing_ok=True)
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
    ended = run(checkout, environ, "run")
    assert ended.returncode == 1
    assert "needs Python 3.11 or newer" in ended.stderr
    assert not (checkout / ".venv").exists()


def test_without_a_network_nothing_half_installed_is_left(
    checkout: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    ended = run(checkout, environ, "run")
    assert ended.returncode == 1
    assert "the package index can't be reached" in ended.stderr
    assert not (checkout / ".venv").exists()
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.usefixtures("no_venv")
def test_a_failed_update_brings_the_old_environment_back(
    checkout: Path, environ: dict[str, str]
) -> None:
    put_environment(checkout)
    assert run(checkout, environ, "run").returncode == 1
    assert (checkout / ".venv" / "marker").read_text() == INSTALLED
    assert not (checkout / ".venv.old").exists()


@pytest.mark.usefixtures("no_venv")
def test_what_a_killed_set_up_left_is_cleared_away(checkout: Path, environ: dict[str, str]) -> None:
    put_environment(checkout)
    (checkout / ".venv").rename(checkout / ".venv.old")
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / ".done.new").mkdir()
    assert run(checkout, environ, "run").returncode == 1
    assert (checkout / ".venv" / "marker").read_text() == INSTALLED
    assert not (checkout / ".venv.old").exists()


@pytest.mark.usefixtures("no_venv")
@pytest.mark.parametrize("name", [".venv", ".venv.old"])
def test_an_environment_of_somebody_else_is_left_alone(
    checkout: Path, environ: dict[str, str], name: str
) -> None:
    (checkout / name).mkdir()
    (checkout / name / "work").write_text("of weeks")
    ended = run(checkout, environ, "run")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert (
        ended.stderr
        == f"The folder {name} was not made by ./dev: move it away, then run this again.\n"
    )
    assert (checkout / name / "work").read_text() == "of weeks"
    assert not (checkout / ".venv" / "bin").exists()


def test_an_interrupted_set_up_leaves_nothing(
    checkout: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    # An address that never answers keeps pip waiting until the interrupt.
    environ["PIP_INDEX_URL"] = "http://192.0.2.1/simple"
    process = subprocess.Popen(
        ["sh", str(checkout / "dev"), "run"],
        env=environ,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    wait_for(checkout / ".venv" / "bin" / "pip")
    os.killpg(process.pid, signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 143
    assert not (checkout / ".venv").exists()
    assert list((tmp_path / "scratch").iterdir()) == []


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
