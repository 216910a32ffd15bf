"""Who answers: the provider, the model and the assistant of a reply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from desktop_app.core.assistants import Assistant
from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import InputError
from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.parts import Parts


def chosen_assistant(
    assistants: Sequence[Assistant], wanted: str, remembered: Sequence[str], system: str | None
) -> Assistant:
    """Return the assistant that answers.

    Args:
        assistants: All there are.
        wanted: The name the user gave, empty for none.
        remembered: Names picked before, the most fitting first; unknown ones are passed over.
        system: Instructions that replace the assistant's, None to keep those.

    Raises:
        InputError: There is no assistant of the wanted name.
    """
    by_name = {assistant.name: assistant for assistant in assistants}
    if wanted and wanted not in by_name:
        raise _unknown('There is no assistant "{name}"', "unknown_assistant", wanted, by_name)
    names = [wanted, *remembered, assistants[0].name]
    assistant = next(by_name[name] for name in names if name in by_name)
    return assistant if system is None else replace(assistant, instructions=system)


async def chosen_model(
    parts: Parts, provider: str, wanted: Sequence[str], conversation: Conversation
) -> tuple[str, str]:
    """Return the ids of the provider and the model that answer.

    Args:
        parts: Knows the providers.
        provider: The id the user gave, empty for none.
        wanted: Models the user asked for, by name or by assistant; empty ones are passed over.
        conversation: What it was picked for is used next, then what was picked last anywhere,
            then the provider's best guess.

    Raises:
        InputError: There is no such provider or local model, or no model at all.
        ProviderError: The models of the provider could not be listed.
    """
    if not provider and conversation.provider in parts.connections:
        provider = conversation.provider
    provider = provider or parts.default_provider
    parts.connection(provider)
    settings = parts.settings.settings
    remembered = [
        choice.model for choice in (conversation, settings) if choice.provider == provider
    ]
    asked = next(filter(None, wanted), "")
    if provider == LOCAL_PROVIDER:
        return provider, _local_model([m.id for m in await parts.list_models(provider)], asked)
    model = asked or next(filter(None, remembered), "")
    if not model:
        models = await parts.list_models(provider)
        if not models:
            raise InputError(
                'The provider "{provider}" offers no model for chatting',
                "Name one with --model.",
                code="no_model",
                provider=provider,
            )
        model = models[0].id
    return provider, model


def _local_model(known: list[str], asked: str) -> str:
    if asked and asked not in known:
        title = 'There is no model "{name}" on this computer'
        raise _unknown(title, "unknown_model", asked, known)
    return asked or known[0]


def _unknown(title: str, code: str, name: str, known: Iterable[str]) -> InputError:
    there = ", ".join(known)
    return InputError(title, "There are: {known}.", code=code, name=name, known=there)
