"""A server that echoes the key wherever it can: nothing that is kept or said holds the key."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.chatloom_process import Ran
from tests.journeys import secret_service
from tests.journeys.by_command import User, somebody
from tests.journeys.echo import ECHOES, KEY, places, shows
from tests.journeys.servers import scripted

_CRASHING = """
import sys
from desktop_app import __main__
from desktop_app.commands import ask

answered = ask.answered

async def crash(parts, question, show):
    reply = await answered(parts, question, show)
    raise RuntimeError(f"A mistake with {sys.stdin.read()} in its words, {reply.answer.id}")

ask.answered = crash
sys.exit(__main__.main())
"""
"""Chatloom with a mistake in it, whose exception quotes the key after it was used."""

_COPYING = """
import sys
from desktop_app.commands.session import with_parts
from desktop_app.core.chat_request import ChatRequest, Turn
from desktop_app.core.conversation import Role

async def copy(parts):
    request = ChatRequest("a-model", (Turn(Role.USER, "Hello"),), {})
    for language in ("curl", "python"):
        print(await parts.snippet(sys.argv[1], request, language))

with_parts(copy)
"""
"""What the window copies of a request: "Copy as cURL" and "Copy as Python"."""


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """Return somebody whose server wants a key that looks like nobody's."""
    if lacking := secret_service.missing():
        pytest.skip(f"There is no {lacking} here, and it could not be installed.")
    with scripted("chat", KEY) as served, somebody(tmp_path, served) as user:
        assert KEY in user.store.kept().values()
        yield user


def run(user: User, program: str, *arguments: str) -> Ran:
    """Run a program that is given the key, and uses the provider as Chatloom does."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=user.chatloom.environ,
        cwd=Path(__file__).parents[2],
        input=KEY.encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_the_key_is_nowhere(user: User, tmp_path: Path) -> None:
    said: dict[str, Ran] = {}
    for name, echo in ECHOES.items():
        user.served.proxy.next(echo)
        said[name] = user.ask(f"What about a key {name}?")
        user.served.proxy.lists = echo
        said[f"test {name}"] = user.runs.run("providers", "test", user.provider)
        said[f"models {name}"] = user.runs.run("models", "--provider", user.provider)
        user.served.proxy.mend()
    wanted = ("--provider", user.provider, "--model", user.served.model)
    said["crash"] = run(user, _CRASHING, "ask", "Will you crash?", *wanted)
    said["copied"] = run(user, _COPYING, user.provider)
    exported = tmp_path / "exported"
    exported.mkdir()
    commands = {
        "providers": ("providers", "list", "--json"),
        "status": ("key", "status", user.provider),
        "doctor": ("doctor",),
        "export": ("export", "--all", "--format", "json", "-o", str(exported / "all.json")),
        "conversations": ("conversations", "list", "--json"),
    }
    said |= {name: user.runs.run(*command) for name, command in commands.items()}

    assert "curl" in said["copied"].out
    assert len(user.served.proxy.asked) >= len(ECHOES)
    assert {request.key for request in user.served.proxy.asked} == {KEY}
    assert "RuntimeError" in "".join(path.read_text() for path in user.folders.logs.glob("crash-*"))
    assert [*exported.iterdir()]
    telling = [name for name, ran in said.items() if shows(f"{ran.out}{ran.err}".encode(), KEY)]
    assert telling == []
    assert places(user.chatloom.home, KEY) == []
    assert places(exported, KEY) == []


def test_the_search_finds_a_key_in_every_form(tmp_path: Path) -> None:
    written = {
        "basic": base64.b64encode(f"user:{KEY}".encode()).decode(),
        "base64": base64.b64encode(KEY.encode()).decode(),
        "clear": f"x{KEY}y",
        "nothing": KEY[:-1],
        "percent": quote(KEY, safe=""),
    }
    for name, text in written.items():
        (tmp_path / name).write_text(text)
    found = {Path(path).name for path in places(tmp_path, KEY)}
    assert found == {*written} - {"nothing"}
