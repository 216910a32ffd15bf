from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from desktop_app.core.markdown.pieces import Code, Paragraph, Picture, Run
from desktop_app.ui.chat.transcript.body import Body, Spot, is_long, prepare
from desktop_app.ui.chat.transcript.laid.table import LaidTable
from desktop_app.ui.chat.transcript.laid.text import Marks
from tests.core.markdown.generated import chunks, giants, messages, wild_texts
from tests.ui.chat.transcript.laying_out import WORDS, Canvas, Materials, PaintedFormula

WIDTH = 500.0
LONG = "\n\n".join(
    f"{number}. {WORDS * (1 + number % 3)}".replace(".", ":", 1) for number in range(40)
)
MIXED = (
    "# Title\n\nSome *words*.\n\n```python\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- item"
)
GIANT_TABLE = "| Name | Sum |\n|---|---|\n" + "".join(
    f"| Line {number} | {number} |\n" for number in range(600)
)


@pytest.fixture
def materials() -> Materials:
    return Materials()


def shown(text: str, materials: Materials | None = None, *, plain: bool = False) -> Body:
    body = Body((materials or Materials()).workshop(), plain=plain)
    body.show(text)
    return body


def begun(materials: Materials | None = None) -> Body:
    body = Body((materials or Materials()).workshop())
    body.begin("")
    return body


def laid_out(body: Body, width: float = WIDTH) -> Body:
    body.lay_out(width, 0, 1e9)
    return body


def blocks(body: Body) -> list[tuple[object, ...]]:
    """Return of each block what it consists of and where it stands."""
    found: list[tuple[object, ...]] = []
    for number in range(body.count):
        laid = body.block(number)
        widths = laid.table.widths if laid.table else []
        cut = laid.table.is_cut_below if laid.table else False
        pieces = [(item.piece, item.area) for item in laid.items]
        found.append((pieces, body.top(number), body.source(number), widths, cut))
    return found


# Growing


def check_growing(text: str, parts: list[str], every: int) -> None:
    body = begun()
    for number, part in enumerate(parts):
        body.grow(part)
        if number % every == 0:
            laid_out(body)
    body.finish()
    assert body.text == text
    whole = shown(text)
    laid_out(body)
    laid_out(whole)
    assert blocks(body) == blocks(whole)
    assert body.height == whole.height


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_growing_in_any_pieces_equals_being_shown_whole(data: st.DataObject) -> None:
    text = data.draw(st.one_of(messages(), messages(), wild_texts()))
    check_growing(text, data.draw(chunks(text)), data.draw(st.integers(1, 5)))


