"""Which parameters a model turned out not to take."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop_app.providers.refusals import Refusal
from desktop_app.providers.request_bodies import LIMITS, RequestBody

_CODES = frozenset({"unsupported_parameter", "unsupported_value", "unknown_parameter"})
_WORDS = re.compile(
    r"unsupported|not supported|(?:does not|doesn't|cannot|can't) support|unknown|unrecogni[sz]ed"
    r"|not (?:recogni[sz]ed|allowed|permitted)|only the default",
    re.IGNORECASE,
)
_OTHER_VALUES = re.compile(r"supported values are", re.IGNORECASE)
_QUOTED = re.compile(r"['\"`“]([\w.]{1,80})['\"`”]")


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A parameter that was sent and isn't taken.

    Attributes:
        name: Chatloom's name of it.
        instead: The name under which the model takes it; empty where it doesn't at all.
        for_good: Whether the model takes it with no value.
    """

    name: str
    instead: str = ""
    for_good: bool = True


class LearnedParameters:
    """What the models of one provider don't take, as they said themselves.

    Names are Chatloom's own, those of Chat Completions.
    """

    def __init__(self) -> None:
        self._refused: dict[str, frozenset[str]] = {}
        self._renamed: dict[str, dict[str, str]] = {}
        self._callbacks: list[Callable[[str, str], object]] = []

    def refused(self, model: str) -> frozenset[str]:
        """Return the parameters that a model doesn't take."""
        return self._refused.get(model, frozenset())

    def renamed(self, model: str) -> Mapping[str, str]:
        """Return the parameters that a model takes under another name only, with that name."""
        return self._renamed.get(model, {})

    def learn(self, model: str, name: str) -> None:
        """Keep that a model doesn't take a parameter, and tell whoever watches, once."""
        known = self.refused(model)
        if name not in known:
            self._refused[model] = known | {name}
            for callback in self._callbacks:
                callback(model, name)

    def rename(self, model: str, name: str, instead: str) -> None:
        """Keep that a model wants another name for a parameter."""
        self._renamed.setdefault(model, {})[name] = instead

    def watch(self, callback: Callable[[str, str], object]) -> None:
        """Have `callback` called with the model and the name of each parameter that is learned."""
        self._callbacks.append(callback)


def unsupported(refusal: Refusal, sent: RequestBody) -> Unsupported | None:
    """Return which parameter a server refuses to take at all; None where it's something else.

    A value that is too large is the user's to change: it is not left out.

    Args:
        refusal: What the server said.
        sent: The request that it was said of.
    """
    if refusal.kind not in ("bad_parameter", "bad_request"):
        return None
    if refusal.code not in _CODES and not _WORDS.search(refusal.message[:1000]):
        return None
    quoted: list[str] = _QUOTED.findall(refusal.message[:1000])
    wire = next((name for name in (refusal.param, *quoted) if name in sent.sent), "")
    if not wire:
        return None
    instead = next((name for name in LIMITS if wire in LIMITS and name in quoted[1:]), "")
    return Unsupported(
        sent.sent[wire],
        instead if instead != wire else "",
        for_good=not _OTHER_VALUES.search(refusal.message),
    )
