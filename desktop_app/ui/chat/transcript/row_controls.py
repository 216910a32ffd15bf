"""The controls of a message, by where they are just now."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from desktop_app.core.links import shown_host
from desktop_app.ui.chat.transcript.controls import (
    BUTTON,
    PENCIL,
    Control,
    Key,
    badge_width,
    button_width,
)
from desktop_app.ui.chat.transcript.laid.block import Item
from desktop_app.ui.chat.transcript.laid.look import Look
from desktop_app.ui.chat.transcript.laid.part import Kind, Part
from desktop_app.ui.chat.transcript.moods import mood_word, mood_words
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_actions import answer_actions, question_actions
from desktop_app.ui.chat.transcript.row_text import LEFT

_BADGE_PADDING = 6
_NAME = 36
"""Pixels that the name of the user has at the least."""
_SWITCH_OUT = 7
_BADGE_HEIGHT = 22
_MARK = 14
_SHOWN_ADDRESS = 80


def controls(row: Row, number: int, at: QPointF, seen: QRectF, look: Look) -> list[Control]:
    """Return what can be pressed in a row but its links, in reading order.

    Args:
        row: The message.
        number: Its position.
        at: The upper left corner of the row.
        seen: What can be seen, in the same pixels as `at`: only there are blocks looked at.
        look: Fonts, for the widths of words.
    """
    found = [*_head(row, number, look), *_parts(row, number, seen.translated(-at), look)]
    found += _actions(row, number, look)
    return [control.moved(at.x(), at.y()) for control in found if not control.area.isNull()]


def message_controls(row: Row, number: int, at: QPointF, look: Look) -> list[Control]:
    """Return the controls of a row that belong to the message as a whole, seen or not.

    Those that have no room in it are among them, with empty areas. Arguments as of `controls`.
    """
    found = [*_head(row, number, look), *_actions(row, number, look)]
    return [control.moved(at.x(), at.y()) for control in found]


def links(row: Row, number: int, at: QPointF, seen: QRectF) -> list[Control]:
    """Return the links of the blocks that can be seen, in reading order.

    One that is scrolled out of its table has an empty area at the edge where it went.
    Arguments as of `controls`.
    """
    found = []
    area = seen.translated(-at)
    for block_number, corner, block in row.visible(area.top(), area.bottom()):
        for index, (piece, start, end, address) in enumerate(block.links()):
            rects = list(block.rects(piece, start, end))
            if not rects:
                continue
            key = Key(number, Kind.LINK, block_number, piece, index)
            place = _within(rects[0], block.items[piece].area).translated(corner + at)
            name = link_words(address)
            found.append(Control(key, place, name, value=address))
    return found


def _head(row: Row, number: int, look: Look) -> Iterator[Control]:
    if not row.only_read:
        yield from _badge(row, number, look)
    if row.is_user:
        yield from _of_question(row, number, look)
    yield from _fold(row, number, look)
    yield from _switch(row, number, look)


def _within(area: QRectF, frame: QRectF) -> QRectF:
    """Return what of an area is in the width of a frame, and empty at its edge for nothing."""
    left = min(max(area.left(), frame.left()), frame.right())
    right = min(max(area.right(), frame.left()), frame.right())
    return QRectF(left, area.top(), right - left, area.height())


def link_words(address: str) -> str:
    """Return where a link leads: its host as the network knows it, so that none can deceive."""
    return shown_host(address) or address[:_SHOWN_ADDRESS]


def when_area(row: Row, look: Look) -> QRectF:
    """Return where the time of a row stands."""
    width = QFontMetricsF(look.hint.font).horizontalAdvance(row.when)
    header = row.header
    return QRectF(header.right() - width, header.top(), width, header.height())


def mark_area(row: Row, look: Look) -> QRectF:
    """Return where the sign of an answer that was cut off stands; empty for a whole one."""
    if not row.is_cut:
        return QRectF()
    when = when_area(row, look)
    side = look.px(_MARK)
    top = when.center().y() - side / 2
    return QRectF(when.left() - side - 6, top, side, side)


def _badge_area(row: Row, look: Look) -> QRectF:
    if row.sentiment is None:
        return QRectF()
    right = _when_left(row, look) - 4
    width = badge_width(mood_word(row.sentiment.label), look) + 2 * _BADGE_PADDING
    width += look.px(PENCIL) if row.sentiment.source == "user" else 0
    area = QRectF(right - width, 0, width, look.px(_BADGE_HEIGHT))
    area.moveCenter(QPointF(area.center().x(), row.header.center().y()))
    return area


def header_end(row: Row, look: Look) -> float:
    """Return how far right the name of a row may reach."""
    badge = _badge_area(row, look)
    right = _when_left(row, look) if badge.isEmpty() else badge.left()
    if row.is_user:
        actions = [c.area.left() for c in _of_question(row, 0, look) if not c.area.isNull()]
        right = min(actions, default=right)
    return right - 10


def _when_left(row: Row, look: Look) -> float:
    mark = mark_area(row, look)
    return when_area(row, look).left() if mark.isEmpty() else mark.left()


def _badge(row: Row, number: int, look: Look) -> Iterator[Control]:
    mood = row.sentiment
    if mood is not None:
        sure = QCoreApplication.translate("Badge", "{percent} % sure")
        if mood.source == "user":
            sure = QCoreApplication.translate("Badge", "as you said")
        yield Control(
            Key(number, Kind.BADGE),
            _badge_area(row, look),
            mood_words(mood.label),
            label=mood_word(mood.label),
            description=sure.format(percent=round(mood.confidence * 100)),
            icon="pencil" if mood.source == "user" else "",
            value=mood.label,
        )


def _of_question(row: Row, number: int, look: Look) -> list[Control]:
    if row.editor is not None:
        return []
    right = _badge_area(row, look).left() if row.sentiment else _when_left(row, look)
    left = LEFT + _NAME
    top = row.header.center().y() - BUTTON / 2
    return question_actions(row, number, QRectF(left, top, right - 8 - left, BUTTON), look)


def _actions(row: Row, number: int, look: Look) -> list[Control]:
    if row.is_user or row.editor is not None:
        return []
    beyond = 6.0  # so that the icon, not its ground, is in line with the words
    area = QRectF(LEFT - beyond, row.actions_top, row.text_width + beyond, BUTTON)
    return answer_actions(row, number, area, look)


def _switch(row: Row, number: int, look: Look) -> Iterator[Control]:
    """Yield what chooses between the better answer of the user and that of the model."""
    area = row.switch_area
    if area.isEmpty() or row.editor is not None:
        return
    left, tall = area.left() - _SWITCH_OUT, area.height() - 2
    for kind, words, shown in (
        (Kind.BETTER, QCoreApplication.translate("Message", "Your better answer"), False),
        (Kind.ORIGINAL, QCoreApplication.translate("Message", "Original"), True),
    ):
        width = button_width(words, look, icon=False)
        place = QRectF(left, area.top(), width, tall)
        chosen = row.original is shown
        yield Control(Key(number, kind), place, words, label=words, chosen=chosen)
        left = place.right() + 2
    name = QCoreApplication.translate("Message", "Remove your better answer")
    side = min(tall, BUTTON)
    place = QRectF(left + 4, area.top(), side, tall)
    yield Control(Key(number, Kind.DISCARD), place, name, icon="close")


def _fold(row: Row, number: int, look: Look) -> Iterator[Control]:
    area = row.fold_area
    if area.isEmpty():
        return
    words = QCoreApplication.translate("Message", "Reasoning")
    name = (
        QCoreApplication.translate("Message", "Hide the reasoning")
        if row.unfolded
        else QCoreApplication.translate("Message", "Show the reasoning")
    )
    icon = "chevron-down" if row.unfolded else "chevron-right"
    place = QRectF(area.left() - 7, area.top(), button_width(words, look), area.height() - 2)
    yield Control(Key(number, Kind.FOLD), place, name, label=words, icon=icon)


def _parts(row: Row, number: int, seen: QRectF, look: Look) -> list[Control]:
    return [
        _of_part(part, Key(number, part.kind, block_number, piece, part.nth), corner, item, look)
        for block_number, corner, block in row.visible(seen.top(), seen.bottom())
        for piece, item in enumerate(block.items)
        for part in item.laid.parts
    ]


def _of_part(part: Part, key: Key, corner: QPointF, item: Item, look: Look) -> Control:
    area = part.area.translated(corner + item.area.topLeft())
    if part.kind is Kind.COPY_CODE:
        words = QCoreApplication.translate("Message", "Copy")
        name = QCoreApplication.translate("Message", "Copy code")
        wide = button_width(words, look)
        place = QRectF(area.right() - wide, area.top() + 2, wide, area.height() - 4)
        return Control(key, place, name, label=words, icon="copy", value=part.value)
    name = QCoreApplication.translate("Message", "Show the picture large")
    return Control(key, area, name, description=item.text, value=part.value)
