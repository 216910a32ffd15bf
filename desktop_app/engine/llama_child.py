"""Starting the llama.cpp child, and knowing when it is gone."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from desktop_app.core.child_environment import without_keys
from desktop_app.core.errors import EngineError
from desktop_app.core.private_log import open_log_of_child, tail
from desktop_app.engine.chat_request import Abilities
from desktop_app.engine.cores import computing_threads
from desktop_app.engine.model_files import ServedModel

PACKAGE_PARENT = Path(__file__).resolve().parents[2]

_SECONDS_TO_END = 2.0


@dataclass(frozen=True, slots=True)
class LlamaChild:
    """A running child.

    Attributes:
        client: Sends to it, with its key.
        process: Whose end is the end of the engine.
        abilities: What it said of its model.
    """

    client: httpx2.AsyncClient
    process: asyncio.subprocess.Process
    abilities: Abilities


@asynccontextmanager
async def llama_child(model: ServedModel, log: Path) -> AsyncIterator[LlamaChild]:
    """Run the child while the context is entered, which is as soon as it answers requests.

    Args:
        model: What it serves.
        log: Takes what llama.cpp complains about; replaced at each start.

    Raises:
        EngineError: It can't be run on this computer, or could not load the model.
    """
    key = secrets.token_urlsafe(32)
    process = await _spawn(model, key, log)
    try:
        url = await _ready(process, model, log)
        async with httpx2.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {key}"},
            # An answer may take as long as it takes; a child that dies closes its connections.
            timeout=None,
            trust_env=False,
            # Plain HTTP: an empty context is quicker than loading the system's certificates.
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        ) as client:
            yield LlamaChild(client, process, await _abilities(client))
    finally:
        await _end(process)


async def _spawn(model: ServedModel, key: str, log: Path) -> asyncio.subprocess.Process:
    command = [
        *(sys.executable, "-m", "desktop_app.engine.llama"),
        *("--model", str(model.path), "--alias", model.id, "--context", str(model.context)),
        *("--threads", str(computing_threads()), "--chat-template", model.chat_template),
    ]
    if model.sampling:
        command += ["--temperature", str(model.sampling.temperature)]
        command += ["--top-p", str(model.sampling.top_p)]
        command += ["--longest-answer", str(model.sampling.longest_answer)]
    # OpenMP's waiting threads spin by default: on a busy machine 1 token/s instead of 15.
    environment = {
        **without_keys(os.environ),
        "CHATLOOM_LLAMA_KEY": key,
        "OMP_WAIT_POLICY": "PASSIVE",
    }
    with open_log_of_child(log) as errors:
        try:
            return await asyncio.create_subprocess_exec(
                *command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=PACKAGE_PARENT,
                env=environment,
            )
        except OSError as error:
            raise _not_started(str(error)) from error


async def _ready(process: asyncio.subprocess.Process, model: ServedModel, log: Path) -> str:
    if process.stdout is None:
        raise TypeError("The child was started without a pipe.")
    line = await process.stdout.readline()
    try:
        message: dict[str, Any] = json.loads(line)
    except ValueError as error:
        code = await process.wait()
        raise _not_started(f"Exit code {code}. {tail(log)}") from error
    if "url" in message:
        return str(message["url"])
    if message["failed"] == "import":
        raise not_loaded(message["detail"])
    raise EngineError(
        'The model "{name}" can\'t be loaded',
        "Its file may be damaged, newer than this engine, or too big for the memory of this "
        "computer. Choose another file, or go back to the built-in model.",
        f"{message['detail']} {tail(log)}",
        code="model_load",
        name=model.name,
    )


async def _abilities(client: httpx2.AsyncClient) -> Abilities:
    models = (await client.get("/v1/models")).json()["data"][0]
    props = (await client.get("/props")).json()
    return Abilities(
        vision="image" in models.get("architecture", {}).get("input_modalities", ()),
        tools=bool(props.get("chat_template_caps", {}).get("supports_tools")),
        context=models["meta"]["n_ctx"],
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_SECONDS_TO_END):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _not_started(detail: str) -> EngineError:
    return EngineError(
        "The local engine could not start",
        "Try again, or use another provider.",
        detail,
        code="engine_start",
    )


def not_loaded(detail: str) -> EngineError:
    """Return the failure of a computer where llama.cpp can't be imported, `detail` says why."""
    if "xllamacpp" in detail:
        return EngineError(
            "The local engine doesn't run on this kind of computer",
            "It runs on Linux (x86-64), macOS 13 or newer (Apple silicon) and Windows (x86-64). "
            "Use another provider here; a server of your own such as Ollama counts.",
            detail,
            code="platform",
        )
    return EngineError(
        "A system library that the local engine needs is missing",
        "On Debian and Ubuntu: sudo apt-get install libgomp1. Then try again.",
        detail,
        code="system_library",
    )
