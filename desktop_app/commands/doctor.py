"""``chatloom doctor``: what works here, what doesn't, and what to do about it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import asdict
from typing import Annotated

import typer

from desktop_app.commands.checks import (
    Finding,
    Level,
    check_assistants,
    check_database,
    check_display,
    check_engine,
    check_engine_library,
    check_environment,
    check_folder,
    check_model_file,
    check_place,
    check_python,
    check_qt,
    check_room,
    read_settings,
)
from desktop_app.commands.options import AsJson
from desktop_app.commands.provider_checks import check_key_store, check_providers
from desktop_app.commands.terminal import say, say_json
from desktop_app.core.folders import user_folders


def doctor(
    *,
    deep: Annotated[
        bool, typer.Option("--deep", help="Start the engine too, which may fetch its model.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check what Chatloom needs and say what is missing.

    Ends with 1 if something fails; a warning is no failure.
    """
    findings = asyncio.run(_examine(deep=deep, as_json=as_json))
    if as_json:
        say_json([asdict(finding) for finding in findings])
    if any(finding.level is Level.FAIL for finding in findings):
        raise typer.Exit(1)


async def _examine(*, deep: bool, as_json: bool) -> list[Finding]:
    findings: list[Finding] = []
    async with aclosing(_findings(deep=deep)) as found:
        async for finding in found:
            findings.append(finding)
            if not as_json:
                say(_line(finding))
    return findings


async def _findings(*, deep: bool) -> AsyncGenerator[Finding, None]:
    folders = user_folders(os.environ)
    yield check_python()
    yield check_engine_library()
    yield check_qt()
    yield check_display(os.environ)
    for name in ("data", "config", "cache", "logs"):
        yield check_folder(name, getattr(folders, name))
    yield check_room(folders.data)
    yield await asyncio.to_thread(check_place, folders.data)
    settings, finding = await asyncio.to_thread(read_settings, folders.settings)
    yield finding
    yield await asyncio.to_thread(check_assistants, folders.assistants)
    yield await check_database(folders.database)
    own_model = os.environ.get("CHATLOOM_MODEL_FILE") or settings.model_file
    yield await asyncio.to_thread(check_model_file, folders, own_model)
    yield await check_environment(os.environ)
    yield await check_key_store()
    for finding in await check_providers(folders.providers, os.environ):
        yield finding
    if deep:
        yield await check_engine(os.environ)


def _line(finding: Finding) -> str:
    advice = f" {finding.advice}" if finding.advice else ""
    return f"{finding.level:<4}  {finding.check}: {finding.words}.{advice}"
