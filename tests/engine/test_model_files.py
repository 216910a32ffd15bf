"""Model files: what is there, and is it what it should be?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.core.errors import EngineError
from desktop_app.engine.model_files import SMOLLM2, FileCheck, built_in, check, own_model
from tests.engine.built_in_model import built_in_model
from tests.engine.wheel_server import MODEL, MODEL_BYTES


def test_a_file_is_missing_or_intact(tmp_path: Path) -> None:
    assert check(MODEL, tmp_path) is FileCheck.MISSING
    (tmp_path / MODEL.file_name).write_bytes(MODEL_BYTES)
    assert check(MODEL, tmp_path) is FileCheck.INTACT
    assert check(MODEL, tmp_path) is FileCheck.INTACT


@pytest.mark.parametrize("content", [MODEL_BYTES[:-1], MODEL_BYTES[:-1] + b"?", b""])
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / MODEL.file_name
    path.write_bytes(MODEL_BYTES)
    os.utime(path, (1, 1))
    check(MODEL, tmp_path)
    path.write_bytes(content)
    assert check(MODEL, tmp_path) is FileCheck.DAMAGED
    assert not path.exists()
    assert (tmp_path / f"{MODEL.file_name}.damaged").read_bytes() == content


def test_the_hash_is_not_computed_again_while_nothing_changed(tmp_path: Path) -> None:
    path = tmp_path / MODEL.file_name
    path.write_bytes(MODEL_BYTES)
    assert check(MODEL, tmp_path) is FileCheck.INTACT
    before = path.stat()
    path.write_bytes(MODEL_BYTES[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert check(MODEL, tmp_path) is FileCheck.INTACT


@pytest.mark.engine
def test_the_built_in_model_knows_its_context() -> None:
    path = built_in_model()
    assert own_model(str(path)).context == SMOLLM2.context
    assert built_in(SMOLLM2, path).context == SMOLLM2.context


def test_an_own_file_is_named_after_its_stem(tmp_path: Path) -> None:
    path = tmp_path / "My Model (v2) Привет.Q4_1.gguf"
    path.write_bytes(b"GGUF")
    model = own_model(str(path))
    assert model.name == "My Model (v2) Привет.Q4_1"
    assert model.id == "my-model-v2-привет.q4_1"
    assert model.path == path


def test_a_name_without_letters_still_gives_an_id(tmp_path: Path) -> None:
    (tmp_path / "!!.gguf").write_bytes(b"GGUF")
    assert own_model(str(tmp_path / "!!.gguf")).id == "model"


@pytest.mark.parametrize(
    ("name", "code"),
    [("gone.gguf", "model_missing"), ("text.gguf", "model_format"), ("folder", "model_folder")],
)
def test_an_own_file_that_cannot_be_used_is_told(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "text.gguf").write_text("no model")
    (tmp_path / "folder").mkdir()
    with pytest.raises(EngineError) as caught:
        own_model(str(tmp_path / name))
    assert caught.value.code == code
    assert f'"{name}"' in caught.value.title
