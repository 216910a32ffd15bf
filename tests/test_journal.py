from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.secret import Secret
from desktop_app.journal import LARGEST, LOG_FILE, open_journal, report_crash


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The log file of a journal that is open during the test."""
    root = logging.getLogger()
    before, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    open_journal(tmp_path / "logs", Secret("hush-hush"))
    yield tmp_path / "logs" / LOG_FILE
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.raiseExceptions = raising


@pytest.mark.logs("told")
def test_nothing_secret_is_written(log: Path) -> None:
    try:
        raise ValueError("refused Bearer abcdefgh12345")
    except ValueError:
        logging.getLogger("openai").warning("told hush-hush", exc_info=True)
    text = log.read_text()
    assert "told •••" in text
    assert "ValueError: refused Bearer •••" in text
    assert "hush" not in text.replace("•••", "")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_chatter_is_left_out(log: Path) -> None:
    logging.getLogger("httpx2").info("every request")
    logging.getLogger("desktop_app.parts").info("ours")
    assert "every request" not in log.read_text()
    assert "ours" in log.read_text()


def test_full_log_starts_anew(log: Path) -> None:
    logger = logging.getLogger("desktop_app")
    for _ in range(LARGEST // 1900 + 1):
        logger.info("x" * 1900)
    logger.info("after")
    assert log.read_text().endswith("after\n")
    assert log.stat().st_size < LARGEST / 2
    assert log.with_name(f"{LOG_FILE}.1").stat().st_size > LARGEST


def test_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    root = logging.getLogger()
    before, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    open_journal(tmp_path / "file")
    logging.getLogger("desktop_app").info("nowhere")
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
    root.setLevel(level)
    logging.raiseExceptions = raising
    assert report_crash(tmp_path / "file", ValueError("x")) is None


def test_report_holds_the_stack(tmp_path: Path) -> None:
    try:
        raise KeyError("inner")
    except KeyError as error:
        path = report_crash(tmp_path, error)
    assert path is not None
    assert "test_report_holds_the_stack" in path.read_text()
