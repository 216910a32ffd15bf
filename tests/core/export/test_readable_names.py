from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.export.readable_names import free_name, is_numbered, readable_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Trip notes, Norway", "Trip notes, Norway"),
        ("a/b\\c: d?", "a b c d"),
        ("../../etc/passwd", "etc passwd"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("  spaces\tand\nlines ", "spaces and lines"),
        ("ends with dots...", "ends with dots"),
        ("con", "con Chat"),
        ("NUL.txt", "NUL.txt Chat"),
        ("Привет, мир", "Привет, мир"),
        ("turned \u202etxt.exe", "turned txt.exe"),
        ("e\u0301", "é"),
        ("", "Chat"),
        ("???", "Chat"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert readable_name(title, "Chat") == name


@given(st.text())
def test_every_title_becomes_a_name_of_one_file(title: str) -> None:
    name = readable_name(title, "Chat")
    assert 0 < len(name.encode()) <= 190
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert name[0] not in ".- "
    assert name[-1] not in ". "
    assert readable_name(name, "Chat") == name or name.endswith("Chat")


def test_the_first_free_name_is_taken() -> None:
    assert free_name("a", ".json", {"a.json", "a (2).json"}.__contains__) == "a (3).json"


def test_numbered_names_are_known_again() -> None:
    assert is_numbered("a.json", "a", ".json")
    assert is_numbered("a (12).json", "a", ".json")
    assert not is_numbered("a b.json", "a", ".json")
    assert not is_numbered("a (x).json", "a", ".json")
