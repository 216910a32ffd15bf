"""The button that opens the parameters, with a dot while something in them is changed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours

_DOT = 6


class ParametersButton(Button):
    """Stands at the right end of the pickers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "icon", parent, icon_name="sliders")
        self._changed = False
        self.setObjectName("parameters_button")
        self.setAccessibleName(self.tr("Parameters"))
        # By mouse, the focus stays with what it is given back to.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tell()

    @property
    def is_changed(self) -> bool:
        """Whether it says that something differs from the assistant."""
        return self._changed

    def set_changed(self, changed: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Say whether something differs from the assistant."""
        if changed != self._changed:
            self._changed = changed
            self._tell()
            self.update()

    def _tell(self) -> None:
        words = self.tr("Changed in this chat") if self._changed else ""
        self.setAccessibleDescription(words)
        self.setToolTip(" · ".join(filter(None, (self.tr("Parameters"), words))))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._changed:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().accent))
        painter.drawEllipse(QPointF(self.width() - _DOT, _DOT), _DOT / 2, _DOT / 2)
        painter.end()
