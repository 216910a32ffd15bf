"""Threads for computing."""

from __future__ import annotations

import os

from desktop_app.engine.cores import computing_threads, physical_cores


def test_there_is_always_one_thread_and_one_core_left() -> None:
    assert 1 <= physical_cores() <= (os.cpu_count() or 1)
    assert computing_threads() == max(1, physical_cores() - 1)
