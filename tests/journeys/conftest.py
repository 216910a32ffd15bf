"""What a journey is made of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.desktop import Desktop, openbox
from tests.journeys.journey import Journey


@pytest.fixture(scope="session")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Yield a desktop with a window manager on the display of this run."""
    if not os.environ.get("DISPLAY"):
        pytest.fail("There is no display: run it under xvfb-run -a.", pytrace=False)
    with openbox(tmp_path_factory.mktemp("openbox")):
        yield Desktop()


@pytest.fixture
def journey(tmp_path: Path, desktop: Desktop) -> Iterator[Journey]:
    """Yield a user who starts with nothing; everything they started has ended afterwards."""
    begun = Journey(tmp_path, desktop)
    yield begun
    begun.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Keep a picture of the screen where a journey went wrong, and say where it is."""
    report = yield
    used = getattr(item, "funcargs", {})
    if report.when == "call" and report.failed and "desktop" in used:
        path = used["tmp_path"] / "screen.png"
        used["desktop"].take_picture(path)
        report.sections.append(("The screen at that moment", str(path)))
    return report
