"""What a server says when it refuses: read from any shape, sorted by kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import orjson

from desktop_app.providers.asked_to_wait import asked_to_wait
from desktop_app.providers.scrub import scrub

if TYPE_CHECKING:
    import httpx2

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
    "invalid_api_key": (
        "invalid_api_key",
        "authentication_error",
        "account_deactivated",
        "incorrect_api_key",
        "invalid_authentication",
    ),
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
    "content_policy": (
        "content_policy_violation",
        "content_filter",
        "invalid_prompt",
        "bio_policy",
        "moderation_blocked",
    ),
    "image_policy": ("image_content_policy_violation",),
    "bad_image": (
        "invalid_image",
        "invalid_image_format",
        "invalid_base64_image",
        "invalid_image_url",
        "invalid_image_mode",
        "image_too_large",
        "image_too_small",
        "image_parse_error",
        "image_file_too_large",
        "image_file_not_found",
        "unsupported_image_media_type",
        "empty_image_file",
        "failed_to_download_image",
    ),
    "region_refused": ("unsupported_country_region_territory", "data_residency_mismatch"),
    "training_closed": ("training_not_available",),
    "permission_denied": ("permission_error",),
    "server_overloaded": ("server_is_overloaded", "overloaded_error", "unavailable_error"),
    "server_error": ("server_error", "internal_error", "api_error"),
}
_VALUES = frozenset(
    {"unsupported_value", "invalid_value", "invalid_type"}
    | {
        f"{kind}_{side}_value"
        for kind in ("integer", "decimal")
        for side in ("below_min", "above_max")
    }
)
"""Codes that find fault with the value of a parameter, not with the parameter."""

_PARAM_IN_WORDS = re.compile(
    r"(?:(?:un(?:supported|known|recognized)|unexpected|invalid|extra)[\w ]{0,30}"
    r"(?:parameter|param|argument|field|keyword)[\w ]{0,20}|parameter)[:=]?\s*"
    r"['\"`“]([\w.\[\]-]{1,60})['\"`”]",
    re.IGNORECASE,
)
_REQUEST_IDS = ("x-request-id", "request-id", "apim-request-id")

_TOKENS = (
    # What a conversation may hold and what it was, in the words of OpenAI, vLLM, OpenRouter,
    # llama.cpp, Anthropic and LM Studio.
    re.compile(
        r"(?:maximum context length is|configured limit of|context length of(?: only)?|"
        r"maximum model length of|context size \(?|context window of)\s*(?P<limit>[\d,]{1,12})",
        re.IGNORECASE,
    ),
    re.compile(r">\s*(?P<limit>[\d,]{1,12})\s+maximum", re.IGNORECASE),
    re.compile(
        r"(?:resulted in|requested(?: about)?|request has|request \(|prompt \(length|"
        r"prompt contains(?: at least)?|too long:|keep the first)\s*(?P<asked>[\d,]{1,12})",
        re.IGNORECASE,
    ),
)

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
     r"prompt is too long|too many tokens|longer than the maximum model length|"
     r"tokens exceed the configured limit", "context_too_long"),
)  # fmt: skip

REPEATABLE = frozenset(
    {"rate_limited", "server_busy", "server_overloaded", "server_error", "timed_out"}
)
"""Kinds of refusal that may be gone when the same request is sent again."""

_HTML = re.compile(r"\s*(<!doctype html|<html|<head|<body)", re.IGNORECASE)
_HTML_TITLE = re.compile(r"<title[^>]{0,100}>([^<]{1,2000})", re.IGNORECASE)


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
        request_id: The server's name for the request, empty where it gives none.
        final: The server says that the same request fails again.
        limit: Tokens the model can read, None where they aren't told.
        asked: Tokens it was sent, None where they aren't told.
    """

    status: int
    code: str = ""
    type: str = ""
    param: str = ""
    message: str = ""
    html: bool = False
    retry_after: float | None = None
    request_id: str = ""
    final: bool = False
    limit: int | None = None
    asked: int | None = None

    @property
    def kind(self) -> str:
        """The kind of refusal, one word of ours."""
        kind = self._kind_by_name()
        if kind:
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

    def _kind_by_name(self) -> str:
        for name in (self.code, self.type):
            kind = _BY_NAME.get(name, "")
            if kind == "bad_parameter" and not self.param:
                continue  # Without its name nobody can change it.
            # Some servers call everything a server error; the status knows better.
            known_better = self.status in _BY_STATUS or 300 <= self.status < 500
            if kind and not (kind == "server_error" and known_better):
                return kind
        return ""

    @property
    def about_value(self) -> bool:
        """Whether it is the value of a parameter that is refused, not the parameter."""
        return self.code in _VALUES