@settings(deadline=None, max_examples=4, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_giants_that_grow_equal_giants_that_are_shown(data: st.DataObject) -> None:
    text = data.draw(giants())
    size = data.draw(st.sampled_from([300, 1100, 5000]))
    parts = [text[start : start + size] for start in range(0, len(text), size)]
    check_growing(text, parts, 3)


def test_growing_lays_out_nothing_but_the_open_end() -> None:
    body = begun()
    body.grow(LONG)
    laid_out(body)
    before = [body.block(number) for number in range(body.count)]
    first = before[0].items[0].laid
    body.grow(" and more")
    laid_out(body)
    assert [body.block(number) for number in range(body.count)] == before
    assert before[0].items[0].laid is first


def test_growing_tells_from_which_block_on_something_changes() -> None:
    body = begun()
    assert body.grow("One\n\nTwo\n\nThr") == 0
    assert body.grow("ee") == 2
    # The blank line may have closed it, and what is defined may be referred to anywhere.
    assert body.grow("\n\n[x]: /y\n\n") == 0


def test_block_that_turns_out_to_be_none_is_let_go_of(materials: Materials) -> None:
    body = begun(materials)
    body.grow("Words\n```py")
    laid_out(body)
    assert (body.count, body.laid_count) == (2, 2)
    body.grow("`thon")
    laid_out(body)
    assert (body.count, body.laid_count) == (1, 1)
    assert materials.colours[0].stopped == 1
    assert body.height == body.block(0).height


def test_code_that_grows_is_laid_out_once(materials: Materials) -> None:
    body = begun(materials)
    body.grow("```python\nx = 1\n")
    laid_out(body)
    for line in ("y = 2\n", "z = ", "3\n", "```\n"):
        body.grow(line)
        laid_out(body)
    body.finish()
    laid_out(body)
    (colours,) = materials.colours
    assert colours.told[-1] == ("x = 1\ny = 2\nz = 3", "python", True)
    assert body.pieces(0) == (Code("x = 1\ny = 2\nz = 3", "python"),)


def test_definitions_that_come_late_lead_earlier_links() -> None:
    body = begun()
    body.grow("See [here][one].\n\nPlain words.\n\n")
    laid_out(body)
    plain = body.block(1).items[0].laid
    assert list(body.block(0).links()) == []
    body.grow("[one]: https://example.org\n\n")
    laid_out(body)
    assert [link[3] for link in body.block(0).links()] == ["https://example.org"]
    assert body.block(1).items[0].laid is plain


def test_beginning_anew_forgets_what_was_there() -> None:
    body = laid_out(shown(MIXED))
    body.begin("New ")
    body.grow("words")
    assert (body.text, body.count) == ("New words", 1)
    laid_out(body)
    assert body.block(0).items[0].text == "New words"
    body.show("")
    assert (body.count, body.height) == (0, 0)


# What is laid out


def test_only_blocks_that_are_seen_are_laid_out() -> None:
    body = shown(LONG)
    body.lay_out(WIDTH, 0, 300)
    assert 0 < body.laid_count < 12
    body.lay_out(WIDTH, body.height / 2, body.height / 2 + 300)
    assert body.laid_count < 24


def test_nothing_is_cut_into_blocks_before_it_is_needed() -> None:
    body = shown(LONG)
    assert body._split is None
    assert body.count == 40
    assert body.laid_count == 0


def test_estimates_are_near_what_is_laid_out() -> None:
    estimated = shown(LONG).height
    body = shown(LONG)
    body.lay_out(600, 0, 1e9)
    assert body.height == pytest.approx(estimated, rel=0.3)


def test_letting_go_keeps_the_heights() -> None:
    body = laid_out(shown(LONG))
    tops = [body.top(number) for number in range(body.count)]
    body.release(10, 20)
    assert body.laid_count == 11
    assert [body.top(number) for number in range(body.count)] == tops
    body.close()
    assert body.laid_count == 0
    assert body.height == tops[-1] + body.block_height(39)


def test_letting_go_lets_go_of_colours(materials: Materials) -> None:
    body = laid_out(shown(MIXED, materials))
    body.close()
    assert [colours.stopped for colours in materials.colours] == [1]


def test_letting_go_after_a_refresh(materials: Materials) -> None:
    body = laid_out(shown(LONG, materials))
    body.refresh()
    body.lay_out(WIDTH, 0, 300)
    body.release(0, 3)
    assert body.laid_count == 4


def test_formulas_are_shown_when_they_are_ready(materials: Materials) -> None:
    body = laid_out(shown("Words\n\n$$\nx\n$$\n\nMore", materials))
    words, waiting = body.block(0).items[0].laid, body.block(1).items[0].laid
    materials.formulas["x"] = PaintedFormula(ascent=60, descent=40)
    assert body.block(1).items[0].laid is waiting
    body.refresh()
    assert body.block(1).items[0].laid is not waiting
    assert body.block(1).height > 100
    assert body.block(0).items[0].laid is words


def test_type_of_another_size_is_laid_out_anew(materials: Materials) -> None:
    body = laid_out(shown(LONG, materials))
    high = body.height
    body.restyle(materials.workshop(zoom=1.5))
    assert body.laid_count == 0
    assert laid_out(body).height > 1.4 * high


def test_another_width_changes_only_what_is_seen() -> None:
    body = laid_out(shown(LONG))
    before = body.block_height(30)
    body.lay_out(250, 0, 300)
    assert body.block(0).items[0].area.width() == 250
    assert body.block_height(30) == before


# Tables that were cut


def test_parts_of_a_cut_table_have_the_same_columns_at_any_width() -> None:
    body = shown(GIANT_TABLE)
    assert body.count > 2
    for width in (WIDTH, 300.0):
        body.lay_out(width, 0, 1e9)
        tables = [body.block(number).table for number in range(body.count)]
        assert all(table is not None and table.widths == tables[0].widths for table in tables)  # type: ignore[union-attr]
        assert [t.is_cut_below for t in tables if t] == [True] * (body.count - 1) + [False]
        assert body.block(1).items[0].gap == 0


def test_parts_of_a_cut_table_fit_where_its_beginning_is_not_seen() -> None:
    body = laid_out(shown(GIANT_TABLE))
    body.release(2, 2)
    for width in (300.0, 400.0):
        body.lay_out(width, body.top(2) + 10, body.top(2) + 20)
        part = body.block(2).table
        assert isinstance(part, LaidTable)
        assert sum(part.widths) == pytest.approx(width, abs=1)
    first, part = body.block(0).table, body.block(2).table
    assert first is not None
    assert part is not None
    assert part.widths == first.widths
    assert part.sideways is first.sideways


# Places


def test_places_are_found_in_their_blocks() -> None:
    body = laid_out(shown(MIXED))
    for number in range(body.count):
        middle = body.top(number) + body.block_height(number) / 2
        assert body.at(middle) == number
        spot = body.spot_at(QPointF(40, middle))
        assert (spot.block, spot.piece) == (number, 0)
    assert body.spot_at(QPointF(0, -50)) == Spot(0, 0, 0)
    assert body.spot_at(QPointF(WIDTH, 1e6)).block == body.count - 1


def test_empty_text_has_one_place(materials: Materials) -> None:
    for body in (shown(""), begun(), Body(materials.workshop())):
        body.lay_out(WIDTH, 0, 100)
        assert (body.count, body.height, body.at(0)) == (0, 0, -1)
        assert body.spot_at(QPointF(9, 9)) == Spot(0, 0, 0)
        assert body.link_at(QPointF(9, 9)) == ""
        assert list(body.visible(0, 99)) == []


def test_places_are_known_before_anything_is_laid_out() -> None:
    assert shown(LONG).at(0) == 0
    assert shown(LONG).at(1e9) == 39
    body = shown(LONG)
    body.lay_out(WIDTH, 0, 100)
    assert body.laid_count > 0


def test_visible_blocks_are_those_between_two_heights() -> None:
    body = laid_out(shown(LONG))
    top, bottom = body.top(7) + 5, body.top(12) + 5
    found = list(body.visible(top, bottom))
    assert [number for number, _, _ in found] == [7, 8, 9, 10, 11, 12]
    assert [y for _, y, _ in found] == [body.top(number) for number in range(7, 13)]


def test_links_are_found_under_their_words_only() -> None:
    body = laid_out(shown("See [here](https://example.org).\n\nNo link."))
    area = next(iter(body.block(0).rects(0, 4, 8)))
    assert body.link_at(area.center()) == "https://example.org"
    assert body.link_at(QPointF(area.center().x(), body.top(1) + 10)) == ""
    assert body.link_at(QPointF(area.center().x(), body.height + 5)) == ""


def test_sources_are_as_they_were_written() -> None:
    body = shown(MIXED)
    assert [body.source(number) for number in range(body.count)] == [
        "# Title",
        "Some *words*.",
        "```python\nx = 1\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "- item",
    ]


def test_only_blocks_in_the_clip_are_painted() -> None:
    body = laid_out(shown(LONG))
    asked: list[int] = []

    def marks_of(block: int) -> object:
        asked.append(block)
        return lambda _number, _item: Marks()

    clip = QRectF(0, 0, 500, 200)
    at = QPointF(0, -body.top(20))
    canvas = Canvas(500, 200).paint(lambda p: body.paint(p, at, marks_of, clip, 100))  # type: ignore[arg-type]
    assert asked[0] in (119, 120)
    assert len(asked) < 9
    assert not canvas.is_blank(QRectF(0, 0, 500, 30))


# Plain text


def test_what_a_person_wrote_is_shown_as_it_is() -> None:
    text = "# no *title*\n\n    indented\n`x` $y$ <b>"
    body = laid_out(shown(text, plain=True))
    assert body.pieces(0) == (Paragraph((Run(text),)),)


@given(st.lists(st.sampled_from(["word ", "\n", "x" * 900, "🙂" * 700, "\n\n"]), max_size=40))
@settings(deadline=None, max_examples=30)
def test_long_plain_text_is_cut_where_nobody_sees_it(parts: list[str]) -> None:
    text = "".join(parts)
    body = shown(text, plain=True)
    sources = [body.source(number) for number in range(body.count)]
    assert all(len(source) <= 4000 for source in sources)
    rest = text
    for source in sources:
        assert rest.startswith(source)
        rest = rest[len(source) :].removeprefix("\n")
    assert rest == ""
    assert all(body.pieces(number)[0].tight for number in range(1, body.count))  # type: ignore[union-attr]


def test_line_ends_of_other_systems_are_not_shown() -> None:
    assert shown("a\r\nb", plain=True).pieces(0) == (Paragraph((Run("a\nb"),)),)


def test_long_text_may_be_cut_into_blocks_beforehand() -> None:
    text = "\n\n".join(f"{number}: {WORDS}" for number in range(500))
    assert is_long(text)
    assert not is_long(WORDS)
    prepare(text)
    body = shown(text)
    assert body.count == 500
    # Another one with the same text has the same blocks, and grows by itself all the same.
    other = begun()
    other.grow(text)
    other.grow("\n\nmore")
    other.finish()
    assert (body.count, other.count) == (500, 501)


def test_pictures_are_part_of_the_text() -> None:
    body = shown("![red](data:image/png;base64,AAAA)")
    assert body.pieces(0) == (Picture("data:image/png;base64,AAAA", "red"),)
