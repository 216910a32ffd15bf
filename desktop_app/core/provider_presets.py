"""Services that are known by name: what the form of a new provider is filled with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop_app.core.provider import Transport


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of service.

    Attributes:
        id: For files and commands.
        name: What it calls itself.
        base_url: Where it is, with capitals where the user has to put something in; empty where
            only the user knows.
        transport: Which interface it speaks best.
        wants_key: Whether it answers nobody without a key.
        local: Whether it runs on the user's own computer.
        keys_page: Where a key is made, empty for none.
    """

    id: str
    name: str
    base_url: str
    transport: Transport
    wants_key: bool = True
    local: bool = False
    keys_page: str = ""


PRESETS = (
    Preset(
        "openai",
        "OpenAI",
        "https://api.openai.com/v1",
        Transport.AUTO,
        keys_page="https://platform.openai.com/api-keys",
    ),
    Preset(
        "azure",
        "Azure OpenAI",
        "https://YOUR-RESOURCE.openai.azure.com/openai/v1",
        Transport.AUTO,
        keys_page="https://portal.azure.com",
    ),
    Preset(
        "openrouter",
        "OpenRouter",
        "https://openrouter.ai/api/v1",
        Transport.CHAT,
        keys_page="https://openrouter.ai/settings/keys",
    ),
    Preset(
        "nebius",
        "Nebius",
        "https://api.tokenfactory.nebius.com/v1",
        Transport.CHAT,
        keys_page="https://tokenfactory.nebius.com",
    ),
    Preset(
        "ollama", "Ollama", "http://localhost:11434/v1", Transport.CHAT, wants_key=False, local=True
    ),
    Preset(
        "lmstudio",
        "LM Studio",
        "http://localhost:1234/v1",
        Transport.CHAT,
        wants_key=False,
        local=True,
    ),
    Preset(
        "llamacpp",
        "llama.cpp",
        "http://localhost:8080/v1",
        Transport.CHAT,
        wants_key=False,
        local=True,
    ),
    Preset("vllm", "vLLM", "http://localhost:8000/v1", Transport.CHAT, wants_key=False, local=True),
    Preset("other", "Another server", "", Transport.CHAT, wants_key=False),
)
"""All of them, the one for everything else last."""

_SPEAKS_RESPONSES = re.compile(
    r"api\.openai\.com|.+\.openai\.azure\.com|.+\.services\.ai\.azure\.com"
)


def preset(preset_id: str) -> Preset:
    """Return a preset by its id, that for everything else where there is no such."""
    return next((each for each in PRESETS if each.id == preset_id), PRESETS[-1])


def usual_transport(base_url: str) -> Transport:
    """Return which interface the server at an address speaks best, as far as its host tells."""
    host = urlsplit(base_url).hostname or ""
    return Transport.AUTO if _SPEAKS_RESPONSES.fullmatch(host) else Transport.CHAT
