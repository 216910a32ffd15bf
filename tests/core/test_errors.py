from __future__ import annotations

import pytest

from desktop_app.core.errors import AppError, Failure, ProviderError


def test_templates_are_filled_late() -> None:
    error = AppError("No {what}", "Get {what}", "why", code="none", what="tea")
    assert (error.title_template, error.title, error.advice) == ("No {what}", "No tea", "Get tea")
    assert error.failure == Failure("No tea", "Get tea", "why", "none")
    assert str(error) == "No tea"


def test_braces_are_plain_text_without_values() -> None:
    error = AppError('Unexpected "{" in {answer', "Try {0} again")
    assert error.sentence == 'Unexpected "{" in {answer. Try {0} again.'


def test_values_may_hold_braces() -> None:
    assert AppError("Bad {what}", what="{x}").title == "Bad {x}"


@pytest.mark.parametrize(
    ("title", "advice", "sentence"),
    [
        ("Gone", "", "Gone."),
        ("Gone!", "Really?", "Gone! Really?"),
        ("Wait…", "Then go.", "Wait… Then go."),
    ],
)
def test_sentence(title: str, advice: str, sentence: str) -> None:
    assert AppError(title, advice).sentence == sentence


def test_provider_errors_say_whether_to_try_again() -> None:
    error = ProviderError("Busy, {n} wait", retryable=True, retry_after=2.5, n=3)
    assert (error.title, error.retryable, error.retry_after) == ("Busy, 3 wait", True, 2.5)
