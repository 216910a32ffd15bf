"""``chatloom export``: conversations as files."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_app.commands.session import known_conversation, with_parts
from desktop_app.commands.terminal import hint, say_json
from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import StorageError
from desktop_app.core.export.conversation_json import conversation_to_json
from desktop_app.parts import Parts
from desktop_app.storage.private_files import make_private_folder, write_private

FORMATS = ("json",)
LATER = ("md", "html", "jsonl")
OUTPUT = Path("-")
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
    all_: Annotated[bool, typer.Option("--all", help="All conversations.")] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="json", help="What to write.")
    ] = "json",
) -> None:
    """Write conversations to a file that only you can read.

    One conversation becomes one JSON object, several or --all a list of such objects. Where PATH
    is a folder or ends in a slash, each conversation becomes a file in it, named after its id.
    With - everything goes to the output instead.
    """
    if format_ in LATER:
        raise typer.BadParameter(f'This version can\'t write "{format_}" yet, only json.')
    if format_ not in FORMATS:
        raise typer.BadParameter(f'There is no format "{format_}"; use json.')
    if bool(conversation_ids) == all_:
        raise typer.BadParameter("Give either the ID of one or more conversations, or --all.")
    # A Path forgets the separator at its end.
    into_folder = path.endswith(_SEPARATORS) or (path != "-" and Path(path).is_dir())
    with_parts(
        lambda parts: _export(parts, conversation_ids or [], Path(path), into_folder=into_folder)
    )


async def _export(
    parts: Parts, conversation_ids: list[str], path: Path, *, into_folder: bool
) -> None:
    """Write the named conversations, or all where none is named."""
    if conversation_ids:
        chosen = [await known_conversation(parts, each) for each in conversation_ids]
    else:
        chosen = await parts.conversations.list_conversations()
    documents = [await document(parts, conversation) for conversation in chosen]
    whole = documents[0] if len(conversation_ids) == 1 else documents
    if path == OUTPUT:
        say_json(whole)
        return
    try:
        if into_folder:
            await asyncio.to_thread(make_private_folder, path)
            for each in documents:
                await save(path / f"{each['id']}.json", each)
        else:
            await save(path, whole)
    except StorageError as error:
        raise _unwritable(path, error) from error
    hint(f"Wrote {len(documents)} conversation{'s' * (len(documents) != 1)} to {path}.")


async def document(parts: Parts, conversation: Conversation) -> dict[str, Any]:
    """Return a conversation with all its messages as JSON."""
    return conversation_to_json(conversation, await parts.conversations.messages(conversation.id))


async def save(path: Path, value: object) -> None:
    """Write JSON to a file of mode 0600.

    Raises:
        StorageError: It can't be written.
    """
    content = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    await asyncio.to_thread(write_private, path, content.encode())


def _unwritable(path: Path, error: StorageError) -> StorageError:
    """What the advice about the data folder would say wrongly of a place of the user's choice."""
    if error.code == "disk_full":
        title, advice = error.title, "Free some space, or choose another place with -o."
    else:
        title = f"{path} can't be written"
        advice = "Check that its folder is there and may be written, or choose another with -o."
    return StorageError(
        title, f"{advice} Your conversations are as they were.", error.detail, code=error.code
    )
