"""A provider from the settings to a good answer after every failure, in a real window.

Set up by keyboard, mouse and assistive technology, its key in a real Secret Service: with the
scripted server by Responses, and with llama.cpp's own. The failures whose notice offers something
of its own are met here; `test_any_provider` goes through all of them with all four servers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys import screen_reader, secret_service
from tests.journeys.by_command import PATIENCE, add, be_brief
from tests.journeys.desktop import Desktop, until
from tests.journeys.failing import FAILING, TIMEOUT, Failing, assert_plain
from tests.journeys.faults import THROUGH, Through, too_many
from tests.journeys.hands import Hands
from tests.journeys.journey import Journey, Window
from tests.journeys.screen_reader import ScreenReader
from tests.journeys.secret_service import SecretService
from tests.journeys.servers import SERVERS, Served, called

pytestmark = [pytest.mark.x11, pytest.mark.engine]

QUESTION = "What is the capital of France?"
ATTEMPTS = 3
"""How often Chatloom tries by itself what may be over soon."""

BY_RESPONSES, LLAMA = "scripted by Responses", "llama.cpp"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a journey is: somebody before a window, and a server.

    Attributes:
        journey: Their home.
        window: Its window.
        hands: What they do with it.
        served: The server.
        store: Their keys.
    """

    journey: Journey
    window: Window
    hands: Hands
    served: Served
    store: SecretService

    def answer(self, question: str) -> str:
        """Send a question, and return an answer that must be whole."""
        self.window.send(question)
        return self.until_whole()

    def until_whole(self) -> str:
        """Return the newest answer once it is whole."""
        text = str(self.window.until_answer("complete", lambda answer: answer["text"])["text"])
        assert text.strip()
        return text

    def remedy(self, label: str) -> None:
        """Take a way out that the notice at a message offers."""
        self.hands.press(label, "Conversation")

    def until_told(self, failing: Failing) -> None:
        """Wait until a failure is told in the window, in plain words and with the question."""
        said = self.hands.until_said(failing.title, failing.advice)
        assert_plain(said)
        assert QUESTION in said


@pytest.fixture
def store(journey: Journey, tmp_path: Path) -> Iterator[SecretService]:
    """Yield a key store that the program of this journey finds."""
    if lacking := screen_reader.missing() or secret_service.missing():
        pytest.skip(f"There is no {lacking} here, and it could not be installed.")
    be_brief(journey.folders)
    with secret_service.secret_service(tmp_path / "bus") as store:
        journey.chatloom.environ |= store.environ
        yield store


@pytest.fixture(params=[BY_RESPONSES, LLAMA])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """Yield a server."""
    with SERVERS[request.param](tmp_path / "server") as served:
        yield served


@pytest.fixture
def place(
    served: Served, journey: Journey, store: SecretService, desktop: Desktop
) -> Iterator[Place]:
    """Yield a window in which nothing is set up."""
    yield from opened(served, journey, store, desktop)


@pytest.fixture
def set_up(
    request: pytest.FixtureRequest,
    served: Served,
    journey: Journey,
    store: SecretService,
    desktop: Desktop,
) -> Iterator[Place]:
    """Yield a window of somebody whose provider is set up and chosen."""
    failing = FAILING.get(request.node.callspec.params.get("name", ""))
    impatient = failing is not None and failing.takes_time
    add(journey.chatloom, served, "Mine", TIMEOUT if impatient else PATIENCE)
    for place in opened(served, journey, store, desktop):
        choose_model(place)
        yield place


def opened(
    served: Served, journey: Journey, store: SecretService, desktop: Desktop
) -> Iterator[Place]:
    """Yield an open window, and somebody who uses it."""
    window = journey.open()
    reader = ScreenReader(window.process.pid, journey.chatloom.environ)
    try:
        reader.find("Conversation", "list")
        yield Place(journey, window, Hands(reader, desktop), served, store)
    finally:
        reader.close()


def choose_model(place: Place) -> None:
    """Search for the server's model with the keys, and choose it."""
    place.window.keys("ctrl+shift+m")
    pick_model(place, called(place.served.model))


def pick_model(place: Place, model: str) -> None:
    """Choose a model where models are searched."""
    hands = place.hands
    hands.until_focused("Search models")
    place.window.type(model.rpartition("/")[2])
    hands.find(model, "list item")
    place.window.keys("Return")
    until(lambda: hands.look("Search models", "text") is None, "the list closes")
    assert model in hands.find("Model")["description"]


