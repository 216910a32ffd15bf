"""``chatloom conversations``: what is kept, found, shown and deleted."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any

import typer

from desktop_app.commands.erasing import confirm_by_word, erased, erased_all
from desktop_app.commands.options import AsJson
from desktop_app.commands.session import known_conversation, with_parts
from desktop_app.commands.terminal import say, say_json, table
from desktop_app.core.conversation import Conversation, Message
from desktop_app.core.errors import StorageError
from desktop_app.core.export.conversation_json import conversation_to_json
from desktop_app.core.export.shown_branch import shown_branch
from desktop_app.core.export.told import BETTER_ANSWER, marks_of, speaker_of, time_of, title_of
from desktop_app.core.found import Hit
from desktop_app.parts import Parts
from desktop_app.storage.search import search
from desktop_app.storage.search_index import gather_all

app = typer.Typer(help="List, show, search and delete what is kept.", rich_markup_mode=None)


@app.command("list")
def list_conversations(
    *,
    archived: Annotated[
        bool, typer.Option("--archived", help="Those in the archive, in place of the others.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the conversations, the one written to last first."""

    async def work(parts: Parts) -> None:
        conversations = await parts.conversations.list_conversations(archived=archived)
        if as_json:
            say_json([_to_json(conversation) for conversation in conversations])
        elif conversations:
            say(table([_row(conversation) for conversation in conversations]))

    with_parts(work)


@app.command()
def show(
    conversation_id: Annotated[str, typer.Argument(metavar="ID")], *, as_json: AsJson = False
) -> None:
    """Show one conversation; as JSON with all its branches."""

    async def work(parts: Parts) -> None:
        conversation = await known_conversation(parts, conversation_id)
        messages = await parts.conversations.messages(conversation.id)
        if as_json:
            say_json(conversation_to_json(conversation, messages))
            return
        shown, asides = shown_branch(conversation, messages)
        say(title_of(conversation))
        for message in shown:
            say(f"\n{_heading(message)}\n{message.text}")
            if message.corrected_text is not None:
                say(f"\n{BETTER_ANSWER}:\n{message.corrected_text}")
        if asides:
            count = sum(len(aside.messages) for aside in asides)
            say(f"\n{count} more on other branches: chatloom export shows all.")

    with_parts(work)


@app.command("search")
def find(
    words: Annotated[list[str], typer.Argument(metavar="WORDS")],
    *,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="The most to find.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Find the newest messages and titles that hold every word.

    The last word may be begun only; "words in quotes" must stand so. Filters: from:me, from:model
    or from:NAME, model:NAME, is:rated (liked, disliked, corrected, pinned, archived, unread),
    mood:positive (neutral, negative), after:2026-11-01, before:2026 (also today and yesterday),
    tag:NAME, in:TITLE. What is archived is found with is:archived alone.
    """

    async def work(parts: Parts) -> None:
        with suppress(StorageError):  # It may be there to be read only.
            await gather_all(parts.database)
        hits = await search(parts.database, " ".join(words), limit)
        if as_json:
            say_json([_hit_to_json(hit) for hit in hits])
        elif hits:
            say(table([(hit.conversation, hit.title, hit.snippet) for hit in hits]))

    with_parts(work)


@app.command()
def delete(
    conversation_ids: Annotated[list[str] | None, typer.Argument(metavar="ID…")] = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="All conversations and all backups, once confirmed.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --all: ask nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete conversations for good: from the database, the search, the backups and the files.

    What you have exported yourself, and what a provider keeps, is not touched.
    """
    wanted = list(conversation_ids or ())
    if everything == bool(wanted) or (yes and not everything):
        raise typer.BadParameter("Give the ids of conversations, or --all.")
    if everything and not yes:
        confirm_by_word("delete", "All conversations and all backups will be gone for good.")

    async def work(parts: Parts) -> None:
        for conversation_id in wanted:
            await known_conversation(parts, conversation_id)
        if everything:
            deleted = await erased_all(parts)
        else:
            deleted = await erased(parts, wanted)
        if as_json:
            say_json({"deleted": deleted})

    with_parts(work)


def _to_json(conversation: Conversation) -> dict[str, Any]:
    document = conversation_to_json(conversation, [])
    return {
        key: value
        for key, value in document.items()
        if key not in {"format", "version", "messages", "active_leaf", "draft"}
    }


def _hit_to_json(hit: Hit) -> dict[str, Any]:
    return {
        "conversation": hit.conversation,
        "title": hit.title,
        "message": hit.message,
        "snippet": hit.snippet,
        "created_at": hit.created_at.isoformat().replace("+00:00", "Z"),
    }


def _row(conversation: Conversation) -> tuple[str, ...]:
    marks = ["pinned"] * conversation.pinned + [f"#{tag}" for tag in conversation.tags]
    title = "  ".join([title_of(conversation), *(" ".join(mark.split()) for mark in marks)])
    return (conversation.id, time_of(conversation.updated_at), title)


def _heading(message: Message) -> str:
    return " · ".join([speaker_of(message), time_of(message.created_at), *marks_of(message)])
