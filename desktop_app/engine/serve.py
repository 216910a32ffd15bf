"""One run of the engine, from looking for its model to its end."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import socket
import sys
import threading

import uvicorn

from desktop_app.core.errors import AppError, EngineError, Failure
from desktop_app.core.folders import Folders
from desktop_app.engine.fetch import bring
from desktop_app.engine.llama_child import llama_child, not_loaded
from desktop_app.engine.model_files import SMOLLM2, ServedModel, built_in, own_model
from desktop_app.engine.report import Report
from desktop_app.engine.service import Service
from desktop_app.engine.state_file import StateFile

CRASHED = Failure(
    "The local engine stopped unexpectedly",
    "Try again. If it goes on, choose a smaller model or use another provider.",
    "The llama.cpp process ended.",
    "engine_crashed",
)

_SECONDS_TO_SAY_SO = 1


async def serve(folders: Folders, model_file: str, key: str) -> int:
    """Fetch the model where needed, load it, and answer requests until standard input closes.

    Args:
        folders: Where model files, logs and the state file are.
        model_file: A GGUF of the user's own, empty for the built-in model.
        key: What requests must carry.

    Returns:
        The exit code of the process: 0 when it was asked to end, 1 when it failed.
    """
    state_file = StateFile(folders)
    report = Report(state_file)
    failed = False
    try:
        _end_with_stdin()
        await _run(folders, model_file, key, report)
        failed = True
        report.crashed(CRASHED)
    except asyncio.CancelledError:
        # Standard input closed: nobody needs this process any more.
        failed = False
    except AppError as error:
        failed = True
        report.failed(error.failure)
    finally:
        state_file.close(keep=failed)
    return int(failed)


async def _run(folders: Folders, model_file: str, key: str, report: Report) -> None:
    """Return when the child died while requests were answered."""
    if importlib.util.find_spec("xllamacpp") is None:
        raise not_loaded("There is no xllamacpp.")
    model = await find_model(folders, model_file, report)
    report.starting(model.id, model.name)
    with _listening() as listener:
        async with llama_child(model, folders.logs / "llama.log") as child:
            config = uvicorn.Config(
                Service(model, child).app(key),
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                # Longer than clients keep an idle connection, so that they never send into one
                # that is being closed.
                timeout_keep_alive=75,
                timeout_graceful_shutdown=_SECONDS_TO_SAY_SO,
            )
            server = uvicorn.Server(config)
            report.ready(listener.getsockname()[1], child.abilities.context)
            async with asyncio.TaskGroup() as group:
                group.create_task(server.serve(sockets=[listener]))
                await child.process.wait()
                # Streams that are cut now still get to say so.
                server.should_exit = True


async def find_model(folders: Folders, model_file: str, report: Report) -> ServedModel:
    """Return the model to load; the built-in one is fetched where it is missing.

    Raises:
        EngineError: The file can't be used or fetched.
    """
    if model_file:
        return own_model(model_file)

    def progress(done: int, total: int) -> None:
        report.fetching(SMOLLM2.id, SMOLLM2.name, done, total)

    return built_in(SMOLLM2, await bring(SMOLLM2, folders.models, progress))


def _listening() -> socket.socket:
    try:
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    except OSError as error:
        raise EngineError(
            "The local engine can't open a port on this computer",
            "A firewall or another security program may forbid it. Allow Chatloom to listen on "
            "127.0.0.1, then try again, or use another provider.",
            str(error),
            code="port_refused",
        ) from error
    return listener


def _end_with_stdin() -> None:
    """Cancel the task that runs now when standard input closes."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()

    def watch() -> None:
        # The file object's lock would be held at the end of the interpreter, which then aborts.
        while os.read(sys.stdin.fileno(), 1024):
            pass
        if task is not None:
            loop.call_soon_threadsafe(task.cancel)

    threading.Thread(target=watch, name="stdin", daemon=True).start()
