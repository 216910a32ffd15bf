from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from desktop_app.ui.collector import Collector


class Ring(QObject):
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        super().__init__()
        self.ring = self


def _freed_in() -> list[int]:
    threads: list[int] = []
    weakref.finalize(Ring(), lambda: threads.append(threading.get_ident()))
    return threads


def _allocate() -> None:
    kept = [[] for _ in range(20_000)]
    assert kept


def test_another_thread_frees_nothing(collector: Collector) -> None:
    threads = _freed_in()
    worker = threading.Thread(target=_allocate)
    worker.start()
    worker.join()
    assert not gc.isenabled()
    assert threads == []
    collector.collect()
    gc.collect()
    assert threads == [threading.get_ident()]


def test_collects_by_itself_what_is_due(collector: Collector) -> None:
    kept = [[] for _ in range(gc.get_threshold()[0] + 1)]
    assert gc.get_count()[0] > gc.get_threshold()[0]
    collector.collect()
    assert gc.get_count()[0] < gc.get_threshold()[0]
    assert kept
