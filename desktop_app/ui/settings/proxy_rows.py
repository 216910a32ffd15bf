"""The rows that say how the network is left."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.provider import Proxy, ProxyUse, is_web_address
from desktop_app.ui.settings.rows import ChoiceRow, Row, TextRow
from desktop_app.ui.settings.secret_row import SecretRow

PASSWORD = "proxy"  # noqa: S105 - the name of a part
_BETWEEN = re.compile(r"[\s,;]+")


class ProxyRows(QWidget):
    """The proxy of a provider; what its own one needs is shown only for that.

    Signals:
        edited: The user has changed something.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.use = ChoiceRow(
            self.tr("Proxy"),
            (
                (self.tr("As the system has it"), ProxyUse.SYSTEM),
                (self.tr("None"), ProxyUse.NONE),
                (self.tr("This one"), ProxyUse.OWN),
            ),
        )
        self.use.combo.setObjectName("provider_proxy")
        self.url = TextRow(self.tr("Proxy address"), self._check_url, mono=True)
        self.url.line.setObjectName("provider_proxy_url")
        self.url.line.setPlaceholderText("http://proxy.example:3128")
        self.user = TextRow(self.tr("Proxy user"))
        self.user.line.setObjectName("provider_proxy_user")
        self.password = SecretRow(self.tr("Proxy password"), PASSWORD)
        self.password.secret.line.setObjectName("provider_proxy_password")
        self.bypass = TextRow(self.tr("Not for"), mono=True)
        self.bypass.line.setObjectName("provider_proxy_bypass")
        self.bypass.set_hint(self.tr("Hosts that are reached directly, with commas between them."))
        self._own: tuple[Row, ...] = (self.url, self.user, self.password, self.bypass)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for row in self.rows:
            column.addWidget(row)
        self.use.edited.connect(self._chosen)
        for field in (self.url, self.user, self.bypass):
            field.edited.connect(self.edited)
        self._show_own()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All of them."""
        return (self.use, *self._own)

    @property
    def _is_own(self) -> bool:
        # Qt gives back the words of an enum, not itself.
        return self.use.value == ProxyUse.OWN

    def show_proxy(self, proxy: Proxy) -> None:
        """Show how a provider leaves the network."""
        self.use.show_value(proxy.use)
        self.url.show_text(proxy.url)
        self.user.show_text(proxy.user)
        self.bypass.show_text(", ".join(proxy.bypass))
        self._show_own()

    def proxy(self, before: Proxy) -> Proxy:
        """Return what is set; what can't be used is as it was before."""
        if self._is_own and not self.url.is_right:
            return before
        bypass = tuple(host for host in _BETWEEN.split(self.bypass.text) if host)
        url = self.url.text if self.url.is_right else before.url
        return Proxy(ProxyUse(str(self.use.value)), url, self.user.text, bypass)

    def finish(self) -> None:
        """Take what stands in the fields."""
        for field in (self.url, self.user, self.bypass):
            field.finish()

    def check(self) -> bool:
        """Say what is wrong, and return whether all can be used."""
        return not self._is_own or self.url.check()

    def _chosen(self) -> None:
        self._show_own()
        if self._is_own and not self.url.text:
            self.url.line.setFocus()
        self.edited.emit()

    def _show_own(self) -> None:
        for row in self._own:
            row.setVisible(self._is_own)

    def _check_url(self, text: str) -> str:
        if is_web_address(text):
            return ""
        return self.tr("It looks like http://proxy.example:3128, without user and password.")
