"""What the engine is doing, shown beside the output while somebody waits for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.commands.engine import sentence
from desktop_app.commands.terminal import hints_are_read
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.providers.local_engine import LocalEngine

_CLEAR = "\r\x1b[K"


@contextmanager
def engine_progress(engine: LocalEngine) -> Iterator[None]:
    """Show fetching and starting on one line of the terminal, which is empty again afterwards.

    Shows nothing where the errors go to a file.
    """
    showing = hints_are_read()
    shown = ""

    def show(state: EngineState) -> None:
        nonlocal shown
        waits = state.phase in (Phase.FETCHING, Phase.STARTING)
        words = sentence(state) if showing and waits else ""
        if words != shown:
            shown = words
            sys.stderr.write(_CLEAR + words)
            sys.stderr.flush()

    engine.watch(show)
    try:
        yield
    finally:
        showing = False
        show(engine.state)
