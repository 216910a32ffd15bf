"""The engine's process: what it tells, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx2
import psutil
import pytest

from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.folders import Folders
from desktop_app.engine.state_file import read_state
from tests.engine.built_in_model import built_in_model
from tests.engine.running import KEY, RunningEngine, all_end
from tests.engine.test_service import AUTHORIZED, CHAT, endless, events

pytestmark = pytest.mark.engine

NO_PORT_LEFT = """
import pathlib, socket, subprocess, sys
try:
    pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").write_text("65535 65535")
except OSError:
    sys.exit("no network of its own")
taken = socket.create_server(("127.0.0.1", 0))
engine = subprocess.Popen([sys.executable, "-m", "desktop_app.engine"], stdin=subprocess.PIPE)
sys.exit(engine.wait())
"""

PARENT = """
import subprocess, sys, time
child = subprocess.Popen(
    [sys.executable, "-m", "desktop_app.engine"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
)
for line in child.stdout:
    print(child.pid, line.decode(), end="", flush=True)
"""


def test_it_tells_its_states_and_ends_with_its_standard_input(with_model: Folders) -> None:
    with RunningEngine() as engine:
        ready = engine.until("ready")
        assert [line["state"] for line in engine.lines] == ["starting", "ready"]
        assert {line["model_name"] for line in engine.lines} == {"SmolLM2 135M"}
        assert ready["context"] == 8192
        assert read_state(with_model) == EngineState(
            Phase.READY, "smollm2-135m", "SmolLM2 135M", context=8192
        )
        kept = "".join(path.read_text() for path in (with_model.cache / "engine").iterdir())
        assert KEY not in kept
        assert str(ready["port"]) not in kept
        family = engine.children()
        assert family
        engine.close_stdin()
        assert engine.process.wait(3) == 0
        assert all_end(family, 0.5)
    assert read_state(with_model).phase is Phase.STOPPED


def test_killed_it_leaves_nothing_behind(with_model: Folders) -> None:
    with RunningEngine() as engine:
        engine.ready()
        family = engine.children()
        engine.process.kill()
        assert all_end(family)
        engine.process.wait()
        assert read_state(with_model).phase is Phase.STOPPED


@pytest.mark.parametrize("state", ["starting", "ready"])
def test_when_its_starter_is_killed_it_ends(with_model: Folders, state: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "CHATLOOM_ENGINE_KEY": KEY},
    ) as parent:
        assert parent.stdout
        for line in parent.stdout:
            if f'"{state}"' in line:
                break
        family = psutil.Process(parent.pid).children(recursive=True)
        assert family
        parent.kill()
        assert all_end(family)


def test_a_dead_child_ends_streams_with_an_error_and_the_engine(with_model: Folders) -> None:
    with RunningEngine() as engine:
        address = engine.ready()
        with (
            httpx2.Client(base_url=address, headers=AUTHORIZED, trust_env=False) as client,
            client.stream("POST", CHAT, json=endless(stream=True), timeout=20) as answer,
        ):
            chunks = answer.iter_raw()
            text = next(chunks)
            (llama,) = engine.children()
            llama.kill()
            text += b"".join(chunks)
        assert json.loads(events(text.decode())[-1])["error"]["code"] == "engine_stopped"
        assert b"[DONE]" not in text
        assert engine.process.wait(5) == 1
    failure = read_state(with_model).failure
    assert failure
    assert failure.code == "engine_crashed"


def test_an_own_file_is_served_under_its_own_name(folders: Folders, tmp_path: Path) -> None:
    own = tmp_path / "My Model.gguf"
    shutil.copyfile(built_in_model(), own)
    with own.open("ab") as file:
        file.write(b"\0" * 32)  # Padding makes it another file, and no worse a model.
    with RunningEngine(CHATLOOM_MODEL_FILE=str(own)) as engine:
        address = engine.ready()
        assert (engine.lines[-1]["model"], engine.lines[-1]["model_name"]) == (
            "my-model",
            "My Model",
        )
        listed = httpx2.get(f"{address}/v1/models", headers=AUTHORIZED, trust_env=False).json()
        assert [model["id"] for model in listed["data"]] == ["my-model"]


def test_a_copy_of_the_built_in_model_is_served_as_such(folders: Folders, tmp_path: Path) -> None:
    copy = tmp_path / "My Model.gguf"
    copy.symlink_to(built_in_model())
    with RunningEngine(CHATLOOM_MODEL_FILE=str(copy)) as engine:
        engine.ready()
        assert engine.lines[-1]["model"] == "smollm2-135m"


def fails(folders: Folders, *arguments: str) -> dict[str, str]:
    """Run an engine that must fail; return what it said, which is also what the file says."""
    with RunningEngine(*arguments) as engine:
        failed = engine.until("failed")
        assert engine.process.wait(5) == 1
    failure = read_state(folders).failure
    assert failure
    assert (failure.title, failure.code) == (failed["title"], failed["code"])
    return failed


def test_no_model_and_no_network_is_told(folders: Folders, no_network: None) -> None:
    failed = fails(folders)
    assert failed["code"] == "model_missing"
    assert failed["title"] == "The built-in model isn't on this computer yet"
    assert failed["model"] == "smollm2-135m"


def test_a_model_that_cannot_be_loaded_is_told(folders: Folders, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    with built_in_model().open("rb") as whole:
        cut.write_bytes(whole.read(3_000_000))
    failed = fails(folders, "--model-file", str(cut))
    assert failed["code"] == "model_load"
    assert '"cut"' in failed["title"]
    assert "corrupted or incomplete" in failed["detail"]


def test_a_data_folder_that_cannot_be_written_is_told(folders: Folders) -> None:
    folders.data.parent.mkdir()
    folders.data.write_text("no folder")
    assert fails(folders)["code"] == "models_folder"


def test_a_refused_port_is_told(with_model: Folders) -> None:
    alone = ["unshare", "--map-root-user", "--net", "--", sys.executable, "-c", NO_PORT_LEFT]
    done = subprocess.run(
        alone,
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "CHATLOOM_ENGINE_KEY": KEY},
    )
    if "no network of its own" in done.stderr or "unshare" in done.stderr:
        pytest.skip("This computer gives a test no network of its own.")
    failed = json.loads(done.stdout.splitlines()[-1])
    assert (failed["state"], failed["code"]) == ("failed", "port_refused")
    assert "can't open a port" in failed["title"]


def test_without_a_key_it_does_not_serve(folders: Folders) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app.engine", "serve"],
        capture_output=True,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert "CHATLOOM_ENGINE_KEY" in done.stderr
