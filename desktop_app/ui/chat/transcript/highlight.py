"""Colours for code, by Pygments, in the tokens of the design."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LARGEST = 12_000
"""Characters above which code stays uncoloured: lexing must not stall the window."""


def warm_up() -> None:
    """Import Pygments; called in a worker thread after the first frame."""
    from pygments.lexers import get_lexer_by_name

    get_lexer_by_name("python")


class Highlighter(QSyntaxHighlighter):
    """Colours a whole document that is not being written any more, lexed once."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._lines: list[list[tuple[int, int, str]]] = []

    def colour(self, language: str) -> None:
        """Colour the document, as it is now, as code in `language`."""
        self._lex(self.document().toPlainText(), language)
        self.rehighlight()

    @override
    def highlightBlock(self, text: str) -> None:
        number = self.currentBlock().blockNumber()
        if number >= len(self._lines):
            return
        for start, length, name in self._lines[number]:
            look = QTextCharFormat()
            look.setForeground(QColor(getattr(colours(), name)))
            self.setFormat(start, length, look)

    def _lex(self, text: str, language: str) -> None:
        lexer = _lexer(language)
        self._lines = [[] for _ in range(text.count("\n") + 1)]
        if lexer is None or len(text) > _LARGEST:
            return
        line = column = 0
        for kind, value in lexer.get_tokens(text):
            name = _token(str(kind))
            for index, part in enumerate(value.split("\n")):
                if index:
                    line, column = line + 1, 0
                width = _utf16_length(part)
                if name and width and line < len(self._lines):
                    self._lines[line].append((column, width, name))
                column += width


def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if not language:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _token(kind: str) -> str:
    for prefix, name in (
        ("Token.Keyword", "syn_keyword"),
        ("Token.Operator.Word", "syn_keyword"),
        ("Token.Literal.String", "syn_string"),
        ("Token.Literal.Number", "syn_number"),
        ("Token.Comment", "syn_comment"),
        ("Token.Name.Function", "syn_function"),
        ("Token.Name.Class", "syn_function"),
        ("Token.Name.Decorator", "syn_function"),
        ("Token.Name.Tag", "syn_keyword"),
    ):
        if kind.startswith(prefix):
            return name
    return ""


def _utf16_length(text: str) -> int:
    # QTextDocument counts UTF-16 units; Python counts code points.
    return len(text.encode("utf-16-le")) // 2 if not text.isascii() else len(text)
