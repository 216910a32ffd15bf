from __future__ import annotations

from typing import Any

import pytest

from desktop_app.core.chat import ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.parameters import EFFORTS, NAMES
from desktop_app.core.provider import Transport
from desktop_app.providers.request_bodies import SUMMARY, request_body
from tests.openai_server.schemas import request_problems

TURNS = (
    Turn(Role.SYSTEM, "Be brief."),
    Turn(Role.USER, "Hello?"),
    Turn(Role.ASSISTANT, "Hi."),
    Turn(Role.USER, "Why?"),
)
CHAT, RESPONSES = Transport.CHAT, Transport.RESPONSES
SCHEMAS = {CHAT: "CreateChatCompletionRequest", RESPONSES: "CreateResponse"}

PARAMETERS: list[dict[str, Any]] = [
    {},
    *({"temperature": value} for value in (0, 0.2, 2)),
    *({"top_p": value} for value in (0, 0.5, 1)),
    *({"max_tokens": value} for value in (1, 16, 100_000)),
    {"max_completion_tokens": 3},
    {"max_tokens": 5, "max_completion_tokens": 30},
    *({"reasoning_effort": value} for value in EFFORTS),
    *({"seed": value} for value in (-1, 0, 2**40)),
    {"stop": ["\n", "END"]},
    {"stop": "END"},
    {
        "temperature": 1,
        "top_p": 0.9,
        "max_tokens": 400,
        "reasoning_effort": "low",
        "seed": 7,
        "stop": ["."],
    },
]
MODELS = (
    "gpt-4o",
    "gpt-5",
    "gpt-5.1",
    "o3-mini",
    "gpt-5-chat-latest",
    "qwen3:8b",
    "ft:gpt-5:me::1",
)


def asked(parameters: dict[str, Any], model: str = "gpt-4o", turns: Any = TURNS) -> ChatRequest:
    return ChatRequest(model, turns, parameters)


def problems(request: ChatRequest, transport: Transport, **more: Any) -> list[str]:
    body = request_body(request, transport, **more).body
    return request_problems(body, SCHEMAS[transport])


def test_the_table_knows_every_parameter_of_the_sheet() -> None:
    assert set(NAMES) <= {name for row in PARAMETERS for name in row}


@pytest.mark.parametrize("transport", [CHAT, RESPONSES])
@pytest.mark.parametrize("parameters", PARAMETERS, ids=str)
def test_every_request_is_legal(transport: Transport, parameters: dict[str, Any]) -> None:
    for model in MODELS:
        for stream in (True, False):
            assert problems(asked(parameters, model), transport, stream=stream) == []


@pytest.mark.parametrize("transport", [CHAT, RESPONSES])
@pytest.mark.parametrize(
    "turns",
    [
        (Turn(Role.USER, "Hi"),),
        (Turn(Role.USER, ""),),
        (Turn(Role.USER, "A"), Turn(Role.USER, "B")),
        (Turn(Role.USER, "Hi"), Turn(Role.ASSISTANT, "Ho")),
        (Turn(Role.SYSTEM, "A"), Turn(Role.SYSTEM, "B"), Turn(Role.USER, "🙂\u2028\0")),
    ],
)
def test_any_conversation_is_legal(transport: Transport, turns: tuple[Turn, ...]) -> None:
    assert problems(asked({}, turns=turns), transport) == []


@pytest.mark.parametrize("transport", [CHAT, RESPONSES])
def test_what_was_learned_leaves_requests_legal(transport: Transport) -> None:
    for refused in ([], [SUMMARY], ["reasoning_effort"], [*NAMES, "max_completion_tokens"]):
        assert problems(asked(PARAMETERS[-1], "o3"), transport, refused=refused) == []


def test_chat() -> None:
    made = request_body(asked({"temperature": 0.2, "top_k": 40}), CHAT)
    assert made.route == "/chat/completions"
    assert made.body == {
        "messages": [{"role": turn.role.value, "content": turn.text} for turn in TURNS],
        "model": "gpt-4o",
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.2,
        "top_k": 40,
    }
    assert made.left_out == ()


