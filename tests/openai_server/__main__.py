"""Runs the scripted server by itself: ``python -m tests.openai_server --port 0``.

Prints its base URL as the first line, then one JSON line for each request that comes and for each
client that goes early: {"what": "request" | "gone", "path", "body", "sent", "at"}. It ends when its
standard input ends, so that it never outlives the test that started it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from tests.openai_server.request import CHAT, RESPONSES
from tests.openai_server.scripts import Answer, Drop, Ending, Hang, Refusal, Script
from tests.openai_server.server import OpenAIServer, model_row

KINDS: dict[str, type[Script]] = {
    "answer": Answer,
    "refusal": Refusal,
    "hang": Hang,
    "drop": Drop,
}


def script_from(row: dict[str, Any]) -> Script:
    """Return the script that ``{"kind": "answer", …}`` describes; the fields are the classes'."""
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
    kind = KINDS[values.pop("kind", "answer")]
    if "ending" in values:
        values["ending"] = Ending(values["ending"])
    return kind(**values)


def pieces(text: str, characters: int) -> tuple[str, ...]:
    """Return `text` cut into deltas of so many characters."""
    return tuple(text[at : at + characters] for at in range(0, len(text), characters))


def told(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.openai_server")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key", help="the key it wants; any if not given")
    parser.add_argument("--scripts", type=Path, help="a JSON list of scripts, one a request")
    parser.add_argument("--words", type=int, default=0, help="answer with so many words")
    parser.add_argument(
        "--text-file",
        type=Path,
        action="append",
        default=[],
        help="answer with this text; of several each answers one request, the last all that follow",
    )
    parser.add_argument("--chunk", type=int, default=5, help="characters of a text file a delta")
    parser.add_argument("--rate", type=float, default=0.0, help="deltas a second")
    parser.add_argument("--lenient", action="store_true", help="take illegal requests too")
    parser.add_argument(
        "--speaks", choices=("both", "chat", "responses"), default="both", help="the interfaces"
    )
    parser.add_argument("--model", action="append", default=[], help="a model it offers")
    parser.add_argument("--native", type=Path, help="JSON: {path: what is answered there}")
    return parser.parse_args()


def server_from(options: argparse.Namespace) -> OpenAIServer:
    """Return the server that the options describe."""
    server = OpenAIServer(options.port)
    server.key = options.key
    server.strict = not options.lenient
    if options.speaks != "both":
        server.speaks = {CHAT if options.speaks == "chat" else RESPONSES}
    if options.model:
        server.models = [model_row(name) for name in options.model]
    if options.native:
        server.native = json.loads(options.native.read_text())
    if options.words:
        words = tuple(f"word{number} " for number in range(options.words))
        server.usual = Answer(text=words, rate=options.rate)
    if options.text_file:
        *first, server.usual = (
            Answer(text=pieces(path.read_text("utf-8"), options.chunk), rate=options.rate)
            for path in options.text_file
        )
        server.script(*first)
    if options.scripts:
        server.script(*map(script_from, json.loads(options.scripts.read_text())))
    return server


def main() -> None:
    server = server_from(arguments())
    with server:
        told(server.base_url)
        server.observe = lambda what, request: told(
            json.dumps(
                {
                    "what": what,
                    "path": request.path,
                    "body": request.body,
                    "sent": request.sent,
                    "at": time.monotonic(),
                }
            )
        )
        sys.stdin.read()


if __name__ == "__main__":
    main()
