from __future__ import annotations

from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle

from desktop_app.ui.motion import duration
from desktop_app.ui.theme import STYLE


class Still(QProxyStyle):
    """A style on a desktop that asks for reduced motion."""

    def styleHint(self, hint: QStyle.StyleHint, *arguments: object) -> int:  # noqa: N802
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, *arguments)  # type: ignore[arg-type]


def test_nothing_moves_where_that_is_asked_for(qapp: QApplication) -> None:
    assert duration(160) == 160
    qapp.setStyle(Still("fusion"))
    assert duration(160) == 0
    qapp.setStyle(STYLE)
    assert duration(160) == 160
