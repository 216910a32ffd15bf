"""The routes by which servers are told apart, as the real ones answer them."""

from __future__ import annotations

from tests.openai_server.routes import Routes


def listed(owner: str, *names: str) -> dict[str, object]:
    """Return the list of models."""
    rows = [{"id": name, "object": "model", "owned_by": owner} for name in names]
    return {"object": "list", "data": rows}


OLLAMA: Routes = {
    "/api/version": {"version": "0.13.5"},
    "/v1/models": listed("library", "llava:7b", "qwen3:4b"),
    "/api/tags": {"models": [{"model": "llava:7b"}, {"model": "qwen3:4b"}]},
    "/api/show": {"capabilities": ["completion", "vision"], "model_info": {}},
}
LM_STUDIO: Routes = {
    "/api/v1/models": {"models": [{"type": "llm", "key": "qwen3-4b", "capabilities": {}}]},
    "/v1/models": listed("organization_owner", "qwen3-4b"),
}
OLD_LM_STUDIO: Routes = {
    "/api/v0/models": {"data": [{"id": "qwen3-4b", "type": "llm", "state": "not-loaded"}]},
    "/v1/models": listed("organization_owner", "qwen3-4b"),
}
LLAMA_CPP: Routes = {
    "/health": {"status": "ok"},
    "/props": {"default_generation_settings": {"n_ctx": 4096}, "modalities": {"vision": True}},
    "/v1/models": listed("llamacpp", "smollm2"),
}
LLAMA_CPP_WITHOUT_PROPS: Routes = {"/v1/models": listed("llamacpp", "smollm2")}
VLLM: Routes = {"/version": {"version": "0.11.2"}, "/v1/models": listed("vllm", "qwen3-4b")}
VLLM_WITH_KEY: Routes = {
    "/version": {"version": "0.11.2"},
    "/v1/models": (401, {"error": "Unauthorized"}),
}

ALL: dict[str, tuple[str, Routes]] = {
    "ollama": ("ollama", OLLAMA),
    "lmstudio": ("lmstudio", LM_STUDIO),
    "old lmstudio": ("lmstudio", OLD_LM_STUDIO),
    "llamacpp": ("llamacpp", LLAMA_CPP),
    "llamacpp without props": ("llamacpp", LLAMA_CPP_WITHOUT_PROPS),
    "vllm": ("vllm", VLLM),
}
"""By a name for people: the id of the preset, and the routes."""
