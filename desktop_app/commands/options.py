"""Options that several verbs share."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
ProviderId = Annotated[
    str,
    typer.Option(
        "--provider",
        metavar="P",
        help='Who answers: "local" is this computer, "environment" what OPENAI_API_KEY and '
        "OPENAI_BASE_URL say.",
    ),
]
