from __future__ import annotations

import pytest

from desktop_app.core.markdown.marks import behind_marks, gap, indents_of, marker_of
from desktop_app.core.markdown.pieces import Container, Paragraph, Piece, Rule, Table

BULLETS, QUOTE = Container.BULLETS, Container.QUOTE
UNKNOWN = dict.fromkeys(Container, "?")


def test_only_a_rule_never_has_a_marker() -> None:
    assert marker_of(Rule()) == ""
    assert marker_of(Paragraph((), marker="•")) == "•"


@pytest.mark.parametrize(
    ("above", "below", "between"),
    [
        (Paragraph(()), Paragraph(()), "\n\n"),
        (Paragraph(()), Paragraph((), tight=True), "\n"),
        (Table((), (), ()), Table((), (), (), continued=True), "\n"),
        (Paragraph((), containers=(QUOTE,)), Paragraph((), containers=(QUOTE,)), "\n>\n"),
        (Paragraph((), containers=(QUOTE, QUOTE)), Rule((QUOTE, QUOTE)), "\n> >\n"),
        (Paragraph((), containers=(QUOTE, BULLETS)), Rule((QUOTE, QUOTE)), "\n>\n"),
        (Paragraph((), marker="•", containers=(BULLETS,)), Rule((BULLETS,)), "\n"),
        (Paragraph((), marker="•", containers=(BULLETS,)), Rule(), "\n\n"),
        (Paragraph((), containers=(BULLETS, QUOTE)), Rule((BULLETS, QUOTE)), "\n\n"),
    ],
)
def test_what_parts_two_pieces(above: Piece, below: Piece, between: str) -> None:
    assert gap(above, below) == between


@pytest.mark.parametrize(
    ("containers", "around", "indents", "found"),
    [
        ((BULLETS,), None, [], ["?"]),
        ((BULLETS, QUOTE), (BULLETS,), ["a"], ["a", "?"]),
        ((BULLETS, BULLETS), (BULLETS, BULLETS), ["a", "b"], ["a", "b"]),
        ((QUOTE, BULLETS), (BULLETS, BULLETS), ["a", "b"], ["?", "b"]),
        ((BULLETS,), (BULLETS,), [], ["?"]),
        ((), (BULLETS,), ["a"], []),
    ],
)
def test_pieces_are_indented_as_those_above(
    containers: tuple[Container, ...],
    around: tuple[Container, ...] | None,
    indents: list[str],
    found: list[str],
) -> None:
    above = None if around is None else Paragraph((), containers=around)
    assert indents_of(Paragraph((), containers=containers), above, indents, UNKNOWN) == found


def test_empty_lines_have_no_spaces_at_their_ends() -> None:
    assert behind_marks("a\n\nb", "- ", ["  "]) == "- a\n\n  b"
    assert behind_marks("\na\n", "> - ", ["> ", "  "]) == "> -\n>   a\n>"
