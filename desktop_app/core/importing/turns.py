"""Messages of another program, made into a tree of ours."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop_app.core.conversation import Conversation, Message, Role, Status
from desktop_app.core.errors import Failure
from desktop_app.core.export.conversation_json import parents_first
from desktop_app.core.importing.taken import Note, Taken
from desktop_app.core.titles import title_from

_PICTURE = "🖼"
"""Stands where a message has a picture and no words."""


@dataclass(slots=True)
class Turn:
    """A message of another program, while it is read.

    Attributes:
        id: As that program calls it, unique in its conversation.
        parent: The id of the one before it, as far as that is told.
        role: Who speaks, None for one that isn't shown: those behind it follow on what is before.
        text: The words, in Markdown.
        reasoning: What the model said to itself.
        model: Who wrote it.
        created_at: When, if that is told.
        rating: -1, 0 or 1.
        status: How it ended.
        failure: Why it failed.
        pictures: How many pictures and files it has.
    """

    id: str
    parent: str | None = None
    role: Role | None = None
    text: str = ""
    reasoning: str = ""
    model: str = ""
    created_at: datetime | None = None
    rating: int = 0
    status: Status = Status.COMPLETE
    failure: Failure | None = None
    pictures: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show of it."""
        told = self.text.strip() or self.reasoning.strip() or self.pictures or self.failure
        return self.role is not None and bool(told)


