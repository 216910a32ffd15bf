"""What `chatloom doctor` looks at. Each check tells what it found; none mends anything."""

from __future__ import annotations

import asyncio
import errno
import importlib
import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_app.core.errors import AppError
from desktop_app.core.folders import Folders, user_folders
from desktop_app.core.settings import Settings
from desktop_app.engine.model_files import SMOLLM2, own_model, sha256_of
from desktop_app.parts import open_parts
from desktop_app.providers.catalog import list_models
from desktop_app.providers.environment import environment_connection
from desktop_app.storage.assistants import read_assistants
from desktop_app.storage.database import open_database
from desktop_app.storage.failures import damaged
from desktop_app.storage.places import risky_place
from desktop_app.storage.readiness import is_lost
from desktop_app.storage.settings import load_settings

STARTS_WITHIN = 120.0
"""Seconds in which the engine must be ready, the model file being there."""

LITTLE_ROOM = 200_000_000
"""Free bytes below which the disk will soon be full."""

TOO_LITTLE_ROOM = 5_000_000
"""Free bytes below which a conversation may not be saved."""

_TRIAL = 16 * 1024
_MAKE_ROOM = "Free some space, or set CHATLOOM_HOME to a folder on another disk."
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_QT_PACKAGES = "libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0"


class Level(StrEnum):
    """How good it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """What a check found.

    Attributes:
        check: What was looked at, in one word.
        level: How good it is.
        words: What was found.
        advice: What to do, empty where nothing needs to be done.
    """

    check: str
    level: Level
    words: str
    advice: str = ""


def check_python() -> Finding:
    """The interpreter and the system it runs on."""
    return Finding(
        "python",
        Level.OK,
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()}",
    )


def check_engine_library() -> Finding:
    """Whether the library that runs models is there for this platform."""
    if importlib.util.find_spec("xllamacpp"):
        return Finding("platform", Level.OK, "Models can run on this computer")
    return Finding(
        "platform",
        Level.WARN,
        "The library that runs models isn't there for this platform",
        "Set OPENAI_BASE_URL to a server such as Ollama or LM Studio, or OPENAI_API_KEY.",
    )


def check_qt() -> Finding:
    """Whether the window's library can be loaded."""
    try:
        # By name: the command line itself must not need a window.
        version = importlib.import_module("PySide6.QtCore").qVersion()
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        advice = "Install PySide6-Essentials and the system libraries Qt needs"
        if sys.platform == "linux":
            advice += f", on Debian: apt-get install {_QT_PACKAGES}"
        return Finding("qt", Level.FAIL, f"Qt can't be loaded: {error}", advice)
    return Finding("qt", Level.OK, f"Qt {version}")


def check_display(environ: Mapping[str, str]) -> Finding:
    """Whether a window could be seen."""
    if sys.platform != "linux" or any(environ.get(name) for name in _DISPLAYS):
        return Finding("display", Level.OK, "A window can open here")
    return Finding(
        "display",
        Level.WARN,
        "There is no display",
        "Use the verbs of the command line, or open the window from a desktop.",
    )


def check_folder(name: str, folder: Path) -> Finding:
    """Whether a folder can be written, or made."""
    try:
        # A few bytes of a file that is there may fit into what a full disk keeps for its lists.
        with tempfile.TemporaryFile(dir=_existing(folder)) as file:
            file.write(bytes(_TRIAL))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return Finding(
                name, Level.FAIL, f"{folder} can't be written: the disk is full", _MAKE_ROOM
            )
        return Finding(
            name,
            Level.FAIL,
            f"{folder} can't be written: {error.strerror}",
            "Change its permissions, or set CHATLOOM_HOME to a folder of your own.",
        )
    return Finding(name, Level.OK, f"{folder} can be written")


def check_room(folder: Path) -> Finding:
    """Whether the disk that holds a folder has room for what will be kept."""
    try:
        free = shutil.disk_usage(_existing(folder)).free
    except OSError as error:
        return Finding("disk", Level.WARN, f"Its free space is unknown: {error.strerror}")
    words = f"{free / 1e6:,.0f} MB are free where {folder} is"
    if free < TOO_LITTLE_ROOM:
        return Finding("disk", Level.FAIL, words, _MAKE_ROOM)
    if free < LITTLE_ROOM:
        return Finding("disk", Level.WARN, words, "Free some space before it runs out.")
    return Finding("disk", Level.OK, words)


def check_place(folder: Path) -> Finding:
    """Whether a database is safe where a folder is."""
    place = risky_place(folder)
    if place is None:
        return Finding("place", Level.OK, "On a disk of this computer, as far as can be told")
    advice = "Keep it on a disk of this computer; set CHATLOOM_HOME to a folder there."
    if place.kind == "network":
        words = f"{folder} is on a network drive ({place.name}), where a database can be damaged"
    else:
        words = f"{folder} is kept in sync by {place.name}, which can damage a database"
    return Finding("place", Level.WARN, words, advice)


