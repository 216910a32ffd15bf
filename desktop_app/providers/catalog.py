"""The models that a provider offers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import orjson

from desktop_app.core.errors import ProviderError
from desktop_app.core.models import ModelInfo
from desktop_app.core.parameters import NAMES, SEED, STOP
from desktop_app.core.provider import Transport
from desktop_app.providers.bounded_body import body_of
from desktop_app.providers.capabilities import known_facts
from desktop_app.providers.connection import Connection
from desktop_app.providers.model_facts import Facts, filled_from, told_by
from desktop_app.providers.model_rows import row_facts
from desktop_app.providers.native_models import native_facts
from desktop_app.providers.prices import listed_facts
from desktop_app.providers.refusals import is_web_page, refusal_in
from desktop_app.providers.scrub import scrub
from desktop_app.providers.translate import (
    http_failures,
    list_timed_out,
    malformed,
    refused,
    translate,
    web_page,
)

LISTS_WITHIN = 10.0
"""Seconds in which a provider must list its models: it needs no thinking for that."""

_LARGEST = 8_000_000
"""Bytes of a list; the longest that is known has 600,000."""

_MOST_MODELS = 5000
_LONGEST_ID = 300
_LONG_ENOUGH = 16
"""Letters of a key that is no word of the user's own, which may well be a part of a name."""

_SHOWN = 300
"""Characters of an unreadable answer that are quoted."""

_NOT_FOR_CHAT = re.compile(
    r"embed|rerank|moderation|whisper|transcribe|(^|[-_/])(tts|bge|sora|dall-e)([-_.\d]|$)"
    r"|^(gpt|chatgpt)-(image|audio|realtime|live)|^gpt-4o.*-(audio|realtime|tts)"
    r"|^(davinci|babbage|curie|ada)-|^gpt-3\.5-turbo-instruct|computer-use|deep-research",
    re.IGNORECASE,
)
"""Ids of models that make or judge something else, or speak other routes only."""

_SURELY_CHAT = re.compile(r"^(ft:)?(gpt-|chatgpt-|o\d)", re.IGNORECASE)
_ONLY_IN_CHAT = (SEED, STOP)
"""Parameters that Responses doesn't know."""

_SNAPSHOT = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{4}|\d{8})$")


async def list_models(connection: Connection) -> list[ModelInfo]:
    """Return what can be chatted with, the best guesses first.

    OpenAI's own chat models come before names nobody can judge, plain names before dated
    snapshots, new ones before old ones.

    Raises:
        ProviderError: The service could not be reached, refused, took longer than `LISTS_WITHIN`,
            or sent something else.
        EngineError: The local engine isn't running.
    """
    return [_info(row, connection) for row in await _rows(connection)]


async def model_lists(connection: Connection) -> AsyncGenerator[list[ModelInfo], None]:
    """Yield what `list_models` returns, and then the same with all that can be found out more.

    Nothing that goes wrong after the first list is a failure.

    Raises:
        ProviderError: As `list_models`.
        EngineError: Likewise.
    """
    rows = await _rows(connection)
    models = [_info(row, connection) for row in rows]
    yield models
    if not connection.local:
        facts = await native_facts(connection, rows)
        chatting = [m for m in models if facts.get(m.id, Facts()).chats is not False]
        told = [told_by(model, facts.get(model.id, Facts())) for model in chatting]
        base_url = connection.endpoint.base_url if connection.endpoint is not None else ""
        yield await _with_prices(told, base_url)


async def known_without_asking(model: ModelInfo, base_url: str) -> ModelInfo:
    """Return a model with what is known by its name and the address of its server alone."""
    named = filled_from(model, known_facts(model.id, base_url))
    (priced,) = await _with_prices([named], base_url)
    return priced


async def _with_prices(models: list[ModelInfo], base_url: str) -> list[ModelInfo]:
    """Return models with the prices and contexts that nobody has told, as far as they are known."""
    listed = await listed_facts(base_url, [model.id for model in models])
    return [filled_from(model, listed.get(model.id, Facts())) for model in models]


async def _rows(connection: Connection) -> list[dict[str, Any]]:
    client = await connection.http_client()
    failure: ProviderError
    try:
        async with asyncio.timeout(LISTS_WITHIN), client.stream("GET", "models") as response:
            body = await body_of(response, _LARGEST)
        if response.is_success:
            return _chatting(body, connection)
        failure = refused(refusal_in(response, body or b""), connection)
    except http_failures() as error:
        failure = translate(error, connection)
    except TimeoutError:
        failure = list_timed_out(connection)
    # Raised here, so that the original, which may quote the key, is not kept as its context.
    raise failure


def _chatting(body: bytes | None, connection: Connection) -> list[dict[str, Any]]:
    if body is None:
        raise malformed(f"The list has more than {_LARGEST} bytes.", connection)
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        answer = None
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        text = body[:20_000].decode(errors="replace")
        if is_web_page(text):
            raise web_page(text, connection)
        raise malformed(scrub(text, *connection.secrets, most=_SHOWN), connection)
    key = connection.key.reveal()
    models = [row for row in rows[:_MOST_MODELS] if isinstance(row, dict) and _is_named(row, key)]
    return sorted((row for row in models if not _NOT_FOR_CHAT.search(row["id"])), key=_rank)


def _short(model_id: str) -> str:
    """Return what people call a model whose id is the path of its file, as llama.cpp's are."""
    if not model_id.endswith(".gguf"):
        return model_id
    return re.split(r"[/\\]", model_id)[-1].removesuffix(".gguf") or model_id


def _is_named(row: dict[str, Any], key: str) -> bool:
    name = row.get("id")
    # Lists are kept in a file: a server that says the key back must not get it there.
    echoed = len(key) >= _LONG_ENOUGH and any(key in str(row.get(each)) for each in ("id", "name"))
    return isinstance(name, str) and 0 < len(name) <= _LONGEST_ID and not echoed


def _rank(row: dict[str, Any]) -> tuple[bool, bool, int, str]:
    name = row["id"]
    created = row.get("created")
    return (
        not _SURELY_CHAT.match(name),
        bool(_SNAPSHOT.search(name)),
        -created if isinstance(created, int) else 0,
        name.lower(),
    )


def _info(row: dict[str, Any], connection: Connection) -> ModelInfo:
    endpoint = connection.endpoint
    model_id = row["id"]
    named = ModelInfo(model_id, connection.provider_id, _short(model_id), connection.name)
    model = told_by(named, row_facts(row))
    if endpoint is None or connection.local:
        return model
    model = filled_from(model, known_facts(model.id, endpoint.base_url))
    if connection.transport is Transport.RESPONSES:
        names = NAMES if model.takes is None else model.takes
        return replace(model, takes=tuple(name for name in names if name not in _ONLY_IN_CHAT))
    return model
