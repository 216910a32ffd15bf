"""Exports of any shape: nothing is ever raised, and what is taken is a tree that can be stored."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Failure
from desktop_app.core.importing.recognising import taken_from
from desktop_app.core.importing.taken import Taken
from tests.core.importing.told import NOW

NAMES = st.sampled_from(["a", "b", "c", "d", ""])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | NAMES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)


def fields(**known: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object that has some of these fields, mostly of the right kind."""
    return st.fixed_dictionaries({}, optional={key: kind | ANYTHING for key, kind in known.items()})


ROLES = st.sampled_from(["user", "assistant", "system", "tool"])
CONTENT = fields(
    content_type=st.sampled_from(
        ["text", "multimodal_text", "code", "thoughts", "reasoning_recap"]
    ),
    parts=st.lists(st.text() | fields(content_type=st.just("image_asset_pointer")), max_size=3),
    text=st.text(),
    language=st.text(),
    thoughts=st.lists(fields(summary=st.text(), content=st.text()), max_size=2),
)
MESSAGE = fields(
    author=fields(role=ROLES), content=CONTENT, create_time=st.floats(), recipient=NAMES
)
NODE = fields(message=MESSAGE, parent=NAMES, children=st.lists(NAMES, max_size=3))
CHATGPT = st.fixed_dictionaries(
    {"mapping": st.dictionaries(NAMES, NODE, max_size=5)},
    optional={"current_node": NAMES | ANYTHING, "title": ANYTHING, "conversation_id": ANYTHING},
)
SAID = fields(
    id=NAMES, parentId=NAMES, role=ROLES, content=st.text(), timestamp=ANYTHING, annotation=ANYTHING
)
OPEN_WEBUI = st.fixed_dictionaries(
    {
        "chat": st.fixed_dictionaries(
            {"history": fields(messages=st.dictionaries(NAMES, SAID, max_size=5), currentId=NAMES)},
            optional={"messages": st.lists(SAID, max_size=3), "params": ANYTHING, "tags": ANYTHING},
        )
    },
    optional={"id": NAMES, "title": ANYTHING, "meta": ANYTHING, "updated_at": ANYTHING},
)
WRITTEN: st.SearchStrategy[Any] = st.deferred(
    lambda: fields(
        messageId=NAMES,
        parentMessageId=NAMES,
        isCreatedByUser=st.booleans(),
        text=st.text(),
        content=ANYTHING,
        children=st.lists(WRITTEN, max_size=2),
    )
)
LIBRECHAT = st.fixed_dictionaries(
    {"conversationId": st.text(), "messages": st.lists(WRITTEN, max_size=4) | ANYTHING},
    optional={"options": ANYTHING, "tags": ANYTHING},
)


@given(CHATGPT | OPEN_WEBUI | LIBRECHAT)
def test_whatever_it_holds(value: Any) -> None:
    found = taken_from(value, NOW)
    if isinstance(found, Failure):
        return
    assert isinstance(found, Taken)
    seen: set[str] = set()
    for message in found.messages:
        assert message.id not in seen
        assert message.parent is None or message.parent in seen
        assert message.conversation == found.conversation.id
        seen.add(message.id)
    assert found.conversation.active_leaf in seen
    again = taken_from(value, NOW)
    assert isinstance(again, Taken)
    assert again.messages == found.messages


@given(ANYTHING)
def test_our_own_format_with_anything_in_it(value: Any) -> None:
    document = {"format": "chatloom-conversation", "version": 1, "id": "c", "messages": value}
    assert isinstance(taken_from(document, NOW), Taken | Failure)
