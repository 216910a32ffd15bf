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


def test_failure_keeps_what_another_language_needs() -> None:
    failure = AppError("No {what}", "Wait.", what="tea", unnamed="coffee").failure
    assert (failure.title_template, failure.advice_template) == ("No {what}", "Wait.")
    assert failure.values == {"what": "tea"}


def test_failure_without_placeholders_is_its_own_template() -> None:
    failure = AppError("No {{tea}}", "Wait.", unnamed="coffee").failure
    assert (failure.title, failure.title_template, failure.values) == ("No {tea}", "", {})


def test_failures_that_say_the_same_are_equal() -> None:
    kept = AppError("No {what}", what="tea").failure
    assert kept == Failure("No tea")
    assert hash(kept) == hash(Failure("No tea"))


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
