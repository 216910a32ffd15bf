"""What servers tell about their models on routes of their own, beside OpenAI's.

Ollama ``/api/tags`` and ``/api/show`` (https://docs.ollama.com/api), LM Studio ``/api/v1/models``
and before 0.4 ``/api/v0/models`` (https://lmstudio.ai/docs/developer/rest), llama.cpp ``/props``
(tools/server/README.md). Others tell all they tell in ``/v1/models``; see `model_rows`.

These are extras: whatever goes wrong with them, there is just nothing more known.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from desktop_app.core.errors import AppError
from desktop_app.providers.bounded_body import body_of
from desktop_app.providers.connection import Connection
from desktop_app.providers.model_facts import Facts
from desktop_app.providers.model_rows import name_from, tokens_from
from desktop_app.providers.near import is_near

if TYPE_CHECKING:
    import httpx2

ANSWERS_WITHIN = 5.0
"""Seconds for all the native routes of one server together."""

_AT_ONCE = 4
_LARGEST = 8_000_000
"""Bytes; Ollama's templates and licences are long."""

_SEES = {"vlm": True, "llm": False}
_NUM_CTX = re.compile(r"^num_ctx\s+(\d{1,9})\s*$", re.MULTILINE)


class _Server(NamedTuple):
    """A server with native routes, and what it has told so far."""

    client: httpx2.AsyncClient
    root: str
    ids: Sequence[str]
    found: dict[str, Facts]

    async def ask(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what a route answers; empty where it answers anything but a JSON object."""
        method = "GET" if body is None else "POST"
        async with self.client.stream(method, self.root + path, json=body) as response:
            content = await body_of(response, _LARGEST) or b""
        try:
            answer = orjson.loads(content) if response.status_code == 200 else None
        except orjson.JSONDecodeError:
            return {}
        return answer if isinstance(answer, dict) else {}


_Source = Callable[[_Server], Coroutine[Any, Any, None]]


async def native_facts(
    connection: Connection, rows: Sequence[Mapping[str, Any]]
) -> dict[str, Facts]:
    """Return what more a server tells about its models, by their ids; never raises a failure.

    Args:
        connection: To the server. Only one that looks like a server with native routes is asked.
        rows: What it has answered at ``/v1/models``.
    """
    endpoint = connection.endpoint
    sources = _sources(rows, endpoint.base_url) if endpoint is not None else ()
    found: dict[str, Facts] = {}
    if endpoint is None or not sources:
        return found
    # What was told until then is kept.
    with suppress(TimeoutError, AppError):
        async with asyncio.timeout(ANSWERS_WITHIN):
            client = await connection.http_client()
            root = endpoint.base_url.rstrip("/").removesuffix("/v1")
            server = _Server(client, root, [row["id"] for row in rows], found)
            await asyncio.gather(*(_tried(source(server)) for source in sources))
    return found


def _sources(rows: Sequence[Mapping[str, Any]], base_url: str) -> tuple[_Source, ...]:
    """Return the routes that may be there: who owns the models tells the server."""
    owners = {str(row.get("owned_by")) for row in rows}
    if "llamacpp" in owners:
        return (_ask_llama_cpp,)
    if "organization_owner" in owners:
        return (_ask_lm_studio,)
    if "library" in owners:
        return (_ask_ollama,)
    if owners & {"vllm", "chatloom"} or not is_near(base_url):
        return ()
    return _ask_ollama, _ask_lm_studio, _ask_llama_cpp


async def _tried(asking: Awaitable[None]) -> None:
    import httpx2

    # There is no such route, or nobody behind it any more.
    with suppress(httpx2.HTTPError, httpx2.InvalidURL):
        await asking


async def _ask_ollama(server: _Server) -> None:
    tags = await server.ask("/api/tags")
    rows = [row for row in _list(tags.get("models")) if isinstance(row, dict)]
    there = [row["model"] for row in rows if row.get("model") in server.ids]
    turns = asyncio.Semaphore(_AT_ONCE)

    async def show(model: str) -> None:
        async with turns:
            server.found[model] = _ollama_facts(await server.ask("/api/show", {"model": model}))

    await asyncio.gather(*map(show, there))


def _ollama_facts(shown: Mapping[str, Any]) -> Facts:
    info = shown.get("model_info")
    set_up = _NUM_CTX.search(str(shown.get("parameters")))
    trained = (
        tokens_from(value)
        for key, value in (info if isinstance(info, dict) else {}).items()
        if key.endswith(".context_length")
    )
    context = int(set_up[1]) if set_up else next(trained, None)
    can = shown.get("capabilities")
    if not isinstance(can, list):
        return Facts(context=context)
    return Facts(
        vision="vision" in can,
        context=context,
        reasoning="thinking" in can,
        chats="completion" in can,
    )


async def _ask_lm_studio(server: _Server) -> None:
    rows = _list((await server.ask("/api/v1/models")).get("models"))
    key = "key"
    if not rows:
        rows, key = _list((await server.ask("/api/v0/models")).get("data")), "id"
    for row in rows:
        if isinstance(row, dict) and row.get(key) in server.ids:
            server.found[row[key]] = _lm_studio_facts(row)


def _lm_studio_facts(row: Mapping[str, Any]) -> Facts:
    kind, can = row.get("type"), row.get("capabilities")
    vision = can.get("vision") if isinstance(can, dict) else _SEES.get(str(kind))
    loaded = [
        instance.get("config", {}).get("context_length")
        for instance in _list(row.get("loaded_instances"))
        if isinstance(instance, dict) and isinstance(instance.get("config"), dict)
    ]
    contexts = (*loaded, row.get("loaded_context_length"), row.get("max_context_length"))
    return Facts(
        name=name_from(row.get("display_name")),
        vision=vision if isinstance(vision, bool) else None,
        context=next(filter(None, map(tokens_from, contexts)), None),
        chats=False if isinstance(kind, str) and kind.startswith("embedding") else None,
    )


async def _ask_llama_cpp(server: _Server) -> None:
    if len(server.ids) != 1:
        return  # One that serves several tells only of those that are loaded.
    props = await server.ask("/props")
    modalities, usual = props.get("modalities"), props.get("default_generation_settings")
    vision = modalities.get("vision") if isinstance(modalities, dict) else None
    server.found[server.ids[0]] = Facts(
        vision=vision if isinstance(vision, bool) else None,
        context=tokens_from(usual.get("n_ctx")) if isinstance(usual, dict) else None,
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
