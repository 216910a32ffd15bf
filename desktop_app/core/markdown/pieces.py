"""What a message is made of once its Markdown is read: pieces that stand one below the other.

Nesting is flattened: a code block within a list item is a piece of its own, which knows the
containers it stands in. So whoever shows pieces needs no tree, and a code block has its Copy
button wherever it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, StrEnum, auto


class Style(Flag):
    """How a run of text looks, beside its link."""

    NONE = 0
    BOLD = auto()
    ITALIC = auto()
    STRIKE = auto()
    CODE = auto()
    FORMULA = auto()
    NOTE = auto()
    """A reference to a footnote: its label, raised."""


@dataclass(frozen=True, slots=True)
class Run:
    r"""A stretch of text that looks alike.

    Attributes:
        text: What is shown. ``\n`` breaks the line. Of a FORMULA the LaTeX without its delimiters.
        style: How it looks.
        link: The address it leads to, as written and unchecked; empty for none.
        source: Of a FORMULA the LaTeX with its delimiters, as it is copied; empty otherwise.
    """

    text: str
    style: Style = Style.NONE
    link: str = ""
    source: str = ""


Runs = tuple[Run, ...]


class Container(StrEnum):
    """What a piece stands in; each moves it to the right."""

    QUOTE = "quote"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    NOTE = "note"
    """The text of a footnote."""


Containers = tuple[Container, ...]
"""From the outermost inwards."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading, or the first line of a list item.

    Attributes:
        runs: The words.
        level: 1 to 6 for a heading, else 0.
        marker: What stands in front of it in its innermost container: ``•``, ``3.``, ``☐``, ``☑``,
            the label of a footnote; empty for none.
        tight: Nothing parts it from the piece above: another item of a tight list.
        containers: See `Container`.
    """

    runs: Runs
    level: int = 0
    marker: str = ""
    tight: bool = False
    containers: Containers = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code.

    Attributes:
        text: The lines, without a last line break.
        language: The first word behind the opening fence, as written; may be empty.
        closed: False while its end may still come.
        marker, tight: As of a `Paragraph`: code may be the first thing in a list item.
        containers: See `Container`.
    """

    text: str
    language: str = ""
    closed: bool = True
    marker: str = ""
    tight: bool = False
    containers: Containers = ()


class Align(StrEnum):
    """Where the words of a column stand."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or the next rows of one that was cut.

    Attributes:
        head: The cells of the head; empty for the continuation of a table that was cut.
        rows: The cells below, as many in each row as there are columns.
        columns: The alignment of each column.
        continued: More rows of the table above, drawn without a gap.
        marker, tight, containers: As of `Code`.
    """

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    columns: tuple[Align, ...]
    continued: bool = False
    marker: str = ""
    tight: bool = False
    containers: Containers = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    containers: Containers = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A displayed formula.

    Attributes:
        text: The LaTeX without its delimiters.
        source: With them, as it is copied.
        marker, tight, containers: As of `Code`.
    """

    text: str
    source: str
    marker: str = ""
    tight: bool = False
    containers: Containers = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands in the text itself, as a ``data:`` address; no other is ever shown.

    Attributes:
        address: The ``data:image/…`` address.
        alt: The words in its place.
        marker, tight, containers: As of `Code`.
    """

    address: str
    alt: str
    marker: str = ""
    tight: bool = False
    containers: Containers = ()


Piece = Paragraph | Code | Table | Rule | Formula | Picture
