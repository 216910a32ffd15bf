from __future__ import annotations

from datetime import UTC, datetime

from desktop_app.core.conversation import Role, Status
from desktop_app.core.importing.recognising import NO_MESSAGES, taken_from
from desktop_app.core.importing.taken import Note
from tests.core.importing.shapes import asked_twice, chatgpt, node
from tests.core.importing.told import NOW, leaf, notes, taken, tree


def test_branches_are_as_they_were_and_the_shown_one_is_shown() -> None:
    found = taken(asked_twice())
    assert tree(found) == [
        ("user", "Why is the sky blue?", None),
        ("assistant", "Because of Rayleigh.", "Why is the sky blue?"),
        ("assistant", "Nobody knows.", "Why is the sky blue?"),
        ("user", "I love that, thank you!", "Because of Rayleigh."),
        ("assistant", "You are welcome.", "I love that, thank you!"),
    ]
    assert leaf(found) == "You are welcome."
    assert found.source == "ChatGPT"
    conversation = found.conversation
    assert conversation.title == "Blue skies"
    assert conversation.created_at == datetime(2023, 11, 14, 22, 13, 20, 500000, UTC)
    assert conversation.updated_at == datetime(2023, 11, 14, 22, 14, 20, 250000, UTC)
    assert [m.model for m in found.messages] == ["", "gpt-5", "gpt-5", "", "gpt-5"]
    assert {m.provider for m in found.messages} == {""}
    assert conversation.provider == conversation.model == ""
    assert all(m.finished_at == m.created_at for m in found.messages)


def test_ids_are_the_same_each_time_and_differ_between_conversations() -> None:
    first, again = taken(asked_twice()), taken(asked_twice())
    other = taken(asked_twice() | {"conversation_id": "conversation-2"})
    assert [m.id for m in first.messages] == [m.id for m in again.messages]
    assert first.conversation.id == again.conversation.id
    assert not {m.id for m in first.messages} & {m.id for m in other.messages}
    assert all(len(m.id) == 32 for m in first.messages)


def test_old_exports_have_no_id() -> None:
    value = asked_twice()
    del value["conversation_id"], value["id"]
    assert taken(value).conversation.id == taken(value).conversation.id


def test_system_messages_and_custom_instructions_instruct() -> None:
    context = {
        "content_type": "user_editable_context",
        "user_profile": "I am a baker.",
        "user_instructions": "Be brief.",
    }
    found = taken(
        chatgpt(
            node("root", None),
            node("system", "root", "system", "You are ChatGPT."),
            node("context", "system", "user", context, create_time=None),
            node("question", "context", "user", "Bread?"),
            current="question",
        )
    )
    assert found.conversation.instructions == "You are ChatGPT.\n\nI am a baker.\n\nBe brief."
    assert tree(found) == [("user", "Bread?", None)]


def test_a_turn_of_thoughts_tools_and_words_is_one_answer() -> None:
    thoughts = {
        "content_type": "thoughts",
        "thoughts": [{"summary": "Counting", "content": "One, two."}, {"summary": "Done"}],
    }
    found = taken(
        chatgpt(
            node("question", None, "user", "How many?"),
            node("thoughts", "question", "assistant", thoughts),
            node("search", "thoughts", "assistant", "{}", recipient="web.run"),
            node("found", "search", "tool", "Results"),
            node("code", "found", "assistant", code("1 + 1"), recipient="python"),
            node("output", "code", "tool", {"content_type": "execution_output", "text": "2"}),
            node("recap", "output", "assistant", recap()),
            node("answer", "recap", "assistant", "Two."),
            current="answer",
        )
    )
    assert tree(found) == [
        ("user", "How many?", None),
        ("assistant", "```python\n1 + 1\n```\n\nTwo.", "How many?"),
    ]
    assert found.messages[1].reasoning == "**Counting**\n\nOne, two.\n\n**Done**"
    assert leaf(found) == found.messages[1].text
    assert notes(found) == {Note.TOOL: 3}


def code(text: str) -> dict[str, str]:
    return {"content_type": "code", "language": "python", "text": text}


def recap() -> dict[str, str]:
    return {"content_type": "reasoning_recap", "content": "Thought for 4 seconds"}


def test_code_with_fences_stays_within_its_own() -> None:
    found = taken(
        chatgpt(
            node("question", None, "user", "Code?"),
            node("code", "question", "assistant", code("````\nx\n````"), recipient="python"),
        )
    )
    assert found.messages[1].text == "`````python\n````\nx\n````\n`````"


