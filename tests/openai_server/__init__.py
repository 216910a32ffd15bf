"""A scripted OpenAI server for tests: real HTTP, real server-sent events, on this computer."""

from tests.openai_server.request import CHAT, RESPONSES
from tests.openai_server.scripts import (
    RATE_LIMITS,
    Answer,
    Drop,
    Ending,
    Hang,
    Refusal,
    Script,
    chunk,
    error_body,
)
from tests.openai_server.server import MODEL, OpenAIServer, Request, model_row

__all__ = [
    "CHAT",
    "MODEL",
    "RATE_LIMITS",
    "RESPONSES",
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
    "model_row",
]
