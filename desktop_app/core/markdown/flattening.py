"""Turns the nested tokens of markdown-it into pieces that stand one below the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from desktop_app.core.markdown.pieces import (
    Align,
    Code,
    Container,
    Containers,
    Formula,
    Paragraph,
    Picture,
    Piece,
    Rule,
    Runs,
    Table,
)
from desktop_app.core.markdown.words import Shown, parts_of, runs_of

if TYPE_CHECKING:
    from markdown_it.token import Token

_LISTS = {Container.BULLETS, Container.NUMBERS}
_ALIGNED = {"text-align:center": Align.CENTRE, "text-align:right": Align.END}
_BOXES = {True: "☑", False: "☐"}


@dataclass(slots=True)
class _List:
    """A list that is being read.

    Attributes:
        number: Of the next item; None for bullets.
        begun: Whether an item came already.
        tight: Whether nothing parts its items, as far as it is known.
    """

    number: int | None = None
    begun: bool = False
    tight: bool = True


class _Place(NamedTuple):
    marker: str
    tight: bool
    containers: Containers


class Flattening:
    """Collects the pieces of one block."""

    def __init__(
        self, footnotes: Mapping[str, int], *, open_end: bool = False, known_lines: int = 0
    ) -> None:
        """Begin with nothing.

        Args:
            footnotes: The numbers of the footnotes by `normal_label`.
            open_end: More text may come: code without its closing fence is not closed.
            known_lines: So many lines at the beginning were shown with the block above; list items
                that begin in them have their markers there.
        """
        self._footnotes = footnotes
        self._open_end = open_end
        self._known_lines = known_lines
        self._pieces: list[Piece] = []
        self._containers: Containers = ()
        self._lists: list[_List] = []
        self._marker = ""
        self._tight = False
        self._level = 0
        self._rows: list[list[Runs]] = []
        self._columns: list[Align] = []

    def pieces(self, tokens: list[Token]) -> list[Piece]:
        """Return the pieces of `tokens`."""
        for token in tokens:
            read = self._READ.get(token.type)
            if read:
                read(self, token)
        return self._pieces

    def _place(self) -> _Place:
        """Return where the next piece stands, and use the marker up."""
        # Behind code or a table even the next item of a tight list needs room.
        tight = self._tight and bool(self._pieces) and isinstance(self._pieces[-1], Paragraph)
        place = _Place(self._marker, tight, self._containers)
        self._marker, self._tight = "", False
        return place

    def _show_marker(self) -> None:
        """Show the marker in a line of its own if what comes has no place for it."""
        if self._marker:
            self._pieces.append(Paragraph((), 0, *self._place()))

    def _enter(self, container: Container) -> None:
        self._show_marker()
        self._containers = (*self._containers, container)

    def _leave(self, _token: Token) -> None:
        self._show_marker()
        self._containers = self._containers[:-1]

    def _read_quote(self, _token: Token) -> None:
        self._enter(Container.QUOTE)

    def _read_bullets(self, _token: Token) -> None:
        self._enter(Container.BULLETS)
        self._lists.append(_List())

    def _read_numbers(self, token: Token) -> None:
        self._enter(Container.NUMBERS)
        self._lists.append(_List(int(token.attrs.get("start", 1))))

    def _read_list_end(self, token: Token) -> None:
        self._lists.pop()
        self._leave(token)

    def _read_item(self, token: Token) -> None:
        current = self._lists[-1]
        self._tight = current.tight if current.begun else self._is_in_tight_list()
        current.begun = True
        self._marker = "•" if current.number is None else f"{current.number}."
        if "checked" in token.meta:
            self._marker = _BOXES[token.meta["checked"]]
        if current.number is not None:
            current.number += 1
        if token.map and token.map[0] < self._known_lines:
            self._marker = ""

    def _is_in_tight_list(self) -> bool:
        """Return whether the list that has just begun stands right in an item of a tight one."""
        around = self._containers[-2:-1]
        return bool(around) and around[0] in _LISTS and self._lists[-2].tight

    def _read_item_end(self, _token: Token) -> None:
        self._show_marker()

    def _read_footnote(self, token: Token) -> None:
        self._enter(Container.NOTE)
        last = self._pieces[-1] if self._pieces else None
        self._tight = bool(last and last.containers[:1] == (Container.NOTE,))
        if not token.map or token.map[0] >= self._known_lines:
            self._marker = str(self._footnotes.get(token.meta["key"], token.info))

    def _read_paragraph(self, token: Token) -> None:
        if self._containers and self._containers[-1] in _LISTS:
            self._lists[-1].tight = token.hidden
            self._tight = self._tight and token.hidden

    def _read_heading(self, token: Token) -> None:
        self._level = int(token.tag[1:])

    def _read_inline(self, token: Token) -> None:
        children = token.children or []
        if self._rows:
            self._rows[-1].append(runs_of(children))
            return
        for part in parts_of(children):
            if isinstance(part, Shown):
                self._pieces.append(Picture(part.address, part.alt, *self._place()))
            else:
                self._pieces.append(Paragraph(part, self._level, *self._place()))
        self._level = 0

    def _read_fence(self, token: Token) -> None:
        closed = not self._open_end or _has_end(token)
        language = token.info.split(maxsplit=1)[:1]
        self._add_code(token.content, language[0] if language else "", closed=closed)

    def _read_code(self, token: Token) -> None:
        self._add_code(token.content, "", closed=True)

    def _add_code(self, text: str, language: str, *, closed: bool) -> None:
        place = self._place()
        self._pieces.append(Code(text.removesuffix("\n"), language, closed, *place))

    def _read_rule(self, _token: Token) -> None:
        self._show_marker()
        self._pieces.append(Rule(self._containers))
        self._tight = False

    def _read_formula(self, token: Token) -> None:
        self._pieces.append(Formula(token.content, token.markup, *self._place()))

    def _read_table(self, _token: Token) -> None:
        self._columns = []

    def _read_row(self, _token: Token) -> None:
        self._rows.append([])

    def _read_column(self, token: Token) -> None:
        self._columns.append(_ALIGNED.get(str(token.attrs.get("style")), Align.START))

    def _read_table_end(self, _token: Token) -> None:
        head, *rows = (tuple(row) for row in self._rows)
        self._rows = []
        place = self._place()
        self._pieces.append(
            Table(
                head,
                tuple(rows),
                tuple(self._columns),
                marker=place.marker,
                tight=place.tight,
                containers=place.containers,
            )
        )

    _READ: ClassVar[dict[str, Callable[[Flattening, Token], None]]] = {
        "blockquote_open": _read_quote,
        "blockquote_close": _leave,
        "bullet_list_open": _read_bullets,
        "bullet_list_close": _read_list_end,
        "ordered_list_open": _read_numbers,
        "ordered_list_close": _read_list_end,
        "list_item_open": _read_item,
        "list_item_close": _read_item_end,
        "footnote_open": _read_footnote,
        "footnote_close": _leave,
        "paragraph_open": _read_paragraph,
        "heading_open": _read_heading,
        "inline": _read_inline,
        "fence": _read_fence,
        "code_block": _read_code,
        "hr": _read_rule,
        "formula": _read_formula,
        "table_open": _read_table,
        "tr_open": _read_row,
        "th_open": _read_column,
        "table_close": _read_table_end,
    }


def _has_end(fence: Token) -> bool:
    """Return whether a fence was closed: it has one line more than its opening and its code."""
    first, end = fence.map or (0, 0)
    lines = fence.content.count("\n") + (not fence.content.endswith("\n") and fence.content != "")
    return end - first - 1 > lines
