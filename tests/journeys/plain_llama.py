"""llama.cpp's own server as somebody starts it who has never heard of Chatloom.

``python -m tests.journeys.plain_llama GGUF`` serves on a port of the system's choice whoever has
the key in ``LLAMA_API_KEY``, prints its address, and ends when its standard input closes. All else
is as llama.cpp has it by itself, but for what a computer with little memory needs.
"""

from __future__ import annotations

import os
import sys

import xllamacpp


def main() -> None:
    """Serve until standard input closes."""
    params = xllamacpp.CommonParams()
    params.model.path = sys.argv[1]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [os.environ.pop("LLAMA_API_KEY")]
    params.n_ctx = 4096
    params.n_parallel = 1
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    while os.read(sys.stdin.fileno(), 1024):
        pass
    # The server's threads may be in the middle of an answer nobody waits for.
    os._exit(0)


if __name__ == "__main__":
    main()
