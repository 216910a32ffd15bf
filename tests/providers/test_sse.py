from __future__ import annotations

from collections import deque
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import ProviderError
from desktop_app.providers.sse import EventReader, ServerEvent


def read(*pieces: bytes) -> list[ServerEvent]:
    reader = EventReader()
    return [event for piece in pieces for event in reader.feed(piece)] + reader.end()


def data(*pieces: bytes) -> list[bytes]:
    return [data for _, data in read(*pieces)]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_every_line_end_ends_a_line(end: bytes) -> None:
    stream = end.join([b"data: one", b"", b"data: two", b"data: more", b"", b""])
    assert data(stream) == [b"one", b"two\nmore"]


def test_a_line_end_split_between_two_pieces_is_one_line_end() -> None:
    assert data(b"data: a\r", b"\ndata: b\r", b"\n\r", b"\n") == [b"a\nb"]


def test_comments_ids_and_unknown_fields_are_no_events() -> None:
    assert data(b": ping\n\nid: 3\nretry: 10\nfoo: bar\n\ndata: x\n\n") == [b"x"]


def test_the_name_belongs_to_its_event_only() -> None:
    assert read(b"event: error\ndata: x\n\ndata: y\n\n") == [(b"error", b"x"), (b"", b"y")]


def test_a_name_without_data_is_no_event_and_is_forgotten() -> None:
    assert read(b"event: ping\n\ndata: x\n\n") == [(b"", b"x")]


def test_one_space_after_the_colon_is_not_data() -> None:
    assert data(b"data:a\n\ndata:  b\n\ndata\n\n") == [b"a", b" b", b""]


def test_a_byte_order_mark_is_skipped_even_when_split() -> None:
    assert data(b"\xef", b"\xbb", b"\xbfdata: x\n\n") == [b"x"]


def test_a_character_split_between_two_pieces_stays_whole() -> None:
    stream = "data: жизнь 🙂\n\n".encode()
    assert data(*(bytes([byte]) for byte in stream)) == ["жизнь 🙂".encode()]


def test_the_last_event_may_lack_its_empty_line() -> None:
    assert data(b"data: x\n") == [b"x"]


def test_a_cut_line_is_dropped() -> None:
    assert data(b"data: x\n\ndata: hal") == [b"x"]


@pytest.mark.parametrize(
    "piece", [b"x" * 100, b"data: 0123456789\n", b"data:\n"], ids=["line", "lines", "empty lines"]
)
def test_an_endless_event_is_refused(piece: bytes) -> None:
    reader = EventReader(limit=1000)
    read_all = partial(deque, (reader.feed(piece) for _ in range(500)), maxlen=0)
    with pytest.raises(ProviderError, match="more in one piece"):
        read_all()


def test_many_small_events_are_not_one_large_one() -> None:
    reader = EventReader(limit=1000)
    assert sum(len(reader.feed(b"data: 0123456789\n\n")) for _ in range(500)) == 500


LINES = st.sampled_from(
    [
        b"",
        b"data: {}",
        b"data:x",
        b"data",
        b": note",
        b"event: error",
        "data: é🙂".encode(),
        b"id: 1",
        b"\xef\xbb\xbf",
    ]
)
STREAMS = st.lists(st.tuples(LINES, st.sampled_from([b"\n", b"\r", b"\r\n"])), max_size=12)


@given(lines=STREAMS, tail=st.sampled_from([b"", b"data: cut"]), cuts=st.lists(st.integers(0, 150)))
def test_pieces_say_the_same_as_the_whole(
    lines: list[tuple[bytes, bytes]], tail: bytes, cuts: list[int]
) -> None:
    stream = b"".join(line + end for line, end in lines) + tail
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    pieces = [stream[a:b] for a, b in pairwise(edges)]
    assert read(*pieces) == read(stream)
