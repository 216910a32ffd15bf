"""``chatloom providers``: the services that models are asked of."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from desktop_app.commands.engine_progress import engine_progress
from desktop_app.commands.keys import (
    PLACES,
    kept,
    own_provider,
    typed_secret,
    waiting_told,
)
from desktop_app.commands.options import AsJson
from desktop_app.commands.provider_form import ProviderForm
from desktop_app.commands.session import with_parts
from desktop_app.commands.terminal import hint, say, say_json, table
from desktop_app.connections import Connections
from desktop_app.core.connection_report import ConnectionReport
from desktop_app.core.errors import AppError, Failure, ProviderError
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER
from desktop_app.core.provider import KeyPlace, Provider, Transport
from desktop_app.core.provider_presets import PRESETS
from desktop_app.parts import Parts
from desktop_app.providers.environment import environment_endpoint

app = typer.Typer(
    help="The services that models are asked of, beside the model on this computer.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

ANSWERS_WITHIN = 3.0
"""Seconds in which a key store tells of a key, unless it waits for somebody to unlock it."""

UNKNOWN = "unknown"
_WORDS = {
    **{place.value: words for place, words in PLACES.items()},
    UNKNOWN: "unknown, the key store is locked",
    ENVIRONMENT_PROVIDER: "from OPENAI_API_KEY",
}


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """List your providers, and where their keys are."""

    async def work(parts: Parts) -> None:
        connections = parts.connections
        own = [_row(each, await _key_of(connections, each)) for each in connections.own]
        rows = [*_environment(), *own]
        if as_json:
            say_json(rows)
            return
        cells: list[tuple[str, ...]] = [
            (r["id"], r["name"], r["base_url"], f"key: {_WORDS[r['key']]}") for r in rows
        ]
        if cells:
            say(table(cells))

    with_parts(work)


@app.command()
def add(  # noqa: PLR0913 - each is an option of the command line
    name: Annotated[str | None, typer.Argument(metavar="NAME")] = None,
    *,
    named: Annotated[str | None, typer.Option("--name", help="What you call it.")] = None,
    provider_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="One that is there is changed.")
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(metavar="P", help=f"One of: {', '.join(each.id for each in PRESETS)}."),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Such as https://api.openai.com/v1.")
    ] = None,
    transport: Annotated[Transport | None, typer.Option(help="Which interface it speaks.")] = None,
    header: Annotated[
        list[str] | None,
        typer.Option(
            metavar='"NAME: VALUE"',
            help="Sent with each request; replaces those that are there. May be repeated. The "
            "value of a secret one is given to chatloom key set --header.",
        ),
    ] = None,
    organization: Annotated[str | None, typer.Option(metavar="ID")] = None,
    project: Annotated[str | None, typer.Option(metavar="ID")] = None,
    proxy: Annotated[
        str | None,
        typer.Option(metavar="URL", help='"system" for what the usual variables say.'),
    ] = None,
    proxy_user: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Its password is given to chatloom key set --proxy."),
    ] = None,
    no_proxy: Annotated[bool, typer.Option("--no-proxy", help="Ask it directly.")] = False,
    bypass: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="Reached without the proxy. May be repeated."),
    ] = None,
    ca_bundle: Annotated[
        str | None, typer.Option(metavar="FILE", help="Certificates to trust.")
    ] = None,
    connect_timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=1, max=3600)
    ] = None,
    read_timeout: Annotated[float | None, typer.Option(metavar="SECONDS", min=1, max=3600)] = None,
    key_stdin: Annotated[
        bool, typer.Option("--key-stdin", help="Read its API key from the input.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Add a provider, or with --id change the one that is there."""
    form = ProviderForm(
        provider_id,
        named or name,
        preset,
        base_url,
        transport,
        tuple(header or ()),
        organization,
        project,
        proxy,
        proxy_user,
        no_proxy,
        tuple(bypass or ()),
        ca_bundle,
        connect_timeout,
        read_timeout,
    )
    with_parts(lambda parts: _add(parts.connections, form, key_stdin=key_stdin, as_json=as_json))


