"""A server that sends back what it was sent: no key is ever told, logged or kept."""

from __future__ import annotations

import base64
import html
import json
import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from desktop_app.core.chat import ChatRequest
from desktop_app.core.errors import ProviderError
from desktop_app.core.provider import Transport
from desktop_app.core.secret import Secret
from desktop_app.journal import LOG_FILE, PrivateLog, ScrubbingFormatter, report_crash
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.retry import RetryPolicy
from desktop_app.providers.scrub import LONGEST, MASK, never_show, scrub
from desktop_app.providers.trial import try_connection
from tests.openai_server import Answer, Ending, OpenAIServer, Refusal, Script, error_body
from tests.openai_server.proxy import ProxyServer
from tests.providers.reaching import failed, keyed, own_proxy, reached

# Nothing about it looks like a key, so that it is found by being known alone.
KEY = "Zebra+Quilt/Lantern=Mosaic"
HEADER = "Walnut+Harbour/Violin"
PASSWORD = "Thimble+Orchid/Granite"
SECRETS = (KEY, HEADER, PASSWORD)

SCRIPTS: dict[str, Script] = {
    "JSON": Refusal(401, error_body("No.", "invalid_api_key"), echo_key=True),
    "other JSON": Refusal(400, {"error": "No."}, echo_key=True),
    "header": Refusal(
        429, error_body("No."), {"x-request-id": "req-{key}", "Retry-After": "0"}, echo_key=True
    ),
    "web page": Refusal(403, "<html><title>You are {key}</title></html>", echo_key=True),
    "redirection": Refusal(307, "", {"Location": "https://example.org/?t={key}"}, echo_key=True),
    "text": Refusal(200, "What is {key}?", echo_key=True),
    "stream": Answer(
        text=(), ending=Ending.ERROR, error=error_body("No.", "server_error"), echo_key=True
    ),
    "model": Refusal(404, error_body(f"No {KEY}.", "model_not_found")),
    "parameter": Refusal(400, error_body("No.", "unsupported_value", param=f"top_p {KEY}")),
    "code": Refusal(400, {"error": {"message": "No.", "code": KEY, "type": KEY}}),
    "escaped": Refusal(500, json.dumps({"error": f"{html.escape(KEY)} {quote(KEY, safe='')}"})),
    "base64": Refusal(500, error_body(base64.b64encode(f"me:{KEY}".encode()).decode())),
}


def told(error: BaseException) -> str:
    """Everything that could come out of an error anywhere."""
    parts = [str(error), repr(error), "".join(traceback.format_exception(error))]
    if isinstance(error, ProviderError):
        parts += [error.sentence, error.detail, repr(error.values), repr(error.failure)]
    return "\n".join(parts)


