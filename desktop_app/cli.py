"""The command line: the same parts as the window's, without a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from desktop_app import __version__
from desktop_app.commands import conversations, engine, key, providers
from desktop_app.commands.ask import ask
from desktop_app.commands.demo import demo
from desktop_app.commands.doctor import doctor
from desktop_app.commands.export import export
from desktop_app.commands.import_ import import_
from desktop_app.commands.lists import assistants, models
from desktop_app.commands.restore import restore
from desktop_app.commands.sentiment import sentiment
from desktop_app.commands.terminal import be_lenient, say

VERBS: tuple[Callable[..., None], ...] = (
    ask,
    models,
    assistants,
    sentiment,
    export,
    import_,
    restore,
    doctor,
    demo,
)

app = typer.Typer(
    help="Chat with language models, on this computer or elsewhere. No verb opens the window.",
    add_completion=False,
    no_args_is_help=True,
    # Plain text: quick, and the same in a pipe, a log and a screen reader.
    rich_markup_mode=None,
    # Crashes are reported by journal.py.
    pretty_exceptions_enable=False,
)
for verb in VERBS:
    app.command(verb.__name__.rstrip("_"))(verb)
app.add_typer(conversations.app, name="conversations")
app.add_typer(engine.app, name="engine")
app.add_typer(providers.app, name="providers")
app.add_typer(key.app, name="key")


def run(arguments: list[str]) -> int:
    """Run one verb and return its exit code: 0 done, 1 failed, 2 wrong usage.

    Ctrl+C gives 130, as shells expect it.

    Raises:
        AppError: What was asked for could not be done.
    """
    be_lenient()
    # Called as a command of its own, for a Typer object would put its own crash hook in place.
    command = typer.main.get_command(app)
    try:
        command.main(arguments, prog_name="chatloom")
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 1
    return 0


@app.callback(invoke_without_command=True)
def _options(
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        say(f"chatloom {__version__}")
        raise typer.Exit
