from __future__ import annotations

import pytest

from desktop_app.core.conversation import Message, Role
from desktop_app.core.events import (
    Answering,
    KeyAwaited,
    ParameterLeftOut,
    Retrying,
    StreamEvent,
    TextDelta,
    UsageReported,
)
from desktop_app.ui.chat.live_note import note_words
from desktop_app.ui.chat.live_reply import LiveReply

BUSY = Retrying(2, 12.0, "Acme is busy")


def after(*events: StreamEvent) -> LiveReply:
    live = LiveReply()
    for event in events:
        live.note(event)
    return live


@pytest.mark.parametrize(
    ("live", "left", "words"),
    [
        (after(), 0.0, ""),
        (after(KeyAwaited()), 0.0, "waiting for the key store"),
        (after(BUSY), 11.2, "trying again in 12 s, attempt 2 of 3"),
        (after(BUSY), 0.1, "trying again in 1 s, attempt 2 of 3"),
        (after(BUSY), -0.1, "attempt 2 of 3"),
        (after(Retrying(5, 1.0, "")), 1.0, "trying again in 1 s, attempt 5 of 5"),
        (after(BUSY, KeyAwaited()), 0.0, "waiting for the key store"),
        (after(KeyAwaited(), BUSY), 3.0, "trying again in 3 s, attempt 2 of 3"),
        (after(BUSY, KeyAwaited(), Answering("chat")), 0.0, ""),
    ],
)
def test_what_is_being_done(live: LiveReply, left: float, words: str) -> None:
    assert note_words(live, left, 3) == words


def test_only_what_changes_the_words_counts() -> None:
    live = LiveReply()
    changes = [
        live.note(event) for event in (KeyAwaited(), BUSY, Answering("chat"), UsageReported(1, 2))
    ]
    assert changes == [True, True, True, False]


def test_parameters_are_kept_once() -> None:
    live = after(ParameterLeftOut("seed"), ParameterLeftOut("top_p"), ParameterLeftOut("seed"))
    assert live.left_out == ["seed", "top_p"]


def test_going_on_begins_behind_the_words_that_are_there() -> None:
    live = LiveReply()
    live.go_on(Message("c", Role.ASSISTANT, "Half", reasoning="Hm"))
    assert not live.has_words
    live.take(TextDelta(" and half"))
    assert (live.text, live.reasoning, live.has_words) == ("Half and half", "Hm", True)
