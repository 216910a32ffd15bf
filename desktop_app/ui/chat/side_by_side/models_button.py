"""The button in the composer that says how many models are asked at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.models import ModelInfo
from desktop_app.ui.buttons import Button

MOST = 3
"""Models that are asked at once, at the most."""


class ModelsButton(Button):
    """Holds which models are asked what is sent next.

    Signals:
        changed: They are others.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "flat", parent, icon_name="columns")
        self.setObjectName("several_models")
        self.chosen: list[ModelInfo] = []
        self._say()

    def choose(self, models: list[ModelInfo]) -> None:
        """Ask these, or none but the model of the picker if they are fewer than two."""
        chosen = models[:MOST] if len(models) > 1 else []
        if chosen != self.chosen:
            self.chosen = chosen
            self._say()
            self.changed.emit()

    def clear(self) -> None:
        """Ask only the model of the picker."""
        self.choose([])

    def _say(self) -> None:
        count = len(self.chosen)
        self.setText(self.tr("%n model(s)", "", count) if count else "")
        names = ", ".join(model.name for model in self.chosen)
        words = self.tr("Ask several models")
        self.setAccessibleName(words)
        self.setAccessibleDescription(names)
        self.setToolTip(f"{words}: {names}".replace("<", "‹") if names else words)
