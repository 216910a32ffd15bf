from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.core.models import BUILT_IN, ModelInfo
from desktop_app.ui.chat.model_rows import ROW, ModelRows

MINI = ModelInfo("gpt-4.1-mini", "openai", "gpt-4.1-mini", "OpenAI", vision=True)
BIG = ModelInfo("gpt-5", "openai", "gpt-5", "OpenAI")
LLAMA = ModelInfo("meta/llama-3.3", "router", "Meta: Llama 3.3 <70B>", "OpenRouter")
SAME = ModelInfo("gpt-5", "router", "gpt-5", "OpenRouter")
ALL = [MINI, BIG, LLAMA, SAME, BUILT_IN]


@pytest.fixture
def rows() -> ModelRows:
    made = ModelRows()
    made.tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    made.show(ALL, (), {})
    return made


def shown(rows: ModelRows) -> list[str]:
    """Return the rows; heads with a number sign."""
    found = [rows.index(number).data(ROW) for number in range(rows.rowCount())]
    return [row.text if row.model else f"# {row.text}" for row in found]


def test_by_provider_with_this_computer_first(rows: ModelRows) -> None:
    assert shown(rows) == [
        *("# This computer", "SmolLM2 135M"),
        *("# OpenAI", "gpt-4.1-mini", "gpt-5"),
        *("# OpenRouter", "Meta: Llama 3.3 <70B>", "gpt-5"),
    ]
    assert [*rows.models] == [BUILT_IN, MINI, BIG, LLAMA, SAME]


def test_pinned_stand_first_with_their_provider(rows: ModelRows) -> None:
    rows.show(ALL, (("router", "gpt-5"), ("gone", "x"), ("openai", "gpt-5")), {})
    assert shown(rows)[:3] == ["# Pinned", "gpt-5", "gpt-5"]
    assert [rows.index(n).data(ROW).remark for n in (1, 2)] == ["OpenRouter", "OpenAI"]
    assert shown(rows).count("gpt-5") == 2
    said = rows.index(1).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said == "OpenRouter, pinned"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("mini", ["# OpenAI", "gpt-4.1-mini"]),
        ("MINI 4.1", ["# OpenAI", "gpt-4.1-mini"]),
        ("  openrouter   gpt ", ["# OpenRouter", "gpt-5"]),
        ("meta/", ["# OpenRouter", "Meta: Llama 3.3 <70B>"]),
        ("computer", ["# This computer", "SmolLM2 135M"]),
        ("gpt nothing", []),
    ],
)
def test_words_in_any_order_find(rows: ModelRows, words: str, found: list[str]) -> None:
    rows.set_filter(words)
    assert shown(rows) == found
    rows.set_filter("")
    assert len(shown(rows)) == 8


def test_a_filter_stays_when_models_change(rows: ModelRows) -> None:
    rows.set_filter("gpt-5")
    rows.show([BIG], (), {})
    assert shown(rows) == ["# OpenAI", "gpt-5"]


def test_nothing_is_built_anew_where_nothing_has_changed(rows: ModelRows) -> None:
    resets: list[bool] = []
    rows.modelReset.connect(lambda: resets.append(True))
    rows.show([*ALL], (), {})
    rows.set_filter(" ")
    assert resets == []
    rows.show(ALL, (), {"openai": "does not answer"})
    assert len(resets) == 1


def test_remarks_on_providers_are_read_out(rows: ModelRows) -> None:
    rows.show(ALL, (), {"openai": "does not answer"})
    head = rows.index(2)
    assert head.data(ROW).remark == "does not answer"
    assert head.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "does not answer"


def test_what_is_read_out_and_shown_as_tool_tip(rows: ModelRows) -> None:
    row = rows.index(rows.row_of("router", "meta/llama-3.3"))
    assert row.data(Qt.ItemDataRole.AccessibleTextRole) == "Meta: Llama 3.3 <70B>"
    assert row.data(Qt.ItemDataRole.ToolTipRole) == "meta/llama-3.3\nOpenRouter"
    seeing = rows.index(rows.row_of("openai", "gpt-4.1-mini"))
    assert "sees pictures" in seeing.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    odd = ModelInfo("<b>", "p", "<i>", "P")
    rows.show([odd], (), {})
    assert "<" not in rows.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert rows.index(0).data(Qt.ItemDataRole.ToolTipRole) is None


def test_only_models_can_be_chosen(rows: ModelRows) -> None:
    assert rows.flags(rows.index(0)) == Qt.ItemFlag.NoItemFlags
    assert rows.flags(rows.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert rows.shown == [1, 3, 4, 6, 7]
    assert rows.row_of("openai", "gone") == -1
    assert rows.at(QModelIndex()) is None
