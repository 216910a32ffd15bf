"""What few people set at a provider: headers, organisation, certificates and time-outs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop_app.core.provider import TIMEOUTS, Provider
from desktop_app.ui.buttons import Button
from desktop_app.ui.settings.header_rows import HeaderRows
from desktop_app.ui.settings.rows import Row, TextRow


class MoreRows(QWidget):
    """The rows that are folded away.

    Signals:
        edited: The user has changed something.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.headers = HeaderRows()
        self._organization = TextRow(self.tr("Organisation"), self._check_sent)
        self._project = TextRow(self.tr("Project"), self._check_sent)
        self._choose = Button(self.tr("Choose…"))
        self.certificates = TextRow(
            self.tr("Certificates"), self._check_file, beside=self._choose, mono=True
        )
        self._choose.setAccessibleDescription(self.tr("Certificates"))
        self.certificates.set_hint(
            self.tr("A file of certificates to trust in place of the system’s.")
        )
        self._connect_within = TextRow(self.tr("Connect within"), self._check_seconds)
        self._connect_within.set_hint(self.tr("Seconds until the server must be reached."))
        self._wait = TextRow(self.tr("Wait"), self._check_seconds)
        self._wait.set_hint(self.tr("Seconds without a word until a reply is given up."))
        self._texts = {
            "organization": self._organization,
            "project": self._project,
            "ca_bundle": self.certificates,
            "connect_timeout": self._connect_within,
            "read_timeout": self._wait,
        }
        self.rows: tuple[Row, ...] = (
            Row(self.tr("Headers"), self.headers, self.headers.add),
            *self._texts.values(),
        )
        # The label names the whole; the button says itself what it does.
        self.headers.add.setAccessibleName(self.headers.add.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for row in self.rows:
            column.addWidget(row)
        for name, row in self._texts.items():
            row.line.setObjectName(f"provider_{name}")
            row.edited.connect(self.edited)
        self.headers.edited.connect(self.edited)
        self._choose.clicked.connect(self._choose_file)

    def show_provider(self, provider: Provider) -> None:
        """Show what is set at a provider."""
        self.headers.show_headers(provider.headers)
        self._organization.show_text(provider.organization)
        self._project.show_text(provider.project)
        self.certificates.show_text(provider.ca_bundle)
        self._connect_within.show_text(_number(provider.connect_timeout))
        self._wait.show_text(_number(provider.read_timeout))

    def applied_to(self, provider: Provider) -> Provider:
        """Return the provider with what is set here; what can't be used stays as it was."""
        right = {name: row.text for name, row in self._texts.items() if row.is_right}
        return replace(
            provider,
            headers=self.headers.headers(),
            organization=right.get("organization", provider.organization),
            project=right.get("project", provider.project),
            ca_bundle=right.get("ca_bundle", provider.ca_bundle),
            connect_timeout=_seconds(right.get("connect_timeout")) or provider.connect_timeout,
            read_timeout=_seconds(right.get("read_timeout")) or provider.read_timeout,
        )

    def finish(self) -> None:
        """Take what stands in the fields."""
        for row in self._texts.values():
            row.finish()
        self.headers.finish()

    def check(self) -> bool:
        """Say what is wrong, and return whether all can be used."""
        # Each says what is wrong, not only the first.
        right = [row.check() for row in self._texts.values()]
        return all(right) and self.headers.check()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Choose a file of certificates"))
        dialog.setNameFilters(
            [self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")]
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self.certificates.line.setText(path)
        self.certificates.finish()

    def _check_file(self, text: str) -> str:
        return "" if not text or Path(text).is_file() else self.tr("There is no such file.")

    def _check_sent(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            return ""
        return self.tr("Only plain Latin letters, digits and signs can be sent.")

    def _check_seconds(self, text: str) -> str:
        if _seconds(text):
            return ""
        low, high = (_number(each) for each in TIMEOUTS)
        return self.tr("A number of seconds from {low} to {high}.").format(low=low, high=high)


def _seconds(text: str | None) -> float:
    """Return a number of seconds that can be set, 0 where the text is none."""
    try:
        number = float((text or "").replace(",", "."))
    except ValueError:
        return 0.0
    return number if TIMEOUTS[0] <= number <= TIMEOUTS[1] else 0.0


def _number(seconds: float) -> str:
    return f"{seconds:g}".replace(".", QLocale().decimalPoint())
