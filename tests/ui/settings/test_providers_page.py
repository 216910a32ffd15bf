"""The list of providers, and what becomes of what is set at them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QDesktopServices, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER
from desktop_app.core.provider import Provider, Transport
from desktop_app.core.provider_presets import preset
from tests.openai_server import OpenAIServer
from tests.ui.desk import until
from tests.ui.settings.place import FACTS, KEY, Place, opened_place

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def own(place: Place, provider_id: str) -> Provider:
    return next(each for each in place.own if each.id == provider_id)


async def test_all_are_listed_with_what_is_known_of_them(place: Place) -> None:
    place.open()
    await place.show()
    assert place.rows == {
        LOCAL_PROVIDER: "ready",
        "openai": "not tested yet",
        "office": "not tested yet",
        ENVIRONMENT_PROVIDER: FACTS.environment,
    }
    assert place.chosen == "openai"


async def test_a_missing_key_is_said_in_the_list(tmp_path: Path) -> None:
    openai = Provider("openai", "OpenAI", "https://api.openai.com/v1", preset="openai")
    async with opened_place(tmp_path, openai) as place:
        place.open()
        await place.show()
        assert place.rows["openai"] == "needs a key"


async def test_rows_say_their_state_to_a_screen_reader(place: Place) -> None:
    place.open()
    await place.show()
    listed = QAccessible.queryAccessibleInterface(place.list)
    said = [
        listed.child(row).text(QAccessible.Text.Description) for row in range(listed.childCount())
    ]
    assert "not tested yet" in said


async def test_this_computer_and_the_environment(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose(LOCAL_PROVIDER)
    assert "SmolLM2 135M is ready." in place.words
    place.click("Open a GGUF…")
    assert len(place.files) == 1
    await place.choose(ENVIRONMENT_PROVIDER)
    assert any(FACTS.environment in words for words in place.words)
    assert not place.find("provider_name").isVisible()


async def test_without_an_environment_it_says_how_to_get_one(place: Place) -> None:
    place.open(replace(FACTS, environment=""))
    await place.show()
    assert place.rows[ENVIRONMENT_PROVIDER] == "OPENAI_API_KEY is not set"
    await place.choose(ENVIRONMENT_PROVIDER)
    assert "OPENAI_BASE_URL" in " ".join(place.words)


async def test_by_keys_from_list_to_form(place: Place) -> None:
    place.open()
    await place.show()
    place.list.setFocus()
    place.press(Qt.Key.Key_Down)
    await place.quiet()
    assert place.chosen == "office"
    assert place.find("provider_name").text() == "Office"
    # In the order in which they stand there.
    seen = []
    for _ in range(12):
        place.press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        seen.append(focused.objectName() or focused.accessibleName() or focused.text())
    wanted = ["provider_new", "provider_name", "provider_base_url", "provider_key"]
    wanted += ["provider_transport", "provider_proxy", "provider_more", "provider_test"]
    assert seen[:9] == [*wanted, "provider_remove"]


async def test_a_change_is_saved_when_it_is_finished(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    await place.fill("provider_name", "Work")
    await place.quiet()
    assert own(place, "office").name == "Work"
    assert "Work" in place.words
    await place.fill("provider_base_url", "http://office.example/v1/", Qt.Key.Key_Return)
    await place.quiet()
    assert own(place, "office").base_url == "http://office.example/v1"
    interface = place.find("provider_transport", QComboBox)
    interface.setFocus()
    place.press(Qt.Key.Key_Home)
    await place.quiet()
    assert own(place, "office").transport is Transport.AUTO


async def test_what_cannot_be_used_is_marked_and_kept_in_the_field(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    before = own(place, "office").base_url
    await place.fill("provider_base_url", "nonsense")
    assert "It starts with http:// or https:// and usually ends in /v1." in place.words
    field = place.find("provider_base_url")
    assert field.property("wrong") is True
    assert field.accessibleDescription().startswith("It starts with")
    await place.fill("provider_name", "Work")
    await place.quiet()
    assert (own(place, "office").name, own(place, "office").base_url) == ("Work", before)
    assert field.text() == "nonsense"
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "http://x.example")
    assert not any(words.startswith("It starts") for words in place.words)


async def test_nothing_is_lost_when_it_is_closed_in_the_middle(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    name = place.find("provider_name")
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "Half typed")
    place.press(Qt.Key.Key_Escape)
    assert not place.dialog.isVisible()
    await until(lambda: own(place, "office").name == "Half typed")


async def test_adding_one(place: Place, openai_server: OpenAIServer) -> None:
    place.open()
    await place.show()
    place.click("Add a provider")
    service = place.find("provider_preset", QComboBox)
    assert service.hasFocus()
    assert service.accessibleName() == "Service"
    assert place.rows["new"] == "not added yet"
    service.setFocus()
    place.press(Qt.Key.Key_End)
    assert place.find("provider_base_url").text() == ""
    place.click("Add this provider")
    assert place.find("provider_base_url").property("wrong") is True
    assert len(place.own) == 2
    await place.fill("provider_name", "Mine")
    await place.fill("provider_base_url", openai_server.base_url)
    await place.quiet()
    assert own(place, "mine").base_url == openai_server.base_url
    assert place.chosen == "mine"
    assert not service.isVisible()
    assert "new" not in place.rows


async def test_adding_by_a_preset_alone(place: Place) -> None:
    place.open()
    await place.show()
    place.dialog.show_page("providers/new:ollama")
    assert place.find("provider_name").text() == "Ollama"
    place.click("Add this provider")
    await place.quiet()
    assert own(place, "ollama").base_url == "http://localhost:11434/v1"


async def test_a_placeholder_must_be_replaced(place: Place) -> None:
    place.open()
    await place.show()
    place.dialog.show_page("providers/new:azure")
    place.click("Add this provider")
    await place.quiet()
    assert "Put your own in place of YOUR-RESOURCE." in place.words
    assert len(place.own) == 2
    await place.fill("provider_base_url", "https://mine.openai.azure.com/openai/v1")
    await place.quiet()
    assert own(place, "azure-openai").preset == "azure"


async def test_another_address_makes_it_another_server(
    place: Place, openai_server: OpenAIServer
) -> None:
    place.open()
    await place.show()
    place.click("Add a provider")
    await place.fill("provider_base_url", openai_server.base_url)
    await place.quiet()
    added = place.own[-1]
    assert added.preset == "other"
    assert added.name == added.base_url.split("/")[2]
    assert added.transport is Transport.CHAT


async def test_what_is_begun_waits_in_the_list(place: Place) -> None:
    place.open()
    await place.show()
    place.click("Add a provider")
    await place.choose("office")
    assert "new" not in place.rows
    place.click("Add a provider")
    await place.fill("provider_base_url", "half an address")
    await place.choose("office")
    assert "new" in place.rows
    await place.choose("new")
    assert place.find("provider_base_url").text() == "half an address"
    place.list.setFocus()
    place.press(Qt.Key.Key_Delete)
    await place.quiet()
    assert "new" not in place.rows


async def test_servers_nearby_are_offered_and_not_added(place: Place) -> None:
    place.providers.found = (preset("ollama"), preset("lmstudio"))
    place.open()
    await place.show()
    assert "Ollama answers on this computer" in place.words
    assert len(place.own) == 2
    ollama = next(
        b
        for b in place.dialog.findChildren(type(place.button("Add")))
        if b.accessibleName() == "Add Ollama"
    )
    place.click(ollama)
    await place.quiet()
    assert own(place, "ollama").name == "Ollama"
    assert place.chosen == "ollama"
    assert "Ollama answers on this computer" not in place.words
    assert "LM Studio answers on this computer" in place.words


async def test_removal_is_asked_for_and_kept_by_default(place: Place) -> None:
    place.open()
    await place.show()
    place.list.setFocus()
    place.press(Qt.Key.Key_Delete)
    assert "Remove OpenAI?" in place.words
    assert QApplication.focusWidget() is place.button("Keep it")
    place.press(Qt.Key.Key_Escape)
    assert "Remove OpenAI?" not in place.words
    assert place.dialog.isVisible()
    assert place.list.hasFocus()
    buttons = place.find("provider_remove", type(place.button("Close")))
    place.click(buttons)
    place.click(
        next(
            b
            for b in place.dialog.findChildren(type(buttons))
            if b.text() == "Remove provider" and b is not buttons and b.isVisible()
        )
    )
    await place.quiet()
    assert [each.id for each in place.own] == ["office"]
    assert place.memory.kept == {}
    assert place.chosen == "office"


async def test_a_link_to_get_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", staticmethod(lambda url: not opened.append(url.toString()))
    )
    async with opened_place(tmp_path) as place:
        place.open()
        await place.show()
        place.dialog.show_page("providers/new:openai/key")
        assert place.find("provider_key").hasFocus()
        place.click("Get a key")
        assert opened == ["https://platform.openai.com/api-keys"]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("key", "provider_key"),
        ("base_url", "provider_base_url"),
        ("ca_bundle", "provider_ca_bundle"),
    ],
)
async def test_a_notice_leads_to_a_field(place: Place, field: str, name: str) -> None:
    place.open()
    await place.show()
    place.dialog.show_page(f"providers/office/{field}")
    await place.quiet()
    assert place.chosen == "office"
    assert place.find(name).hasFocus()
    place.dialog.show_page("providers/nobody/key")
    assert place.chosen == "office"


async def test_the_wheel_scrolls_and_changes_nothing(place: Place) -> None:
    place.open()
    await place.show()
    combo = place.find("provider_transport", QComboBox)
    before = combo.currentIndex()
    middle = combo.rect().center()
    event = QWheelEvent(
        middle,
        combo.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, event)
    assert combo.currentIndex() == before


async def test_what_cannot_be_written_is_told(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    place.path.unlink()
    place.path.mkdir()
    await place.fill("provider_name", "Work")
    await place.quiet()
    assert place.find("provider_name").text() == "Work"
    assert place.told == []
    notices = [label for label in place.dialog.findChildren(QLabel) if label.isVisible()]
    assert any("provider" in label.text().lower() for label in notices)
    assert place.has_button("")


async def test_narrow_a_provider_is_opened_and_left_again(place: Place) -> None:
    place.open(size=480)
    await place.show()
    assert place.list.isVisible()
    await place.choose("office")
    await place.quiet()
    assert not place.list.isVisible()
    assert place.find("provider_name").text() == "Office"
    place.press(Qt.Key.Key_Escape)
    assert place.list.isVisible()
    assert place.dialog.isVisible()
    place.list.setFocus()
    place.press(Qt.Key.Key_Return)
    assert not place.list.isVisible()
    place.click("All providers")
    assert place.list.isVisible()


async def test_key_is_not_in_the_file(place: Place) -> None:
    place.open()
    await place.show()
    assert KEY.encode() not in place.path.read_bytes()
