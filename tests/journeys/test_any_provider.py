"""One journey to four servers by the command line: set up, ask, stop, fail in all ways, recover.

The same sentences are shown in the window, where `test_provider_in_the_window` makes this journey
with fewer failures and with real keys. Behind the proxy of each journey is a real server; the key
is in a real Secret Service.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.journeys import secret_service
from tests.journeys.by_command import PATIENCE, User, add, somebody
from tests.journeys.failing import FAILING, TIMEOUT, Failing, assert_plain
from tests.journeys.faults import THROUGH, Through, too_many, unsupported
from tests.journeys.servers import SERVERS, Served

pytestmark = pytest.mark.engine

CAPITAL = "What is the capital of France?"
STORY = "Write a long story about a ship, with many chapters."


@pytest.fixture(scope="module", params=[*SERVERS])
def user(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[User]:
    """Return somebody who uses one of the four servers."""
    if lacking := secret_service.missing():
        pytest.skip(f"There is no {lacking} here, and it could not be installed.")
    folder = tmp_path_factory.mktemp("journey")
    with ExitStack() as stack:
        served = stack.enter_context(SERVERS[request.param](folder))
        yield stack.enter_context(somebody(folder, served))


@pytest.fixture
def served(user: User) -> Iterator[Served]:
    """Return the server, which is well again afterwards."""
    yield user.served
    user.served.proxy.mend()
    user.runs.ok("providers", "add", "--id", user.provider, "--read-timeout", str(PATIENCE))


def test_the_key_is_in_the_key_store_and_nowhere_else(user: User, served: Served) -> None:
    assert served.key in user.store.kept().values()
    assert served.key not in user.folders.providers.read_text()
    assert "key store" in user.runs.ok("key", "status", user.provider).out
    (listed,) = user.runs.ok("providers", "list", "--json").json
    assert (listed["id"], listed["base_url"]) == (user.provider, served.base_url)


def test_it_is_tried_and_tells_what_answered(user: User, served: Served) -> None:
    said = user.runs.ok("providers", "test", user.provider).out
    assert ("2 models" if served.other else "1 model") in said
    assert_plain(said)


def test_it_answers(user: User, served: Served) -> None:
    before = len(served.proxy.asked)
    answer = user.asked(CAPITAL)
    assert (answer["provider"], answer["model"]) == (user.provider, served.model)
    assert answer["usage"]["output_tokens"] > 0
    (request,) = served.proxy.asked[before:]
    assert request.key == served.key
    route = "responses" if served.transport == "responses" else "chat/completions"
    assert request.path == f"/v1/{route}"


def test_it_is_stopped_and_keeps_what_has_arrived(user: User, served: Served) -> None:
    served.proxy.next(Through(pause=0.1))
    ran = user.stop(STORY)
    assert ran.code == 130
    answer = user.kept.message("assistant", "stopped")
    assert answer is not None
    assert answer["text"].strip()
    assert ran.out.startswith(answer["text"].strip())
    assert_plain(ran.err)


@pytest.mark.parametrize("name", [*FAILING])
def test_it_fails_and_says_so_plainly(user: User, served: Served, name: str) -> None:
    failing = FAILING[name]
    if failing.takes_time:
        user.runs.ok("providers", "add", "--id", user.provider, "--read-timeout", str(TIMEOUT))
    served.proxy.next(failing.fault)
    question = f"{STORY} ({name})"
    ran = user.ask(question)
    assert ran.code == 1
    assert_told(ran.err, failing)
    assert ran.json["error"]["code"] == failing.code
    assert ran.json["status"] == ("interrupted" if failing.keeps else "failed")
    assert bool(ran.json["content"].strip()) == failing.keeps
    kept = user.kept.message("user", "complete")
    assert kept is not None
    assert kept["text"] == question


def assert_told(said: str, failing: Failing) -> None:
    """Fail where a failure isn't told in one plain line."""
    assert said.count("\n") == 1
    assert failing.title in said
    assert failing.advice in said
    assert_plain(said)


def test_a_server_that_is_gone_comes_back(user: User, served: Served) -> None:
    served.proxy.disappear()
    try:
        ran = user.ask(CAPITAL)
    finally:
        served.proxy.come_back()
    assert (ran.code, ran.json["error"]["code"]) == (1, "connection_refused")
    assert "Nothing answers at 127.0.0.1" in ran.err
    assert_plain(ran.err)
    user.asked(CAPITAL, "--conversation", ran.json["conversation"])


def test_too_many_requests_are_waited_for(user: User, served: Served) -> None:
    served.proxy.next(too_many(1), THROUGH)
    ran = user.ask(CAPITAL, attempts=3)
    assert (ran.code, ran.json["status"]) == (0, "complete")
    assert "Attempt 2 of 3 starts in 1 s." in ran.err
    assert_plain(ran.err)


def test_a_parameter_it_does_not_take_is_left_out(user: User, served: Served) -> None:
    before = len(served.proxy.asked)
    served.proxy.next(unsupported("top_p"), THROUGH)
    ran = user.ask(CAPITAL, "--assistant", "Narrow")
    assert (ran.code, ran.json["status"]) == (0, "complete")
    first, second = (request.body for request in served.proxy.asked[before:])
    assert first["top_p"] == 0.5
    assert "top_p" not in second
    assert second["temperature"] == 0
    assert "top_p" in ran.err


def test_a_failed_conversation_goes_on(user: User, served: Served) -> None:
    served.proxy.next(FAILING["cut"].fault)
    failed = user.ask(CAPITAL)
    answer = user.asked(CAPITAL, "--conversation", failed.json["conversation"])
    assert answer["conversation"] == failed.json["conversation"]


def test_it_is_removed_with_its_key(user: User, served: Served) -> None:
    other = add(user.runs, served, "Another")
    user.runs.ok("key", "set", other, stdin=b"a-key-to-be-cleared")
    user.runs.ok("key", "clear", other)
    assert "a-key-to-be-cleared" not in user.store.kept().values()
    user.runs.ok("key", "set", other, stdin=b"a-key-to-be-removed")
    user.runs.ok("providers", "remove", other)
    assert {*user.store.kept().values()} == {served.key}
    listed = user.runs.ok("providers", "list", "--json").json
    assert [provider["id"] for provider in listed] == [user.provider]
