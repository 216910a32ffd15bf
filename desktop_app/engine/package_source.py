"""Where a Python package can be downloaded from, as the user's pip is set up.

pip knows the user's index, mirrors and proxies; this program knows none. It is only asked for the
address: the download itself is ours, so that it can show progress and be resumed.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.child_environment import without_keys
from desktop_app.core.errors import EngineError

LONGEST_WAIT = 240
"""Seconds. An index without metadata and ranges makes pip download the whole wheel."""

_LONGEST_DETAIL = 2000
_SERVER = re.compile(
    r"https?://[^\s'\"]+"
    r"|(?<=host=['\"])[^'\"]+"
    r"|(?<![\w/.@-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w.])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PackageSource:
    """One wheel.

    Attributes:
        url: ``https://``, ``http://`` or ``file://``.
        sha256: Of the wheel in hex, empty where the index doesn't say.
    """

    url: str
    sha256: str


async def find_package(requirement: str) -> PackageSource:
    """Ask pip where the wheel of `requirement` is; its dependencies are left out.

    Raises:
        EngineError: pip found none, mostly because there is no network.
    """
    with tempfile.TemporaryDirectory(prefix="chatloom-") as folder:
        report = Path(folder) / "report.json"
        errors = await _ask_pip(requirement, report)
        try:
            found = json.loads(report.read_text(encoding="utf-8"))["install"][0]["download_info"]
            hashes = found.get("archive_info", {}).get("hashes", {})
            return PackageSource(found["url"], hashes.get("sha256", ""))
        except (OSError, ValueError, LookupError) as error:
            raise model_missing(errors) from error


def model_missing(detail: str) -> EngineError:
    """Return the failure that a first start without a network ends in.

    Args:
        detail: What is in the way. The names of servers are taken out of it: they are the user's
            own business, and a mirror may carry a password in its address.
    """
    return EngineError(
        "The built-in model isn't on this computer yet",
        "Connect to the network and try again, open a GGUF file of your own, or use "
        "another provider.",
        _SERVER.sub("…", detail),
        code="model_missing",
    )


async def _ask_pip(requirement: str, report: Path) -> str:
    """Let pip write its report; return what it complained about."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", "pip", "install", "--dry-run", "--quiet", "--no-input"),
        *("--no-deps", "--ignore-installed", "--only-binary", ":all:"),
        # Without this pip downloads whole wheels from an index that keeps no metadata files.
        *("--use-feature", "fast-deps", "--no-cache-dir"),
        *("--timeout", "15", "--retries", "1", "--disable-pip-version-check"),
        *("--report", str(report), requirement),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        # Nothing is installed, so settings about where don't apply.
        env={**without_keys(os.environ), "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"},
    )
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            _, errors = await process.communicate()
    except TimeoutError:
        return "pip did not answer."
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _reason(errors.decode("utf-8", "replace"))


def _reason(said: str) -> str:
    """Return pip's last error, or the last line where there is none that is marked as one."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines or [""])[-1][:_LONGEST_DETAIL]
