from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.private_log import LONGEST_TAIL, open_log_of_child, open_private, tail


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no modes")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    open_log_of_child(tmp_path / "logs" / "new.log").close()
    (tmp_path / "logs" / "old.log").touch(mode=0o644)
    open_private(tmp_path / "logs" / "old.log", "a").close()
    for name in ("new.log", "old.log"):
        assert stat.S_IMODE((tmp_path / "logs" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700


def test_it_is_gone_on_with_or_begun_anew(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    for mode, expected in (("a", "x"), ("a", "xx"), ("w", "x")):
        with open_private(log, mode) as file:  # type: ignore[arg-type]
            file.write("x")
        assert log.read_text() == expected


def test_a_child_writes_into_it(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    with open_log_of_child(log) as errors:
        subprocess.run(
            [sys.executable, "-c", "import os; os.write(2, b'broken')"], stderr=errors, check=True
        )
    assert tail(log) == "broken"


def test_where_it_cannot_be_written_the_child_runs_without(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with open_log_of_child(tmp_path / "file" / "child.log") as errors:
        errors.write("lost")
    assert tail(tmp_path / "file" / "child.log") == ""


def test_tail_of_a_long_log(tmp_path: Path) -> None:
    log = tmp_path / "long.log"
    log.write_text("ё" * 10_000 + "end\n", encoding="utf-8")
    assert tail(log) == "ё" * (LONGEST_TAIL - 4) + "end"
