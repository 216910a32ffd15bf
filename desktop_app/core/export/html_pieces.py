"""The words of a message as HTML: nothing in them can run, load anything, or end their place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from desktop_app.core.errors import InputError
from desktop_app.core.links import checked_link
from desktop_app.core.markdown.blocks import split
from desktop_app.core.markdown.pieces import (
    Code,
    Container,
    Formula,
    Paragraph,
    Picture,
    Piece,
    Rule,
    Run,
    Runs,
    Style,
    Table,
)
from desktop_app.core.markdown.reading import read

_TAGS = (
    (Style.CODE, "code"),
    (Style.BOLD, "strong"),
    (Style.ITALIC, "em"),
    (Style.STRIKE, "s"),
    (Style.NOTE, "sup"),
)
_CONTAINERS = {
    Container.QUOTE: ("<blockquote>", "</blockquote>"),
    Container.BULLETS: ("<ul>", "</ul>"),
    Container.NUMBERS: ("<ul>", "</ul>"),
    Container.NOTE: ("<ul>", "</ul>"),
}
_SAFE_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}", re.I)
_UNSEEN = dict.fromkeys([*(set(range(0x20)) - {0x09, 0x0A}), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF])


def words_to_html(text: str) -> str:
    """Return Markdown as HTML; formulas stay their source.

    Pictures are those that are written into the text, of kinds that hold only pixels.
    """
    whole = split(text)
    writer = _Writer()
    for block in whole.blocks:
        for piece in read(block, whole.definitions):
            writer.add(piece)
    return writer.whole()


def escaped(text: str) -> str:
    """Return `text` as HTML shows it, without characters that HTML may not hold."""
    return escape(text.translate(_UNSEEN))


class _Writer:
    """Puts pieces into the containers they stand in."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._open: list[Container] = []
        self._items: list[bool] = []  # Whether an item is open in each list.

    def add(self, piece: Piece) -> None:
        """Write one more piece."""
        marker = "" if isinstance(piece, Rule) else piece.marker
        self._move_to(piece.containers, begins_item=bool(marker))
        if marker:
            self._written.append(f'<span class="marker">{escaped(marker)}</span>')
        self._written.append(_piece(piece))

    def whole(self) -> str:
        """Return everything, with all containers closed."""
        self._close_to(0)
        return "".join(self._written)

    def _move_to(self, containers: tuple[Container, ...], *, begins_item: bool) -> None:
        same = 0
        for here, there in zip(self._open, containers, strict=False):
            if here is not there:
                break
            same += 1
        self._close_to(same)
        if begins_item and same == len(containers) and same and self._items[-1]:
            self._written.append("</li>")
            self._items[-1] = False
        self._open_item()
        for container in containers[same:]:
            self._written.append(_CONTAINERS[container][0])
            self._open.append(container)
            self._items.append(False)
            self._open_item()

    def _open_item(self) -> None:
        if self._open and self._open[-1] is not Container.QUOTE and not self._items[-1]:
            self._written.append("<li>")
            self._items[-1] = True

    def _close_to(self, count: int) -> None:
        while len(self._open) > count:
            container = self._open.pop()
            if self._items.pop():
                self._written.append("</li>")
            self._written.append(_CONTAINERS[container][1])


def _piece(piece: Piece) -> str:
    match piece:
        case Paragraph():
            # Below the headings of the page and of the message.
            name = f"h{min(piece.level + 2, 6)}" if piece.level else "p"
            return f"<{name}>{_runs(piece.runs)}</{name}>\n"
        case Code():
            language = f' data-language="{escaped(piece.language)}"' if piece.language else ""
            return f"<pre{language}><code>{escaped(piece.text)}</code></pre>\n"
        case Table():
            return _table(piece)
        case Formula():
            return f'<pre class="formula"><code>{escaped(piece.source)}</code></pre>\n'
        case Picture():
            return _picture(piece)
        case _:
            return "<hr>\n"


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    written = escaped(run.source or run.text).replace("\n", "<br>")
    if run.style & Style.FORMULA:
        written = f'<code class="formula">{written}</code>'
    for style, tag in _TAGS:
        if run.style & style:
            written = f"<{tag}>{written}</{tag}>"
    if run.link and _may_lead(run.link):
        written = f'<a href="{escaped(run.link)}" rel="noopener noreferrer">{written}</a>'
    return written


def _may_lead(link: str) -> bool:
    try:
        checked_link(link)
    except InputError:
        return False
    return True


def _table(table: Table) -> str:
    columns = [column.value for column in table.columns]
    head = f"<thead>{_row(table.head, columns, 'th')}</thead>" if table.head else ""
    rows = "".join(_row(row, columns, "td") for row in table.rows)
    return f'<div class="table"><table>{head}<tbody>{rows}</tbody></table></div>\n'


def _row(cells: Iterable[Runs], columns: Iterable[str], tag: str) -> str:
    written = (
        f'<{tag} class="{column}">{_runs(cell)}</{tag}>'
        for cell, column in zip(cells, columns, strict=False)
    )
    return f"<tr>{''.join(written)}</tr>"


def _picture(picture: Picture) -> str:
    alt = escaped(picture.alt)
    if _SAFE_PICTURE.fullmatch(picture.address) is None:
        return f"<p>{alt}</p>\n" if alt else ""
    return f'<p><img src="{picture.address}" alt="{alt}"></p>\n'
