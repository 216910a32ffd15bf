"""`chatloom providers` and `chatloom key` where the system has no key store."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from desktop_app.core.folders import user_folders
from desktop_app.storage.providers import load_providers
from tests.chatloom_process import COMMAND, Chatloom
from tests.openai_server.server import MODEL, OpenAIServer

KEY = "zz-key-of-acme-0123456789"
NOWHERE = "http://127.0.0.1:9/v1"


@pytest.fixture
def chatloom(tmp_path: Path) -> Chatloom:
    return Chatloom(tmp_path / "home")


def add(chatloom: Chatloom, *arguments: str) -> str:
    return str(chatloom.ok("providers", "add", *arguments, "--json").json["id"])


def test_adding_listing_and_removing(chatloom: Chatloom) -> None:
    assert chatloom.ok("providers", "list").out == ""
    assert chatloom.ok("providers", "list", "--json").json == []
    said = chatloom.ok("providers", "add", "Acme Corp", "--base-url", NOWHERE).out
    assert said == "Added: Acme Corp. Its id is acme-corp.\n"
    assert add(chatloom, "--preset", "ollama") == "ollama"
    chatloom.environ["OPENAI_API_KEY"] = KEY
    rows = chatloom.ok("providers", "list", "--json").json
    assert [(row["id"], row["key"]) for row in rows] == [
        ("environment", "environment"),
        ("acme-corp", "none"),
        ("ollama", "none"),
    ]
    assert rows[1] == {
        "id": "acme-corp",
        "name": "Acme Corp",
        "base_url": NOWHERE,
        "transport": "chat",
        "preset": "",
        "key": "none",
    }
    out = chatloom.ok("providers", "list").out
    assert "key: from OPENAI_API_KEY" in out
    assert KEY not in out
    chatloom.ok("providers", "remove", "acme-corp", "--yes")
    chatloom.ok("providers", "remove", "ollama")
    assert [r["id"] for r in chatloom.ok("providers", "list", "--json").json] == ["environment"]
    ran = chatloom.run("providers", "remove", "acme-corp")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert 'There is no provider "acme-corp"' in ran.err


def test_everything_that_can_be_set_is_set_and_changed(chatloom: Chatloom) -> None:
    given = {
        "--id": "mine",
        "--name": "Mine",
        "--base-url": NOWHERE,
        "--transport": "responses",
        "--header": "X-Team: blue",
        "--organization": "org",
        "--project": "proj",
        "--proxy": "http://proxy.example:3128",
        "--proxy-user": "me",
        "--bypass": "10.0.0.1",
        "--ca-bundle": "/ca.pem",
        "--connect-timeout": "3",
        "--read-timeout": "30",
    }
    assert add(chatloom, *(word for pair in given.items() for word in pair)) == "mine"
    path = user_folders(chatloom.environ).providers
    before = json.loads(path.read_text())["providers"][0]
    assert before == {
        "id": "mine",
        "name": "Mine",
        "base_url": NOWHERE,
        "transport": "responses",
        "preset": "",
        "headers": [["X-Team", "blue"]],
        "organization": "org",
        "project": "proj",
        "proxy": {
            "use": "own",
            "url": "http://proxy.example:3128",
            "user": "me",
            "bypass": ["10.0.0.1"],
        },
        "ca_bundle": "/ca.pem",
        "connect_timeout": 3.0,
        "read_timeout": 30.0,
    }
    said = chatloom.ok("providers", "add", "--id", "mine", "--header", "X-Team: red").out
    assert said == "Changed: Mine. Its id is mine.\n"
    chatloom.ok("providers", "add", "--id", "mine", "--no-proxy", "--name", "Ours")
    after = json.loads(path.read_text())["providers"]
    none = {"use": "none", "url": "", "user": "", "bypass": []}
    assert after == [before | {"name": "Ours", "headers": [["X-Team", "red"]], "proxy": none}]
    chatloom.ok("providers", "add", "--id", "mine", "--proxy", "system", "--ca-bundle", "ca.pem")
    (loaded,) = load_providers(path).providers
    assert loaded.proxy.use.value == "system"
    assert loaded.ca_bundle == str(Path.cwd() / "ca.pem")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--base-url"),
        (["--preset", "azure"], "YOUR-RESOURCE"),
        (["--preset", "acme"], "There are: openai"),
        (["--base-url", NOWHERE, "--id", "local"], "can't be an id"),
        (["--base-url", NOWHERE, "--id", "Big Name"], "can't be an id"),
        (["--base-url", NOWHERE, "--header", "X-Team"], "Name: value"),
        (
            ["--base-url", NOWHERE, "--header", f"X-Api-Key: {KEY}"],
            "chatloom key set PROVIDER --header X-Api-Key",
        ),
        (
            ["--base-url", NOWHERE, "--proxy", f"http://me:{KEY}@proxy.example"],
            "chatloom key set PROVIDER --proxy",
        ),
        (["--base-url", NOWHERE, "--proxy-user", "me"], "--proxy"),
        (["--base-url", NOWHERE, "--no-proxy", "--proxy", "http://p.example"], "--no-proxy"),
        (["--base-url", NOWHERE, "--transport", "smoke"], "responses"),
        (["--base-url", NOWHERE, "--key-stdin"], "Nothing was given"),
    ],
)
def test_what_cannot_be_added_is_wrong_usage(
    chatloom: Chatloom, arguments: list[str], words: str
) -> None:
    ran = chatloom.run("providers", "add", *arguments)
    assert (ran.code, ran.out) == (2, "")
    said = " ".join(ran.err.split())
    assert words in said
    assert KEY not in said
    assert not user_folders(chatloom.environ).providers.exists()


def test_an_address_that_is_none(chatloom: Chatloom) -> None:
    ran = chatloom.run("providers", "add", "Acme", "--base-url", "nowhere")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("The base URL is not a web address. ")


def test_trying_providers(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    add(chatloom, "Acme", "--base-url", openai_server.base_url)
    said = chatloom.ok("providers", "test", "acme").out
    assert said.startswith("Acme: ")
    assert "1 model" in said
    (report,) = chatloom.ok("providers", "test", "acme", "--json").json
    assert (report["id"], report["ok"], report["models"], report["error"]) == (
        *("acme", True, 1),
        None,
    )
    add(chatloom, "Nobody", "--base-url", NOWHERE)
    ran = chatloom.run("providers", "test", "nobody")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("Nobody: Nothing answers at 127.0.0.1:9. ")
    ran = chatloom.run("providers", "test", "--all", "--json")
    assert ran.code == 1
    assert [(each["id"], each["ok"]) for each in ran.json] == [("acme", True), ("nobody", False)]
    for wrong in ([], ["acme", "--all"]):
        assert chatloom.run("providers", "test", *wrong).code == 2
    assert chatloom.run("providers", "test", "other").code == 1


def test_asking_an_own_provider(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    add(chatloom, "Acme", "--base-url", openai_server.base_url)
    answer = chatloom.ok("ask", "hi", "--provider", "acme", "--json").json
    assert (answer["provider"], answer["model"]) == ("acme", MODEL)
    assert answer["content"] == "You said: hi"
    # It stands before this computer.
    assert chatloom.ok("ask", "hi", "--json").json["provider"] == "acme"


def test_a_provider_that_wants_a_key(chatloom: Chatloom, openai_server: OpenAIServer) -> None:
    add(chatloom, "Acme", "--preset", "openai", "--base-url", openai_server.base_url)
    ran = chatloom.run("ask", "hi", "--provider", "acme", "--model", MODEL)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "Acme needs an API key. Add it in the settings under Providers.\n"
    assert openai_server.requests == []


def test_without_a_key_store_no_key_is_kept(chatloom: Chatloom) -> None:
    add(chatloom, "Acme", "--base-url", NOWHERE)
    for given in (KEY, f"{KEY}\n"):
        ran = chatloom.run("key", "set", "acme", stdin=given.encode())
        assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert ran.err.startswith("The key could not be kept. ")
    assert chatloom.ok("key", "status", "acme").out == "There is none.\n"
    assert chatloom.ok("key", "status", "acme", "--json").json == {
        "provider": "acme",
        "key": "none",
        "ending": "",
    }
    chatloom.ok("key", "clear", "acme")
    ran = chatloom.run(
        "providers", "add", "B", "--base-url", NOWHERE, "--key-stdin", stdin=KEY.encode()
    )
    assert ran.code == 1
    kept = [path for path in chatloom.home.rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if KEY.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "words"),
    [
        (["set", "acme"], b"", 2, "Nothing was given"),
        (["set", "acme"], b" \n", 2, "Nothing was given"),
        (["set", "acme"], b"one\ntwo\n", 2, "several lines"),
        (["set", "acme", "zz-key"], b"", 2, "unexpected extra argument"),
        (["set", "acme", "--proxy", "--header", "X-Api-Key"], b"k", 2, "not both"),
        (["set", "acme", "--header", "X-Team"], b"k", 2, "is no secret"),
        (["set", "acme", "--proxy"], b"k", 1, "no proxy that wants a password"),
        (["set", "other"], b"k", 1, 'There is no provider "other"'),
        (["set", "local"], b"k", 1, "needs no key"),
        (["status", "environment"], b"", 1, "OPENAI_API_KEY"),
        (["clear", "environment"], b"", 1, "OPENAI_API_KEY"),
    ],
)
def test_what_cannot_be_done_with_a_key(
    chatloom: Chatloom, arguments: list[str], stdin: bytes, code: int, words: str
) -> None:
    add(chatloom, "Acme", "--base-url", NOWHERE)
    ran = chatloom.run("key", *arguments, stdin=stdin)
    assert (ran.code, ran.out) == (code, "")
    assert words in " ".join(ran.err.split())


def test_a_key_is_typed_without_being_shown(chatloom: Chatloom) -> None:
    """In a terminal; there is no key store, so it can't be kept, which is told behind it."""
    add(chatloom, "Acme", "--base-url", NOWHERE)
    terminal, inside = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "key", "set", "acme"],
        env=chatloom.environ,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
    ) as process:
        os.close(inside)
        shown = b""
        while b"The API key of Acme: " not in shown:
            shown += os.read(terminal, 4096)
        os.write(terminal, f"{KEY}\n".encode())
        with contextlib.suppress(OSError):  # how Linux tells the end of a terminal
            while piece := os.read(terminal, 4096):
                shown += piece
        os.close(terminal)
        assert process.wait(20) == 1
    assert b"The key could not be kept." in shown
    assert KEY.encode() not in shown


