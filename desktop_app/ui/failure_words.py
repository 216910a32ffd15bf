"""Failures in the user's language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desktop_app.core.errors import AppError, Failure

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def in_users_words(failure: Failure | AppError) -> Failure:
    """Return `failure` with its sentences in the user's language.

    What no translation knows, such as the words of a server, stays as it is.
    """
    kept = failure.failure if isinstance(failure, AppError) else failure
    return Failure(
        _told(kept.title_template or kept.title, kept.values),
        _told(kept.advice_template or kept.advice, kept.values),
        _told(kept.detail, {}),
        kept.code,
    )


def _told(template: str, values: Mapping[str, str]) -> str:
    # No str.format: a template may come from an imported file, and would reach into objects.
    return _PLACEHOLDER.sub(
        lambda found: _translated(values[found[1]]) if found[1] in values else found[0],
        _translated(template),
    )


def _translated(text: str) -> str:
    # An empty text would be answered with the header of the translation.
    return QCoreApplication.translate("Failure", text) if text else ""