def test_pictures_are_counted_and_words_kept() -> None:
    picture = {"content_type": "image_asset_pointer", "asset_pointer": "file-service://file-1"}
    spoken = {"content_type": "audio_transcription", "text": "Said aloud", "direction": "in"}
    found = taken(
        chatgpt(
            node("a", None, "user", {"content_type": "multimodal_text", "parts": [picture]}),
            node("b", "a", "assistant", "A cat."),
            node(
                "c",
                "b",
                "user",
                {"content_type": "multimodal_text", "parts": ["Look", spoken, picture, {"x": 1}]},
            ),
            node("d", "c", "tool", {"content_type": "multimodal_text", "parts": [picture]}),
        )
    )
    assert [message.text for message in found.messages] == [
        "🖼",
        "A cat.",
        "Look\n\nSaid aloud",
        "🖼",
    ]
    assert [message.role for message in found.messages][-1] is Role.ASSISTANT
    assert found.pictures == 3
    assert notes(found) == {Note.UNKNOWN: 1, Note.TOOL: 1}


def test_what_was_hidden_or_is_empty_is_not_shown() -> None:
    hidden = {"is_visually_hidden_from_conversation": True}
    found = taken(
        chatgpt(
            node("a", None, "user", "Secret", metadata=hidden),
            node("b", "a", "user", "Open"),
            node("c", "b", "assistant", ""),
            current="c",
        )
    )
    assert tree(found) == [("user", "Open", None)]
    assert leaf(found) == "Open"


def test_archived_starred_and_unfinished() -> None:
    value = chatgpt(
        node("a", None, "user", "Hm"),
        node("b", "a", "assistant", "Well", status="in_progress"),
        is_archived=True,
        is_starred=True,
    )
    found = taken(value)
    assert found.conversation.archived
    assert found.conversation.pinned
    assert found.messages[1].status is Status.INTERRUPTED


def test_a_chain_of_100_000_messages() -> None:
    nodes = [node("0", None, "user", "Begin")]
    nodes += [
        node(str(n), str(n - 1), "assistant" if n % 2 else "user", str(n))
        for n in range(1, 100_000)
    ]
    found = taken(chatgpt(*nodes, current="99999"))
    assert len(found.messages) == 100_000
    assert leaf(found) == "99999"
    assert found.messages[-1].parent == found.messages[-2].id


def test_a_row_of_30_000_answers_is_one_and_is_not_copied_for_each() -> None:
    nodes = [node("0", None, "user", "Begin")]
    nodes += [node(str(n), str(n - 1), "assistant", "x" * 400) for n in range(1, 30_001)]
    found = taken(chatgpt(*nodes, current="30000"))
    assert [message.role for message in found.messages] == [Role.USER, Role.ASSISTANT]
    assert leaf(found) == "\n\n".join(["x" * 400] * 30_000)


def test_circles_and_orphans_lose_no_message() -> None:
    value = chatgpt(
        node("a", "c", "user", "A"),
        node("b", "a", "assistant", "B"),
        node("c", "b", "user", "C"),
        node("self", "self", "user", "Self"),
        node("orphan", "nowhere", "user", "Orphan"),
        node("into", "b", "user", "Into the circle"),
        current="c",
    )
    found = taken(value)
    assert {m.text for m in found.messages} == {"A", "B", "C", "Self", "Orphan", "Into the circle"}
    seen = set()
    for message in found.messages:
        assert message.parent is None or message.parent in seen
        seen.add(message.id)
    assert notes(found) == {Note.CIRCLE: 2, Note.ORPHAN: 1}


def test_dates_that_are_none_come_from_what_stands_around() -> None:
    value = chatgpt(
        node("a", None, "user", "A", create_time=None),
        node("b", "a", "assistant", "B", create_time=float("nan")),
        node("c", "b", "user", "C", create_time=1e300),
        create_time="soon",
        update_time=None,
    )
    found = taken(value)
    assert {m.created_at for m in found.messages} == {NOW}
    assert found.conversation.updated_at == NOW


def test_one_without_messages_is_told() -> None:
    assert taken_from(chatgpt(node("root", None)), NOW) is NO_MESSAGES


def test_values_of_wrong_kinds_are_taken_as_nothing() -> None:
    value = {
        "mapping": {
            "a": None,
            "b": [],
            "c": {"message": {"author": "me", "content": [1]}, "parent": 7, "children": [None, {}]},
            "d": node("d", "c", "user", {"content_type": "text", "parts": "Words"}),
            "e": node("e", "d", "user", {"content_type": "text", "parts": ["Words", None, 3]}),
        },
        "title": ["x"],
        "current_node": {},
        "conversation_id": 12,
    }
    found = taken(value)
    assert tree(found) == [("user", "Words", None)]
    assert found.conversation.title == "Words"
