from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.core.errors import InputError, StorageError
from desktop_app.core.provider import Provider, Proxy, ProxyUse, Transport, provider_to_json
from desktop_app.storage.providers import load_providers, save_providers

ACME = Provider("acme", "Acme", "https://acme.example/v1")
FULL = Provider(
    "full",
    "Full of it ✓",
    "http://localhost:8080/v1",
    Transport.AUTO,
    "openai",
    (("X-Team", "blue"), ("X-Api-Key", "")),
    "org",
    "proj",
    Proxy(ProxyUse.OWN, "http://proxy.example:3128", "me", ("localhost", "10.0.0.1")),
    "/etc/ca.pem",
    7.0,
    70.0,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "providers.json"


def test_nothing_is_there_at_first(path: Path) -> None:
    loaded = load_providers(path)
    assert (loaded.providers, loaded.problem) == ((), None)
    assert not path.exists()


def test_what_is_saved_is_loaded(path: Path) -> None:
    save_providers(path, [ACME, FULL])
    loaded = load_providers(path)
    assert (loaded.providers, loaded.problem) == ((ACME, FULL), None)
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_secret_is_ever_in_it(path: Path) -> None:
    header = (("X-Api-Key", "sk-secret"), ("X-Team", "blue"))
    save_providers(path, [Provider("acme", "Acme", "https://acme.example/v1", headers=header)])
    assert "sk-secret" not in path.read_text()
    (loaded,) = load_providers(path).providers
    assert loaded.headers == (("X-Api-Key", ""), ("X-Team", "blue"))


def test_a_secret_that_somebody_wrote_into_it_is_not_used(path: Path) -> None:
    path.parent.mkdir()
    entry = provider_to_json(ACME) | {"headers": [["Authorization", "Bearer sk-secret"]]}
    path.write_text(json.dumps({"providers": [entry]}))
    (loaded,) = load_providers(path).providers
    assert loaded.headers == (("Authorization", ""),)


@pytest.mark.parametrize(
    "content",
    ["nothing", "[]", '{"providers": 7}', "[" * 100_000, '{"providers": {}}', "\udcff"],
    ids=["words", "list", "number", "deep", "object", "bytes"],
)
def test_a_broken_file_is_moved_aside(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content.encode(errors="surrogateescape"))
    loaded = load_providers(path)
    assert loaded.providers == ()
    assert isinstance(loaded.problem, InputError)
    aside = path.with_name("providers.json.broken")
    assert str(aside) in loaded.problem.advice
    assert aside.exists()
    assert not path.exists()


@pytest.mark.parametrize(
    "broken",
    [
        7,
        {},
        provider_to_json(ACME) | {"base_url": "nowhere"},
        provider_to_json(ACME) | {"transport": "smoke"},
        provider_to_json(ACME) | {"id": "local"},
        provider_to_json(FULL),
    ],
    ids=["number", "empty", "address", "transport", "id", "twice"],
)
def test_one_broken_entry_does_not_lose_the_others(path: Path, broken: object) -> None:
    path.parent.mkdir()
    content = json.dumps({"providers": [provider_to_json(FULL), broken]})
    path.write_text(content)
    loaded = load_providers(path)
    assert loaded.providers == (FULL,)
    assert isinstance(loaded.problem, InputError)
    aside = path.with_name("providers.json.broken")
    assert aside.read_text() == content
    assert aside.stat().st_mode & 0o777 == 0o600
    save_providers(path, loaded.providers)
    assert load_providers(path).problem is None
    assert aside.read_text() == content


def test_a_byte_order_mark_is_no_mistake(path: Path) -> None:
    save_providers(path, [ACME])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_providers(path).providers == (ACME,)


def test_a_file_that_cannot_be_read_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    loaded = load_providers(path)
    assert loaded.providers == ()
    assert isinstance(loaded.problem, StorageError)
