from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from desktop_app.core.conversation import Message, Status
from desktop_app.core.errors import Failure
from desktop_app.core.sentiment import Sentiment
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_text import LEFT
from tests.ui.chat.transcript.laying_out import WORDS, Materials, answered, asked

LONG = "\n\n".join(f"{number}: {WORDS}" for number in range(30))
THOUGHTS = "First I think.\n\nThen I think on."
FAILURE = Failure("It failed", "Try again.")


@pytest.fixture
def materials(qtbot: QtBot) -> Materials:
    return Materials()


def laid(row: Row, width: int = 600) -> Row:
    row.lay_out(width, 0, 1e6)
    return row


def texts(row: Row) -> list[str]:
    """Return the words of all blocks in reading order."""
    return [
        item.text for name, _, _ in row.blocks() for item in getattr(row.block(name), "items", [])
    ]


# Where things are


@pytest.mark.parametrize(
    "message",
    [
        asked(WORDS),
        answered(WORDS),
        answered(WORDS, reasoning=THOUGHTS),
        answered(WORDS, status=Status.FAILED, failure=FAILURE),
        answered("", status=Status.INTERRUPTED),
    ],
)
def test_parts_of_a_message_do_not_overlap(materials: Materials, message: Message) -> None:
    row = materials.row(message)
    row.fold(unfolded=bool(message.reasoning))
    laid(row)
    stretches = [(row.header.top(), row.header.bottom())]
    if message.reasoning:
        stretches.append((row.fold_area.top(), row.fold_area.bottom()))
    stretches += [(section.top, section.top + section.body.height) for section in row.sections]
    if not row.notice_area.isEmpty():
        stretches.append((row.notice_area.top(), row.notice_area.bottom()))
    if not row.is_user:
        stretches.append((row.actions_top, row.actions_top + 28))
    for upper, lower in pairwise(stretches):
        assert upper[1] <= lower[0]
    assert stretches[-1][1] <= row.height


def test_box_of_the_user_holds_everything(materials: Materials) -> None:
    row = laid(materials.row(asked(WORDS, failure=FAILURE)))
    for area in (row.header, row.notice_area):
        assert row.box.contains(area)
    assert row.box.right() == row.width == 600
    assert row.height > row.box.bottom()


def test_words_stand_right_of_the_thread(materials: Materials) -> None:
    row = laid(materials.row(answered("One two three")))
    (section,) = row.sections
    assert row.text_width < 600 - LEFT
    assert row.spot_at(QPointF(LEFT + 1, section.top + 5)) == (0, 0, 0)
    assert row.spot_at(QPointF(600, section.top + 5)).offset == 13
    assert [corner.x() for _, corner, _ in row.visible(0, 1000)] == [LEFT]


def test_only_what_is_seen_is_laid_out(materials: Materials) -> None:
    row = materials.row(answered(LONG))
    estimated = row.height
    height = row.lay_out(600, 0, 300)
    assert 0 < row.laid_count < 10
    assert height == row.height
    row.lay_out(600, height - 200, height)
    assert row.laid_count < 20
    assert height == pytest.approx(estimated, rel=0.5)


def test_blocks_are_found_where_they_stand(materials: Materials) -> None:
    row = materials.row(answered(LONG, reasoning=THOUGHTS))
    row.fold(unfolded=True)
    laid(row)
    names = [name for name, _, _ in row.blocks()]
    assert names == sorted(names)
    assert len(names) == 32
    for name in names:
        top, height = row.block_top(name), row.block_height(name)
        assert row.block_at(top + height / 2) == (name, top)
        found = row.block(name)
        assert found is not None
        assert found.height == height
        assert row.spot_at(QPointF(200, top + height / 2)).block == name
    assert row.block_at(0) == (-1, 0)


def test_block_that_is_not_there(materials: Materials) -> None:
    row = laid(materials.row(answered("One")))
    assert row.find_block(7) is None
    assert row.block(7) is None
    assert (row.block_top(7), row.block_height(7)) == (0, 0)


def test_links_are_found_in_words_and_thoughts(materials: Materials) -> None:
    link = "[here](https://example.org)"
    row = materials.row(answered(link, reasoning=link))
    row.fold(unfolded=True)
    laid(row)
    for section in row.sections:
        assert row.link_at(QPointF(LEFT + 5, section.top + 10)) == "https://example.org"
    assert row.link_at(QPointF(LEFT + 5, row.header.center().y())) == ""


# Growing


def test_answer_that_begins_has_room_for_its_first_line(materials: Materials) -> None:
    row = materials.row(answered(""))
    row.begin()
    empty = laid(row).height
    row.grow("One")
    assert laid(row).height - empty <= 6


def test_growing_is_seen_from_the_last_block_on(materials: Materials) -> None:
    row = materials.row(answered(""))
    row.begin()
    row.grow(LONG)
    laid(row)
    assert row.grow(" and") == row.block_top(29)
    assert row.message.text == f"{LONG} and"
    row.grow("\n\nMore")
    assert laid(row).message.text.endswith("More")
    assert texts(row)[-1] == "More"


def test_end_that_is_what_grew_lays_out_nothing_anew(materials: Materials) -> None:
    row = materials.row(answered(""))
    row.begin()
    row.grow("One\n\n**Two")
    laid(row)
    first = row.block(0)
    row.end(replace(row.message, text="One\n\n**Two", status=Status.COMPLETE))
    assert row.block(0) is first
    assert not row.live


