"""Keys: typed unseen, kept where the system keeps them, waited for, replaced and removed."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from desktop_app.core.provider import Provider
from desktop_app.providers.key_backends import LockedError, NoStoreError
from tests.providers.memory_keys import MemoryKeys
from tests.ui.desk import until
from tests.ui.settings.place import KEY, Place, opened_place

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
TYPED = "sk-typed-by-hand-wxyz"
IN_KEYRING = "Kept in the system keyring. Chatloom never writes it to a file."


def everything_said(place: Place) -> str:
    """Return all texts, tooltips, names, descriptions and values of the dialog."""
    said: list[str] = []
    for part in place.dialog.findChildren(QWidget):
        said += [part.toolTip(), part.accessibleName(), part.accessibleDescription()]
        said.append(str(part.property("text") or "") if isinstance(part, QLabel) else "")
        spoken = QAccessible.queryAccessibleInterface(part)
        if spoken is not None:
            said += [spoken.text(kind) for kind in QAccessible.Text]
        if isinstance(part, QLineEdit):
            said += [part.displayText(), part.placeholderText()]
    return "\n".join(said)


async def test_a_kept_key_shows_its_end_alone(place: Place) -> None:
    place.open()
    await place.show()
    assert IN_KEYRING in place.words
    assert not place.find("provider_key").isVisible()
    assert place.has_button("Replace…")
    assert place.has_button("Remove")
    said = everything_said(place)
    assert "it ends in 4f2a" in said
    assert KEY not in said


async def test_typing_one(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    field = place.find("provider_key")
    assert field.accessibleName() == "API key"
    assert field.echoMode() == QLineEdit.EchoMode.Password
    field.setFocus()
    QTest.keyClicks(field, TYPED)
    assert TYPED not in everything_said(place)
    QTest.keySequence(field, "Ctrl+A")
    QTest.keySequence(field, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == ""
    place.press(Qt.Key.Key_Return)
    await place.quiet()
    assert place.memory.kept["office"] == TYPED
    assert field.text() == ""
    field.undo()
    assert field.text() == ""
    assert "it ends in wxyz" in everything_said(place)


async def test_leaving_the_field_keeps_what_is_pasted(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    QGuiApplication.clipboard().setText(f"  {TYPED}\n")
    field = place.find("provider_key")
    field.setFocus()
    QTest.keySequence(field, "Ctrl+V")
    place.press(Qt.Key.Key_Tab)
    await place.quiet()
    assert place.memory.kept["office"] == TYPED


async def test_closing_keeps_what_is_typed(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    field = place.find("provider_key")
    field.setFocus()
    QTest.keyClicks(field, TYPED)
    place.dialog.accept()
    await until(lambda: place.memory.kept.get("office") == TYPED)


async def test_what_can_be_no_key(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    await place.fill("provider_key", "two words", Qt.Key.Key_Return)
    assert "office" not in place.memory.kept
    assert place.find("provider_key").property("wrong") is True
    assert any(words.startswith("A key has only") for words in place.words)
    await place.fill("provider_key", TYPED, Qt.Key.Key_Return)
    assert place.memory.kept["office"] == TYPED
    assert place.find("provider_key").property("wrong") is False


async def test_replacing(place: Place) -> None:
    place.open()
    await place.show()
    place.click("Replace…")
    field = place.find("provider_key")
    assert field.hasFocus()
    QTest.keyClicks(field, "sk-never-mind-this")
    place.click("Cancel")
    await place.quiet()
    assert place.memory.kept["openai"] == KEY
    assert place.has_button("Replace…")
    place.click("Replace…")
    QTest.keyClicks(field, "sk-never-mind-this")
    place.press(Qt.Key.Key_Escape)
    await place.quiet()
    assert place.dialog.isVisible()
    assert place.memory.kept["openai"] == KEY
    place.click("Replace…")
    QTest.keyClicks(field, TYPED)
    place.press(Qt.Key.Key_Return)
    await place.quiet()
    assert place.memory.kept["openai"] == TYPED
    assert not field.isVisible()


async def test_removing_is_asked_for(place: Place) -> None:
    place.open()
    await place.show()
    place.click("Remove")
    assert "Remove the API key?" in place.words
    place.click("Keep it")
    assert place.memory.kept["openai"] == KEY
    place.click("Remove")
    place.click("Remove it")
    await place.quiet()
    assert place.memory.kept == {}
    assert place.find("provider_key").isVisible()
    assert place.has_button("Get a key")
    assert place.rows["openai"] == "needs a key"


async def test_without_a_key_store_it_is_kept_for_now(tmp_path: Path) -> None:
    memory = MemoryKeys()
    memory.error = NoStoreError("none")
    office = Provider("office", "Office", "http://127.0.0.1:9/v1")
    async with opened_place(tmp_path, office, memory=memory) as place:
        place.open()
        await place.show()
        await place.fill("provider_key", TYPED)
        assert any(words.startswith("Kept until Chatloom closes, because") for words in place.words)
        assert "Keys are kept only until Chatloom closes" in place.words


async def test_waiting_for_the_key_store(place: Place) -> None:
    place.memory.open.clear()
    place.open()
    await until(place.dialog.isActiveWindow)
    place.dialog.show_page("providers")
    await until(lambda: "Waiting for the key store…" in place.words)
    place.click("Cancel")
    assert "The key store was not waited for." in place.words
    await until(lambda: not place.tasks._running)
    place.memory.open.set()
    place.click("Ask again")
    await place.quiet()
    assert IN_KEYRING in place.words


async def test_esc_ends_waiting_before_it_closes(place: Place) -> None:
    place.memory.open.clear()
    place.open()
    await until(place.dialog.isActiveWindow)
    place.dialog.show_page("providers")
    await until(lambda: "Waiting for the key store…" in place.words)
    place.press(Qt.Key.Key_Escape)
    assert place.dialog.isVisible()
    assert "The key store was not waited for." in place.words
    place.press(Qt.Key.Key_Escape)
    assert not place.dialog.isVisible()


async def test_a_locked_key_store_is_told(place: Place) -> None:
    place.memory.error = LockedError("dismissed")
    place.open()
    await place.show()
    assert "The key store stays locked" in place.words
    place.memory.error = None
    place.click("Ask again")
    await place.quiet()
    assert IN_KEYRING in place.words


async def test_typing_while_the_key_store_is_waited_for(place: Place) -> None:
    place.memory.open.clear()
    place.open()
    await until(place.dialog.isActiveWindow)
    place.dialog.show_page("providers/openai/key")
    field = place.find("provider_key")
    assert field.hasFocus()
    QTest.keyClicks(field, "sk-half")
    place.memory.open.set()
    await place.quiet()
    assert field.text() == "sk-half"
    assert field.hasFocus()
    QTest.keyClicks(field, "-whole-enough")
    place.press(Qt.Key.Key_Return)
    await place.quiet()
    assert place.memory.kept["openai"] == "sk-half-whole-enough"


async def test_a_key_before_there_is_an_address(place: Place) -> None:
    place.open()
    await place.show()
    place.dialog.show_page("providers/new:azure/key")
    await place.fill("provider_key", TYPED, Qt.Key.Key_Return)
    assert len(place.own) == 2
    assert "Kept as soon as the provider is added." in place.words
    assert place.find("provider_base_url").hasFocus()
    await place.fill("provider_base_url", "https://mine.openai.azure.com/openai/v1")
    assert place.memory.kept["azure-openai"] == TYPED
    assert IN_KEYRING in place.words


async def test_a_key_is_kept_only_once_its_provider_could_be_saved(place: Place) -> None:
    place.open()
    file = place.path.read_bytes()
    place.path.unlink()
    place.path.mkdir()
    place.dialog.show_page("providers/new:openai/key")
    await place.fill("provider_key", TYPED, Qt.Key.Key_Return)
    assert TYPED not in place.memory.kept.values()
    place.path.rmdir()
    place.path.write_bytes(file)
    await place.fill("provider_name", "Mine")
    assert [key for key, secret in place.memory.kept.items() if secret == TYPED] == ["openai-2"]


async def test_the_key_of_one_is_not_shown_at_another(place: Place) -> None:
    place.open()
    await place.show()
    place.click("Replace…")
    QTest.keyClicks(place.find("provider_key"), TYPED)
    item = place.list.item_of("office")
    place.list.setCurrentItem(item)
    await place.quiet()
    assert place.memory.kept == {"openai": TYPED}
    assert place.find("provider_key").isVisible()
    assert place.find("provider_key").text() == ""


async def test_another_window_does_not_take_what_is_half_typed(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    field = place.find("provider_key")
    field.setFocus()
    QTest.keyClicks(field, "sk-half")
    other = QWidget()
    other.show()
    other.activateWindow()
    await until(other.isActiveWindow)
    await asyncio.sleep(0.01)
    assert "office" not in place.memory.kept
    assert field.text() == "sk-half"
    field.setText("")
    other.hide()
    other.deleteLater()


async def test_closed_while_the_key_store_waits(place: Place) -> None:
    """What was typed is kept all the same, and nothing is told to a dialog that is gone."""
    place.open()
    await place.show()
    await place.choose("office")
    place.memory.open.clear()
    place.memory.asked.clear()
    field = place.find("provider_key")
    field.setFocus()
    QTest.keyClicks(field, TYPED)
    place.press(Qt.Key.Key_Return)
    await until(place.memory.asked.is_set)
    place.dialog.reject()
    place.memory.open.set()
    await place.quiet()
    assert place.memory.kept["office"] == TYPED
    assert place.told == []


async def test_nothing_keeps_a_key_that_was_typed(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    await place.fill("provider_key", TYPED, Qt.Key.Key_Return)
    field = place.find("provider_key")
    assert not field.isUndoAvailable()
    assert not field.isRedoAvailable()
    gc.collect()
    assert TYPED not in everything_said(place)
    for button in place.dialog.findChildren(QAbstractButton):
        assert TYPED not in button.text()
    assert QApplication.clipboard().text() == ""


async def test_a_key_waits_with_the_provider_that_is_not_there_yet(place: Place) -> None:
    place.open()
    await place.show("providers/new:azure")
    await place.fill("provider_key", TYPED)
    await place.choose("office")
    assert place.memory.kept.get("office") != TYPED
    await place.choose("new")
    assert place.find("provider_base_url").property("wrong") is not None
    await place.fill("provider_base_url", "https://mine.openai.azure.com/openai/v1")
    await place.quiet()
    assert place.memory.kept[place.chosen] == TYPED


async def test_a_key_goes_with_the_provider_that_was_given_up(place: Place) -> None:
    place.open()
    await place.show("providers/new:azure")
    await place.fill("provider_key", TYPED)
    await place.choose("office")
    place.dialog.show_page("providers/new:openrouter")
    await place.quiet()
    await place.fill("provider_name", "Other")
    await place.quiet()
    assert "Other" in [each.name for each in place.own]
    assert TYPED not in place.memory.kept.values()
