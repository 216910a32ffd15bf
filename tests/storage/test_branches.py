from __future__ import annotations

import random
import re
from contextlib import aclosing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.core.conversation import Conversation, Message, Role, branch, now
from desktop_app.core.sentiment import Sentiment
from desktop_app.storage import branches
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import Database
from tests.storage import big_conversation

Tree = dict[str, Message]
Hits = list[tuple[int, int]]


async def _plant(
    store: Conversations, parents: list[int | None], texts: list[str] | None = None
) -> Tree:
    """Write messages that answer the ones of the given numbers, and return all by id."""
    conversation = Conversation()
    await store.save_conversation(conversation)
    written: list[Message] = []
    for number, parent in enumerate(parents):
        message = Message(
            conversation.id,
            Role.USER,
            texts[number] if texts else f"Message {number}",
            None if parent is None else written[parent].id,
            finished_at=now(),
        )
        await store.add_message(message)
        written.append(message)
    return {message.id: message for message in written}


async def _hits(store: Conversations, leaf: str, words: str) -> Hits:
    return [hit async for hits in store.find_in_branch(leaf, words) for hit in hits]


async def _check(store: Conversations, tree: Tree, leaf: str) -> None:
    """Compare everything that can be asked about a branch with the truth."""
    truth = branch(tree, leaf)
    length = len(truth)
    assert await store.branch_length(leaf) == length
    for first in {0, 1, length // 2, length - 2, length - 1, length}:
        for count in (1, 3, length):
            there = truth[max(first, 0) : max(first + count, 0)]
            assert await store.branch_page(leaf, first, count) == there
    positions = {message.id: position for position, message in enumerate(truth)}
    for message in tree:
        assert await store.position(leaf, message) == positions.get(message)
    for characters in (0, 9, 30, 10_000):
        history = await store.history(leaf, characters)
        assert history == truth[length - len(history) :]
        held = sum(len(message.text) for message in history)
        assert history
        assert held <= characters or len(history) == 1
        if len(history) < length:
            assert held + len(truth[-len(history) - 1].text) > characters


async def test_siblings_at_every_level(store: Conversations) -> None:
    #     0       6
    #   1   2     7
    #  3 4   5
    tree = await _plant(store, [None, 0, 0, 1, 1, 2, None, 6])
    for leaf in tree:
        await _check(store, tree, leaf)
    ids = list(tree)
    assert [message.text for message in await store.branch_page(ids[5], 0, 9)] == [
        "Message 0",
        "Message 2",
        "Message 5",
    ]
    assert await store.position(ids[5], ids[2]) == 1
    assert await store.position(ids[5], ids[1]) is None
    assert await store.position(ids[2], ids[5]) is None


TREES = st.lists(st.tuples(st.integers(0, 99), st.text(max_size=12)), min_size=1, max_size=40)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(planted=TREES, chance=st.randoms(use_true_random=False))
async def test_any_tree(
    store: Conversations, planted: list[tuple[int, str]], chance: random.Random
) -> None:
    # Mostly long branches: a parent is one of the newest, and 0 makes a root.
    parents = [
        None if not pick or not number else max(number - 1 - pick // 40, 0)
        for number, (pick, _) in enumerate(planted)
    ]
    texts = [text.encode("utf-8", "replace").decode() for _, text in planted]
    tree = await _plant(store, parents, texts)
    for leaf in chance.sample(list(tree), min(3, len(tree))):
        await _check(store, tree, leaf)
        words = chance.choice([*texts, "a"])[:2]
        assert await _hits(store, leaf, words) == [
            (position, count)
            for position, message in reversed(list(enumerate(branch(tree, leaf))))
            if words and (count := message.text.casefold().count(words.casefold()))
        ]


async def test_what_is_unknown_has_no_branch(store: Conversations) -> None:
    tree = await _plant(store, [None])
    (leaf,) = tree
    for one, other in ((leaf, "gone"), ("gone", leaf), ("gone", "gone")):
        assert await store.position(one, other) is None
    assert await store.branch_length("gone") == 0
    assert await store.branch_page("gone", 0, 5) == []
    assert await store.history("gone", 5) == []
    assert await _hits(store, "gone", "Message") == []


async def test_pages_beyond_the_ends(store: Conversations) -> None:
    tree = await _plant(store, [None, 0, 1])
    leaf = list(tree)[-1]
    for first, count, positions in (
        (-5, 7, [0, 1]),
        (-5, 5, []),
        (2, 9, [2]),
        (3, 9, []),
        (1, 0, []),
        (1, -1, []),
    ):
        page = await store.branch_page(leaf, first, count)
        assert [message.text for message in page] == [f"Message {at}" for at in positions]


async def test_a_parent_in_another_conversation_is_none(store: Conversations) -> None:
    other = list(await _plant(store, [None, 0]))[-1]
    (root,) = await _plant(store, [None])
    conversation = (await store.branch_page(root, 0, 1))[0].conversation
    guest = Message(conversation, Role.USER, "guest", other, finished_at=now())
    child = Message(conversation, Role.USER, "child", guest.id, finished_at=now())
    await store.add_message(guest)
    await store.add_message(child)
    assert await store.branch_length(child.id) == 2
    assert await store.branch_page(child.id, -3, 9) == [guest, child]
    assert await store.history(child.id, 99) == [guest, child]
    assert await store.position(child.id, other) is None


async def test_the_last_message_is_always_history(store: Conversations) -> None:
    tree = await _plant(store, [None, 0, 1, 2], ["", "abc", "", "ab"])
    messages = list(tree.values())
    for characters, length in ((0, 1), (1, 1), (2, 2), (4, 2), (5, 4), (99, 4)):
        history = await store.history(messages[-1].id, characters)
        assert history == messages[-length:], characters


async def test_large_messages_are_read_a_few_at_a_time(
    store: Conversations, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(branches, "_STRETCH_BYTES", 1000)
    tree = await _plant(store, [None, *range(9)], ["ё" * 300] * 10)
    read = []
    run = database.run

    async def noted(statement: str, *values: object):
        rows = await run(statement, *values)
        read.append(len(rows))
        return rows

    monkeypatch.setattr(database, "run", noted)
    assert await store.history(list(tree)[-1], 10_000) == list(tree.values())
    assert read == [2] * 5


# A chain that is longer than any stretch

LENGTH = 5_000


@pytest.fixture
async def long_branch(store: Conversations, database: Database) -> list[Message]:
    """Return the messages of a long conversation in reading order."""
    path = database._path
    conversation = big_conversation.make(path, LENGTH)
    return await store.messages(conversation.id)


async def test_a_long_branch(store: Conversations, long_branch: list[Message]) -> None:
    leaf = long_branch[-1].id
    assert await store.branch_length(leaf) == LENGTH
    for first in (0, 1, 1023, 2500, LENGTH - 7):
        assert await store.branch_page(leaf, first, 7) == long_branch[first : first + 7]
        for position in (first, first + 6):
            assert await store.position(leaf, long_branch[position].id) == position
    middle = long_branch[2500].id
    assert await store.position(middle, leaf) is None
    assert await store.branch_page(middle, 2499, 5) == long_branch[2499:2501]
    assert await store.history(leaf, 10**9) == long_branch
    some = await store.history(leaf, 100_000)
    assert some == long_branch[-len(some) :]


async def test_words_are_found_newest_first_in_portions(
    store: Conversations, long_branch: list[Message], database: Database
) -> None:
    words = big_conversation.COMMON
    expected = [
        (position, count)
        for position, message in enumerate(long_branch)
        if (count := message.text.casefold().count(words))
    ]
    portions: list[Hits] = []
    async for hits in store.find_in_branch(long_branch[-1].id, words.upper()):
        portions.append(hits)
        await database.run("SELECT 1")  # Nothing holds the database meanwhile.
    assert [hit for hits in portions for hit in hits] == expected[::-1]
    assert len(portions) > 3
    rare = await _hits(store, long_branch[-1].id, big_conversation.RARE)
    assert rare == [(0, 1)]


async def test_a_better_answer_is_found_instead_of_the_original(store: Conversations) -> None:
    tree = await _plant(store, [None, 0], ["question", "the answer"])
    leaf = [*tree][-1]
    await store.correct(leaf, "the better reply")
    assert await _hits(store, leaf, "reply") == [(1, 1)]
    assert await _hits(store, leaf, "answer") == []
    await store.correct(leaf, None)
    assert await _hits(store, leaf, "answer") == [(1, 1)]


async def test_a_search_can_be_given_up(
    store: Conversations, long_branch: list[Message], database: Database
) -> None:
    async with aclosing(store.find_in_branch(long_branch[-1].id, "e")) as found:
        async for hits in found:
            assert hits[0][0] >= hits[-1][0] > 0
            break
    assert await database.run("SELECT 1")


async def test_ancestors_are_reached_in_few_steps(
    store: Conversations, long_branch: list[Message], database: Database
) -> None:
    count = f"{branches._CLIMB} SELECT count(*) FROM climb"
    most = 0
    for aim in range(0, LENGTH, 37):
        ((steps,),) = await database.run(count, long_branch[-1].id, aim)
        most = max(most, steps)
    assert most <= 1 + 2 * LENGTH.bit_length()  # The first is the leaf itself.


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("Straße, STRASSE", "straße", 2),
        ("ПРИВЕТ, привет", "Привет", 2),
        ("ΣΊΣΥΦΟΣ", "σίσυφος", 1),
        ("a\0Walrus\0WALRUS", "walrus", 2),
        ("half \ud800 a sign", "\ud800", 1),
        ("100%_", "%_", 1),
        ("İstanbul", "i̇stanbul", 1),
        ("aaaa", "AA", 2),
        ("anything", "", 0),
    ],
)
async def test_case_makes_no_difference(
    store: Conversations, text: str, words: str, count: int
) -> None:
    (leaf,) = await _plant(store, [None], [text])
    assert await _hits(store, leaf, words) == ([(0, count)] if count else [])


def test_long_texts_are_folded_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Straße ΣΊΣΥΦΟΣ İ ﬁ ŉ " * 50
    monkeypatch.setattr(branches, "_FOLDED_AT_ONCE", 7)
    assert branches._folded(text) == text.casefold()


# What it costs


async def _everything(store: Conversations, messages: list[Message]) -> None:
    """Do what happens while somebody reads and writes at the end of a branch."""
    leaf, middle = messages[-1], messages[len(messages) // 2]
    assert await store.branch_length(leaf.id) == len(messages)
    assert len(await store.branch_page(leaf.id, len(messages) // 2, 20)) == 20
    assert await store.position(leaf.id, middle.id) is not None
    assert await store.history(leaf.id, 1000)
    async with aclosing(store.find_in_branch(leaf.id, "e")) as found:
        await anext(found)
    answer = Message(leaf.conversation, Role.ASSISTANT, parent=leaf.id)
    await store.add_prompt(Conversation(leaf.conversation), answer)
    await store.grow_message(answer.id, "Hel", "")
    await store.finish_message(answer)
    await store.judge_message(answer.id, Sentiment("positive", 0.5, 0.75))


async def test_no_statement_looks_all_messages_through(
    store: Conversations, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = list((await _plant(store, [None, *range(39)])).values())
    run = database._run
    noted: list[tuple[str, tuple[object, ...]]] = []

    async def noting(statement: str, *values: object):
        noted.append((statement, values))
        return await run(statement, *values)

    monkeypatch.setattr(database, "_run", noting)
    await _everything(store, messages)
    await store.judge_message(messages[-1].id, Sentiment("positive", 0.5, 0.75))
    monkeypatch.undo()
    assert len(noted) > 20
    for statement, values in noted:
        if statement in ("BEGIN IMMEDIATE", "COMMIT"):
            continue
        for step in await database.run(f"EXPLAIN QUERY PLAN {statement}", *values):
            scanned = re.match(r"SCAN (\w+)", step["detail"])
            assert scanned is None or scanned[1] in ("climb", "page", "stretch", "above"), (
                statement,
                step["detail"],
            )


async def test_the_work_does_not_grow_with_the_branch(
    store: Conversations, database: Database
) -> None:
    """SQLite's own count of its steps, which the triggers are part of."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    work = []
    for length in (1200, 3600):  # Both longer than what is read at a time.
        made = big_conversation.make(database._path, length, title=f"Of {length}")
        messages = await store.messages(made.id)
        await database._connection.set_progress_handler(count, 10)
        steps = 0
        await _everything(store, messages)
        work.append(steps)
        await database._connection.set_progress_handler(None, 10)
    little, much = work
    assert much < 1.2 * little
