"""What stands in front of the lines of pieces in text: markers, indentation, marks of quotes."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.core.markdown.pieces import Container, Paragraph, Piece, Rule, Table

QUOTE = "> "


def marker_of(piece: Piece) -> str:
    """Return what stands in front of a piece in its innermost container; empty for none."""
    return "" if isinstance(piece, Rule) else piece.marker


def gap(above: Piece, below: Piece) -> str:
    """Return what parts two neighbours in text: one line break, or a blank line in their quotes."""
    if not isinstance(below, Rule) and below.tight:
        return "\n"
    if isinstance(below, Table) and below.continued:
        return "\n"
    if _is_lone_marker_of(above, below):
        return "\n"
    shared = 0
    for one, other in zip(above.containers, below.containers, strict=False):
        if not one == other == Container.QUOTE:
            break
        shared += 1
    return f"\n{(QUOTE * shared).rstrip()}\n"


def _is_lone_marker_of(above: Piece, below: Piece) -> bool:
    """Return whether `above` is only the marker of the item that begins with `below`."""
    if not isinstance(above, Paragraph) or above.runs or not above.marker:
        return False
    depth = len(above.containers)
    within = len(below.containers) > depth or not marker_of(below)
    return within and below.containers[:depth] == above.containers


def indents_of(
    piece: Piece, above: Piece | None, indents: list[str], unknown: Mapping[Container, str]
) -> list[str]:
    """Return what each container of a piece puts in front of its lines but for its own marker.

    Args:
        piece: See above.
        above: The piece that was written before it.
        indents: What each of its containers puts in front of the lines that are not its first.
        unknown: What a container does whose first line was not written.
    """
    around = above.containers if above else ()
    return [
        indents[depth]
        if container in around[depth : depth + 1] and depth < len(indents)
        else unknown[container]
        for depth, container in enumerate(piece.containers)
    ]


def behind_marks(text: str, mark: str, indents: list[str]) -> str:
    """Return `text` with `mark` in front of its first line and `indents` in front of others."""
    first, *others = text.split("\n")
    indent = "".join(indents)
    lines = [f"{indent}{line}" if line else indent.rstrip() for line in others]
    return "\n".join([f"{mark}{first}" if first else mark.rstrip(), *lines])