def test_from_the_settings_to_an_answer(place: Place) -> None:
    window, hands, served = place.window, place.hands, place.served
    window.keys("ctrl+comma")
    hands.find("Settings pages", "list")
    window.keys("Down")
    hands.click("Add a provider")
    hands.fill("Base URL", served.base_url)
    hands.fill("API key", served.key, "password text")
    if served.transport == "responses":
        hands.click("Responses, else Chat Completions", "combo box")
        window.keys("Up", "Return")
    hands.click("Test connection")
    assert_plain(hands.until_said("Connected in"))
    assert served.key in place.store.kept().values()
    assert served.key not in hands.said()
    hands.press("Close")
    window.wait_until_open()
    choose_model(place)

    place.answer(QUESTION)
    assert {request.key for request in served.proxy.asked} == {served.key}
    route = "responses" if served.transport == "responses" else "chat/completions"
    assert {request.path for request in served.proxy.asked} == {f"/v1/{route}"}

    served.proxy.next(Through(pause=0.2))
    window.send("Write a long story about a ship.")
    hands.find("Stop")
    until(lambda: (kept := place.journey.kept.messages()) and kept[-1]["text"], "words arrive")
    window.keys("Escape")
    stopped = window.until_answer("stopped")
    assert stopped["text"].strip()
    place.answer("What is the capital of Italy?")
    assert window.close() == 0


def test_a_wrong_key_is_changed(set_up: Place) -> None:
    failing, served = FAILING["wrong key"], set_up.served
    served.proxy.next(failing.fault)
    set_up.window.send(QUESTION)
    set_up.window.until_answer("failed")
    for key in ("sk-another-wrong-key", served.key):
        set_up.until_told(failing)
        enter_key(set_up, key)
        set_up.remedy("Try again")
        until(lambda key=key: served.proxy.asked[-1].key == key, "it is used")
    set_up.until_whole()


def enter_key(place: Place, key: str) -> None:
    """Follow a notice to the field of the key, and put another one there."""
    place.remedy("Enter a key…")
    place.hands.until_focused("API key", "password text")
    place.window.type(key)
    place.window.keys("Return")
    until(lambda: key in place.store.kept().values(), "it is kept")
    place.hands.press("Close")
    place.window.wait_until_open()


def test_it_waits_visibly_and_then_answers(set_up: Place) -> None:
    set_up.served.proxy.next(too_many(3), THROUGH)
    set_up.window.send(QUESTION)
    assert_plain(set_up.hands.until_said("trying again in", "attempt 2 of 3"))
    set_up.hands.until_said("trying again in 1 s")
    set_up.until_whole()
    until(lambda: not set_up.hands.says("trying again"), "it is said no longer")


def test_a_reply_that_broke_off_goes_on(set_up: Place) -> None:
    failing = FAILING["cut"]
    set_up.served.proxy.next(failing.fault)
    set_up.window.send(QUESTION)
    cut = set_up.window.until_answer("interrupted")
    set_up.until_told(failing)
    set_up.remedy("Continue the reply")
    whole = set_up.window.until_answer("complete")
    assert whole["id"] == cut["id"]
    assert whole["text"].startswith(cut["text"])
    assert len(whole["text"]) > len(cut["text"])


@pytest.mark.parametrize("served", [BY_RESPONSES], indirect=True)
def test_a_conversation_that_is_too_long_loses_its_oldest_turns(set_up: Place) -> None:
    for country in ("Italy", "Spain"):
        set_up.answer(f"What is the capital of {country}?")
    failing = FAILING["too long"]
    set_up.served.proxy.next(failing.fault)
    set_up.window.send(QUESTION)
    set_up.window.until_answer("failed")
    set_up.until_told(failing)
    (offered,) = [n for n in set_up.hands.reader.seen() if n["name"].startswith("Leave out")]
    set_up.remedy(offered["name"])
    set_up.until_whole()
    sent = set_up.served.proxy.asked
    assert len(sent[-1].data) < len(sent[-2].data)


def test_a_model_that_is_gone_is_replaced(set_up: Place) -> None:
    failing = FAILING["no such model"]
    set_up.served.proxy.next(failing.fault)
    set_up.window.send(QUESTION)
    set_up.window.until_answer("failed")
    set_up.until_told(failing)
    set_up.remedy("Choose another model…")
    model = set_up.served.other or set_up.served.model
    pick_model(set_up, called(model))
    set_up.remedy("Try again")
    set_up.until_whole()
    assert set_up.served.proxy.asked[-1].body["model"] == model


@pytest.mark.parametrize("served", [BY_RESPONSES], indirect=True)
@pytest.mark.parametrize(
    "name",
    ["no money", "overloaded", "web page", "malformed", "hung up", "reset", "garbled", "silent"],
)
def test_a_failure_is_told_and_tried_again(set_up: Place, name: str) -> None:
    failing = FAILING[name]
    set_up.served.proxy.next(*[failing.fault] * ATTEMPTS)
    set_up.window.send(QUESTION)
    set_up.window.until_answer("interrupted" if failing.keeps else "failed")
    set_up.until_told(failing)
    set_up.served.proxy.mend()
    set_up.remedy("Try again")
    set_up.until_whole()


def test_a_server_that_is_gone_comes_back(set_up: Place) -> None:
    set_up.served.proxy.disappear()
    set_up.window.send(QUESTION)
    set_up.window.until_answer("failed")
    said = set_up.hands.until_said("Nothing answers at")
    assert_plain(said)
    set_up.served.proxy.come_back()
    set_up.remedy("Try again")
    set_up.until_whole()
