from __future__ import annotations

from typing import Any

import pytest

from desktop_app.core.secret import Secret
from desktop_app.providers.refusals import read_refusal
from desktop_app.providers.scrub import never_show


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
        (0, body("image_content_policy_violation"), "image_policy"),
        (0, body("invalid_prompt"), "content_policy"),
        (400, body("image_parse_error"), "bad_image"),
        (403, body("training_not_available"), "training_closed"),
        (504, "", "timed_out"),
        (529, "", "server_overloaded"),
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
    ("status", "headers", "said", "seconds"),
    [
        (429, {"retry-after": "7"}, "", 7.0),
        (429, {}, body(message="Please try again in 20s."), 20.0),
        (0, {}, body("rate_limit_exceeded", "Please try again in 20s."), 20.0),
        (400, {}, body(message="Please try again in 20s."), None),
        (503, {"x-ratelimit-reset-tokens": "6s"}, "", 6.0),
    ],
)
def test_what_a_server_asks_to_wait(
    status: int, headers: dict[str, str], said: Any, seconds: float | None
) -> None:
    assert read_refusal(status, said, headers).retry_after == seconds


@pytest.mark.parametrize(
    ("said", "limit", "asked"),
    [
        (
            "This model's maximum context length is 8192 tokens. However, your messages resulted "
            "in 9,001 tokens.",
            8192,
            9001,
        ),
        (
            "This model's maximum context length is 4096 tokens. However, you requested 5000 "
            "tokens (4000 in the messages, 1000 in the completion).",
            4096,
            5000,
        ),
        (
            "This endpoint's maximum context length is 8192 tokens. However, you requested about "
            "9000 tokens",
            8192,
            9000,
        ),
        (
            "Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in "
            "300000 tokens.",
            272000,
            300000,
        ),
        ("prompt is too long: 210000 tokens > 200000 maximum", 200000, 210000),
        (
            "request (5000 tokens) exceeds the available context size (4096 tokens), try "
            "increasing it",
            4096,
            5000,
        ),
        (
            "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
            4096,
            5000,
        ),
        (
            "Trying to keep the first 5000 tokens when context the overflows. However, the model "
            "is loaded with context length of only 4096 tokens",
            4096,
            5000,
        ),
        ("The context window of this model is full", None, None),
    ],
)
def test_how_much_too_long(said: str, limit: int | None, asked: int | None) -> None:
    refusal = read_refusal(400, body(message=said))
    assert refusal.kind == "context_too_long"
    assert (refusal.limit, refusal.asked) == (limit, asked)


def test_how_much_too_long_in_the_fields_of_llama_cpp() -> None:
    said = body(type="exceed_context_size_error", n_prompt_tokens=5000, n_ctx=4096)
    refusal = read_refusal(400, said)
    assert (refusal.limit, refusal.asked) == (4096, 5000)


@pytest.mark.parametrize(
    ("said", "param"),
    [
        (body("unsupported_parameter", param="top_p"), "top_p"),
        (body(message="Unsupported parameter: 'max_tokens' is not supported"), "max_tokens"),
        (body(message="Unrecognized request argument supplied: `top_k`"), "top_k"),
        (body(message='unknown field "seed"'), "seed"),
        (body(message="Parameter 'seed' can't be used here"), "seed"),
    ],
)
def test_the_parameter_is_found(said: dict[str, Any], param: str) -> None:
    refusal = read_refusal(400, said)
    assert (refusal.kind, refusal.param) == ("bad_parameter", param)


def test_a_parameter_without_a_name_is_a_bad_request() -> None:
    assert read_refusal(400, body("unsupported_parameter")).kind == "bad_request"


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ({"x-request-id": "req_1"}, "req_1"),
        ({"apim-request-id": "az-1"}, "az-1"),
        ({"x-request-id": "a\tb"}, ""),
        ({}, ""),
    ],
)
def test_the_servers_name_for_the_request(headers: dict[str, str], named: str) -> None:
    assert read_refusal(500, body(), headers).request_id == named
    assert read_refusal(0, body(), headers).request_id == named


def test_a_server_may_say_that_repeating_is_no_use() -> None:
    assert read_refusal(500, body(), {"x-should-retry": "false"}).final
    assert not read_refusal(500, body(), {"x-should-retry": "true"}).final


def test_a_redirection_names_where_it_leads() -> None:
    refusal = read_refusal(307, "", {"location": "https://example.org/v1"})
    assert refusal.message == "Location: https://example.org/v1"


def test_no_half_of_a_key_is_left_where_a_title_ends() -> None:
    never_show(Secret("0123456789abcdef" * 4))
    page = f"<html><title>{'x' * 190} {'0123456789abcdef' * 4}</title>"
    assert "01234567" not in read_refusal(502, page).message
