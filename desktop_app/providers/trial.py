"""A provider tried out: does it answer, as what, and with which models."""

from __future__ import annotations

import asyncio
import time

import orjson

from desktop_app.core.connection_report import ConnectionReport
from desktop_app.core.errors import AppError, ProviderError
from desktop_app.core.models import ModelInfo
from desktop_app.core.provider_presets import preset
from desktop_app.providers.bounded_body import body_of
from desktop_app.providers.catalog import model_lists
from desktop_app.providers.connection import Connection
from desktop_app.providers.refusals import read_refusal
from desktop_app.providers.scrub import scrub
from desktop_app.providers.server_kinds import KINDS, OPENROUTER, Said, name_by_host
from desktop_app.providers.translate import list_timed_out, refused

WITHIN = 15.0
"""Seconds for all of it."""

KIND_WITHIN = 3.0
"""Seconds in which a server must have told what kind it is."""

_LARGEST = 8_000_000
"""Bytes of an answer that are looked at."""

_OTHER_ANSWERS = frozenset({"not_found", "malformed_answer", "web_page", "bad_request"})
"""Failures of a list of models behind which there may still be a model server."""

_ROUTE_IS_THERE = frozenset({400, 401, 402, 403, 415, 422, 429})
"""What a model server says to an empty request for an answer."""


async def try_connection(connection: Connection) -> ConnectionReport:
    """Ask a provider for its models and tell in words what answered. Never fails.

    Args:
        connection: To the provider.
    """
    trial = _Trial(connection)
    failure: AppError
    try:
        async with asyncio.timeout(WITHIN):
            return await trial.report()
    except TimeoutError:
        failure = list_timed_out(connection)
    except AppError as error:
        failure = error
    return trial.failed(failure)


class _Trial:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lines: list[str] = []
        self._started = time.monotonic()
        self._seconds = 0.0

    async def report(self) -> ConnectionReport:
        """Return what answered.

        Raises:
            AppError: Nothing did, or nothing that is of use.
        """
        # Loading takes its time, and is none of the server's.
        await self._connection.http_client()
        self._started = time.monotonic()
        models = await self._models()
        server = await self._kind()
        if server == OPENROUTER:
            await self._check_key()
        if not models:
            raise self._told(
                "{who} answers, but offers no model that can chat",
                "Load or fetch a model there first, then test again.",
                "no_models",
            )
        return ConnectionReport(
            seconds=self._seconds,
            models=len(models),
            seeing=sum(model.vision is True for model in models),
            server=server,
            detail=self._detail(),
        )

    def failed(self, error: AppError) -> ConnectionReport:
        """Return why it can't be used."""
        if error.detail:
            self._lines.append(error.detail)
        seconds = self._seconds or time.monotonic() - self._started
        return ConnectionReport(seconds, failure=error.failure, detail=self._detail())

    async def _models(self) -> list[ModelInfo]:
        models: list[ModelInfo] = []
        failure: ProviderError | None = None
        try:
            async for each in model_lists(self._connection):
                models = each
                # The first is what the server answered, the second what else is known.
                self._seconds = self._seconds or time.monotonic() - self._started
        except ProviderError as error:
            failure = error
        spent = self._seconds or time.monotonic() - self._started
        outcome = f"{len(models)} models" if failure is None else failure.code
        self._note("GET", f"{self._base_url}/models", outcome, spent)
        if failure is not None:
            raise await self._explained(failure)
        return models

    async def _explained(self, failure: ProviderError) -> ProviderError:
        """Return a failure that says more, where the server answers something else elsewhere."""
        if failure.code not in _OTHER_ANSWERS:
            return failure
        below = await self._ask(f"{self._base_url}/v1/models")
        if isinstance(below.get("data"), list):
            return self._told(
                "{host} has its models at another address",
                "Enter {address} as the base URL.",
                "wrong_path",
                address=f"{self._base_url}/v1",
            )
        if failure.code == "web_page":
            return failure
        chat = await self._ask(f"{self._base_url}/chat/completions", post=True)
        if chat.status in _ROUTE_IS_THERE and chat.body is not None:
            return self._told(
                "{who} answers, but doesn't list its models",
                "Check the base URL. If it is right, whoever runs the server knows which models "
                "it has.",
                "no_model_list",
            )
        return self._told(
            "{host} answers, but not as a model server",
            "Check the base URL: it usually ends in /v1.",
            "not_a_model_server",
        )

    async def _kind(self) -> str:
        if self._connection.local:
            return ""
        if name := name_by_host(self._base_url):
            return name
        root = self._base_url.removesuffix("/v1")

        async def ask(path: str) -> Said:
            return await self._ask(root + path)

        try:
            async with asyncio.timeout(KIND_WITHIN):
                proven = await asyncio.gather(*(proves(ask) for proves in KINDS.values()))
        except TimeoutError:
            return ""
        return next(
            (preset(id_).name for id_, is_it in zip(KINDS, proven, strict=True) if is_it), ""
        )

    async def _check_key(self) -> None:
        """Have the key looked at, where models are listed for anybody.

        Raises:
            ProviderError: It isn't accepted.
        """
        said = await self._ask(f"{self._base_url}/key")
        if said.status == 401:
            raise refused(read_refusal(401, said.body, said.headers), self._connection)

    async def _ask(self, address: str, *, post: bool = False) -> Said:
        import httpx2

        client = await self._connection.http_client()
        started = time.monotonic()
        try:
            method = "POST" if post else "GET"
            async with client.stream(method, address, json={} if post else None) as response:
                content = await body_of(response, _LARGEST) or b""
            said = Said(response.status_code, _decoded(content), response.headers)
            outcome = f"HTTP {said.status}"
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            said, outcome = Said(), type(error).__name__
        self._note("POST" if post else "GET", address, outcome, time.monotonic() - started)
        return said

    def _note(self, method: str, address: str, outcome: str, seconds: float) -> None:
        self._lines.append(f"{method} {address}: {outcome}, {seconds * 1000:.0f} ms")

    @property
    def _base_url(self) -> str:
        endpoint = self._connection.endpoint
        return endpoint.base_url.rstrip("/") if endpoint is not None else ""

    def _detail(self) -> str:
        return scrub("\n".join(self._lines), *self._connection.secrets)

    def _told(self, title: str, advice: str, code: str, address: str = "") -> ProviderError:
        return ProviderError(
            title,
            advice,
            code=code,
            who=self._connection.name,
            host=self._connection.host,
            address=scrub(address, *self._connection.secrets),
        )


def _decoded(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
