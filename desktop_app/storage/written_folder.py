"""Folders in which every conversation is a file, and what is noted about these files.

The notes say which file belongs to which conversation, so that a file of somebody else is never
touched. A name is noted before anything is written there.

Everything here blocks: call it in a worker thread, one at a time.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.errors import AppError, StorageError
from desktop_app.core.export.readable_names import free_name, is_numbered, readable_name
from desktop_app.storage.private_files import write_private

ENDING = ".json"
_UNNAMED = "Chat"
_UNFINISHED = ".chatloom-"
_HEAD = 4096
"""Bytes of a file that are looked at to see whose it is."""
_OURS = re.compile(
    rb'\s*\{\s*"format"\s*:\s*"chatloom-conversation"\s*,\s*"version"\s*:\s*\d+\s*,'
    rb'\s*"id"\s*:\s*("(?:[^"\\]|\\.)*")'
)


ERASED = -1
"""In place of the number of a change: the conversation was erased, and its file is still to go."""


@dataclass(slots=True)
class Written:
    """The file of a conversation.

    Attributes:
        name: What it is called in its folder.
        number: The number of the change that it holds; 0 where it isn't written yet, `ERASED`
            where it has to go.
        former: What it was called, as long as these may still be there.
    """

    name: str
    number: int = 0
    former: tuple[str, ...] = ()


@dataclass
class WrittenFolder:
    """The files in one folder.

    Attributes:
        path: The folder.
        files: Those of the conversations, by their ids.
    """

    path: Path
    files: dict[str, Written] = field(default_factory=dict)

    def check(self) -> None:
        """Make sure that the folder is there.

        It is not made: where a disk was taken away, it would come to stand in its place.

        Raises:
            StorageError: It isn't, or it can't be looked into.
        """
        with _told_here(self.path):
            if not self.path.is_dir():
                raise StorageError(
                    "The folder for the JSON files is gone",
                    "{folder} isn't there. Your conversations are kept in Chatloom all the same; "
                    "the files follow when the folder is back, or choose another one.",
                    code="folder_gone",
                    folder=self.path,
                )

    def missing(self) -> set[str]:
        """Return the conversations whose files somebody has taken away, and clear up.

        What a killed Chatloom left half written is removed.
        """
        self.check()
        with _told_here(self.path):
            there = {each.name for each in self.path.iterdir()}
            for name in there:
                # What is written beside it first has a dot more.
                if name.startswith((_UNFINISHED, f".{_UNFINISHED}")):
                    (self.path / name).unlink(missing_ok=True)
        return {each for each, file in self.files.items() if file.name not in there}

    def unfinished(self, conversation: str) -> Path:
        """Return where the file of a conversation is written before it is moved to its place."""
        # An imported conversation may be called anything.
        mark = hashlib.sha256(conversation.encode()).hexdigest()[:16]
        return self.path / f"{_UNFINISHED}{mark}"

    def claim(self, titles: Mapping[str, str]) -> None:
        """Choose a name for the file of each conversation, to be noted before it is written.

        Args:
            titles: The titles by the ids of the conversations.
        """
        owners = {file.name.casefold(): each for each, file in self.files.items()}
        with _told_here(self.path):
            for conversation, title in titles.items():
                name = self._fitting(conversation, readable_name(title, _UNNAMED), owners)
                file = self.files.get(conversation)
                if file is None:
                    self.files[conversation] = Written(name)
                elif file.name != name:
                    self.files[conversation] = Written(name, 0, (*file.former, file.name))
                owners[name.casefold()] = conversation

    def _fitting(self, conversation: str, stem: str, owners: Mapping[str, str]) -> str:
        def is_taken(name: str) -> bool:
            owner, path = owners.get(name.casefold()), self.path / name
            if owner == conversation and self.is_ours(path, conversation):
                return False
            return owner not in (None, conversation) or os.path.lexists(path)

        file = self.files.get(conversation)
        if file and is_numbered(file.name, stem, ENDING) and not is_taken(file.name):
            return file.name
        return free_name(stem, ENDING, is_taken)

    def put(self, conversation: str, number: int) -> None:
        """Move what was written to `unfinished` to its place, and remove the former file.

        Args:
            conversation: Whose name is claimed and noted.
            number: That of the change it holds.
        """
        file = self.files[conversation]
        with _told_here(self.path):
            # Nobody else can have this name from here on.
            if not self.is_ours(self.path / file.name, conversation):
                handle = os.open(self.path / file.name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                os.close(handle)
            self.unfinished(conversation).replace(self.path / file.name)
            for name in file.former:
                former = self.path / name
                # Where small and capital letters are the same, so may these be.
                if former.exists() and not former.samefile(self.path / file.name):
                    self._unlink(name, conversation)
        self.files[conversation] = Written(file.name, number)

    def discard(self, conversation: str) -> None:
        """Remove what was written and not moved to its place."""
        with suppress(OSError):
            self.unfinished(conversation).unlink(missing_ok=True)

    def remove(self, conversation: str) -> None:
        """Remove the file of a conversation, where it is still its own, and forget its name."""
        file = self.files.get(conversation)
        if file is None:
            return
        with _told_here(self.path):
            self.unfinished(conversation).unlink(missing_ok=True)
            for name in (file.name, *file.former):
                self._unlink(name, conversation)
        del self.files[conversation]

    def is_ours(self, path: Path, conversation: str) -> bool:
        """Whether a file holds that conversation, or nothing at all as before it is written."""
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                return False
            with path.open("rb") as file:
                head = file.read(_HEAD)
        except FileNotFoundError:
            return False
        found = _OURS.match(head)
        return not head or (found is not None and _text(found[1]) == conversation)

    def _unlink(self, name: str, conversation: str) -> None:
        if self.is_ours(self.path / name, conversation):
            (self.path / name).unlink(missing_ok=True)


class WrittenNotes:
    """What is noted about all folders that were ever written to, in a file for the owner only.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.folders: dict[Path, WrittenFolder] = {}

    def load(self) -> None:
        """Read the notes; what can't be read counts as not noted."""
        try:
            noted = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return
        for folder, files in _entries(noted):
            place = self.folder(Path(folder))
            for conversation, values in _entries(files):
                if (file := _written(values)) is not None:
                    place.files[conversation] = file

    def folder(self, path: Path) -> WrittenFolder:
        """Return what is noted about a folder."""
        return self.folders.setdefault(path, WrittenFolder(path))

    def save(self) -> None:
        """Write the notes down.

        Raises:
            StorageError: They can't be written.
        """
        noted = {
            str(folder.path): {
                each: [file.name, file.number, *file.former] for each, file in folder.files.items()
            }
            for folder in self.folders.values()
            if folder.files
        }
        write_private(self._path, json.dumps(noted, ensure_ascii=False).encode())

    def remove(self, conversations: Iterable[str]) -> list[AppError]:
        """Remove the files of conversations from every folder; return why any are still there.

        What can't be reached stays noted as what has to go.

        Raises:
            StorageError: The notes can't be written.
        """
        failures: list[AppError] = []
        wanted = set(conversations)
        for folder in self.folders.values():
            here = wanted & folder.files.keys()
            for each in here:
                folder.files[each].number = ERASED
            try:
                for each in here:
                    folder.check()
                    folder.remove(each)
            except StorageError as error:
                failures.append(error)
        self.save()
        return failures


