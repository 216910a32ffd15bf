"""What laying out needs, made by hand: formulas, pictures and colours that come when a test says.

Also messages to lay out, and a canvas that tells where something was painted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.core.conversation import Message, Role
from desktop_app.core.errors import Failure
from desktop_app.core.markdown.pieces import Code, Run, Style
from desktop_app.ui.chat.transcript.laid.block import Workshop
from desktop_app.ui.chat.transcript.laid.code import LaidCode
from desktop_app.ui.chat.transcript.laid.look import FormulaPicture, Look
from desktop_app.ui.chat.transcript.laid.piece import LaidPiece
from desktop_app.ui.chat.transcript.laid.text import LaidText, Marks
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.rows import Rows
from desktop_app.ui.notices import Notice

WORDS = "Several words that fill a line or two of the transcript, and then some more of them. "


@dataclass
class PaintedFormula:
    """A `FormulaPicture` of a size, all of one colour."""

    width: float = 40.0
    ascent: float = 14.0
    descent: float = 6.0
    failed: bool = False

    @property
    def image(self) -> QImage:
        return coloured_image(round(self.width), round(self.ascent + self.descent), "#00ff00")


@dataclass
class HandMadeColours:
    """A `laid.code.Colours` whose colours are those a test puts in.

    Attributes:
        lines: See `laid.code.Colours`.
        told: The texts it was told, with the language and whether no more comes.
        stopped: How often it was stopped.
    """

    lines: Sequence[Sequence[tuple[int, int, str]]] = ()
    told: list[tuple[str, str, bool]] = field(default_factory=list)
    stopped: int = 0

    def update(self, text: str, language: str, closed: bool) -> None:
        self.told.append((text, language, closed))

    def stop(self) -> None:
        self.stopped += 1


class Materials:
    """Keeps what was made by hand for one test.

    Attributes:
        formulas: LaTeX and the picture of it; what isn't in here is not ready.
        pictures: Addresses and their thumbnails; what isn't in here is being made.
        colours: Of every block of code that was laid out, in that order.
        notices: The notices of rows.
    """

    def __init__(self) -> None:
        self.formulas: dict[str, FormulaPicture] = {}
        self.pictures: dict[str, QImage] = {}
        self.colours: list[HandMadeColours] = []
        self.notices: list[Notice] = []

    def look(self, zoom: float = 1.0) -> Look:
        """Return a look whose formulas are these."""
        return Look(zoom, lambda latex, display, size, colour: self.formulas.get(latex))

    def workshop(self, zoom: float = 1.0) -> Workshop:
        """Return a workshop with these materials."""
        look = self.look(zoom)

        def laid_code(code: Code) -> LaidCode:
            self.colours.append(HandMadeColours())
            return LaidCode(code, look, self.colours[-1], code.language)

        return Workshop(look, laid_code, self)

    def thumbnail(self, address: str) -> QImage | None:
        """Return a picture as `laid.picture.Pictures` do."""
        return self.pictures.get(address)

    def notice(self, row: Row, failure: Failure) -> Notice:
        """Return the notice of a row as a transcript makes it."""
        self.notices.append(Notice(failure, []))
        return self.notices[-1]

    def row(self, message: Message, author: str = "Model") -> Row:
        """Return the row of a message."""
        return Row(message, author, self.workshop(), self.notice)

    def rows(self, count: int, messages: Iterable[tuple[Message, str]], first: int = 0) -> Rows:
        """Return the rows of a branch of `count` messages, those from `first` on being here."""
        workshop = self.workshop()
        made = Rows(lambda message, author: Row(message, author, workshop, self.notice))
        made.reset(count)
        made.fill(first, messages)
        return made


def text(words: str, look: Look, *, wrap: bool = True) -> LaidText:
    """Return plain words that aren't laid out yet."""
    voice = look.chat if wrap else look.code
    return LaidText((Run(words),), voice, look, wrap=wrap)


def formula(latex: str) -> Run:
    """Return a formula within the words."""
    return Run(latex, Style.FORMULA, source=f"${latex}$")


def asked(text: str, **values: object) -> Message:
    """Return a message of the user."""
    return Message("c", Role.USER, text, **values)  # type: ignore[arg-type]


def answered(text: str, **values: object) -> Message:
    """Return an answer."""
    return Message("c", Role.ASSISTANT, text, **values)  # type: ignore[arg-type]


def branch(
    count: int, text_of: Callable[[int], str] = lambda number: f"{number}: {WORDS}"
) -> list[tuple[Message, str]]:
    """Return questions and answers in turn with the names of their authors."""
    return [
        (answered(text_of(number)), "Model") if number % 2 else (asked(text_of(number)), "You")
        for number in range(count)
    ]


def coloured_image(width: int, height: int, colour: str) -> QImage:
    """Return a picture that is all of one colour."""
    made = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(QColor(colour))
    return made


class Canvas:
    """White paper of a size, and what was painted on it.

    Attributes:
        image: The paper.
    """

    def __init__(self, width: int, height: int) -> None:
        self.image = coloured_image(width, height, "white")

    def paint(self, paint: Callable[[QPainter], None]) -> Canvas:
        """Let something be painted, as the transcript does, and return itself."""
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
        painter.end()
        return self

    def paint_piece(self, laid: LaidPiece, marks: Marks | None = None) -> Canvas:
        """Paint a piece into the upper left corner."""
        clip = QRectF(self.image.rect())
        return self.paint(
            lambda painter: laid.paint(painter, QPointF(0, 0), marks or Marks(), clip)
        )

    def colours_in(self, area: QRectF) -> set[str]:
        """Return the colours of the pixels in an area."""
        inner = area.toRect().intersected(self.image.rect())
        part = self.image.copy(inner).convertToFormat(QImage.Format.Format_RGB32)
        return {
            part.pixelColor(x, y).name() for x in range(part.width()) for y in range(part.height())
        }

    def is_blank(self, area: QRectF) -> bool:
        """Whether nothing was painted in an area."""
        return self.colours_in(area) <= {"#ffffff"}
