"""Deleting for good from the command line: asked for by a word, and ended before it returns."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from desktop_app.commands.terminal import hint
from desktop_app.core.errors import InputError
from desktop_app.exchange import Exchange
from desktop_app.parts import Parts
from desktop_app.storage.settings import load_settings, save_settings
from desktop_app.written_files import WrittenFiles, notes_file


def confirm_by_word(word: str, sentence: str) -> None:
    """Have the user type a word in the terminal.

    Raises:
        InputError: It was another one, or nobody is there to type it.
    """
    if not sys.stdin.isatty():
        raise InputError(
            "Nothing was deleted, for nobody can confirm it here",
            "Run it in a terminal, or add --yes.",
            code="not_confirmed",
        )
    hint(f'{sentence} Type "{word}" to go on: ', end="")
    if sys.stdin.readline().strip().casefold() != word:
        raise InputError("Nothing was deleted", "The word was another one.", code="not_confirmed")


async def erased(parts: Parts, conversation_ids: Sequence[str]) -> list[str]:
    """Make conversations gone for good, and wait for all of it; return their ids.

    Raises:
        AppError: Not everywhere; the rest follows at the next start of the window.
    """
    _follow_files(parts)
    try:
        await parts.erasing.erase(conversation_ids)
    finally:
        await _end(parts, conversation_ids)
    return list(conversation_ids)


async def erased_all(parts: Parts) -> list[str]:
    """Make everything gone for good, likewise; return the ids of the conversations there were."""
    rows = await parts.database.run("SELECT id FROM conversation WHERE deleted_at IS NULL")
    ids = [str(row["id"]) for row in rows]
    _follow_files(parts)
    try:
        await parts.erasing.erase_everything()
    finally:
        await _end(parts, ids)
    return ids


def _follow_files(parts: Parts) -> None:
    """Have the files go, too, that the window keeps up to date."""
    write, notes = Exchange(parts.database).export, notes_file(parts.folders.data)
    files = WrittenFiles(parts.conversations, write, notes, "", lambda _error: None)
    parts.erasing.also(files.erase, files.known)


async def _end(parts: Parts, conversation_ids: Sequence[str]) -> None:
    await parts.erasing.end_what_is_left()
    await asyncio.to_thread(_forget_last, parts, conversation_ids)


def _forget_last(parts: Parts, conversation_ids: Sequence[str]) -> None:
    """Let the window not look for a conversation that is gone."""
    path = parts.folders.settings
    loaded = load_settings(path)
    if loaded.problem is None and loaded.settings.conversation in conversation_ids:
        save_settings(path, loaded.settings._replace(conversation=""))
