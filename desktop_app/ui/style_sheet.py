"""The style sheet: how the parts of the window look in each of their states.

Buttons say what they are by the property ``kind``: primary, plain, flat, icon, link or danger.
"""

from __future__ import annotations

from desktop_app.core.shipped import shipped
from desktop_app.ui.tokens import RADIUS_BUTTON, RADIUS_CARD, TOP_BAR, Colours

_TEMPLATE = """
QWidget {{ color: {text}; }}
QToolTip {{
    background: {raised}; color: {text}; border: 1px solid {border}; padding: 4px 8px;
}}
QPushButton {{
    border-radius: {radius}px; padding: 0 12px; min-height: {button}px; max-height: {button}px;
    font-weight: 500; outline: none; background: {raised}; border: 1px solid {outline};
}}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:disabled {{
    background: transparent; border-color: {border}; color: {disabled};
}}
QPushButton[kind="primary"] {{
    background: {accent}; color: {accent_text}; border: 1px solid {accent}; font-weight: 600;
}}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QPushButton[kind="primary"]:pressed {{
    background: {accent_pressed}; border-color: {accent_pressed};
}}
QPushButton[kind="primary"]:disabled {{
    background: {hover}; border-color: {hover}; color: {disabled};
}}
QPushButton[kind="danger"] {{ color: {danger_text}; }}
QPushButton[kind="danger"]:disabled {{ color: {disabled}; }}
QPushButton[kind="flat"], QPushButton[kind="icon"] {{
    background: transparent; border: none; color: {secondary}; font-weight: 400;
    min-height: {flat}px; max-height: {flat}px; padding: 0 8px;
}}
QPushButton[kind="icon"] {{ min-width: {flat}px; max-width: {flat}px; padding: 0; }}
QPushButton[kind="flat"]:hover, QPushButton[kind="icon"]:hover {{
    background: {hover}; color: {text};
}}
QPushButton[kind="flat"]:pressed, QPushButton[kind="icon"]:pressed {{ background: {pressed}; }}
QPushButton[kind="icon"]:checked {{ background: {accent_soft}; }}
QPushButton[kind="flat"]:disabled, QPushButton[kind="icon"]:disabled {{ color: {disabled}; }}
QPushButton[kind="link"] {{
    background: transparent; border: none; color: {link}; padding: 0 4px; font-weight: 500;
    min-height: 22px; max-height: 22px;
}}
QPushButton[kind="link"]:hover {{ color: {accent_hover}; }}
QPushButton[kind="tab"] {{ min-height: {bar}px; max-height: {bar}px; border: none; }}
QLineEdit, QComboBox {{
    background: {raised}; border: 1px solid {control}; border-radius: {radius}px;
    min-height: {button}px; padding: 0 10px; selection-background-color: {selection};
    selection-color: {text};
}}
QLineEdit:hover, QComboBox:hover {{ border-color: {secondary}; }}
QLineEdit:focus, QComboBox:focus {{ border-color: {accent}; }}
QLineEdit:disabled, QComboBox:disabled {{ border-color: {border}; color: {disabled}; }}
QLineEdit[wrong="true"], QLineEdit[wrong="true"]:focus {{ border-color: {danger}; }}
QComboBox::drop-down {{ border: none; width: 28px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: 16px; height: 16px; }}
QComboBox QAbstractItemView {{
    background: {raised}; border: 1px solid {border}; padding: 4px; outline: none;
    selection-background-color: {accent_soft}; selection-color: {text};
}}
QPlainTextEdit, QLineEdit {{ placeholder-text-color: {secondary}; }}
QMenu {{
    background: {raised}; border: 1px solid {border}; border-radius: {card}px; padding: 6px;
}}
QMenu::item {{ padding: 6px 26px 6px 12px; border-radius: {radius}px; color: {text}; }}
QMenu::item:selected {{ background: {accent_soft}; }}
QMenu::item:disabled {{ color: {secondary}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 6px 0; }}
QMenu::icon {{ padding-left: 8px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:vertical {{
    background: {scroll}; border-radius: 3px; min-height: 32px; margin: 3px;
}}
QScrollBar::handle:horizontal {{
    background: {scroll}; border-radius: 3px; min-width: 32px; margin: 3px;
}}
QScrollBar::handle:hover {{ background: {control}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{
    background: {border}; border: none; border-radius: 3px; min-height: 6px; max-height: 6px;
}}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
"""


def style_sheet(colours: Colours, scale: float) -> str:
    """Return the application's style sheet in `colours`, its heights scaled with the font."""
    return _TEMPLATE.format(
        **colours._asdict(),
        radius=RADIUS_BUTTON,
        card=RADIUS_CARD,
        button=round(28 * scale),
        flat=round(28 * scale),
        bar=TOP_BAR,
        chevron=_chevron(colours),
    )


def _chevron(colours: Colours) -> str:
    # A style sheet can't recolour a drawing: this one comes in the two colours it is used in.
    return shipped("icons", f"chevron-{'dark' if colours.dark else 'light'}.svg").as_posix()
