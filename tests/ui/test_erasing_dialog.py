"""Nothing is deleted for good before a word is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop_app.ui.erasing_dialog import ErasingDialog, ask_to_erase, ask_to_erase_everything
from tests.ui.desk import click, until


def words_of(dialog: ErasingDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def shown() -> ErasingDialog:
    (dialog,) = [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, ErasingDialog) and each.isVisible()
    ]
    return dialog


@pytest.fixture
def parent(show: Callable[..., None]) -> QWidget:
    window = QWidget()
    show(window)
    return window


def test_it_says_what_goes_and_what_stays(parent: QWidget) -> None:
    words = words_of(ErasingDialog(parent, ["Trip <b>notes</b>"]))
    assert "Delete “Trip <b>notes</b>” for good?" in words
    for part in ("database", "search index", "backups", "keeps up to date"):
        assert part in words
    for part in ("exported", "provider keeps"):
        assert part in words.split("not touched")[1]
    assert "Delete 3 conversations for good?" in words_of(ErasingDialog(parent, ["a", "", "b"]))
    assert "“New chat”" in words_of(ErasingDialog(parent, [""]))
    everything = words_of(ErasingDialog(parent, None))
    assert "Delete everything for good?" in everything
    assert "all backups" in everything
    assert "settings" in everything.split("not touched")[1]


def test_the_button_waits_for_the_word(parent: QWidget) -> None:
    dialog = ErasingDialog(parent, ["Trip notes"])
    dialog.show()
    assert not dialog.confirm.isEnabled()
    QTest.keyClicks(dialog.field, "delet")
    assert not dialog.confirm.isEnabled()
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClicks(dialog.field, "e ")
    assert dialog.confirm.isEnabled()
    dialog.field.setText("DELETE")
    assert dialog.confirm.isEnabled()
    dialog.field.setText("delete it")
    assert not dialog.confirm.isEnabled()


def test_it_can_be_heard(parent: QWidget) -> None:
    dialog = ErasingDialog(parent, ["Trip notes"])
    assert dialog.field.accessibleName() == "Type “delete” to go on"
    assert "backups" in dialog.field.accessibleDescription()
    assert dialog.confirm.property("kind") == "danger"


@pytest.mark.asyncio
async def test_confirmed_by_keyboard(parent: QWidget) -> None:
    asked = asyncio.ensure_future(ask_to_erase(parent, ["Trip notes"]))
    await until(lambda: any(isinstance(w, ErasingDialog) for w in QApplication.topLevelWidgets()))
    dialog = shown()
    QTest.keyClicks(dialog.field, "delete")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert await asked is True


@pytest.mark.asyncio
@pytest.mark.parametrize("way", ["button", "key", "close"])
async def test_not_confirmed(parent: QWidget, way: str) -> None:
    asked = asyncio.ensure_future(ask_to_erase_everything(parent))
    await until(lambda: any(isinstance(w, ErasingDialog) for w in QApplication.topLevelWidgets()))
    dialog = shown()
    dialog.field.setText("delete")
    if way == "button":
        click(dialog.cancel)
    elif way == "key":
        QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    else:
        dialog.close()
    assert await asked is False
