"""Cutting texts into words exactly as the indexes of the database do."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from types import TracebackType

from desktop_app.storage.migrations import LONGEST_WORD, SIGNS

_SIGN = re.compile(f"[{SIGNS}]")
_SIGNS_IN_A_ROW = re.compile(f"[{SIGNS}]+")
_ASCII_WORD = re.compile("[a-z0-9]+")
_BARRIER = "0"  # So that no two pairs of different rows stand beside each other.


def has_signs(text: str) -> bool:
    """Return whether something in a text is written without spaces."""
    return not text.isascii() and _SIGN.search(text) is not None


def spaced(text: str) -> str:
    """Return a text with spaces around every sign, so that each is a word."""
    return text if text.isascii() else _SIGN.sub(r" \g<0> ", text)


def pairs(text: str) -> str:
    """Return every two signs that stand beside each other in a text."""
    rows = _SIGNS_IN_A_ROW.findall(text)
    return f" {_BARRIER} ".join(
        " ".join(row[at : at + 2] for at in range(len(row) - 1)) for row in rows if len(row) > 1
    )


def words_of_each(texts: Sequence[str]) -> list[list[str]]:
    """Return the words of each text, in their order."""
    if all(text.isascii() for text in texts):
        return [_ASCII_WORD.findall(text.lower()) for text in texts]
    with Cutter() as cutter:
        return cutter.words_of_each(texts)


class Cutter:
    """Cuts texts, in a database in memory; to be used by one thread at a time, and closed."""

    def __init__(self) -> None:
        self._memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._memory.executescript(
            """
            CREATE VIRTUAL TABLE cut USING fts5 (
                text, content = '', tokenize = 'unicode61 remove_diacritics 2'
            );
            CREATE VIRTUAL TABLE words USING fts5vocab (cut, row);
            CREATE VIRTUAL TABLE places USING fts5vocab (cut, instance);
            """
        )

    def __enter__(self) -> Cutter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._memory.close()

    def words_of_all(self, texts: Iterable[str]) -> list[str]:
        """Return every word that is in any of some texts, but no signs."""
        self._take(texts)
        rows = self._memory.execute("SELECT DISTINCT substr(term, 1, ?) FROM words", [LONGEST_WORD])
        return [word for (word,) in rows if not has_signs(word)]

    def words_of_each(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the words of each text, in their order."""
        self._take(texts)
        words: list[list[str]] = [[] for _ in texts]
        for number, word in self._memory.execute("SELECT doc, term FROM places ORDER BY 1, offset"):
            words[number].append(word)
        return words

    def _take(self, texts: Iterable[str]) -> None:
        self._memory.execute("INSERT INTO cut (cut) VALUES ('delete-all')")
        self._memory.execute("BEGIN")
        self._memory.executemany(
            "INSERT INTO cut (rowid, text) VALUES (?, ?)",
            ((number, spaced(text)) for number, text in enumerate(texts)),
        )
        self._memory.execute("COMMIT")
