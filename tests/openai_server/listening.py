"""What listens on this computer in a thread of its own, for clients of any kind."""

from __future__ import annotations

import asyncio
import threading
from typing import Self


class Listener:
    """A server that stops with all its connections. Use with ``with``.

    Attributes:
        port: Where it listens; known once it does.

    Args:
        name: Of its thread.
        port: Where to listen, 0 for anywhere.
        limit: Bytes that a line may have.
    """

    def __init__(self, name: str, port: int = 0, limit: int = 2**16) -> None:
        self.port = port
        self._limit = limit
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, which is closed at the end of the server at the latest."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._listening.wait(10):
            raise RuntimeError("The server did not start.")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._listen())

    async def _listen(self) -> None:
        connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if self._stop.is_set():
                # Who comes this late is served by a task that never starts, and is never closed.
                writer.transport.abort()
                return
            task = self._loop.create_task(self.serve(reader, writer))
            connections[task] = writer
            task.add_done_callback(connections.pop)

        server = await asyncio.start_server(connected, "127.0.0.1", self.port, limit=self._limit)
        self.port = server.sockets[0].getsockname()[1]
        self._listening.set()
        await self._stop.wait()
        # Not closed yet: what is being taken in would be left open by asyncio then.
        for each in server.sockets:
            self._loop.remove_reader(each.fileno())
        left = dict(connections)
        for task in left:
            task.cancel()
        # Those that take connections in, too: each ends by itself.
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
        for writer in left.values():
            writer.transport.abort()
        server.close()
        await asyncio.sleep(0)  # in which the transports end
