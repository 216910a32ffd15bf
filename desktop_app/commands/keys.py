"""Secrets on their way from a terminal to the key store."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import typer

from desktop_app.commands.terminal import decoded, hint
from desktop_app.connections import Connections
from desktop_app.core.errors import AppError, InputError
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER
from desktop_app.core.provider import KeyPlace, Provider
from desktop_app.core.secret import Secret

TOLD_AFTER = 1.0
"""Seconds after which somebody who waits for the key store is told so."""

PLACES = {
    KeyPlace.KEYRING: "in the key store",
    KeyPlace.SESSION: "for this run only",
    KeyPlace.NONE: "none",
}
"""Where a secret is, in words."""


def typed_secret(what: str) -> Secret:
    """Read a secret: without an echo where somebody types it, else all of the input.

    Args:
        what: What it is, for whoever types it.

    Raises:
        BadParameter: There is none, or it has several lines.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        text = getpass.getpass(f"{what}: ")
    else:
        text = decoded(sys.stdin.buffer.read()) if sys.stdin is not None else ""
    text = text.strip("\r\n")
    if not text.strip():
        raise typer.BadParameter("Nothing was given. It is read from the input.")
    if len(text.splitlines()) > 1:
        raise typer.BadParameter("It has several lines, which no key has.")
    if not (text.isascii() and text.isprintable()):
        raise typer.BadParameter("It holds characters that no key has. The old one is kept.")
    return Secret(text)


def own_provider(connections: Connections, provider_id: str) -> Provider:
    """Return a provider of the user's own that must be there.

    Raises:
        InputError: It isn't.
    """
    for provider in connections.own:
        if provider.id == provider_id:
            return provider
    if provider_id == LOCAL_PROVIDER:
        raise InputError(
            "The model on this computer needs no key",
            "There is nothing to set up: chatloom ask works without.",
            code="not_own",
        )
    if provider_id == ENVIRONMENT_PROVIDER:
        raise InputError(
            "The provider “environment” is described by variables",
            "Set OPENAI_API_KEY and OPENAI_BASE_URL where you start Chatloom.",
            code="not_own",
        )
    raise InputError(
        'There is no provider "{provider}"',
        "chatloom providers list names them, chatloom providers add adds one.",
        code="unknown_provider",
        provider=provider_id,
    )


async def kept(connections: Connections, provider: Provider, secret: Secret, part: str) -> None:
    """Keep a secret in the key store.

    Raises:
        AppError: It can't be kept there; nothing is kept anywhere.
    """
    async with waiting_told(connections):
        status = await connections.set_secret(provider.id, secret, part)
    problem = connections.key_problem
    if status.place is not KeyPlace.KEYRING and problem is not None:
        raise AppError(
            "The key could not be kept",
            problem.advice,
            problem.detail,
            code="no_key_store",
        )


@asynccontextmanager
async def waiting_told(connections: Connections) -> AsyncIterator[None]:
    """Say that the key store is waited for, if it takes long: it may want to be unlocked."""
    await connections.prepare_keys()
    told = asyncio.get_running_loop().call_later(
        TOLD_AFTER, hint, "Waiting for the key store. It may ask to be unlocked; Ctrl+C gives up."
    )
    try:
        yield
    finally:
        told.cancel()
