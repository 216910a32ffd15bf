"""Fetching the built-in model with a progress bar: ``python -m desktop_app.engine fetch``."""

from __future__ import annotations

import asyncio
import sys
from typing import TextIO

from desktop_app.core.errors import AppError
from desktop_app.core.folders import Folders
from desktop_app.engine.fetch import bring
from desktop_app.engine.model_files import SMOLLM2, own_model

_BAR = 30
_LINE_EVERY = 20
"""Per cent between two lines where there is no terminal to redraw."""


def fetch_in_terminal(folders: Folders, model_file: str) -> int:
    """Make sure that the engine has its model, and say so on standard output.

    Args:
        folders: Where the model goes.
        model_file: A GGUF of the user's own, which is only looked at; empty for the built-in one.

    Returns:
        0 when the model is there, 1 when not; the reason then stands on standard error.
    """
    bar = ProgressBar(sys.stdout, SMOLLM2.name)
    try:
        if model_file:
            model = own_model(model_file)
            bar.say(f"The model file {model.path} is used; nothing to fetch.")
        else:
            path = asyncio.run(bring(SMOLLM2, folders.models, bar.show))
            bar.say(f"{SMOLLM2.name} ({SMOLLM2.licence}) is ready: {path}")
    except AppError as error:
        bar.end_line()
        sys.stderr.write(f"{error.sentence}\n")
        return 1
    except KeyboardInterrupt:
        bar.end_line()
        sys.stderr.write("Stopped. What has arrived is kept and used next time.\n")
        return 1
    return 0


class ProgressBar:
    """A bar that is redrawn in a terminal, and a line now and then elsewhere."""

    def __init__(self, stream: TextIO, what: str) -> None:
        self._stream = stream
        self._what = what
        self._redraws = stream.isatty()
        self._drawn = False
        self._told = -_LINE_EVERY

    def show(self, done: int, total: int) -> None:
        """Show the bytes that are there and the bytes in all, 0 where unknown."""
        if not total:
            text = f"Looking for {self._what} …"
        else:
            part = min(done / total, 1.0)
            full = round(part * _BAR)
            text = (
                f"Fetching {self._what} [{'#' * full}{'.' * (_BAR - full)}] "
                f"{part:4.0%} of {total / 1e6:.0f} MB"
            )
        if self._redraws:
            self._stream.write(f"\r{text:<78}")
            self._stream.flush()
            self._drawn = True
            return
        percent = int(100 * done / total) if total else 0
        if not total or percent >= self._told + _LINE_EVERY or (done == total != self._told):
            self._told = percent if total else -_LINE_EVERY
            self.say(text)

    def say(self, text: str) -> None:
        """Write a line of its own."""
        self.end_line()
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def end_line(self) -> None:
        """Leave the bar as it is and go on below."""
        if self._drawn:
            self._stream.write("\n")
            self._drawn = False
