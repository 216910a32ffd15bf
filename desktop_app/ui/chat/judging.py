"""Judges the mood of what was cut off before it could be judged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from desktop_app.core.conversation import Message
from desktop_app.ui.chat.services import ChatServices


async def judge_missing(
    services: ChatServices, messages: Iterable[Message], show: Callable[[Message], None]
) -> None:
    """Judge those of `messages` that have words and no mood, store it, and show them with it.

    Raises:
        StorageError: The mood can't be stored.
    """
    for message in messages:
        if message.text and message.sentiment is None:
            sentiment = await asyncio.to_thread(services.judge, message.text)
            await services.store.judge_message(message.id, sentiment)
            # As it is kept: the reader may have said another mood meanwhile.
            kept = await services.store.message(message.id)
            if kept is not None:
                show(kept)
