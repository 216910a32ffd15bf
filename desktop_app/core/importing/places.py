"""Where conversations are read from: a file, the files of a folder, the files within a zip file."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desktop_app.core.errors import Failure, InputError

MOST_FILES = 100_000
"""Files of a folder, and of a zip file."""

LARGEST_LIST = 64 * 1024 * 1024
"""Bytes of the list of files at the end of a zip file."""

MOST_UNPACKED = 16 * 1024 * 1024 * 1024
"""Bytes of all files that are read from a zip file, unpacked."""

MOST_RATIO = 400
"""How many times as large as packed a file may be; text with many repetitions has a tenth of it."""

_SMALL = 16 * 1024 * 1024
_END_OF_LIST = struct.Struct("<4s4H2LH")
_LARGE_END_OF_LIST = struct.Struct("<4sQ2H2L4Q")
_SAID_ELSEWHERE = 0xFFFFFFFF
_LARGE_END_MARK = b"PK\x06\x06"
_END_MARK = b"PK\x05\x06"
_LONGEST_COMMENT = 65535
_STOP_AFTER = "Nothing of it was imported."


@dataclass(frozen=True, slots=True)
class Place:
    """A file to be read.

    Attributes:
        name: As users are told it.
        size: In bytes, unpacked.
        open: Opens it to be read.
    """

    name: str
    size: int
    open: Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file of a folder that can't be read.

    Attributes:
        name: As users are told it.
        reason: Why.
    """

    name: str
    reason: Failure


def places_in(path: Path) -> Iterator[Place | Unreadable]:
    """Yield what is to be read at `path`; a zip file is open while this goes on.

    Of a folder and of a zip file these are the JSON files, and of a folder the zip files too, in
    the order of their names. Nothing is unpacked onto the disk, so names lead nowhere; links are
    not followed.

    Raises:
        InputError: There is nothing, it can't be opened, or it is no honest zip file.
    """
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise InputError(
            "{file} can't be opened",
            "Check the name, and that the file may be read. Nothing of it was imported.",
            str(error),
            code="import_unreadable",
            file=path.name or path,
        ) from error
    if stat.S_ISDIR(kind):
        yield from _in_folder(path)
    elif stat.S_ISREG(kind):
        yield from _in_file(path, path.name)
    else:
        raise InputError(
            "{file} is neither a file nor a folder",
            _STOP_AFTER,
            code="import_unreadable",
            file=path.name,
        )


def _in_folder(folder: Path) -> Iterator[Place | Unreadable]:
    found: list[Path] = []
    for above, folders, names in os.walk(folder):
        folders.sort()
        found += [
            Path(above, name) for name in sorted(names) if name.lower().endswith((".json", ".zip"))
        ]
        if len(found) > MOST_FILES:
            raise _too_many(folder.name)
    for path in found:
        if not path.is_symlink() and path.is_file():
            name = path.relative_to(folder).as_posix()
            try:
                yield from _in_file(path, name)
            except InputError as error:
                yield Unreadable(name, error.failure)


def _in_file(path: Path, name: str) -> Iterator[Place]:
    try:
        with path.open("rb") as file:
            packed = file.read(4) in (b"PK\x03\x04", _END_MARK)
        if packed:
            yield from _in_zip(path, name)
        else:
            yield Place(name, path.stat().st_size, lambda: path.open("rb"))
    except OSError as error:
        raise InputError(
            "{file} can't be read",
            "Check that the file may be read and the disk is there.",
            str(error),
            code="import_unreadable",
            file=name,
        ) from error


def _in_zip(path: Path, name: str) -> Iterator[Place]:
    _check_list(path, name)
    try:
        packed = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _damaged(name, str(error)) from error
    with packed:
        members = [each for each in packed.infolist() if _is_json(each)]
        _check_sizes(members, name)
        for member in sorted(members, key=lambda each: each.filename):
            inner = member.filename.rpartition("/")[2]
            yield Place(f"{name}: {inner}", member.file_size, _opener(packed, member, name))


def _opener(
    packed: zipfile.ZipFile, member: zipfile.ZipInfo, name: str
) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    def opened() -> IO[bytes]:
        try:
            return packed.open(member)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise _damaged(name, str(error)) from error
        except RuntimeError as error:  # So zipfile tells that it is encrypted.
            raise InputError(
                "{file} is protected by a password",
                "Unpack it, then import the folder.",
                str(error),
                code="import_zip_password",
                file=name,
            ) from error

    return opened


def _is_json(member: zipfile.ZipInfo) -> bool:
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    of_a_mac = member.filename.startswith("__MACOSX/")
    return member.filename.lower().endswith(".json") and not is_link and not of_a_mac


def _check_list(path: Path, name: str) -> None:
    """Look how long the list of files is, for it will be read at once."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _LONGEST_COMMENT - _END_OF_LIST.size, 0))
        tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END_OF_LIST.size:
        raise _damaged(name, "It has no list of files.")
    *_, listed, _start, _comment = _END_OF_LIST.unpack_from(tail, at)
    if listed == _SAID_ELSEWHERE:
        at = tail.rfind(_LARGE_END_MARK)
        if at < 0 or len(tail) - at < _LARGE_END_OF_LIST.size:
            raise _damaged(name, "It has no list of files.")
        *_, listed, _start = _LARGE_END_OF_LIST.unpack_from(tail, at)
    # Of a list that says it is longer than the file, zipfile tells that it is damaged.
    if min(listed, size) > LARGEST_LIST:
        raise _too_many(name)


def _check_sizes(members: list[zipfile.ZipInfo], name: str) -> None:
    if len(members) > MOST_FILES:
        raise _too_many(name)
    bombs = [
        each
        for each in members
        if each.file_size > _SMALL and each.file_size > MOST_RATIO * max(each.compress_size, 1)
    ]
    if bombs or sum(each.file_size for each in members) > MOST_UNPACKED:
        raise InputError(
            "{file} would become absurdly large when unpacked",
            "Nothing of it was imported. If it is yours, unpack it, then import the folder.",
            code="import_zip_bomb",
            file=name,
        )


def _too_many(name: str) -> InputError:
    return InputError(
        "{file} holds too many files",
        "Nothing of it was imported. Import the files with the conversations only.",
        code="import_too_many",
        file=name,
    )


def _damaged(name: str, detail: str) -> InputError:
    return InputError(
        "{file} is damaged",
        "It was not copied or downloaded to its end. Get it again, then import it again.",
        detail,
        code="import_zip_damaged",
        file=name,
    )
