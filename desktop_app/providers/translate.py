"""Any failure of a model service, told in plain words and without secrets.

The exceptions of the SDK as they are met here::

    openai.OpenAIError
      APIError                      the body isn't what was promised
        APIConnectionError          no answer at all; the reason is its cause
          APITimeoutError
        APIStatusError              an answer of 3xx, 4xx or 5xx
    httpx2.HTTPError                the connection failed while the answer was read
    httpx2.InvalidURL
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from desktop_app.core.errors import ProviderError
from desktop_app.core.models import ENVIRONMENT_PROVIDER
from desktop_app.core.provider import ProxyUse
from desktop_app.providers.connection import Connection
from desktop_app.providers.refusals import REPEATABLE, Refusal, read_refusal, request_id
from desktop_app.providers.scrub import scrub
from desktop_app.providers.sentences import LOCAL_WORDS, WORDS, words
from desktop_app.providers.trouble import Trouble, trouble

__all__ = [
    "LOCAL_WORDS",
    "WORDS",
    "empty_answer",
    "http_failures",
    "list_timed_out",
    "malformed",
    "refused",
    "sdk_failures",
    "translate",
    "web_page",
]

_REPEATABLE_TROUBLE = frozenset(
    {
        "no_answer",
        "list_timed_out",
        "host_not_found",
        "connection_refused",
        "unreachable",
        "proxy_unreachable",
        "unreachable_behind_proxy",
        "interrupted",
        "empty_answer",
    }
)
"""Trouble on the way that may be gone when the same request is sent again."""

_MINUTES_FROM = 91.0
_HOURS_FROM = 91 * 60.0
"""Seconds from which a wait is told in the next larger unit."""


def sdk_failures() -> tuple[type[Exception], ...]:
    """Return the exceptions that `translate` takes. The SDK must have been loaded."""
    import httpx2
    import openai

    return (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError)


def http_failures() -> tuple[type[Exception], ...]:
    """Return the exceptions of the plain HTTP client, which must have been loaded."""
    import httpx2

    return (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError)


def translate(
    error: Exception,
    connection: Connection,
    model: str = "",
    headers: Mapping[str, str] | None = None,
) -> ProviderError:
    """Return the failure of a request in plain words.

    Raise the result outside the ``except`` block: as its context the original would be kept, and
    the original may quote the key.

    Args:
        error: One of `sdk_failures` or `http_failures`.
        connection: The provider that was asked.
        model: The model that was asked for.
        headers: Of the response, if there was one before the failure.
    """
    # Read without importing the SDK, which whoever asks without it hasn't loaded.
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None)
    if response is not None and isinstance(status, int):
        refusal = read_refusal(status, getattr(error, "body", None), response.headers)
        return refused(refusal, connection, model)
    return _told(
        trouble(error), connection, model, Refusal(0, request_id=request_id(headers or {}))
    )


def refused(refusal: Refusal, connection: Connection, model: str = "") -> ProviderError:
    """Return the error for what a server said.

    Args:
        refusal: What it said.
        connection: The provider that was asked.
        model: The model that was asked for.
    """
    code = refusal.kind
    detail = f"HTTP {refusal.status}: {refusal.message}" if refusal.status else refusal.message
    return _told(
        Trouble(code, _variant(code, refusal, connection), detail), connection, model, refusal
    )


def malformed(
    detail: str, connection: Connection, headers: Mapping[str, str] | None = None
) -> ProviderError:
    """Return the error for an answer that isn't what the API promises.

    Args:
        detail: What was found instead.
        connection: The provider that was asked.
        headers: Of the response.
    """
    return _without_refusal("malformed_answer", detail, connection, headers)


def empty_answer(connection: Connection, headers: Mapping[str, str] | None = None) -> ProviderError:
    """Return the error for an answer that has ended in good order and holds nothing.

    Args:
        connection: The provider that was asked.
        headers: Of the response.
    """
    return _without_refusal("empty_answer", "", connection, headers)


def list_timed_out(connection: Connection) -> ProviderError:
    """Return the error for a list of models that doesn't come.

    Args:
        connection: The provider that was asked.
    """
    return _without_refusal("list_timed_out", "", connection)


def web_page(
    text: str, connection: Connection, headers: Mapping[str, str] | None = None
) -> ProviderError:
    """Return the error for a web page where an answer was expected.

    Args:
        text: The page, or its beginning.
        connection: The provider that was asked.
        headers: Of the response.
    """
    return refused(read_refusal(200, text, headers), connection)


def _without_refusal(
    code: str, detail: str, connection: Connection, headers: Mapping[str, str] | None = None
) -> ProviderError:
    told = Refusal(0, request_id=request_id(headers or {}))
    return _told(Trouble(code, detail=detail), connection, "", told)


def _variant(code: str, refusal: Refusal, connection: Connection) -> str:
    """Return which words of the code fit best, see `sentences.VARIANTS`."""
    if code == "invalid_api_key":
        return "" if connection.secrets else "no_api_key"
    if code == "rate_limited":
        return _wait(refusal.retry_after)
    if code == "context_too_long" and refusal.limit:
        return "context_in_tokens" if refusal.asked else "context_limit"
    return "bad_value" if code == "bad_parameter" and refusal.about_value else ""


def _wait(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds <= 1:
        return "wait_a_second"
    if seconds < _MINUTES_FROM:
        return "wait_seconds"
    return "wait_minutes" if seconds < _HOURS_FROM else "wait_hours"


def _told(what: Trouble, connection: Connection, model: str, refusal: Refusal) -> ProviderError:
    if what.code == "invalid_api_key":
        connection.key_refused()
    endpoint = connection.endpoint
    title, advice = words(
        what.code,
        what.variant,
        local=connection.local,
        environment=connection.provider_id == ENVIRONMENT_PROVIDER,
        own_proxy=endpoint is not None and endpoint.proxy.use is ProxyUse.OWN,
    )
    wait = math.ceil(refusal.retry_after or 0)
    return ProviderError(
        title,
        advice,
        _detail(what.detail, refusal.request_id, connection),
        code=what.code,
        retryable=_may_succeed_later(what.code, refusal),
        retry_after=refusal.retry_after,
        who=scrub(_who(connection)),
        host=scrub(connection.host or connection.name),
        model=scrub(model, connection.key),
        param=scrub(refusal.param, connection.key)[:80],
        seconds=wait,
        minutes=math.ceil(wait / 60),
        hours=math.ceil(wait / 3600),
        limit=refusal.limit or "",
        asked=refusal.asked or "",
    )


def _detail(said: str, named: str, connection: Connection) -> str:
    lines = [scrub(said, *connection.secrets)] if said else []
    if named:
        lines.append(f"Request id: {scrub(named, *connection.secrets)}")
    return "\n".join(lines)


def _may_succeed_later(code: str, refusal: Refusal) -> bool:
    if refusal.final or (code == "timed_out" and not refusal.status):
        # Whoever has been silent for the whole time-out would be for another.
        return False
    return code in REPEATABLE or code in _REPEATABLE_TROUBLE


def _who(connection: Connection) -> str:
    if connection.local:
        return "The built-in model"
    if connection.provider_id == ENVIRONMENT_PROVIDER:
        return connection.host  # "Environment" is nobody who could do something.
    return connection.name
