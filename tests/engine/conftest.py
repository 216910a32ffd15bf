"""Folders and engines of one test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.folders import Folders, user_folders
from desktop_app.engine.model_files import SMOLLM2
from tests.engine.built_in_model import hand_over
from tests.engine.running import RunningEngine
from tests.engine.wheel_server import WheelServer


@pytest.fixture
def folders(home: Path) -> Folders:
    return user_folders({"CHATLOOM_HOME": str(home)})


@pytest.fixture
def with_model(folders: Folders) -> Folders:
    """Return folders that hold the real model."""
    hand_over(folders)
    return folders


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip look for packages where nobody listens."""
    _only_index(monkeypatch, "http://127.0.0.1:9/simple")


@pytest.fixture
def wheel_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WheelServer]:
    """Yield a package index that pip uses, and nothing else."""
    with WheelServer() as server:
        _only_index(monkeypatch, f"{server.address}/simple")
        yield server


@pytest.fixture(scope="module")
def engine_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of one ready engine for all tests of a module."""
    home = tmp_path_factory.mktemp("engine")
    hand_over(user_folders({"CHATLOOM_HOME": str(home)}))
    with RunningEngine(CHATLOOM_HOME=str(home), CHATLOOM_MODEL_FILE="") as engine:
        yield engine.ready()


@pytest.fixture
def model_id() -> str:
    return SMOLLM2.id


def _only_index(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    for name in [name for name in os.environ if name.upper().endswith("_PROXY")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", address)
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
