"""``chatloom sentiment``: the mood of a text, or of many."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from desktop_app.commands.options import AsJson
from desktop_app.commands.terminal import decoded, say, say_json, words
from desktop_app.core.errors import InputError
from desktop_app.core.sentiment import judge


def sentiment(
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT|-", help="The text; - reads it from the input.")
    ] = None,
    *,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help='Read lines {"text": …} from the input and write a line with label, score and '
            "confidence for each.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say whether a text is positive, neutral or negative.

    The score goes from -1 to 1, the confidence from 0 to 1. Only English is judged; other
    languages are called neutral with a low confidence.
    """
    if jsonl:
        if text is not None:
            raise typer.BadParameter("--jsonl reads the texts from the input; leave TEXT away.")
        _judge_lines(sys.stdin.buffer)
        return
    if text is None:
        raise typer.BadParameter("Say which TEXT, or - to read it from the input.")
    found = _found(words(text))
    if as_json:
        say_json(found)
    else:
        say(f"{found['label']} (score {found['score']:+.2f}, confidence {found['confidence']:.0%})")


def _judge_lines(lines: Iterable[bytes]) -> None:
    """Answer each line with one; a line that can't be read is answered with its error.

    Raises:
        InputError: There were such lines.
    """
    broken: list[int] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        text = _text_of(line)
        if text is None:
            broken.append(number)
            say_json({"error": f'line {number} is no JSON object with a "text"'}, lines=True)
        else:
            say_json(_found(text), lines=True)
    if broken:
        raise InputError(
            'Line {line} is no JSON object with a "text"',
            "Each line must look like {example}; the other lines were judged.",
            code="jsonl",
            line=broken[0],
            example='{"text": "Thanks!"}',
        )


def _text_of(line: bytes) -> str | None:
    try:
        value = json.loads(decoded(line))
    except (ValueError, RecursionError):
        return None
    text = value.get("text") if isinstance(value, dict) else None
    return text if isinstance(text, str) else None


def _found(text: str) -> dict[str, Any]:
    mood = judge(text)
    return {"label": mood.label, "score": mood.score, "confidence": mood.confidence}
