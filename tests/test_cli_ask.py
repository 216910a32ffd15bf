from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.chatloom_process import Chatloom
from tests.openai_server.scripts import Answer, Ending, Refusal, error_body
from tests.openai_server.server import MODEL, OpenAIServer

ASK_KEYS = [
    *("conversation", "message", "model", "provider", "content"),
    *("status", "sentiment", "usage", "cost"),
]


@pytest.fixture
def chatloom(tmp_path: Path, openai_server: OpenAIServer) -> Chatloom:
    """The command line with the scripted server as its environment."""
    program = Chatloom(tmp_path / "home")
    program.environ |= {"OPENAI_BASE_URL": openai_server.base_url, "OPENAI_API_KEY": "sk-test-key"}
    return program


def read_words(process: subprocess.Popen[bytes], words: bytes) -> None:
    """Wait until the program has printed some words, which must be its first."""
    assert process.stdout is not None
    assert process.stdout.read(len(words)) == words


def only_conversation(chatloom: Chatloom) -> dict[str, object]:
    (listed,) = chatloom.ok("conversations", "list", "--json").json
    return dict(chatloom.ok("conversations", "show", listed["id"], "--json").json)


def test_answer_as_json_and_kept(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    openai_server.script(Answer(text=("Thank", " you", "!"), usage=(9, 3)))

    answer = chatloom.ok("ask", "What is this?", "--json").json

    assert list(answer) == ASK_KEYS
    assert answer["content"] == "Thank you!"
    assert answer["status"] == "complete"
    assert answer["sentiment"]["label"] == "positive"
    assert (answer["model"], answer["provider"]) == (MODEL, "environment")
    assert answer["usage"] == {
        "input_tokens": 9,
        "output_tokens": 3,
        "cached_tokens": 0,
        "reasoning_tokens": 0,
    }
    (chat,) = openai_server.chats
    assert chat.key == "sk-test-key"
    assert [m["role"] for m in chat.body["messages"]] == ["system", "user"]
    kept = only_conversation(chatloom)
    assert kept["id"] == answer["conversation"]
    assert kept["title"] == "What is this?"
    assert [(m["role"], m["content"]) for m in kept["messages"]] == [
        ("user", "What is this?"),
        ("assistant", "Thank you!"),
    ]
    assert kept["messages"][1]["id"] == answer["message"]


def test_answer_goes_to_the_terminal_without_what_steers_it(
    chatloom: Chatloom, openai_server: OpenAIServer
) -> None:
    words = ("a\x1b]0;title\x07", "b\x1b[2J\r", "\u202ec\n", "d")
    openai_server.script(Answer(text=words), Answer(text=words))

    assert chatloom.ok("ask", "hi").out == "a]0;titleb[2Jc\nd\n"
    assert chatloom.ok("ask", "hi", "--json").json["content"] == "".join(words)


def test_text_from_the_input(chatloom: Chatloom) -> None:
    answer = chatloom.ok("ask", "-", "--json", stdin="\ufeffZoë 🙂\n".encode()).json
    assert answer["content"] == "You said: Zoë 🙂\n"
    answer = chatloom.ok("ask", "-", "--json", stdin=b"caf\xe9 \x00?").json
    assert answer["content"].startswith("You said: caf�")


@pytest.mark.parametrize(
    "arguments", [[""], ["  \n"], ["-"], [], ["a", "b"], ["a", "--attempts=0"]]
)
def test_wrong_usage(tmp_path: Path, arguments: list[str]) -> None:
    program = Chatloom(tmp_path / "home")
    ran = program.run("ask", *arguments, stdin=b" \n")
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: chatloom ask" in ran.err
    assert not (program.home / "data").exists()


@pytest.mark.parametrize(
    ("option", "known"),
    [
        (["--provider", "nobody"], "environment, local"),
        (["--provider", "local", "--model", "gpt-9"], "smollm2-135m"),
        (["--assistant", "Nobody"], "General"),
        (["--conversation", "0123"], "chatloom conversations list"),
    ],
    ids=lambda value: value[-2] if isinstance(value, list) else "",
)
def test_unknown_names_are_told(
    chatloom: Chatloom, openai_server: OpenAIServer, option: list[str], known: str
) -> None:
    ran = chatloom.run("ask", "hi", *option)
    assert (ran.code, ran.out) == (1, "")
    assert option[-1] in ran.err
    assert known in ran.err
    assert len(ran.err.splitlines()) == 1
    assert openai_server.chats == []
    assert chatloom.ok("conversations", "list", "--json").json == []


def test_what_a_reply_costs(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    notes = chatloom.home / "config" / "models.json"
    notes.parent.mkdir(parents=True, exist_ok=True)
    price = {"input": 1_000_000, "output": 2_000_000}
    told = {"provider": "environment", "model": MODEL, "price": price}
    notes.write_text(json.dumps({"models": [told]}))
    asked = chatloom.ok("ask", "one", "--json").json
    usage = asked["usage"]
    assert usage["input_tokens"] > 0
    assert asked["cost"] == usage["input_tokens"] + 2 * usage["output_tokens"]


def test_going_on_with_a_conversation(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    openai_server.models.append({**openai_server.models[0], "id": "gpt-other", "created": 1})
    first = chatloom.ok(
        *("ask", "one", "--json", "--model", "gpt-other", "--assistant", "Translator")
    ).json
    again = ("--conversation", first["conversation"])
    second = chatloom.ok("ask", "two", "--json", *again).json

    assert second["model"] == "gpt-other"
    assert second["conversation"] == first["conversation"]
    messages = openai_server.chats[-1].body["messages"]
    assert messages[0]["content"].startswith("You are a translator")
    assert [m["content"] for m in messages[1:]] == ["one", "You said: one", "two"]
    third = chatloom.ok(
        "ask", "three", "--json", *again, "--model", MODEL, "--system", "Rhyme."
    ).json
    assert third["model"] == MODEL
    assert openai_server.chats[-1].body["messages"][0] == {"role": "system", "content": "Rhyme."}
    kept = only_conversation(chatloom)
    assert (kept["model"], kept["assistant"]) == (MODEL, "Translator")
    assert len(kept["messages"]) == 6


def test_refused_request_fails_and_is_kept(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    openai_server.key = "another"
    ran = chatloom.run("ask", "hi", "--model", MODEL, "--json")

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "sk-test-key" not in ran.err + ran.out
    assert (ran.json["status"], ran.json["content"]) == ("failed", "")
    assert ran.json["error"]["code"] == "invalid_api_key"
    assert only_conversation(chatloom)["messages"][1]["status"] == "failed"
    assert "sk-test-key" not in (chatloom.home / "logs" / "chatloom.log").read_text()


def test_attempts(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    busy = Refusal(503, error_body("Busy.", "server_is_overloaded"), {"retry-after": "0"})
    openai_server.script(busy, Answer(text=("Now",)), busy)

    ran = chatloom.run("ask", "hi", "--attempts", "2")
    assert (ran.code, ran.out) == (0, "Now\n")
    assert "Attempt 2 of 2 starts in 0 s." in ran.err
    ran = chatloom.run("ask", "hi", "--attempts", "1")
    assert (ran.code, ran.out) == (1, "")


def test_answer_that_breaks_off(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    openai_server.script(Answer(text=("Half", " an"), ending=Ending.CUT))
    ran = chatloom.run("ask", "hi")
    assert (ran.code, ran.out) == (1, "Half an\n")
    kept, failed = ran.err.splitlines()
    conversation = only_conversation(chatloom)
    assert kept.endswith(f"chatloom ask --conversation {conversation['id']} --continue")
    assert failed.startswith("The connection broke off. What had arrived is kept.")
    message = conversation["messages"][1]
    assert (message["content"], message["status"]) == ("Half an", "interrupted")


def test_an_answer_is_gone_on_with(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    openai_server.script(
        Answer(text=("Half", " an"), ending=Ending.CUT),
        Answer(text=(" an", "swer."), usage=(40, 3)),
    )
    chatloom.run("ask", "hi")
    again = ("ask", "--conversation", str(only_conversation(chatloom)["id"]), "--continue")
    assert chatloom.ok(*again).out == " answer.\n"
    question, answer = only_conversation(chatloom)["messages"]
    assert (question["content"], answer["content"]) == ("hi", "Half an answer.")
    assert (answer["status"], answer["failure"]) == ("complete", None)
    sent = openai_server.chats[-1].body["messages"]
    assert [m["role"] for m in sent] == ["system", "user", "assistant", "user"]
    assert sent[2]["content"] == "Half an"

    ran = chatloom.run(*again)
    assert (ran.code, ran.out) == (1, "")
    assert "is whole" in ran.err
    assert len(openai_server.chats) == 2


def test_a_failed_answer_is_asked_for_again(
    chatloom: Chatloom, openai_server: OpenAIServer
) -> None:
    openai_server.script(Refusal(400))
    assert chatloom.run("ask", "hi").code == 1
    again = ("ask", "--conversation", str(only_conversation(chatloom)["id"]), "--continue")
    assert chatloom.ok(*again).out == "You said: hi\n"


@pytest.mark.parametrize(
    "arguments", [["--continue"], ["more", "--continue", "--conversation", "x"]]
)
def test_continue_needs_a_conversation_alone(chatloom: Chatloom, arguments: list[str]) -> None:
    ran = chatloom.run("ask", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "--continue needs --conversation and no text" in " ".join(ran.err.split())


def test_kill_in_mid_stream_keeps_what_was_shown(
    chatloom: Chatloom, openai_server: OpenAIServer
) -> None:
    openai_server.script(Answer(text=("First", " words"), ending=Ending.STALL))
    with chatloom.started("ask", "Tell me") as process:
        read_words(process, b"First words")
        time.sleep(1)  # What was shown a second ago is on disk.
        process.kill()
    question, answer = only_conversation(chatloom)["messages"]
    assert question["content"] == "Tell me"
    assert (answer["content"], answer["status"]) == ("First words", "interrupted")
    assert answer["parent"] == question["id"]


def test_ctrl_c_keeps_what_was_shown_as_stopped(
    chatloom: Chatloom, openai_server: OpenAIServer
) -> None:
    openai_server.script(Answer(text=("First", " words"), ending=Ending.STALL))
    with chatloom.started("ask", "Tell me") as process:
        read_words(process, b"First words")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"\n", b"")
    answer = only_conversation(chatloom)["messages"][1]
    assert (answer["content"], answer["status"]) == ("First words", "stopped")
    assert answer["sentiment"]["label"] == "neutral"
    assert openai_server.chats[0].gone.wait(5)


def test_reader_that_goes_away_is_no_crash(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    openai_server.script(Answer(text=("a",) * 50, rate=25))
    with chatloom.started("ask", "Tell me") as process:
        read_words(process, b"a")
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(30) == 1
    assert list((chatloom.home / "logs").glob("crash-*")) == []
    assert only_conversation(chatloom)["messages"][1]["status"] == "stopped"


def test_broken_assistants_file_is_told_and_kept(chatloom: Chatloom) -> None:
    path = chatloom.home / "data" / "assistants.json"
    path.parent.mkdir(parents=True)
    path.write_text('[\n{"name": "A"},\n{"name": 7}\n]')

    ran = chatloom.run("ask", "hi", "--json")

    assert ran.code == 0
    assert "line 3" in ran.err
    assert ran.json["status"] == "complete"
    assert path.read_text() == '[\n{"name": "A"},\n{"name": 7}\n]'


def test_database_of_a_newer_version(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    chatloom.ok("ask", "hi")
    path = chatloom.home / "data" / "chatloom.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()

    ran = chatloom.run("ask", "hi")

    assert (ran.code, ran.out) == (1, "")
    assert "newer version" in ran.err
    assert len(openai_server.chats) == 1


def test_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    ran = Chatloom(blocked).run("ask", "hi")
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1
    assert "Traceback" not in ran.err


def test_output_that_shows_no_unicode(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    chatloom.environ["PYTHONIOENCODING"] = "ascii"
    openai_server.script(Answer(text=("Grüße 🙂",)))
    assert chatloom.ok("ask", "hi").out == "Gr??e ?\n"


def test_settings_say_who_answers_where_there_is_no_environment(
    tmp_path: Path, openai_server: OpenAIServer
) -> None:
    program = Chatloom(tmp_path / "home")
    program.environ["OPENAI_BASE_URL"] = openai_server.base_url
    settings = program.home / "config" / "settings.json"
    settings.parent.mkdir(parents=True)
    picks = {"provider": "environment", "model": "gpt-picked", "assistant": "Code helper"}
    settings.write_text(json.dumps(picks))
    answer = program.ok("ask", "hi", "--json").json
    assert answer["model"] == "gpt-picked"
    assert only_conversation(program)["assistant"] == "Code helper"


def test_plain_http_sends_what_the_sdk_sends(
    chatloom: Chatloom, openai_server: OpenAIServer
) -> None:
    for transport in ("sdk", "http"):
        openai_server.script(Answer(text=("Hi",)))
        answer = chatloom.ok("ask", "Hello?", "--transport", transport, "--model", MODEL, "--json")
        assert answer.json["content"] == "Hi"
    by_sdk, by_http = openai_server.chats
    assert by_http.raw == by_sdk.raw
    assert by_sdk.headers["user-agent"].startswith("AsyncOpenAI/")
    assert by_http.headers["user-agent"].startswith("Chatloom/")


def test_plain_http_needs_no_sdk(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    chatloom.environ["PYTHONPROFILEIMPORTTIME"] = "1"
    ran = chatloom.run("ask", "Hello?", "--transport", "http")
    assert ran.code == 0
    assert openai_server.requests[0].path == "/v1/models"
    assert "httpx2" in ran.err
    assert "openai." not in ran.err
    assert "openai." in chatloom.run("ask", "Hello?").err


def test_there_is_no_third_way(chatloom: Chatloom) -> None:
    assert chatloom.run("ask", "Hello?", "--transport", "pigeon").code == 2
