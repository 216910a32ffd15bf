"""The column of all providers, and what else could be added to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.provider_presets import Preset
from desktop_app.ui.buttons import Button
from desktop_app.ui.overriding import override
from desktop_app.ui.settings.list_rows import ID, RowsList
from desktop_app.ui.settings.words import quiet, section
from desktop_app.ui.theme import colours


class ProviderColumn(QWidget):
    """A list, a button that begins a new provider, and servers found on this computer.

    Signals:
        chosen: Another provider is to be shown; its id.
        opened: The one that is chosen is to be changed, by Enter or a click.
        removal_wanted: The one that is chosen is to be removed.
        adding_wanted: A new one is to be set up.
        found_one_wanted: A `Preset` that was found is to be added.
    """

    chosen = Signal(str)
    opened = Signal()
    removal_wanted = Signal()
    adding_wanted = Signal()
    found_one_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.list = RowsList(self.tr("Providers"))
        self.list.setObjectName("provider_list")
        self.list.installEventFilter(self)
        self.add = Button(self.tr("Add a provider"), "link", icon_name="plus")
        self.add.setObjectName("provider_new")
        self._found = QWidget()
        self._found.hide()
        self._found_column = QGridLayout(self._found)
        self._found_column.setContentsMargins(10, 14, 6, 0)
        self._found_column.setSpacing(4)
        self._found_column.setColumnStretch(0, 1)
        self._lay_out()
        self.list.currentItemChanged.connect(self._changed)
        self.list.itemClicked.connect(lambda _item: self.opened.emit())
        self.list.itemActivated.connect(lambda _item: self.opened.emit())
        self.add.clicked.connect(self.adding_wanted)

    def show_rows(self, rows: Sequence[tuple[str, str, str]], current: str) -> None:
        """Show the providers.

        Args:
            rows: Of each its id, icon and name.
            current: The id of the one that is chosen.
        """
        blocked = self.list.blockSignals(True)  # noqa: FBT003 - Qt takes no names
        self.list.clear()
        for row in rows:
            self.list.add_row(*row)
        self.list.blockSignals(blocked)
        self.choose(current)

    def choose(self, provider_id: str) -> None:
        """Show which provider is chosen, without telling so."""
        blocked = self.list.blockSignals(True)  # noqa: FBT003 - Qt takes no names
        item = self.list.item_of(provider_id)
        if item is not None:
            self.list.setCurrentItem(item)
        self.list.blockSignals(blocked)
        self._bring()

    def tell_state(self, provider_id: str, state: str, colour: str) -> None:
        """Show the state of a provider in a colour of the palette."""
        item = self.list.item_of(provider_id)
        if item is not None:
            self.list.tell_state(item, state, colour)

    def show_found(self, presets: Sequence[Preset]) -> None:
        """Offer servers that answer on this computer."""
        while (entry := self._found_column.takeAt(0)) is not None:
            if widget := entry.widget():
                widget.hide()
                widget.deleteLater()
        before: QWidget = self.add
        for each in presets:
            words = self.tr("{name} answers on this computer").format(name=each.name)
            row = self._found_column.rowCount()
            self._found_column.addWidget(quiet(words), row, 0)
            button = Button(self.tr("Add"), "link")
            button.setAccessibleName(self.tr("Add {name}").format(name=each.name))
            button.clicked.connect(lambda _on=False, each=each: self.found_one_wanted.emit(each))
            self._found_column.addWidget(button, row, 1, Qt.AlignmentFlag.AlignTop)
            self.setTabOrder(before, button)
            before = button
        self._found.setVisible(bool(presets))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete:
                self.removal_wanted.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit()
                return True
        return False

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._bring()
            self.chosen.emit(str(item.data(ID)))

    def _bring(self) -> None:
        area = (
            self.list.visualItemRect(self.list.currentItem()) if self.list.currentItem() else None
        )
        if area is not None:
            middle = self.list.mapTo(self._inside, area.center())
            self._scroll.ensureVisible(middle.x(), middle.y(), 0, area.height())

    def _lay_out(self) -> None:
        self._inside = QWidget()
        self._inside.setAutoFillBackground(False)
        rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(8, 20, 8, 16)
        rows.setSpacing(4)
        head = section(self.tr("Providers"))
        head.setContentsMargins(10, 0, 10, 4)
        rows.addWidget(head)
        rows.addWidget(self.list)
        rows.addSpacing(4)
        rows.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._found)
        rows.addStretch(1)
        self._scroll = scrolled(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.addWidget(self._scroll)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(colours().border))
        painter.end()


def scrolled(inside: QWidget) -> QScrollArea:
    """Return a place in which something scrolls up and down."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # Its parts are reached by Tab; the area itself has nothing to be told.
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inside)
    inside.setAutoFillBackground(False)
    scroll.viewport().setAutoFillBackground(False)
    return scroll
