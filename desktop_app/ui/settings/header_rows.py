"""The headers that are sent with every request; those that are secret are kept like a key."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.errors import InputError
from desktop_app.core.provider import KeyPlace, KeyStatus, Provider, checked, is_secret_header
from desktop_app.core.secret import Secret
from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.overriding import override
from desktop_app.ui.settings.rows import is_leaving, mark_wrong
from desktop_app.ui.settings.words import Words
from desktop_app.ui.tokens import HINT

_PROBE = Provider("probe", "Probe", "http://localhost")
"""A provider that headers are put into to see whether they can be sent."""


class _HeaderLine(QWidget):
    """One header."""

    edited = Signal()
    removal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit(self)
        self.name.setAccessibleName(self.tr("Name of a header"))
        self.name.setPlaceholderText(self.tr("Name"))
        self.value = QLineEdit(self)
        self.value.setAccessibleName(self.tr("Value of a header"))
        self.remove = icon_button("close", self.tr("Remove this header"), self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.name, 1)
        line.addWidget(self.value, 1)
        line.addWidget(self.remove)
        self.remove.clicked.connect(self.removal_wanted)
        self.name.textChanged.connect(self._dress)
        for field in (self.name, self.value):
            field.installEventFilter(self)
            field.returnPressed.connect(self.edited)
        self.show_status(KeyStatus())

    @property
    def header(self) -> tuple[str, str]:
        """Its name and its value."""
        return self.name.text().strip(), self.value.text().strip()

    @property
    def is_secret(self) -> bool:
        """Whether its value is kept like a key."""
        return is_secret_header(self.header[0])

    @property
    def is_right(self) -> bool:
        """Whether it can be sent."""
        try:
            checked(replace(_PROBE, headers=(self.header,)))
        except InputError:
            return False
        return True

    def show_status(self, status: KeyStatus) -> None:
        """Show where its value is, if it is secret."""
        words = {
            KeyPlace.KEYRING: self.tr("In the system keyring"),
            KeyPlace.SESSION: self.tr("Until Chatloom closes"),
            KeyPlace.NONE: self.tr("Value"),
        }[status.place]
        self.value.setPlaceholderText(words)
        self.value.setAccessibleDescription("" if status.place is KeyPlace.NONE else words)

    def take_secret(self) -> Secret:
        """Return its value and leave nothing of it here."""
        secret = Secret(self.header[1])
        self.value.setText("")
        return secret

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus() and is_leaving(event):
            self.edited.emit()
        return False

    def _dress(self) -> None:
        mode = QLineEdit.EchoMode.Password if self.is_secret else QLineEdit.EchoMode.Normal
        if self.value.echoMode() is not mode:
            self.value.setEchoMode(mode)


class HeaderRows(QWidget):
    """All headers of a provider.

    Signals:
        edited: The user has changed them.
        entered: The user has typed a secret value; the name of its header, and it.
    """

    edited = Signal()
    entered = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[_HeaderLine] = []
        self._told: tuple[tuple[str, str], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._error = Words("", HINT, "danger_text", self)
        self._error.hide()
        self.add = Button(self.tr("Add a header"), "link", self)
        self.add.setObjectName("provider_add_header")
        self.add.clicked.connect(self._add_by_hand)
        self._column.addWidget(self._error)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_headers(self, headers: tuple[tuple[str, str], ...]) -> None:
        """Show the headers of a provider."""
        for line in list(self._lines):
            self._drop(line)
        for name, value in headers:
            line = self._add()
            line.name.setText(name)
            line.value.setText(value)
        self._told = headers
        self._tell_wrong()

    def show_status(self, name: str, status: KeyStatus) -> None:
        """Show where the value of a secret header is."""
        for line in self._lines:
            if line.header[0] == name:
                line.show_status(status)

    def headers(self) -> tuple[tuple[str, str], ...]:
        """Return those that can be sent, without the values of secret ones."""
        return tuple(
            (line.header[0], "" if line.is_secret else line.header[1])
            for line in self._lines
            if line.header[0] and line.is_right
        )

    def finish(self) -> None:
        """Take what stands in the fields."""
        self._tell_wrong()
        if (headers := self.headers()) != self._told:
            renamed = {name for name, _ in headers} - {name for name, _ in self._told}
            self._told = headers
            for name in renamed:
                self.show_status(name, KeyStatus())
            self.edited.emit()
        for line in self._lines:
            if line.is_secret and line.is_right and line.value.text():
                self.entered.emit(line.header[0], line.take_secret())

    def check(self) -> bool:
        """Return whether all of them can be sent."""
        return all(line.is_right for line in self._lines if any(line.header))

    def _tell_wrong(self) -> None:
        for line in self._lines:
            mark_wrong(line.name, wrong=any(line.header) and not line.is_right)
        words = self.tr("A name has letters, digits and dashes; a value is one line of such text.")
        self._error.setText(words)
        self._error.setVisible(not self.check())

    def _add_by_hand(self) -> None:
        self._add().name.setFocus()

    def _add(self) -> _HeaderLine:
        line = _HeaderLine()
        line.edited.connect(self.finish)
        line.removal_wanted.connect(lambda: self._remove(line))
        self._column.insertWidget(len(self._lines), line)
        # Its layout would do so only later, and until then nothing in it takes the focus.
        line.show()
        fields: list[QWidget] = [line.name, line.value, line.remove, self.add]
        if self._lines:
            fields.insert(0, self._lines[-1].remove)
        for before, after in pairwise(fields):
            self.setTabOrder(before, after)
        self._lines.append(line)
        return line

    def _remove(self, line: _HeaderLine) -> None:
        self.add.setFocus()
        self._drop(line)
        self.finish()

    def _drop(self, line: _HeaderLine) -> None:
        self._lines.remove(line)
        self._column.removeWidget(line)
        # Its field may still lose the focus.
        line.blockSignals(True)  # noqa: FBT003 - Qt takes no names
        line.hide()
        line.deleteLater()
