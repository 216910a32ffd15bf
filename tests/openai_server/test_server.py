"""The scripted server says what OpenAI's own description of its API allows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.openai_server.request import CHAT, RESPONSES
from tests.openai_server.schemas import request_problems, response_problems
from tests.openai_server.scripts import RATE_LIMITS, Answer, Ending, Refusal, completion, error_body
from tests.openai_server.server import MODEL, OpenAIServer, Request, model_row

LEGAL: dict[str, Any] = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "Hi"}],
    "stream": True,
    "stream_options": {"include_usage": True},
}
ROOT = Path(__file__).parents[2]


def chunks(body: bytes) -> list[Any]:
    data = [event.removeprefix(b"data: ") for event in body.split(b"\n\n") if event]
    return [json.loads(line) for line in data if line != b"[DONE]"]


def test_its_streams_are_legal(openai_server: OpenAIServer) -> None:
    response = httpx2.post(f"{openai_server.base_url}/chat/completions", json=LEGAL)
    sent = chunks(response.content)
    assert len(sent) == 5
    for chunk in sent:
        assert response_problems("CreateChatCompletionStreamResponse", chunk) == []
    assert sent[-1]["choices"] == []
    assert sent[-1]["usage"]["total_tokens"] == 12
    assert response.content.endswith(b"data: [DONE]\n\n")


@pytest.mark.parametrize("answer", [Answer(reasoning=("Hm",)), Answer(usage=None, finish="length")])
def test_its_chunks_are_legal(answer: Answer) -> None:
    for chunk in chunks(b"".join(answer.events(MODEL))):
        assert response_problems("CreateChatCompletionStreamResponse", chunk) == []


def test_its_other_bodies_are_legal(openai_server: OpenAIServer) -> None:
    body = completion(MODEL, Answer())
    assert response_problems("CreateChatCompletionResponse", body) == []
    assert response_problems("ErrorResponse", error_body("No", "no")) == []
    models = httpx2.get(f"{openai_server.base_url}/models").json()
    assert response_problems("ListModelsResponse", models) == []


def test_the_description_finds_what_is_wrong_in_a_chunk() -> None:
    assert response_problems("CreateChatCompletionStreamResponse", {"id": 3, "choices": []})


@pytest.mark.parametrize(
    "more",
    [
        {"top_k": 40},
        {"temperature": 3},
        {"messages": []},
        {"messages": [{"role": "nobody", "content": "Hi"}]},
        {"messages": [{"role": "user", "content": "Hi", "mood": "good"}]},
        {"stream_options": {"include_everything": True}},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi", "size": 3}]}]},
    ],
)
def test_illegal_requests_are_refused(openai_server: OpenAIServer, more: dict[str, Any]) -> None:
    body = {**LEGAL, **more}
    assert request_problems(LEGAL) == []
    assert request_problems(body)
    url = f"{openai_server.base_url}/chat/completions"
    assert httpx2.post(url, json=body).status_code == 400
    openai_server.strict = False
    if body["messages"]:
        assert httpx2.post(url, json=body).status_code == 200


def test_a_picture_is_legal() -> None:
    url = {"url": "data:image/png;base64,AA=="}
    parts = [{"type": "text", "text": "What?"}, {"type": "image_url", "image_url": url}]
    assert request_problems({**LEGAL, "messages": [{"role": "user", "content": parts}]}) == []


def test_the_wrong_key_is_refused(openai_server: OpenAIServer) -> None:
    openai_server.key = "right"
    url = f"{openai_server.base_url}/models"
    assert httpx2.get(url, headers={"Authorization": "Bearer right"}).status_code == 200
    refused = httpx2.get(url, headers={"Authorization": "Bearer wrong"})
    assert refused.status_code == 401
    assert "wrong" in refused.json()["error"]["message"]


def test_unknown_routes_are_refused(openai_server: OpenAIServer) -> None:
    assert httpx2.get(f"{openai_server.base_url}/assistants").status_code == 404


def test_it_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    scripts = tmp_path / "scripts.json"
    rows = [{"kind": "refusal", "status": 503}, {"text": ["a", "b"], "ending": "error"}]
    scripts.write_text(json.dumps(rows))
    command = [sys.executable, "-m", "tests.openai_server", "--scripts", str(scripts)]
    with subprocess.Popen(
        [*command, "--words", "3"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        base_url = process.stdout.readline().decode().strip()
        url = f"{base_url}/chat/completions"
        assert httpx2.post(url, json=LEGAL).status_code == 503
        assert b"It broke." in httpx2.post(url, json=LEGAL).content
        assert b"word2" in httpx2.post(url, json=LEGAL).content
        output, _ = process.communicate(timeout=10)
    told = [json.loads(line) for line in output.splitlines()]
    assert [row["what"] for row in told] == ["request"] * 3
    assert told[0]["body"] == LEGAL
    assert process.returncode == 0


def test_text_files_are_streamed_in_small_deltas(tmp_path: Path) -> None:
    texts = ["# First\n\nЗдравствуй", "Second"]
    files = [tmp_path / f"{number}.md" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")
    command = [sys.executable, "-m", "tests.openai_server", "--chunk", "4", "--rate", "500"]
    for file in files:
        command += ["--text-file", str(file)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        url = f"{process.stdout.readline().decode().strip()}/chat/completions"
        answers = []
        for _ in range(3):
            sent = chunks(httpx2.post(url, json=LEGAL).content)
            answers.append([c["choices"][0]["delta"].get("content", "") for c in sent[:-2]])
        process.communicate(timeout=10)
    assert ["".join(answer) for answer in answers] == [texts[0], texts[1], texts[1]]
    assert answers[1] == ["Seco", "nd"]


def test_a_script_can_send_anything(openai_server: OpenAIServer) -> None:
    openai_server.script(Refusal(599, b"\x00", {"X-Odd": "yes"}))
    response = httpx2.post(f"{openai_server.base_url}/chat/completions", json=LEGAL)
    assert (response.status_code, response.content) == (599, b"\x00")
    assert response.headers["x-odd"] == "yes"


LEGAL_RESPONSES: dict[str, Any] = {
    "model": MODEL,
    "input": [{"role": "user", "content": [{"type": "input_text", "text": "Hi"}]}],
    "stream": True,
    "store": False,
}


def response_events(answer: Answer) -> list[Any]:
    """The events of an answer as their data says them, each named as its SSE event is."""
    events = []
    for event in b"".join(answer.events(MODEL, responses=True)).decode().split("\n\n")[:-1]:
        *names, data = event.split("\n")
        decoded = json.loads(data.removeprefix("data: "))
        assert names == [f"event: {decoded['type']}"]
        events.append(decoded)
    return events


@pytest.mark.parametrize(
    "answer",
    [
        Answer(),
        Answer(usage=None),
        Answer(finish="length", cached=3, reasoned=1),
        Answer(finish="content_filter"),
        Answer(reasoning=("Hm", "m"), more_reasoning=(("So",),)),
        Answer(reasoning=("Hm",), reasoning_field="reasoning_text"),
        Answer(refusal=("No",), more_parts=(("b", "c"),)),
        Answer((), refusal=("No",)),
        Answer(ending=Ending.FAILED),
        Answer(ending=Ending.ERROR, error_event=True),
    ],
)
def test_its_responses_are_legal(answer: Answer) -> None:
    events = response_events(answer)
    for event in events:
        assert response_problems("ResponseStreamEvent", event) == []
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert response_problems("Response", answer.whole(MODEL, responses=True)) == []


def test_the_description_finds_what_is_wrong_in_an_event() -> None:
    assert response_problems("ResponseStreamEvent", {"type": "response.output_text.delta"})
    assert response_problems("ResponseStreamEvent", {"type": "response.dance"})


@pytest.mark.parametrize(
    "more",
    [
        {"seed": 3},
        {"max_tokens": 30},
        {"max_output_tokens": 3},
        {"reasoning": {"effort": "some"}},
        {"input": [{"role": "assistant", "content": [{"type": "output_text", "text": "Hi"}]}]},
        {"stream_options": {"include_usage": True}},
    ],
)
def test_illegal_responses_requests_are_refused(
    openai_server: OpenAIServer, more: dict[str, Any]
) -> None:
    assert request_problems(LEGAL_RESPONSES, "CreateResponse") == []
    url = f"{openai_server.base_url}/responses"
    assert httpx2.post(url, json=LEGAL_RESPONSES).status_code == 200
    assert httpx2.post(url, json={**LEGAL_RESPONSES, **more}).status_code == 400
    assert [bool(chat.problems) for chat in openai_server.chats] == [False, True]


def test_an_interface_may_be_unknown(openai_server: OpenAIServer) -> None:
    openai_server.speaks = {CHAT}
    url = openai_server.base_url.removesuffix("/v1")
    assert httpx2.post(url + CHAT, json=LEGAL).status_code == 200
    refused = httpx2.post(url + RESPONSES, json=LEGAL_RESPONSES)
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "unknown_url")
    openai_server.unknown_route = Refusal(405)
    assert httpx2.post(url + RESPONSES, json=LEGAL_RESPONSES).status_code == 405


def test_native_routes(openai_server: OpenAIServer) -> None:
    def shown(request: Request) -> dict[str, Any]:
        return {"capabilities": ["vision"] if request.body["model"] == "seer" else []}

    openai_server.native = {
        "/api/version": {"version": "0.14.0"},
        "/api/show": shown,
        "/props": Refusal(501, ""),
        "/v1/models": {"data": [model_row("vendor/model", context_length=9)]},
    }
    url = openai_server.base_url.removesuffix("/v1")
    assert httpx2.get(f"{url}/api/version").json() == {"version": "0.14.0"}
    answer = httpx2.post(f"{url}/api/show", json={"model": "seer"}).json()
    assert answer == {"capabilities": ["vision"]}
    assert httpx2.get(f"{url}/props?autoload=false").status_code == 501
    assert httpx2.get(f"{url}/v1/models").json()["data"][0]["context_length"] == 9
    assert httpx2.get(f"{url}/health").status_code == 404


def test_headers_tell_the_request_and_the_limits(openai_server: OpenAIServer) -> None:
    openai_server.headers = RATE_LIMITS
    for number, url in enumerate(("/models", "/nowhere"), 1):
        headers = httpx2.get(openai_server.base_url + url).headers
        assert headers["x-request-id"] == f"req_{number}"
        assert headers["x-ratelimit-limit-requests"] == "500"


@pytest.mark.parametrize(
    "script",
    [
        Refusal(400, error_body("No."), echo_key=True),
        Refusal(400, "<html>{key}</html>", echo_key=True),
        Refusal(400, "", {"x-odd": "{key}"}, echo_key=True),
        Answer(ending=Ending.ERROR, echo_key=True),
    ],
)
def test_the_key_is_echoed(openai_server: OpenAIServer, script: Answer | Refusal) -> None:
    openai_server.script(script)
    url = f"{openai_server.base_url}/chat/completions"
    answer = httpx2.post(url, json=LEGAL, headers={"Authorization": "Bearer sk-echo"})
    assert "sk-echo" in f"{answer.text}{answer.headers}"


def test_a_drip_is_a_byte_at_a_time(openai_server: OpenAIServer) -> None:
    openai_server.script(Answer(("Hi",), drip=True))
    url = f"{openai_server.base_url}/chat/completions"
    with httpx2.stream("POST", url, json=LEGAL) as response:
        body = b"".join(response.iter_raw())
    assert chunks(body)[0]["choices"][0]["delta"] == {"content": "Hi"}
    assert openai_server.chats[0].sent == len(body)


def test_parameters_may_be_refused(openai_server: OpenAIServer) -> None:
    openai_server.refused = {"stream"}
    url = f"{openai_server.base_url}/chat/completions"
    error = httpx2.post(url, json=LEGAL).json()["error"]
    assert (error["code"], error["param"]) == ("unsupported_parameter", "stream")
