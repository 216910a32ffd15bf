from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core import shipped as module
from desktop_app.core.shipped import shipped


def test_finds_the_files_of_the_checkout() -> None:
    assert shipped("assistants.json").is_file()


@pytest.mark.parametrize("inside", [True, False])
def test_both_layouts(inside: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "desktop_app"
    root = package if inside else tmp_path
    (root / "resources").mkdir(parents=True)
    monkeypatch.setattr(module, "_PACKAGE", package)
    assert shipped("icons", "copy.svg") == root / "resources" / "icons" / "copy.svg"
