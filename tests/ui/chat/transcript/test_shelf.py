"""What was used last is kept."""

from __future__ import annotations

from desktop_app.ui.chat.transcript.shelf import Shelf


def test_what_was_not_used_for_longest_makes_room() -> None:
    shelf = Shelf[str](2, 100, len)
    shelf.put("a", "1")
    shelf.put("b", "2")
    assert shelf.get("a") == "1"
    shelf.put("c", "3")
    assert [shelf.get(key) for key in "abc"] == ["1", None, "3"]


def test_its_weight_is_bounded() -> None:
    shelf = Shelf[str](10, 5, len)
    for key in "ab":
        shelf.put(key, "123")
    assert [shelf.get(key) for key in "ab"] == [None, "123"]
    shelf.put("b", "12")
    shelf.put("c", "123")
    assert [shelf.get(key) for key in "bc"] == ["12", "123"]


def test_what_is_too_heavy_is_not_kept() -> None:
    shelf = Shelf[str](10, 5, len)
    shelf.put("a", "123456")
    assert shelf.get("a") is None
    shelf.put("b", "12345")
    assert shelf.get("b") == "12345"
