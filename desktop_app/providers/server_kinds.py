"""What kind of server answers, told by its host or by routes that only this kind has.

Ollama ``/api/version`` (https://docs.ollama.com/api), LM Studio ``/api/v1/models`` and before 0.4
``/api/v0/models`` (https://lmstudio.ai/docs/developer/rest), llama.cpp ``/props`` and ``/health``
(tools/server/README.md), vLLM ``/version``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

OPENROUTER = "OpenRouter"

_BY_HOST = {
    "api.openai.com": "OpenAI",
    "openai.azure.com": "Azure OpenAI",
    "services.ai.azure.com": "Azure OpenAI",
    "openrouter.ai": OPENROUTER,
    "nebius.com": "Nebius",
}
"""Services that are known by their host, or by what it ends in."""


def name_by_host(base_url: str) -> str:
    """Return the name of a service that is known by its host, empty for any other."""
    host = urlsplit(base_url).hostname or ""
    known = (name for end, name in _BY_HOST.items() if host == end or host.endswith(f".{end}"))
    return next(known, "")


@dataclass(frozen=True, slots=True)
class Said:
    """What a route answered.

    Attributes:
        status: The HTTP status, 0 where nothing came.
        body: The decoded JSON, None where it is none.
        headers: Names are looked up in lower case.
    """

    status: int = 0
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> object:
        """Return a value of an object that was sent with status 200, None where there is none."""
        if self.status != 200 or not isinstance(self.body, dict):
            return None
        return self.body.get(name)


Ask = Callable[[str], Awaitable[Said]]
"""Asks a route below the root of a server, such as ``/api/version``. Never fails."""


async def is_ollama(ask: Ask) -> bool:
    """Whether the server is Ollama."""
    said = await ask("/api/version")
    return isinstance(said.get("version"), str)


async def is_lm_studio(ask: Ask) -> bool:
    """Whether the server is LM Studio."""
    models = (await ask("/api/v1/models")).get("models")
    if isinstance(models, list):
        return all(isinstance(row, dict) and "key" in row for row in models)
    rows = (await ask("/api/v0/models")).get("data")
    return isinstance(rows, list) and all(isinstance(row, dict) and "state" in row for row in rows)


async def is_llama_cpp(ask: Ask) -> bool:
    """Whether the server is the one of llama.cpp, however busy it is with loading its model."""
    health = await ask("/health")
    if health.headers.get("server", "").lower() == "llama.cpp":
        return True
    if isinstance((await ask("/props")).get("default_generation_settings"), dict):
        return True
    return "llamacpp" in await _owners(ask)


async def is_vllm(ask: Ask) -> bool:
    """Whether the server is vLLM. Any server may have a version, so its models are looked at."""
    version = await ask("/version")
    if not isinstance(version.get("version"), str):
        return False
    models = await ask("/v1/models")
    return models.status == 401 or "vllm" in _owners_in(models)


async def _owners(ask: Ask) -> set[str]:
    return _owners_in(await ask("/v1/models"))


def _owners_in(models: Said) -> set[str]:
    rows = models.get("data")
    return {
        str(row.get("owned_by"))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
    }


KINDS = {
    # By the ids of the presets; the surest first, because many servers imitate Ollama.
    "llamacpp": is_llama_cpp,
    "lmstudio": is_lm_studio,
    "vllm": is_vllm,
    "ollama": is_ollama,
}
