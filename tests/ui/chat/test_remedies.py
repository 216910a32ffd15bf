from __future__ import annotations

import pytest

from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER
from desktop_app.providers.sentences import WORDS
from desktop_app.ui.chat.remedies import (
    AGAIN,
    BASE_URL,
    CERTIFICATES,
    CONTINUE,
    ENGINE,
    EVERYTHING,
    KEY,
    MODEL,
    OLDER_LEFT_OUT,
    OLDEST,
    PARAMETER_LEFT_OUT,
    PROXY,
    SETTINGS,
    Trouble,
    remedies,
)

ACME = "acme"


def names(code: str, provider: str = ACME, **more: object) -> list[str]:
    form = provider == ACME
    return [each.name for each in remedies(Trouble(code, provider, form, **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("invalid_api_key", [KEY, MODEL, AGAIN]),
        ("no_key", [KEY, MODEL, AGAIN]),
        ("permission_denied", [KEY, MODEL, AGAIN]),
        ("model_not_found", [MODEL, AGAIN]),
        ("content_policy", [MODEL, AGAIN]),
        ("insufficient_quota", [MODEL, AGAIN]),
        ("server_overloaded", [AGAIN, MODEL]),
        ("bad_address", [BASE_URL, AGAIN]),
        ("connection_refused", [AGAIN, BASE_URL]),
        ("proxy_authentication", [PROXY, AGAIN]),
        ("tls_failed", [CERTIFICATES, AGAIN]),
        ("interrupted", [AGAIN]),
        ("something new", [AGAIN]),
        (OLDER_LEFT_OUT, [EVERYTHING]),
        (PARAMETER_LEFT_OUT, []),
    ],
)
def test_what_helps_stands_first(code: str, wanted: list[str]) -> None:
    assert names(code) == wanted


@pytest.mark.parametrize("provider", [LOCAL_PROVIDER, ENVIRONMENT_PROVIDER])
@pytest.mark.parametrize("code", WORDS)
def test_no_button_leads_to_a_form_that_is_not_there(code: str, provider: str) -> None:
    offered = names(code, provider)
    assert not set(offered) & set(SETTINGS)
    assert offered, "Something can always be tried."


@pytest.mark.parametrize("code", WORDS)
def test_a_part_is_gone_on_with_first(code: str) -> None:
    assert names(code, partial=True)[:2] == [CONTINUE, AGAIN]


@pytest.mark.parametrize("code", [*WORDS, "engine_crashed", OLDER_LEFT_OUT])
@pytest.mark.parametrize("partial", [False, True])
def test_few_buttons_of_which_one_comes_first(code: str, *, partial: bool) -> None:
    for provider in (ACME, LOCAL_PROVIDER):
        offered = remedies(Trouble(code, provider, provider == ACME, partial, 3))
        assert len(offered) <= 3
        assert len({each.name for each in offered}) == len(offered)
        assert all(each.label for each in offered)
        first, *others = offered
        assert first.primary == (code != OLDER_LEFT_OUT)
        assert not any(each.primary for each in others)


def test_the_oldest_can_be_left_out_where_there_are_older_ones() -> None:
    assert names("context_too_long") == [MODEL, AGAIN]
    found = remedies(Trouble("context_too_long", ACME, has_form=True, oldest=4))
    assert [each.name for each in found] == [OLDEST, MODEL, AGAIN]
    assert found[0].label == "Leave out the oldest 4 message(s)"


def test_only_the_engine_of_this_computer_is_started() -> None:
    assert names("engine_crashed", LOCAL_PROVIDER) == [ENGINE, MODEL]
    assert ENGINE not in names("engine_crashed")
