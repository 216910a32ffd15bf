"""What few people set at a provider: proxy, headers, organisation, certificates, time-outs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from desktop_app.core.provider import Provider, Proxy, ProxyUse
from tests.ui.settings.place import Place

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def own(place: Place, provider_id: str) -> Provider:
    return next(each for each in place.own if each.id == provider_id)


async def test_proxy(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    assert not place.find("provider_proxy_url").isVisible()
    use = place.find("provider_proxy", QComboBox)
    use.setFocus()
    place.press(Qt.Key.Key_End)
    assert place.find("provider_proxy_url").hasFocus()
    await place.quiet()
    assert own(place, "office").proxy == Proxy()
    await place.fill("provider_proxy_url", "http://me:secret@proxy")
    await place.quiet()
    assert own(place, "office").proxy == Proxy()
    assert "It looks like http://proxy.example:3128, without user and password." in place.words
    await place.fill("provider_proxy_url", "http://proxy.example:3128")
    await place.fill("provider_proxy_user", "me")
    await place.fill("provider_proxy_bypass", "example.com, 10.0.0.1")
    await place.fill("provider_proxy_password", "a secret")
    await place.quiet()
    assert own(place, "office").proxy == Proxy(
        ProxyUse.OWN, "http://proxy.example:3128", "me", ("example.com", "10.0.0.1")
    )
    assert place.memory.kept["office/proxy"] == "a secret"
    assert b"a secret" not in place.path.read_bytes()


async def test_more(place: Place, tmp_path: Path) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    assert not place.find("provider_organization").isVisible()
    place.click("More")
    await place.fill("provider_organization", "org-1")
    await place.fill("provider_project", "proj-1")
    await place.fill("provider_connect_timeout", "2.5")
    await place.fill("provider_read_timeout", "7000")
    await place.fill("provider_ca_bundle", str(tmp_path / "none.pem"))
    await place.quiet()
    assert "A number of seconds from 1 to 3600." in place.words
    assert "There is no such file." in place.words
    (tmp_path / "own.pem").write_text("x")
    await place.fill("provider_ca_bundle", str(tmp_path / "own.pem"))
    await place.quiet()
    kept = own(place, "office")
    assert (kept.organization, kept.project) == ("org-1", "proj-1")
    assert (kept.connect_timeout, kept.read_timeout) == (2.5, 600.0)
    assert kept.ca_bundle == str(tmp_path / "own.pem")


async def test_headers_and_secret_ones(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    place.click("More")
    place.click("Add a header")
    QTest.keyClicks(QApplication.focusWidget(), "X-Team")
    place.press(Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "seven")
    place.press(Qt.Key.Key_Tab)
    place.click("Add a header")
    QTest.keyClicks(QApplication.focusWidget(), "X-Api-Key")
    place.press(Qt.Key.Key_Tab)
    value = QApplication.focusWidget()
    assert isinstance(value, QLineEdit)
    assert value.echoMode() == QLineEdit.EchoMode.Password
    QTest.keyClicks(value, "very secret")
    place.press(Qt.Key.Key_Return)
    await place.quiet()
    assert own(place, "office").headers == (("X-Team", "seven"), ("X-Api-Key", ""))
    assert place.memory.kept["office/header/X-Api-Key"] == "very secret"
    assert value.text() == ""
    assert value.placeholderText() == "In the system keyring"
    await place.choose("openai")
    await place.choose("office")
    await place.quiet()
    place.click("More")
    shown = [f.placeholderText() for f in place.dialog.findChildren(QLineEdit) if f.isVisible()]
    assert "In the system keyring" in shown


async def test_a_header_that_cannot_be_sent(place: Place) -> None:
    place.open()
    await place.show()
    await place.choose("office")
    place.click("More")
    place.click("Add a header")
    QTest.keyClicks(QApplication.focusWidget(), "not a name")
    place.press(Qt.Key.Key_Tab)
    await place.quiet()
    assert own(place, "office").headers == ()
    assert any(words.startswith("A name has letters") for words in place.words)
