"""A small real HTTP proxy for tests: CONNECT and whole addresses, with a password if wanted."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from typing_extensions import override

from tests.openai_server.listening import Listener


@dataclass(frozen=True)
class ProxyRequest:
    """One request that the proxy was sent.

    Attributes:
        method: ``CONNECT``, or that of a request for plain HTTP.
        target: ``host:port`` of a CONNECT, else the whole address.
        allowed: Whether name and password were right, or none were wanted.
    """

    method: str
    target: str
    allowed: bool


class _Closing(Listener):
    """Closes each connection as soon as it has been served.

    Args:
        name: Of its thread.
        context: With the certificate that is shown; None for plain connections.
    """

    def __init__(self, name: str, context: ssl.SSLContext | None = None) -> None:
        super().__init__(name)
        self._context = context

    @override
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            # A client that doesn't trust the certificate breaks the handshake off.
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                if self._context is not None:
                    await writer.start_tls(self._context)
                await self.answer(reader, writer)
        finally:
            await _closed(writer)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        raise NotImplementedError


class ProxyServer(_Closing):
    """The proxy.

    Attributes:
        requests: All of them, oldest first.

    Args:
        user: The name it wants, empty for none.
        password: The password it wants.
        hosts: Where names lead to that nobody else knows, as ``name: port`` on this computer.
        refuse: A status and its words that every request gets, such as ``502 Bad Gateway``.
        echo: Put what came as name and password into the body of a refusal.
    """

    def __init__(
        self,
        user: str = "",
        password: str = "",
        *,
        hosts: dict[str, int] | None = None,
        refuse: str = "",
        echo: bool = False,
    ) -> None:
        super().__init__("proxy")
        self.requests: list[ProxyRequest] = []
        self._wanted = f"{user}:{password}" if user else ""
        self._hosts = hosts or {}
        self._refuse = refuse
        self._echo = echo

    @property
    def url(self) -> str:
        """Its address, without name and password."""
        return f"http://127.0.0.1:{self.port}"

    @override
    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection: one request, or a tunnel."""
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip().split("\r\n")
        method, target, _ = first.split(" ")
        given = self._given(lines)
        allowed = not self._wanted or given == self._wanted
        self.requests.append(ProxyRequest(method, target, allowed))
        if not allowed:
            challenge = 'Proxy-Authenticate: Basic realm="test"\r\n'
            self._refused(writer, "407 Proxy Authentication Required", challenge, given)
        elif self._refuse:
            self._refused(writer, self._refuse, "", given)
        elif method == "CONNECT":
            await self._tunnel(target, reader, writer)
        else:
            await self._forward(head, target, reader, writer)
        await writer.drain()

    def _given(self, lines: list[str]) -> str:
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        encoded = headers.get("proxy-authorization", "").removeprefix("Basic ")
        return base64.b64decode(encoded).decode()

    def _refused(self, writer: asyncio.StreamWriter, status: str, more: str, given: str) -> None:
        body = f"<html><title>{status}</title>{given if self._echo else ''}</html>"
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
            f"{more}Connection: close\r\n\r\n{body}".encode()
        )

    async def _tunnel(
        self, target: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        host, _, port = target.rpartition(":")
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self._hosts.get(host, int(port)))
        except OSError:
            self._refused(writer, "502 Bad Gateway", "", "")
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await pipe_both((reader, writer), upstream)

    async def _forward(
        self, head: bytes, target: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        address = urlsplit(target)
        port = self._hosts.get(address.hostname or "", address.port or 80)
        upstream = await asyncio.open_connection("127.0.0.1", port)
        upstream[1].write(head.replace(target.encode(), address.path.encode(), 1))
        await pipe_both((reader, writer), upstream)


class TlsFront(_Closing):
    """Speaks TLS and hands everything on to a plain server on this computer.

    Args:
        port: Of the plain server.
        context: With the certificate it shows.
    """

    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        super().__init__("tls-front", context)
        self._behind = port

    @property
    def base_url(self) -> str:
        """What every route is appended to."""
        return f"https://127.0.0.1:{self.port}/v1"

    @override
    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        upstream = await asyncio.open_connection("127.0.0.1", self._behind)
        await pipe_both((reader, writer), upstream)


Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def pipe_both(one: Stream, other: Stream) -> None:
    """Hand on what either side says until one of them closes."""
    tasks = [
        asyncio.ensure_future(_pipe(one[0], other[1])),
        asyncio.ensure_future(_pipe(other[0], one[1])),
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await _closed(other[1])


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    try:
        # TLS says goodbye, and not every client answers.
        async with asyncio.timeout(1):
            await writer.wait_closed()
    except (OSError, TimeoutError):
        pass
    finally:
        writer.transport.abort()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
