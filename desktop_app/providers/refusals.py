"""What a server says when it refuses: read from any shape, sorted by kind."""

from __future__ import annotations

import email.utils
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

_KINDS = {
    # An empty wallet. The same request never succeeds by being repeated.
    "insufficient_quota": (
        "insufficient_quota",
        "billing_hard_limit_reached",
        "billing_not_active",
        "credit_balance_exhausted",
        "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
    ),
    "invalid_api_key": ("invalid_api_key", "authentication_error", "account_deactivated"),
    "rate_limited": ("rate_limit_exceeded", "slow_down", "rate_limit_error"),
    "model_not_found": ("model_not_found",),
    "context_too_long": ("context_length_exceeded", "exceed_context_size_error"),
    "bad_parameter": (
        "unsupported_parameter",
        "unsupported_value",
        "unknown_parameter",
        "invalid_value",
        "invalid_type",
        "integer_below_min_value",
        "integer_above_max_value",
        "decimal_below_min_value",
        "decimal_above_max_value",
    ),
    "content_policy": ("content_policy_violation", "content_filter", "invalid_prompt"),
    "region_refused": ("unsupported_country_region_territory",),
    "permission_denied": ("permission_error",),
    "server_overloaded": ("server_is_overloaded", "overloaded_error", "unavailable_error"),
    "server_error": ("server_error", "internal_error", "api_error"),
}
_BY_NAME = {name: kind for kind, names in _KINDS.items() for name in names}
_BY_STATUS = {
    400: "bad_request",
    401: "invalid_api_key",
    402: "insufficient_quota",
    403: "permission_denied",
    404: "not_found",
    407: "proxy_authentication",
    408: "timed_out",
    409: "server_busy",
    413: "too_large",
    422: "bad_request",
    429: "rate_limited",
    503: "server_overloaded",
    504: "timed_out",
    529: "server_overloaded",
}
_BY_WORDS = (
    # Servers without codes say it in words only. The first match counts.
    (frozenset({429}), r"insufficient (balance|credit|funds|quota)|exceeded your current quota",
     "insufficient_quota"),
    (frozenset({400, 404, 422}), r"not a chat model", "not_a_chat_model"),
    (frozenset({400, 404}), r"model\b.{0,120}\b(not found|not exist|unknown)|no such model",
     "model_not_found"),
    (frozenset({0, 400, 413, 422, 500}), r"context (length|size|window)|maximum context|"
     r"prompt is too long|too many tokens", "context_too_long"),
)  # fmt: skip

REPEATABLE = frozenset(
    {"rate_limited", "server_busy", "server_overloaded", "server_error", "timed_out"}
)
"""Kinds of refusal that may be gone when the same request is sent again."""

_HTML = re.compile(r"\s*(<!doctype html|<html|<head|<body)", re.IGNORECASE)
_HTML_TITLE = re.compile(r"<title[^>]{0,100}>([^<]{1,200})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a server said when it refused.

    Attributes:
        status: The HTTP status, 0 for an error inside a stream.
        code: OpenAI's error code, empty where there is none.
        type: OpenAI's error type, empty where there is none.
        param: The parameter it is about.
        message: The server's own words; of a web page its title.
        html: Whether the body was a web page.
        retry_after: Seconds the server asks to wait, None where it doesn't say.
    """

    status: int
    code: str = ""
    type: str = ""
    param: str = ""
    message: str = ""
    html: bool = False
    retry_after: float | None = None

    @property
    def kind(self) -> str:
        """The kind of refusal, one word of ours."""
        for name in (self.code, self.type):
            kind = _BY_NAME.get(name, "")
            # Some servers call everything a server error; the status knows better.
            if kind and not (kind == "server_error" and 300 <= self.status < 500):
                return kind
        if 300 <= self.status < 400:
            return "redirected"
        if self.html and self.status < 500 and self.status not in (407, 429):
            return "web_page"
        for statuses, words, kind in _BY_WORDS:
            if self.status in statuses and re.search(words, self.message[:4000], re.IGNORECASE):
                return kind
        if self.param and self.status in (400, 422):
            return "bad_parameter"
        return _BY_STATUS.get(self.status) or _by_range(self.status)


def read_refusal(status: int, body: object, headers: Mapping[str, str] | None = None) -> Refusal:
    """Return what is known of a refusal.

    Args:
        status: The HTTP status, 0 inside a stream.
        body: The decoded body, with or without ``error`` around it: an object or any text.
        headers: The headers of the response; names are looked up in lower case.
    """
    headers = headers or {}
    wait = _retry_after(headers)
    if isinstance(body, Mapping):
        body = body.get("error") or body
    if isinstance(body, Mapping):
        return _from_object(status, body, wait)
    text = str(body or "")
    if 300 <= status < 400:
        return Refusal(status, message=f"Location: {headers.get('location', '')}")
    html = is_web_page(text)
    return Refusal(status, message=_page_title(text) if html else text, html=html, retry_after=wait)


def is_web_page(text: str) -> bool:
    """Whether a body is HTML."""
    return bool(_HTML.match(text[:200]))


def _page_title(text: str) -> str:
    title = _HTML_TITLE.search(text[:20_000])
    return f"A web page: {title.group(1).strip()}" if title else "A web page."


def _from_object(status: int, error: Mapping[str, object], wait: float | None) -> Refusal:
    code = error.get("code")
    if not status and type(code) is int and 400 <= code <= 599:
        status = code  # Some servers put the HTTP status into an error inside the stream.
    message = error.get("message") or error.get("detail") or dict(error)
    return Refusal(
        status,
        code=code if isinstance(code, str) else "",
        type=str(error.get("type") or ""),
        param=str(error.get("param") or ""),
        message=str(message),
        retry_after=wait,
    )


def _by_range(status: int) -> str:
    if status >= 500:
        return "server_error"
    return "bad_request" if status >= 400 else "failed"


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a ``Retry-After``, which is a number or a date (RFC 9110, 10.2.3)."""
    try:
        seconds = _seconds(headers)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, seconds) if seconds is not None and math.isfinite(seconds) else None


def _seconds(headers: Mapping[str, str]) -> float | None:
    if "retry-after-ms" in headers:
        return float(headers["retry-after-ms"]) / 1000
    value = headers.get("retry-after", "")
    if not value:
        return None
    if value.replace(".", "", 1).isdigit():
        return float(value)
    date = email.utils.parsedate_to_datetime(value)
    return (date - datetime.now(UTC)).total_seconds()
