"""Many runs of Chatloom's command line in one process, where its imports are paid for once.

``python -m tests.journeys.many_runs`` reads a run from each line of its standard input, its
arguments and its own input as JSON: ``[["key", "set", "mine"], "the key"]``. It writes how the run
ended on a line: ``{"code", "out", "err"}``. Each run opens and closes everything for itself, the
key store too.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch

from desktop_app.__main__ import main


def run(arguments: list[str], given: str) -> dict[str, object]:
    """Run a verb to its end."""
    with io.TextIOWrapper(io.BytesIO()) as out, io.TextIOWrapper(io.BytesIO()) as err:
        with (
            io.TextIOWrapper(io.BytesIO(given.encode())) as stdin,
            patch.object(sys, "stdin", stdin),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = main(arguments)
        for written in (out, err):
            written.seek(0)
        return {"code": code, "out": out.read(), "err": err.read()}


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(*json.loads(line))) + "\n")
        sys.stdout.flush()
