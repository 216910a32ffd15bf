from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.settings import THEMES
from desktop_app.ui import theme
from desktop_app.ui.buttons import Button
from desktop_app.ui.tokens import CHAT, CODE, DARK, HEADINGS, LIGHT, UI, Colours
from tests.ui.desk import Desk, until

PALETTES = [("light", LIGHT), ("dark", DARK)]


def lightness(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((lightness(one), lightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("name", "tokens"), PALETTES)
def test_palette_is_ours(qapp: QApplication, name: theme.Theme, tokens: Colours) -> None:
    theme.apply(qapp, name)
    assert theme.colours() is tokens
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window) == QColor(tokens.window)
    assert palette.color(QPalette.ColorRole.Text) == QColor(tokens.text)
    assert palette.color(QPalette.ColorRole.Link) == QColor(tokens.link)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == QColor(tokens.disabled)


def test_both_palettes_differ_in_every_ground(qapp: QApplication) -> None:
    for ground in ("window", "sidebar", "surface", "raised", "code"):
        assert lightness(getattr(LIGHT, ground)) > 0.8
        assert lightness(getattr(DARK, ground)) < 0.05


@pytest.mark.parametrize(("name", "tokens"), PALETTES)
@pytest.mark.parametrize("ground", ["window", "sidebar", "surface", "raised", "code"])
def test_words_can_be_read(name: str, tokens: Colours, ground: str) -> None:
    """4.5 to 1, as WCAG 2.2 asks of text (1.4.3)."""
    words = ["text", "secondary", "link"]
    if ground == "code":
        words += [n for n in dir(tokens) if n.startswith("syn_")]
    if ground in ("window", "surface"):
        words += ["positive_text", "neutral_text", "negative_text"]
    for word in words:
        assert contrast(getattr(tokens, word), getattr(tokens, ground)) >= 4.5, word


@pytest.mark.parametrize("name", ["system", "light", "dark"])
def test_every_theme_can_be_applied(qapp: QApplication, name: theme.Theme) -> None:
    assert name in THEMES
    theme.apply(qapp, name)
    assert theme.colours() in (LIGHT, DARK)


def test_fonts() -> None:
    assert theme.font(UI).pixelSize() >= UI.size
    assert theme.font(CHAT).pixelSize() > theme.font(UI).pixelSize()
    sizes = [theme.font(h).pixelSize() for h in HEADINGS]
    assert sizes == sorted(sizes, reverse=True)
    assert theme.font(CODE, mono=True).family() != theme.font(CODE).family()
    assert theme.line_height(CHAT) > theme.font(CHAT).pixelSize()


def ground(widget: QWidget) -> str:
    image = widget.grab().toImage()
    return image.pixelColor(2, image.height() // 2).name()


async def test_window_is_painted_anew(desk: Desk, qapp: QApplication) -> None:
    desk.send("Hello\n\n```py\nx = 1\n```")
    await desk.answered()
    parts = [desk.page.list, desk.page.pane, desk.window.centralWidget()]
    before = [ground(part) for part in parts]
    theme.apply(qapp, "dark")
    await until(lambda: ground(desk.page.pane) == DARK.window.lower())
    after = [ground(part) for part in parts]
    assert all(QColor(b).lightness() > 200 for b in before)
    assert all(QColor(a).lightness() < 60 for a in after)
    theme.apply(qapp, "light")
    await until(lambda: ground(desk.page.pane) == LIGHT.window.lower())
    assert [ground(part) for part in parts] == before


async def test_no_words_keep_the_colour_of_the_other_theme(desk: Desk, qapp: QApplication) -> None:
    desk.send("Hello")
    await desk.answered()
    theme.apply(qapp, "dark")
    light = {LIGHT.text.lower(), LIGHT.secondary.lower()}
    for label in desk.window.findChildren(QLabel):
        assert label.palette().color(QPalette.ColorRole.WindowText).name() not in light, (
            label.text()
        )


@pytest.mark.parametrize("kind", ["primary", "plain", "flat", "icon", "link", "danger"])
def test_buttons_of_every_kind(show: Callable[..., None], kind: str, qapp: QApplication) -> None:
    holder = QWidget()
    rows = QVBoxLayout(holder)
    text = "" if kind == "icon" else "Words"
    button = Button(text, kind, icon_name="copy")
    rows.addWidget(button)
    show(holder, 200, 80)
    light = button.grab().toImage()
    theme.apply(qapp, "dark")
    assert button.grab().toImage() != light
    button.setEnabled(False)
    button.grab()
    button.set_icon("")
    assert button.icon().isNull()
    assert not button.autoDefault()
    assert isinstance(button, QPushButton)
