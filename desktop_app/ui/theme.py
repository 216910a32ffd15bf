"""Puts the design tokens to work: the palette, the fonts and the style sheet of the application.

The desktop's own colour scheme can be read but not forced on every platform (the offscreen and
bare X11 platforms ignore `setColorScheme`), so both palettes are ours, on the Fusion style.
Widgets that paint themselves read `colours` and repaint on `QEvent.PaletteChange`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.core.settings import Theme
from desktop_app.ui import style_sheet
from desktop_app.ui.tokens import DARK, LIGHT, Colours, Type

STYLE = "fusion"
"""The style, for the command line of Qt: `setStyle` would return an object whose class alone
takes 5 ms to be made."""

_UI_SIZE = 13


class _Look:
    """The look in use; one per process, as Qt's own palette is."""

    colours = LIGHT
    scale = 1.0
    family = ""
    mono_family = ""


def colours() -> Colours:
    """Return the colours in use."""
    return _Look.colours


def font(role: Type, *, mono: bool = False) -> QFont:
    """Return the font of a text role, scaled with the platform's interface font."""
    wanted = QFont(_Look.mono_family if mono else _Look.family)
    wanted.setPixelSize(max(1, round(role.size * _Look.scale)))
    wanted.setWeight(QFont.Weight(role.weight))
    if mono:
        wanted.setStyleHint(QFont.StyleHint.Monospace)
    return wanted


def line_height(role: Type) -> int:
    """Return the distance of two lines of a text role, in pixels."""
    return round(role.line * _Look.scale)


def prepare(application: QApplication) -> None:
    """Measure the platform's fonts; called once, before any widget."""
    platform_font = QFontInfo(application.font())
    # Bare X11 and offscreen platforms have a 9 pt default that nobody chose: never below 13 px.
    _Look.scale = max(platform_font.pixelSize(), _UI_SIZE) / _UI_SIZE
    _Look.family = application.font().family()
    _Look.mono_family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()


def apply(application: QApplication, theme: Theme) -> None:
    """Show the application in `theme`; "system" follows the desktop."""
    scheme = application.styleHints().colorScheme()
    dark = theme == "dark" or (theme == "system" and scheme == Qt.ColorScheme.Dark)
    _Look.colours = DARK if dark else LIGHT
    application.setFont(font(Type(13, 20)))
    application.setPalette(_palette(_Look.colours))
    application.setStyleSheet(style_sheet.style_sheet(_Look.colours, _Look.scale))


def _palette(tokens: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.raised,
        QPalette.ColorRole.AlternateBase: tokens.surface,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.secondary,
        QPalette.ColorRole.Button: tokens.raised,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.accent_text,
        QPalette.ColorRole.Highlight: tokens.selection,
        QPalette.ColorRole.HighlightedText: tokens.text,
        QPalette.ColorRole.Link: tokens.link,
        QPalette.ColorRole.LinkVisited: tokens.link,
        QPalette.ColorRole.ToolTipBase: tokens.raised,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Light: tokens.hover,
        QPalette.ColorRole.Midlight: tokens.border,
        QPalette.ColorRole.Mid: tokens.outline,
        QPalette.ColorRole.Dark: tokens.control,
        QPalette.ColorRole.Shadow: tokens.control,
        QPalette.ColorRole.Accent: tokens.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    return palette