def test_end_may_be_another_text(materials: Materials) -> None:
    row = materials.row(answered("", reasoning="hm"))
    row.begin()
    row.fold(unfolded=True)
    row.grow("One")
    row.think(", well")
    row.end(replace(row.message, text="Two", reasoning="hm, yes"))
    assert texts(laid(row)) == ["hm, yes", "Two"]


def test_what_is_written_on_goes_on_behind_what_had_arrived(materials: Materials) -> None:
    row = materials.row(answered("One", reasoning="hm", status=Status.INTERRUPTED))
    row.fold(unfolded=True)
    assert laid(row).notice is not None
    row.resume("One and", "hm, well")
    assert row.notice is None
    row.grow(" two")
    row.think(", yes")
    assert texts(laid(row)) == ["hm, well, yes", "One and two"]
    row.end(replace(row.message, status=Status.COMPLETE))
    assert texts(laid(row)) == ["hm, well, yes", "One and two"]


def test_another_state_is_shown(materials: Materials) -> None:
    row = laid(materials.row(answered("One")))
    before = row.block(0)
    row.show_message(replace(row.message, sentiment=Sentiment("positive", 0.5, 0.9)))
    assert row.block(0) is before
    assert row.sentiment is not None
    row.show_message(replace(row.message, text="Two", status=Status.FAILED, failure=FAILURE))
    assert texts(laid(row)) == ["Two"]
    assert row.notice is not None


# Thoughts


def test_thoughts_are_shown_when_they_are_unfolded(materials: Materials) -> None:
    row = laid(materials.row(answered("Words", reasoning=THOUGHTS)))
    folded = row.height
    assert texts(row) == ["Words"]
    row.fold(unfolded=True)
    assert laid(row).height > folded
    assert texts(row) == ["First I think.", "Then I think on.", "Words"]
    row.fold(unfolded=False)
    assert laid(row).height == folded


def test_thoughts_grow_while_they_are_shown(materials: Materials) -> None:
    row = materials.row(answered(""))
    row.begin()
    row.think("I ")
    assert not row.fold_area.isEmpty()
    row.fold(unfolded=True)
    row.think("think")
    assert texts(laid(row)) == ["I think"]
    assert row.message.reasoning == "I think"
    row.show_message(replace(row.message, reasoning="I thought"))
    assert texts(laid(row)) == ["I thought"]


def test_message_without_thoughts_has_nothing_to_fold(materials: Materials) -> None:
    assert materials.row(answered("Words")).fold_area.isEmpty()


# What it lets go of


def test_letting_go_keeps_the_height(materials: Materials) -> None:
    row = laid(materials.row(answered(LONG)))
    height = row.height
    row.release(row.block_top(10), row.block_top(15))
    assert 5 <= row.laid_count <= 7
    row.release()
    assert row.laid_count == 0
    assert row.height == height


def test_type_of_another_size_is_laid_out_anew(materials: Materials) -> None:
    row = materials.row(answered(LONG, reasoning=THOUGHTS))
    row.fold(unfolded=True)
    height = laid(row).height
    row.restyle(materials.workshop(zoom=1.5))
    assert row.laid_count == 0
    assert laid(row).height > 1.3 * height


def test_refreshing_sees_again_to_what_is_laid_out(materials: Materials) -> None:
    row = laid(materials.row(answered("$$\nx\n$$", reasoning="$$\nx\n$$")))
    row.fold(unfolded=True)
    before = [item.laid for name, _, _ in row.blocks() for item in row.block(name).items]  # type: ignore[union-attr]
    row.refresh()
    after = [item.laid for name, _, _ in laid(row).blocks() for item in row.block(name).items]  # type: ignore[union-attr]
    assert all(one is not other for one, other in zip(before, after, strict=True))


# What it tells


def test_notice_is_made_once_and_dropped_with_its_reason(materials: Materials) -> None:
    row = laid(materials.row(answered("One", status=Status.FAILED, failure=FAILURE)))
    laid(row)
    (notice,) = materials.notices
    assert row.notice is notice
    assert row.notice_area.height() > 0
    row.show_message(replace(row.message, status=Status.COMPLETE, failure=None))
    assert row.notice is None
    assert laid(row).notice_area.isEmpty()


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"status": Status.STOPPED}, "stopped"),
        ({"status": Status.INTERRUPTED}, "interrupted"),
        ({"status": Status.FAILED}, "failed"),
        ({"finish_reason": "length"}, "cut at the length limit"),
        ({"finish_reason": "content_filter"}, "cut by the service’s filter"),
    ],
)
def test_end_is_told_before_the_time(
    materials: Materials, values: dict[str, object], word: str
) -> None:
    told = materials.row(answered("One", **values)).when
    assert told.startswith(f"{word} · ")
    assert told.removeprefix(f"{word} · ") == materials.row(answered("One")).when


def test_live_answer_tells_what_is_being_done(materials: Materials) -> None:
    row = materials.row(answered("", sentiment=Sentiment("positive", 0.5, 0.9)))
    row.begin()
    assert row.when == "writing"
    row.note = "thinking"
    assert row.when == "thinking"
    assert row.sentiment is None
    assert not row.is_cut


def test_only_the_last_answer_that_was_stopped_can_be_asked_for_again(
    materials: Materials,
) -> None:
    row = materials.row(answered("One", status=Status.STOPPED))
    assert not row.can_be_asked_again
    row.last = True
    assert row.can_be_asked_again
    row.begin()
    assert not row.can_be_asked_again
