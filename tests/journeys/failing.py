"""The ways in which a request fails on a journey, and what a user is told of each."""

from __future__ import annotations

from dataclasses import dataclass

from tests.journeys.faults import (
    ELSEWHERE,
    EMPTY_WALLET,
    HTML_ERROR,
    HTML_PAGE,
    NO_JSON,
    NO_SUCH_MODEL,
    OVERLOADED,
    TOO_LONG,
    WRONG_KEY,
    Fault,
    HangUp,
    Silence,
    Then,
    Through,
    too_many,
)

TIMEOUT = 2.5
"""Seconds without a byte after which somebody gives up who waits for one that never comes."""


@dataclass(frozen=True, slots=True)
class Failing:
    """One way to fail.

    Attributes:
        fault: What the proxy does.
        code: The word for programs.
        title: A part of what is said to have happened.
        advice: A part of what is advised.
        keeps: Whether words have arrived before, which are kept.
        takes_time: Whether nothing happens until the client gives up.
    """

    fault: Fault
    code: str
    title: str
    advice: str
    keeps: bool = False
    takes_time: bool = False


FAILING = {
    "wrong key": Failing(WRONG_KEY, "invalid_api_key", "accept the API key", "key"),
    "no money": Failing(EMPTY_WALLET, "insufficient_quota", "no credit left", "Add credit"),
    "too many requests": Failing(too_many(1), "rate_limited", "too many requests", "Wait"),
    "overloaded": Failing(OVERLOADED, "server_overloaded", "overloaded", "Try again"),
    "bad gateway": Failing(HTML_ERROR, "server_error", "problem of its own", "Try again"),
    "no such model": Failing(NO_SUCH_MODEL, "model_not_found", "have the model", "nother model"),
    "too long": Failing(TOO_LONG, "context_too_long", "too long for this model", ""),
    "redirected": Failing(ELSEWHERE, "redirected", "to another address", "if you trust it"),
    "web page": Failing(HTML_PAGE, "web_page", "web page", "base URL"),
    "malformed": Failing(NO_JSON, "malformed_answer", "can't be read", "base URL"),
    "hung up": Failing(HangUp(), "interrupted", "broke off", "try again"),
    "cut": Failing(Through(Then.CUT), "interrupted", "broke off", "is kept", keeps=True),
    "reset": Failing(Through(Then.RESET), "interrupted", "broke off", "is kept", keeps=True),
    "garbled": Failing(
        Through(Then.GARBLE), "malformed_answer", "can't be read", "is kept", keeps=True
    ),
    "broken inside": Failing(
        Through(Then.ERROR), "server_error", "problem of its own", "Try again", keeps=True
    ),
    "stalled": Failing(
        *(Through(Then.STALL), "timed_out", "took too long to answer", "is kept"),
        keeps=True,
        takes_time=True,
    ),
    "silent": Failing(
        Silence(), "timed_out", "took too long to answer", "Try again", takes_time=True
    ),
}
"""All that can be made by a proxy while the server behind it is well."""


def assert_plain(text: str) -> None:
    """Fail where a user would read something that is meant for programs."""
    for raw in ("{", "}", "Traceback", "Error(", "HTTP/", "NoneType", "httpx2", "openai."):
        assert raw not in text, f"{raw!r} in {text!r}"
