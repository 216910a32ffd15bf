"""The local engine as the rest of the application sees it: started, watched, restarted, stopped."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from desktop_app.core.child_environment import without_keys
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import EngineError, Failure
from desktop_app.core.folders import Folders
from desktop_app.core.secret import Secret
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.engine_process import Ended, EngineProcess

MOST_CRASHES = 3
"""After this many within `CRASH_SPAN` seconds it is not started again by itself."""

CRASH_SPAN = 300.0

_MODEL_VARIABLE = "CHATLOOM_MODEL_FILE"
_SECONDS_TO_END = 5.0
_STOPPED = EngineState(Phase.STOPPED)


class LocalEngine:
    """Keeps one engine running for as long as it is wanted.

    A run that ends unexpectedly is replaced at once, with a new port and a new key, until it
    crashed three times in five minutes. A run that says why it failed is not: `start` tries again.

    Args:
        folders: Handed to the engine.
        model_file: A GGUF of the user's own, empty for the built-in model. The environment
            variable ``CHATLOOM_MODEL_FILE`` wins over it.
    """

    def __init__(self, folders: Folders, model_file: str = "") -> None:
        self._folders = folders
        self._model_file = model_file
        self._state = _STOPPED
        self._endpoint: Endpoint | None = None
        self._process: EngineProcess | None = None
        self._watchers: list[Callable[[EngineState], None]] = []
        self._waiting: list[asyncio.Future[None]] = []
        self._crashes: list[float] = []

    @property
    def state(self) -> EngineState:
        """What it is doing now."""
        return self._state

    @property
    def model_file(self) -> str:
        """The path of the GGUF it serves, or would serve; empty for the built-in model."""
        path = os.environ.get(_MODEL_VARIABLE) or self._model_file
        return _absolute(path) if path else ""

    def watch(self, callback: Callable[[EngineState], None]) -> None:
        """Call `callback` with the new state on each change, in the loop's thread."""
        self._watchers.append(callback)

    async def start(self) -> None:
        """Start the engine unless it runs; return before it is ready.

        After FAILED this is the way to try again.
        """
        if self._state.phase is Phase.FAILED:
            await self._let_go()
        if self._process is None:
            self._crashes.clear()
            self._launch()

    async def endpoint(self) -> Endpoint:
        """Return where requests go, once the engine is ready; start it if it was stopped.

        Raises:
            EngineError: It failed, now or before, or was stopped meanwhile.
        """
        if self._state.phase is Phase.STOPPED:
            await self.start()
        while self._endpoint is None:
            if self._state.phase is Phase.FAILED and self._state.failure:
                raise _error(self._state.failure)
            if self._state.phase is Phase.STOPPED:
                raise EngineError("The local engine was stopped", "Try again.", code="stopped")
            await self._next_change()
        return self._endpoint

    async def use_model_file(self, path: str) -> None:
        """Restart the engine with another GGUF file, or the built-in model where `path` is empty.

        Whether the file can be used is told by the states that follow.

        Raises:
            EngineError: The environment decides; nothing was changed.
        """
        if os.environ.get(_MODEL_VARIABLE):
            raise EngineError(
                "CHATLOOM_MODEL_FILE decides which model is used",
                "Unset it and start Chatloom again, then open the file again.",
                code="model_pinned",
            )
        # Set first: of two calls that overlap the later one counts, whichever ends first.
        self._model_file = path
        await self.stop()
        await self.start()

    async def stop(self) -> None:
        """End the engine and wait until its process is gone, which takes a fraction of a second."""
        await self._let_go()
        # Somebody may have started it again while the old process was on its way out.
        if self._process is None:
            self._enter(_STOPPED)

    async def _let_go(self) -> None:
        process, self._process = self._process, None
        self._endpoint = None
        if process is not None:
            await process.stop(_SECONDS_TO_END)

    def _launch(self) -> None:
        key = Secret(secrets.token_urlsafe(32))
        folders = self._folders
        command = [
            *(sys.executable, "-m", "desktop_app.engine", "serve"),
            *("--data", str(folders.data), "--config", str(folders.config)),
            *("--cache", str(folders.cache), "--logs", str(folders.logs)),
        ]
        if self.model_file:
            command += ["--model-file", self.model_file]
        self._endpoint = None
        self._enter(EngineState(Phase.STARTING, self._state.model, self._state.model_name))
        # Whatever an earlier process still says belongs to nobody.
        self._process = process = EngineProcess(
            command,
            self._environment(key),
            folders.logs / "engine.log",
            lambda message: self._hear(process, key, message),
            lambda ended: self._end(process, ended),
        )

    @staticmethod
    def _environment(key: Secret) -> dict[str, str]:
        environment = {**without_keys(os.environ), "CHATLOOM_ENGINE_KEY": key.reveal()}
        # The command line names the file, by a path that is meant from here.
        environment.pop(_MODEL_VARIABLE, None)
        return environment

    def _hear(self, process: EngineProcess, key: Secret, message: dict[str, Any]) -> None:
        if process is not self._process:
            return
        state = EngineState(
            Phase(message["state"]),
            message["model"],
            message["model_name"],
            message.get("done", 0),
            message.get("total", 0),
            message.get("context"),
        )
        if state.phase is Phase.READY:
            self._endpoint = Endpoint(f"http://127.0.0.1:{message['port']}/v1", key)
        elif state.phase is Phase.FAILED:
            names = (field.name for field in fields(Failure))
            state = replace(state, failure=Failure(*(message[name] for name in names)))
        self._enter(state)

    def _end(self, process: EngineProcess, ended: Ended) -> None:
        if process is not self._process:
            return
        self._process = None
        self._endpoint = None
        if self._state.phase is Phase.FAILED:
            # It said why before it ended: that is no crash.
            return
        now = time.monotonic()
        self._crashes = [*(then for then in self._crashes if now - then < CRASH_SPAN), now]
        if not ended.started:
            self._fail("The local engine could not be started", "engine_start", ended.detail)
        elif len(self._crashes) < MOST_CRASHES:
            self._launch()
        else:
            self._fail(
                "The local engine stopped three times in five minutes",
                "engine_crashed",
                ended.detail,
            )

    def _fail(self, title: str, code: str, detail: str) -> None:
        advice = "Try again. If that doesn't help, use a smaller model or another provider."
        failure = Failure(title, advice, detail, code)
        self._enter(replace(self._state, phase=Phase.FAILED, failure=failure))

    def _enter(self, state: EngineState) -> None:
        if state == self._state:
            return
        self._state = state
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)
        for callback in self._watchers:
            callback(state)

    async def _next_change(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future


def _absolute(path: str) -> str:
    """Return the path as it is meant here; the engine runs in another folder."""
    return str(Path(path).expanduser().absolute())


def _error(failure: Failure) -> EngineError:
    # Without values the sentences are plain text: a brace in them is no placeholder.
    return EngineError(
        failure.title_template or failure.title,
        failure.advice_template or failure.advice,
        failure.detail,
        code=failure.code,
        **failure.values,
    )
