"""Pictures of formulas: asked for when they are shown, there as soon as they are drawn."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from math import ceil, sqrt
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop_app.ui.chat.transcript.children.child_program import ChildProgram
from desktop_app.ui.chat.transcript.formulas.drawn import EM, Drawing
from desktop_app.ui.chat.transcript.shelf import Shelf

LONGEST = 2000
"""Characters above which LaTeX is not drawn."""

_MOST_WAITING = 1000
_DRAWINGS = (1000, 8 * 1024 * 1024)
_IMAGES = (300, 16 * 1024 * 1024)
_MOST_PIXELS = 4_000_000
_LONGEST_SIDE = 16_000
_TELL_EVERY = 0.1

_FAILED_DRAWING = Drawing("", 0.0, 0.0, 0.0)
_PROGRAM = "desktop_app.ui.chat.transcript.formulas.drawing"


@dataclass(slots=True, eq=False)
class FormulaImage:
    """A formula as it is painted, or the word that it can't be.

    Attributes:
        image: Transparent, with its device pixel ratio set; the baseline lies between two rows
            of its pixels.
        width: In pixels at a ratio of 1, like the other sizes.
        ascent: From the upper edge to the baseline.
        descent: From the baseline to the lower edge.
        failed: There is no picture and never will be: the source stays.
    """

    image: QImage = field(default_factory=QImage)
    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    failed: bool = False


class FormulaImages(QObject):
    """Draws formulas in a process of its own and keeps them; one for a window.

    The size, the colour and the screen may change without drawing anew: only the painting of what
    was drawn is done here, a quarter of a millisecond each. Nothing runs before the first formula.

    Signals:
        ready: A frozenset of sources that were waited for: `image` gives them now. Emitted for
            several at once, at most ten times a second while more are drawn.

    Args:
        parent: Its owner; it calls `close` before it goes.
        program: What draws; see `drawing`.
    """

    ready = Signal(object)

    def __init__(self, parent: QObject | None = None, program: ChildProgram | None = None) -> None:
        super().__init__(parent)
        self._program = program or ChildProgram(_PROGRAM, self)
        self._program.answered.connect(self._take)
        self._program.failed.connect(self._give_up)
        self._drawings = Shelf[Drawing](*_DRAWINGS, lambda drawing: len(drawing.svg))
        self._images = Shelf[FormulaImage](*_IMAGES, lambda made: made.image.sizeInBytes())
        self._waiting: dict[tuple[str, bool], None] = {}
        self._at_work: tuple[str, bool] | None = None
        self._untold: set[str] = set()
        self._told = 0.0
        self._closed = False
        self._failed = FormulaImage(failed=True)

    def image(
        self, source: str, *, display: bool, size_px: float, colour: str, scale: float
    ) -> FormulaImage | None:
        """Return the picture of a formula; None while it is being drawn, and `ready` will follow.

        Of many that wait the one asked for last is drawn first, and beyond a thousand the oldest
        are forgotten until they are asked for again.

        Args:
            source: The LaTeX without its delimiters.
            display: Large, as a formula on a line of its own.
            size_px: The size of type.
            colour: Of what has no colour of its own, as ``#RRGGBB``.
            scale: Device pixels of a pixel.
        """
        drawing = self._drawings.get((source, display))
        if drawing is None:
            if len(source) > LONGEST or self._program.is_broken:
                return self._failed
            self._want((source, display))
            return None
        if not drawing.svg:
            return self._failed
        look = (source, display, size_px, colour, scale)
        found = self._images.get(look)
        if found is None:
            found = _painted(drawing, size_px, colour, scale)
            self._images.put(look, found)
        return found

    def close(self) -> None:
        """End the process and draw no more."""
        self._closed = True
        self._waiting.clear()
        self._at_work = None
        self._program.close()

    def _want(self, key: tuple[str, bool]) -> None:
        if key == self._at_work or self._closed:
            return
        self._waiting.pop(key, None)
        self._waiting[key] = None
        if len(self._waiting) > _MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        self._go_on()

    def _go_on(self) -> None:
        if self._at_work is None and self._waiting:
            self._at_work, _ = self._waiting.popitem()
            source, display = self._at_work
            self._program.ask({"latex": source, "display": display})

    def _take(self, answer: dict[str, Any]) -> None:
        self._keep(_FAILED_DRAWING if "refused" in answer else Drawing(**answer))

    def _give_up(self) -> None:
        self._keep(_FAILED_DRAWING)

    def _keep(self, drawing: Drawing) -> None:
        if self._at_work is None:
            return
        self._drawings.put(self._at_work, drawing)
        self._untold.add(self._at_work[0])
        self._at_work = None
        if self._program.is_broken:
            self._untold.update(source for source, _ in self._waiting)
            self._waiting.clear()
        self._go_on()
        now = time.monotonic()
        if self._at_work is None or now - self._told >= _TELL_EVERY:
            told, self._untold, self._told = frozenset(self._untold), set(), now
            self.ready.emit(told)


def _painted(drawing: Drawing, size_px: float, colour: str, scale: float) -> FormulaImage:
    width, ascent, descent = (size * size_px / EM for size in drawing[1:])
    height = ascent + descent
    # One that is far too large for the screen is shown smaller anyway.
    scale = min(scale, sqrt(_MOST_PIXELS / (width * height)), _LONGEST_SIDE / max(width, height))
    columns, above, below = (ceil(size * scale) for size in (width, ascent, descent))
    image = QImage(columns, max(above + below, 1), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    coloured = drawing.svg.replace("<svg ", f'<svg color="{colour}" ', 1)
    place = QRectF(0, above - ascent * scale, width * scale, height * scale)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(coloured.encode())).render(painter, place)
    painter.end()
    image.setDevicePixelRatio(scale)
    return FormulaImage(image, columns / scale, above / scale, below / scale)
