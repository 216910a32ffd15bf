from __future__ import annotations

import pytest

from desktop_app.core.markdown.blocks import BlockKind, Splitter, split


def parts(text: str) -> list[str]:
    return [block.text for block in split(text).blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\ntwo\n\nthree", ["One\ntwo", "three"]),
        ("# One\ntwo", ["# One", "two"]),
        ("One\n===\ntwo\n---\nthree", ["One\n===", "two\n---", "three"]),
        ("One\n***\ntwo", ["One", "***", "two"]),
        ("One\n> two\nthree\n\nfour", ["One", "> two\nthree", "four"]),
        ("> # One\ntwo", ["> # One", "two"]),
        (">\n> one\n>", [">\n> one\n>"]),
        ("- one\n\n- two\n\n\n  more\n\nthree", ["- one\n\n- two\n\n\n  more", "three"]),
        ("- one\n\n1. two\n\n* three", ["- one\n\n1. two\n\n* three"]),
        ("- one\nlazy\n# two", ["- one\nlazy", "# two"]),
        ("-\n\n  one", ["-", "  one"]),
        ("-\n\n- one", ["-\n\n- one"]),
        ("One\n2. two\n-\n", ["One\n2. two\n-"]),
        ("One\n1. two", ["One", "1. two"]),
        ("- > one\n\n  two\nthree", ["- > one\n\n  two\nthree"]),
        ("> - one\n- two", ["> - one", "- two"]),
        ("- one\n> two", ["- one", "> two"]),
        ("- one\n---\ntwo", ["- one", "---", "two"]),
        ("    one\n\n    two\nthree", ["    one\n\n    two", "three"]),
        ("One\n    two", ["One\n    two"]),
        ("One\n\n\ttwo\n", ["One", "\ttwo"]),
        ("- one\n\n      two\n\n      three", ["- one\n\n      two\n\n      three"]),
        ("-     one\n\n  two", ["-     one\n\n  two"]),
        ("[^1]: One\nlazy\n\n    two\n\nthree", ["[^1]: One\nlazy\n\n    two", "three"]),
        ("[^1]: One\n[^2]: two\n- three", ["[^1]: One", "[^2]: two", "- three"]),
        ("One\n[^2]: two", ["One", "[^2]: two"]),
        ("- one\n[^2]: two", ["- one", "[^2]: two"]),
        ("- " * 40 + "one\ntwo", ["- " * 40 + "one\ntwo"]),
        ("- one\n  -\n\ntwo", ["- one\n  -", "two"]),
        ("100. one\n    > two\n\n    three", ["100. one", "    > two\n\n    three"]),
        ("100. one\n    two\n\n    three", ["100. one\n    two", "    three"]),
        ("  1. one\n     - two\n    - three", ["  1. one\n     - two", "    - three"]),
        (" " * 1500 + "one\ntwo", [" " * 476 + "one\ntwo"]),
        ("One\n" + " " * 1500 + "two", ["One", " " * 476 + "two"]),
        (" " * 3000 + "\n\none", ["one"]),
        ("", []),
        (" \n\t\r\n", []),
    ],
)
def test_text_is_cut_where_a_block_ends(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_line(end: str) -> None:
    text = end.join(["One", "two", "", "```py", "x", "", "  y", "```", "| a |", "|---|", "| b |"])
    blocks = split(text).blocks
    assert [block.text for block in blocks] == [
        f"One{end}two",
        "x\n\n  y",
        f"| a |{end}|---|{end}| b |",
    ]
    assert [text[block.start : block.end].split(end)[0] for block in blocks] == [
        "One",
        "```py",
        "| a |",
    ]


@pytest.mark.parametrize(
    ("text", "code", "language"),
    [
        ("```python title\nx\n```", "x", "python"),
        ("~~~\n```\n~~~~ \t", "```", ""),
        ("````\n```\n````", "```", ""),
        ("  ```\n    x\n \ty\n\tz\n   ```", "  x\n  y\n  z", ""),
        ("```\nx\n    ```\n", "x\n    ```", ""),
        ("```\nx\n``` y", "x\n``` y", ""),
        ("```\n\n\nx\n\n", "\n\nx\n", ""),
        ("```", "", ""),
        ("```\n" + "x" * 9000 + "\n```", "x" * 9000, ""),
    ],
)
def test_code_is_bare(text: str, code: str, language: str) -> None:
    (block,) = split(text).blocks
    assert (block.kind, block.text, block.language) == (BlockKind.FENCE, code, language)


def test_backticks_within_a_line_open_no_fence() -> None:
    assert [block.kind for block in split("```x``` y\n\n```` `").blocks] == [BlockKind.TEXT] * 2


def test_a_fence_within_a_list_or_quote_is_a_part_of_it() -> None:
    text = "1. One\n\n   ```\n\n   # x\n\n   ```\n\n2. two\n\n> ```\n> x\nthree"
    assert parts(text) == [text[: text.index("\n\n>")], "> ```\n> x", "three"]


def test_blank_lines_at_the_end_of_nested_code_belong_to_it() -> None:
    assert parts("- ```\n  x\n\n\ny") == ["- ```\n  x\n\n\n", "y"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\n| a | b |\n|---|:-:|\n| c |\n\ntwo", ["One", "| a | b |\n|---|:-:|\n| c |", "two"]),
        ("a | b\n-|-\nc\n# two", ["a | b\n-|-\nc", "# two"]),
        ("a |\n--\n    two", ["a |\n--", "    two"]),
        ("a \\| b |\n:-:", ["a \\| b |\n:-:"]),
    ],
)
def test_a_table_is_a_block_of_its_own(text: str, expected: list[str]) -> None:
    blocks = split(text).blocks
    assert [block.text for block in blocks] == expected
    assert BlockKind.TABLE in [block.kind for block in blocks]


