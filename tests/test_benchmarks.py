"""The benchmarks run and say what they promise to; what they measure is not looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import benchmarks
from benchmarks import enter_to_wire, frames, importing, search, soak, streaming
from benchmarks import list as list_of_chats
from benchmarks.__main__ import for_programs, known_names, usual_names
from benchmarks.scenes.corpus import word
from benchmarks.scenes.started import played
from benchmarks.scenes.stored import database_of, store
from benchmarks.scenes.texts import markdown
from tests.storage.big_conversation import make

ROOT = Path(__file__).parents[1]
BUDGETS = {
    "delta_path",
    "enter_to_wire",
    "frames",
    "importing",
    "list",
    "long_conversation",
    "search",
    "sentiment",
    "soak",
    "stalls",
    "startup",
    "streaming",
    "window_memory",
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def assert_shape(rows: list[benchmarks.Row], count: int) -> None:
    assert len(rows) == count
    for row in rows:
        told = json.loads(json.dumps(for_programs(row)))
        assert list(told) == ["what", "measured", "floor", "ratio", "budget", "ok"]
        assert isinstance(told["what"], str)
        assert isinstance(told["measured"], int | float)
        assert isinstance(told["ok"], bool)


def test_each_budget_has_a_benchmark() -> None:
    assert set(known_names()) == BUDGETS


def test_the_longest_run_only_when_they_are_named() -> None:
    assert set(usual_names()) == BUDGETS - {"search", "soak"}
    assert set(known_names()) >= benchmarks.ON_DEMAND


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    ended = run("speed")
    assert ended.returncode == 2
    assert "there is no benchmark 'speed'" in ended.stderr
    assert "streaming" in ended.stderr


def test_programs_are_told_one_list_and_nothing_else() -> None:
    ended = run("sentiment", "--json")
    rows = json.loads(ended.stdout)
    assert_shape(rows, 2)
    assert ended.returncode == (0 if all(row["ok"] for row in rows) else 1)


def test_people_are_told_how_far_the_runs_lay_apart(capsys: pytest.CaptureFixture[str]) -> None:
    row = benchmarks.ratio_row("opening", 12.34, 10.0, 1.3, benchmarks.spread([9.0, 14.0]))
    assert (row["measured"], row["ratio"], row["ok"]) == (12.3, 1.23, True)
    assert row["note"] == "9.0–14.0"
    assert "note" not in for_programs(row)


def test_a_limit_is_in_the_unit_of_what_was_measured() -> None:
    assert benchmarks.limit_row("frame", 9.0, 1.0, 10.0)["ok"]
    assert not benchmarks.limit_row("frame", 11.0, 10.0, 10.0)["ok"]
    assert benchmarks.limit_row("changed", 0, 0, 0)["ratio"] is None


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(value) for value in range(200, 0, -1)]
    assert benchmarks.percentile(values, 0.99) == 199.0
    assert benchmarks.percentile([3.0], 0.99) == 3.0


def test_texts_are_the_same_at_every_run_and_as_long_as_asked() -> None:
    text = markdown(20_000)
    assert len(text) == 20_000
    assert text.isascii()
    assert text == markdown(20_000) != markdown(20_000, seed=2)
    assert "$$" not in text
    assert "$$" in markdown(20_000, formulas=True)
    for mark in ("```", "**", "](", "\n- ", "\n1. ", "| --- |", "\n## "):
        assert mark in text


def test_words_of_the_corpus_differ() -> None:
    assert len({word(rank) for rank in range(5000)}) == 5000


def test_a_short_answer_streams_through_window_and_floor() -> None:
    assert_shape(streaming.rows({1: 1}, rate=0), 2)


def test_lists_are_read_filtered_scrolled_and_changed() -> None:
    assert_shape(list_of_chats.rows(30, 10, 10, 1), 5)


def test_frames_are_seen() -> None:
    rows = frames.rows(1, 1, rate=0)
    assert_shape(rows, 2)
    assert all(float(str(row["measured"])) > 0 for row in rows)


def test_requests_arrive_after_enter() -> None:
    rows = enter_to_wire.rows(1, 6)
    assert_shape(rows, 1)
    assert float(str(rows[0]["measured"])) > 0


def test_words_are_found_in_a_corpus() -> None:
    assert_shape(search.rows(2_000), 24)


def test_importing_measures_a_small_file() -> None:
    assert_shape(importing.rows(60, 1), 3)


def test_a_conversation_is_read(tmp_path: Path) -> None:
    conversation = make(database_of(tmp_path), 40)
    told = played("scenes.reading", conversation.id, "5", "1", home=tmp_path)
    assert len(told["frames"]) >= 5
    assert len(told["resize_ms"]) == 1


def test_a_user_acts(tmp_path: Path) -> None:
    one, other = (store(tmp_path, title, ["Hello.", "Hello, you."]) for title in "AB")
    told = played("scenes.acting", one, other, "0", home=tmp_path)
    assert "select all and copy" in told["cpu_ms"]


def test_a_soak_can_be_short() -> None:
    rows = soak.measure(0.05)
    assert_shape(rows, 2)
