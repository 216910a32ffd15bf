"""A program of its own that draws formulas: LaTeX in, SVG out.

The LaTeX comes from a model, and the time it takes to lay it out doubles with every level of
nesting: 200 characters can keep a processor busy for hours. No thread can be stopped at that; a
process can be killed.

A request is ``{"latex": …, "display": …}``, its answer ``{"svg", "width", "ascent", "descent"}``
or ``{"refused": why}``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from latex2mathml import exceptions
from ziamath.config import config
from ziamath.tex import declareoperator, tex2mml
from ziamath.zmath import Math

from desktop_app.ui.chat.transcript.children.answering import Answer, answer_requests
from desktop_app.ui.chat.transcript.formulas.drawn import EM, Drawing

_INK = "currentColor"
_MARGIN = 1.0
_WIDEST = 250 * EM
_TALLEST = 150 * EM
_LARGEST = 500_000
"""Characters of SVG; Qt needs 10 ms to read and paint as much."""

_OPERATORS = [
    "tr",
    "Tr",
    "rank",
    "diag",
    "sgn",
    "sign",
    "erf",
    "Var",
    "Cov",
    "arccot",
    "grad",
    "curl",
    "softmax",
]
_MACROS = r"\newcommand{\abs}[1]{\lvert #1\rvert}\newcommand{\norm}[1]{\lVert #1\rVert}"

_ALIGNED = r"(?:align|aligned|alignat|alignedat|eqnarray|flalign)\*?"
_REWRITTEN = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        # No number beside an equation that nobody refers to.
        (rf"\\(begin|end)\{{{_ALIGNED}\}}(?:\{{\d+\}}|\[[tcb]\])?", r"\\\1{align*}"),
        (r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}", ""),
        (r"\\(begin|end)\{(?:gather|multline)\*?\}", r"\\\1{gathered}"),
        (r"\\(begin|end)\{dcases\}", r"\\\1{cases}"),
        (r"&\s*=\s*&", "&="),
        (r"\\\\\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\]|\\newline(?![A-Za-z])", r"\\\\"),
        (r"\\(?:label|require|vspace)\s*\{[^{}]*\}", ""),
        (r"\\(?:nonumber|notag|nolimits|relax|allowbreak|hfill|hline)(?![A-Za-z])", " "),
        (r"\\tag\*?\s*\{([^{}]*)\}", r"\\qquad\\text{(\1)}"),
        (r"\\mathop\s*\{\s*\\(?:mathrm|text|rm|operatorname)\s*\{([A-Za-z ]+)\}\s*\}"
         r"(?:\s*\\limits)?", r"\\operatorname*{\1}"),
        (r"\\mathop(?![A-Za-z])", ""),
        (r"(\\operatorname\*?\s*\{\w*)\\[,;:! ](\w*\})", r"\1 \2"),
        (r"\\bmod(?![A-Za-z])", r"\\;\\mathrm{mod}\\;"),
        (r"\\not\s*=", r"\\ne "),
        (r"\\mathbb\s*(?:\{\s*1\s*\}|1)", "𝟙"),
        (r"\\([RNZQC])(?![A-Za-z])", r"\\mathbb{\1}"),
    )
)  # fmt: skip
_WORDS = re.compile(r"(\\(?:text[a-z]*|mbox|hbox)\s*\{)([^{}]*)\}")
_UNKNOWN_COMMAND = re.compile(r">(\\[^<]*)<")
_PATH_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

_REFUSALS: tuple[type[Exception], ...] = (
    *(kind for kind in vars(exceptions).values() if isinstance(kind, type)),
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, StopIteration,
    SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What the two libraries raise at LaTeX they don't understand. SyntaxError: XML not well-formed."""


class RefusedError(ValueError):
    """This LaTeX is not, or can't be, drawn as it is meant."""


def prepare() -> None:
    """Set the libraries up, once before the first formula."""
    # SVG 2 would draw a letter once and refer to it, which Qt doesn't understand.
    config.svg2 = False
    config.precision = 2
    for name in _OPERATORS:
        declareoperator(f"\\{name}")


