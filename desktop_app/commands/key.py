"""``chatloom key``: the secrets of the providers, in the key store of the system."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from desktop_app.commands.keys import PLACES, kept, own_provider, typed_secret, waiting_told
from desktop_app.commands.options import AsJson
from desktop_app.commands.session import with_parts
from desktop_app.commands.terminal import say, say_json
from desktop_app.connections import PROXY_PART, header_part
from desktop_app.core.errors import InputError
from desktop_app.core.provider import KeyPlace, Provider, ProxyUse, is_secret_header
from desktop_app.core.secret import NOTHING
from desktop_app.parts import Parts

app = typer.Typer(
    help="Keys and passwords of the providers. They are kept by the key store of this system.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Id = Annotated[str, typer.Argument(metavar="PROVIDER", help="See chatloom providers list.")]
_OfProxy = Annotated[
    bool, typer.Option("--proxy", help="The password of its proxy in place of its key.")
]
_Header = Annotated[
    str, typer.Option("--header", metavar="NAME", help="The value of a secret header instead.")
]


@app.command("set")
def set_(provider: _Id, *, proxy: _OfProxy = False, header: _Header = "") -> None:
    """Keep a key, in place of the one that is there. It is read from the input.

    In a terminal it is typed without being shown. It is never an argument of a command, for
    everybody on this computer can read those.
    """
    _check(proxy=proxy, header=header)

    async def work(parts: Parts) -> None:
        known = own_provider(parts.connections, provider)
        part = _part(known, proxy=proxy, header=header)
        what = f"The value of {header}" if header else "The password of the proxy"
        secret = typed_secret(what if part else f"The API key of {known.name}")
        if header and part not in (header_part(name) for name, _ in known.headers):
            headers = (*known.headers, (header, ""))
            await parts.connections.save(replace(known, headers=headers))
        await kept(parts.connections, known, secret, part)

    with_parts(work)


@app.command()
def clear(provider: _Id, *, proxy: _OfProxy = False, header: _Header = "") -> None:
    """Forget a key. With --header, the header is no longer sent."""
    _check(proxy=proxy, header=header)

    async def work(parts: Parts) -> None:
        known = own_provider(parts.connections, provider)
        part = PROXY_PART if proxy else _part(known, proxy=False, header=header)
        async with waiting_told(parts.connections):
            if header:
                headers = tuple(each for each in known.headers if header_part(each[0]) != part)
                await parts.connections.save(replace(known, headers=headers))
            else:
                await parts.connections.set_secret(known.id, NOTHING, part)

    with_parts(work)


@app.command()
def status(
    provider: _Id, *, proxy: _OfProxy = False, header: _Header = "", as_json: AsJson = False
) -> None:
    """Say where a key is, and how it ends."""
    _check(proxy=proxy, header=header)

    async def work(parts: Parts) -> None:
        known = own_provider(parts.connections, provider)
        part = PROXY_PART if proxy else _part(known, proxy=False, header=header)
        async with waiting_told(parts.connections):
            found = await parts.connections.secret_status(known.id, part)
        if as_json:
            say_json({"provider": known.id, "key": found.place.value, "ending": found.ending})
        elif found.place is KeyPlace.NONE:
            say("There is none.")
        else:
            ending = f". It ends in {found.ending}" if found.ending else ""
            say(f"It is {PLACES[found.place]}{ending}.")

    with_parts(work)


def _check(*, proxy: bool, header: str) -> None:
    if proxy and header:
        raise typer.BadParameter("Give --proxy or --header, not both.")
    if header and not is_secret_header(header):
        raise typer.BadParameter(
            f"{header} is no secret. Give it to chatloom providers add --id PROVIDER --header "
            f'"{header}: value".'
        )


def _part(provider: Provider, *, proxy: bool, header: str) -> str:
    """Return which of its secrets is meant; a header in the letters the provider has it in.

    Raises:
        InputError: The provider has no proxy that wants a password.
    """
    if proxy and (provider.proxy.use is not ProxyUse.OWN or not provider.proxy.user):
        raise InputError(
            "{who} has no proxy that wants a password",
            "Give it one first: chatloom providers add --id {provider} --proxy URL "
            "--proxy-user NAME.",
            code="no_proxy",
            who=provider.name,
            provider=provider.id,
        )
    if proxy:
        return PROXY_PART
    if not header:
        return ""
    names = [name for name, _ in provider.headers if name.lower() == header.lower()]
    return header_part(names[0] if names else header)