def read_refusal(status: int, body: object, headers: Mapping[str, str] | None = None) -> Refusal:
    """Return what is known of a refusal.

    Args:
        status: The HTTP status, 0 inside a stream.
        body: The decoded body, with or without ``error`` around it: an object or any text.
        headers: The headers of the response; names are looked up in lower case.
    """
    headers = headers or {}
    if isinstance(body, Mapping):
        body = body.get("error") or body
    refusal = _from_object(status, body) if isinstance(body, Mapping) else _from_text(status, body)
    if 300 <= status < 400:
        refusal = Refusal(status, message=f"Location: {headers.get('location', '')}")
    waits = refusal.status in (0, 429, 503)
    return replace(
        refusal,
        retry_after=asked_to_wait(headers, refusal.message) if waits else asked_to_wait(headers),
        request_id=request_id(headers),
        final=headers.get("x-should-retry", "").lower() == "false",
    )


def refusal_in(response: httpx2.Response, body: bytes) -> Refusal:
    """Return what is known of a refusal by its response, whose body has been read by now."""
    try:
        said: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        said = body.decode(errors="replace")
    return read_refusal(response.status_code, said, response.headers)


def request_id(headers: Mapping[str, str]) -> str:
    """Return the name a server gave to a request without secrets, empty where it gave none."""
    named = next((headers[name] for name in _REQUEST_IDS if headers.get(name)), "")
    # Masked before it is cut, so that no half of a key is left at the edge.
    return scrub(named)[:100] if named.isprintable() else ""


def is_web_page(text: str) -> bool:
    """Whether a body is HTML."""
    return bool(_HTML.match(text[:200]))


def _page_title(text: str) -> str:
    title = _HTML_TITLE.search(text[:20_000])
    return f"A web page: {scrub(title[1].strip(), most=200)}" if title else "A web page."


def _from_text(status: int, body: object) -> Refusal:
    text = str(body or "")
    html = is_web_page(text)
    return Refusal(status, message=_page_title(text) if html else text, html=html)


def _from_object(status: int, error: Mapping[str, object]) -> Refusal:
    code = error.get("code")
    if not status and type(code) is int and 400 <= code <= 599:
        status = code  # Some servers put the HTTP status into an error inside the stream.
    message = str(error.get("message") or error.get("detail") or dict(error))
    named = str(error.get("param") or "")
    in_words = _PARAM_IN_WORDS.search(message[:2000])
    tokens = _tokens(message[:2000])
    return Refusal(
        status,
        code=code if isinstance(code, str) else "",
        type=str(error.get("type") or ""),
        param=named or (in_words[1] if in_words and status in (0, 400, 422) else ""),
        message=message,
        limit=_count(error.get("n_ctx")) or tokens.get("limit"),
        asked=_count(error.get("n_prompt_tokens")) or tokens.get("asked"),
    )


def _tokens(message: str) -> dict[str, int]:
    found = (pattern.search(message) for pattern in _TOKENS)
    told = {name: value for match in found if match for name, value in match.groupdict().items()}
    return {name: int(value.replace(",", "")) for name, value in told.items() if value.strip(",")}


def _count(value: object) -> int | None:
    return value if type(value) is int and value > 0 else None


def _by_range(status: int) -> str:
    if status >= 500:
        return "server_error"
    return "bad_request" if status >= 400 else "failed"
