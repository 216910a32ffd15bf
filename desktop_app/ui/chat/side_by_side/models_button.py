"""The button in the composer that says how many models are asked at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.core.models import ModelInfo
from desktop_app.ui.buttons import Button

MOST = 3
"""Models that are asked at once, at the most."""

_LISTED = 60


class ModelsButton(Button):
    """Opens the models, of which two or three can be ticked.

    Args:
        known: Returns the models there are, those that stand first in the picker first.
        parent: Where it stands.
    """

    def __init__(self, known: Callable[[], Sequence[ModelInfo]], parent: QWidget) -> None:
        super().__init__("", "flat", parent, icon_name="columns")
        self.setObjectName("several_models")
        self._known = known
        self.chosen: list[ModelInfo] = []
        menu = QMenu(self)
        menu.setObjectName("several_models_menu")
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        self._say()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        menu.addSection(self.tr("Ask two or three models at once"))
        known = list(self._known())[:_LISTED]
        names = {_name(model) for model in known}
        self.chosen = [each for each in self.chosen if _name(each) in names]
        for model in known:
            words = f"{model.name} · {model.provider_name}".replace("&", "&&")
            action = menu.addAction(words)
            action.setCheckable(True)
            ticked = self._is_chosen(model)
            action.setChecked(ticked)
            action.setEnabled(ticked or len(self.chosen) < MOST)
            action.triggered.connect(lambda on, model=model: self.tick(model, on=on))
        if self.chosen:
            menu.addSeparator()
            menu.addAction(self.tr("Ask one model again"), self.clear)
        self._say()

    def tick(self, model: ModelInfo, *, on: bool) -> None:
        """Ask a model as well, or no more."""
        others = [
            each for each in self.chosen if (each.provider, each.id) != (model.provider, model.id)
        ]
        self.chosen = [*others, model][:MOST] if on else others
        self._say()

    def clear(self) -> None:
        """Ask only the model of the picker."""
        self.chosen = []
        self._say()

    @property
    def is_on(self) -> bool:
        """Whether several are asked."""
        return len(self.chosen) > 1

    def _is_chosen(self, model: ModelInfo) -> bool:
        return any(_name(each) == _name(model) for each in self.chosen)

    def _say(self) -> None:
        count = len(self.chosen)
        self.setText(self.tr("%n model(s)", "", count) if count else "")
        names = ", ".join(model.name for model in self.chosen)
        words = self.tr("Ask several models at once")
        self.setAccessibleName(words)
        self.setAccessibleDescription(names)
        self.setToolTip(f"{words}: {names}".replace("<", "‹") if names else words)


def _name(model: ModelInfo) -> tuple[str, str]:
    return model.provider, model.id
