"""Markdown as language models write it, the same at every run."""

from __future__ import annotations

import random
from collections.abc import Callable

KILOBYTE = 1024

_WORDS = """
the a of and to in is that it for with as on be this from or by an are at you can which when not if
use will one all more has each than other how into value function request server time data list
model window message result error test number first memory thread between because however therefore
usually sometimes different possible important example answer question database transaction
implementation configuration performance consistency nevertheless acknowledgement straightforward
quick slow small large simple careful readable
""".split()  # noqa: SIM905 - a list would be three times as long
_LANGUAGES = ("python", "javascript", "rust", "bash", "sql", "json")
_CODE = (
    "def {0}({1}, limit=10):",
    "    for {1} in range(limit):",
    "        if {1} % 2 == 0 and {0} is not None:",
    '            raise ValueError(f"{0} must be {1}")  # never happens',
    "    return sorted({0}, key=lambda row: row[1])",
    "",
    'print("{0}", {1} + 42, "a longer line so that some of them are as wide as the column")',
)
_FORMULAS = (
    r"e^{i\pi} + 1 = 0",
    r"\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"\sum_{k=1}^{n} k = \frac{n(n+1)}{2}",
    r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
)


def markdown(size: int, *, seed: int = 1, formulas: bool = False) -> str:
    """Return an answer: prose with emphasis, code and links, lists, a fourth of it code, tables.

    Args:
        size: Its length in characters, all of them ASCII.
        seed: Another one gives another text.
        formulas: Whether there are some.
    """
    return _Writer(random.Random(seed), formulas=formulas).write(size)


def prose(size: int, *, seed: int = 1) -> str:
    """Return one paragraph without a mark, of so many characters."""
    writer = _Writer(random.Random(seed), formulas=False)
    text = ""
    while len(text) < size:
        text += writer.sentence(plain=True) + " "
    return text[:size]


class _Writer:
    """Makes up one block after the other."""

    def __init__(self, chance: random.Random, *, formulas: bool) -> None:
        self._chance = chance
        kinds: tuple[tuple[Callable[[], str], int], ...] = (
            (self._paragraph, 10),
            (self._code, 3),
            (self._bullets, 3),
            (self._numbers, 2),
            (self._heading, 3),
            (self._quote, 1),
            (self._table, 1),
            (self._formula, 2 if formulas else 0),
        )
        self._kinds = [kind for kind, _often in kinds]
        self._often = [often for _kind, often in kinds]
        self._has_formulas = formulas

    def write(self, size: int) -> str:
        blocks: list[str] = []
        length = 0
        while length < size:
            (kind,) = self._chance.choices(self._kinds, self._often)
            blocks.append(kind())
            length += len(blocks[-1]) + 2
        return "\n\n".join(blocks)[:size]

    def sentence(self, *, plain: bool = False) -> str:
        words = self._chance.choices(_WORDS, k=self._chance.randint(6, 18))
        if not plain:
            self._mark(words)
        return f"{' '.join(words).capitalize()}."

    def _mark(self, words: list[str]) -> None:
        place = self._chance.randrange(len(words))
        word = words[place]
        marks = [f"**{word}**", f"*{word}*", f"`{word}()`", f"[{word}](https://example.org/{word})"]
        if self._has_formulas:
            marks.append(f"${self._chance.choice(_FORMULAS)}$")
        if self._chance.random() < 0.6:
            words[place] = self._chance.choice(marks)

    def _word(self) -> str:
        return self._chance.choice(_WORDS)

    def _paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self._chance.randint(2, 6)))

    def _heading(self) -> str:
        return f"{'#' * self._chance.randint(2, 4)} {self.sentence(plain=True)[:48].rstrip('. ')}"

    def _items(self, marker: Callable[[int], str]) -> str:
        lines: list[str] = []
        for number in range(1, self._chance.randint(3, 7)):
            lines.append(f"{marker(number)} {self.sentence()}")
            if self._chance.random() < 0.2:
                lines.append(f"{' ' * (len(marker(number)) + 1)}- {self.sentence()}")
        return "\n".join(lines)

    def _bullets(self) -> str:
        return self._items(lambda _number: "-")

    def _numbers(self) -> str:
        return self._items(lambda number: f"{number}.")

    def _quote(self) -> str:
        return f"> {self.sentence()}\n> {self.sentence()}"

    def _table(self) -> str:
        rows = [[self._word() for _ in range(4)] for _ in range(self._chance.randint(3, 8))]
        rows.insert(1, ["---", ":--", ":-:", "--:"])
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _code(self) -> str:
        lines = [
            self._chance.choice(_CODE).format(self._word(), self._word())
            for _ in range(self._chance.randint(6, 24))
        ]
        return "\n".join([f"```{self._chance.choice(_LANGUAGES)}", *lines, "```"])

    def _formula(self) -> str:
        return f"$$\n{self._chance.choice(_FORMULAS)}\n$$"
