"""The user's assistants file.

These functions block: call them in a worker thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.assistants import Assistant, parse_assistants, with_assistant
from desktop_app.core.errors import AppError, InputError
from desktop_app.core.shipped import shipped
from desktop_app.storage.failures import told
from desktop_app.storage.private_files import write_private

LARGEST = 4_000_000
"""Bytes of an assistants file; more is some other file."""


@dataclass(frozen=True, slots=True)
class LoadedAssistants:
    """Assistants that can be used, and why they aren't the user's own, if so."""

    assistants: list[Assistant]
    problem: AppError | None = None


def load_assistants(path: Path) -> LoadedAssistants:
    """Read the user's assistants, after copying the shipped ones there if there is no file.

    Where that fails the shipped ones are returned with the problem. A file that can't be read
    is kept as it is.
    """
    ours = shipped("assistants.json").read_bytes()
    try:
        with told(path):
            missing = not path.exists()
        if missing:
            write_private(path, ours)
        return LoadedAssistants(read_assistants(path))
    except AppError as error:
        problem = type(error)(
            error.title_template,
            "{first} Until then Chatloom uses the assistants it comes with.",
            error.detail,
            code=error.code,
            first=error.advice,
            **error.values,
        )
        return LoadedAssistants(parse_assistants(ours.decode()), problem)


def read_assistants(path: Path) -> list[Assistant]:
    """Read an assistants file: JSON in UTF-8, with or without a byte order mark.

    Raises:
        InputError: It can't be opened, or it holds something else; the title names the line.
    """
    return parse_assistants(_text_of(path), path.name)


def keep_assistant(path: Path, assistant: Assistant) -> None:
    """Change the instructions and parameters of one assistant in an assistants file.

    The rest of the file stays as it is, whatever it holds.

    Raises:
        InputError: The file can't be read; nothing is changed.
        StorageError: It can't be written, and is as before.
    """
    text = with_assistant(_text_of(path), assistant, path.name)
    write_private(path, text.encode("utf-8", "replace"))


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(
            "{file} can't be opened",
            "Check the name, and that the file may be read.",
            str(error),
            code="assistants_file",
            file=path,
        ) from error
    if len(content) > LARGEST:
        raise _unusable(path, 1, "it is too large for a file of assistants")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unusable(path, line, "this isn't text in UTF-8") from error


def _unusable(path: Path, line: int, reason: str) -> InputError:
    return InputError(
        "{source} can't be read: line {line}, {reason}",
        "Mend the file, then try again. It is kept as it is.",
        code="assistants_file",
        source=path.name,
        line=line,
        reason=reason,
    )
