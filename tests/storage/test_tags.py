"""Tags that are changed wherever they stand."""

from __future__ import annotations

from desktop_app.core.conversation import Conversation
from desktop_app.storage.conversations import Conversations


async def tags(store: Conversations, **given: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found = [await store.conversation(name) for name in given]
    return {each.id: each.tags for each in found if each is not None}


async def make(store: Conversations, **given: tuple[str, ...]) -> None:
    for name, its in given.items():
        await store.save_conversation(Conversation(id=name, tags=its))


async def test_renaming_keeps_the_place_and_others(store: Conversations) -> None:
    given = {"a": ("x", "work", "y"), "b": ("work",), "c": ("y",)}
    await make(store, **given)
    await store.rename_tag("work", 'It’s "работа"')
    name = 'It’s "работа"'
    assert await tags(store, **given) == {"a": ("x", name, "y"), "b": (name,), "c": ("y",)}


async def test_two_that_are_called_the_same_become_one(store: Conversations) -> None:
    given = {"a": ("x", "work", "y"), "b": ("y", "work")}
    await make(store, **given)
    await store.rename_tag("work", "y")
    assert await tags(store, **given) == {"a": ("x", "y"), "b": ("y",)}


async def test_removing_tells_where_it_was(store: Conversations) -> None:
    given = {"a": ("work", "x"), "b": (), "c": ("work",)}
    await make(store, **given)
    assert sorted(await store.remove_tag("work")) == ["a", "c"]
    assert await tags(store, **given) == {"a": ("x",), "b": (), "c": ()}
    assert await store.remove_tag("work") == []
