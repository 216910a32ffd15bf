"""The four servers that every journey of a provider goes to, each with a fault proxy before it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.folders import user_folders
from tests.engine.built_in_model import built_in_model, hand_over
from tests.engine.running import RunningEngine
from tests.journeys.fault_proxy import FaultProxy
from tests.openai_server.scripts import Answer
from tests.openai_server.server import MODEL, OpenAIServer

_ROOT = Path(__file__).parents[2]
_OTHER = "gpt-scripted-too"
_LONG = Answer(text=tuple(f"word{number} " for number in range(40)))


@dataclass(frozen=True, slots=True)
class Served:
    """A server as its user knows it.

    Attributes:
        base_url: What is typed into the form: the proxy before it.
        key: What it wants to be told.
        model: The id of a model it has.
        transport: How it is spoken to, as the form and the command line call it.
        proxy: Where things go wrong.
        other: The id of another model it has, empty for none.
    """

    base_url: str
    key: str
    model: str
    transport: str
    proxy: FaultProxy
    other: str = ""


@contextmanager
def scripted(transport: str, key: str = "sk-of-a-journey/0123456789+abcdef") -> Iterator[Served]:
    """Run the scripted server, which answers everything at length."""
    with OpenAIServer() as server, FaultProxy(server.base_url) as proxy:
        server.key = key
        server.usual = _LONG
        server.models.append({**server.models[0], "id": _OTHER})
        yield Served(proxy.base_url, key, MODEL, transport, proxy, _OTHER)


@contextmanager
def scripted_by_responses(_folder: Path) -> Iterator[Served]:
    """Run the scripted server, spoken to by Responses."""
    with scripted("responses") as served:
        yield served


@contextmanager
def scripted_by_chat(_folder: Path) -> Iterator[Served]:
    """Run the scripted server, spoken to by Chat Completions."""
    with scripted("chat") as served:
        yield served


@contextmanager
def own_engine(folder: Path) -> Iterator[Served]:
    """Run Chatloom's own service by itself, as any program could use it."""
    home, key = folder / "engine", "engine-key-of-a-journey"
    hand_over(user_folders({"CHATLOOM_HOME": str(home)}))
    with (
        RunningEngine(CHATLOOM_HOME=str(home), CHATLOOM_ENGINE_KEY=key) as engine,
        FaultProxy(f"{engine.ready()}/v1") as proxy,
    ):
        yield Served(proxy.base_url, key, "smollm2-135m", "chat", proxy)


@contextmanager
def plain_llama(_folder: Path) -> Iterator[Served]:
    """Run llama.cpp's server, which calls its model by the path of its file."""
    key, model = "llama-key-of-a-journey", str(built_in_model())
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.plain_llama", model],
        cwd=_ROOT,
        env={**os.environ, "LLAMA_API_KEY": key},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            with FaultProxy(f"{process.stdout.readline().strip()}/v1") as proxy:
                yield Served(proxy.base_url, key, model, "chat", proxy)
        finally:
            process.kill()


SERVERS: dict[str, Callable[[Path], AbstractContextManager[Served]]] = {
    "scripted by Responses": scripted_by_responses,
    "scripted by Chat Completions": scripted_by_chat,
    "local engine": own_engine,
    "llama.cpp": plain_llama,
}
"""Each started with a folder of its own."""


def called(model: str) -> str:
    """Return what the window calls a model, whose id may be the path of its file."""
    return Path(model).stem if model.endswith(".gguf") else model
