"""Refusals in the shape OpenAI gives them: ``{"error": {"message", "type", "param", "code"}}``."""

from __future__ import annotations

from http import HTTPStatus

import orjson
from starlette.responses import Response

INVALID_REQUEST = "invalid_request_error"
SERVER_ERROR = "server_error"


class RefusedError(Exception):
    """A request that is answered with an error.

    Attributes:
        status: The HTTP status.
        message: What is wrong, for people.
        kind: OpenAI's ``type``.
        param: The field of the request at fault, None where there is none.
        code: A short stable word for programs, None where OpenAI has none.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = INVALID_REQUEST,
        param: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.param = param
        self.code = code

    def body(self) -> bytes:
        """Return the JSON of the answer."""
        error = {
            "message": self.message,
            "type": self.kind,
            "param": self.param,
            "code": self.code,
        }
        return orjson.dumps({"error": error})

    def response(self) -> Response:
        """Return the whole answer."""
        headers = {"WWW-Authenticate": "Bearer"} if self.status == HTTPStatus.UNAUTHORIZED else None
        return Response(self.body(), self.status, headers, media_type="application/json")


def engine_lost() -> RefusedError:
    """Return what is said when the llama.cpp child is gone."""
    return RefusedError(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The local engine stopped while it was answering.",
        kind=SERVER_ERROR,
        code="engine_stopped",
    )
