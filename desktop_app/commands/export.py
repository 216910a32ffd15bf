"""``chatloom export``: conversations as files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, get_args

import typer

from desktop_app.commands.file_progress import file_progress
from desktop_app.commands.session import known_conversation, with_parts
from desktop_app.commands.terminal import hint, pour
from desktop_app.core.exchange import Exported, Format
from desktop_app.exchange import Exchange
from desktop_app.parts import Parts

OUTPUT = "-"
_FORMATS: dict[str, Format] = {name: name for name in get_args(Format)}
_SEPARATORS = (os.sep, os.altsep or os.sep)


def export(
    conversation_ids: Annotated[list[str] | None, typer.Argument(metavar="ID…")] = None,
    *,
    path: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="PATH", help="The file or folder, - for the output."
        ),
    ],
    all_: Annotated[
        bool, typer.Option("--all", help="All conversations, archived ones too.")
    ] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="json|md|html|jsonl", help="What to write.")
    ] = "json",
) -> None:
    """Write conversations to a file that only you can read.

    json loses nothing and can be imported again, md and html are for reading, and jsonl has a line
    a conversation as models are fine-tuned with. In JSON one conversation is an object, several or
    --all are a list. Where PATH is a folder or ends in a slash, each conversation becomes a file
    in it, named after its title. With - everything goes to the output instead.
    """
    if format_ not in _FORMATS:
        raise typer.BadParameter(f'There is no format "{format_}"; use {", ".join(_FORMATS)}.')
    if bool(conversation_ids) == all_:
        raise typer.BadParameter("Give either the ID of one or more conversations, or --all.")
    wanted, chosen = conversation_ids or None, _FORMATS[format_]
    with_parts(lambda parts: _export(parts, wanted, path, chosen))


async def _export(parts: Parts, wanted: list[str] | None, path: str, format_: Format) -> None:
    """Write the named conversations, or all where none is named."""
    for each in wanted or ():
        await known_conversation(parts, each)
    exchange = Exchange(parts.database)
    with file_progress() as show:
        if path == OUTPUT:
            told = await exchange.pour(pour, format_, wanted)
        else:
            # A Path forgets the separator at its end.
            into_folder = path.endswith(_SEPARATORS)
            told = await exchange.export(Path(path), format_, wanted, show, into_folder=into_folder)
    if path != OUTPUT:
        count = told.conversations
        hint(f"Wrote {count} conversation{'s' * (count != 1)} to {path}.")
    _tell_left_out(told)


def _tell_left_out(told: Exported) -> None:
    for left in told.left:
        hint(f"{left.reason.title}.")
