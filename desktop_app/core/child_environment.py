"""What a program started by Chatloom may know of the environment."""

from __future__ import annotations

from collections.abc import Mapping

_OF_A_PROVIDER = "OPENAI_"


def without_keys(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without the variables of a provider, its API key among them.

    The engine, its child and pip talk to no provider, and any program of the same user can read
    the environment of a process.
    """
    return {
        name: value
        for name, value in environ.items()
        # Windows takes names in any case.
        if not name.upper().startswith(_OF_A_PROVIDER)
    }
