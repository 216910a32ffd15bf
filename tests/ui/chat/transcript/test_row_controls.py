from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from pytestqt.qtbot import QtBot

from desktop_app.core.conversation import Message, Status
from desktop_app.core.sentiment import Sentiment
from desktop_app.ui.chat.transcript.controls import Control
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_controls import (
    controls,
    header_end,
    link_words,
    links,
    mark_area,
    message_controls,
    when_area,
)
from desktop_app.ui.chat.transcript.row_editor import EditWords, RowEditor
from desktop_app.ui.chat.transcript.versions import VersionOf
from tests.ui.chat.transcript.laying_out import Materials, answered, asked, coloured_image

MOOD = Sentiment("positive", 0.8, 0.876)
CODE = "```python\nx = 1\n```"
ADDRESS = "data:image/png;base64,AAAA"
ANSWER = [Kind.COPY, Kind.EDIT, Kind.AGAIN, Kind.FORK, Kind.GOOD, Kind.BAD, Kind.INFO]
SEEN = QRectF(0, 0, 600, 5000)
AT = QPointF(0, 0)


@pytest.fixture
def materials(qtbot: QtBot) -> Materials:
    return Materials()


def laid(materials: Materials, message: Message) -> Row:
    row = materials.row(message)
    row.lay_out(600, 0, 1e6)
    return row


def of(row: Row, seen: QRectF = SEEN, at: QPointF = AT) -> list[Control]:
    return controls(row, 3, at, seen, Materials().look())


def kinds(row: Row) -> list[Kind]:
    return [control.key.kind for control in of(row)]


def one(row: Row, kind: Kind) -> Control:
    (found,) = [control for control in of(row) if control.key.kind is kind]
    return found


def test_controls_come_in_reading_order(materials: Materials) -> None:
    answer = answered(CODE, sentiment=MOOD, reasoning="hm", status=Status.STOPPED)
    row = laid(materials, answer)
    row.last = True
    wanted = [
        Kind.BADGE,
        Kind.FOLD,
        Kind.COPY_CODE,
        Kind.COPY,
        Kind.EDIT,
        Kind.CONTINUE,
        Kind.AGAIN,
        Kind.FORK,
        Kind.GOOD,
        Kind.BAD,
        Kind.INFO,
    ]
    assert kinds(row) == wanted
    mine = laid(materials, asked("Words", sentiment=MOOD))
    assert kinds(mine) == [Kind.BADGE, Kind.COPY, Kind.EDIT, Kind.FORK]
    middles = [control.area.center().y() for control in of(row)]
    assert middles == sorted(middles)


def test_an_answer_cut_at_the_limit_can_go_on_and_one_without_words_cannot(
    materials: Materials,
) -> None:
    cut = laid(materials, answered("Words", finish_reason="length"))
    assert Kind.CONTINUE not in kinds(cut)
    cut.last = True
    assert Kind.CONTINUE in kinds(cut)
    assert not one(cut, Kind.AGAIN).label
    wordless = laid(materials, answered("", status=Status.STOPPED))
    wordless.last = True
    assert Kind.CONTINUE not in kinds(wordless)
    assert one(wordless, Kind.AGAIN).label == "Answer again"


@pytest.mark.parametrize("role", [asked, answered])
@pytest.mark.parametrize("status", [Status.COMPLETE, Status.STOPPED, Status.INTERRUPTED])
@pytest.mark.parametrize("mood", [None, MOOD])
def test_nothing_covers_anything_else(
    materials: Materials, role: object, status: Status, mood: Sentiment | None
) -> None:
    message = role("Words", status=status, sentiment=mood)  # type: ignore[operator]
    row = laid(materials, message)
    look = materials.look()
    row.last = True
    areas = [control.area for control in of(row)]
    areas += [when_area(row, look), mark_area(row, look)]
    name = QRectF(row.header)
    name.setRight(header_end(row, look))
    for first, second in combinations([*areas, name], 2):
        assert not first.intersects(second)
    for area in areas:
        assert QRectF(0, 0, 600, row.height).contains(area) or area.isEmpty()


def test_controls_move_with_their_row(materials: Materials) -> None:
    row = laid(materials, answered(CODE, sentiment=MOOD))
    at = QPointF(40, 300)
    for here, there in zip(of(row), of(row, at=at), strict=True):
        assert there.area == here.area.translated(at)
        assert (there.key, there.name, there.value) == (here.key, here.name, here.value)


def test_badge_says_the_mood_and_how_sure_it_is(materials: Materials) -> None:
    badge = one(laid(materials, answered("Words", sentiment=MOOD)), Kind.BADGE)
    assert (badge.name, badge.label, badge.value) == ("Mood: positive", "positive", "positive")
    assert badge.description == "88 % sure"


def test_live_answer_has_no_controls_yet(materials: Materials) -> None:
    row = materials.row(answered("Words", sentiment=MOOD))
    row.begin()
    row.lay_out(600, 0, 1e6)
    assert kinds(row) == []


