"""The requests of one connection to the scripted server.

HTTP is written by hand, because cutting, resetting and garbling is what it is for.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from http.client import responses
from typing import Any, Protocol

from tests.openai_server.request import Request
from tests.openai_server.scripts import Answer, Drop, Ending, Hang, Refusal, Script, with_key


class Server(Protocol):
    """What an exchange needs of its server."""

    requests: list[Request]
    came: threading.Event
    headers: dict[str, str]
    observe: Callable[[str, Request], object]

    def take_script(self, request: Request) -> Script: ...


class Exchange:
    """The requests of one connection, one after the other."""

    def __init__(
        self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._ahead = b""

    async def run(self) -> None:
        """Serve until either side closes."""
        try:
            while (request := await self._read()) is not None:
                request.id = f"req_{len(self._server.requests) + 1}"
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
        return Request(method, path, headers, decoded, time.monotonic(), raw=body, client_port=port)

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
            body = script.whole(request.model, responses=request.is_responses)
            script = Refusal(200, body, script.headers)
        await self._send_body(request, script)
        return True

    async def _send_body(self, request: Request, script: Refusal) -> None:
        body, headers = script.body, script.headers
        if script.echo_key:
            sent = request.headers.get("authorization", "")
            headers = {k: v.replace("{key}", request.key) for k, v in headers.items()}
            if isinstance(body, dict):
                body = with_key(body, sent)
            elif isinstance(body, str):
                body = body.replace("{key}", request.key)
        kind = script.content_type or ("text/html" if isinstance(body, str) else "application/json")
        if not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        data = body.encode() if isinstance(body, str) else body
        about = {"Content-Type": kind, "Content-Length": str(len(data))}
        self._head(request, script.status, about | headers)
        self._writer.write(data)
        await self._writer.drain()

    def _head(self, request: Request, status: int, headers: dict[str, str]) -> None:
        told = {"x-request-id": request.id, **self._server.headers, **headers}
        lines = [
            f"HTTP/1.1 {status} {responses.get(status, 'Unknown')}",
            *(f"{k}: {v}" for k, v in told.items()),
        ]
        self._writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))

    async def _stream(self, request: Request, script: Answer) -> bool:
        framing = {"Transfer-Encoding": "chunked"} if script.chunked else {"Connection": "close"}
        about = {"Content-Type": "text/event-stream", **framing}
        self._head(request, 200, about | script.headers)
        started = time.monotonic()
        for event in self._pieces(request, script):
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

    def _pieces(self, request: Request, script: Answer) -> Iterator[bytes]:
        """Yield what is written at a time: events, single bytes, or everything."""
        events = script.events(request.model, responses=request.is_responses, key=request.key)
        if script.one_write:
            yield b"".join(events)
        elif script.drip:
            for event in events:
                for at in range(len(event)):
                    yield event[at : at + 1]
        else:
            yield from events

    def _write(self, data: bytes, *, chunked: bool) -> None:
        self._writer.write(b"%x\r\n%b\r\n" % (len(data), data) if chunked else data)

    def _reset(self) -> None:
        raw: Any = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
