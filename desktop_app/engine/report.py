"""Telling what the engine is doing: a line on standard output, and the state file."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import Failure
from desktop_app.engine.state_file import StateFile


class Report:
    """Speaks for one run of the engine.

    Each line is one JSON object: ``state``, ``model``, ``model_name`` and, by state, ``done`` and
    ``total``, ``port`` and ``context``, or the fields of a `Failure`.
    """

    def __init__(self, file: StateFile) -> None:
        self._file = file
        self._state = EngineState(Phase.STOPPED)

    def starting(self, model: str, model_name: str) -> None:
        """The model's file is there and is being loaded."""
        self._tell(EngineState(Phase.STARTING, model, model_name))

    def fetching(self, model: str, model_name: str, done: int, total: int) -> None:
        """The model's file is on its way; `done` and `total` in bytes."""
        state = EngineState(Phase.FETCHING, model, model_name, done, total)
        self._tell(state, done=done, total=total)

    def ready(self, port: int, context: int) -> None:
        """Requests are answered on `port`."""
        state = replace(self._state, phase=Phase.READY, context=context)
        self._tell(state, port=port, context=context)

    def failed(self, failure: Failure) -> None:
        """The engine gives up; its process ends after this."""
        self._tell(self._failed(failure), **asdict(failure))

    def crashed(self, failure: Failure) -> None:
        """The engine ends because its child did: for the file only, so that it is restarted."""
        self._file.write(self._failed(failure))

    def _failed(self, failure: Failure) -> EngineState:
        self._state = replace(self._state, phase=Phase.FAILED, failure=failure)
        return self._state

    def _tell(self, state: EngineState, **more: Any) -> None:  # noqa: ANN401 - any JSON
        self._state = state
        self._file.write(state)
        names = {"state": state.phase.value, "model": state.model, "model_name": state.model_name}
        # Whoever started this process may be gone; standard input will close in a moment.
        with suppress(OSError):
            sys.stdout.write(json.dumps({**names, **more}) + "\n")
            sys.stdout.flush()
