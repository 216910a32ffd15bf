"""What an import has taken so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from desktop_app.core.errors import Failure
from desktop_app.core.exchange import LEFT_AT_MOST, ImportReport, Left
from desktop_app.core.importing.reading import Read
from desktop_app.core.importing.taken import Kept, Note, Outcome, Taken

_CLASHING = Failure(
    "A message of this conversation is part of another one here",
    "Nothing of it was taken.",
    code="import_clash",
)


class Counted:
    """What an import has taken so far."""

    def __init__(self) -> None:
        self._sources: dict[str, None] = {}
        self._outcomes: Counter[Outcome] = Counter()
        self._messages = self._pictures = self._more = 0
        self._left: list[Left] = []
        self._notes: Counter[Note] = Counter()

    def leave(self, left: Iterable[Left]) -> None:
        """Note what was not taken."""
        for each in left:
            if len(self._left) < LEFT_AT_MOST:
                self._left.append(each)
            else:
                self._more += 1

    def keep(self, batch: Sequence[Read], taken: Sequence[Taken], kept: Sequence[Kept]) -> None:
        """Count what was kept."""
        places = [step.place for step in batch if isinstance(step.found, Taken)]
        for place, each, became in zip(places, taken, kept, strict=True):
            self._sources[each.source] = None
            self._outcomes[became.outcome] += 1
            self._messages += became.messages
            self._pictures += each.pictures
            self._notes.update(each.notes)
            if became.outcome is Outcome.CLASHING:
                self.leave([Left(place, each.conversation.title, _CLASHING)])

    def report(self) -> ImportReport:
        """Return what is told of it."""
        for note in Note:
            if count := self._notes[note]:
                self.leave([Left("", "", note.told(count))])
        return ImportReport(
            ", ".join(self._sources),
            self._outcomes[Outcome.ADDED],
            self._outcomes[Outcome.CHANGED],
            self._outcomes[Outcome.UNCHANGED],
            self._messages,
            self._pictures,
            tuple(self._left),
            self._more,
        )
