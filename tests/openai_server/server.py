"""An OpenAI server that does what a test tells it, over real HTTP on this computer."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Self

from tests.openai_server.bodies import error_body
from tests.openai_server.exchange import Exchange
from tests.openai_server.request import CHAT, RESPONSES, Request
from tests.openai_server.schemas import request_problems
from tests.openai_server.scripts import Answer, Drop, Hang, Refusal, Script

__all__ = ["MODEL", "OpenAIServer", "Request", "model_row"]

MODEL = "gpt-scripted"


def model_row(name: str, **more: Any) -> dict[str, Any]:
    """Return a row of ``/v1/models``, with whatever more a server tells there."""
    row = {"id": name, "object": "model", "created": 1_780_000_000, "owned_by": "chatloom"}
    return row | more


class OpenAIServer:
    """The server, in a thread of its own so that it serves any kind of client. Use with ``with``.

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
        self.base_url = ""
        self.came = threading.Event()
        self._scripts: deque[Script] = deque()
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="openai-server", daemon=True)

    def script(self, *scripts: Script) -> None:
        """Say what is done with the next requests, one script for each."""
        self._scripts.extend(scripts)

    @property
    def chats(self) -> list[Request]:
        """The requests to a model, by either interface, oldest first."""
        return [request for request in self.requests if request.is_chat]

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._listening.wait(10):
            raise RuntimeError("The scripted server did not start.")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        connections: set[asyncio.Task[None]] = set()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = self._loop.create_task(Exchange(self, reader, writer).run())
            connections.add(task)
            task.add_done_callback(connections.discard)

        server = await asyncio.start_server(connected, "127.0.0.1", self._port, limit=2**26)
        self.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        self._listening.set()
        await self._stop.wait()
        server.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

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
