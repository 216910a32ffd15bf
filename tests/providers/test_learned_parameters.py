from __future__ import annotations

import pytest

from desktop_app.core.chat import ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.provider import Transport
from desktop_app.providers.learned_parameters import (
    LearnedParameters,
    Unsupported,
    unsupported,
)
from desktop_app.providers.refusals import read_refusal
from desktop_app.providers.request_bodies import SUMMARY, RequestBody, request_body
from tests.openai_server.scripts import error_body

EVERYTHING = {"temperature": 0.2, "max_tokens": 99, "reasoning_effort": "low", "top_k": 3}


def sent(transport: Transport, model: str = "m") -> RequestBody:
    return request_body(ChatRequest(model, (Turn(Role.USER, "Hi"),), EVERYTHING), transport)


def test_models_are_told_apart() -> None:
    learned = LearnedParameters()
    told: list[tuple[str, str]] = []
    learned.watch(lambda model, name: told.append((model, name)))
    for _ in range(2):
        learned.learn("a", "seed")
    learned.learn("a", "stop")
    learned.rename("a", "max_tokens", "max_completion_tokens")
    assert learned.refused("a") == {"seed", "stop"}
    assert learned.refused("b") == frozenset()
    assert learned.renamed("a") == {"max_tokens": "max_completion_tokens"}
    assert learned.renamed("b") == {}
    assert told == [("a", "seed"), ("a", "stop")]


@pytest.mark.parametrize(
    ("message", "code", "param", "found"),
    [
        ("Unsupported parameter.", "unsupported_parameter", "temperature", "temperature"),
        ("Unknown parameter: 'top_k'.", "unknown_parameter", "top_k", "top_k"),
        ("Unsupported parameter: 'top_k'", "unsupported_parameter", None, "top_k"),
        (
            "Unsupported value: 'temperature' does not support 0.2 with this model. Only the "
            "default (1) value is supported.",
            "unsupported_value",
            "temperature",
            "temperature",
        ),
        ("`temperature` is not supported by this model", None, None, "temperature"),
        ("temperature is not supported", None, "temperature", "temperature"),
        # The user's to change.
        ("max_tokens is too large: 99. At most 50.", "invalid_value", "max_tokens", ""),
        ("Expected <= 2", "decimal_above_max_value", "temperature", ""),
        # Not of this request.
        ("Unsupported parameter: 'seed'", "unsupported_parameter", "seed", ""),
        ("Unsupported parameter: 'messages[0].name'", "unsupported_parameter", "messages", ""),
        ("This model is not supported.", "model_not_found", "model", ""),
    ],
)
def test_what_counts_as_unsupported(
    message: str, code: str | None, param: str | None, found: str
) -> None:
    refusal = read_refusal(400, error_body(message, code, param=param))
    expected = Unsupported(found) if found else None
    assert unsupported(refusal, sent(Transport.CHAT)) == expected


@pytest.mark.parametrize(
    ("param", "name"),
    [
        ("max_output_tokens", "max_tokens"),
        ("reasoning.effort", "reasoning_effort"),
        ("reasoning_effort", "reasoning_effort"),
        ("reasoning", "reasoning_effort"),
        ("reasoning.summary", SUMMARY),
        ("temperature", "temperature"),
    ],
)
def test_names_of_responses_are_mapped_back(param: str, name: str) -> None:
    body = error_body("It is not supported with this model.", "unsupported_parameter", param=param)
    found = unsupported(read_refusal(400, body), sent(Transport.RESPONSES))
    assert found == Unsupported(name)


def test_a_new_name_is_heard() -> None:
    message = (
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
        "'max_completion_tokens' instead."
    )
    body = error_body(message, "unsupported_parameter", param="max_tokens")
    found = unsupported(read_refusal(400, body), sent(Transport.CHAT))
    assert found == Unsupported("max_tokens", "max_completion_tokens")


def test_another_value_may_be_taken() -> None:
    message = (
        "Unsupported value: 'reasoning_effort' does not support 'low' with this model. Supported "
        "values are: 'medium' and 'high'."
    )
    body = error_body(message, "unsupported_value", param="reasoning_effort")
    found = unsupported(read_refusal(400, body), sent(Transport.CHAT))
    assert found == Unsupported("reasoning_effort", for_good=False)


@pytest.mark.parametrize("status", [401, 429, 500])
def test_other_refusals_are_about_something_else(status: int) -> None:
    body = error_body("'temperature' is not supported", param="temperature")
    assert unsupported(read_refusal(status, body), sent(Transport.CHAT)) is None
