"""Every way to fail, what is said about it, and that the ways out lead out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton

from desktop_app.core.conversation import Conversation, Message, Role, Status
from desktop_app.core.errors import AppError, Failure, ProviderError
from desktop_app.core.models import LOCAL_PROVIDER
from desktop_app.ui.chat.transcript.laid.part import Kind
from tests.openai_server import MODEL, Answer, Drop, Ending, Refusal, Script, error_body
from tests.ui.chat.last_notice import AGAIN, MODELS, buttons, detail, take
from tests.ui.chat.test_replying import talk
from tests.ui.desk import ACME, Desk, click, until
from tests.ui.painted import control, kinds, last_row, notice_button, press, words

KEY, ADDRESS, PROXY = "Enter a key…", "Change the base URL…", "Proxy settings…"
CERTIFICATES = "Choose certificates…"
PAGE = "<!doctype html><html><head><title>Sign in</title></head></html>"


@dataclass(frozen=True)
class Row:
    """One row of the table of failures.

    Attributes:
        script: What the server does.
        title: What is said to have happened.
        advice: A part of what is advised.
        buttons: The ways out, the one to take first standing first.
    """

    script: Script
    title: str
    advice: str
    buttons: tuple[str, ...]


def refused(status: int, code: str, message: str = "It {broke}.", **headers: str) -> Refusal:
    body = error_body(message, code)
    return Refusal(status, body, headers, echo_key=True)


TABLE = {
    "wrong key": Row(
        refused(401, "invalid_api_key"), "Acme doesn't accept the API key", "Check the key",
        (KEY, MODELS, AGAIN),
    ),
    "not allowed": Row(
        refused(403, "permission_error"), "Acme doesn't allow this", "another key",
        (KEY, MODELS, AGAIN),
    ),
    "region": Row(
        refused(403, "unsupported_country_region_territory"), "Acme doesn't serve this region",
        "another provider", (MODELS, AGAIN),
    ),
    "no money": Row(
        refused(429, "insufficient_quota"), "The account at Acme has no credit left",
        "Add credit", (MODELS, AGAIN),
    ),
    "too many requests": Row(
        refused(429, "rate_limit_exceeded"), "Acme gets too many requests from this account",
        "Wait a moment", (AGAIN, MODELS),
    ),
    "overloaded": Row(
        refused(503, "server_is_overloaded"), "Acme is overloaded", "Try again",
        (AGAIN, MODELS),
    ),
    "its own fault": Row(
        refused(500, "server_error"), "Acme has a problem of its own", "Try again",
        (AGAIN, MODELS),
    ),
    "no such model": Row(
        refused(404, "model_not_found"), f"Acme doesn't have the model “{MODEL}”",
        "another model", (MODELS, AGAIN),
    ),
    "content": Row(
        refused(400, "content_policy_violation"),
        "Acme refuses this because of its content rules", "Word it differently",
        (MODELS, AGAIN),
    ),
    "bad request": Row(
        refused(400, "invalid_request_error"), "Acme can't take this request", "another model",
        (MODELS, AGAIN),
    ),
    "web page": Row(
        Refusal(200, PAGE), " answers with a web page instead of a model's answer", "base URL",
        (ADDRESS, AGAIN),
    ),
    "elsewhere": Row(
        Refusal(307, "", {"location": "https://elsewhere.example/v1"}),
        " sends the request to another address", "if you trust it", (ADDRESS, AGAIN),
    ),
    "proxy": Row(
        Refusal(407, "", {"proxy-authenticate": "Basic"}),
        "The proxy wants a name and a password", "", (PROXY, AGAIN),
    ),
    "no JSON": Row(
        Refusal(200, '{"choices": [', content_type="application/json"),
        "The answer of Acme can't be read", "Try again", (AGAIN, MODELS),
    ),
    "hung up": Row(Drop(reset=True), "The connection broke off", "Check your network", (AGAIN,)),
}  # fmt: skip


@pytest.fixture(autouse=True)
def chat_only(openai_server: Any) -> None:
    """Let what the table says about one request be said once."""
    openai_server.key = None


async def fail(desk: Desk, script: Script, question: str = "Why is the sky blue?") -> None:
    desk.server.script(script)
    desk.send(question)
    await desk.answered()


@pytest.mark.parametrize("name", TABLE)
async def test_each_failure_says_what_why_and_what_to_do(desk: Desk, name: str) -> None:
    row = TABLE[name]
    await fail(desk, row.script)
    told = words(last_row(desk.transcript))
    assert "failed" in told
    assert row.title in told
    assert row.advice in told
    assert tuple(buttons(desk)) == row.buttons
    for raw in ("{", "}", "Traceback", "HTTP ", "None", "sk-"):
        assert raw not in told
    if notice_has_details(desk):
        assert "sk-none" not in detail(desk)
    # Nothing that the user wrote is lost, here or on disk.
    question, answer = desk.shown
    assert question.text == "Why is the sky blue?"
    assert (answer.text, answer.status) == ("", Status.FAILED)
    assert desk.page.pane.composer.text == ""
    stored = await desk.store.messages(question.conversation)
    assert [message.text for message in stored] == ["Why is the sky blue?", ""]
    # And once it is well again, it is answered.
    take(desk, AGAIN)
    assert (await desk.answered()).text == "You said: Why is the sky blue?"
    assert desk.last_request.body.get("messages", desk.last_request.body.get("input"))


def notice_has_details(desk: Desk) -> bool:
    notice = last_row(desk.transcript).notice
    assert notice is not None
    return any(each.text() == "Details" for each in notice.findChildren(QAbstractButton))


@pytest.mark.parametrize(
    ("label", "name", "page"),
    [
        (KEY, "wrong key", "providers/acme/key"),
        (ADDRESS, "web page", "providers/acme/base_url"),
        (PROXY, "proxy", "providers/acme/proxy"),
    ],
)
async def test_settings_open_where_something_is_to_be_changed(
    desk: Desk, label: str, name: str, page: str
) -> None:
    wanted: list[str] = []
    desk.window.settings_wanted.connect(wanted.append)
    await fail(desk, TABLE[name].script)
    take(desk, label)
    assert wanted == [page]


async def test_another_model_can_be_chosen(desk: Desk) -> None:
    await fail(desk, TABLE["no such model"].script)
    await desk.page.refresh_models()
    assert desk.page.choices is not None
    take(desk, MODELS)
    popup = desk.page.choices._choosing.popup
    await until(popup.isVisible)
    popup.close()


CUT_SHORT = {
    "cut": (Ending.CUT, "The connection broke off"),
    "reset": (Ending.RESET, "The connection broke off"),
    "garble": (Ending.GARBLE, "The answer of Acme can't be read"),
    "error": (Ending.ERROR, "Acme has a problem of its own"),
}


@pytest.mark.parametrize("name", CUT_SHORT)
async def test_what_had_arrived_is_kept_and_gone_on_with(desk: Desk, name: str) -> None:
    ending, title = CUT_SHORT[name]
    await fail(desk, Answer(text=("Because ", "of "), ending=ending))
    (_, cut), shown = desk.shown, words(last_row(desk.transcript))
    assert (cut.text, cut.status) == ("Because of ", Status.INTERRUPTED)
    assert title in shown
    assert "interrupted" in shown
    assert buttons(desk)[:2] == ["Continue the reply", AGAIN]
    assert len(desk.server.chats) == 1, "What has begun is not sent again by itself."

    desk.server.script(Answer(text=("of Ray", "leigh."), usage=(20, 5)))
    take(desk, "Continue the reply")
    whole = await desk.answered()
    assert whole.id == cut.id
    assert (whole.text, whole.status) == ("Because of of Rayleigh.", Status.COMPLETE)
    assert len(desk.shown) == 2
    assert last_row(desk.transcript).notice is None
    kept = await desk.store.message(cut.id)
    assert kept == whole


async def test_what_is_said_once_more_is_never_seen(desk: Desk) -> None:
    await fail(desk, Answer(text=("Could you send me the invoice for the",), ending=Ending.CUT))
    desk.server.script(Answer(text=("the invoice", " for the", " two", " holes?"), rate=40))
    take(desk, "Continue the reply")
    seen = set()
    while desk.is_replying or len(seen) < 1:
        seen.add(desk.shown[-1].text)
        await asyncio.sleep(0.005)
    whole = await desk.answered()
    assert whole.text == "Could you send me the invoice for the two holes?"
    assert all(whole.text.startswith(text) for text in seen)


async def test_a_stopped_answer_can_be_gone_on_with(desk: Desk) -> None:
    desk.server.script(Answer(text=("One, ", "two, "), ending=Ending.STALL))
    desk.send("Count!")
    await until(lambda: len(desk.shown) == 2 and desk.shown[-1].text == "One, two, ")
    desk.press(Qt.Key.Key_Escape)
    stopped = await desk.answered()
    assert stopped.status is Status.STOPPED
    desk.server.script(Answer(text=("three.",)))
    press(desk.transcript, control(desk.transcript, 1, Kind.CONTINUE))
    whole = await desk.answered()
    assert (whole.id, whole.text) == (stopped.id, "One, two, three.")
    assert Kind.CONTINUE not in kinds(desk.transcript, 1)


async def test_going_on_goes_on_elsewhere(desk: Desk) -> None:
    """Another conversation is read meanwhile, and the first is returned to."""
    await fail(desk, Answer(text=("One, ",), ending=Ending.CUT))
    first = desk.page.conversation
    other = await talk(desk, "hi", "there")
    desk.server.script(Answer(text=("two, ", "three."), rate=5))
    take(desk, "Continue the reply")
    await until(lambda: desk.is_replying)
    await desk.page.open_conversation(other)
    assert [message.text for message in desk.shown] == ["hi", "there"]
    await desk.page.open_conversation(first)
    assert (await desk.answered()).text == "One, two, three."


async def test_a_closed_notice_leaves_its_ways_out_below(desk: Desk) -> None:
    await fail(desk, Answer(text=("One, ",), ending=Ending.CUT))
    before = last_row(desk.transcript).height
    click(notice_button(last_row(desk.transcript), "Close this notice"))
    row = last_row(desk.transcript)
    assert row.notice is None
    assert row.height < before
    assert {Kind.CONTINUE, Kind.AGAIN} <= set(kinds(desk.transcript, 1))
    press(desk.transcript, control(desk.transcript, 1, Kind.AGAIN))
    assert (await desk.answered()).text == "You said: Why is the sky blue?"


async def test_an_older_failure_offers_nothing(desk: Desk) -> None:
    await fail(desk, Refusal(500))
    desk.send("And now?")
    await desk.answered(4)
    desk.transcript.to_top()
    row = desk.transcript.rows.at(1)
    assert row is not None
    assert row.notice is not None
    told = [each.text() for each in row.notice.findChildren(QAbstractButton) if each.text()]
    assert told == ["Details"]


class TestBeforeItIsStored:
    """What fails before the question is kept leaves it in the composer."""

    async def test_no_model(self, desk: Desk) -> None:
        desk.server.models.clear()
        assert desk.page.choices is not None
        desk.page.choices.model = replace(desk.page.choices.model, id="")
        desk.send("Hello?")
        await until(lambda: desk.notice)
        await desk.quiet()
        assert "offers no model to ask" in desk.notice
        assert desk.page.pane.composer.text == "Hello?"
        assert desk.shown == []
        notice = desk.find("page_notice")
        found = [each.text() for each in notice.findChildren(QAbstractButton) if each.text()]
        assert found == [MODELS]


async def test_models_that_are_not_listed_have_a_way_out(desk: Desk) -> None:
    wanted: list[str] = []
    desk.window.settings_wanted.connect(wanted.append)
    desk.page.show_error(ProviderError("Wrong key", code="invalid_api_key"), provider=ACME)
    notice = desk.find("page_notice")
    labels = {each.text(): each for each in notice.findChildren(QAbstractButton) if each.text()}
    assert list(labels) == [KEY, MODELS, AGAIN]
    assert not any(each.property("kind") == "primary" for each in labels.values())
    click(labels[KEY])
    assert wanted == ["providers/acme/key"]
    asked = len(desk.server.requests)
    click(labels[AGAIN])
    await until(lambda: len(desk.server.requests) > asked)
    await desk.quiet()


async def test_a_failure_of_something_else_has_no_way_out(desk: Desk) -> None:
    desk.page.show_error(AppError("The disk is full", code="disk_full"))
    notice = desk.find("page_notice")
    assert [each.text() for each in notice.findChildren(QAbstractButton) if each.text()] == []


async def test_the_engine_is_started_again(desk: Desk) -> None:
    """A failed engine is only started by who asks for it."""
    conversation = Conversation(title="T", model="m", provider=LOCAL_PROVIDER)
    question = Message(conversation.id, Role.USER, "Hello?")
    failed = Message(
        conversation.id,
        Role.ASSISTANT,
        parent=question.id,
        status=Status.FAILED,
        provider=LOCAL_PROVIDER,
        failure=Failure("The engine stopped", "Try again.", code="engine_crashed"),
    )
    await desk.store.add_prompt(conversation, question)
    await desk.store.add_message(failed)
    kept = await desk.store.conversation(conversation.id)
    assert kept is not None
    await desk.page.open_conversation(kept)
    await desk.quiet()
    assert buttons(desk) == ["Start the local engine again", MODELS]
    take(desk, "Start the local engine again")
    assert (await desk.answered()).text == "You said: Hello?"
    assert desk.engine.starts == 1


async def test_what_a_model_does_not_take_is_remarked_once(desk: Desk) -> None:
    assert desk.page.choices is not None
    desk.page.choices.assistant = replace(
        desk.page.choices.assistant, parameters={"temperature": 0.5}
    )
    desk.server.refused.add("temperature")
    desk.send("Hello?")
    answer = await desk.answered()
    assert answer.status is Status.COMPLETE
    assert answer.trace is not None
    assert "temperature" not in answer.trace.parameters
    remark = "Sent without temperature, which this model doesn’t take."
    assert remark in words(last_row(desk.transcript))
    assert buttons(desk) == []
    # It stays until the next message.
    desk.page.choices.assistant = replace(desk.page.choices.assistant, parameters={})
    desk.send("And now?")
    await desk.answered(4)
    row = desk.transcript.rows.at(1)
    assert row is not None
    assert row.notice is None


async def test_screen_readers_hear_the_ways_out(desk: Desk) -> None:
    await fail(desk, Refusal(500))
    notice = last_row(desk.transcript).notice
    assert notice is not None
    interface = QAccessible.queryAccessibleInterface(notice)
    assert interface.text(QAccessible.Text.Name).startswith("Acme has a problem of its own")
