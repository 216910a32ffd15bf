"""The form of one provider: everything that can be set at it, saved as it is changed."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.provider import (
    KeyPlace,
    KeyStatus,
    Provider,
    Transport,
    is_web_address,
)
from desktop_app.core.provider_presets import PRESETS, preset, usual_transport
from desktop_app.core.secret import Secret
from desktop_app.ui.buttons import Button
from desktop_app.ui.overriding import override
from desktop_app.ui.settings.more_rows import MoreRows
from desktop_app.ui.settings.proxy_rows import ProxyRows
from desktop_app.ui.settings.rows import ChoiceRow, Row, TextRow, level
from desktop_app.ui.settings.secret_row import SecretRow
from desktop_app.ui.settings.trial_box import TrialBox
from desktop_app.ui.settings.words import scaled

HEADER = "header/"
"""What the part of a secret begins with that is the value of a header."""

_OTHER = PRESETS[-1].id
_PLACEHOLDER = re.compile(r"YOUR-[A-Z]+")
_NARROW = 470
_GAP = 14


class ProviderForm(QWidget):
    """Shows one provider and what the user changes at it.

    Signals:
        edited: A value that can be used was changed.
        secret_entered: A secret was typed: its part, and it.
        link_wanted: The user wants to see a web page.
        removal_wanted: The user wants the provider to be removed.
        adding_wanted: The user wants the new provider to be kept as it is.
    """

    edited = Signal()
    secret_entered = Signal(str, object)
    link_wanted = Signal(str)
    removal_wanted = Signal()
    adding_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._provider = Provider("", "", "")
        self._is_new = False
        self._stacked: bool | None = None
        self._make_rows()
        self.proxy = ProxyRows()
        self.more = MoreRows()
        self.trial = TrialBox()
        self._unfold = Button(self.tr("More"), "flat", icon_name="chevron-right")
        self._unfold.setObjectName("provider_more")
        self.add = Button(self.tr("Add this provider"), "primary")
        self.add.setObjectName("provider_add")
        self.remove = Button(self.tr("Remove provider"), "danger")
        self.remove.setObjectName("provider_remove")
        self._lay_out()
        self._connect()

    # What it shows

    def show_provider(self, provider: Provider, *, is_new: bool) -> None:
        """Show a provider, and forget what was typed about another."""
        self._show_new(is_new=is_new)
        self._service.show_value(provider.preset)
        for secret in self.secrets:
            secret.secret.forget_typing()
            secret.secret.show_status(KeyStatus())
        self._fill(provider)
        self.trial.show_nothing()
        self.show_key(KeyStatus(), "")
        self._fold(unfolded=False)

    def take_saved(self, provider: Provider) -> None:
        """Go on from what was saved, which may have been put right."""
        self._provider = provider
        self._show_new(is_new=False)
        for row, text in ((self._name, provider.name), (self._base_url, provider.base_url)):
            if not row.line.hasFocus() and row.is_right:
                row.show_text(text)

    def show_key(self, status: KeyStatus, where: str) -> None:
        """Say where the key is, in words, or how one is got."""
        known = preset(self._provider.preset)
        is_missing = status.place is KeyPlace.NONE
        if is_missing and not known.wants_key:
            where = self.tr("Only for a server that asks for one.")
        self._key.set_hint(where)
        self._link_row.setVisible(is_missing and bool(known.keys_page))

    # What it holds

    @property
    def provider(self) -> Provider:
        """The provider as the form has it; what can't be used is as it was before."""
        name, base_url = self._name.text, self._base_url.text
        provider = replace(
            self._provider,
            name=name,
            base_url=base_url if self._base_url.is_right else self._provider.base_url,
            transport=Transport(str(self._interface.value)),
            proxy=self.proxy.proxy(self._provider.proxy),
        )
        return self.more.applied_to(provider)

    @property
    def is_new(self) -> bool:
        """Whether it isn't kept yet."""
        return self._is_new

    @property
    def draft(self) -> Provider:
        """The provider as it stands there, right or not."""
        return replace(self.provider, base_url=self._base_url.text)

    @property
    def is_touched(self) -> bool:
        """Whether the user has written something that choosing a service would not."""
        chosen = preset(self._provider.preset)
        name = "" if chosen.id == _OTHER else chosen.name
        return (self._name.text, self._base_url.text) != (name, chosen.base_url)

    @property
    def is_usable(self) -> bool:
        """Whether a new provider could be kept as it is."""
        return self._base_url.is_right

    @property
    def secrets(self) -> tuple[SecretRow, ...]:
        """The rows of the key and of the password of the proxy."""
        return (self._key, self.proxy.password)

    def finish(self) -> None:
        """Take what stands in the fields, also in the one that has the focus."""
        for row in (self._name, self._base_url):
            row.finish()
        self.proxy.finish()
        self.more.finish()
        for secret in self.secrets:
            secret.secret.finish()

    def check(self) -> bool:
        """Say everything that is wrong, go to the first, and return whether all can be used."""
        right = [self._base_url.check(), self.proxy.check(), self.more.check()]
        if not right[2]:
            self._fold(unfolded=True)
        wrong = [row for row in self._rows if row.error and isinstance(row, TextRow)]
        if wrong:
            wrong[0].line.setFocus()
        return all(right)

    def go_to(self, field: str) -> None:
        """Give the focus to a field: key, base_url, proxy, ca_bundle; else to the first one."""
        if field == "key":
            self._key.secret.begin() if not self._is_new else self._key.secret.line.setFocus()
        elif field == "base_url":
            self._base_url.line.setFocus()
            self._base_url.line.selectAll()
        elif field == "proxy":
            self.proxy.use.combo.setFocus()
        elif field == "ca_bundle":
            self._fold(unfolded=True)
            self.more.certificates.line.setFocus()
        elif self._is_new:
            self._service.combo.setFocus()
        else:
            self._name.line.setFocus()

    # How it works

    def _make_rows(self) -> None:
        services = [(each.name, each.id) for each in PRESETS[:-1]]
        services.append((self.tr("Another server"), _OTHER))
        self._service = ChoiceRow(self.tr("Service"), services)
        self._service.combo.setObjectName("provider_preset")
        self._name = TextRow(self.tr("Name"))
        self._base_url = TextRow(self.tr("Base URL"), self._check_base_url, mono=True)
        self._key = SecretRow(self.tr("API key"), check=self._check_key)
        self._get_key = Button(self.tr("Get a key"), "link")
        self._get_key.setObjectName("provider_get_key")
        self._interface = ChoiceRow(
            self.tr("Interface"),
            (
                (self.tr("Responses, else Chat Completions"), Transport.AUTO),
                ("Responses", Transport.RESPONSES),
                ("Chat Completions", Transport.CHAT),
            ),
        )
        self._name.line.setObjectName("provider_name")
        self._base_url.line.setObjectName("provider_base_url")
        self._key.secret.line.setObjectName("provider_key")
        self._interface.combo.setObjectName("provider_transport")

    def _lay_out(self) -> None:
        self._link_row = Row("", self._get_key)
        self._add_row, self._remove_row = Row("", self.add), Row("", self.remove)
        self._rows: tuple[Row, ...] = (
            *(self._service, self._name, self._base_url, self._key),
            *(self._link_row, self._interface),
            *self.proxy.rows,
            Row("", self._unfold),
            *self.more.rows,
            self._add_row,
            Row("", self.trial),
            self._remove_row,
        )
        own = {*self.proxy.rows, *self.more.rows}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        for row in self._rows:
            if row is self.proxy.use:
                column.addWidget(self.proxy)
            elif row is self.more.rows[0]:
                column.addWidget(self.more)
            if row not in own:
                column.addWidget(row)
        column.addStretch(1)

    def _connect(self) -> None:
        self._service.edited.connect(self._preset_chosen)
        self._name.edited.connect(self.edited)
        self._base_url.edited.connect(self._address_edited)
        for row in (self._interface, self.proxy, self.more):
            row.edited.connect(self.edited)
        for secret in self.secrets:
            secret.secret.entered.connect(
                lambda typed, part=secret.part: self.secret_entered.emit(part, typed)
            )
        self.more.headers.entered.connect(self._header_entered)
        self._get_key.clicked.connect(
            lambda: self.link_wanted.emit(preset(self._provider.preset).keys_page)
        )
        self._unfold.clicked.connect(lambda: self._fold(unfolded=self.more.isHidden()))
        self.add.clicked.connect(self.adding_wanted)
        self.remove.clicked.connect(self.removal_wanted)

    def _fill(self, provider: Provider) -> None:
        self._provider = provider
        self._name.show_text(provider.name)
        self._base_url.show_text(provider.base_url)
        self._base_url.set_hint(self._warning(provider.base_url))
        self._interface.show_value(provider.transport)
        self.proxy.show_proxy(provider.proxy)
        self.more.show_provider(provider)

    def _preset_chosen(self) -> None:
        chosen = preset(str(self._service.value))
        name = "" if chosen.id == _OTHER else chosen.name
        self._fill(
            replace(
                self.provider,
                name=name,
                base_url=chosen.base_url,
                transport=chosen.transport,
                preset=chosen.id,
            )
        )
        self.show_key(KeyStatus(), "")

    def _address_edited(self) -> None:
        before, base_url = self._provider, self._base_url.text
        if not self._base_url.is_right:
            return
        if self._interface.value == usual_transport(before.base_url):
            self._interface.show_value(usual_transport(base_url))
        if not _is_at_home(before.preset, base_url):
            known = preset(before.preset)
            self._provider = replace(before, preset=_OTHER)
            self._service.show_value(_OTHER)
            if self._name.text in ("", known.name):
                self._name.show_text(urlsplit(base_url).netloc)
            if not self._key.secret.is_kept:
                self.show_key(KeyStatus(), "")
        self._base_url.set_hint(self._warning(base_url))
        self.edited.emit()

    def _header_entered(self, name: str, typed: Secret) -> None:
        self.secret_entered.emit(f"{HEADER}{name}", typed)

    def _check_base_url(self, text: str) -> str:
        if found := _PLACEHOLDER.search(text):
            return self.tr("Put your own in place of {placeholder}.").format(placeholder=found[0])
        if not is_web_address(text):
            return self.tr("It starts with http:// or https:// and usually ends in /v1.")
        return ""

    def _warning(self, base_url: str) -> str:
        if _PLACEHOLDER.search(base_url):
            return self._check_base_url(base_url)
        parts = urlsplit(base_url)
        if (
            not base_url
            or parts.scheme == "https"
            or parts.hostname in ("localhost", "127.0.0.1", "::1")
        ):
            return ""
        return self.tr("Without https, others in the network can read what is sent, and the key.")

    def _check_key(self, text: str) -> str:
        if text.isascii() and text.isprintable() and " " not in text:
            return ""
        return self.tr("A key has only plain Latin letters, digits and signs, without blanks.")

    def _show_new(self, *, is_new: bool) -> None:
        self._is_new = is_new
        self._service.setVisible(is_new)
        self._add_row.setVisible(is_new)
        self._remove_row.setVisible(not is_new)

    def _fold(self, *, unfolded: bool) -> None:
        self.more.setVisible(unfolded)
        self._unfold.set_icon("chevron-down" if unfolded else "chevron-right")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < scaled(_NARROW)
        if stacked != self._stacked:
            self._stacked = stacked
            level(self._rows, stacked=stacked)


def _is_at_home(preset_id: str, base_url: str) -> bool:
    """Whether an address is still one of the service that its provider was made for."""
    known = preset(preset_id)
    if known.local or not known.base_url:
        return True
    home = urlsplit(known.base_url).hostname or ""
    host = urlsplit(base_url).hostname or ""
    if known.id == "azure":
        return host.endswith((".azure.com", ".azure.us", ".azure.cn"))
    return host == home