@dataclass(slots=True)
class Dialogue:
    """A conversation of another program, while it is read.

    Attributes:
        source: The name of the program.
        id: As that program calls it; where it is empty, the id of the first turn stands for it.
        turns: By their ids, in the order in which they stand.
        current: The id of the last turn of the branch that is shown.
        join_answers: Whether answers in a row, without another beside them, are one.
        notes: What was left out.
    """

    source: str
    id: str = ""
    title: str = ""
    turns: dict[str, Turn] = field(default_factory=dict)
    current: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    pinned: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    instructions: list[str] = field(default_factory=list)
    join_answers: bool = False
    notes: Counter[Note] = field(default_factory=Counter)

    def taken(self, now: datetime) -> Taken:
        """Return the conversation as it is kept.

        Ids are made of those of the other program, so that the same message has the same id
        whenever it is imported.

        Args:
            now: Stands where no moment is told.
        """
        shown = self._shown_parents()
        leaf = self._shown_above(self.current, shown)
        groups = self._joined(shown) if self.join_answers else {}
        identity = self.id or next(iter(self.turns), "")
        conversation = stable_id(self.source, identity)
        messages = self._messages(shown, groups, conversation, now)
        leaf = groups.get(leaf or "", leaf)
        names = {turn: stable_id(self.source, identity, turn) for turn in shown}
        first = next((m.text for m in messages if m.role is Role.USER), "")
        moments = [message.created_at for message in messages] or [now]
        return Taken(
            self.source,
            Conversation(
                id=conversation,
                title=self.title.strip() or title_from(first),
                active_leaf=names.get(leaf or "") or (messages[-1].id if messages else None),
                created_at=self.created_at or min(moments),
                updated_at=self.updated_at or max(moments),
                pinned=self.pinned,
                archived=self.archived,
                tags=tuple(dict.fromkeys(tag for tag in self.tags if tag)),
                instructions="\n\n".join(dict.fromkeys(self.instructions)) or None,
            ),
            tuple(messages),
            sum(turn.pictures for turn in self.turns.values()),
            self.notes,
        )

    def _shown_parents(self) -> dict[str, str | None]:
        """Return the turns that are shown, each with the shown one before it.

        A circle is cut somewhere, and what stands behind the cut begins a branch.
        """
        above: dict[str, str | None] = {}
        for turn in self.turns:
            way: list[str] = []
            seen: set[str] = set()
            at: str | None = turn
            while at is not None and at in self.turns and at not in above:
                if at in seen:
                    self.notes[Note.CIRCLE] += 1
                    self.turns[way[-1]].parent = at = None
                    break
                seen.add(at)
                way.append(at)
                at = self.turns[at].parent
            if at is not None and at not in self.turns:
                self.notes[Note.ORPHAN] += 1
            for each in reversed(way):
                parent = self.turns[each].parent
                above[each] = self._nearest(parent, above)
        return {turn: above[turn] for turn in self.turns if self.turns[turn].is_shown}

    def _nearest(self, parent: str | None, above: Mapping[str, str | None]) -> str | None:
        if parent is None or parent not in self.turns:
            return None
        return parent if self.turns[parent].is_shown else above[parent]

    def _shown_above(self, turn: str | None, shown: Mapping[str, str | None]) -> str | None:
        """Return `turn`, or the nearest before it that is shown."""
        seen: set[str] = set()
        while turn is not None and turn in self.turns and turn not in shown and turn not in seen:
            seen.add(turn)
            turn = self.turns[turn].parent
        return turn if turn in shown else None

    def _joined(self, shown: dict[str, str | None]) -> dict[str, str]:
        """Join answers that follow on each other; return which turn each has become part of."""
        followers = Counter(shown.values())
        groups: dict[str, str] = {}
        # Put together in the end: a long row of answers would be copied once for each of them.
        joined: dict[str, list[Turn]] = {}
        for turn in _parents_before(shown):
            parent = shown[turn]
            if parent is None:
                continue
            parent = shown[turn] = groups.get(parent, parent)
            here, before = self.turns[turn], self.turns[parent]
            alone = followers[parent] == 1
            if alone and here.role is Role.ASSISTANT and before.role is Role.ASSISTANT:
                joined.setdefault(parent, [before]).append(here)
                before.model = here.model or before.model
                before.status, before.failure = here.status, here.failure or before.failure
                groups[turn] = parent
                followers[parent] = followers[turn]
        for turns in joined.values():
            turns[0].text = _together(turn.text for turn in turns)
            turns[0].reasoning = _together(turn.reasoning for turn in turns)
        for turn in groups:
            del shown[turn]
        return groups

    def _messages(
        self,
        shown: Mapping[str, str | None],
        groups: Mapping[str, str],
        conversation: str,
        now: datetime,
    ) -> list[Message]:
        identity = self.id or next(iter(self.turns), "")
        moments: dict[str, datetime] = {}
        messages = []
        for turn in _parents_before(shown):
            parent = shown[turn]
            parent = groups.get(parent or "", parent)
            here = self.turns[turn]
            fallback = moments.get(parent or "") or self.created_at or now
            moments[turn] = moment = here.created_at or fallback
            messages.append(
                Message(
                    conversation=conversation,
                    role=here.role or Role.USER,
                    text=here.text if here.text.strip() or not here.pictures else _PICTURE,
                    parent=stable_id(self.source, identity, parent) if parent else None,
                    id=stable_id(self.source, identity, turn),
                    status=here.status,
                    reasoning=here.reasoning,
                    model=here.model if here.role is Role.ASSISTANT else "",
                    failure=here.failure,
                    created_at=moment,
                    finished_at=moment,
                    rating=here.rating,
                )
            )
        messages.sort(key=lambda message: message.created_at)
        return parents_first(messages)


def stable_id(*names: str) -> str:
    """Return the id of what other programs call by these names: 32 hex digits, always the same."""
    joined = "\0".join(names).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]


def _parents_before(parents: Mapping[str, str | None]) -> list[str]:
    """Return the turns in the order given, except that none stands before its parent."""
    ordered: dict[str, None] = {}
    for turn in parents:
        way = []
        at: str | None = turn
        while at is not None and at in parents and at not in ordered:
            way.append(at)
            at = parents[at]
        ordered |= dict.fromkeys(reversed(way))
    return list(ordered)


def _together(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part.strip())
