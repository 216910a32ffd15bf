"""Who is trusted over TLS: real certificates, made on the spot."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from desktop_app.core.secret import Secret
from desktop_app.providers.endpoint import Endpoint
from tests.openai_server import OpenAIServer
from tests.openai_server.proxy import TlsFront
from tests.providers.conftest import KEY
from tests.providers.reaching import failed, listed, port_of, reached, shown_by

NOW = datetime.now(UTC)

both_ways = pytest.mark.parametrize("plain", [True, False], ids=["plain", "sdk"])


@pytest.fixture
def ca(tmp_path: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return authority


@contextlib.contextmanager
def secured(server: OpenAIServer, certificate: trustme.LeafCert) -> Iterator[TlsFront]:
    with TlsFront(port_of(server.base_url), shown_by(certificate)) as front:
        yield front


def trusting(front: TlsFront, ca_bundle: Path | None) -> Endpoint:
    return Endpoint(front.base_url, Secret(KEY), ca_bundle=str(ca_bundle or ""))


@both_ways
async def test_own_certificates_are_trusted(
    openai_server: OpenAIServer, ca: trustme.CA, tmp_path: Path, plain: bool
) -> None:
    with secured(openai_server, ca.issue_cert("127.0.0.1")) as front:
        async with reached(trusting(front, tmp_path / "ca.pem")) as connection:
            await listed(connection, plain=plain)
    assert openai_server.requests[0].key == KEY


async def test_the_variable_is_honoured(
    openai_server: OpenAIServer, ca: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with secured(openai_server, ca.issue_cert("127.0.0.1")) as front:
        async with reached(trusting(front, None)) as connection:
            await listed(connection, plain=True)
    assert len(openai_server.requests) == 1


async def test_own_certificates_take_the_place_of_the_systems(
    openai_server: OpenAIServer, ca: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    with secured(openai_server, ca.issue_cert("127.0.0.1")) as front:
        async with reached(trusting(front, tmp_path / "other.pem")) as connection:
            failure = await failed(connection)
    assert failure.code == "tls_failed"


@both_ways
@pytest.mark.parametrize(
    ("certificate", "trusted", "advice"),
    [
        ({}, False, "choose the file with its certificates in the settings"),
        ({"not_after": NOW - timedelta(days=2)}, True, "has expired"),
        ({"not_before": NOW + timedelta(days=2)}, True, "isn't valid yet"),
        ({"host": "models.example"}, True, "made for another address"),
    ],
    ids=["unknown", "expired", "early", "wrong host"],
)
async def test_who_isnt_trusted_gets_no_key(
    openai_server: OpenAIServer,
    ca: trustme.CA,
    tmp_path: Path,
    certificate: dict[str, object],
    trusted: bool,
    advice: str,
    plain: bool,
) -> None:
    host = str(certificate.pop("host", "127.0.0.1"))
    before = {"not_before": NOW - timedelta(days=9), "not_after": NOW + timedelta(days=9)}
    shown = ca.issue_cert(host, **(before | certificate))
    certificate["host"] = host  # The parameters are the same objects for both ways.
    with secured(openai_server, shown) as front:
        bundle = tmp_path / "ca.pem" if trusted else None
        async with reached(trusting(front, bundle)) as connection:
            failure = await failed(connection, plain=plain)
    assert failure.code == "tls_failed"
    assert failure.title == f"The connection to 127.0.0.1:{front.port} can't be trusted"
    assert advice in failure.advice
    assert not failure.retryable
    assert "CERTIFICATE_VERIFY_FAILED" in failure.detail
    assert not openai_server.requests


@pytest.mark.parametrize("content", [None, "", "no certificate\n"])
async def test_a_file_that_holds_no_certificates_is_named(
    tmp_path: Path, content: str | None
) -> None:
    bundle = tmp_path / "bundle.pem"
    if content is not None:
        bundle.write_text(content)
    endpoint = Endpoint("https://127.0.0.1:9/v1", Secret(KEY), ca_bundle=str(bundle))
    async with reached(endpoint) as connection:
        failure = await failed(connection)
    assert failure.code == "ca_bundle"
    assert failure.title == f"The trusted certificates in {bundle} can't be read"
    assert "in the settings" in failure.advice
