"""A proxy that stands in for a server and lets go wrong what a journey wants to go wrong."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
import threading
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from tests.journeys.faults import THROUGH, Fault, HangUp, Instead, Silence, Then, Through, echoed

_WORD = re.compile(rb'"content": ?"[^"]|"response\.output_text\.delta"')
_GARBLED = b'data: {"choices": [{"delta": {"cont\n\n'
_LARGEST = 2**24

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Passed:
    """A request that came.

    Attributes:
        method: Such as ``POST``.
        path: Such as ``/v1/models``.
        headers: Names in lower case.
        data: The body as it came.
    """

    method: str
    path: str
    headers: dict[str, str]
    data: bytes

    @property
    def key(self) -> str:
        """What came as the bearer token."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    @property
    def body(self) -> Any:
        """The decoded body."""
        return json.loads(self.data)


class FaultProxy:
    """The proxy, in a thread of its own. Use with ``with``.

    Without a fault everything goes through. Faults are taken by requests with a body alone:
    the list of models comes at times that no test knows.

    Args:
        upstream: The base URL of the server behind it.

    Attributes:
        base_url: What takes the place of the server's.
        asked: The requests with a body, oldest first, those that never reached the server too.
    """

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self.base_url = ""
        self.asked: list[Passed] = []
        self.lists: Fault = THROUGH
        self._host, self._port, self._path = parts.hostname or "", parts.port or 80, parts.path
        self._faults: deque[Fault] = deque()
        self._own_port = 0
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._listening = threading.Event()
        self._listener: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="fault-proxy", daemon=True)

    def next(self, *faults: Fault) -> None:
        """Say what becomes of the next requests, one fault for each."""
        self._faults.extend(faults)

    def mend(self) -> None:
        """Let everything through again."""
        self._faults.clear()
        self.lists = THROUGH

    def disappear(self) -> None:
        """Close the port, so that connections are refused."""
        self._wait_for(self._close)

    def come_back(self) -> None:
        """Open the same port again."""
        self._wait_for(self._open)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._listening.wait(10):
            raise RuntimeError("The fault proxy did not start.")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _wait_for(self, what: Callable[[], Awaitable[Result]]) -> Result:
        async def run() -> Result:
            return await what()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        await self._open()
        self._listening.set()
        await self._stop.wait()
        await self._close()

    async def _open(self) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", self._own_port)
        self._listener = server
        self._own_port = server.sockets[0].getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self._own_port}{self._path}"

    async def _close(self) -> None:
        assert self._listener is not None
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._exchange(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve the one request of a connection."""
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                request = await _request(reader)
                fault = self._fault(request)
                play = asyncio.ensure_future(self._play(request, fault, writer))
                gone = asyncio.ensure_future(reader.read(1))
                try:
                    await asyncio.wait({play, gone}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for task in (play, gone):
                        task.cancel()
                    await asyncio.gather(play, gone, return_exceptions=True)
        finally:
            writer.close()

    def _fault(self, request: Passed) -> Fault:
        if not request.data:
            return self.lists
        self.asked.append(request)
        return self._faults.popleft() if self._faults else THROUGH

    async def _play(self, request: Passed, fault: Fault, writer: asyncio.StreamWriter) -> None:
        match fault:
            case Silence():
                await asyncio.Event().wait()
            case HangUp():
                _reset(writer)
            case Instead():
                writer.write(fault.response(request.key))
                await writer.drain()
            case Through():
                await self._pass_on(request, fault, writer)

    async def _pass_on(self, request: Passed, fault: Through, writer: asyncio.StreamWriter) -> None:
        reader, server = await asyncio.open_connection(self._host, self._port, limit=_LARGEST)
        try:
            server.write(_head_of(request) + request.data)
            status, headers = await _head(reader)
            kept = (
                "content-type",
                "retry-after",
                "x-request-id",
                "location",
                "openai-processing-ms",
            )
            lines = [f"{name}: {headers[name]}" for name in kept if name in headers]
            lines += ["transfer-encoding: chunked", "connection: close"]
            writer.write("\r\n".join([status, *lines, "", ""]).encode("latin-1"))
            if await _events(_body(reader, headers), fault, writer, request.key):
                writer.write(b"0\r\n\r\n")
                await writer.drain()
        finally:
            server.close()


async def _events(
    body: AsyncIterator[bytes], fault: Through, writer: asyncio.StreamWriter, key: str
) -> bool:
    """Send what comes event by event, until something goes wrong. Returns whether it is whole."""
    waiting, words = b"", 0
    async for data in body:
        *events, waiting = (waiting + data).replace(b"\r\n", b"\n").split(b"\n\n")
        for event in events:
            if _WORD.search(event):
                if fault.then is not None and words == fault.words:
                    await _go_wrong(fault.then, writer, key)
                    return False
                words += 1
                await asyncio.sleep(fault.pause)
            await _send(writer, event + b"\n\n")
    await _send(writer, waiting)
    assert fault.then is None, "The answer was too short for what should have happened to it."
    return True


async def _go_wrong(then: Then, writer: asyncio.StreamWriter, key: str) -> None:
    match then:
        case Then.RESET:
            # What was sent must arrive first: an RST throws away what was not read yet.
            await asyncio.sleep(0.1)
            _reset(writer)
        case Then.GARBLE:
            await _send(writer, _GARBLED)
        case Then.ERROR:
            message = echoed("It broke for {key}, {quoted} and {base64}.", key)
            error = {"message": message, "type": "server_error", "code": None}
            await _send(writer, b"data: %b\n\n" % json.dumps({"error": error}).encode())
        case Then.STALL:
            await asyncio.Event().wait()
        case Then.CUT:
            pass


async def _send(writer: asyncio.StreamWriter, data: bytes) -> None:
    if data:
        writer.write(b"%x\r\n%b\r\n" % (len(data), data))
        await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _request(reader: asyncio.StreamReader) -> Passed:
    first, headers = await _head(reader)
    method, path, _ = first.split(" ")
    data = await reader.readexactly(int(headers.get("content-length", 0)))
    return Passed(method, path, headers, data)


async def _head(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]]:
    """Return the first line and the headers, their names in lower case."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    pairs = (line.split(":", 1) for line in lines)
    return first, {name.lower(): value.strip() for name, value in pairs}


def _head_of(request: Passed) -> bytes:
    """Return the head that the server gets: one request for each connection."""
    headers = {**request.headers, "connection": "close", "accept-encoding": "identity"}
    lines = [f"{name}: {value}" for name, value in headers.items()]
    first = f"{request.method} {request.path} HTTP/1.1"
    return "\r\n".join([first, *lines, "", ""]).encode("latin-1")


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> AsyncIterator[bytes]:
    """Yield the body of a response as it comes, without the frames of its chunks."""
    if headers.get("transfer-encoding") == "chunked":
        while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            yield (await reader.readexactly(size + 2))[:-2]
    elif "content-length" in headers:
        yield await reader.readexactly(int(headers["content-length"]))
    else:
        while data := await reader.read(65536):
            yield data
