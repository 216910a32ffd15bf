"""An OpenAI server that does what a test tells it, over real HTTP on this computer.

HTTP is written by hand, because cutting, resetting and garbling is what it is for.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import responses
from typing import Any, Self

from tests.openai_server.schemas import request_problems
from tests.openai_server.scripts import (
    Answer,
    Drop,
    Ending,
    Hang,
    Refusal,
    Script,
    completion,
    error_body,
)

MODEL = "gpt-scripted"


@dataclass
class Request:
    """One request as it came.

    Attributes:
        headers: Names in lower case.
        body: The decoded JSON, None for a GET.
        at: When it was read (`time.monotonic`).
        problems: What OpenAI's own description finds illegal in it.
        gone: Set when the client closed the connection before the response was whole.
        gone_at: When that was seen (`time.monotonic`).
        sent: Events of the stream that were sent so far.
        client_port: Tells one connection from another.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    at: float
    problems: list[str] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    gone_at: float = 0.0
    sent: int = 0
    client_port: int = 0

    @property
    def key(self) -> str:
        """What came as the bearer token."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    @property
    def model(self) -> str:
        """The model that was asked for."""
        return str(self.body.get("model", "")) if isinstance(self.body, dict) else ""


class OpenAIServer:
    """The server, in a thread of its own so that it serves any kind of client. Use with ``with``.

    Attributes:
        requests: All of them, oldest first.
        came: Set when there is at least one.
        models: The rows of ``/v1/models``.
        models_script: What ``/v1/models`` does instead, if anything.
        elsewhere: What is done with requests for other addresses: this server is their proxy.
        key: The key it wants; None takes any.
        strict: Refuse requests that OpenAI's description calls illegal, as OpenAI does.
        usual: What is done when no script is left; None answers with the last message.
        observe: Called in the server's thread with "request" when one has come, and with "gone"
            when its client closed the connection early.
    """

    def __init__(self, port: int = 0) -> None:
        self.requests: list[Request] = []
        self.models: list[dict[str, Any]] = [
            {"id": MODEL, "object": "model", "created": 1_780_000_000, "owned_by": "chatloom"}
        ]
        self.models_script: Script | None = None
        self.elsewhere: Script = Refusal(502, "There is no way from here.")
        self.key: str | None = None
        self.strict = True
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
        """The chat requests, oldest first."""
        return [request for request in self.requests if request.path.endswith("/completions")]

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
        if request.method == "GET" and request.path == "/v1/models":
            return self.models_script or Refusal(200, {"object": "list", "data": self.models})
        if request.method != "POST" or request.path != "/v1/chat/completions":
            message = f"Invalid URL ({request.method} {request.path})"
            return Refusal(404, error_body(message, "unknown_url"))
        request.problems = request_problems(request.body)
        if request.problems and self.strict:
            return Refusal(400, error_body("; ".join(request.problems), "invalid_value"))
        if self._scripts:
            return self._scripts.popleft()
        return self.usual or repeated(request)


def repeated(request: Request) -> Answer:
    """Return the answer that repeats the last message word by word."""
    content = request.body["messages"][-1]["content"]
    if not isinstance(content, str):
        content = " ".join(part.get("text", "[picture]") for part in content)
    words = f"You said: {content}".split(" ")
    return Answer(text=(words[0], *(f" {word}" for word in words[1:])), usage=(9, len(words)))


class Exchange:
    """The requests of one connection, one after the other."""

    def __init__(
        self, server: OpenAIServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._ahead = b""

    async def run(self) -> None:
        """Serve until either side closes."""
        try:
            while (request := await self._read()) is not None:
                self._server.requests.append(request)
                self._server.came.set()
                self._server.observe("request", request)
                if not await self._answer_or_gone(request):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writer.close()

    async def _read(self) -> Request | None:
        head = self._ahead + await self._reader.readuntil(b"\r\n\r\n")
        self._ahead = b""
        first, *lines = head.decode("latin-1").rstrip().split("\r\n")
        method, path, _ = first.split(" ")
        headers = {name.lower(): value for name, value in (x.split(": ", 1) for x in lines)}
        body = await self._reader.readexactly(int(headers.get("content-length", 0)))
        decoded = json.loads(body) if body else None
        port = self._writer.get_extra_info("peername")[1]
        return Request(method, path, headers, decoded, time.monotonic(), client_port=port)

    async def _answer_or_gone(self, request: Request) -> bool:
        """Answer, unless the client goes first. Returns whether the connection goes on."""
        watch = asyncio.ensure_future(self._reader.read(1))
        work = asyncio.ensure_future(self._play(request))
        try:
            await asyncio.wait({watch, work}, return_when=asyncio.FIRST_COMPLETED)
            if watch.done():
                self._ahead = watch.result()
            if work.done() or self._ahead:
                return await work
        except ConnectionError:
            # A client that goes before it has read everything resets the connection.
            pass
        finally:
            for task in (watch, work):
                task.cancel()
            await asyncio.gather(watch, work, return_exceptions=True)
        request.gone_at = time.monotonic()
        request.gone.set()
        self._server.observe("gone", request)
        return False

    async def _play(self, request: Request) -> bool:
        script = self._server.take_script(request)
        if isinstance(script, Hang):
            await asyncio.Event().wait()
        if isinstance(script, Drop):
            if script.reset:
                self._reset()
            return False
        await asyncio.sleep(script.delay)
        if isinstance(script, Answer):
            if request.body.get("stream"):
                return await self._stream(request, script)
            script = Refusal(200, completion(request.model, script))
        await self._send_body(request, script)
        return True

    async def _send_body(self, request: Request, script: Refusal) -> None:
        body = script.body
        if script.echo_key and isinstance(body, dict):
            error = {**body["error"]}
            error["message"] += f" You sent: {request.headers.get('authorization')}"
            body = {"error": error}
        kind = script.content_type or ("text/html" if isinstance(body, str) else "application/json")
        if not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        data = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": kind, "Content-Length": str(len(data)), **script.headers}
        self._head(script.status, headers)
        self._writer.write(data)
        await self._writer.drain()

    def _head(self, status: int, headers: dict[str, str]) -> None:
        lines = [
            f"HTTP/1.1 {status} {responses.get(status, 'Unknown')}",
            *(f"{k}: {v}" for k, v in headers.items()),
        ]
        self._writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))

    async def _stream(self, request: Request, script: Answer) -> bool:
        framing = {"Transfer-Encoding": "chunked"} if script.chunked else {"Connection": "close"}
        self._head(200, {"Content-Type": "text/event-stream", **framing})
        events = script.events(request.model)
        started = time.monotonic()
        for event in [b"".join(events)] if script.one_write else events:
            self._write(event, chunked=script.chunked)
            await self._writer.drain()
            request.sent += 1
            if script.rate:
                # By the clock: sleeping a little too long each time would add up.
                due = started + request.sent / script.rate
                await asyncio.sleep(max(due - time.monotonic(), 0))
        if script.ending is Ending.STALL:
            await asyncio.Event().wait()
        if script.ending is Ending.RESET:
            # What was sent must arrive first: an RST throws away what was not read yet.
            await asyncio.sleep(0.1)
            self._reset()
        if script.chunked and script.ending not in (Ending.CUT, Ending.RESET):
            self._writer.write(b"0\r\n\r\n")
            await self._writer.drain()
            return True
        return False

    def _write(self, data: bytes, *, chunked: bool) -> None:
        self._writer.write(b"%x\r\n%b\r\n" % (len(data), data) if chunked else data)

    def _reset(self) -> None:
        raw = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
