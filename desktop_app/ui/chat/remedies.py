"""What can be done about a failure: from its code and where it happened to the ways out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.ui.chat.counted_words import CountedWords

CONTINUE, AGAIN, MODEL, OLDEST, EVERYTHING = "continue", "again", "model", "oldest", "everything"
ENGINE, KEY, BASE_URL, PROXY, CERTIFICATES = "engine", "key", "base_url", "proxy", "ca_bundle"
SETTINGS = (KEY, BASE_URL, PROXY, CERTIFICATES)
"""Those that open a field of the provider in the settings, by the name of the field."""

PARAMETER_LEFT_OUT, OLDER_LEFT_OUT = "parameter_left_out", "older_left_out"
"""Codes of remarks: nothing failed."""

TOO_LONG = ("context_too_long", "too_large")

_OF_CODE: dict[str, tuple[str, ...]] = {
    # The first is what helps most often.
    "no_key": (KEY, MODEL),
    "invalid_api_key": (KEY, MODEL),
    "permission_denied": (KEY, MODEL),
    "key_store_locked": (AGAIN, KEY),
    "key_store_failed": (AGAIN, KEY),
    "bad_header": (BASE_URL, AGAIN),
    "ca_bundle": (CERTIFICATES, AGAIN),
    "tls_failed": (CERTIFICATES, AGAIN),
    **dict.fromkeys(TOO_LONG, (OLDEST, MODEL)),
    **dict.fromkeys(("bad_address", "not_found", "web_page", "redirected"), (BASE_URL, AGAIN)),
    **dict.fromkeys(
        ("host_not_found", "connection_refused", "no_answer", "unreachable_behind_proxy"),
        (AGAIN, BASE_URL),
    ),
    **dict.fromkeys(
        ("proxy_authentication", "proxy_unreachable", "proxy_failed", "proxy_refused"),
        (PROXY, AGAIN),
    ),
    **dict.fromkeys(
        (
            *("model_not_found", "not_a_chat_model", "content_policy", "image_policy"),
            *("insufficient_quota", "region_refused", "bad_parameter", "bad_request", "bad_image"),
            *("no_model", "unknown_provider"),
        ),
        (MODEL, AGAIN),
    ),
    **dict.fromkeys(
        (
            *("rate_limited", "server_busy", "server_overloaded", "server_error", "failed"),
            *("timed_out", "empty_answer", "malformed_answer"),
        ),
        (AGAIN, MODEL),
    ),
    **dict.fromkeys(
        (
            *("engine_start", "engine_crashed", "model_load", "model_missing", "model_damaged"),
            *("platform", "system_library", "stopped", "port_refused", "models_folder"),
        ),
        (ENGINE, MODEL),
    ),
    PARAMETER_LEFT_OUT: (),
    OLDER_LEFT_OUT: (EVERYTHING,),
}
_MOST = 3


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failure, and where it happened.

    Attributes:
        code: As in `AppError`.
        provider: The id of the provider it happened with, empty for none.
        has_form: Whether the settings have a form for that provider.
        partial: Whether a part of the answer had arrived.
        oldest: How many of the oldest messages would have to be left out, 0 where none can be.
    """

    code: str
    provider: str = ""
    has_form: bool = False
    partial: bool = False
    oldest: int = 0


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way out.

    Attributes:
        name: Which one, such as `AGAIN`.
        label: What its button says.
        primary: Whether it is the one to take first.
    """

    name: str
    label: str
    primary: bool = False


def remedies(trouble: Trouble) -> list[Remedy]:
    """Return the ways out of a trouble, the one to take first standing first."""
    names = [name for name in _OF_CODE.get(trouble.code, (AGAIN,)) if _works(name, trouble)]
    if trouble.partial:
        names = [CONTINUE, AGAIN, *names]
    elif AGAIN not in names and trouble.code not in (PARAMETER_LEFT_OUT, OLDER_LEFT_OUT):
        names = [*names, *([] if ENGINE in names else [AGAIN])]
    names = list(dict.fromkeys(names))[:_MOST]
    # A remark asks for nothing.
    urgent = trouble.code != OLDER_LEFT_OUT
    return [
        Remedy(name, _label(name, trouble), primary=urgent and not place)
        for place, name in enumerate(names)
    ]


def _works(name: str, trouble: Trouble) -> bool:
    if name in SETTINGS:
        return trouble.has_form
    if name == ENGINE:
        return trouble.provider == LOCAL_PROVIDER
    return name != OLDEST or trouble.oldest > 0


def _label(name: str, trouble: Trouble) -> str:
    if name == OLDEST:
        return CountedWords().leave_out(trouble.oldest)
    return {
        CONTINUE: QCoreApplication.translate("Remedy", "Continue the reply"),
        AGAIN: QCoreApplication.translate("Remedy", "Try again"),
        MODEL: QCoreApplication.translate("Remedy", "Choose another model…"),
        EVERYTHING: QCoreApplication.translate("Remedy", "Send everything again"),
        ENGINE: QCoreApplication.translate("Remedy", "Start the local engine again"),
        KEY: QCoreApplication.translate("Remedy", "Enter a key…"),
        BASE_URL: QCoreApplication.translate("Remedy", "Change the base URL…"),
        PROXY: QCoreApplication.translate("Remedy", "Proxy settings…"),
        CERTIFICATES: QCoreApplication.translate("Remedy", "Choose certificates…"),
    }[name]