def test_responses() -> None:
    made = request_body(
        asked({"temperature": 0.2, "top_k": 40, "max_tokens": 99, "seed": 1, "stop": "."}),
        RESPONSES,
    )
    assert made.route == "/responses"
    said = {"type": "output_text", "text": "Hi.", "annotations": [], "logprobs": []}
    assert made.body == {
        "model": "gpt-4o",
        "stream": True,
        "input": [
            {
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": "Hello?"}],
            },
            {
                "type": "message",
                "id": "msg_2",
                "role": "assistant",
                "status": "completed",
                "content": [said],
            },
            {
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": "Why?"}],
            },
        ],
        "instructions": "Be brief.",
        "store": False,
        "temperature": 0.2,
        "top_k": 40,
        "max_output_tokens": 99,
    }
    assert made.left_out == ("seed", "stop")
    assert made.sent["max_output_tokens"] == "max_tokens"


def test_auto_begins_with_responses() -> None:
    assert request_body(asked({}), Transport.AUTO).route == "/responses"


def test_without_a_stream_nothing_speaks_of_one() -> None:
    for transport in (CHAT, RESPONSES):
        body = request_body(asked({}), transport, stream=False).body
        assert not any("stream" in name for name in body)


def test_a_parameter_replaces_nothing_of_ours() -> None:
    ours = {"model": "x", "messages": [], "stream": False, "stream_options": {}, "input": "x"}
    more = {"store": True, "instructions": "Be bad."}
    chat = request_body(asked(ours), CHAT).body
    assert (chat["model"], len(chat["messages"]), chat["stream"]) == ("gpt-4o", 4, True)
    made = request_body(asked(ours | more), RESPONSES).body
    assert (made["model"], len(made["input"]), made["stream"]) == ("gpt-4o", 3, True)
    assert (made["store"], made["instructions"]) == (False, "Be brief.")
    assert "messages" not in made
    assert "stream_options" not in made


@pytest.mark.parametrize(
    ("model", "parameters", "reasoning"),
    [
        ("gpt-4o", {}, None),
        ("gpt-4o", {"reasoning_effort": "low"}, {"effort": "low", "summary": "auto"}),
        ("gpt-4o", {"reasoning_effort": "none"}, {"effort": "none"}),
        ("o4-mini", {}, {"summary": "auto"}),
        ("gpt-5.1-mini", {}, {"summary": "auto"}),
        ("gpt-5-chat-latest", {}, None),
        ("gpt-50", {}, {"summary": "auto"}),
        ("gpt-oss:20b", {}, None),
        ("olmo-2", {}, None),
        ("o3", {"reasoning": {"effort": "high"}}, {"effort": "high", "summary": "auto"}),
        ("o3", {"reasoning": {"summary": None}}, {"summary": None}),
        ("o3", {"reasoning": "odd"}, "odd"),
    ],
)
def test_reasoning(model: str, parameters: dict[str, Any], reasoning: object) -> None:
    body = request_body(asked(parameters, model), RESPONSES).body
    assert body.get("reasoning") == reasoning


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("gpt-4o", "max_tokens"),
        ("o3-mini", "max_completion_tokens"),
        ("o1", "max_completion_tokens"),
        ("gpt-5", "max_completion_tokens"),
        ("gpt-5.1-chat-latest", "max_completion_tokens"),
        ("ft:gpt-5-mini:me::1", "max_completion_tokens"),
        ("llama-o3", "max_tokens"),
        ("openai/gpt-5", "max_tokens"),
    ],
)
def test_what_limits_an_answer_in_chat(model: str, name: str) -> None:
    made = request_body(asked({"max_tokens": 9}, model), CHAT)
    assert made.body[name] == 9
    assert made.sent[name] == "max_tokens"
    assert sum("max" in each for each in made.body) == 1


def test_a_limit_that_responses_calls_too_small_is_raised() -> None:
    made = request_body(asked({"max_tokens": 3}), RESPONSES)
    assert made.body["max_output_tokens"] == 16


def test_what_is_refused_is_left_out_and_told() -> None:
    wanted = {"temperature": 1, "max_tokens": 9, "reasoning_effort": "low"}
    for transport in (CHAT, RESPONSES):
        made = request_body(asked(wanted), transport, refused=set(wanted))
        assert made.left_out == tuple(wanted)
        assert not made.sent.keys() & {*wanted, "max_output_tokens", "reasoning.effort"}
        assert "temperature" not in made.body


def test_renamed() -> None:
    made = request_body(asked({"max_tokens": 9}), CHAT, renamed={"max_tokens": "num_predict"})
    assert made.body["num_predict"] == 9
    assert made.sent == {"num_predict": "max_tokens"}
