"""``python -m desktop_app.engine``: serve the local model, or only fetch its file."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from pathlib import Path

from desktop_app.core.folders import Folders, user_folders

KEY_VARIABLE = "CHATLOOM_ENGINE_KEY"
MODEL_VARIABLE = "CHATLOOM_MODEL_FILE"


def main() -> int:
    """Run the verb of the command line and return the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    parser = argparse.ArgumentParser(prog="python -m desktop_app.engine", description=__doc__)
    parser.add_argument("verb", choices=["serve", "fetch"], default="serve", nargs="?")
    parser.add_argument("--model-file", default="", help="a GGUF file instead of the built-in one")
    for name in ("data", "config", "cache", "logs"):
        parser.add_argument(f"--{name}", type=Path, help=f"the {name} folder")
    options = parser.parse_args()
    folders = _folders(options)
    model_file = os.environ.get(MODEL_VARIABLE) or options.model_file
    if options.verb == "fetch":
        from desktop_app.engine.fetch_in_terminal import fetch_in_terminal

        return fetch_in_terminal(folders, model_file)
    # Taken out of the environment, so that no child inherits it.
    key = os.environ.pop(KEY_VARIABLE, "")
    if not key:
        parser.error(f"serve needs a key of the caller's choice in {KEY_VARIABLE}")
    from desktop_app.engine.serve import serve

    return asyncio.run(serve(folders, model_file, key))


def _folders(options: argparse.Namespace) -> Folders:
    usual = user_folders(os.environ)
    return Folders(
        data=options.data or usual.data,
        config=options.config or usual.config,
        cache=options.cache or usual.cache,
        logs=options.logs or usual.logs,
    )


if __name__ == "__main__":
    sys.exit(main())
