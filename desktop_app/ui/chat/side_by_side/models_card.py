"""The card on which two or three models are ticked that shall answer the same question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.models import ModelInfo
from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.floating_card import FloatingCard, Shadow, go_around
from desktop_app.ui.chat.model_rows_view import ModelRowsView, is_step_key
from desktop_app.ui.chat.side_by_side.models_button import MOST
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CARD_TITLE, HINT, LIST_ROW

_WIDTH = 480
_TALLEST = 460
_MARGIN = 8
_PADDING = 12
_SHADOW = Shadow(reach=12, down=3, light=0.025, dark=0.10)
_LONGEST = 200
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Field(QLineEdit):
    """Where words are typed that a model is found by; Up and Down go through the list.

    Signals:
        step_wanted: A key that goes through the list was pressed.
        entered: Enter was pressed.
    """

    step_wanted = Signal(int)
    entered = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif key in _ENTER:
            self.entered.emit()
        elif is_step_key(key) and key not in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.step_wanted.emit(key)
        else:
            super().keyPressEvent(event)


class ModelsCard(QWidget):
    """Lies over the window, all but its card clear; a click beside the card closes it.

    Signals:
        accepted: These models shall be asked.
        closed: It has closed.
    """

    accepted = Signal(object)
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._anchor = QRect()
        self.ticked: list[ModelInfo] = []
        self.setObjectName("models_card")
        self.setAccessibleName(self.tr("Ask several models"))
        self._card = FloatingCard(self)
        self._title = QLabel(self.tr("Ask several models"), self._card)
        self._title.setFont(font(CARD_TITLE))
        self._about = QLabel(
            self.tr("Tick two or three. Each answers your next message, side by side."), self._card
        )
        self._about.setWordWrap(True)
        self.field = _Field(self._card)
        self.field.setObjectName("models_search")
        self.field.setMaxLength(_LONGEST)
        self.field.setAccessibleName(self.tr("Search models"))
        self.field.setPlaceholderText(self.tr("Search models"))
        self.list = ModelRowsView(self._card)
        self._words = QLabel(self._card)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self.one = Button(self.tr("Ask one model"), "flat", self._card)
        self.ask = Button(self.tr("Ask these"), "primary", self._card)
        self.ask.setObjectName("ask_these")
        for label in (self._about, self._words):
            label.setFont(font(HINT))
        self._lay_out()
        self._connect()
        self.hide()
        window.installEventFilter(self)

    def open_above(
        self,
        anchor: QWidget,
        models: Sequence[ModelInfo],
        pinned: Sequence[tuple[str, str]],
        ticked: Sequence[ModelInfo],
    ) -> None:
        """Show the models above what opened the card, some of them ticked already."""
        self._anchor = QRect(anchor.mapTo(self._window, QPoint(0, 0)), anchor.size())
        self.field.clear()
        self.list.rows.show(models, pinned, {})
        self.list.measure()
        self.ticked = list(ticked)[:MOST]
        self._show_ticked()
        if self.list.rows.shown:
            self.list.go_to(self.list.rows.shown[0])
        self.show()
        self.raise_()
        self._place()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def toggle(self, model: ModelInfo) -> None:
        """Tick a model, or tick it no more; a fourth one is not ticked."""
        key = (model.provider, model.id)
        others = [each for each in self.ticked if (each.provider, each.id) != key]
        if len(others) < len(self.ticked):
            self.ticked = others
        elif len(others) < MOST:
            self.ticked = [*others, model]
        self._show_ticked()
        if QAccessible.isActive():
            words = self._words.text()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.list, words))

    def close_card(self) -> None:
        """Hide it, and give the focus away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    # How it works

    def _accept(self) -> None:
        if self.ask.isEnabled():
            self.close_card()
            self.accepted.emit(list(self.ticked))

    def _ask_one(self) -> None:
        self.close_card()
        self.accepted.emit([])

    def _show_ticked(self) -> None:
        names = ", ".join(model.name for model in self.ticked)
        self._words.setText(
            self.tr("Ticked: {names}").format(names=names) if names else self.tr("None ticked yet")
        )
        self.ask.setEnabled(len(self.ticked) > 1)
        self.list.mark(*self.ticked)

    def _lay_out(self) -> None:
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addWidget(self.one)
        feet.addStretch(1)
        feet.addWidget(self.ask)
        rows = QVBoxLayout(self._card)
        rows.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        rows.setSpacing(8)
        for part in (self._title, self._about, self.field):
            rows.addWidget(part)
        rows.addWidget(self.list, 1)
        rows.addWidget(self._words)
        rows.addLayout(feet)
        self._dress()

    def _connect(self) -> None:
        self.field.textChanged.connect(self._search)
        self.field.step_wanted.connect(self._step_into)
        self.field.entered.connect(self.list.pick_current)
        self.list.typed.connect(self._type)
        self.list.left.connect(self.field.setFocus)
        self.list.picked.connect(self.toggle)
        self.one.clicked.connect(self._ask_one)
        self.ask.clicked.connect(self._accept)

    def _search(self, text: str) -> None:
        self.list.rows.set_filter(text)
        if self.list.rows.shown:
            self.list.go_to(self.list.rows.shown[0])

    def _step_into(self, key: int) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        self.list.step(key)

    def _type(self, text: str) -> None:
        self.field.setFocus()
        if text:
            self.field.insert(text)
        else:
            self.field.backspace()

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        width = min(_WIDTH, self.width() - 2 * _MARGIN)
        around = self._card.sizeHint().height() - self.list.sizeHint().height()
        height = min(around + max(self.list.rows.rowCount(), 3) * LIST_ROW, _TALLEST)
        bottom = self._anchor.top() - 6
        height = min(height, bottom - _MARGIN)
        left = max(_MARGIN, min(self._anchor.left(), self.width() - width - _MARGIN))
        self._card.setGeometry(left, bottom - height, width, height)
        self.update()

    def _dress(self) -> None:
        for label in (self._about, self._words):
            label.setStyleSheet(f"color: {colours().secondary};")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "one"):
            self._dress()
        super().changeEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            # What it stands above has gone elsewhere.
            self.close_card()
        return False

    @override
    def event(self, event: QEvent) -> bool:
        overriding = event.type() == QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        elif _is_ours(event):
            self._accept()
        else:
            # Nothing that lies below is meant.
            event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_card()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        # The focus goes around in here.
        parts = (self.field, self.list, self.one, self.ask)
        return go_around(parts, forward=next) or super().focusNextPrevChild(next)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _SHADOW.paint(self, self._card)


def _is_ours(event: QKeyEvent) -> bool:
    """Whether a key works here, whatever it does in the rest of the window."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() == Qt.Key.Key_Escape or (control and event.key() in _ENTER)
