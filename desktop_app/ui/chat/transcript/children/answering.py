"""The loop of a program that answers what a `ChildProgram` asks, one JSON object a line."""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

_NICENESS = 5
"""How far it stands back behind the window, where there is only one processor."""

Answer = dict[str, Any]


def answer_requests(answers: Callable[[Answer], Iterable[Answer]]) -> int:
    """Say that it is ready, and answer requests until standard input ends; then the process ends.

    It ends at once, whatever it is busy with, and so never outlives a window that was killed.

    Args:
        answers: Returns the answers to a request; all but the last one have ``"more": True``.
    """
    # Ctrl+C in a terminal is for the window, which then closes the input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(_NICENESS)
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    _write({})
    while True:
        for answer in answers(json.loads(requests.get())):
            _write(answer)


def _listen(requests: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        requests.put(line)
    # Not sys.exit: the main thread may be busy for hours.
    os._exit(0)


def _write(answer: Answer) -> None:
    sys.stdout.buffer.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")
    sys.stdout.buffer.flush()
