from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.ui.single_instance import SingleInstance


@pytest.fixture
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for sockets, whose path is short enough for one."""
    folder = tmp_path_factory.mktemp("r")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def first(tmp_path: Path, runtime: Path) -> Iterator[SingleInstance]:
    made = SingleInstance(tmp_path / "data")
    assert made.is_first()
    yield made
    made.release()


def test_second_is_not_first(first: SingleInstance, tmp_path: Path) -> None:
    assert not SingleInstance(tmp_path / "data").is_first()


def test_other_folder_has_a_window_of_its_own(first: SingleInstance, tmp_path: Path) -> None:
    other = SingleInstance(tmp_path / "other")
    assert other.is_first()
    other.release()


def test_next_one_is_first_when_it_let_go(first: SingleInstance, tmp_path: Path) -> None:
    first.release()
    following = SingleInstance(tmp_path / "data")
    assert following.is_first()
    following.release()


def test_second_raises_the_first(first: SingleInstance, tmp_path: Path, qtbot: QtBot) -> None:
    raised: list[bool] = []
    first.listen(lambda: raised.append(True))
    second = SingleInstance(tmp_path / "data")
    assert second.raise_first()
    qtbot.waitUntil(lambda: raised == [True])
    assert second.raise_first()
    qtbot.waitUntil(lambda: raised == [True, True])


def test_what_does_not_listen_cannot_be_raised(first: SingleInstance, tmp_path: Path) -> None:
    assert not SingleInstance(tmp_path / "data").raise_first()


def test_one_that_does_not_listen_yet_is_waited_for(
    first: SingleInstance, tmp_path: Path, qtbot: QtBot
) -> None:
    raised: list[bool] = []
    asked = threading.Event()

    def settle() -> str:
        second = SingleInstance(tmp_path / "data")
        assert not second.raise_first()
        asked.set()
        return second.settle()

    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(settle)
        assert asked.wait(5)
        first.listen(lambda: raised.append(True))
        qtbot.waitUntil(found.done)
    assert found.result() == "raised"
    qtbot.waitUntil(lambda: raised == [True])


def test_the_place_of_one_that_is_gone_is_taken(first: SingleInstance, tmp_path: Path) -> None:
    first.release()
    second = SingleInstance(tmp_path / "data")
    assert second.settle() == "free"
    assert not SingleInstance(tmp_path / "data").is_first()
    second.release()


def test_socket_of_a_killed_window_is_in_nobody_s_way(
    first: SingleInstance, tmp_path: Path, qtbot: QtBot
) -> None:
    killed = SingleInstance(tmp_path / "data")
    killed.listen(lambda: None)
    raised: list[bool] = []
    first.listen(lambda: raised.append(True))
    assert SingleInstance(tmp_path / "data").raise_first()
    qtbot.waitUntil(lambda: raised == [True])


def test_folder_that_cannot_be_made_counts_as_free(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert SingleInstance(tmp_path / "file" / "data").is_first()


def test_folder_is_the_user_s_alone(first: SingleInstance, tmp_path: Path) -> None:
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
