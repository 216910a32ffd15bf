"""What laying out needs: the look, the colours of code, formulas and pictures as they get ready."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop_app.core.markdown.pieces import Code, Run, Style
from desktop_app.ui.chat.transcript.colours.languages import language_name
from desktop_app.ui.chat.transcript.laid.block import Workshop
from desktop_app.ui.chat.transcript.laid.code import LaidCode
from desktop_app.ui.chat.transcript.laid.look import FormulaPicture, Look
from desktop_app.ui.chat.transcript.laid.text import UNMARKED, LaidText
from desktop_app.ui.chat.transcript.laid.thumbnails import Thumbnails

if TYPE_CHECKING:
    from desktop_app.ui.chat.transcript.colours.colouring import CodeColours
    from desktop_app.ui.chat.transcript.formulas.images import FormulaImages

_STYLES = (Style.NONE, Style.BOLD, Style.ITALIC, Style.CODE, Style.BOLD | Style.ITALIC)
_SAMPLE = "Aa Яя 1 – “” • → 🙂"
"""Letters, signs, and what another font must help out with."""


class Workplace(QObject):
    """Keeps what all rows of one transcript share.

    Attributes:
        zoom: 1.0 for the sizes of the design; takes effect with `restyle`.
        look: Fonts and colours.
        workshop: What a row is handed.

    Signals:
        ready: Formulas or pictures can be shown that could not be before.
        recoloured: Code has got its colours.
    """

    ready = Signal()
    recoloured = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.zoom = 1.0
        self.restyle()

    def restyle(self) -> None:
        """Make the look anew: the theme, the zoom or the fonts have changed."""
        self.look = Look(self.zoom, self._formula)
        self.workshop = Workshop(self.look, self._laid_code, self)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the look is that of the theme and the fonts in use."""
        wanted = Look(self.zoom, self._formula)
        return self.look.colours is wanted.colours and self.look.chat.font == wanted.chat.font

    def warm_up(self) -> Iterator[None]:
        """Load the fonts step by step: the first use of one takes 20 to 34 ms."""
        image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
        for voice in self.look.voices:
            for style in _STYLES if voice is self.look.chat else (Style.NONE,):
                painter = QPainter(image)
                words = LaidText((Run(_SAMPLE, style),), voice, self.look)
                words.lay_out(image.width())
                words.paint(painter, QPointF(), UNMARKED, QRectF(image.rect()))
                painter.end()
                yield

    def thumbnail(self, address: str) -> QImage | None:
        """Return a thumbnail, see `Thumbnails`."""
        return self._thumbnails.thumbnail(address)

    def forget_waiting(self) -> None:
        """Make no pictures any more that were asked for: something else is shown."""
        self._thumbnails.forget_waiting()

    @cached_property
    def _thumbnails(self) -> Thumbnails:
        made = Thumbnails(self)
        made.ready.connect(self.ready)
        return made

    @cached_property
    def _formulas(self) -> FormulaImages:
        # Most conversations have none.
        from desktop_app.ui.chat.transcript.formulas.images import FormulaImages

        made = FormulaImages(self)
        made.ready.connect(self.ready)
        self._close_in_time(made)
        return made

    @cached_property
    def _code_colours(self) -> CodeColours:
        # Nor code.
        from desktop_app.ui.chat.transcript.colours.colouring import CodeColours

        made = CodeColours(self)
        self._close_in_time(made)
        return made

    def _close_in_time(self, made: FormulaImages | CodeColours) -> None:
        # Its process must end before Qt deletes what stands for it.
        self._view.destroyed.connect(made.close)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(made.close)

    def _formula(
        self,
        latex: str,
        display: bool,  # noqa: FBT001 - see `Formulas`
        size: float,
        colour: str,
    ) -> FormulaPicture | None:
        scale = self._view.devicePixelRatioF()
        return self._formulas.image(
            latex, display=display, size_px=size, colour=colour, scale=scale
        )

    def _laid_code(self, code: Code) -> LaidCode:
        from desktop_app.ui.chat.transcript.colours.colouring import Colouring

        colouring = Colouring(self._code_colours)
        made = LaidCode(code, self.look, colouring, language_name(code.language))
        # Methods and signals, not a function: that would keep all of this alive.
        colouring.changed.connect(made.recolour)
        colouring.changed.connect(self.recoloured)
        return made
