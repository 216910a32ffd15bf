"""An OpenAI server that does what a test tells it, over real HTTP on this computer."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Self

from typing_extensions import override

from tests.openai_server.bodies import error_body
from tests.openai_server.exchange import Exchange
from tests.openai_server.listening import Listener
from tests.openai_server.request import CHAT, RESPONSES, Request
from tests.openai_server.schemas import request_problems
from tests.openai_server.scripts import Answer, Drop, Hang, Refusal, Script

__all__ = ["MODEL", "OpenAIServer", "Request", "model_row"]

MODEL = "gpt-scripted"


def model_row(name: str, **more: Any) -> dict[str, Any]:
    """Return a row of ``/v1/models``, with whatever more a server tells there."""
    row = {"id": name, "object": "model", "created": 1_780_000_000, "owned_by": "chatloom"}
    return row | more


class OpenAIServer(Listener):
    """The server.

    Attributes:
        requests: All of them, oldest first.
        came: Set when there is at least one.
        models: The rows of ``/v1/models``.
        models_script: What ``/v1/models`` does instead, if anything.
        native: What more is answered, by path: ``{"/api/tags": {"models": []}}``. A script is
            played, a function is called with the request, anything else is sent as JSON.
        speaks: The interfaces it knows: `request.CHAT`, `request.RESPONSES`.
        unknown_route: What is done with a request for anything else; None is OpenAI's 404.
        elsewhere: What is done with requests for other addresses: this server is their proxy.
        headers: Sent with every response, such as `scripts.RATE_LIMITS`.
        key: The key it wants; None takes any.
        strict: Refuse requests that OpenAI's description calls illegal, as OpenAI does.
        refused: Parameters that no model here takes, by their names on the wire.
        usual: What is done when no script is left; None answers with the last message.
        observe: Called in the server's thread with "request" when one has come, and with "gone"
            when its client closed the connection early.
    """

    def __init__(self, port: int = 0) -> None:
        super().__init__("openai-server", port, limit=2**26)
        self.base_url = ""
        self.requests: list[Request] = []
        self.models: list[dict[str, Any]] = [model_row(MODEL)]
        self.models_script: Script | None = None
        self.native: dict[str, Any] = {}
        self.speaks = {CHAT, RESPONSES}
        self.unknown_route: Script | None = None
        self.elsewhere: Script = Refusal(502, "There is no way from here.")
        self.headers: dict[str, str] = {}
        self.key: str | None = None
        self.strict = True
        self.refused: set[str] = set()
        self.usual: Answer | None = None
        self.observe: Callable[[str, Request], object] = lambda _what, _request: None
        self.came = threading.Event()
        self._scripts: deque[Script] = deque()

    def script(self, *scripts: Script) -> None:
        """Say what is done with the next requests, one script for each."""
        self._scripts.extend(scripts)

    @property
    def chats(self) -> list[Request]:
        """The requests to a model, by either interface, oldest first."""
        return [request for request in self.requests if request.is_chat]

    @override
    def __enter__(self) -> Self:
        super().__enter__()
        self.base_url = f"http://127.0.0.1:{self.port}/v1"
        return self

    @override
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Exchange(self, reader, writer).run()

    def take_script(self, request: Request) -> Script:
        """Return what is to be done with a request that has just come."""
        if not request.path.startswith("/"):
            return self.elsewhere
        if self.key is not None and request.key != self.key:
            return Refusal(
                401, error_body("Incorrect API key provided.", "invalid_api_key"), echo_key=True
            )
        path = request.path.partition("?")[0]
        if path in self.native:
            return _native(self.native[path], request)
        if request.method == "GET" and request.route == "/v1/models":
            return self.models_script or Refusal(200, {"object": "list", "data": self.models})
        if request.method != "POST" or request.route not in self.speaks:
            message = f"Invalid URL ({request.method} {request.path})"
            return self.unknown_route or Refusal(404, error_body(message, "unknown_url"))
        return self._chat_script(request)

    def _chat_script(self, request: Request) -> Script:
        schema = "CreateResponse" if request.is_responses else "CreateChatCompletionRequest"
        request.problems = request_problems(request.body, schema)
        if request.problems and self.strict:
            return Refusal(400, error_body("; ".join(request.problems), "invalid_value"))
        for name in sorted(self.refused & request.body.keys()):
            message = f"Unsupported parameter: '{name}' is not supported with this model."
            return Refusal(400, error_body(message, "unsupported_parameter", param=name))
        if self._scripts:
            return self._scripts.popleft()
        return self.usual or repeated(request)


def _native(answer: Any, request: Request) -> Script:
    if callable(answer):
        answer = answer(request)
    return answer if isinstance(answer, Answer | Refusal | Hang | Drop) else Refusal(200, answer)


def repeated(request: Request) -> Answer:
    """Return the answer that repeats the last message word by word."""
    words = f"You said: {request.last_words}".split(" ")
    return Answer(text=(words[0], *(f" {word}" for word in words[1:])), usage=(9, len(words)))
