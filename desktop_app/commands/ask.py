"""``chatloom ask``: one question and its answer, kept like those of the window."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from desktop_app.commands.asking import Answered, Question, answered, failure_of
from desktop_app.commands.options import AsJson, ProviderId, Way, WayOut
from desktop_app.commands.session import with_parts
from desktop_app.commands.terminal import (
    OutputError,
    hint,
    hints_are_read,
    say,
    say_json,
    words,
)
from desktop_app.core.conversation import Message, Status
from desktop_app.parts import Parts


def ask(  # noqa: PLR0913 - each is an option of the command line
    text: Annotated[str, typer.Argument(metavar="TEXT|-", help="- reads it from the input.")] = "",
    *,
    provider: ProviderId = "",
    model: Annotated[str, typer.Option(metavar="M", help="The id of the model.")] = "",
    assistant: Annotated[str, typer.Option(metavar="A", help="The name of the assistant.")] = "",
    system: Annotated[
        str | None, typer.Option(metavar="S", help="Instructions in place of the assistant's.")
    ] = None,
    attempts: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=10, help="How often to try before giving up."),
    ] = None,
    conversation: Annotated[
        str, typer.Option(metavar="ID", help="Go on with this conversation.")
    ] = "",
    go_on: Annotated[
        bool,
        typer.Option("--continue", help="Have its last answer written on; then without TEXT."),
    ] = False,
    transport: WayOut = Way.SDK,
    as_json: AsJson = False,
) -> None:
    """Ask a model and print its answer as it arrives.

    Question and answer are kept; Ctrl+C stops the answer and keeps what has arrived.
    """
    text = words(text)
    if go_on and (text or not conversation):
        raise typer.BadParameter("--continue needs --conversation and no text.")
    if not go_on and not text.strip():
        raise typer.BadParameter("The text is empty.")
    question = Question(
        text,
        provider,
        model,
        assistant,
        system,
        attempts,
        conversation,
        go_on=go_on,
        sdk=transport is Way.SDK,
    )
    with_parts(lambda parts: _ask(parts, question, as_json=as_json))


async def _ask(parts: Parts, question: Question, *, as_json: bool) -> None:
    if parts.assistants.problem:
        hint(parts.assistants.problem.sentence)
    if as_json:
        reply = await answered(parts, question, lambda _text: None)
        say_json(answer_to_json(reply.answer))
    else:
        reply = await _printed(parts, question)
    reply.raise_failure()


async def _printed(parts: Parts, question: Question) -> Answered:
    at_line_start = True
    unwritable: OutputError | None = None

    def show(text: str) -> None:
        nonlocal at_line_start, unwritable
        if unwritable is not None:
            return
        try:
            say(text, end="")
            at_line_start = text.endswith("\n")
        except OutputError as error:
            # The answer is still worth keeping.
            at_line_start = True
            unwritable = error

    try:
        reply = await answered(parts, question, show)
    finally:
        # Also after Ctrl+C, so that the shell's prompt stands on a line of its own.
        if not at_line_start:
            say("")
    if unwritable is not None:
        raise unwritable
    again = f"chatloom ask --conversation {reply.answer.conversation}"
    if reply.answer.status is Status.INTERRUPTED:
        hint(f"What arrived is kept. To have it written on: {again} --continue")
    elif hints_are_read():
        hint(f"Kept. To go on: {again} …")
    return reply


def answer_to_json(answer: Message) -> dict[str, Any]:
    """Return what ``ask --json`` prints of an answer."""
    document = {
        "conversation": answer.conversation,
        "message": answer.id,
        "model": answer.model,
        "provider": answer.provider,
        "content": answer.text,
        "status": answer.status.value,
        "sentiment": asdict(answer.sentiment) if answer.sentiment else None,
        "usage": asdict(answer.usage) if answer.usage else None,
        "cost": answer.cost,
    }
    if failure := failure_of(answer):
        document["error"] = asdict(failure)
    return document
