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

import errno
import socket
import ssl
from collections.abc import Iterator

from desktop_app.core.errors import ProviderError
from desktop_app.core.models import ENVIRONMENT_PROVIDER
from desktop_app.providers.connection import Connection
from desktop_app.providers.refusals import REPEATABLE, Refusal, read_refusal
from desktop_app.providers.scrub import scrub

_ANOTHER = "Try again in a moment, or pick another model."

WORDS = {
    "invalid_api_key": (
        "{who} doesn't accept the API key",
        "Check the key in the settings, or enter a new one.",
    ),
    "insufficient_quota": (
        "The account at {who} has no credit left",
        "Add credit or raise the limit on its billing page, or pick another model.",
    ),
    "rate_limited": (
        "{who} gets too many requests from this account",
        "Wait a moment, then try again.",
    ),
    "model_not_found": ("{who} doesn't have the model “{model}”", "Pick another model."),
    "not_a_chat_model": ("“{model}” can't chat", "Pick another model."),
    "not_found": (
        "{who} doesn't know this kind of request",
        "Check the base URL: it usually ends in /v1.",
    ),
    "permission_denied": (
        "{who} doesn't allow this",
        "The key or the account lacks the permission. Use another key, or pick another model.",
    ),
    "region_refused": (
        "{who} doesn't serve this region",
        "Pick another provider, or the built-in model.",
    ),
    "context_too_long": (
        "The conversation is too long for this model",
        "Start a new chat, or pick a model that can read more.",
    ),
    "too_large": ("The request is too large for {who}", "Send less at once, or start a new chat."),
    "bad_parameter": (
        "{who} doesn't accept the parameter “{param}”",
        "Change or remove it in the assistant's parameters.",
    ),
    "bad_request": (
        "{who} can't take this request",
        "Pick another model or another assistant. The details say what is wrong.",
    ),
    "content_policy": (
        "{who} refuses this because of its content rules",
        "Word it differently, or pick another model.",
    ),
    "server_busy": ("{who} is busy", _ANOTHER),
    "server_overloaded": ("{who} is overloaded", _ANOTHER),
    "server_error": ("{who} has a problem of its own", _ANOTHER),
    "failed": ("{who} reports an error", _ANOTHER),
    "timed_out": (
        "{who} took too long to answer",
        "What had arrived is kept. Try again in a moment, or pick another model.",
    ),
    "list_timed_out": (
        "{who} took too long to list its models",
        "Try again in a moment, or pick another provider.",
    ),
    "no_answer": (
        "{host} doesn't answer",
        "Check your network connection and the base URL, then try again.",
    ),
    "proxy_authentication": (
        "The proxy wants a name and a password",
        "Put them into the proxy variable, or ask whoever runs the network.",
    ),
    "proxy_failed": (
        "The proxy can't make the connection",
        "Check the variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY.",
    ),
    "redirected": (
        "{host} sends the request to another address",
        "Enter that address as the base URL if you trust it. The details name it.",
    ),
    "web_page": (
        "{host} answers with a web page instead of a model's answer",
        "Check the base URL. A sign-in page of the network may also be in between.",
    ),
    "malformed_answer": (
        "The answer of {who} can't be read",
        "What had arrived is kept. Try again; if it stays so, check the base URL.",
    ),
    "host_not_found": ("{host} can't be found", "Check your network connection and the base URL."),
    "connection_refused": (
        "Nothing answers at {host}",
        "Check that the server is running and that the base URL is right.",
    ),
    "unreachable": ("{host} can't be reached", "Check your network connection, then try again."),
    "tls_failed": (
        "The connection to {host} can't be trusted",
        "Check the date of this computer. In some networks a certificate has to be installed "
        "first; SSL_CERT_FILE can name it.",
    ),
    "interrupted": (
        "The connection broke off",
        "What had arrived is kept. Check your network, then try again.",
    ),
    "bad_address": (
        "The base URL is not a web address",
        "It starts with http:// or https:// and usually ends in /v1.",
    ),
}
"""Title and advice of every code."""

_STOPPED = (
    "The built-in model stopped",
    "What had arrived is kept. It starts again by itself: try again in a moment.",
)
LOCAL_WORDS = {
    "invalid_api_key": ("The built-in model was started by another window", "Restart Chatloom."),
    "context_too_long": (
        "The conversation is too long for the built-in model",
        "Start a new chat, or pick a model that can read more.",
    ),
    "model_not_found": ("This computer doesn't have the model “{model}”", "Pick another model."),
    "server_overloaded": ("The built-in model is busy", "Try again in a moment."),
    "server_error": (
        "The built-in model failed",
        "Try again. If it happens again, restart Chatloom.",
    ),
    "timed_out": (
        "The built-in model took too long to answer",
        "What had arrived is kept. Close programs that keep this computer busy, then try again.",
    ),
    "no_answer": _STOPPED,
    "connection_refused": _STOPPED,
    "unreachable": _STOPPED,
    "interrupted": _STOPPED,
}
"""What is said differently where the service is this computer."""