@pytest.mark.parametrize(
    "text",
    ["| a | b |\n|---|", "| a |\n- ---", "a\n|-|", "    a |\n|-|", "| a |\n|--|--:x", "|\n-"],
)
def test_what_has_not_as_many_delimiters_as_names_is_no_table(text: str) -> None:
    assert BlockKind.TABLE not in [block.kind for block in split(text).blocks]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("$$x$$", "x"),
        ("  $$ \\$ x $$  ", "\\$ x"),
        ("\\[x\\]", "x"),
        ("$$\nx\n  y\n$$", "x\n  y"),
        ("$$ x\ny $$", "x\ny"),
        (
            "\\[\n\\begin{aligned}\na \\\\\n\\end{aligned}\n\\]\n",
            "\\begin{aligned}\na \\\\\n\\end{aligned}",
        ),
        ("$$" + "x" * 3000 + "$$", "x" * 3000),
        ("$$\n" + "x" * 3000 + "\n$$", "x" * 3000),
    ],
)
def test_a_formula_has_its_lines_to_itself(text: str, formula: str) -> None:
    before, block, after = split(f"Above\n{text}\nBelow").blocks
    assert (block.kind, block.text) == (BlockKind.FORMULA, formula)
    assert (before.text, after.text) == ("Above", "Below")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$x$$ and more", ["$$x$$ and more"]),
        ("$$ x\ny $$ and\nmore", ["$$ x\ny $$ and\nmore"]),
        ("$$ x\n\n$$", ["$$ x", "$$"]),
        ("$$ x\n- y", ["$$ x", "- y"]),
        ("$$ x\n```\ny", ["$$ x", "y"]),
        ("$$$$", ["$$$$"]),
        ("$$\n$$", ["$$\n$$"]),
        ("\\[no link\\](x)", ["\\[no link\\](x)"]),
        ("```\n$$\n```", ["$$"]),
        ("    $$\n    x\n    $$", ["    $$\n    x\n    $$"]),
    ],
)
def test_what_is_no_formula_is_read_as_if_it_had_not_begun(text: str, expected: list[str]) -> None:
    blocks = split(text).blocks
    assert [block.text for block in blocks] == expected
    assert BlockKind.FORMULA not in [block.kind for block in blocks]


def test_a_formula_without_end_is_given_up_in_time() -> None:
    for text in ("$$ x" + " y" * 6000, "$$\n" + "line\n" * 2000):
        splitter = Splitter()
        splitter.feed(text[:4000])
        assert [block.kind for block in splitter.blocks] == [BlockKind.FORMULA]
        splitter.feed(text[4000:])
        assert {block.kind for block in splitter.blocks} == {BlockKind.TEXT}


def test_a_display_behind_a_list_is_no_part_of_it() -> None:
    assert parts("- So:\n$$\nx\n$$\n") == ["- So:", "x"]
