from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.markdown import written_pictures
from desktop_app.core.markdown.blocks import Splitter, split
from desktop_app.core.markdown.pieces import Code, Paragraph, Picture, Piece, Table
from desktop_app.core.markdown.plain import piece_text
from desktop_app.core.markdown.reading import read
from tests.core.markdown.test_blocks import calls, known

SIZES = [300, 1100, 5_000, 20_000, 200_000]


def address(size: int) -> str:
    return f"data:image/png;base64,{'iVBORw0K/+' * (size // 10)}="


def picture(size: int = 20_000) -> str:
    return f"![a red apple]({address(size)})"


def pieces(text: str) -> list[Piece]:
    whole = split(text)
    return [piece for block in whole.blocks for piece in read(block, whole.definitions)]


def addresses(text: str) -> list[str]:
    return [piece.address for piece in pieces(text) if isinstance(piece, Picture)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", ["a red apple"]),
        ("Before {} after it.\nMore.", ["Before", "a red apple", "after it.\nMore."]),
        ("- one {}\n- two", ["one", "a red apple", "two"]),
        ("1. {} after\n\n   more", ["a red apple", "after", "more"]),
        ("> q\n> {}\n> more", ["q", "a red apple", "more"]),
        ("# H {}\nx", ["H", "a red apple", "x"]),
        ("[^1]: {}\n\n    more", ["a red apple", "more"]),
        ("So: ({}).", ["So: (", "a red apple", ")."]),
        ("- ```\n  x\n  ```\n{}", ["x", "a red apple"]),
        ("word " * 500 + "{}", None),
    ],
)
def test_a_picture_is_one_piece_among_its_words(
    size: int, text: str, words: list[str] | None
) -> None:
    found = pieces(text.format(picture(size)))
    assert [piece.address for piece in found if isinstance(piece, Picture)] == [address(size)]
    if words:
        assert [piece_text(piece) for piece in found] == words


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_in_a_cell_is_its_words(size: int) -> None:
    found = pieces(f"| a | b |\n|---|---|\n| x | {picture(size)} |\n| c | d |")
    rows = [row for piece in found if isinstance(piece, Table) for row in piece.rows]
    assert [[run.text for cell in row for run in cell] for row in rows] == [
        ["x", "[a red apple]"],
        ["c", "d"],
    ]


def test_pictures_may_stand_side_by_side() -> None:
    for size in SIZES:
        assert (
            addresses(f"a {picture(size)}{picture(size)} {picture(size)}!") == [address(size)] * 3
        )


def test_a_short_picture_is_not_cut_where_a_paragraph_is() -> None:
    for length in range(3050, 4150, 47):
        assert addresses("`" + "x" * length + picture(900) + "y" * 3000) == [address(900)]


@pytest.mark.parametrize(
    "text", ["`{}`", "```\n{}\n```", "    {}", "- ```\n  {}\n", "\\{}", "-     {}"]
)
def test_what_stands_in_code_is_no_picture(text: str) -> None:
    assert addresses(text.format(picture())) == []
    assert all(len(block.text) < 10_000 or "```\n!" in text for block in split(text).blocks)
    if text.startswith("```"):
        (code,) = pieces(text.format(picture()))
        assert isinstance(code, Code)
        assert code.text == picture()


def test_what_stands_for_an_address_is_never_seen() -> None:
    found = pieces(f"==0== `{picture(500)}` {picture(500)} ==0==")
    assert picture(500) in "".join(map(piece_text, found))
    assert addresses(f"==0== {picture(500)}") == [address(500)]
    spelled = f"{picture(2000)}" + " ![](data:image/png;base64,&#61;&#61;0&#61;&#61;)" * 50
    assert sum(map(len, addresses(spelled))) < 10_000


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_the_pieces_a_picture_comes_in_do_not_matter(data: st.DataObject) -> None:
    part = st.sampled_from(
        [
            *(picture(size) for size in (10, 900, 1000, 1500, 9000)),
            *(picture(size)[:-1] for size in (900, 3000)),
            *("words ", "\n", "\n\n", "- ", "> ", "`", "$$", "![", "[", ")", "](d", "\r", "\\"),
            *("| a |\n|---|\n", "```\n", "x" * 1000, "    ", "# ", "[^1]: ", "[a]: "),
        ]
    )
    text = "".join(data.draw(st.lists(part, min_size=1, max_size=8)))
    splitter, at = Splitter(), 0
    final = split(text)
    rhythm = data.draw(st.lists(st.integers(1, 900), min_size=1, max_size=6))
    beat = 0
    while at < len(text):
        step = rhythm[beat % len(rhythm)]
        first = splitter.feed(text[at : at + step])
        at += step
        beat += 1
        closed = [block for block in splitter.blocks if block.closed]
        assert closed == list(final.blocks[: len(closed)])
        assert first <= len(splitter.blocks)
    splitter.end()
    assert known(splitter) == known(final)


def test_of_a_picture_that_is_not_complete_nothing_is_shown() -> None:
    for lead in ("", "Look: ", "- one ", "> ", "x\n"):
        splitter = Splitter()
        text = lead + picture()
        for at in range(0, len(text) - 1, 50):
            splitter.feed(text[at : min(at + 50, len(text) - 1)])
            if at > len(lead) + 100:
                shown = "".join(block.text for block in splitter.blocks)
                assert shown.strip() in (lead.strip(), "")
        splitter.feed(")")
        assert splitter.blocks[-1].text.endswith(")")


def test_what_was_shown_stays_the_same_object_while_a_picture_comes() -> None:
    splitter = Splitter()
    splitter.feed("Look: " + picture()[:2000])
    before = splitter.blocks[-1]
    splitter.feed("A" * 5000)
    assert splitter.blocks[-1] is before
    splitter.feed(") and")
    assert splitter.blocks[0].closed


def test_a_picture_that_never_ends_is_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written_pictures, "LONGEST", 50_000)
    unclosed = "Look: " + picture(60_000)[:-1]
    assert len(split(unclosed).blocks) > 10
    splitter = Splitter()
    for at in range(0, len(unclosed), 500):
        splitter.feed(unclosed[at : at + 500])
    splitter.end()
    assert list(splitter.blocks) == list(split(unclosed).blocks)
    assert len(split(picture(20_000)[:-1]).blocks) > 3


def fed(text: str) -> Callable[[], None]:
    def feed() -> None:
        splitter = Splitter()
        for at in range(0, len(text), 50):
            splitter.feed(text[at : at + 50])
            _ = splitter.blocks
        splitter.end()

    return feed


@pytest.mark.parametrize("lead", ["", "- ", "| a |\n|---|\n| "])
@pytest.mark.parametrize("end", ["", ")", ") and words"])
def test_the_work_grows_with_the_length_alone(lead: str, end: str) -> None:
    short, long = (calls(fed(lead + picture(size)[:-1] + end)) for size in (40_000, 160_000))
    assert long < 5 * short


def test_many_brackets_are_read_in_time() -> None:
    def reading(count: int) -> Callable[[], None]:
        whole = split("- " + "[" * count)
        return lambda: [read(block, whole.definitions) for block in whole.blocks] and None

    assert calls(reading(4000)) < 2.5 * calls(reading(2000))
    assert len(addresses("[[[[[[[[" + picture(30))) == 1


def test_the_end_of_the_last_word_is_a_paragraph() -> None:
    assert isinstance(pieces(picture() + " after")[-1], Paragraph)
