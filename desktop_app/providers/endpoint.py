"""Where requests go."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.secret import Secret


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server.

    Attributes:
        base_url: What every route is appended to, such as ``http://127.0.0.1:4711/v1``.
        key: Sent as the bearer token; empty where the server wants none.
    """

    base_url: str
    key: Secret
