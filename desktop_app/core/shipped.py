"""The files that come with Chatloom."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(*parts: str) -> Path:
    """Return the path of a shipped file, such as ``shipped("icons", "copy.svg")``.

    The files stand inside the package when it was installed from a wheel, and beside it in a
    checkout; this is the only place that knows.
    """
    installed = _PACKAGE / "resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
