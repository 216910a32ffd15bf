from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.chat.transcript.segments import Segment, segments

FENCES = ["```", "````", "~~~", "~~~~~", "```py", "~~~ a b", "   ```", "    ```", "``` x`"]
OTHERS = ["prose", "", " ", "- item", "> quote", "  indented", "`inline`", "``", "\t```", "```\r"]
LINES = st.sampled_from(FENCES + OTHERS)


@given(st.lists(LINES).map("\n".join))
def test_nothing_is_lost(markdown: str) -> None:
    """Every line is there again, in its order, but for fences; those may take indentation away."""
    lines = [line.strip(" ") for line in markdown.split("\n") if line.strip()]
    kept = [line for s in segments(markdown) for line in s.text.split("\n")]
    kept = [line.strip(" ") for line in kept if line.strip()]
    rest = iter(lines)
    assert all(line in rest for line in kept)
    for line in kept:
        lines.remove(line)
    assert all(line.strip()[0] in "`~" for line in lines)


@given(st.lists(LINES).map("\n".join))
def test_prose_stands_between_code_never_beside_prose(markdown: str) -> None:
    found = segments(markdown)
    assert not any(not a.code and not b.code for a, b in itertools.pairwise(found))
    assert all(s.closed for s in found[:-1])
    assert all(s.text.strip() for s in found if not s.code)


@given(st.lists(LINES).map("\n".join), st.integers(0, 200))
def test_growing_text_only_changes_its_end(markdown: str, cut: int) -> None:
    """What is closed stays as it is while more arrives, so that it need not be shown anew."""
    before, after = segments(markdown[:cut]), segments(markdown)
    done = [s for s in before[:-1] if s.code]
    assert [s for s in after if s.code][: len(done)] == done


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", []),
        ("\n\n", []),
        ("words", [Segment("words")]),
        ("```py\na\n```", [Segment("a", code=True, language="py")]),
        ("```py title=x\na\n```", [Segment("a", code=True, language="py")]),
        ("~~~\na\n~~~", [Segment("a", code=True)]),
        # Example 92: the closing fence may be longer, never shorter.
        ("````\na\n```\n`````", [Segment("a\n```", code=True)]),
        # Example 90, 91: backticks and tildes don't close each other.
        ("```\na\n~~~\n```", [Segment("a\n~~~", code=True)]),
        ("~~~\na\n```\n~~~", [Segment("a\n```", code=True)]),
        # Example 96: what isn't closed goes on to the end.
        ("```\n\n```\na", [Segment("", code=True), Segment("a")]),
        ("```\na", [Segment("a", code=True, closed=False)]),
        ("```", [Segment("", code=True, closed=False)]),
        # Example 134: four spaces are no fence.
        ("    ```\n    a", [Segment("    ```\n    a")]),
        # Example 137: a closing fence may be indented by three spaces at most.
        ("```\na\n   ```", [Segment("a", code=True)]),
        ("```\na\n    ```", [Segment("a\n    ```", code=True, closed=False)]),
        # Example 138: backticks in the words behind the fence make it inline code.
        ("``` ```\na", [Segment("``` ```\na")]),
        ("~~~ a ` b\nx\n~~~", [Segment("x", code=True, language="a")]),
        # Example 147: a closing fence has no words behind it.
        ("```\n``` a\n```", [Segment("``` a", code=True)]),
        ("one\n\n```\na\n```\n\ntwo", [Segment("one"), Segment("a", code=True), Segment("two")]),
        # Example 131, 132: lines lose as much indentation as their fence had.
        (" ```\n a\na\n ```", [Segment("a\na", code=True)]),
        ("  ```\na\n  a\n a\n  ```", [Segment("a\na\na", code=True)]),
        ("   ```\n     a\n   ```", [Segment("  a", code=True)]),
    ],
)
def test_fences_follow_commonmark(markdown: str, expected: list[Segment]) -> None:
    assert segments(markdown) == expected


def test_lines_of_windows() -> None:
    found = segments("one\r\n```py\r\na\r\n```\r\ntwo")
    assert [s.text.strip("\r") for s in found] == ["one", "a", "two"]
    assert [s.code for s in found] == [False, True, False]
    assert found[1].language == "py"


def test_code_of_a_list_item_stays_code() -> None:
    found = segments("1. First:\n\n   ```sh\n   ls\n   ```\n\n2. Second")
    assert found[1] == Segment("ls", code=True, language="sh")
