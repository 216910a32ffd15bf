from __future__ import annotations

import stat
from pathlib import Path

import pytest

from desktop_app.core.costs import Price
from desktop_app.core.models import ModelInfo
from desktop_app.storage import model_lists
from desktop_app.storage.model_lists import load_model_lists, save_model_lists

LISTS = {
    "acme": [
        ModelInfo("a", "acme", "A", "Acme", vision=True, price=Price(1, 2), takes=("seed",)),
        ModelInfo("б", "acme", "Б", "Acme"),
    ],
    "empty": [],
}


def test_lists_come_back(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "models.json"
    assert load_model_lists(path) == {}
    save_model_lists(path, LISTS)
    assert load_model_lists(path) == LISTS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"7"])
def test_broken_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "models.json"
    path.write_bytes(content)
    assert load_model_lists(path) == {}


def test_odd_rows_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "models.json"
    path.write_text('{"acme": [7, {}, {"id": "a", "provider": "other"}], "b": 5}')
    assert load_model_lists(path) == {"acme": [], "b": []}


def test_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "models.json"
    save_model_lists(path, LISTS)
    monkeypatch.setattr(model_lists, "_LARGEST", 10)
    assert load_model_lists(path) == {}
