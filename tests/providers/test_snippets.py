"""What is copied runs, and sends what Chatloom sends."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.chat import ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.provider import Transport
from desktop_app.core.secret import Secret
from desktop_app.providers import snippets
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.request_bodies import request_body
from desktop_app.providers.snippets import as_curl, as_python, snippet
from tests.openai_server import MODEL, OpenAIServer
from tests.providers.conftest import KEY

TURNS = (
    Turn(Role.SYSTEM, 'Don\'t say "$HOME" or `date`.'),
    Turn(Role.USER, "It's 5 o'clock \\ $(rm -rf /) !! «да» 🙂\n@file\t{}"),
    Turn(Role.ASSISTANT, "''"),
    Turn(Role.USER, "Why?\n'''\n\"\"\""),
)
PARAMETERS: dict[str, Any] = {"temperature": 0.2, "max_tokens": 30, "reasoning_effort": "low"}
REQUEST = ChatRequest(MODEL, TURNS, PARAMETERS)
TOKEN = "hush-hush-hush-hush"
BOTH = [Transport.CHAT, Transport.RESPONSES]


def endpoint(server: OpenAIServer) -> Endpoint:
    headers = (("X-Team", Secret("it's blue")), ("X-Api-Token", Secret(TOKEN)))
    return Endpoint(server.base_url, Secret(KEY), headers=headers, project="project-1")


def run(command: list[str], **environ: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
    secrets = {"OPENAI_API_KEY": KEY, "X_API_TOKEN": TOKEN}
    return subprocess.run(
        command,
        env={**plain, **secrets, **environ, "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("transport", BOTH)
def test_the_line_for_the_shell_runs(openai_server: OpenAIServer, transport: Transport) -> None:
    if shutil.which("curl") is None:
        pytest.skip("There is no curl.")
    line = as_curl(endpoint(openai_server), REQUEST, transport)
    ran = run(["sh", "-c", line])
    assert ran.returncode == 0, ran.stderr
    (sent,) = openai_server.requests
    assert sent.problems == []
    assert sent.key == KEY
    assert sent.body == request_body(REQUEST, transport).body
    assert sent.headers["x-team"] == "it's blue"
    assert sent.headers["x-api-token"] == TOKEN
    assert sent.headers["openai-project"] == "project-1"
    assert "data: " in ran.stdout


@pytest.mark.parametrize("transport", BOTH)
def test_the_words_of_the_line(openai_server: OpenAIServer, transport: Transport) -> None:
    line = as_curl(endpoint(openai_server), REQUEST, transport)
    words = shlex.split(line)
    assert words[:2] == ["curl", "--no-buffer"]
    assert words[2].startswith(openai_server.base_url)
    assert "Authorization: Bearer ${OPENAI_API_KEY}" in words
    assert "X-Api-Token: ${X_API_TOKEN}" in words


@pytest.mark.parametrize("transport", BOTH)
@pytest.mark.parametrize("extra", [{}, {"top_k": 3}])
def test_the_program_runs(
    openai_server: OpenAIServer, tmp_path: Path, transport: Transport, extra: dict[str, Any]
) -> None:
    openai_server.strict = not extra
    request = ChatRequest(MODEL, TURNS, PARAMETERS | extra)
    program = tmp_path / "asks.py"
    program.write_text(as_python(endpoint(openai_server), request, transport), "utf-8")
    ran = run([sys.executable, str(program)], PYTHONIOENCODING="utf-8")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("You said: Why?")
    (sent,) = openai_server.requests
    assert sent.key == KEY
    assert sent.body == request_body(request, transport, stream=False).body
    assert sent.headers["x-team"] == "it's blue"
    assert sent.headers["x-api-token"] == TOKEN
    assert sent.headers["openai-project"] == "project-1"


@pytest.mark.parametrize("transport", BOTH)
@pytest.mark.parametrize("write", [as_curl, as_python])
def test_no_secret_stands_in_them(
    openai_server: OpenAIServer, transport: Transport, write: Any
) -> None:
    text = write(endpoint(openai_server), REQUEST, transport)
    assert KEY not in text
    assert TOKEN not in text
    address = openai_server.base_url.replace("//", "//me:password@")
    assert "password" not in write(Endpoint(address, Secret(KEY)), REQUEST, transport)


@pytest.mark.parametrize("write", [as_curl, as_python])
def test_a_server_without_a_key(openai_server: OpenAIServer, write: Any) -> None:
    text = write(Endpoint(openai_server.base_url, Secret("")), REQUEST, Transport.CHAT)
    assert "OPENAI_API_KEY" not in text
    assert "import os" not in text
    compile(text, "x", "exec") if write is as_python else shlex.split(text)


@pytest.mark.parametrize("language", ["curl", "python"])
async def test_what_the_model_refuses_is_not_copied(connection: Connection, language: str) -> None:
    connection.learned.learn(MODEL, "temperature")
    connection.learned.rename(MODEL, "max_tokens", "max_completion_tokens")
    text = await snippet(connection, REQUEST, language)
    assert "temperature" not in text
    assert "max_completion_tokens" in text
    assert ("curl" in text) == (language == "curl")


@pytest.mark.parametrize(("language", "writer"), [("curl", "as_curl"), ("python", "as_python")])
async def test_a_long_one_does_not_hold_up_the_window(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, language: str, writer: str
) -> None:
    threads: list[threading.Thread] = []

    def write(*_values: object) -> str:
        threads.append(threading.current_thread())
        return "written"

    monkeypatch.setattr(snippets, writer, write)
    assert await snippet(connection, REQUEST, language) == "written"
    assert threading.main_thread() not in threads


def test_the_shell_runs_nothing_that_stands_in_the_name_of_a_header() -> None:
    headers = (("X-`id`$X-Token", Secret(TOKEN)),)
    line = as_curl(Endpoint("http://a/v1", Secret(KEY), headers=headers), REQUEST, Transport.CHAT)
    printed = run(["sh", "-c", line.replace("curl", "printf '%s\\n'", 1)], X_ID_X_TOKEN="told")
    assert "X-`id`$X-Token: told\n" in printed.stdout
