"""The filters as chips: the same ones that can be typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.search_query import ANY_MODEL, ME, MOODS, Query
from desktop_app.ui.chat.transcript.moods import mood_word
from desktop_app.ui.search.chip import Chip, Choice
from desktop_app.ui.search.hit_words import day_words
from desktop_app.ui.wrapping_row import WrappingRow

ARCHIVED = "archived"

KEYS = {
    "date": ("after", "before"),
    "speaker": ("from",),
    "mood": ("mood",),
    "model": ("model",),
    "archived": ("is:archived",),
}
"""What is typed for the filter of a chip."""


class Chips(QWidget):
    """A row of chips, which goes on below where it is narrow.

    Signals:
        changed: The user has chosen something.
        taken_off: The user takes the filter of a chip off, by its name in `KEYS`.
    """

    changed = Signal()
    taken_off = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.query = Query()
        """What is chosen."""
        self.date = Chip("search_date", self.tr("Any time"), self)
        self.speaker = Chip("search_speaker", self.tr("Anyone"), self)
        self.mood = Chip("search_mood", self.tr("Any mood"), self)
        self.model = Chip("search_model", self.tr("Any model"), self)
        self.archived = Chip("search_archived", self.tr("Archived"), self)
        self.archived.be_a_switch()
        self.archived.setToolTip(self.tr("Search the archived chats instead of the others"))
        row = WrappingRow(6, self)
        for chip in self.all:
            row.addWidget(chip)
        self.date.chosen.connect(lambda value: self._choose("date", after=value, before=None))
        self.speaker.chosen.connect(lambda value: self._choose("speaker", speaker=value or ""))
        self.mood.chosen.connect(lambda value: self._choose("mood", mood=value or ""))
        self.model.chosen.connect(lambda value: self._choose("model", model=value or ""))
        self.archived.chosen.connect(self._choose_archived)

    @property
    def all(self) -> list[Chip]:
        """The chips, in their order."""
        return [self.date, self.speaker, self.mood, self.model, self.archived]

    def offer(self, models: Sequence[str], today: date) -> None:
        """Offer what there is to choose from."""
        days = {
            self.tr("Any time"): None,
            self.tr("Today"): today,
            self.tr("Since yesterday"): today - timedelta(days=1),
            self.tr("The last 7 days"): today - timedelta(days=6),
            self.tr("The last 30 days"): today - timedelta(days=29),
            self.tr("This year"): today.replace(month=1, day=1),
        }
        self.date.offer([Choice(words, day) for words, day in days.items()])
        self.speaker.offer(
            [
                Choice(self.tr("Anyone")),
                Choice(self.tr("Written by me"), ME),
                Choice(self.tr("Written by a model"), ANY_MODEL),
            ]
        )
        moods = [Choice(_capital(mood_word(mood)), mood) for mood in MOODS]
        self.mood.offer([Choice(self.tr("Any mood")), *moods])
        named = [Choice(model.rsplit("/", 1)[-1], model) for model in models]
        self.model.offer([Choice(self.tr("Any model")), *named])

    def show(self, query: Query, today: date) -> None:  # type: ignore[override]
        """Show what is looked for, whether it was typed or chosen."""
        self.date.show_set(self._date_words(query, today))
        self.speaker.show_set(self._speaker_words(query.speaker))
        self.mood.show_set(_capital(mood_word(query.mood)) if query.mood else "")
        self.model.show_set(query.model.rsplit("/", 1)[-1])
        self.archived.show_set(self.tr("Archived") if ARCHIVED in query.marks else "")
        # The row may need other lines now.
        self.updateGeometry()

    def clear(self) -> None:
        """Choose nothing."""
        self.query = Query()

    def _choose(self, name: str, **chosen: object) -> None:
        self.query = replace(self.query, **chosen)  # type: ignore[arg-type]
        if not any(chosen.values()):
            self.taken_off.emit(name)
        self.changed.emit()

    def _choose_archived(self, value: object) -> None:
        marks = self.query.marks - {ARCHIVED}
        self.query = replace(self.query, marks=marks | {ARCHIVED} if value else marks)
        if not value:
            self.taken_off.emit("archived")
        self.changed.emit()

    def _speaker_words(self, speaker: str) -> str:
        words = {ME: self.tr("Me"), ANY_MODEL: self.tr("A model")}
        return words.get(speaker, speaker)

    def _date_words(self, query: Query, today: date) -> str:
        after = day_words(query.after, today) if query.after else ""
        before = day_words(query.before, today) if query.before else ""
        if after and before:
            return self.tr("{after} to before {before}").format(after=after, before=before)
        if before:
            return self.tr("Before {day}").format(day=before)
        return self.tr("Since {day}").format(day=after) if after else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