def _entries(noted: object) -> Iterator[tuple[str, object]]:
    if isinstance(noted, dict):
        yield from noted.items()


def _written(noted: object) -> Written | None:
    if not isinstance(noted, list) or len(noted) < 2 or type(noted[1]) is not int:
        return None
    name, number, *former = noted
    # They lead nowhere else, whoever has written these notes.
    if not all(type(each) is str and Path(each).name == each for each in (name, *former)):
        return None
    return Written(name, number, tuple(former))


def _text(quoted: bytes) -> str | None:
    try:
        text: str = json.loads(quoted)
    except ValueError:
        return None
    return text


def unwritable(folder: Path, code: str, detail: str) -> StorageError:
    """Return what is told where the files in a folder can't be written.

    Args:
        folder: It.
        code: ``disk_full``, or whatever else it is.
        detail: The technical reason.
    """
    if code == "disk_full":
        return StorageError(
            "The disk with the JSON files is full",
            "Your conversations are kept in Chatloom all the same. Free some space, and the files "
            "follow by themselves.",
            detail,
            code=code,
        )
    return StorageError(
        "The JSON files can't be written",
        "Your conversations are kept in Chatloom all the same. Make sure that {folder} may be "
        "written, or choose another folder.",
        detail,
        code=code,
        folder=folder,
    )


@contextmanager
def _told_here(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise unwritable(folder, "disk_full" if is_full else "not_writable", str(error)) from error