def test_of_an_empty_message_nothing_can_be_made(materials: Materials) -> None:
    assert kinds(laid(materials, answered(""))) == [Kind.AGAIN, Kind.INFO]
    assert kinds(laid(materials, asked(""))) == []


def test_those_of_the_message_are_known_without_its_blocks(materials: Materials) -> None:
    row = materials.row(answered(f"Words\n\n{CODE}", sentiment=MOOD))
    found = message_controls(row, 3, AT, materials.look())
    assert [control.key.kind for control in found] == [Kind.BADGE, *ANSWER]
    assert row.laid_count == 0


@pytest.mark.parametrize("width", [360, 480])
def test_nothing_reaches_out_of_a_narrow_row(materials: Materials, width: int) -> None:
    row = materials.row(answered("Words", sentiment=MOOD, status=Status.STOPPED))
    row.last = True
    row.lay_out(width, 0, 1e6)
    areas = [control.area for control in of(row)]
    assert all(area.left() >= 0 and area.right() <= width for area in areas)
    for first, second in combinations(areas, 2):
        assert not first.intersects(second)


def test_message_is_copied_as_it_was_written(materials: Materials) -> None:
    for message in (asked("Some *words*"), answered("Some *words*")):
        copy = one(laid(materials, message), Kind.COPY)
        assert (copy.name, copy.value, copy.label) == ("Copy message", "Some *words*", "")


def test_code_is_copied_without_its_fences(materials: Materials) -> None:
    row = laid(materials, answered(f"Words\n\n{CODE}\n\n{CODE}"))
    found = [control for control in of(row) if control.key.kind is Kind.COPY_CODE]
    assert [(control.key.block, control.value) for control in found] == [(1, "x = 1"), (2, "x = 1")]
    assert found[0].label
    assert found[0].area.right() <= 600


def test_reasoning_is_shown_and_hidden_by_the_same_control(materials: Materials) -> None:
    row = laid(materials, answered("Words", reasoning="hm"))
    assert one(row, Kind.FOLD).name == "Show the reasoning"
    row.fold(unfolded=True)
    row.lay_out(600, 0, 1e6)
    folding = one(row, Kind.FOLD)
    assert folding.name == "Hide the reasoning"
    assert row.fold_area.top() <= folding.area.top()
    assert folding.area.bottom() <= row.fold_area.bottom()


def test_picture_says_what_it_shows(materials: Materials) -> None:
    materials.pictures[ADDRESS] = coloured_image(40, 30, "red")
    picture = one(laid(materials, answered(f"![a red one]({ADDRESS})")), Kind.PICTURE)
    assert (picture.description, picture.value) == ("a red one", ADDRESS)
    assert (picture.area.width(), picture.area.height()) == (40, 30)


def test_only_blocks_that_are_seen_are_looked_at(materials: Materials) -> None:
    row = materials.row(answered("\n\n".join([CODE] * 40)))
    row.lay_out(600, 0, 200)
    few = [c for c in of(row, seen=QRectF(0, 0, 600, 200)) if c.key.kind is Kind.COPY_CODE]
    assert 0 < len(few) < 5
    assert row.laid_count < 6


def test_links_have_the_address_and_say_the_host(materials: Materials) -> None:
    text = (
        "[One](https://example.org/a) and [two](https://xn--e1afmkfd.example/b)\n\n[three](#here)"
    )
    row = laid(materials, answered(text))
    found = links(row, 3, QPointF(0, 100), QRectF(0, 0, 600, 5000))
    assert [link.value for link in found] == [
        "https://example.org/a",
        "https://xn--e1afmkfd.example/b",
        "#here",
    ]
    assert [link.name for link in found] == [link_words(link.value) for link in found]
    assert len({link.key for link in found}) == 3
    for link in found:
        middle = link.area.center() - QPointF(0, 100)
        assert row.link_at(middle) == link.value


def test_words_of_a_link_are_short() -> None:
    assert link_words("https://example.org/path?query") == "example.org"
    assert len(link_words("x" * 500)) == 80


def test_sign_of_a_cut_answer_stands_before_the_time(materials: Materials) -> None:
    look = materials.look()
    cut = laid(materials, answered("Words", status=Status.INTERRUPTED))
    assert mark_area(cut, look).right() < when_area(cut, look).left()
    assert mark_area(laid(materials, answered("Words")), look).isEmpty()


