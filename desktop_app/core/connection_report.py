"""What came of trying a provider."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.errors import Failure


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """What answered, or why nothing did.

    Attributes:
        seconds: How long the answer took.
        models: How many models are offered for chatting.
        seeing: How many of them are known to read pictures.
        server: What kind of server it is, such as ``Ollama``; empty where it doesn't tell.
        failure: Why it can't be used, None where it can.
        detail: For the curious: the routes that were asked and what they said. Free of secrets.
    """

    seconds: float = 0.0
    models: int = 0
    seeing: int = 0
    server: str = ""
    failure: Failure | None = None
    detail: str = ""
