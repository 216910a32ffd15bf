"""Reads files of conversations, one conversation after another."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_app.core.conversation import now
from desktop_app.core.errors import Failure, InputError
from desktop_app.core.exchange import Left
from desktop_app.core.importing.encoding import in_utf8
from desktop_app.core.importing.parsing import parsed
from desktop_app.core.importing.places import Place, Unreadable, places_in
from desktop_app.core.importing.recognising import taken_from, title_of
from desktop_app.core.importing.splitting import Splitter
from desktop_app.core.importing.taken import Taken

CHUNK = 1024 * 1024

NO_CONVERSATIONS = Failure(
    "This file holds no conversations that Chatloom can read", code="import_nothing"
)
_STRANGERS = "Entries that are no conversations: {count}"


@dataclass(frozen=True, slots=True)
class Read:
    """One step of reading.

    Attributes:
        found: A conversation, or what can't be taken.
        place: Where it stands.
        done: Bytes that were read until it was found.
        total: Bytes there are.
    """

    found: Taken | Left
    place: str
    done: int
    total: int


def read_conversations(path: Path) -> Generator[Read, None, None]:
    """Yield the conversations of a file, of a zip file, or of the files of a folder.

    What each is, and which program wrote it, is told from its content. Of a single file a failure
    is raised; of several, each that can't be read is a `Left`, and the others are read. Whatever
    was yielded before a failure can be kept.

    Raises:
        InputError: Nothing of it can be read.
    """
    sizes = [place.size if isinstance(place, Place) else 0 for place in places_in(path)]
    alone, total, done = len(sizes) == 1, sum(sizes), 0
    found = False
    for place in places_in(path):
        if isinstance(place, Unreadable):
            yield Read(Left(place.name, "", place.reason), place.name, done, total)
            continue
        try:
            for step in _in_place(place, done, total):
                found |= not isinstance(step.found, Left) or step.found.reason != NO_CONVERSATIONS
                if found or not alone:
                    yield step
        except InputError as error:
            if alone:
                raise
            yield Read(Left(place.name, "", error.failure), place.name, done, total)
        done += place.size
    if (alone and not found) or not sizes:
        raise _nothing(path)


def _nothing(path: Path) -> InputError:
    return InputError(
        "There are no conversations in {file}",
        "Nothing was imported. Choose the JSON or zip file that the other program has exported, or "
        "a folder with such files.",
        code="import_nothing",
        file=path.name or path,
    )


def _in_place(place: Place, before: int, total: int) -> Iterator[Read]:
    moment = now()
    strangers = number = 0
    found, done = False, before
    splitter = Splitter()
    for chunk in in_utf8(_chunks(place), place.name):
        done = min(done + len(chunk), before + place.size)
        for piece in splitter.feed(chunk):
            number += 1
            what = _taken(piece, f"{place.name} #{number}", moment)
            if what is None:
                strangers += 1
                continue
            found = True
            yield Read(what, place.name, done, total)
    for failure in splitter.end():
        found = True
        yield Read(Left(f"{place.name} #{number + 1}", "", failure), place.name, done, total)
    if not found:
        yield Read(Left(place.name, "", NO_CONVERSATIONS), place.name, done, total)
    elif strangers:
        yield Read(Left(place.name, "", _strangers(strangers)), place.name, done, total)


def _taken(piece: bytes | Failure, place: str, moment: datetime) -> Taken | Left | None:
    value = parsed(piece) if isinstance(piece, bytes) else piece
    if isinstance(value, Failure):
        return Left(place, "", value)
    taken = taken_from(value, moment)
    return Left(place, title_of(value), taken) if isinstance(taken, Failure) else taken


def _chunks(place: Place) -> Iterator[bytes]:
    try:
        with place.open() as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
        raise InputError(
            "{file} can't be read to its end",
            "It may be damaged, or its disk was taken out. What was read before is kept. Get the "
            "file again, then import it again: nothing is taken twice.",
            str(error),
            code="import_unreadable",
            file=place.name,
        ) from error


def _strangers(count: int) -> Failure:
    number = str(count)
    return Failure(
        _STRANGERS.format(count=number),
        code="import_strangers",
        title_template=_STRANGERS,
        values={"count": number},
    )
