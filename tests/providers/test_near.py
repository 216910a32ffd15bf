from __future__ import annotations

import pytest

from desktop_app.providers.near import is_near


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("http://localhost:11434/v1", True),
        ("http://127.0.0.1:1234/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://192.168.1.20/v1", True),
        ("http://tower.local:8000/v1", True),
        ("http://tower:8000/v1", True),
        ("https://api.openai.com/v1", False),
        ("https://8.8.8.8/v1", False),
        ("https://localhost.example.com/v1", False),
    ],
)
def test_addresses(address: str, near: bool) -> None:
    assert is_near(address) is near
