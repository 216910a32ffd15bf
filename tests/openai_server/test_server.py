"""The scripted server says what OpenAI's own description of its API allows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.openai_server.schemas import request_problems, response_problems
from tests.openai_server.scripts import Answer, Refusal, completion, error_body
from tests.openai_server.server import MODEL, OpenAIServer

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