def test_a_broken_file_is_told_by_every_verb(chatloom: Chatloom) -> None:
    path = user_folders(chatloom.environ).providers
    path.parent.mkdir(parents=True)
    path.write_text("nothing")
    ran = chatloom.run("providers", "list")
    assert ran.code == 0
    assert ran.err.startswith("Your providers could not be read. ")
    assert path.with_name("providers.json.broken").read_text() == "nothing"


def test_doctor_looks_at_keys_and_providers(
    chatloom: Chatloom, openai_server: OpenAIServer
) -> None:
    add(chatloom, "Acme", "--base-url", openai_server.base_url)
    add(chatloom, "Nobody", "--base-url", NOWHERE)
    add(chatloom, "Odd", "--base-url", "http://a..b/v1")
    add(chatloom, "Far", "--base-url", "http://far.example/v1", "--proxy", "http://p.example:1")
    found = {each["check"]: each for each in chatloom.run("doctor", "--json").json}
    assert found["keys"]["level"] == "warn"
    assert found["keys"]["words"] == "Keys are kept only until Chatloom closes"
    assert found["providers"]["words"].startswith("4 in ")
    levels = [found[f"provider {name}"]["level"] for name in ("acme", "nobody", "odd", "far")]
    assert levels == ["ok", "warn", "warn", "ok"]
    assert openai_server.requests == []
