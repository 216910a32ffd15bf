"""The llama.cpp child: ``python -m desktop_app.engine.llama``.

It loads one model and serves it on 127.0.0.1, on a port of the system's choice, to whoever has the
key in ``CHATLOOM_LLAMA_KEY``. On standard output it writes one JSON object, ``{"url": …}`` when it
is ready or ``{"failed": "import" | "load", "detail": …}``. It ends when its standard input closes.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, TextIO

SLOTS = 2
"""Requests that are answered at once; further ones wait."""

_PARENT_DEATH_SIGNAL = 1
_PROMPT_CACHE_MIB = 256
_ERRORS_ONLY = 1


def main() -> int:
    """Serve until standard input closes."""
    options = _options()
    key = os.environ.pop("CHATLOOM_LLAMA_KEY")
    _die_with_parent()
    reports = _keep_stdout_clean()
    try:
        import xllamacpp
    except ImportError as error:
        _report(reports, {"failed": "import", "detail": str(error)})
        return 1
    params = xllamacpp.CommonParams()
    _listen_alone(params, key)
    _choose_model(params, options)
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        _report(reports, {"failed": "load", "detail": str(error)})
        return 1
    _report(reports, {"url": server.listening_address})
    while os.read(sys.stdin.fileno(), 1024):
        pass
    # The server's threads may be in the middle of an answer nobody waits for.
    os._exit(0)


def _listen_alone(params: Any, key: str) -> None:  # noqa: ANN401 - untyped library
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.ui = False
    params.endpoint_slots = False
    params.cors_origins = ""
    params.verbosity = _ERRORS_ONLY


def _choose_model(params: Any, options: argparse.Namespace) -> None:  # noqa: ANN401
    params.model.path = str(options.model)
    params.model_alias = {options.alias}
    params.n_ctx = options.context
    # One cache for all slots: each may use all of the context, not only its share.
    params.n_parallel = SLOTS
    params.kv_unified = True
    params.cache_ram_mib = _PROMPT_CACHE_MIB
    params.cpuparams.n_threads = options.threads
    params.cpuparams_batch.n_threads = options.threads
    params.fit_params = sys.platform == "darwin"  # There is a GPU to fit only there.
    params.chat_template = options.chat_template
    if options.temperature is not None:
        params.sampling.temp = options.temperature
        params.sampling.top_p = options.top_p
    params.n_predict = options.longest_answer


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="desktop_app.engine.llama")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--alias", required=True)
    parser.add_argument("--context", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--chat-template", default="")
    parser.add_argument("--temperature", type=float)
    parser.add_argument("--top-p", type=float, default=1.0)
    parser.add_argument("--longest-answer", type=int, default=-1)
    return parser.parse_args()


def _die_with_parent() -> None:
    """Be killed when the parent is, even while a model is loaded.

    Loading holds the interpreter, so that nothing can watch standard input meanwhile. Elsewhere
    than on Linux the child ends once the model is loaded.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _keep_stdout_clean() -> TextIO:
    """Return standard output, and send what the library may print there to standard error."""
    reports = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return reports


def _report(reports: TextIO, message: dict[str, str]) -> None:
    reports.write(json.dumps(message) + "\n")
    reports.flush()


if __name__ == "__main__":
    sys.exit(main())
