"""``chatloom models`` and ``chatloom assistants``: what can be picked."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from desktop_app.commands.options import AsJson, ProviderId
from desktop_app.commands.session import with_parts
from desktop_app.commands.terminal import hint, say, say_json, table
from desktop_app.core.assistants import Assistant, format_assistants
from desktop_app.core.costs import Price
from desktop_app.core.errors import AppError
from desktop_app.core.models import ModelInfo
from desktop_app.parts import Parts


def models(*, provider: ProviderId = "", as_json: AsJson = False) -> None:
    """List the models that can be asked."""
    with_parts(lambda parts: _models(parts, provider, as_json=as_json))


async def _models(parts: Parts, provider: str, *, as_json: bool) -> None:
    asked = [provider] if provider else [*parts.connections]
    answers = await asyncio.gather(*(_listed(parts, each) for each in asked))
    found = [model for answer in answers if not isinstance(answer, AppError) for model in answer]
    failed = [answer for answer in answers if isinstance(answer, AppError)]
    if failed and (provider or not found):
        raise failed[-1]
    for error in failed:
        hint(error.sentence)
    if as_json:
        say_json([asdict(model) for model in found])
    else:
        show_models(found)


async def _listed(parts: Parts, provider: str) -> list[ModelInfo] | AppError:
    """Return the models of a provider, or why there are none: the others can still be asked."""
    try:
        return await parts.list_models(provider)
    except AppError as error:
        return error


def show_models(models: list[ModelInfo]) -> None:
    """Print models as a table."""
    if models:
        say(table([(model.id, model.provider, _abilities(model)) for model in models]))


def _abilities(model: ModelInfo) -> str:
    known = [
        f"{model.context} tokens" if model.context else "",
        "sees pictures" if model.vision else "",
        "thinks first" if model.reasoning else "",
        _price(model.price) if model.price else "",
        f"until {model.shutdown}" if model.shutdown else "",
    ]
    return ", ".join(filter(None, known))


def _price(price: Price) -> str:
    if not price.input and not price.output:
        return "free"
    return f"${price.input:.6g} read and ${price.output:.6g} written for a million tokens"


def assistants(
    *,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="PATH", help="Read this file instead of your own."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the assistants of your file, or of another one."""
    # Reading a file needs no database, so these don't open all the parts.
    import os

    from desktop_app.core.folders import user_folders
    from desktop_app.storage.assistants import load_assistants, read_assistants

    if file is not None:
        show_assistants(read_assistants(file), as_json=as_json)
        return
    loaded = load_assistants(user_folders(os.environ).assistants)
    if loaded.problem:
        hint(loaded.problem.sentence)
    show_assistants(loaded.assistants, as_json=as_json)


def show_assistants(assistants: list[Assistant], *, as_json: bool = False) -> None:
    """Print assistants, as their file holds them or as a table."""
    if as_json:
        say_json(json.loads(format_assistants(assistants)))
        return
    say(table([(each.name, _shortened(each.instructions)) for each in assistants]))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