async def _add(
    connections: Connections, form: ProviderForm, *, key_stdin: bool, as_json: bool
) -> None:
    known = {provider.id: provider for provider in connections.own}
    there = known.get(form.id or "")
    provider = form.applied_to(there) if there else form.new({*known})
    secret = typed_secret(f"The API key of {provider.name}") if key_stdin else None
    await connections.save(provider)
    if secret is not None:
        await kept(connections, provider, secret, "")
    saved = own_provider(connections, provider.id)
    if as_json:
        say_json(_row(saved, await _key_of(connections, saved)))
        return
    say(f"{'Changed' if there else 'Added'}: {saved.name}. Its id is {saved.id}.")


@app.command("test")
def try_(
    provider: Annotated[str, typer.Argument(metavar="PROVIDER")] = "",
    *,
    all_: Annotated[bool, typer.Option("--all", help="All but the one on this computer.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask a provider for its models, and say what answered."""
    if bool(provider) == all_:
        raise typer.BadParameter("Name a provider, or give --all.")

    async def work(parts: Parts) -> None:
        asked = [each for each in parts.connections if each != LOCAL_PROVIDER]
        reports = {each: await _tried(parts, each) for each in ([provider] if provider else asked)}
        if as_json:
            say_json([_report_to_json(each, report) for each, report in reports.items()])
        failed = [each for each, report in reports.items() if report.failure]
        for each, report in reports.items():
            name = parts.connections[each].name
            if report.failure:
                hint(f"{name}: {_sentence(report.failure)}")
            elif not as_json:
                say(f"{name}: {_found(report)}")
        if failed:
            raise typer.Exit(1)

    with_parts(work)


@app.command()
def remove(
    provider: Annotated[str, typer.Argument(metavar="PROVIDER")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Remove a provider, its key and its passwords, for good."""

    async def work(parts: Parts) -> None:
        known = own_provider(parts.connections, provider)
        if not yes and sys.stdin is not None and sys.stdin.isatty():
            typer.confirm(f"Remove {known.name} with its key?", abort=True, err=True)
        async with waiting_told(parts.connections):
            await parts.connections.remove(known.id)

    with_parts(work)


def _environment() -> list[dict[str, Any]]:
    endpoint = environment_endpoint(os.environ)
    if endpoint is None:
        return []
    provider = Provider(ENVIRONMENT_PROVIDER, "Environment", endpoint.base_url, endpoint.transport)
    return [_row(provider, ENVIRONMENT_PROVIDER if endpoint.key else KeyPlace.NONE.value)]


def _row(provider: Provider, key: str) -> dict[str, Any]:
    return {
        "id": provider.id,
        "name": provider.name,
        "base_url": provider.base_url,
        "transport": provider.transport.value,
        "preset": provider.preset,
        "key": key,
    }


async def _key_of(connections: Connections, provider: Provider) -> str:
    """Return where a key is, without having anybody unlock the key store for it."""
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            place = await connections.key_place(provider.id)
            if place is None:
                place = (await connections.secret_status(provider.id)).place
    except (TimeoutError, ProviderError):
        return UNKNOWN
    return place.value


async def _tried(parts: Parts, provider_id: str) -> ConnectionReport:
    parts.connection(provider_id)  # which says so where there is no such provider
    if provider_id in (provider.id for provider in parts.connections.own):
        try:
            async with waiting_told(parts.connections):
                await parts.connections.secret_status(provider_id)
        except ProviderError as error:
            return ConnectionReport(failure=error.failure)
    with engine_progress(parts.engine):
        return await parts.connections.try_out(provider_id)


def _found(report: ConnectionReport) -> str:
    models = f"{report.models} model{'' if report.models == 1 else 's'}"
    seeing = f", {report.seeing} of them known to see pictures" if report.seeing else ""
    server = f"{report.server} answers" if report.server else "It answers"
    return f"{server} after {report.seconds:.1f} seconds with {models}{seeing}."


def _sentence(failure: Failure) -> str:
    return AppError(failure.title, failure.advice).sentence


def _report_to_json(provider_id: str, report: ConnectionReport) -> dict[str, Any]:
    return {
        "id": provider_id,
        "ok": report.failure is None,
        "seconds": report.seconds,
        "models": report.models,
        "seeing": report.seeing,
        "server": report.server,
        "error": asdict(report.failure) if report.failure else None,
        "detail": report.detail,
    }
