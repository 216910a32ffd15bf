"""Where there is no display to open a window on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_app.core.folders import user_folders
from tests.chatloom_process import Chatloom
from tests.engine.built_in_model import hand_over

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Elsewhere there always is one."
)


@pytest.fixture
def chatloom(tmp_path: Path) -> Chatloom:
    """The program where no display is known."""
    program = Chatloom(tmp_path / "home")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        program.environ.pop(name, None)
    return program


def test_it_says_so_and_what_works_instead(chatloom: Chatloom) -> None:
    ran = chatloom.run()
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("There is no display to open a window on. ")
    assert "chatloom ask" in ran.err


@pytest.mark.parametrize("form", ["--picture {}", "--picture={}"])
def test_a_picture_needs_none(chatloom: Chatloom, tmp_path: Path, form: str) -> None:
    hand_over(user_folders(chatloom.environ))
    path = tmp_path / "window.png"
    assert chatloom.ok(*form.format(path).split(" ")).out == f"{path}\n"
    assert path.read_bytes().startswith(b"\x89PNG")
