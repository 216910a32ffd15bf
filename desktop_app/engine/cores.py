"""How many threads a model may compute with."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_TOPOLOGY = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"


def computing_threads() -> int:
    """Return the physical cores less one, which is left to the window; at least one."""
    return max(1, physical_cores() - 1)


def physical_cores() -> int:
    """Return the cores this process may use, counting two hardware threads of one core once."""
    if sys.platform == "linux":
        usable = os.sched_getaffinity(0)
        cores = {_siblings(number) for number in usable}
        return len(cores)
    logical = os.cpu_count() or 1
    # Windows tells the physical ones only through a long structure; x86 has mostly two threads a
    # core. The Macs this runs on have one.
    return max(1, logical // 2) if sys.platform == "win32" else logical


def _siblings(number: int) -> str:
    try:
        return Path(_TOPOLOGY.format(number)).read_text(encoding="ascii")
    except OSError:
        # Some containers hide the topology: then every hardware thread counts.
        return str(number)
