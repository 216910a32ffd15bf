"""The search finds what looking through everything by hand finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.search_query import parse
from desktop_app.storage import search as searching
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from desktop_app.storage.search import search_page

THEN = datetime(2026, 1, 2, tzinfo=UTC)
LETTERS = "abcя"
SIGNS = "日本語"

words = st.text(LETTERS, min_size=1, max_size=5)
signs = st.text(SIGNS, min_size=1, max_size=4)
texts = st.lists(words | signs, min_size=1, max_size=6).flatmap(
    lambda parts: st.lists(
        st.sampled_from([" ", "", ", "]), min_size=len(parts), max_size=len(parts)
    ).map(lambda gaps: "".join(part + gap for part, gap in zip(parts, gaps, strict=True)))
)
queries = st.lists(words | signs, min_size=1, max_size=3)


@pytest.fixture(params=["usual", "few words asked for", "little looked at", "plenty at once"])
def limits(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let small data take the ways that else only large data takes."""
    changed = {
        "usual": {},
        "few words asked for": {"MANY": 1, "VERY_MANY": 3},
        "little looked at": {"MANY": 1, "VERY_MANY": 5000, "_LOOKED_AT": 2},
        "plenty at once": {"PLENTY": 2},
    }[request.param]
    with patch.multiple(searching, **changed) if changed else patch.object(searching, "MANY", 150):
        yield


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(said=st.lists(texts, max_size=8), asked=queries, limit=st.integers(1, 4))
async def test_any_words_in_any_texts(
    database: Database,
    store: Conversations,
    limits: None,
    said: list[str],
    asked: list[str],
    limit: int,
) -> None:
    await database.run("DELETE FROM conversation")
    for number, text in enumerate(said):
        moment = THEN + timedelta(minutes=number)
        message = Message("c", Role.USER, text, id=str(number), created_at=moment,
                          finished_at=moment)  # fmt: skip
        await store.add_prompt(Conversation(id="c", created_at=THEN, updated_at=THEN), message)
    found, place = [], None
    while True:
        page = await search_page(database, parse(" ".join(asked), THEN.date()), limit, place)
        found += [int(hit.message or -1) for hit in page.hits]
        assert len(page.hits) == limit or page.next is None
        place = page.next
        if place is None:
            break
    assert found == _by_hand(said, asked)


def _by_hand(said: list[str], asked: list[str]) -> list[int]:
    whole = [number for number, text in enumerate(said) if _matches(text, asked, inside=False)]
    if len(whole) < searching.PLENTY:
        whole = [number for number, text in enumerate(said) if _matches(text, asked, inside=True)]
    return whole[::-1]


def _matches(text: str, asked: list[str], *, inside: bool) -> bool:
    there = re.findall(f"[{LETTERS}]+", text)
    return all(
        _has(text, there, word, is_last=place == len(asked) - 1, inside=inside)
        for place, word in enumerate(asked)
    )


def _has(text: str, there: list[str], word: str, *, is_last: bool, inside: bool) -> bool:
    if word[0] in SIGNS:
        return word in text
    if inside and len(word) >= 3:
        return any(word in one for one in there)
    return any(one.startswith(word) for one in there) if is_last else word in there
