"""A request as something to run elsewhere: a line for the shell, or a small Python program.

No secret stands in them: where one belongs stands a variable of the environment.
"""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from desktop_app.core.chat import ChatRequest
from desktop_app.core.provider import Transport, is_secret_header
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.request_bodies import RequestBody, request_body

KEY = "OPENAI_API_KEY"

_NO_KEY = "no-key-needed"
"""The SDK insists on a key; servers that want none ignore it."""

_KNOWN_TO_SDK = frozenset(
    {"model", "messages", "input", "instructions", "store", "reasoning", "max_output_tokens"}
    | {"temperature", "top_p", "max_tokens", "max_completion_tokens", "reasoning_effort", "seed"}
    | {"stop", "metadata", "service_tier", "user", "tools", "tool_choice", "top_logprobs"}
)
"""What the SDK takes as arguments in the interface where it occurs; the rest travels beside."""


async def snippet(connection: Connection, request: ChatRequest, language: str) -> str:
    """Return a request as it would be sent now.

    Args:
        connection: The provider.
        request: What it is asked.
        language: ``curl`` or ``python``.

    Raises:
        ProviderError: The address or the key can't be used.
        EngineError: The local engine isn't running.
    """
    if connection.endpoint is None:
        await connection.http_client()
    endpoint = connection.endpoint
    if endpoint is None:
        return ""
    write = as_python if language == "python" else as_curl
    learned = connection.learned
    renamed = learned.renamed(request.model)
    parameters = {renamed.get(name, name): value for name, value in request.parameters.items()}
    asked = replace(request, parameters=parameters)
    # A long conversation takes a second to be written down.
    refused = learned.refused(request.model)
    return await asyncio.to_thread(write, endpoint, asked, connection.transport, refused)


def as_curl(
    endpoint: Endpoint,
    request: ChatRequest,
    transport: Transport,
    refused: Collection[str] = (),
) -> str:
    """Return the request as a command for a POSIX shell; its answer streams into the terminal.

    Args:
        endpoint: Where it goes.
        request: What is asked.
        transport: The interface.
        refused: Parameters that the model doesn't take.
    """
    sent = request_body(request, transport, refused)
    lines = [f"curl --no-buffer {shlex.quote(_address(endpoint) + sent.route)}"]
    lines.append("-H 'Content-Type: application/json'")
    for name, value, variable in _headers(endpoint):
        if variable:
            # A name may hold what the shell would run between these quotes.
            plain = re.sub(r'[`$"\\]', r"\\\g<0>", name)
            lines.append(f'-H "{plain}: {value}${{{variable}}}"')
        else:
            lines.append(f"-H {shlex.quote(f'{name}: {value}')}")
    body = json.dumps(sent.body, ensure_ascii=False, separators=(",", ":"))
    # Not `-d`: a body that begins with an @ would be the name of a file.
    lines.append(f"--data-raw {shlex.quote(body)}")
    return " \\\n  ".join(lines) + "\n"


def as_python(
    endpoint: Endpoint,
    request: ChatRequest,
    transport: Transport,
    refused: Collection[str] = (),
) -> str:
    """Return the request as a program that uses OpenAI's SDK and prints the whole answer.

    Args:
        endpoint: Where it goes.
        request: What is asked.
        transport: The interface.
        refused: Parameters that the model doesn't take.
    """
    sent = request_body(request, transport, refused, stream=False)
    call, shown = (
        ("client.chat.completions.create", "answer.choices[0].message.content")
        if sent.transport is Transport.CHAT
        else ("client.responses.create", "answer.output_text")
    )
    client = list(_client_arguments(endpoint))
    needs_os = any("os.environ" in argument for argument in client)
    lines = [
        *(["import os", ""] if needs_os else []),
        "from openai import OpenAI",
        "",
        "client = OpenAI(",
        *(f"    {argument}," for argument in client),
        ")",
        f"answer = {call}(",
        *(f"    {argument}," for argument in _call_arguments(sent)),
        ")",
        f"print({shown})",
    ]
    return "\n".join(lines) + "\n"


def _address(endpoint: Endpoint) -> str:
    """Return the base URL without a name and a password that may stand in it."""
    return re.sub(r"(?<=://)[^/@]*@", "", endpoint.base_url.rstrip("/"))


def _headers(endpoint: Endpoint) -> Iterator[tuple[str, str, str]]:
    """Yield name, value, and the variable that stands for the rest of the value."""
    own = {name.lower() for name, _ in endpoint.headers}
    if endpoint.key and "authorization" not in own:
        yield "Authorization", "Bearer ", KEY
    for name, value in (
        ("OpenAI-Organization", endpoint.organization),
        ("OpenAI-Project", endpoint.project),
    ):
        if value and name.lower() not in own:
            yield name, value, ""
    for name, secret in endpoint.headers:
        if is_secret_header(name):
            yield name, "", _variable(name)
        else:
            yield name, secret.reveal(), ""


def _variable(header: str) -> str:
    """Return the name of the variable that holds the value of a header."""
    return re.sub(r"[^A-Z0-9]+", "_", header.upper()).strip("_") or "SECRET"


def _client_arguments(endpoint: Endpoint) -> Iterator[str]:
    yield f"base_url={_address(endpoint)!r}"
    yield f'api_key=os.environ["{KEY}"]' if endpoint.key else f"api_key={_NO_KEY!r}"
    if endpoint.organization:
        yield f"organization={endpoint.organization!r}"
    if endpoint.project:
        yield f"project={endpoint.project!r}"
    if endpoint.headers:
        values = (
            f'{name!r}: os.environ["{_variable(name)}"]'
            if is_secret_header(name)
            else f"{name!r}: {secret.reveal()!r}"
            for name, secret in endpoint.headers
        )
        yield f"default_headers={{{', '.join(values)}}}"


def _call_arguments(sent: RequestBody) -> Iterator[str]:
    more: dict[str, Any] = {}
    for name, value in sent.body.items():
        if name in _KNOWN_TO_SDK:
            yield f"{name}={_written(value)}"
        else:
            more[name] = value
    if more:
        yield f"extra_body={_written(more)}"


def _written(value: object) -> str:
    """Return a JSON value as Python, lists of objects an object a line."""
    if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
        rows = "".join(f"        {each!r},\n" for each in value)
        return f"[\n{rows}    ]"
    return repr(value)