def draw(latex: str, *, display: bool) -> Drawing:
    """Draw a formula.

    Args:
        latex: Without its delimiters.
        display: Large, with limits above and below, as a formula on a line of its own.

    Raises:
        RefusedError: It isn't LaTeX, has unknown commands or letters, or is too large a picture.
    """
    try:
        markup = tex2mml(_MACROS + _rewritten(latex), inline=not display)
        if unknown := _UNKNOWN_COMMAND.search(markup):
            raise RefusedError(unknown[1])
        # What ziamath calls this font, and the lines of align further apart.
        markup = markup.replace('"monospace"', '"mono"').replace('"3pt"', '"0.6em"')
        coloured = markup.replace("<math ", f'<math mathcolor="{_INK}" ', 1)
        formula = Math(coloured, EM, margin=_MARGIN)
        return _checked(formula)
    except RefusedError:
        raise
    except _REFUSALS as error:
        raise RefusedError(f"{type(error).__name__}: {error}") from error


def _rewritten(latex: str) -> str:
    """Put what ziamath doesn't know into words that it knows."""
    for pattern, becomes in _REWRITTEN:
        latex = pattern.sub(becomes, latex)
    return _WORDS.sub(_escaped, latex)


def _escaped(words: re.Match[str]) -> str:
    # latex2mathml takes them into its XML as they are.
    return f"{words[1]}{words[2].replace('&', '&#x26;').replace('<', '&#x3C;')}}}"


def _checked(formula: Math) -> Drawing:
    text = "".join(formula.mathml.itertext())
    if missing := {letter for letter in text if _is_missing(letter, formula)}:
        raise RefusedError(f"No letters for {''.join(sorted(missing))}")
    root = formula.svgxml()
    box = formula.node.bbox
    left, top, right, bottom = _with_ink(root, (box.xmin, -box.ymax, box.xmax, -box.ymin))
    width, height = right - left, bottom - top
    if not 0 < width <= _WIDEST or not 0 < height <= _TALLEST:
        raise RefusedError(f"{width:.0f} x {height:.0f}")
    for name, value in (("width", width), ("height", height)):
        root.set(name, f"{value:.2f}")
    root.set("viewBox", f"{left:.2f} {top:.2f} {width:.2f} {height:.2f}")
    # ziamath 0.13 draws the lines over and under letters in black, whatever colour they have.
    svg = tostring(root, encoding="unicode").replace('fill="black"', f'fill="{_INK}"')
    if len(svg) > _LARGEST:
        raise RefusedError(f"{len(svg)} characters")
    return Drawing(svg, width, -top, bottom)


def _is_missing(letter: str, formula: Math) -> bool:
    return letter.isprintable() and not letter.isspace() and not formula.font.glyphindex(letter)


def _with_ink(root: Element, box: tuple[float, float, float, float]) -> list[float]:
    """Return the box with all that is drawn in it: ziamath's own forgets some descenders.

    Raises:
        RefusedError: Something is drawn far off, where nobody would see it.
    """
    xs, ys = [box[0], box[2]], [box[1], box[3]]
    for path in root.iter("path"):
        # Only absolute commands with pairs of numbers (M, L, Q, C) and Z occur in it.
        numbers = [float(number) for number in _PATH_NUMBER.findall(path.get("d", ""))]
        xs += numbers[::2]
        ys += numbers[1::2]
    seen = (min(xs), min(ys), max(xs), max(ys))
    if max(abs(edge - kept) for edge, kept in zip(seen, box, strict=True)) > EM:
        raise RefusedError("Parts of it are drawn outside of it")
    return [
        edge + grown
        for edge, grown in zip(seen, (-_MARGIN, -_MARGIN, _MARGIN, _MARGIN), strict=True)
    ]


def main() -> int:
    """Answer requests; see `answer_requests`."""
    prepare()
    return answer_requests(_answers)


def _answers(request: Answer) -> Iterator[Answer]:
    try:
        yield draw(request["latex"], display=request["display"])._asdict()
    except RefusedError as error:
        yield {"refused": str(error)}


if __name__ == "__main__":
    sys.exit(main())
