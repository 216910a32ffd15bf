"""What is typed while the database can't be written: kept in a file elsewhere until it can."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from desktop_app.core.conversation import Conversation
from desktop_app.core.errors import StorageError
from desktop_app.core.folders import Folders
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.failures import told
from desktop_app.storage.private_files import write_private

_NAME = "unsaved-drafts.json"


class SpareDrafts:
    """Keeps drafts in the first folder that can be written.

    Args:
        folders: The user's; those on another disk than the database may have room.
        runtime: The folder of the session, in memory on most systems; empty for none.
    """

    def __init__(self, folders: Folders, runtime: str) -> None:
        self._places = [folder / _NAME for folder in (folders.config, folders.cache, folders.logs)]
        if runtime:
            home = hashlib.sha256(str(folders.data).encode()).hexdigest()[:16]
            self._places.append(Path(runtime) / f"chatloom-{home}" / _NAME)

    async def keep(self, drafts: Mapping[str, str]) -> None:
        """Keep drafts by the ids of their conversations, in the place of those kept before.

        Where no folder can be written this does nothing: they are in memory still.
        """
        await asyncio.to_thread(self._keep, json.dumps(dict(drafts)).encode())

    async def give_back(self, conversations: Conversations) -> None:
        """Store what was kept and was not stored before the program ended.

        Raises:
            StorageError: It still can't be stored, and is still kept.
        """
        for conversation_id, text in (await asyncio.to_thread(self._read)).items():
            if await conversations.conversation(conversation_id) is None:
                await conversations.save_conversation(Conversation(id=conversation_id))
            await conversations.save_draft(conversation_id, text)
        await self.forget()

    async def forget(self) -> None:
        """Delete the file: everything is stored.

        Raises:
            StorageError: It can't be deleted.
        """
        await asyncio.to_thread(self._forget)

    def _keep(self, content: bytes) -> None:
        for place in self._places:
            with suppress(StorageError):
                write_private(place, content)
                break

    def _read(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for place in self._places:
            with suppress(OSError, ValueError):
                kept = json.loads(place.read_bytes())
                if isinstance(kept, dict):
                    found |= {
                        name: text
                        for name, text in kept.items()
                        if isinstance(name, str) and isinstance(text, str)
                    }
        return found

    def _forget(self) -> None:
        for place in self._places:
            with told(place), suppress(NotADirectoryError):
                place.unlink(missing_ok=True)
