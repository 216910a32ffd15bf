"""A scripted OpenAI server for tests: real HTTP, real server-sent events, on this computer."""

from tests.openai_server.scripts import (
    Answer,
    Drop,
    Ending,
    Hang,
    Refusal,
    Script,
    chunk,
    error_body,
)
from tests.openai_server.server import MODEL, OpenAIServer, Request

__all__ = [
    "MODEL",
    "Answer",
    "Drop",
    "Ending",
    "Hang",
    "OpenAIServer",
    "Refusal",
    "Request",
    "Script",
    "chunk",
    "error_body",
]
