from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from desktop_app.providers.refusals import read_refusal


def body(code: str | None = None, message: str = "No.", **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, "type": "", "param": None, "code": code, **more}}


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (401, body("invalid_api_key"), "invalid_api_key"),
        (401, "", "invalid_api_key"),
        (401, body(type="api_error"), "invalid_api_key"),
        (402, {"error": "Insufficient Balance"}, "insufficient_quota"),
        (429, body("insufficient_quota"), "insufficient_quota"),
        (429, body(type="insufficient_quota"), "insufficient_quota"),
        (429, body("credit_balance_exhausted"), "insufficient_quota"),
        (429, body("organization_spend_limit_exceeded"), "insufficient_quota"),
        (429, body("project_spend_limit_exceeded"), "insufficient_quota"),
        (429, body("organization_usage_limit_exceeded"), "insufficient_quota"),
        (429, {"error": "Insufficient credits"}, "insufficient_quota"),
        (429, body("rate_limit_exceeded"), "rate_limited"),
        (503, body("slow_down"), "rate_limited"),
        (429, {"error": "Too many"}, "rate_limited"),
        (404, body("model_not_found"), "model_not_found"),
        (404, {"error": 'model "llama9" not found, try pulling it first'}, "model_not_found"),
        (404, body(message="This is not a chat model and thus not supported"), "not_a_chat_model"),
        (404, body("unknown_url", "Invalid URL (POST /chat/completions)"), "not_found"),
        (403, body(), "permission_denied"),
        (403, body("unsupported_country_region_territory"), "region_refused"),
        (400, body("context_length_exceeded"), "context_too_long"),
        (400, body(type="exceed_context_size_error"), "context_too_long"),
        (400, body(message="This model's maximum context length is 8 tokens"), "context_too_long"),
        (0, body("context_length_exceeded"), "context_too_long"),
        (400, body("unsupported_parameter", param="temperature"), "bad_parameter"),
        (400, body("unsupported_value", param="temperature"), "bad_parameter"),
        (422, {"detail": [{"loc": ["top_k"]}]}, "bad_request"),
        (400, body(), "bad_request"),
        (418, body(), "bad_request"),
        (413, "", "too_large"),
        (400, body("content_policy_violation"), "content_policy"),
        (408, "", "timed_out"),
        (409, "", "server_busy"),
        (503, body("server_is_overloaded"), "server_overloaded"),
        (503, "<html><title>503</title>", "server_overloaded"),
        (500, body(), "server_error"),
        (502, "<html><title>Bad gateway</title>", "server_error"),
        (599, "", "server_error"),
        (404, "<!DOCTYPE html><html></html>", "web_page"),
        (407, "<html></html>", "proxy_authentication"),
        (307, "", "redirected"),
        (0, body("server_error"), "server_error"),
        (0, {"object": "error", "message": "CUDA", "code": 503}, "server_overloaded"),
        (0, body(), "failed"),
    ],
)
def test_kinds(status: int, said: Any, kind: str) -> None:
    assert read_refusal(status, said).kind == kind


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (body(message="Told so"), "Told so"),
        ({"message": "Told so"}, "Told so"),
        ({"error": "Told so"}, "Told so"),
        ("Told so", "Told so"),
        ({"detail": "Told so"}, "Told so"),
        (None, ""),
        ("<html><head><title> Sign in </title>", "A web page: Sign in"),
        ("<html>", "A web page."),
        (["odd"], "['odd']"),
    ],
)
def test_messages(said: Any, message: str) -> None:
    assert read_refusal(400, said).message == message


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 01 Jan 2020 00:00:00 GMT"}, 0.0),
        ({"retry-after": "Wed, 01 Jan 2020 00:00:00"}, None),
        ({"retry-after-ms": "nan"}, None),
        ({"retry-after-ms": "inf"}, None),
    ],
)
def test_what_a_server_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert read_refusal(429, "", headers).retry_after == seconds


def test_what_a_server_asks_to_wait_as_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    wait = read_refusal(429, "", {"retry-after": date}).retry_after
    assert wait is not None
    assert 55 < wait <= 60


def test_a_redirection_names_where_it_leads() -> None:
    refusal = read_refusal(307, "", {"location": "https://example.org/v1"})
    assert refusal.message == "Location: https://example.org/v1"
