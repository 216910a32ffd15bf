from __future__ import annotations

import pytest

from desktop_app.core.settings import Settings
from desktop_app.ui.preferences import Preferences


@pytest.fixture
def saved() -> list[Settings]:
    return []


@pytest.fixture
def preferences(saved: list[Settings]) -> Preferences:
    return Preferences(Settings(), saved.append)


def test_change_is_saved_then_told(preferences: Preferences, saved: list[Settings]) -> None:
    told: list[tuple[Settings, int]] = []
    preferences.watch(lambda settings: told.append((settings, len(saved))))
    preferences.change(theme="dark", model="m")
    assert (preferences.settings.theme, preferences.settings.model) == ("dark", "m")
    assert saved == [preferences.settings]
    assert told == [(preferences.settings, 1)]


def test_what_is_the_same_is_no_change(preferences: Preferences, saved: list[Settings]) -> None:
    told: list[Settings] = []
    preferences.watch(told.append)
    preferences.change(theme="system")
    assert saved == []
    assert told == []


def test_unknown_setting_is_a_mistake(preferences: Preferences, saved: list[Settings]) -> None:
    with pytest.raises((TypeError, ValueError)):
        preferences.change(no_such_thing=1)
    assert saved == []
