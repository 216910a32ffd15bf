"""What the user has set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)
SIDEBAR_WIDTHS = (216, 360)
WINDOW_SIDES = (480, 16_000)
ATTEMPTS = (1, 10)
ZOOMS = (0.7, 2.0)
MOST_ASSISTANTS = 100
"""Of so many assistants it is kept which model they were used with."""


class Settings(NamedTuple):
    """Everything that is kept between starts beside the conversations.

    Attributes:
        theme: The palette; "system" follows the desktop.
        language: A code such as "ru", empty for the system's language.
        provider: The id of the provider picked last.
        model: The id of the model picked last.
        assistant: The name of the assistant picked last.
        assistant_models: Which model was used last with which assistant: its name and the ids of
            the provider and the model, the latest first.
        conversation: The id of the conversation shown last, empty for a new one.
        model_file: A GGUF of the user's own for the local engine, empty for the built-in model.
        sidebar_width: In pixels at 100 %.
        sidebar_open: Whether the list of conversations is shown.
        window: Width and height of the window at 100 %, as it was closed.
        attempts: How often a request is tried before it is given up.
        zoom: The size of the type in conversations, 1.0 being the design's.
        json_folder: Where every conversation is kept up to date as a JSON file, empty for nowhere.
        risky_folder: The data folder of which the user knows that it is on a network drive or
            synchronised; empty for none.
    """

    theme: Theme = "system"
    language: str = ""
    provider: str = ""
    model: str = ""
    assistant: str = ""
    conversation: str = ""
    model_file: str = ""
    sidebar_width: int = 264
    sidebar_open: bool = True
    window: tuple[int, int] = (1280, 820)
    attempts: int = 3
    zoom: float = 1.0
    json_folder: str = ""
    risky_folder: str = ""
    assistant_models: tuple[tuple[str, str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the settings as plain JSON values."""
        return self._asdict()


def settings_from_json(values: Mapping[str, Any]) -> Settings:
    """Read settings, taking the default for whatever is missing, unknown or out of range."""
    defaults = Settings()
    taken: dict[str, Any] = {}
    for name, default in defaults.to_json().items():
        value = values.get(name)
        if type(value) is type(default):
            taken[name] = value
    if taken.get("theme", "system") not in THEMES:
        del taken["theme"]
    if "sidebar_width" in taken:
        taken["sidebar_width"] = _within(taken["sidebar_width"], SIDEBAR_WIDTHS)
    if "attempts" in taken:
        taken["attempts"] = _within(taken["attempts"], ATTEMPTS)
    if "zoom" in taken:
        taken["zoom"] = min(max(taken["zoom"], ZOOMS[0]), ZOOMS[1])
    taken["assistant_models"] = _triples(values.get("assistant_models"))
    taken["window"] = _window(values.get("window"))
    return Settings(**taken)


def _window(value: object) -> tuple[int, int]:
    if isinstance(value, list | tuple) and len(value) == 2:
        width, height = value
        if type(width) is int and type(height) is int:
            return _within(width, WINDOW_SIDES), _within(height, WINDOW_SIDES)
    return Settings().window


def with_assistant_model(
    used: tuple[tuple[str, str, str], ...], assistant: str, provider: str, model: str
) -> tuple[tuple[str, str, str], ...]:
    """Return which models were used with which assistants, with the latest noted."""
    others = (each for each in used if each[0] != assistant)
    return ((assistant, provider, model), *others)[:MOST_ASSISTANTS]


def _triples(value: object) -> tuple[tuple[str, str, str], ...]:
    rows = value if isinstance(value, list | tuple) else ()
    found = (
        tuple(row)
        for row in rows
        if isinstance(row, list | tuple) and len(row) == 3 and all(type(t) is str for t in row)
    )
    return tuple(found)[:MOST_ASSISTANTS]


def _within(value: int, bounds: tuple[int, int]) -> int:
    low, high = bounds
    return min(max(value, low), high)
