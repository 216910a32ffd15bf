"""A data folder or a database that can't be used: the window stays, and nothing is overwritten."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.journey import Journey

pytestmark = pytest.mark.x11


def from_a_newer_version(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA application_id = 0x43484C4D")
        connection.execute("PRAGMA user_version = 9999")
        connection.execute("CREATE TABLE thought (text TEXT)")
        connection.commit()


def of_another_program(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE bookmark (address TEXT)")
        connection.commit()


def no_database(database: Path) -> None:
    database.write_text("This was never a database.\n" * 100)


@pytest.mark.parametrize("made", [from_a_newer_version, of_another_program, no_database])
def test_a_database_that_is_not_ours_is_left_alone(
    journey: Journey, made: Callable[[Path], None]
) -> None:
    database = journey.folders.database
    database.parent.mkdir(parents=True)
    made(database)
    before = database.read_bytes()
    window = journey.open()
    window.type("typed in vain?")
    window.keys("Return")
    time.sleep(1)
    assert window.process.poll() is None
    assert window.close() == 0
    assert database.read_bytes() == before


def test_the_window_goes_on_once_the_folder_can_be_written(journey: Journey) -> None:
    data = journey.folders.data
    data.parent.mkdir(parents=True)
    data.write_text("A file where the folder should be.")
    window = journey.open()
    window.type("written meanwhile")
    time.sleep(1)
    assert window.process.poll() is None
    assert data.read_text() == "A file where the folder should be."

    data.unlink()
    window.keys("Tab")
    window.keys("space")
    window.until_draft("written meanwhile")
    assert window.close() == 0
