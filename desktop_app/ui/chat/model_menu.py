"""The menu of the model picker: every model by its provider, and what the engine offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.models import BUILT_IN, ENVIRONMENT_PROVIDER, LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.failure_words import in_users_words


@dataclass(frozen=True, slots=True)
class ModelMenuActions:
    """What the menu can do."""

    choose: Callable[[ModelInfo], None]
    open_file: Callable[[], None]
    use_built_in: Callable[[], None]
    retry: Callable[[], None]


def fill_model_menu(
    menu: QMenu,
    models: list[ModelInfo],
    chosen: ModelInfo,
    state: EngineState,
    actions: ModelMenuActions,
) -> None:
    """Fill `menu` anew with `models`, the chosen one checked."""
    menu.clear()
    by_provider = groupby(sorted(models, key=_order), key=provider_words)
    for provider_name, group in by_provider:
        _add_head(menu, provider_name)
        for model in group:
            _add_model(menu, model, chosen, actions)
    menu.addSeparator()
    if state.phase is Phase.FAILED:
        if state.failure is not None:
            _add_head(menu, in_users_words(state.failure).title)
        _add(
            menu,
            QCoreApplication.translate("ModelMenu", "Start the local engine again"),
            actions.retry,
        )
    _add(menu, QCoreApplication.translate("ModelMenu", "Open a GGUF…"), actions.open_file)
    if state.model and state.model != BUILT_IN.id:
        _add(
            menu,
            QCoreApplication.translate("ModelMenu", "Use the built-in model"),
            actions.use_built_in,
        )


def engine_remark(model: ModelInfo, state: EngineState) -> str:
    """Return what the picker says behind a local model's name."""
    if state.phase is Phase.FETCHING:
        percent = round(100 * state.done / state.total) if state.total else 0
        words = QCoreApplication.translate("ModelMenu", "fetching {percent} %")
        return words.format(percent=percent)
    if state.phase is Phase.STARTING:
        return QCoreApplication.translate("ModelMenu", "starting")
    if state.phase is Phase.FAILED:
        return QCoreApplication.translate("ModelMenu", "not available")
    return QCoreApplication.translate("ModelMenu", "this computer")


def provider_words(model: ModelInfo) -> str:
    """Return what the provider of `model` is called in the user's language."""
    if model.provider == LOCAL_PROVIDER:
        return QCoreApplication.translate("ModelMenu", "This computer")
    if model.provider == ENVIRONMENT_PROVIDER:
        return QCoreApplication.translate("ModelMenu", "Environment")
    return model.provider_name


def _order(model: ModelInfo) -> tuple[bool, str]:
    return (model.provider != LOCAL_PROVIDER, model.provider_name)


def _add_head(menu: QMenu, text: str) -> None:
    head = QAction(text[:1].upper() + text[1:], menu)
    head.setEnabled(False)
    menu.addAction(head)


def _add_model(menu: QMenu, model: ModelInfo, chosen: ModelInfo, actions: ModelMenuActions) -> None:
    action = QAction(model.name.replace("&", "&&"), menu)
    action.setCheckable(True)
    action.setChecked((model.provider, model.id) == (chosen.provider, chosen.id))
    action.triggered.connect(lambda _checked=False, model=model: actions.choose(model))
    menu.addAction(action)


def _add(menu: QMenu, text: str, run: Callable[[], None]) -> None:
    action = QAction(text, menu)
    action.triggered.connect(lambda _checked=False: run())
    menu.addAction(action)
