"""``chatloom export``: conversations as files."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_app.commands.session import known_conversation, with_parts
from desktop_app.commands.terminal import hint
from desktop_app.core.conversation import Conversation
from desktop_app.core.export.conversation_json import conversation_to_json
from desktop_app.parts import Parts
from desktop_app.storage.private_files import make_private_folder, write_private

FORMATS = ("json",)
LATER = ("md", "html", "jsonl")
_SEPARATORS = (os.sep, os.altsep or os.sep)


def export(
    conversation_ids: Annotated[list[str] | None, typer.Argument(metavar="ID…")] = None,
    *,
    path: Annotated[
        str, typer.Option("-o", "--output", metavar="PATH", help="The file or folder.")
    ],
    all_: Annotated[bool, typer.Option("--all", help="All conversations.")] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="json", help="What to write.")
    ] = "json",
) -> None:
    """Write conversations to a file that only you can read.

    One conversation becomes one JSON object, several or --all a list of such objects. Where PATH
    is a folder or ends in a slash, each conversation becomes a file in it, named after its id.
    """
    if format_ in LATER:
        raise typer.BadParameter(f'This version can\'t write "{format_}" yet, only json.')
    if format_ not in FORMATS:
        raise typer.BadParameter(f'There is no format "{format_}"; use json.')
    if bool(conversation_ids) == all_:
        raise typer.BadParameter("Give either the ID of one or more conversations, or --all.")
    # A Path forgets the separator at its end.
    into_folder = path.endswith(_SEPARATORS) or Path(path).is_dir()
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
    if into_folder:
        await asyncio.to_thread(make_private_folder, path)
        for each in documents:
            await save(path / f"{each['id']}.json", each)
    else:
        await save(path, documents[0] if len(conversation_ids) == 1 else documents)
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
