from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage

from desktop_app.core.shipped import shipped
from desktop_app.ui.icons import icon

NAMES = sorted(path.stem for path in Path(shipped("icons")).glob("*.svg"))
SOURCES = Path(shipped()).parent / "desktop_app" / "ui"
NAMED = re.compile(r'(?:icon(?:_name)?=|paint_icon\(painter, |icon_button\(|[^_]icon\()"([\w-]+)"')


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_colour_asked_for(name: str) -> None:
    image = icon(name, "#ff0000", "#0000ff").pixmap(QSize(64, 64)).toImage()
    seen = colours(image)
    assert seen, "Nothing is drawn."
    if not name.startswith("chevron-"):
        assert "#ff0000" in seen


def test_disabled_has_its_own_colour() -> None:
    drawn = icon("copy", "#ff0000", "#0000ff")
    assert "#0000ff" in colours(drawn.pixmap(QSize(64, 64), QIcon.Mode.Disabled).toImage())
    assert "#ff0000" in colours(icon("copy", "#ff0000").pixmap(64, QIcon.Mode.Disabled).toImage())


def test_is_sharp_at_every_scale() -> None:
    drawn = icon("copy", "#ff0000")
    small = drawn.pixmap(QSize(16, 16), 1.0)
    large = drawn.pixmap(QSize(16, 16), 2.0)
    assert (small.width(), large.width()) == (16, 32)
    assert QColor("#ff0000").name() in colours(large.toImage())


def test_every_icon_that_is_named_is_shipped() -> None:
    named = set()
    for path in SOURCES.rglob("*.py"):
        text = path.read_text("utf-8")
        named |= set(NAMED.findall(text))
    assert {"copy", "gear"} <= named
    assert named <= set(NAMES)