_ENVIRONMENT_ADVICE = {"invalid_api_key": "Check the variable OPENAI_API_KEY."}

_CONNECTION_TROUBLE = frozenset(
    {
        "no_answer",
        "list_timed_out",
        "host_not_found",
        "connection_refused",
        "unreachable",
        "interrupted",
    }
)


def sdk_failures() -> tuple[type[Exception], ...]:
    """Return the exceptions that `translate` takes. The SDK must have been loaded."""
    import httpx2
    import openai

    return (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError)


def translate(error: Exception, connection: Connection, model: str = "") -> ProviderError:
    """Return the failure of a request in plain words.

    Raise the result outside the ``except`` block: as its context the original would be kept, and
    the original may quote the key.

    Args:
        error: One of `sdk_failures`.
        connection: The provider that was asked.
        model: The model that was asked for.
    """
    import openai

    if isinstance(error, openai.APIStatusError):
        refusal = read_refusal(error.status_code, error.body, error.response.headers)
        return refused(refusal, connection, model)
    code = _trouble(error)
    detail = "; ".join(dict.fromkeys(_described(cause) for cause in _causes(error)))
    return _told(code, detail, connection, model)


def refused(refusal: Refusal, connection: Connection, model: str = "") -> ProviderError:
    """Return the error for what a server said.

    Args:
        refusal: What it said.
        connection: The provider that was asked.
        model: The model that was asked for.
    """
    detail = f"HTTP {refusal.status}: {refusal.message}" if refusal.status else refusal.message
    return _told(refusal.kind, detail, connection, model, refusal)


def malformed(detail: str, connection: Connection) -> ProviderError:
    """Return the error for an answer that isn't what the API promises.

    Args:
        detail: What was found instead.
        connection: The provider that was asked.
    """
    return _told("malformed_answer", detail, connection)


def list_timed_out(connection: Connection) -> ProviderError:
    """Return the error for a list of models that doesn't come.

    Args:
        connection: The provider that was asked.
    """
    return _told("list_timed_out", "", connection)


def web_page(text: str, connection: Connection) -> ProviderError:
    """Return the error for a web page where an answer was expected.

    Args:
        text: The page, or its beginning.
        connection: The provider that was asked.
    """
    return refused(read_refusal(200, text), connection)


def _told(
    code: str,
    detail: str,
    connection: Connection,
    model: str = "",
    refusal: Refusal | None = None,
) -> ProviderError:
    title, advice = (connection.local and LOCAL_WORDS.get(code)) or WORDS[code]
    if connection.provider_id == ENVIRONMENT_PROVIDER:
        advice = _ENVIRONMENT_ADVICE.get(code, advice)
    return ProviderError(
        title,
        advice,
        scrub(detail, connection.key),
        code=code,
        retryable=code in _CONNECTION_TROUBLE or (refusal is not None and code in REPEATABLE),
        retry_after=refusal.retry_after if refusal else None,
        who=_who(connection),
        host=connection.host or connection.name,
        model=scrub(model, connection.key),
        param=scrub(refusal.param if refusal else "", connection.key)[:80],
    )


def _who(connection: Connection) -> str:
    if connection.local:
        return "The built-in model"
    if connection.provider_id == ENVIRONMENT_PROVIDER:
        return connection.host  # "Environment" is nobody who could do something.
    return connection.name


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what is behind it, the members of groups included."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
        behind = cause.__cause__ or cause.__context__
        if behind is not None:
            waiting.append(behind)


def _described(cause: BaseException) -> str:
    return f"{type(cause).__name__}: {cause}"


def _trouble(error: Exception) -> str:
    """Return the code for a request that got no answer, or only a part of one."""
    causes = list(_causes(error))
    code = _trouble_of_system(causes) or _trouble_of_client(causes)
    # A handshake that fails without a word about the certificate: no TLS there, or an old one.
    if code == "unreachable" and any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "tls_failed"
    return code


def _trouble_of_system(causes: list[BaseException]) -> str:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "tls_failed"
        if isinstance(cause, socket.gaierror):
            return "host_not_found"
        if isinstance(cause, ConnectionRefusedError):
            return "connection_refused"
        if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return "unreachable"
    return ""


def _trouble_of_client(causes: list[BaseException]) -> str:
    import httpx2

    # From the most particular to the most general; the first that is found counts.
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (httpx2.ProxyError, "proxy_failed"),
        (httpx2.ConnectTimeout, "no_answer"),
        (httpx2.TimeoutException, "timed_out"),
        (httpx2.ConnectError, "unreachable"),
        (httpx2.DecodingError, "malformed_answer"),
        (httpx2.UnsupportedProtocol, "bad_address"),
        (httpx2.InvalidURL, "bad_address"),
        (httpx2.TransportError, "interrupted"),
        (httpx2.StreamError, "interrupted"),
    )
    for kind, code in kinds:
        for cause in causes:
            if isinstance(cause, kind):
                asks = code == "proxy_failed" and "407" in str(cause)
                return "proxy_authentication" if asks else code
    return "malformed_answer"
