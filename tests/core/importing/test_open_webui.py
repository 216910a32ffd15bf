from __future__ import annotations

from desktop_app.core.conversation import Status
from desktop_app.core.importing.taken import Note
from tests.core.importing.shapes import open_webui, said
from tests.core.importing.told import leaf, notes, taken, tree


def test_branches_models_ratings_and_marks() -> None:
    found = taken(
        open_webui(
            said("q", None, "user", "How do I make soup?"),
            said(
                "a", "q", "assistant", "Boil water.", annotation={"rating": 1}, timestamp=1700000003
            ),
            said("b", "q", "assistant", "Don't.", model="qwen", annotation={"rating": -1}),
            said("c", "q", "assistant", "Hm.", annotation={"rating": 7}),
            current="a",
            pinned=True,
            archived=True,
            meta={"tags": ["food", "food"]},
        )
    )
    assert sorted(tree(found)) == [
        ("assistant", "Boil water.", "How do I make soup?"),
        ("assistant", "Don't.", "How do I make soup?"),
        ("assistant", "Hm.", "How do I make soup?"),
        ("user", "How do I make soup?", None),
    ]
    assert leaf(found) == "Boil water."
    by_text = {message.text: message for message in found.messages}
    assert by_text["Boil water."].rating == 1
    assert by_text["Don't."].rating == -1
    assert by_text["Hm."].rating == 0
    assert by_text["Don't."].model == "qwen"
    assert by_text["How do I make soup?"].model == ""
    conversation = found.conversation
    assert (conversation.pinned, conversation.archived) == (True, True)
    assert conversation.tags == ("food",)
    assert conversation.title == "Soup"
    assert conversation.updated_at.timestamp() == 1700000030


def test_system_prompt_and_system_messages_instruct() -> None:
    value = open_webui(
        said("s", None, "system", "Rhyme."),
        said("q", "s", "user", "Hi"),
        current="q",
    )
    value["chat"]["params"] = {"system": "Be kind.", "temperature": 0.1}
    value["chat"]["tags"] = [{"id": "x", "name": "Poems"}]
    found = taken(value)
    assert found.conversation.instructions == "Be kind.\n\nRhyme."
    assert found.conversation.tags == ("Poems",)
    assert tree(found) == [("user", "Hi", None)]


def test_thoughts_and_tools_are_taken_out_of_the_words() -> None:
    content = (
        '<details type="reasoning" done="true" duration="3">\n<summary>Thought for 3 seconds'
        "</summary>\n> Is 2 &lt; 3?\n> Yes.\n</details>\n"
        '<details type="tool_calls" name="clock"><summary>Tool Executed</summary>"12"</details>\n'
        "It is <details>open</details>."
    )
    found = taken(open_webui(said("q", None, "user", "?"), said("a", "q", "assistant", content)))
    assert found.messages[1].text == "It is <details>open</details>."
    assert found.messages[1].reasoning == "Is 2 < 3?\nYes."
    assert notes(found) == {Note.TOOL: 1}


def test_half_of_a_thought_stays_in_the_words() -> None:
    content = '<details type="reasoning" done="false">' * 20_000
    found = taken(open_webui(said("a", None, "assistant", content)))
    assert found.messages[0].text == content


def test_pictures_failures_and_what_was_not_done() -> None:
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    found = taken(
        open_webui(
            said("q", None, "user", [{"type": "text", "text": "Look"}, picture], files=[{"id": 1}]),
            said("a", "q", "assistant", "", error={"content": "Overloaded"}),
            said("b", "q", "assistant", "Well", done=False),
            said("t", "b", "tool", "12:00"),
        )
    )
    assert found.pictures == 2
    by_status = {message.status: message for message in found.messages}
    assert by_status[Status.COMPLETE].text == "Look"
    failure = by_status[Status.FAILED].failure
    assert failure is not None
    assert failure.detail == "Overloaded"
    assert by_status[Status.INTERRUPTED].text == "Well"
    assert notes(found) == {Note.TOOL: 1}


def test_old_chats_have_messages_in_a_row() -> None:
    value = open_webui()
    value["chat"]["history"] = {}
    value["chat"]["messages"] = [
        {"role": "user", "content": "One"},
        {"role": "assistant", "content": "Two"},
        {"id": "0", "role": "user", "content": "Twice"},
    ]
    found = taken(value)
    assert tree(found) == [("user", "One", None), ("assistant", "Two", "One")]
    assert leaf(found) == "Two"
    assert notes(found) == {Note.TWICE: 1}
