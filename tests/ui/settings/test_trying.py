"""A connection tried from the form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop_app.core.connection_report import ConnectionReport
from desktop_app.ui.settings.trial_box import TrialBox
from tests.openai_server import Hang, OpenAIServer, Refusal, error_body
from tests.ui.desk import until
from tests.ui.settings.place import Place

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


async def test_what_answered_is_told(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    button = place.find("provider_test", QAbstractButton)
    assert button.accessibleName() == "Test connection"
    place.click(button)
    await place.quiet()
    assert any(words.startswith("Connected in ") for words in place.words)
    assert place.rows["office"] == "connected"
    place.click("Details")
    assert any("/models" in words for words in place.words)


async def test_a_new_one_is_kept_and_tried_as_it_stands(
    place: Place, openai_server: OpenAIServer
) -> None:
    """Without leaving any field: assistive technology presses the button where it is."""
    place.open()
    await place.show()
    place.click("Add a provider")
    for name, text in (("provider_base_url", openai_server.base_url), ("provider_key", "zz-key-1")):
        field = place.find(name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
    place.find("provider_test", QAbstractButton).click()
    await place.quiet()
    assert any(words.startswith("Connected in ") for words in place.words)
    added = place.own[-1]
    assert place.rows[added.id] == "connected"
    assert place.memory.kept[added.id] == "zz-key-1"
    assert {request.key for request in openai_server.requests} == {"zz-key-1"}


async def test_why_it_failed_and_what_to_do(place: Place, openai_server: OpenAIServer) -> None:
    openai_server.models_script = Refusal(401, error_body("No.", "invalid_api_key"))
    place.open()
    await place.show()
    await place.choose("office")
    place.click("Test connection")
    await place.quiet()
    title = place.rows["office"]
    assert title in place.words
    assert "{" not in title
    place.click("Enter a key…")
    assert place.find("provider_key").hasFocus()


async def test_a_change_makes_it_untested(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    place.click("Test connection")
    await place.quiet()
    await place.fill("provider_base_url", "http://127.0.0.1:9/v1")
    assert place.rows["office"] == "not tested yet"


async def test_what_was_found_out_outlives_the_dialog(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    place.click("Test connection")
    await place.quiet()
    place.dialog.reject()
    place.dialog.deleteLater()
    place.open()
    await place.show()
    assert place.rows["office"] == "connected"


@pytest.mark.parametrize("by_key", [False, True])
async def test_it_can_be_cancelled(
    place: Place, openai_server: OpenAIServer, *, by_key: bool
) -> None:
    openai_server.models_script = Hang()
    place.open()
    await place.show()
    await place.choose("office")
    place.find("provider_test", QAbstractButton).setFocus()
    place.press(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is place.button("Cancel")
    assert any(words.startswith("Asking 127.0.0.1") for words in place.words)
    if by_key:
        place.press(Qt.Key.Key_Escape)
    else:
        place.click("Cancel")
    await place.quiet()
    assert place.dialog.isVisible()
    assert place.find("provider_test", QAbstractButton).hasFocus()
    assert place.rows["office"] == "not tested yet"


async def test_closing_ends_it(place: Place, openai_server: OpenAIServer) -> None:
    openai_server.models_script = Hang()
    place.open()
    await place.show()
    await place.choose("office")
    place.click("Test connection")
    place.dialog.reject()
    await until(lambda: not place.tasks._running)
    assert "office" not in place.reports


async def test_what_is_wrong_is_said_instead(place: Place, openai_server: OpenAIServer) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    await place.fill("provider_base_url", "nonsense")
    asked = len(openai_server.requests)
    place.click("Test connection")
    await place.quiet()
    assert place.find("provider_base_url").hasFocus()
    assert len(openai_server.requests) == asked


@pytest.mark.parametrize(
    ("report", "title", "words"),
    [
        (ConnectionReport(0.182, 24, 9), "Connected in 182 ms", ("24", "9")),
        (ConnectionReport(2.34, 1, 0), "Connected in 2.3 s", ("1",)),
        (ConnectionReport(0.01, 3, 0, "Ollama"), "Connected in 10 ms", ("Ollama: 3",)),
    ],
)
def test_in_words(
    report: ConnectionReport, title: str, words: tuple[str, ...], qtbot: object
) -> None:
    box = TrialBox()
    box.show_report("Mine", report)
    notice = box.place.findChildren(type(box))
    assert notice == []
    said = [
        each.accessibleName() for each in box.place.children() if hasattr(each, "accessibleName")
    ]
    assert said[0].startswith(title)
    for word in words:
        assert word in said[0]
    box.deleteLater()
