"""Refusals that never end are refusals all the same."""

from __future__ import annotations

import pytest

from desktop_app.core.chat import ChatRequest
from desktop_app.providers import cut_refusal
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.connection import Connection
from desktop_app.providers.retry import RetryPolicy
from tests.openai_server import OpenAIServer, Refusal
from tests.providers.hearing import heard

both_ways = pytest.mark.parametrize("sdk", [True, False], ids=["sdk", "plain"])

# More is promised than comes: whoever wants it all waits until the connection is given up.
MORE = {"Content-Length": "1000000"}


@both_ways
async def test_no_more_is_read_than_is_of_use(
    connection: Connection, openai_server: OpenAIServer, request_: ChatRequest, sdk: bool
) -> None:
    openai_server.script(Refusal(402, "x" * (cut_refusal.LARGEST + 1), MORE))
    failure = (await heard(chat_model(connection, RetryPolicy(1), sdk=sdk), request_)).failure
    assert failure is not None
    assert failure.code == "insufficient_quota"
    assert "xxx" in failure.detail


@both_ways
async def test_words_that_dont_come_are_not_waited_for(
    connection: Connection,
    openai_server: OpenAIServer,
    request_: ChatRequest,
    sdk: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cut_refusal, "WITHIN", 0.1)
    openai_server.script(Refusal(402, "Pay fir", MORE))
    failure = (await heard(chat_model(connection, RetryPolicy(1), sdk=sdk), request_)).failure
    assert failure is not None
    assert failure.code == "insufficient_quota"
    assert "Pay fir" in failure.detail
