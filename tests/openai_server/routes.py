"""A small real server that has just the routes it is given: for other kinds of servers."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Routes = dict[str, Any]
"""What is answered by path: a body, or a status and a body. Bodies are JSON, or text."""


class RouteServer:
    """The server, in threads of its own. Use with ``with``.

    Attributes:
        asked: The paths that were asked for, oldest first.
        headers: What came with each of them; names in lower case.

    Args:
        routes: See `Routes`; anything else is `missing`.
        missing: What other paths answer.
        server: What it calls itself.
    """

    def __init__(
        self, routes: Routes, *, missing: Any = (404, {"error": "not found"}), server: str = "x"
    ) -> None:
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.headers.append({name.lower(): value for name, value in self.headers.items()})
                said = routes.get(self.path, missing)
                status, body = said if isinstance(said, tuple) else (200, said)
                text = body if isinstance(body, str) else json.dumps(body)
                self.send_response_only(status)
                self.send_header("Server", server)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - likewise
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def root(self) -> str:
        """Its address without a path."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def base_url(self) -> str:
        """What OpenAI's routes are appended to."""
        return f"{self.root}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
