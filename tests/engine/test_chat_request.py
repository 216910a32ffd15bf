"""Which chat requests are legal."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_app.engine.chat_request import Abilities, check_chat_request
from desktop_app.engine.openai_errors import RefusedError

BLIND = Abilities(vision=False, tools=False, context=8192)
ABLE = Abilities(vision=True, tools=True, context=8192)
HELLO = [{"role": "user", "content": "Hello"}]
PICTURE = [
    {
        "role": "user",
        "content": [
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
        ],
    }
]
TOOL = {"type": "function", "function": {"name": "f"}}


def request(**fields: Any) -> bytes:
    return json.dumps({"model": "m", "messages": HELLO, **fields}).encode()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"temperature": 0, "top_p": 1, "seed": None, "stop": "x", "n": 2, "max_tokens": 5},
        {"stream": True, "stream_options": {"include_usage": True}, "stop": ["a", "b"]},
        {"messages": [*HELLO, {"role": "assistant", "content": None, "tool_calls": [TOOL]}]},
        {"messages": [{"role": "developer", "content": [{"type": "text", "text": "Hi"}]}]},
        {"tools": [], "top_k": 40},
    ],
)
def test_legal_requests_pass(fields: dict[str, Any]) -> None:
    assert check_chat_request(request(**fields), BLIND)["model"] == "m"


def test_pictures_and_tools_pass_where_the_model_can_use_them() -> None:
    assert check_chat_request(request(messages=PICTURE, tools=[TOOL]), ABLE)


@pytest.mark.parametrize("body", [b"", b"{", b'{"a":', b"\xff", b"[" * 5000, b"NaN"])
def test_a_body_that_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(RefusedError, match="not valid JSON") as caught:
        check_chat_request(body, BLIND)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"model": None}, "model", "missing_required_parameter"),
        ({"model": 5}, "model", "invalid_type"),
        ({"messages": None}, "messages", "missing_required_parameter"),
        ({"messages": "Hello"}, "messages", "invalid_type"),
        ({"messages": []}, "messages", "empty_array"),
        ({"messages": ["Hello"]}, "messages[0]", "invalid_type"),
        ({"messages": [{"content": "x"}]}, "messages[0].role", "missing_required_parameter"),
        ({"messages": [{"role": "alien", "content": "x"}]}, "messages[0].role", "invalid_value"),
        ({"messages": [{"role": ["user"], "content": "x"}]}, "messages[0].role", "invalid_value"),
        ({"messages": [{"role": "user"}]}, "messages[0].content", "missing_required_parameter"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content", "invalid_type"),
        (
            {"messages": [{"role": "user", "content": [{"type": "text"}]}]},
            "messages[0].content[0].text",
            "invalid_type",
        ),
        (
            {"messages": [{"role": "user", "content": ["x"]}]},
            "messages[0].content[0]",
            "invalid_type",
        ),
        (
            {"messages": [{"role": "user", "content": [{"type": "input_audio"}]}]},
            "messages[0].content[0]",
            "unsupported_content",
        ),
        ({"messages": PICTURE}, "messages[0].content[1]", "unsupported_content"),
        ({"temperature": "hot"}, "temperature", "invalid_type"),
        ({"temperature": True}, "temperature", "invalid_type"),
        ({"temperature": 2.5}, "temperature", "invalid_value"),
        ({"max_tokens": 0}, "max_tokens", "invalid_value"),
        ({"max_tokens": 1.5}, "max_tokens", "invalid_type"),
        ({"n": 100}, "n", "invalid_value"),
        ({"stream": "yes"}, "stream", "invalid_type"),
        ({"stop": [1]}, "stop", "invalid_type"),
        ({"stop": {}}, "stop", "invalid_type"),
        ({"stream_options": {}}, "stream_options", None),
        ({"tools": [TOOL]}, "tools", "unsupported_parameter"),
        ({"response_format": "json"}, "response_format", "invalid_type"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], param: str, code: str | None) -> None:
    with pytest.raises(RefusedError) as caught:
        check_chat_request(request(**fields), BLIND)
    assert (caught.value.status, caught.value.param, caught.value.code) == (400, param, code)


def test_a_list_is_no_request() -> None:
    with pytest.raises(RefusedError, match="must be a JSON object"):
        check_chat_request(b"[]", BLIND)
