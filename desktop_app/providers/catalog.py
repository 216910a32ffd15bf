"""The models that a provider offers."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import orjson

from desktop_app.core.errors import ProviderError
from desktop_app.core.models import ModelInfo
from desktop_app.providers.connection import Connection
from desktop_app.providers.refusals import is_web_page
from desktop_app.providers.translate import (
    list_timed_out,
    malformed,
    sdk_failures,
    translate,
    web_page,
)

LISTS_WITHIN = 10.0
"""Seconds in which a provider must list its models: it needs no thinking for that."""

_NOT_FOR_CHAT = re.compile(
    r"embed|rerank|moderation|whisper|transcribe|(^|[-_/])(tts|bge|sora|dall-e)([-_.\d]|$)"
    r"|^(gpt|chatgpt)-(image|audio|realtime|live)|^gpt-4o.*-(audio|realtime|tts)"
    r"|^(davinci|babbage|curie|ada)-|^gpt-3\.5-turbo-instruct|computer-use|deep-research",
    re.IGNORECASE,
)
"""Ids of models that make or judge something else, or speak other routes only."""

_SURELY_CHAT = re.compile(r"^(ft:)?(gpt-|chatgpt-|o\d)", re.IGNORECASE)
_SNAPSHOT = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{4}|\d{8})$")
_CONTEXT_FIELDS = ("context", "context_length", "max_model_len", "context_window")


async def list_models(connection: Connection) -> list[ModelInfo]:
    """Return what can be chatted with, the best guesses first.

    OpenAI's own chat models come before names nobody can judge, plain names before dated
    snapshots, new ones before old ones.

    Raises:
        ProviderError: The service could not be reached, refused, took longer than `LISTS_WITHIN`,
            or sent something else.
        EngineError: The local engine isn't running.
    """
    client = await connection.client()
    failure: ProviderError
    try:
        async with asyncio.timeout(LISTS_WITHIN):
            response = await client.models.with_raw_response.list()
        return _models(response.http_response.content, connection)
    except sdk_failures() as error:
        failure = translate(error, connection)
    except TimeoutError:
        failure = list_timed_out(connection)
    # Raised here, so that the original, which may quote the key, is not kept as its context.
    raise failure


def _models(body: bytes, connection: Connection) -> list[ModelInfo]:
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        answer = None
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        text = body[:20_000].decode(errors="replace")
        if is_web_page(text):
            raise web_page(text, connection)
        raise malformed(text[:300], connection)
    models = [row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]
    models = [row for row in models if not _NOT_FOR_CHAT.search(row["id"])]
    return [_info(row, connection) for row in sorted(models, key=_rank)]


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
    name = row.get("name")
    return ModelInfo(
        id=row["id"],
        provider=connection.provider_id,
        name=name if isinstance(name, str) and name else row["id"],
        provider_name=connection.name,
        vision=_vision(row),
        context=next((row[f] for f in _CONTEXT_FIELDS if type(row.get(f)) is int), None),
    )


def _vision(row: dict[str, Any]) -> bool | None:
    """Whether the server says that the model sees pictures; OpenRouter lists what goes in."""
    if isinstance(row.get("vision"), bool):
        return bool(row["vision"])
    architecture = row.get("architecture")
    inputs = architecture.get("input_modalities") if isinstance(architecture, dict) else None
    return "image" in inputs if isinstance(inputs, list) else None
