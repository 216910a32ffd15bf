"""``chatloom engine``: what the model on this computer is doing."""

from __future__ import annotations

import os
from dataclasses import asdict

import typer

from desktop_app.commands.options import AsJson
from desktop_app.commands.terminal import say, say_json
from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.folders import user_folders

app = typer.Typer(help="The engine that runs models on this computer.", rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Keep `status` a verb of its own while it is the only one."""


@app.command()
def status(*, as_json: AsJson = False) -> None:
    """Say what the engine of the open window, or of another command, is doing."""
    from desktop_app.engine.state_file import read_state

    state = read_state(user_folders(os.environ))
    if as_json:
        say_json(asdict(state))
    else:
        say(sentence(state))


def sentence(state: EngineState) -> str:
    """Return a state in plain words."""
    name = state.model_name or "the model"
    match state.phase:
        case Phase.STOPPED:
            return "Stopped. It starts when it is needed."
        case Phase.FETCHING if state.total:
            return f"Fetching {name}: {state.done * 100 // state.total} % of {_size(state.total)}."
        case Phase.FETCHING:
            return f"Fetching {name}: {_size(state.done)} so far."
        case Phase.STARTING:
            return f"Starting {name}."
        case Phase.READY:
            return f"Ready: {name} ({state.model}), {state.context} tokens."
        case Phase.FAILED:
            why = state.failure
            return f"Failed. {why.title}. {why.advice}" if why else "Failed."


def _size(count: int) -> str:
    return f"{count / 1e6:.0f} MB"
