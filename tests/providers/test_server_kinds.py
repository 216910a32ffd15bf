from __future__ import annotations

import pytest

from desktop_app.providers.server_kinds import Said, name_by_host


@pytest.mark.parametrize(
    ("base_url", "name"),
    [
        ("https://api.openai.com/v1", "OpenAI"),
        ("https://mine.openai.azure.com/openai/v1", "Azure OpenAI"),
        ("https://openrouter.ai/api/v1", "OpenRouter"),
        ("https://api.tokenfactory.nebius.com/v1", "Nebius"),
        ("https://notopenrouter.ai/v1", ""),
        ("http://localhost:8080/v1", ""),
        ("", ""),
    ],
)
def test_services_known_by_their_host(base_url: str, name: str) -> None:
    assert name_by_host(base_url) == name


def test_only_an_object_of_a_whole_answer_is_looked_into() -> None:
    assert Said(200, {"version": "1"}).get("version") == "1"
    assert Said(404, {"version": "1"}).get("version") is None
    assert Said(200, ["version"]).get("version") is None
