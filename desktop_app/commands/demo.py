"""``chatloom demo``: a tour of what a program can do with Chatloom, with real results."""

from __future__ import annotations

from desktop_app.commands.asking import Answered, Question, answered
from desktop_app.commands.lists import show_assistants, show_models
from desktop_app.commands.session import known_conversation, with_parts
from desktop_app.commands.terminal import hint, say
from desktop_app.core.conversation import Message
from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.exchange import Exchange
from desktop_app.parts import Parts

QUESTION = "What is the capital of France?"
ATTEMPTS = 3


def demo() -> None:
    """Tour what Chatloom does, with the model on this computer.

    Needs no key, and no network once the model is there. Every result is real.
    """
    with_parts(_tour)


async def _tour(parts: Parts) -> None:
    say("1. The models on this computer")
    show_models(await parts.list_models(LOCAL_PROVIDER))

    say("\n2. The assistants in your file")
    if parts.assistants.problem:
        hint(parts.assistants.problem.sentence)
    assistants = parts.assistants.assistants
    show_assistants(assistants)

    say(f"\n3. A question to the assistant {assistants[0].name}, tried up to {ATTEMPTS} times")
    say(f"You: {QUESTION}\nAnswer: ", end="")
    reply = await _asked(parts, assistants[0].name)

    say("\n4. The mood of both")
    say(f"Question: {_mood(reply.prompt)}\nAnswer: {_mood(reply.answer)}")

    say("\n5. The dialogue, kept and written as JSON")
    conversation = await known_conversation(parts, reply.answer.conversation)
    path = parts.folders.data / "exports" / f"{conversation.id}.json"
    await Exchange(parts.database).export(path, "json", [conversation.id])
    say(f'"{conversation.title}" is in your conversations as {conversation.id}\nand in {path}')


async def _asked(parts: Parts, assistant: str) -> Answered:
    """Return the answer, which was printed as it arrived.

    Raises:
        AppError: There is none, or not all of it.
    """
    question = Question(QUESTION, LOCAL_PROVIDER, assistant=assistant, attempts=ATTEMPTS)
    reply = await answered(parts, question, lambda text: say(text, end=""))
    say("")
    reply.raise_failure()
    return reply


def _mood(message: Message) -> str:
    found = message.sentiment
    return f"{found.label}, confidence {found.confidence:.0%}" if found else "not judged"