class TestActions:
    def full(self, materials: Materials, width: int, **fields: object) -> Row:
        """Return the row of an answer of which everything can be done."""
        message = answered("Words", finish_reason="length", **{"rating": -1, **fields})
        row = materials.row(message)
        row.last, row.version = True, VersionOf(2, 3)
        row.lay_out(width, 0, 1e6)
        return row

    def test_they_stand_in_order_in_three_groups(self, materials: Materials) -> None:
        found = [c for c in of(self.full(materials, 900)) if c.key.kind is not Kind.BADGE]
        assert [control.key.kind for control in found] == [
            *(Kind.COPY, Kind.EDIT, Kind.CONTINUE, Kind.AGAIN),
            *(Kind.OLDER, Kind.VERSION, Kind.NEWER, Kind.FORK),
            *(Kind.GOOD, Kind.BAD, Kind.EDIT, Kind.INFO),
        ]
        gaps = [round(b.area.left() - a.area.right()) for a, b in pairwise(found)]
        assert gaps == [2, 2, 2, 2, 0, 0, 2, 15, 2, 2, 15]

    @pytest.mark.parametrize("width", [300, 330, 370, 420, 480, 560])
    def test_what_has_no_room_is_in_the_menu_alone(self, materials: Materials, width: int) -> None:
        row = self.full(materials, width)
        everything = message_controls(row, 3, AT, materials.look())
        seen = [control for control in everything if not control.area.isNull()]
        assert {Kind.OLDER, Kind.VERSION, Kind.NEWER, Kind.CONTINUE} <= {c.key.kind for c in seen}
        assert all(control.area.right() <= width for control in seen)
        assert [c.key for c in of(row)] == [c.key for c in seen]
        for first, second in combinations([control.area for control in seen], 2):
            assert not first.intersects(second)
        assert {Kind.INFO, Kind.FORK} <= {control.key.kind for control in everything}

    @pytest.mark.parametrize("width", [200, 300, 400])
    def test_of_a_question_the_versions_stay(self, materials: Materials, width: int) -> None:
        row = materials.row(asked("Words", sentiment=MOOD))
        row.version = VersionOf(1, 12)
        row.lay_out(width, 0, 1e6)
        assert {Kind.OLDER, Kind.VERSION, Kind.NEWER} <= set(kinds(row))
        assert one(row, Kind.VERSION).label == "1/12"
        assert (Kind.FORK in kinds(row)) == (width == 400)

    def test_there_is_no_version_before_the_first_and_none_behind_the_last(
        self, materials: Materials
    ) -> None:
        for version, older, newer in (
            (VersionOf(1, 2), False, True),
            (VersionOf(2, 2), True, False),
        ):
            row = laid(materials, answered("Words"))
            row.version = version
            assert one(row, Kind.OLDER).enabled is older
            assert one(row, Kind.NEWER).enabled is newer

    def test_while_a_reply_is_written_only_what_does_no_harm_is_offered(
        self, materials: Materials
    ) -> None:
        row, mine = self.full(materials, 900), laid(materials, asked("Words"))
        row.busy = mine.busy = True
        disabled = {control.key.kind for control in of(row) if not control.enabled}
        assert disabled == {Kind.CONTINUE, Kind.AGAIN}
        assert {c.key.kind for c in of(mine) if not c.enabled} == {Kind.EDIT}

    def test_an_answer_that_is_written_can_only_be_turned_from(self, materials: Materials) -> None:
        row = materials.row(answered("Words"))
        row.version = VersionOf(2, 2)
        row.begin()
        row.lay_out(600, 0, 1e6)
        assert kinds(row) == [Kind.OLDER, Kind.VERSION, Kind.NEWER]


class TestBetterAnswer:
    def test_the_switch_stands_above_the_words(self, materials: Materials) -> None:
        row = laid(materials, answered("Words", reasoning="hm", corrected_text="Better"))
        for kind in (Kind.BETTER, Kind.ORIGINAL, Kind.DISCARD):
            area = one(row, kind).area
            assert one(row, Kind.FOLD).area.bottom() <= area.top()
            assert area.bottom() <= row.sections[-1].top
        assert one(row, Kind.BETTER).chosen
        assert not one(row, Kind.ORIGINAL).chosen
        assert one(row, Kind.COPY).value == "Better"
        row.show_original(original=True)
        assert one(row, Kind.COPY).value == "Words"
        assert one(row, Kind.ORIGINAL).chosen

    def test_what_is_not_the_models_is_not_gone_on_with(self, materials: Materials) -> None:
        cut = laid(materials, answered("Words", finish_reason="length", corrected_text="Better"))
        cut.last = True
        assert Kind.CONTINUE not in kinds(cut)
        assert Kind.EDIT in kinds(cut)

    def test_while_it_is_written_nothing_else_is_offered(
        self, materials: Materials, qtbot: QtBot
    ) -> None:
        row = laid(materials, answered("Words\n\n```\ncode\n```", corrected_text="Better"))
        editor = RowEditor("Better", EditWords("Better", "Save"), by_enter=False)
        qtbot.addWidget(editor)
        before = row.height
        row.open_editor(editor)
        row.lay_out(600, 0, 1e6)
        assert kinds(row) == []
        assert row.height > before
        assert row.editor_area.top() == row.sections[-1].top
