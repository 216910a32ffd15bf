"""The local engine as the application runs it: real processes, the real model, real kills."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import psutil
import pytest
import qasync
from PySide6.QtWidgets import QApplication

from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.errors import EngineError
from desktop_app.core.folders import Folders, user_folders
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.local_engine import MOST_CRASHES, LocalEngine
from tests.engine.built_in_model import built_in_model, hand_over
from tests.engine.running import all_end

pytestmark = pytest.mark.engine

QUESTION = [{"role": "user", "content": "What is the capital of France?"}]


@pytest.fixture
def folders(home: Path) -> Folders:
    return user_folders({"CHATLOOM_HOME": str(home)})


@pytest.fixture
async def engine(folders: Folders) -> AsyncIterator[LocalEngine]:
    """Yield an engine whose model is there; it is stopped afterwards and must leave nothing."""
    hand_over(folders)
    made = LocalEngine(folders)
    yield made
    await made.stop()
    assert processes() == []


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")


def processes() -> list[psutil.Process]:
    """Return the engine and its child, as children of this process."""
    return psutil.Process().children(recursive=True)


def phases(engine: LocalEngine) -> list[Phase]:
    """Return a list that grows with each phase the engine enters."""
    seen: list[Phase] = []

    def note(state: EngineState) -> None:
        if seen[-1:] != [state.phase]:
            seen.append(state.phase)

    engine.watch(note)
    return seen


async def until(engine: LocalEngine, phase: Phase) -> EngineState:
    entered = asyncio.Event()
    engine.watch(lambda state: entered.set() if state.phase is phase else None)
    if engine.state.phase is not phase:
        await asyncio.wait_for(entered.wait(), 20)
    return engine.state


async def kill(engine: LocalEngine) -> None:
    """Kill the service, which the engine answers by starting another."""
    restarted = asyncio.Event()
    engine.watch(lambda state: restarted.set() if state.phase is not Phase.READY else None)
    psutil.Process().children()[0].kill()
    await asyncio.wait_for(restarted.wait(), 5)


async def answer(endpoint: Endpoint) -> str:
    async with httpx2.AsyncClient(trust_env=False, timeout=30) as client:
        reply = await client.post(
            f"{endpoint.base_url}/chat/completions",
            json={"model": "smollm2-135m", "messages": QUESTION, "temperature": 0},
            headers={"Authorization": f"Bearer {endpoint.key.reveal()}"},
        )
    return str(reply.json()["choices"][0]["message"]["content"])


async def test_it_starts_answers_and_stops(engine: LocalEngine) -> None:
    seen = phases(engine)
    assert engine.state == EngineState(Phase.STOPPED)
    await engine.start()
    await engine.start()
    assert engine.state.phase is Phase.STARTING
    endpoint = await engine.endpoint()
    assert await answer(endpoint) == "The capital of France is Paris."
    assert engine.state == EngineState(Phase.READY, "smollm2-135m", "SmolLM2 135M", context=8192)
    assert endpoint.key.reveal() not in repr(endpoint)
    assert await engine.endpoint() == endpoint
    family = processes()
    assert len(family) == 2
    await engine.stop()
    assert all_end(family, 0.1)
    assert seen == [Phase.STARTING, Phase.READY, Phase.STOPPED]


async def test_whoever_asks_for_the_endpoint_starts_it(engine: LocalEngine) -> None:
    first, second = await asyncio.gather(engine.endpoint(), engine.endpoint())
    assert first == second
    await engine.stop()
    assert await engine.endpoint() != first


async def test_a_killed_engine_is_replaced_with_another_key(engine: LocalEngine) -> None:
    first = await engine.endpoint()
    seen = phases(engine)
    await kill(engine)
    second = await engine.endpoint()
    assert second.key.reveal() != first.key.reveal()
    assert await answer(second) == "The capital of France is Paris."
    assert seen == [Phase.STARTING, Phase.READY]


async def test_a_killed_child_is_replaced_too(engine: LocalEngine) -> None:
    first = await engine.endpoint()
    llama = psutil.Process().children()[0].children()[0]
    restarted = asyncio.Event()
    engine.watch(lambda _: restarted.set())
    llama.kill()
    await asyncio.wait_for(restarted.wait(), 5)
    assert await engine.endpoint() != first


async def test_three_crashes_are_enough(engine: LocalEngine) -> None:
    for _ in range(MOST_CRASHES):
        await engine.endpoint()
        await kill(engine)
    assert engine.state.phase is Phase.FAILED
    with pytest.raises(EngineError) as caught:
        await engine.endpoint()
    assert caught.value.title == "The local engine stopped three times in five minutes"
    assert "Try again" in caught.value.advice
    assert "Exit code -9" in caught.value.detail
    assert processes() == []
    await engine.start()
    assert await answer(await engine.endpoint()) == "The capital of France is Paris."


async def test_no_model_and_no_network_then_try_again(folders: Folders, no_network: None) -> None:
    engine = LocalEngine(folders)
    seen = phases(engine)
    with pytest.raises(EngineError) as caught:
        await engine.endpoint()
    assert caught.value.code == "model_missing"
    assert caught.value.sentence.startswith(
        "The built-in model isn't on this computer yet. Connect"
    )
    assert engine.state.failure == caught.value.failure
    hand_over(folders)
    await engine.start()
    assert await engine.endpoint()
    await engine.stop()
    assert seen == [
        Phase.STARTING, Phase.FETCHING, Phase.FAILED, Phase.STARTING, Phase.READY, Phase.STOPPED,
    ]  # fmt: skip


def own_copy(path: Path) -> None:
    # One byte more, because an exact copy is served as the built-in model.
    path.write_bytes(built_in_model().read_bytes() + b"\0")


async def test_another_model_file(engine: LocalEngine, tmp_path: Path) -> None:
    own = tmp_path / "My {own} model.gguf"
    own_copy(own)
    (tmp_path / "{text}.gguf").write_text("no model")
    await engine.endpoint()
    await engine.use_model_file(str(own))
    await engine.endpoint()
    assert (engine.state.model, engine.state.model_name) == ("my-own-model", "My {own} model")
    await engine.use_model_file(str(tmp_path / "{text}.gguf"))
    with pytest.raises(EngineError) as caught:
        await engine.endpoint()
    assert caught.value.title == '"{text}.gguf" is no GGUF model file'
    assert caught.value.title_template == '"{name}" is no GGUF model file'
    assert caught.value.failure.values == {"name": "{text}.gguf"}
    await engine.use_model_file("")
    await engine.endpoint()
    assert engine.state.model == "smollm2-135m"


async def test_the_environment_chooses_the_model(
    engine: LocalEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_copy(tmp_path / "chosen.gguf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHATLOOM_MODEL_FILE", "chosen.gguf")
    with pytest.raises(EngineError, match="CHATLOOM_MODEL_FILE decides") as caught:
        await engine.use_model_file(str(tmp_path / "gone.gguf"))
    assert caught.value.code == "model_pinned"
    assert engine.model_file == str(tmp_path / "chosen.gguf")
    await engine.endpoint()
    assert engine.state.model == "chosen"
    monkeypatch.delenv("CHATLOOM_MODEL_FILE")
    assert engine.model_file == ""


async def test_of_two_files_opened_at_once_the_later_counts(
    engine: LocalEngine, tmp_path: Path
) -> None:
    own_copy(tmp_path / "first.gguf")
    own_copy(tmp_path / "second.gguf")
    await engine.endpoint()
    await asyncio.gather(
        engine.use_model_file(str(tmp_path / "first.gguf")),
        engine.use_model_file(str(tmp_path / "second.gguf")),
    )
    assert engine.model_file == str(tmp_path / "second.gguf")
    await engine.endpoint()
    assert engine.state.model == "second"
    assert len(processes()) == 2


async def test_no_key_of_a_provider_reaches_its_processes(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-for-children")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    endpoint = await engine.endpoint()
    service, llama = (process.environ() for process in processes())
    assert service["CHATLOOM_ENGINE_KEY"] == endpoint.key.reveal()
    assert "CHATLOOM_ENGINE_KEY" not in llama
    for environment in (service, llama):
        assert "PATH" in environment
        assert [name for name in environment if name.startswith("OPENAI_")] == []
        assert "sk-not-for-children" not in environment.values()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no modes")
async def test_its_logs_are_private(engine: LocalEngine, folders: Folders) -> None:
    # A log of before, which others could read.
    folders.logs.mkdir(parents=True)
    (folders.logs / "engine.log").touch(mode=0o644)
    await engine.endpoint()
    logs = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folders.logs.iterdir()}
    assert logs == {"engine.log": 0o600, "llama.log": 0o600}


async def test_a_refused_start_is_told(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    engine = LocalEngine(folders)
    with pytest.raises(EngineError) as caught:
        await engine.endpoint()
    assert caught.value.code == "engine_start"
    assert "gone" in caught.value.detail
    await engine.stop()


async def test_stopped_before_it_is_ready(engine: LocalEngine) -> None:
    await engine.start()
    waiting = asyncio.ensure_future(engine.endpoint())
    await asyncio.sleep(0)
    await engine.stop()
    with pytest.raises(EngineError, match="was stopped"):
        await waiting
    assert processes() == []


async def test_an_engine_that_does_not_listen_is_killed(engine: LocalEngine) -> None:
    await engine.endpoint()
    service, llama = processes()
    service.suspend()
    await engine.stop()
    assert all_end([service, llama])


async def test_files_in_the_current_folder_are_not_run(
    engine: LocalEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('not yours')")
    monkeypatch.chdir(tmp_path)
    assert await engine.endpoint()


async def test_states_are_told_to_other_processes(engine: LocalEngine, folders: Folders) -> None:
    await engine.endpoint()
    (kept,) = (folders.cache / "engine").glob("*.json")
    assert json.loads(kept.read_text())["phase"] == "ready"


def test_it_works_on_the_loop_of_the_window(folders: Folders, qapp: QApplication) -> None:
    hand_over(folders)

    async def run() -> str:
        engine = LocalEngine(folders)
        try:
            return await answer(await engine.endpoint())
        finally:
            await engine.stop()

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:
        assert runner.run(run()) == "The capital of France is Paris."
