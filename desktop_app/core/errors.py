"""Failures told in plain words: what happened, what to do next, and the details for the curious."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Failure:
    """An `AppError` as it is kept: with a failed message, or in a state that is shown later.

    Two failures that say the same are equal, however their words came about.

    Attributes:
        title: What happened, in English.
        advice: What to do next, in English.
        detail: As in `AppError`.
        code: As in `AppError`.
        title_template: `title` before its ``{placeholders}`` were filled, for telling it in
            another language; empty where `values` is.
        advice_template: Likewise.
        values: What filled them.
    """

    title: str
    advice: str = ""
    detail: str = ""
    code: str = "failed"
    title_template: str = field(default="", compare=False)
    advice_template: str = field(default="", compare=False)
    values: Mapping[str, str] = field(default_factory=dict, compare=False)


class AppError(Exception):
    """A failure of the environment, ready to be shown to a user.

    Raised once, at the boundary where an SDK or the operating system failed. Bugs are not
    AppErrors: they end in the crash report.

    Attributes:
        title: One short sentence saying what happened.
        advice: What is kept and what to do next.
        detail: The technical reason, shown on request only. Free of secrets.
        code: A short stable word for programs, such as ``disk_full``.
        values: What fills the ``{placeholders}`` of `title_template` and `advice_template`, kept
            apart so that both can be translated before they are filled.
    """

    def __init__(
        self,
        title: str,
        advice: str = "",
        detail: str = "",
        *,
        code: str = "failed",
        **values: object,
    ) -> None:
        self.title_template = title
        self.advice_template = advice
        self.detail = detail
        self.code = code
        self.values = values
        super().__init__(self.title)

    @property
    def title(self) -> str:
        """What happened, in English."""
        return _filled(self.title_template, self.values)

    @property
    def advice(self) -> str:
        """What to do next, in English."""
        return _filled(self.advice_template, self.values)

    @property
    def failure(self) -> Failure:
        """What is kept of this error."""
        told = Failure(self.title, self.advice, self.detail, self.code)
        named = {
            name: str(value)
            for name, value in self.values.items()
            if f"{{{name}}}" in self.title_template + self.advice_template
        }
        if not named:
            return told
        return replace(
            told,
            title_template=self.title_template,
            advice_template=self.advice_template,
            values=named,
        )

    @property
    def sentence(self) -> str:
        """Title and advice as the one line that a terminal shows."""
        return " ".join(
            part if part.endswith((".", "!", "?", "…")) else f"{part}."
            for part in (self.title, self.advice)
            if part
        )


def _filled(template: str, values: Mapping[str, object]) -> str:
    # Without values it is plain text, in which a brace is a brace.
    return template.format(**values) if values else template


class InputError(AppError):
    """Something the user gave can't be used: a broken file, an unknown name."""


class StorageError(AppError):
    """The data folder or the database can't be read or written."""


class ProviderError(AppError):
    """A model service could not be reached, or refused.

    Attributes:
        retry_after: Seconds the server asked to wait, or None.
        retryable: Whether the same request may succeed later.
    """

    def __init__(
        self,
        title: str,
        advice: str = "",
        detail: str = "",
        *,
        code: str = "failed",
        retryable: bool = False,
        retry_after: float | None = None,
        **values: object,
    ) -> None:
        super().__init__(title, advice, detail, code=code, **values)
        self.retryable = retryable
        self.retry_after = retry_after


class EngineError(AppError):
    """The local engine could not fetch its model, start, or go on."""
