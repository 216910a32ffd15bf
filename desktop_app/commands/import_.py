"""``chatloom import``: conversations of this and other programs, from files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_app.commands.file_progress import file_progress
from desktop_app.commands.options import AsJson
from desktop_app.commands.session import with_parts
from desktop_app.commands.terminal import hint, say, say_json
from desktop_app.core.errors import AppError, InputError
from desktop_app.core.exchange import ImportReport, Left
from desktop_app.exchange import Exchange
from desktop_app.parts import Parts


def import_(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…")], *, as_json: AsJson = False
) -> None:
    """Take conversations from what Chatloom, ChatGPT, Open WebUI or LibreChat has exported.

    PATH is a JSON file, a zip file or a folder of them. Which program wrote it is found out. What
    is here already is not taken twice.
    """
    with_parts(lambda parts: _import(parts, [Path(path) for path in paths], as_json=as_json))


async def _import(parts: Parts, paths: list[Path], *, as_json: bool) -> None:
    """Take from each path, and tell in the end of those that could not be read."""
    exchange = Exchange(parts.database)
    documents: list[dict[str, Any]] = []
    failed: AppError | None = None
    for path in paths:
        try:
            with file_progress() as show:
                report = await exchange.take(path, show)
        except InputError as error:
            documents.append({"path": str(path), "error": asdict(error.failure)})
            if failed is not None and not as_json:
                hint(failed.sentence)
            failed = error
            continue
        documents.append({"path": str(path), **report_to_json(report)})
        if not as_json:
            say(_told(report))
        if not report.added + report.changed + report.unchanged:
            failed = failed or _nothing(path)
    if as_json:
        say_json(documents)
    if failed is not None:
        raise failed


def report_to_json(report: ImportReport) -> dict[str, Any]:
    """Return what ``import --json`` prints of a report."""
    left = [
        {"place": each.place, "title": each.title, "reason": each.reason.title}
        for each in report.left
    ]
    return {**asdict(report), "left": left}


def _told(report: ImportReport) -> str:
    lines = [
        f"{report.source or 'Import'}: {_counted(report.added, 'conversation')} added"
        f" ({_counted(report.messages, 'message')}), {report.changed} changed,"
        f" {report.unchanged} unchanged."
    ]
    if report.pictures_left:
        files = _counted(report.pictures_left, "picture or file", "pictures and files")
        lines.append(f"{files} of messages left out.")
    lines += map(_line, report.left)
    if report.left_more:
        lines.append(f"And {report.left_more} more.")
    return "\n".join(lines)


def _line(left: Left) -> str:
    where = " · ".join(" ".join(part.split()) for part in (left.place, left.title) if part)
    return f"{where}: {left.reason.title}" if where else left.reason.title


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one}" if count == 1 else f"{count} {many or one + 's'}"


def _nothing(path: Path) -> InputError:
    return InputError(
        "Nothing could be taken from {file}",
        "What is in it, and why it was left, stands above.",
        code="import_nothing",
        file=path.name,
    )
