"""All conversations the list knows, shown or not: each found by its id, and all in order."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence

from desktop_app.core.conversation import Conversation
from desktop_app.core.listed import Listed
from desktop_app.ui.chat.list_sections import place_of


class KnownConversations:
    """Keeps those of the list and those of the archive apart."""

    def __init__(self) -> None:
        self._named: dict[str, Listed] = {}
        self._sorted: dict[bool, list[Listed]] = {False: [], True: []}
        self._tags: Counter[str] = Counter()
        self._untitled: set[str] = set()

    def get(self, name: str) -> Listed | None:
        """Return what is known of a conversation by its id."""
        return self._named.get(name)

    def conversation(self, name: str) -> Conversation | None:
        """Return one as a conversation, of which not everything is known here."""
        listed = self._named.get(name)
        if listed is None:
            return None
        return Conversation(
            id=name,
            title=listed.title if listed.is_named else "",
            pinned=listed.pinned,
            archived=listed.archived,
            mood=listed.mood,
            unread=listed.unread,
            tags=listed.tags,
        )

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._named)

    @property
    def names(self) -> list[str]:
        """The ids of all."""
        return list(self._named)

    @property
    def untitled(self) -> list[str]:
        """The ids of those without a title of their own."""
        return list(self._untitled)

    @property
    def tags(self) -> list[str]:
        """All tags there are, in alphabetical order."""
        return sorted(self._tags, key=str.casefold)

    def in_order(self, *, archived: bool) -> list[Listed]:
        """Return those of the archive, or the others."""
        return self._sorted[archived]

    def extend(self, listed: Sequence[Listed], *, archived: bool) -> bool:
        """Take in more, none of which is known; return whether all stand after the others."""
        kept = self._sorted[archived]
        at_end = not kept or place_of(kept[-1]) < place_of(listed[0])
        self._learn(listed)
        kept.extend(listed)
        if not at_end:
            kept.sort(key=place_of)
        return at_end

    def put(self, listed: Listed) -> None:
        """Take in one that isn't known."""
        self._learn([listed])
        insort(self._sorted[listed.archived], listed, key=place_of)

    def forget(self, listed: Listed) -> None:
        """Know one no more."""
        kept = self._sorted[listed.archived]
        del kept[bisect_left(kept, place_of(listed), key=place_of)]
        del self._named[listed.id]
        self._untitled.discard(listed.id)
        for tag in listed.tags:
            self._tags[tag] -= 1
            if not self._tags[tag]:
                del self._tags[tag]

    def change_many(self, news: Sequence[Listed], old: Sequence[Listed]) -> None:
        """Take in how some look now, and know some no more."""
        names = {each.id for each in (*news, *old)}
        kept = [each for name, each in self._named.items() if name not in names]
        self._named, self._tags, self._untitled = {}, Counter(), set()
        self._learn([*kept, *news])
        for archived in (False, True):
            self._sorted[archived] = sorted(
                (each for each in self._named.values() if each.archived is archived), key=place_of
            )

    def _learn(self, listed: Sequence[Listed]) -> None:
        for each in listed:
            self._named[each.id] = each
            if each.tags:
                self._tags.update(each.tags)
            if not each.is_named:
                self._untitled.add(each.id)