def _existing(folder: Path) -> Path:
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


async def check_database(path: Path) -> Finding:
    """Whether the database opens and is whole."""
    if not await asyncio.to_thread(lambda: path.exists() or is_lost(path)):
        return Finding("database", Level.OK, "Nothing is kept yet")
    try:
        async with open_database(path) as database:
            (first, *_) = await database.run("PRAGMA integrity_check(1)")
            ((count,),) = await database.run("SELECT count(*) FROM conversation")
    except AppError as error:
        return Finding("database", Level.FAIL, error.title, error.advice)
    if first[0] != "ok":
        told = damaged(path, str(first[0]))
        return Finding("database", Level.FAIL, f"{told.title}: {told.detail}", told.advice)
    return Finding("database", Level.OK, f"Whole, with {count} conversations")


def check_assistants(path: Path) -> Finding:
    """Whether the user's assistants can be read."""
    if not path.exists():
        return Finding("assistants", Level.OK, "The ones that come with Chatloom")
    try:
        count = len(read_assistants(path))
    except AppError as error:
        return Finding("assistants", Level.WARN, error.title, error.advice)
    return Finding("assistants", Level.OK, f"{count} in {path}")


def check_model_file(folders: Folders, own: str) -> Finding:
    """Whether the model of this computer is there, and what it should be."""
    if own:
        try:
            model = own_model(own)
        except AppError as error:
            return Finding("model", Level.FAIL, error.title, error.advice)
        return Finding("model", Level.OK, f"Your own: {model.path}")
    path = folders.models / SMOLLM2.file_name
    try:
        if sha256_of(path) == SMOLLM2.sha256:
            return Finding("model", Level.OK, f"{SMOLLM2.name} is there and intact")
    except FileNotFoundError:
        return _missing_model(folders)
    except OSError as error:
        return Finding(
            "model", Level.FAIL, f"{path} can't be read: {error.strerror}", "Check its permissions."
        )
    return Finding(
        "model",
        Level.FAIL,
        f"The file of {SMOLLM2.name} is damaged",
        f"It is fetched again when it is needed; or delete {path}.",
    )


def _missing_model(folders: Folders) -> Finding:
    place = next((each for each in folders.models.parents if each.exists()), Path("/"))
    free = shutil.disk_usage(place).free
    size = f"{SMOLLM2.size / 1e6:.0f} MB"
    # The package it comes in and the file itself stand beside each other for a moment.
    if free < 2 * SMOLLM2.size:
        return Finding(
            "model",
            Level.WARN,
            f"{SMOLLM2.name} isn't there, and the disk has {free / 1e6:.0f} MB left",
            f"Make room for twice {size}.",
        )
    return Finding(
        "model",
        Level.WARN,
        f"{SMOLLM2.name} isn't there yet",
        f"Its {size} are fetched when needed.",
    )


async def check_environment(environ: Mapping[str, str]) -> Finding:
    """Whether the provider that the environment names answers."""
    name = "environment"
    connection = environment_connection(environ)
    if connection is None:
        return Finding(name, Level.OK, "OPENAI_API_KEY and OPENAI_BASE_URL are not set")
    try:
        async with aclosing(connection):
            models = await list_models(connection)
            return Finding(name, Level.OK, f"{connection.host} offers {len(models)} models")
    except AppError as error:
        return Finding(name, Level.FAIL, error.title, error.advice)


def read_settings(path: Path) -> tuple[Settings, Finding]:
    """The settings, and whether they can be read."""
    loaded = load_settings(path)
    if loaded.problem:
        problem = loaded.problem
        return loaded.settings, Finding("settings", Level.WARN, problem.title, problem.advice)
    return loaded.settings, Finding("settings", Level.OK, "They can be read")


async def check_engine(environ: Mapping[str, str]) -> Finding:
    """Whether the engine starts; fetches the model file if it isn't there."""
    begin = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(STARTS_WITHIN), open_parts(environ) as parts:
            await parts.engine.endpoint()
            name = parts.engine.state.model_name
            seconds = asyncio.get_running_loop().time() - begin
            return Finding("engine", Level.OK, f"It serves {name} after {seconds:.1f} seconds")
    except AppError as error:
        return Finding("engine", Level.FAIL, error.title, error.advice)
    except TimeoutError:
        return Finding(
            "engine",
            Level.FAIL,
            f"The engine wasn't ready within {STARTS_WITHIN:.0f} seconds",
            f"See the logs in {user_folders(environ).logs}.",
        )
