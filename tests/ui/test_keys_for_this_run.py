"""The banner that tells of keys nobody keeps."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.connections import Connections
from desktop_app.core.provider import Provider
from desktop_app.core.secret import NOTHING, Secret
from desktop_app.opening import _tell_of_keys
from desktop_app.providers.api_keys import KeyStore
from desktop_app.providers.connection import Connection
from desktop_app.providers.endpoint import Endpoint
from desktop_app.providers.key_backends import NoStoreError
from desktop_app.storage.providers import LoadedProviders
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.tasks import Tasks
from tests.providers.memory_keys import MemoryKeys

TITLE = "Keys are kept only until Chatloom closes"


async def nowhere() -> Endpoint:
    return Endpoint("http://127.0.0.1:9/v1", NOTHING)


async def test_it_comes_with_the_first_key_and_not_before(tmp_path: Path, qapp: object) -> None:
    window = MainWindow(Tasks(lambda _error: None))
    window.show()
    memory = MemoryKeys()
    memory.error = NoStoreError("none")
    connections = Connections(
        tmp_path / "providers.json",
        LoadedProviders(()),
        KeyStore(memory),
        None,
        Connection("local", "This computer", nowhere),
    )

    def told() -> list[str]:
        found = window.findChildren(QWidget, "page_notice")
        names = [notice.accessibleName() for notice in found if notice.isVisible()]
        return [name for name in names if TITLE in name]

    _tell_of_keys(window, connections)
    await connections.save(Provider("acme", "Acme", "http://127.0.0.1:9/v1"))
    # Who has a server that wants no key isn't told about keys.
    await connections.secret_status("acme")
    assert connections.key_problem is not None
    assert told() == []
    await connections.set_secret("acme", Secret("zz-key-of-acme"))
    (words,) = told()
    assert "no key store that is safe" in words
    await connections.set_secret("acme", Secret("zz-key-of-acme-2"))
    assert len(told()) == 1
    await connections.aclose()
    window.hide()
    window.deleteLater()
