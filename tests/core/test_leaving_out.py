from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.leaving_out import Room, oldest_to_leave_out, room_told
from tests.core.test_chat_request import talk

NINE = talk(*("x" * 400 for _ in range(9)))
"""Nine messages of a hundred tokens, a question at each end."""


@pytest.mark.parametrize(
    ("room", "count"),
    [
        # 900 tokens were sent, an eighth of what can be read is kept for the answer.
        (Room(800, 900), 2),
        (Room(700, 900), 4),
        (Room(400, 900), 6),
        (Room(10, 900), 8),
        # The server counts twice as much: then the letters count twice as much too.
        (Room(1400, 1800), 4),
        # It is estimated what was sent.
        (Room(700), 4),
        # An estimate that fits, or nothing to go by: a half.
        (Room(4000), 4),
        (Room(), 4),
    ],
)
def test_as_many_as_have_to_go(room: Room, count: int) -> None:
    assert oldest_to_leave_out(NINE, None, room) == count


def test_what_is_left_out_already_counts_along() -> None:
    assert oldest_to_leave_out(NINE, "m4", Room()) == 6
    assert oldest_to_leave_out(NINE, "m4", Room(450, 500)) == 6


def test_better_answers_count_in_their_place() -> None:
    longer = [*NINE]
    longer[1] = replace(longer[1], text="x" * 4000, corrected_text="x" * 400)
    assert oldest_to_leave_out(longer, None, Room(800, 900)) == 2


def test_the_last_question_stays_whatever_its_length() -> None:
    huge = [*NINE[:-1], replace(NINE[-1], text="y" * 100_000)]
    assert oldest_to_leave_out(huge, None, Room(1000, 25_900)) == 8
    assert oldest_to_leave_out(huge, "m8", Room(1000, 25_000)) == 0
    assert oldest_to_leave_out(NINE[:1], None, Room()) == 0
    assert oldest_to_leave_out([], None, Room()) == 0


def test_two_questions_without_an_answer_can_be_parted() -> None:
    two = [replace(NINE[0], id="a"), replace(NINE[0], id="b", parent="a")]
    assert oldest_to_leave_out(two, None, Room()) == 1


def test_empty_messages_divide_nothing_by_nothing() -> None:
    assert oldest_to_leave_out(talk("", "", ""), None, Room(10)) == 2


@pytest.mark.parametrize(
    ("values", "context", "room"),
    [
        ({"limit": "8,192", "asked": "9 001"}, 4096, Room(8192, 9001)),
        ({"asked": "9001"}, 4096, Room(4096, 9001)),
        ({}, None, Room()),
        ({"limit": "many", "asked": "9" * 5000}, None, Room()),
    ],
)
def test_what_the_server_said_counts_more_than_the_catalogue(
    values: dict[str, str], context: int | None, room: Room
) -> None:
    assert room_told(values, context) == room
