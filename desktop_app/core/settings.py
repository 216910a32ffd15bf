"""What the user has set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)
SIDEBAR_WIDTHS = (216, 360)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is kept between starts beside the conversations.

    Attributes:
        theme: The palette; "system" follows the desktop.
        language: A code such as "ru", empty for the system's language.
        provider: The id of the provider picked last.
        model: The id of the model picked last.
        assistant: The name of the assistant picked last.
        model_file: A GGUF of the user's own for the local engine, empty for the built-in model.
        sidebar_width: In pixels at 100 %.
        sidebar_open: Whether the list of conversations is shown.
        window: Width and height of the window at 100 %, as it was closed.
        attempts: How often a request is tried before it is given up.
    """

    theme: Theme = "system"
    language: str = ""
    provider: str = ""
    model: str = ""
    assistant: str = ""
    model_file: str = ""
    sidebar_width: int = 264
    sidebar_open: bool = True
    window: tuple[int, int] = (1280, 820)
    attempts: int = 3

    def to_json(self) -> dict[str, Any]:
        """Return the settings as plain JSON values."""
        return asdict(self)


def settings_from_json(values: Mapping[str, Any]) -> Settings:
    """Read settings, taking the default for whatever is missing, unknown or out of range."""
    defaults = Settings()
    taken: dict[str, Any] = {}
    for field in fields(Settings):
        value = values.get(field.name)
        if type(value) is type(getattr(defaults, field.name)):
            taken[field.name] = value
    if taken.get("theme", "system") not in THEMES:
        del taken["theme"]
    if "sidebar_width" in taken:
        low, high = SIDEBAR_WIDTHS
        taken["sidebar_width"] = min(max(taken["sidebar_width"], low), high)
    if "attempts" in taken:
        taken["attempts"] = min(max(taken["attempts"], 1), 10)
    window = values.get("window")
    if isinstance(window, list) and len(window) == 2 and all(type(n) is int for n in window):
        taken["window"] = (max(window[0], 480), max(window[1], 480))
    return Settings(**taken)
