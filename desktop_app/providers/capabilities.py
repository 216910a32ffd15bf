"""What OpenAI's families of models can do, for servers that tell nothing but their names.

Sources: OpenAI's API description 2.3.0 (`max_tokens`, `stop` and `reasoning_effort` of Chat
Completions) and its model pages as of November 2026 for pictures, thinking and sampling; its
page of deprecations for the last days; `genai-prices` 0.2.3 for the contexts. What isn't certain is
left out: it is tried, and what a server refuses is remembered.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from desktop_app.core.parameters import MAX_TOKENS, REASONING_EFFORT, SEED, STOP, TEMPERATURE, TOP_P
from desktop_app.providers.model_facts import Facts

_SAMPLED = (TEMPERATURE, TOP_P, MAX_TOKENS, SEED, STOP)
_THINKS = (MAX_TOKENS, REASONING_EFFORT)


class _Family(NamedTuple):
    ids: str
    context: int | None = None
    takes: tuple[str, ...] | None = None
    vision: bool = False
    reasoning: bool = False


_FAMILIES = (
    _Family(r"gpt-(5|5\.\d+)-chat.*|gpt-chat-latest", vision=True),
    _Family(
        r"gpt-5(\.[12])?(-(mini|nano|pro|codex.*))?",
        *(400_000, _THINKS),
        vision=True,
        reasoning=True,
    ),
    _Family(r"gpt-([6-9]|5\.\d)[^/]*", None, _THINKS, vision=True, reasoning=True),
    _Family(r"gpt-oss-?.*", reasoning=True),
    _Family(r"o1-(mini|preview)", 128_000, (MAX_TOKENS,), reasoning=True),
    _Family(r"o3-mini", 200_000, _THINKS, reasoning=True),
    _Family(r"o1(-pro)?|o3(-pro)?|o4-mini", 200_000, _THINKS, vision=True, reasoning=True),
    _Family(r"gpt-4o(-mini)?-search-preview", 128_000, (MAX_TOKENS,)),
    _Family(r"gpt-4o(-mini)?|chatgpt-4o-latest", 128_000, _SAMPLED, vision=True),
    _Family(r"gpt-4\.1(-mini|-nano)?", 1_000_000, _SAMPLED, vision=True),
    _Family(r"gpt-4-turbo-preview|gpt-4-(0125|1106)-preview", 128_000, _SAMPLED),
    _Family(r"gpt-4-turbo", 128_000, _SAMPLED, vision=True),
    _Family(r"gpt-4", 8_192, _SAMPLED),
    _Family(r"gpt-3\.?5-turbo(-16k)?", 16_385, _SAMPLED),
)
"""The first that fits counts. Each takes its snapshots and tunes in."""

_SNAPSHOT = r"(-(\d{4}-\d{2}-\d{2}|\d{4}))?"
_TUNE = r"(:.*)?"

_LAST_DAYS = ((r"gpt-4o(-mini)?|gpt-4\.1(-mini)?", "2027-01-14"),)
"""When OpenAI itself switches models off, their tunes with them. Others keep them as they like."""


def known_facts(model: str, base_url: str) -> Facts:
    """Return what is known of a model by its id.

    Args:
        model: Its id, which may be that of a tune, or be led by the name of who made it.
        base_url: Where it is served.
    """
    name = model.lower().removeprefix("openai/").removeprefix("ft:")
    family = next((each for each in _FAMILIES if _is_one_of(each.ids, name)), None)
    if family is None:
        return Facts()
    official = urlsplit(base_url).hostname == "api.openai.com"
    days = (day for ids, day in _LAST_DAYS if official and _is_one_of(ids, name))
    return Facts(
        vision=family.vision,
        context=family.context,
        shutdown=next(days, None),
        reasoning=family.reasoning,
        takes=family.takes,
    )


def _is_one_of(ids: str, name: str) -> bool:
    return bool(re.fullmatch(f"({ids}){_SNAPSHOT}{_TUNE}", name))
