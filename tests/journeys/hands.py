"""What somebody does with what a window shows: press, fill in, click, read."""

from __future__ import annotations

from tests.journeys.desktop import Desktop, until
from tests.journeys.screen_reader import Node, ScreenReader


class Hands:
    """Uses one window by what assistive technology finds in it.

    Args:
        reader: Finds things by their names.
        desktop: Its keys and mouse.
    """

    def __init__(self, reader: ScreenReader, desktop: Desktop) -> None:
        self.reader = reader
        self._desktop = desktop

    def find(self, name: str, role: str = "", inside: str = "") -> Node:
        """Return what `look` finds, once it is there."""
        return until(
            lambda: self.look(name, role, inside), f"{role or 'something'} {name!r} is shown"
        )

    def look(self, name: str, role: str = "", inside: str = "") -> Node | None:
        """Return the last thing on the screen of this name, the newest; None where there is none.

        Args:
            name: Its name.
            role: Its role, empty for any.
            inside: The name of what it must stand in, empty for the whole screen.
        """
        seen = self.reader.seen()
        if inside:
            places = [node["path"] for node in seen if node["name"] == inside]
            seen = [n for n in seen if any(n["path"][: len(path)] == path for path in places)]
        fitting = [n for n in seen if n["name"] == name and role in ("", n["role"])]
        return fitting[-1] if fitting else None

    def press(self, name: str, inside: str = "") -> None:
        """Press a button without the mouse."""
        self.reader.do(self.find(name, "push button", inside), "Press")

    def click(self, name: str, role: str = "push button") -> None:
        """Click in the middle of something."""
        x, y, width, height = self.find(name, role)["area"]
        self._desktop.click(x + width // 2, y + height // 2)

    def focus(self, name: str, role: str = "text") -> None:
        """Go to something with the keys."""
        self.reader.do(self.find(name, role), "SetFocus")
        self.until_focused(name, role)

    def until_focused(self, name: str, role: str = "text") -> None:
        """Wait until something has the keys."""
        until(lambda: "focused" in self.find(name, role)["states"], f"{name!r} gets the keys")

    def fill(self, name: str, text: str, role: str = "text") -> None:
        """Go to a field, and type in place of what is there."""
        self.focus(name, role)
        self._desktop.keys("ctrl+a")
        self._desktop.type(text)

    def says(self, *words: str) -> bool:
        """Return whether all of these words are on the screen."""
        said = self.said()
        return all(word in said for word in words)

    def until_said(self, *words: str, seconds: float = 15.0) -> str:
        """Wait until all of these words are on the screen, and return all that is."""
        until(lambda: self.says(*words), f"{words} are shown", seconds)
        return self.said()

    def said(self) -> str:
        """Return all that is on the screen, in words."""
        parts = (
            part
            for node in self.reader.seen()
            for part in (node["name"], node["description"], node["text"])
            if part
        )
        return "\n".join(parts)
