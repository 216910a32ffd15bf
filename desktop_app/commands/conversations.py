"""``chatloom conversations``: what is kept, found, shown and deleted."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from desktop_app.commands.options import AsJson
from desktop_app.commands.session import known_conversation, with_parts
from desktop_app.commands.terminal import say, say_json, table
from desktop_app.core.conversation import Conversation, Message, Role, Status, branch
from desktop_app.core.export.conversation_json import conversation_to_json
from desktop_app.parts import Parts
from desktop_app.storage.search import Hit, search

app = typer.Typer(help="List, show, search and delete what is kept.", rich_markup_mode=None)


@app.command("list")
def list_conversations(*, as_json: AsJson = False) -> None:
    """List the conversations, the one written to last first."""

    async def work(parts: Parts) -> None:
        conversations = await parts.conversations.list_conversations()
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
        say(conversation.title or "New chat")
        by_id = {message.id: message for message in messages}
        for message in branch(by_id, conversation.active_leaf):
            say(f"\n{_heading(message)}\n{message.text}")

    with_parts(work)


@app.command("search")
def find(text: Annotated[str, typer.Argument(metavar="WORDS")], *, as_json: AsJson = False) -> None:
    """Find the newest messages and titles that hold every word."""

    async def work(parts: Parts) -> None:
        hits = await search(parts.database, text)
        if as_json:
            say_json([_hit_to_json(hit) for hit in hits])
        elif hits:
            say(
                table(
                    [(hit.conversation, hit.title, " ".join(hit.snippet.split())) for hit in hits]
                )
            )

    with_parts(work)


@app.command()
def delete(
    conversation_ids: Annotated[list[str], typer.Argument(metavar="ID…")],
    *,
    as_json: AsJson = False,
) -> None:
    """Delete conversations with all their messages, for good."""

    async def work(parts: Parts) -> None:
        for conversation_id in conversation_ids:
            await known_conversation(parts, conversation_id)
        for conversation_id in conversation_ids:
            await parts.conversations.delete_conversation(conversation_id)
        if as_json:
            say_json({"deleted": conversation_ids})

    with_parts(work)


def _to_json(conversation: Conversation) -> dict[str, Any]:
    document = conversation_to_json(conversation, [])
    return {
        key: value
        for key, value in document.items()
        if key not in {"format", "version", "messages", "active_leaf", "draft"}
    }


def _hit_to_json(hit: Hit) -> dict[str, Any]:
    return {**asdict(hit), "created_at": hit.created_at.isoformat().replace("+00:00", "Z")}


def _row(conversation: Conversation) -> tuple[str, ...]:
    changed = conversation.updated_at.astimezone()
    return (conversation.id, f"{changed:%Y-%m-%d %H:%M}", conversation.title or "New chat")


def _heading(message: Message) -> str:
    who = "You" if message.role is Role.USER else message.model
    marks = [who, f"{message.created_at.astimezone():%Y-%m-%d %H:%M}"]
    if message.status is not Status.COMPLETE:
        marks.append(message.status.value)
    if message.sentiment:
        marks.append(message.sentiment.label)
    return " · ".join(marks)
