"""Reading JSON that somebody else may have written, one checked field at a time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from desktop_app.core.errors import InputError

Choice = TypeVar("Choice", bound="str | int")

# Wide enough for everything that is counted here, and what a database can hold.
_LARGEST = 2**63 - 1


def wrong(place: str, reason: str) -> InputError:
    """The value at `place`, such as ``messages[3].role``, can't be used."""
    return InputError(
        "This isn't a dialogue that Chatloom can read: {place} {reason}",
        "Nothing of it was imported. Export the dialogue again, or mend that place in the file.",
        code="dialogue_file",
        place=place or "the file",
        reason=reason,
    )


def unknown(place: str) -> InputError:
    """The value at `place` is none of those that there are."""
    return wrong(place, "is none that Chatloom knows")


def no_id(place: str) -> InputError:
    """The value at `place` can't be an id."""
    return wrong(place, "can't be used as an id")


def out_of_time(place: str) -> InputError:
    """The moment at `place` is none in which anybody writes."""
    return wrong(place, "must be from 1970 to 2999")


class Fields:
    """The fields of one JSON object. Every method raises an InputError that names its place.

    Args:
        value: What should be an object.
        place: Where it stands, empty for the whole file.
    """

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, Mapping):
            raise wrong(place, "must be an object")
        self._values: Mapping[str, Any] = value
        self._place = place

    def place(self, key: str) -> str:
        """Return where `key` stands."""
        return f"{self._place}.{key}" if self._place else key

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return a text."""
        value = self._values.get(key, default)
        if not isinstance(value, str):
            raise wrong(self.place(key), "must be a text")
        return value

    def text_or_none(self, key: str) -> str | None:
        """Return a text, or None for null or nothing."""
        return None if self._values.get(key) is None else self.text(key)

    def texts(self, key: str) -> dict[str, str]:
        """Return the texts of an object by their names; nothing for nothing."""
        values = self._values.get(key, {})
        if not isinstance(values, Mapping):
            raise wrong(self.place(key), "must be an object")
        fields = Fields(values, self.place(key))
        return {name: fields.text(name) for name in values}

    def list_of_texts(self, key: str) -> list[str]:
        """Return the texts of a list; none for nothing."""
        values = self._values.get(key) or []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise wrong(self.place(key), "must be a list of texts")
        return values

    def values(self, key: str) -> dict[str, Any]:
        """Return the values of an object by their names, whatever they are; nothing for nothing."""
        values = self._values.get(key) or {}
        if not isinstance(values, Mapping):
            raise wrong(self.place(key), "must be an object")
        return dict(values)

    def name(self, key: str) -> str:
        """Return a text that isn't empty."""
        value = self.text(key)
        if not value:
            raise wrong(self.place(key), "must not be empty")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; false for nothing."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise wrong(self.place(key), "must be true or false")
        return value

    def number(self, key: str, *, default: int | None = None) -> int:
        """Return a whole number from 0 on."""
        value = self._values.get(key, default)
        if type(value) is not int or not 0 <= value <= _LARGEST:
            raise wrong(self.place(key), "must be a whole number, 0 or more")
        return value

    def real(self, key: str, low: float, high: float, *, default: float | None = None) -> float:
        """Return a number from `low` to `high`."""
        value = self._values.get(key, default)
        if type(value) not in (int, float) or not low <= value <= high:
            raise wrong(self.place(key), f"must be a number from {low} to {high}")
        return float(value)

    def real_or_none(self, key: str) -> float | None:
        """Return a number from 0 on, or None for null or nothing."""
        if self._values.get(key) is None:
            return None
        value = self._values[key]
        if type(value) not in (int, float) or not 0 <= value <= _LARGEST or math.isnan(value):
            raise wrong(self.place(key), "must be a number, 0 or more")
        return float(value)

    def one_of(
        self, key: str, choices: tuple[Choice, ...], *, default: Choice | None = None
    ) -> Choice:
        """Return one of `choices`."""
        value = self._values.get(key, default)
        for choice in choices:
            if value == choice and not isinstance(value, bool | float):
                return choice
        words = ", ".join(str(choice) for choice in choices)
        raise wrong(self.place(key), f"must be one of: {words}")

    def moment(self, key: str) -> datetime | None:
        """Return a moment in UTC, None for null or nothing."""
        text = self.text_or_none(key)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                raise wrong(self.place(key), 'must say its time zone, such as "Z" for UTC')
            return moment.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise wrong(self.place(key), "must be a date and time in ISO 8601") from error

    def object_or_none(self, key: str) -> Fields | None:
        """Return the fields of an object, None for null or nothing."""
        value = self._values.get(key)
        return None if value is None else Fields(value, self.place(key))

    def objects(self, key: str) -> list[Fields]:
        """Return the fields of each object of a list."""
        values = self._values.get(key)
        if not isinstance(values, list):
            raise wrong(self.place(key), "must be a list")
        return [Fields(value, f"{self.place(key)}[{index}]") for index, value in enumerate(values)]
