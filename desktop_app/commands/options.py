"""Options that several verbs share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Way(StrEnum):
    """How requests are sent."""

    SDK = "sdk"
    HTTP = "http"


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
WayOut = Annotated[
    Way,
    typer.Option(
        "--transport",
        help="Send the request with OpenAI's SDK, or the very same one by plain HTTP without it.",
    ),
]
