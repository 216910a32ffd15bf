"""A conversation that has more than the model can read: its oldest messages are left out."""

from __future__ import annotations

from tests.openai_server import Refusal, error_body
from tests.ui.chat.last_notice import AGAIN, MODELS, buttons, take
from tests.ui.chat.test_replying import talk
from tests.ui.desk import Desk, until
from tests.ui.painted import last_row, words

TOO_LONG = error_body(
    "This model's maximum context length is 20 tokens. However, your messages resulted in 60"
    " tokens.",
    "context_length_exceeded",
)


async def test_the_oldest_are_left_out_and_can_be_sent_again(desk: Desk) -> None:
    texts = [f"This is the sentence number {n}." for n in range(6)]
    await desk.page.open_conversation(await talk(desk, *texts))
    desk.server.script(Refusal(400, TOO_LONG))
    desk.send("What did I say?")
    await desk.answered(8)
    told = words(last_row(desk.transcript))
    assert "The conversation is too long for this model" in told
    assert "It can read 20 tokens and was sent 60." in told
    await until(lambda: len(buttons(desk)) == 3)
    assert buttons(desk) == ["Leave out the oldest 6 message(s)", MODELS, AGAIN]

    take(desk, "Leave out the oldest 6 message(s)")
    assert (await desk.answered(8)).text == "You said: What did I say?"
    said = str(desk.last_request.body)
    assert "What did I say?" in said
    assert "number 4" not in said
    answer = desk.shown[-1]
    assert answer.trace is not None
    assert answer.trace.left_out == 6
    assert "The oldest 6 message(s) of this chat are not sent any more." in words(
        last_row(desk.transcript)
    )


async def test_what_is_left_out_is_said_later_and_can_be_sent_again(desk: Desk) -> None:
    talked = await talk(desk, "number 0", "number 1", "number 2", "number 3")
    await desk.store.send_from(talked.id, (await desk.store.messages(talked.id))[2].id)
    await desk.page.open_conversation(talked)
    desk.send("What did I say?")
    await desk.answered(6)
    assert "number 1" not in str(desk.last_request.body)
    await desk.page.new_chat()
    await desk.page.open_conversation(talked)
    await desk.quiet()
    assert buttons(desk) == ["Send everything again"]

    take(desk, "Send everything again")
    await desk.quiet()
    assert last_row(desk.transcript).notice is None
    desk.send("And now?")
    await desk.answered(8)
    assert "number 0" in str(desk.last_request.body)
    assert last_row(desk.transcript).notice is None


async def test_a_single_question_can_not_be_left_out(desk: Desk) -> None:
    desk.server.script(Refusal(400, TOO_LONG))
    desk.send("Why is the sky blue?")
    await desk.answered()
    assert buttons(desk) == [MODELS, AGAIN]


async def test_where_nobody_says_how_much_half_is_left_out(desk: Desk) -> None:
    await desk.page.open_conversation(await talk(desk, *"abcdefgh"))
    desk.server.script(Refusal(400, error_body("Too long.", "context_length_exceeded")))
    desk.send("i")
    await desk.answered(10)
    await until(lambda: len(buttons(desk)) == 3)
    take(desk, "Leave out the oldest 4 message(s)")
    await desk.answered(10)
    kept = await desk.store.conversation(desk.shown[-1].conversation)
    assert kept is not None
    assert kept.sent_from == desk.shown[4].id
