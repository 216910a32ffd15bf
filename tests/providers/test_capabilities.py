from __future__ import annotations

import pytest

from desktop_app.core.parameters import NAMES
from desktop_app.providers.capabilities import known_facts
from desktop_app.providers.model_facts import Facts

OPENAI = "https://api.openai.com/v1"
ELSEWHERE = "https://models.example/v1"


@pytest.mark.parametrize(
    ("model", "vision", "reasoning", "samples"),
    [
        ("gpt-4o", True, False, True),
        ("gpt-4o-2024-08-06", True, False, True),
        ("ft:gpt-4o-mini-2024-07-18:me::x1", True, False, True),
        ("openai/gpt-4.1-mini", True, False, True),
        ("gpt-4", False, False, True),
        ("gpt-4-0613", False, False, True),
        ("gpt-4-turbo-2024-04-09", True, False, True),
        ("gpt-35-turbo", False, False, True),
        ("gpt-5", True, True, False),
        ("gpt-5-mini-2025-08-07", True, True, False),
        ("gpt-5.6-sol", True, True, False),
        ("gpt-6.1-terra", True, True, False),
        ("o3", True, True, False),
        ("o3-mini", False, True, False),
        ("o1-mini", False, True, False),
    ],
)
def test_families(model: str, vision: bool, reasoning: bool, samples: bool) -> None:
    facts = known_facts(model, ELSEWHERE)
    assert (facts.vision, facts.reasoning) == (vision, reasoning)
    assert facts.takes is not None
    assert ("temperature" in facts.takes) is samples
    assert set(facts.takes) <= set(NAMES)


@pytest.mark.parametrize("model", ["gpt-5.2-chat-latest", "gpt-oss:20b", "gpt-oss-120b"])
def test_what_is_not_certain_is_left_open(model: str) -> None:
    assert known_facts(model, ELSEWHERE).takes is None


@pytest.mark.parametrize(
    "model", ["llama-3.2", "gpt-scripted", "ft:smollm2:local", "x-gpt-4o", "gpt-4omega", "o3x", ""]
)
def test_nothing_is_known_of_others(model: str) -> None:
    assert known_facts(model, OPENAI) == Facts()


def test_the_last_day_is_openais_own() -> None:
    assert known_facts("gpt-4o", OPENAI).shutdown == "2027-01-14"
    assert known_facts("ft:gpt-4.1-mini-2025-04-14:me::x", OPENAI).shutdown == "2027-01-14"
    assert known_facts("gpt-4o", ELSEWHERE).shutdown is None
    assert known_facts("gpt-5", OPENAI).shutdown is None
    assert known_facts("gpt-4.1-nano", OPENAI).shutdown is None
