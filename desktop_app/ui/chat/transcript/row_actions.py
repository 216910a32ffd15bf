"""What can be done with a message as a whole, as a row of small controls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QFontMetricsF

from desktop_app.ui.chat.transcript.controls import BUTTON, Control, Key, button_width
from desktop_app.ui.chat.transcript.laid.look import Look
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.versions import VersionOf

CHOICES = (Kind.GOOD, Kind.BAD, Kind.BETTER, Kind.ORIGINAL)
"""What is on or off."""

_GAP = 2
_GROUP_GAP = 15
"""Pixels between two groups, with a line in the middle."""

_CHEVRON = 20
_ALWAYS = 9


@dataclass(frozen=True, slots=True)
class _Action:
    """A control without its place.

    Attributes:
        kind: What it does.
        name: What it is called.
        icon: Its icon, empty for none.
        label: The words it shows, empty for its icon alone.
        value: What it works on.
        group: Which others it stands with.
        rank: How long it stays where there is no room for all: the lowest goes first, into the
            menu.
        enabled: Whether it can be done now.
        chosen: Whether it has been done, and would be undone.
        nth: Which of its kind.
    """

    kind: Kind
    name: str
    icon: str = ""
    label: str = ""
    value: str = ""
    group: int = 0
    rank: int = 0
    enabled: bool = True
    chosen: bool = False
    nth: int = 0


def version_words(version: VersionOf) -> str:
    """Return which version a message is."""
    words = QCoreApplication.translate("Message", "Version {number} of {count}")
    return words.format(number=version.number, count=version.total)


def rating_words(rating: int) -> str:
    """Return what is thought of an answer that is rated."""
    if rating > 0:
        return QCoreApplication.translate("Message", "Good answer")
    return QCoreApplication.translate("Message", "Bad answer")


def answer_actions(row: Row, number: int, area: QRectF, look: Look) -> list[Control]:
    """Return what can be done with an answer, from the left edge of an area on.

    What has no room there has an empty area: it is in the menu of the message all the same.
    """

    def made() -> list[Control]:
        if row.only_read:
            copy = [action for action in _of_text(row) if action.kind is Kind.COPY]
            return _placed(copy, number, area, look)
        texts, versions = _of_text(row), _of_version(row)
        actions = [*texts, *_of_reply(row), *versions, *_fork(row), *_of_rating(row)]
        return _placed(actions, number, area, look)

    return _kept_in_mind(row, (number, area, look), made)


def question_actions(row: Row, number: int, area: QRectF, look: Look) -> list[Control]:
    """Return what can be done with a message of the user, up to the right edge of an area.

    What has no room there has an empty area: it is in the menu of the message all the same.
    """

    def made() -> list[Control]:
        # What is always there stands next to what else is.
        actions = [*_of_text(row), *_fork(row), *_of_version(row)]
        placed = _placed(actions, number, area, look)
        end = max((control.area.right() for control in placed), default=area.left())
        return [control.moved(area.right() - end, 0) for control in placed]

    return _kept_in_mind(row, (number, area, look), made)


def _kept_in_mind(
    row: Row, place: tuple[int, QRectF, Look], make: Callable[[], list[Control]]
) -> list[Control]:
    """Return the same controls as before where nothing has changed, as in most paints."""
    # While it grows, only its versions are offered, and its words need not be joined for them.
    message = None if row.live else row.message
    number, area, look = place
    state = (
        *(message, row.live, row.last, row.busy, row.dismissed, row.original, row.version),
        *(number, area.left(), area.top(), area.width()),
    )
    before = row.actions
    if before is None or before[0] is not look or before[1] != state:
        row.actions = before = (look, state, make())
    return before[2]


def _of_text(row: Row) -> Iterator[_Action]:
    if row.live or not row.message.text:
        return
    copy = QCoreApplication.translate("Message", "Copy message")
    yield _Action(Kind.COPY, copy, "copy", value=row.shown_text, rank=4)
    if row.is_user:
        edit = QCoreApplication.translate("Message", "Edit message")
        yield _Action(Kind.EDIT, edit, "pencil", rank=5, enabled=not row.busy)
    else:
        yield _Action(Kind.EDIT, _better_name(row), "pencil", rank=3)


def _of_reply(row: Row) -> Iterator[_Action]:
    if row.live:
        return
    if _can_go_on(row):
        words = QCoreApplication.translate("Message", "Continue")
        free = not row.busy
        yield _Action(Kind.CONTINUE, words, "arrow-down", words, rank=_ALWAYS, enabled=free)
    again = QCoreApplication.translate("Message", "Answer again")
    label = again if row.can_be_asked_again else ""
    yield _Action(Kind.AGAIN, again, "refresh", label, rank=7, enabled=not row.busy)


def _of_version(row: Row) -> Iterator[_Action]:
    version = row.version
    if version is None:
        return
    older = QCoreApplication.translate("Message", "Previous version")
    newer = QCoreApplication.translate("Message", "Next version")
    which = version_words(version)
    label = f"{version.number}/{version.total}"
    first, last = version.number == 1, version.number == version.total
    yield _Action(Kind.OLDER, older, "chevron-left", rank=_ALWAYS, enabled=not first)
    yield _Action(Kind.VERSION, which, label=label, rank=_ALWAYS)
    yield _Action(Kind.NEWER, newer, "chevron-right", rank=_ALWAYS, enabled=not last)


def _fork(row: Row) -> Iterator[_Action]:
    if not row.live and row.message.text:
        name = QCoreApplication.translate("Message", "Fork into a new chat")
        yield _Action(Kind.FORK, name, "fork", rank=1)


def _of_rating(row: Row) -> Iterator[_Action]:
    if row.live:
        return
    rating = row.message.rating
    if row.message.text:
        good, bad = rating_words(1), rating_words(-1)
        yield _Action(Kind.GOOD, good, "thumb-up", group=1, rank=6, chosen=rating > 0)
        yield _Action(Kind.BAD, bad, "thumb-down", group=1, rank=6, chosen=rating < 0)
        if rating < 0 and not row.has_better:
            words = QCoreApplication.translate("Message", "Better answer")
            name = _better_name(row)
            yield _Action(Kind.EDIT, name, "pencil", words, group=1, rank=2, nth=1)
    about = QCoreApplication.translate("Message", "About this reply")
    yield _Action(Kind.INFO, about, "info", group=2, rank=0)


def _better_name(row: Row) -> str:
    if row.has_better:
        return QCoreApplication.translate("Message", "Change your better answer")
    return QCoreApplication.translate("Message", "Write a better answer")


def _can_go_on(row: Row) -> bool:
    """Whether it is offered to have an answer written on, other than by its notice."""
    at_limit = row.last and not row.live and row.message.finish_reason == "length"
    offered = row.can_be_asked_again or at_limit
    # What is written on is the model's own, which isn't what counts any more.
    return offered and bool(row.message.text.strip()) and not row.has_better


def _placed(actions: Sequence[_Action], number: int, area: QRectF, look: Look) -> list[Control]:
    widths = [_width(action, look) for action in actions]
    kept = _kept(actions, widths, area.width())
    controls, left, before = [], area.left(), -1
    for index, (action, width) in enumerate(zip(actions, widths, strict=True)):
        place = QRectF()
        if index in kept:
            left += 0 if before < 0 else _between(actions[before], action)
            place = QRectF(left, area.top(), width, BUTTON)
            left, before = place.right(), index
        controls.append(_control(action, number, place))
    return controls


def _kept(actions: Sequence[_Action], widths: Sequence[float], room: float) -> list[int]:
    """Return which actions have room beside each other."""
    kept = list(range(len(actions)))
    while kept:
        total = sum(widths[index] for index in kept)
        total += sum(_between(actions[a], actions[b]) for a, b in pairwise(kept))
        lowest = min(actions[index].rank for index in kept)
        if total <= room or lowest == _ALWAYS:
            break
        # Both of a pair go, or none: half a choice is none.
        kept = [index for index in kept if actions[index].rank != lowest]
    return kept


def _between(one: _Action, other: _Action) -> int:
    if one.group != other.group:
        return _GROUP_GAP
    versions = (Kind.OLDER, Kind.VERSION, Kind.NEWER)
    return 0 if one.kind in versions and other.kind in versions else _GAP


def _width(action: _Action, look: Look) -> float:
    if action.kind is Kind.VERSION:
        return QFontMetricsF(look.hint.font).horizontalAdvance(action.label) + 4
    if action.kind in (Kind.OLDER, Kind.NEWER):
        return _CHEVRON
    return button_width(action.label, look) if action.label else BUTTON


def _control(action: _Action, number: int, area: QRectF) -> Control:
    return Control(
        Key(number, action.kind, nth=action.nth),
        area,
        action.name,
        action.label,
        icon=action.icon,
        value=action.value,
        enabled=action.enabled,
        chosen=action.chosen,
    )
