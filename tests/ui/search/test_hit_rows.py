from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.core.conversation import Role
from desktop_app.core.found import Hit
from desktop_app.ui.search.hit_rows import HitRows
from desktop_app.ui.search.hit_words import author, day_words, when

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def hit(number: int, **fields: object) -> Hit:
    return Hit("c", "Title", f"m{number}", f"Words {number}", NOW, **fields)  # type: ignore[arg-type]


def test_rows_come_and_are_added() -> None:
    rows = HitRows()
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal, rows)
    wanted: list[bool] = []
    rows.more_wanted.connect(lambda: wanted.append(True))
    rows.show([hit(1), hit(2)], more=True)
    assert rows.canFetchMore(rows.index(-1))
    rows.fetchMore(rows.index(-1))
    assert wanted
    rows.add([hit(3)], more=False)
    assert not rows.canFetchMore(rows.index(-1))
    assert [rows.at(rows.index(row)) for row in range(3)] == [hit(1), hit(2), hit(3)]
    rows.add([], more=False)
    rows.show([], more=False)
    assert rows.rowCount() == 0


def test_authors() -> None:
    assert author(hit(1, role=Role.USER)) == "You"
    assert author(hit(1, role=Role.ASSISTANT, model="acme/tusk-1")) == "tusk-1"
    assert author(hit(1, role=Role.ASSISTANT)) == "Model"
    assert author(hit(1)) == ""


def test_moments_are_the_more_exact_the_more_recent_they_are() -> None:
    assert when(NOW, NOW).startswith("Today, ")
    assert when(NOW - timedelta(days=1), NOW).startswith("Yesterday, ")
    assert when(NOW - timedelta(days=2), NOW) == "23 November"
    assert day_words(date(2020, 3, 1), date(2026, 11, 25)) == "1 March 2020"