def assert_free(text: str, *secrets: str) -> None:
    for secret in secrets or SECRETS:
        forms = {
            secret,
            quote(secret, safe=""),
            quote(secret),
            html.escape(secret),
            json.dumps(secret)[1:-1],
            *(base64.b64encode(b"x" * n + secret.encode()).decode()[4:-4] for n in range(3)),
        }
        assert not {form for form in forms if form in text}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Log everything there is, as the program does, and return what stands in the file."""
    handler = PrivateLog(tmp_path / LOG_FILE)
    handler.setFormatter(ScrubbingFormatter("%(name)s: %(message)s"))
    loggers = [logging.getLogger(name) for name in ("", "openai", "httpx2", "httpcore2")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    loggers[0].addHandler(handler)
    yield (tmp_path / LOG_FILE).read_text
    loggers[0].removeHandler(handler)
    handler.close()
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.mark.parametrize("sdk", [True, False], ids=["sdk", "plain"])
@pytest.mark.parametrize("transport", [Transport.CHAT, Transport.RESPONSES])
@pytest.mark.logs("It failed")
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
async def test_what_a_server_sends_back_is_not_told(
    openai_server: OpenAIServer,
    request_: ChatRequest,
    log: Callable[[], str],
    tmp_path: Path,
    script: Script,
    transport: Transport,
    sdk: bool,
) -> None:
    openai_server.script(script)
    headers = (("X-Api-Key", Secret(HEADER)),)
    endpoint = Endpoint(openai_server.base_url, Secret(KEY), transport, headers)
    async with reached(endpoint) as connection:
        model = chat_model(connection, RetryPolicy(1), sdk=sdk)
        with pytest.raises(ProviderError) as caught:
            async for _ in model.stream(replace(request_, model=f"m {KEY}", parameters={})):
                pass
    assert openai_server.requests[-1].key == KEY
    assert_free(told(caught.value))
    logging.getLogger("desktop_app").error("It failed: %s", KEY, exc_info=caught.value)
    report = report_crash(tmp_path / "crashes", caught.value)
    assert report is not None
    assert_free(report.read_text())
    assert_free(log())
    assert MASK in log()


async def test_an_exception_that_holds_it_deep_inside(tmp_path: Path) -> None:
    never_show(Secret(KEY))
    try:
        try:
            raise OSError(f"no route for {KEY}")
        except OSError as error:
            raise ValueError(f"about {quote(KEY)}") from error
    except ValueError as error:
        report = report_crash(tmp_path, error)
    assert report is not None
    assert_free(report.read_text())
    assert "ValueError: about •••" in report.read_text()


async def test_a_proxy_sends_it_back(openai_server: OpenAIServer) -> None:
    with ProxyServer("me", "another", echo=True) as proxy:
        for base_url in ("http://models.example/v1", "https://models.example/v1"):
            endpoint = keyed(base_url, KEY, own_proxy(proxy, "me"), PASSWORD)
            async with reached(endpoint) as connection:
                assert_free(told(await failed(connection)))
            async with reached(endpoint) as connection:
                assert_free(repr(await try_connection(connection)))


async def test_a_trial_doesnt_tell_it(openai_server: OpenAIServer) -> None:
    openai_server.models_script = Refusal(404, "<html>{key}</html>", echo_key=True)
    endpoint = Endpoint(f"{openai_server.base_url}?{quote(KEY)}", Secret(KEY))
    async with reached(endpoint) as connection:
        report = await try_connection(connection)
    assert_free(f"{report!r}")
    assert report.failure is not None


def test_what_became_known_is_masked_from_then_on() -> None:
    assert scrub(f"a {KEY} b") == f"a {KEY} b"
    never_show(Secret(KEY), Secret(PASSWORD))
    assert scrub(f"a {KEY} b {PASSWORD}") == "a ••• b •••"
    for text in (
        quote(KEY, safe=""),
        quote(KEY),
        html.escape(KEY),
        json.dumps({"k": KEY}),
        base64.b64encode(f"me:{KEY}".encode()).decode(),
        base64.b64encode(f"you:{KEY}".encode()).decode(),
        base64.urlsafe_b64encode(f"them:{KEY}".encode()).decode(),
    ):
        assert_free(scrub(f"It is {text}."), KEY)


def test_signs_that_json_escapes() -> None:
    secret = 'quote"back\\slash-ü'
    never_show(Secret(secret))
    for plain in (True, False):
        assert scrub(json.dumps([secret], ensure_ascii=plain)) == '["•••"]'


def test_all_threads_may_tell_secrets() -> None:
    def tell(number: int) -> None:
        for each in range(50):
            never_show(Secret(f"secret-{number}-{each:04}"))

    threads = [threading.Thread(target=tell, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = " ".join(f"secret-{number}-{each:04}" for number in range(8) for each in range(12))
    assert set(scrub(text).split()) == {MASK}


@pytest.mark.parametrize("word", ["x", "abc", "ollama", "lm-studio", "EMPTY", "test"])
def test_placeholders_riddle_no_text(word: str) -> None:
    never_show(Secret(word))
    assert scrub(f"about {word} and more") == f"about {word} and more"


def test_what_looks_like_a_key_is_masked_before_the_text_is_cut() -> None:
    for length in range(LONGEST - 30, LONGEST + 1):
        text = scrub(f"{'x' * (length - 1)} sk-proj-abcDEF123456ghiJKL {'y' * 9000}")
        assert "abcD" not in text
        assert len(text) <= LONGEST + 1
