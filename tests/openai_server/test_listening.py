from __future__ import annotations

import gc
import socket
import threading
import warnings
from collections.abc import Callable

import pytest

from tests.openai_server.proxy import ProxyServer
from tests.openai_server.server import OpenAIServer


@pytest.mark.parametrize("made", [OpenAIServer, ProxyServer])
def test_who_comes_when_it_stops_is_let_go(made: Callable[[], OpenAIServer | ProxyServer]) -> None:
    resumed = threading.Event()
    gc.collect()
    with warnings.catch_warnings(record=True) as told, socket.socket() as late:
        warnings.simplefilter("always")
        with made() as server:
            # The connection stands in the queue of the system, and the server is told to stop.
            server._loop.call_soon_threadsafe(resumed.wait, 60)
            late.connect(("127.0.0.1", server.port))
            server._loop.call_soon_threadsafe(server._stop.set)
            resumed.set()
        gc.collect()
    assert [str(each.message) for each in told] == []
