from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_app.core.conversation import Message, Role, Status, Trace, Usage
from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.ui.chat.reply_words import facts_of

BEGAN = datetime(2026, 3, 1, 10, tzinfo=UTC)
TRACE = Trace("responses", "req_1", 0.5, 8.0, 2, parameters={"top_p": 0.5, "stop": ["x" * 90]})
REPLY = Message(
    "chat",
    Role.ASSISTANT,
    "Words",
    model="gpt-4.1-mini",
    provider="acme",
    usage=Usage(1000, 300, 600, 100),
    cost=0.0031,
    trace=TRACE,
    finish_reason="stop",
    created_at=BEGAN,
    finished_at=BEGAN + timedelta(seconds=8),
)


def told(message: Message) -> dict[str, str]:
    return {fact.label: fact.value for fact in facts_of(message, "GPT-4.1 mini", "Acme")}


def test_everything_that_is_known() -> None:
    facts = told(REPLY)
    assert "2026" in facts.pop("Asked")
    assert facts == {
        "Model": "GPT-4.1 mini (gpt-4.1-mini)",
        "Provider": "Acme",
        "Interface": "Responses",
        "Ended": "complete",
        "First words after": "0.50 s",
        "Took": "8.0 s",
        "Speed": "40 tokens/s",
        "Read": "1000 token(s), 600 of them cached",
        "Written": "300 token(s), 100 of them thoughts",
        "Cost": "$0.0031",
        "Attempts": "2",
        "Parameters": 'top_p 0.5, stop ["' + "x" * 58 + "…",
        "Request id": "req_1",
    }
    assert [f.label for f in facts_of(REPLY, "", "") if f.is_name] == ["Request id"]


def test_an_older_message_tells_what_it_knows() -> None:
    facts = told(replace(REPLY, trace=None, usage=None, cost=None, model="m", finished_at=None))
    assert set(facts) == {"Model", "Provider", "Asked", "Ended"}
    assert told(replace(REPLY, trace=None))["Took"] == "8.0 s"


def test_estimates_are_called_so() -> None:
    facts = told(replace(REPLY, trace=replace(TRACE, estimated=True)))
    for label in ("Speed", "Read", "Written", "Cost"):
        assert facts[label].startswith("about "), label


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        (Status.COMPLETE, "stop", "complete"),
        (Status.COMPLETE, "", "complete"),
        (Status.COMPLETE, "length", "cut at the length limit"),
        (Status.COMPLETE, "content_filter", "cut by the service’s filter"),
        (Status.COMPLETE, "tool_calls", "tool_calls"),
        (Status.STOPPED, "", "stopped by you"),
        (Status.INTERRUPTED, "", "interrupted"),
        (Status.FAILED, "", "failed"),
    ],
)
def test_how_it_ended(status: Status, reason: str, words: str) -> None:
    assert told(replace(REPLY, status=status, finish_reason=reason))["Ended"] == words


def test_what_it_cost_where_that_is_no_number() -> None:
    local = replace(REPLY, cost=None, provider=LOCAL_PROVIDER)
    assert told(local)["Cost"] == "nothing: it ran on this computer"
    assert told(replace(REPLY, cost=None))["Cost"].startswith("not known")
    assert told(replace(REPLY, cost=0.0))["Cost"] == "$0.00"


def test_a_reply_without_a_word_has_no_speed() -> None:
    failed = replace(REPLY, status=Status.FAILED, trace=replace(TRACE, first_token=None))
    assert not {"Speed", "First words after"} & set(told(failed))
    assert "Speed" not in told(replace(REPLY, trace=replace(TRACE, seconds=0.5)))


def test_what_was_left_out_is_told() -> None:
    assert told(replace(REPLY, trace=replace(TRACE, left_out=3)))["Left out"] == (
        "3 oldest message(s)"
    )
    assert "Attempts" not in told(replace(REPLY, trace=replace(TRACE, attempts=1)))
