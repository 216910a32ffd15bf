"""Title and advice of every failure of a model service.

They become a `desktop_app.core.errors.ProviderError`, which fills the ``{placeholders}``.
"""

from __future__ import annotations

_ANOTHER = "Try again in a moment, or pick another model."
_KEPT = "What had arrived is kept. Try again in a moment, or pick another model."
_WHO_TRUSTS = (
    "Check the date of this computer. In some networks a certificate has to be installed "
    "first; SSL_CERT_FILE can name it."
)

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
    "training_closed": (
        "{who} takes no more training from this account",
        "Only organisations that have trained a model there not long ago still may, and from "
        "6 January 2027 nobody. Train with another service, or on this computer.",
    ),
    "context_too_long": (
        "The conversation is too long for this model",
        "Leave out the oldest messages, start a new chat, or pick a model that can read more.",
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
    "image_policy": (
        "{who} refuses the picture because of its content rules",
        "Remove the picture or take another one.",
    ),
    "bad_image": (
        "{who} can't read the picture",
        "Take another picture, or save it as JPEG or PNG first. The details say what is wrong.",
    ),
    "server_busy": ("{who} is busy", _ANOTHER),
    "server_overloaded": ("{who} is overloaded", _ANOTHER),
    "server_error": ("{who} has a problem of its own", _ANOTHER),
    "failed": ("{who} reports an error", _ANOTHER),
    "timed_out": ("{who} took too long to answer", _KEPT),
    "write_timed_out": (
        "{who} took too long to take the request",
        "Check your network connection. Fewer or smaller pictures are sent sooner.",
    ),
    "list_timed_out": (
        "{who} took too long to list its models",
        "Try again in a moment, or pick another provider.",
    ),
    "no_answer": (
        "{host} doesn't answer",
        "Check your network connection and the base URL, then try again.",
    ),
    "empty_answer": ("{who} sent an empty answer", _ANOTHER),
    "proxy_authentication": (
        "The proxy wants a name and a password",
        "Put them into the proxy variable, or ask whoever runs the network.",
    ),
    "proxy_refused": (
        "The proxy doesn't let requests through to {host}",
        "Ask whoever runs the network, or pick another provider.",
    ),
    "proxy_unreachable": (
        "The proxy can't be reached",
        "Check the variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY, and your network connection.",
    ),
    "unreachable_behind_proxy": (
        "The proxy can't reach {host}",
        "Check the base URL. If it is right, try again in a moment.",
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
    "tls_failed": ("The connection to {host} can't be trusted", _WHO_TRUSTS),
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

_UNTRUSTED = "The connection to {host} can't be trusted"

VARIANTS = {
    "no_api_key": ("invalid_api_key", "{who} wants an API key", "Enter one in the settings."),
    "wait_a_second": ("rate_limited", "", "Wait a second, then try again."),
    "wait_seconds": ("rate_limited", "", "Wait {seconds} seconds, then try again."),
    "wait_minutes": ("rate_limited", "", "Wait {minutes} minutes, then try again."),
    "wait_hours": ("rate_limited", "", "Wait about {hours} hours, then try again."),
    "context_in_tokens": (
        "context_too_long",
        "",
        "It can read {limit} tokens and was sent {asked}. Leave out the oldest messages, start "
        "a new chat, or pick a model that can read more.",
    ),
    "context_limit": (
        "context_too_long",
        "",
        "It can read {limit} tokens. Leave out the oldest messages, start a new chat, or pick a "
        "model that can read more.",
    ),
    "bad_value": (
        "bad_parameter",
        "{who} doesn't accept this value of the parameter “{param}”",
        "",
    ),
    "certificate_unknown": (
        "tls_failed",
        _UNTRUSTED,
        "Nobody this computer trusts vouches for it. If you trust the server or your network, "
        "choose the file with its certificates in the settings of the provider; SSL_CERT_FILE "
        "can name it too.",
    ),
    "certificate_expired": (
        "tls_failed",
        _UNTRUSTED,
        "Its certificate has expired. Check the date of this computer; if that is right, whoever "
        "runs the server has to renew it.",
    ),
    "certificate_early": (
        "tls_failed",
        _UNTRUSTED,
        "Its certificate isn't valid yet. Check the date of this computer.",
    ),
    "wrong_host": (
        "tls_failed",
        _UNTRUSTED,
        "Its certificate was made for another address. Check the base URL: another server may "
        "be answering.",
    ),
    "no_tls": (
        "tls_failed",
        "{host} can't be spoken to over a secure connection",
        "Check the base URL: a server on your own network may want http:// in place of https://.",
    ),
}
"""What is said in place of a code's usual words: its code, title and advice; empty for the usual.

The code stays the same, because the same can be done about it.
"""

OWN_PROXY_ADVICE = {
    "proxy_authentication": "Check the proxy's name and password in the settings.",
    "proxy_unreachable": "Check the proxy's address in the settings, and your network connection.",
    "proxy_failed": "Check the proxy's address in the settings.",
}
"""What is advised differently where the proxy is the provider's own."""

_STOPPED = (
    "The built-in model stopped",
    "What had arrived is kept. It starts again by itself: try again in a moment.",
)
LOCAL_WORDS = {
    "invalid_api_key": ("The built-in model was started by another window", "Restart Chatloom."),
    "context_too_long": (
        "The conversation is too long for the built-in model",
        "Leave out the oldest messages, start a new chat, or pick a model that can read more.",
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

ENVIRONMENT_ADVICE = {
    "invalid_api_key": "Check the variable OPENAI_API_KEY.",
    "no_api_key": "Put one into the variable OPENAI_API_KEY.",
}
"""What is advised differently where the provider is the one of the environment."""


def words(
    code: str, variant: str, *, local: bool, environment: bool, own_proxy: bool
) -> tuple[str, str]:
    """Return the templates of title and advice.

    Args:
        code: One of `WORDS`.
        variant: One of `VARIANTS` that belongs to the code, or empty.
        local: The service is this computer.
        environment: The provider is the one of the environment variables.
        own_proxy: The way leads through the provider's own proxy.
    """
    title, advice = (LOCAL_WORDS.get(code) if local else None) or WORDS[code]
    if variant and not (local and code == "invalid_api_key"):
        _, other_title, other_advice = VARIANTS[variant]
        title, advice = other_title or title, other_advice or advice
    if environment:
        advice = ENVIRONMENT_ADVICE.get(variant or code, advice)
    if own_proxy:
        advice = OWN_PROXY_ADVICE.get(code, advice)
    return title, advice
