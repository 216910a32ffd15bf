"""Why a request got no answer, or only a part of one: read from the exception and its causes."""

from __future__ import annotations

import errno
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong on the way.

    Attributes:
        code: One of `sentences.WORDS`.
        variant: One of `sentences.VARIANTS`, empty for none.
        detail: The exceptions in their own words. May hold secrets.
    """

    code: str
    variant: str = ""
    detail: str = ""


_CERTIFICATE = {
    # The numbers of OpenSSL (x509_vfy.h), which have stayed the same for twenty years.
    9: "certificate_early",
    10: "certificate_expired",
    18: "certificate_unknown",
    19: "certificate_unknown",
    20: "certificate_unknown",
    21: "certificate_unknown",
    62: "wrong_host",
    64: "wrong_host",
}
_CERTIFICATE_WORDS = (
    # Systems with a trust store of their own say it in words only.
    (re.compile(r"expired", re.I), "certificate_expired"),
    (re.compile(r"host ?name|not valid for|name mismatch|CN name", re.I), "wrong_host"),
    (re.compile(r"self[- ]signed|issuer|not trusted|untrusted|root", re.I), "certificate_unknown"),
)
_PROXY_STATUS = {
    403: "proxy_refused",
    407: "proxy_authentication",
    502: "unreachable_behind_proxy",
    503: "unreachable_behind_proxy",
    504: "unreachable_behind_proxy",
}


def trouble(error: BaseException) -> Trouble:
    """Return what is behind an exception of the SDK, of the HTTP client or of the system."""
    causes = list(_causes(error))
    detail = "; ".join(dict.fromkeys(f"{type(cause).__name__}: {cause}" for cause in causes))
    proxy = _proxy_trouble(causes)
    if proxy:
        return Trouble(proxy, detail=detail)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Trouble("tls_failed", _certificate(cause), detail)
    code = _trouble_of_system(causes) or _trouble_of_client(causes)
    # A handshake that fails without a word about the certificate: no TLS there, or an old one.
    if code == "unreachable" and any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Trouble("tls_failed", "no_tls", detail)
    return Trouble(code, detail=detail)


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


def _proxy_trouble(causes: list[BaseException]) -> str:
    import httpx2

    refusal = next((cause for cause in causes if isinstance(cause, httpx2.ProxyError)), None)
    if refusal is None:
        return ""
    if any(isinstance(cause, (httpx2.ConnectError, httpx2.ConnectTimeout)) for cause in causes):
        return "proxy_unreachable"
    status = re.match(r"\d{3}\b", str(refusal))
    return _PROXY_STATUS.get(int(status[0]) if status else 0, "proxy_failed")


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    variant = _CERTIFICATE.get(getattr(error, "verify_code", 0), "")
    said = (kind for words, kind in _CERTIFICATE_WORDS if words.search(str(error)))
    return variant or next(said, "")


def _trouble_of_system(causes: list[BaseException]) -> str:
    for cause in causes:
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
        (httpx2.ConnectTimeout, "no_answer"),
        (httpx2.WriteTimeout, "write_timed_out"),
        (httpx2.TimeoutException, "timed_out"),
        (httpx2.ConnectError, "unreachable"),
        (httpx2.DecodingError, "malformed_answer"),
        (httpx2.UnsupportedProtocol, "bad_address"),
        (httpx2.InvalidURL, "bad_address"),
        (httpx2.TransportError, "interrupted"),
        (httpx2.StreamError, "interrupted"),
    )
    for kind, code in kinds:
        if any(isinstance(cause, kind) for cause in causes):
            return code
    return "malformed_answer"
