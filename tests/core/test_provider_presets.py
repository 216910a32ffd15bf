from __future__ import annotations

import pytest

from desktop_app.core.provider import Transport, is_web_address
from desktop_app.core.provider_presets import PRESETS, preset, usual_transport


def test_all_have_an_address_but_the_last() -> None:
    *known, other = PRESETS
    assert all(is_web_address(each.base_url) for each in known)
    assert (other.id, other.base_url) == ("other", "")
    assert len({each.id for each in PRESETS}) == len(PRESETS)


def test_those_of_the_network_want_a_key_and_come_over_tls() -> None:
    for each in PRESETS[:-1]:
        assert each.wants_key is not each.local
        assert each.base_url.startswith("http://localhost:" if each.local else "https://")


def test_by_id() -> None:
    assert preset("ollama").name == "Ollama"
    assert preset("no such").id == "other"


@pytest.mark.parametrize(
    ("base_url", "transport"),
    [
        ("https://api.openai.com/v1", Transport.AUTO),
        ("https://mine.openai.azure.com/openai/v1", Transport.AUTO),
        ("https://api.openai.com.evil.example/v1", Transport.CHAT),
        ("http://localhost:11434/v1", Transport.CHAT),
        ("nonsense", Transport.CHAT),
    ],
)
def test_the_interface_by_the_host(base_url: str, transport: Transport) -> None:
    assert usual_transport(base_url) is transport
