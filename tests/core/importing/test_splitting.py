from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Failure
from desktop_app.core.importing import splitting
from desktop_app.core.importing.parsing import NOT_JSON, NOT_UTF8, parsed
from desktop_app.core.importing.splitting import CUT_OFF, TOO_DEEP, TOO_LARGE, Splitter

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.lists(st.dictionaries(st.text(), JSON, max_size=4), max_size=5)


def pieces(data: bytes, step: int = 7) -> list[bytes | Failure]:
    splitter = Splitter()
    found = [p for at in range(0, len(data), step) for p in splitter.feed(data[at : at + step])]
    return [*found, *splitter.end()]


def values(data: bytes, step: int = 7) -> list[Any]:
    return [parsed(p) if isinstance(p, bytes) else p for p in pieces(data, step)]


@given(OBJECTS, st.integers(1, 40), st.sampled_from([None, 1]))
def test_a_list_wherever_it_is_cut(objects: list[Any], step: int, indent: int | None) -> None:
    assert values(json.dumps(objects, indent=indent).encode(), step) == objects


@given(OBJECTS, st.integers(1, 40))
def test_objects_one_after_another(objects: list[Any], step: int) -> None:
    data = "\n".join(json.dumps(each, ensure_ascii=False) for each in objects)
    assert values(data.encode(), step) == objects


@given(st.binary(max_size=300), st.integers(1, 40))
def test_any_bytes_give_something(data: bytes, step: int) -> None:
    for value in values(data, step):
        assert value is not None


@given(OBJECTS.filter(bool), st.integers(1, 40), st.data())
def test_a_file_that_ends_early_gives_what_is_whole(
    objects: list[Any], step: int, data: st.DataObject
) -> None:
    text = json.dumps(objects).encode()
    whole = data.draw(st.integers(1, len(text) - 1))
    found = values(text[:whole], step)
    assert found[-1] is CUT_OFF
    assert found[:-1] == objects[: len(found) - 1]


def test_brackets_and_quotes_within_strings() -> None:
    objects = [{'a"]}[{': '\\"}{][\\'}, {"b": "\\\\"}]
    for step in (1, 2, 3, 1000):
        assert values(json.dumps(objects).encode(), step) == objects


def test_nesting_that_is_too_deep_is_refused_and_what_follows_is_read() -> None:
    deep = b'{"a":' * 10_000 + b"1" + b"}" * 10_000
    assert values(b"[" + deep + b', {"b": 2}]', 1000) == [TOO_DEEP, {"b": 2}]
    lists = b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
    assert values(lists) == [TOO_DEEP]


def test_as_deep_as_is_allowed_can_be_parsed() -> None:
    deep = b'{"a":' * splitting.DEEPEST + b"1" + b"}" * splitting.DEEPEST
    (found,) = values(deep, 1000)
    assert isinstance(found, dict)


def test_a_value_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "LARGEST", 100)
    large = json.dumps({"a": "x" * 200}).encode()
    assert values(b"[" + large + b', {"b": 2}]') == [TOO_LARGE, {"b": 2}]


def test_a_huge_string_is_read_in_one_pass() -> None:
    """Looked at again from its beginning with every chunk, this would take minutes."""
    data = b'[{"a": "' + b'\\"x' * 5_000_000 + b'"}]'
    (found,) = values(data, 4096)
    assert len(found["a"]) == 10_000_000


def test_what_strict_parsers_refuse() -> None:
    assert parsed(b'{"a": NaN, "b": "x\ny", "c": "\\ud83d"}')["c"] == "\ud83d"
    assert parsed(b'{"a": 1e999999}') == {"a": float("inf")}
    assert parsed(b'{"a": ' + b"9" * 5000 + b"}") is NOT_JSON
    assert parsed(b"{'a': 1}") is NOT_JSON
    assert parsed(b'{"a": "\xe9"}') is NOT_UTF8
    assert parsed(b'{"a": "\0"}') == {"a": "\0"}
