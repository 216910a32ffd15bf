"""What the model picker opens: a field to search in, the models, and what more can be done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from desktop_app.core.models import ModelInfo
from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.floating_card import FloatingCard, Shadow, go_around
from desktop_app.ui.chat.model_rows_view import ModelRowsView, is_pin_key, is_step_key
from desktop_app.ui.icons import icon
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours
from desktop_app.ui.tokens import LIST_ROW

_WIDTH = 600
_MARGIN = 8
_PADDING = 8
_LOWEST_LIST = 3 * LIST_ROW
_SHADOW = Shadow(reach=12, down=3, light=0.025, dark=0.10)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class PopupContent:
    """What the popup shows.

    Attributes:
        models: All there are.
        chosen: The one that answers.
        pinned: Those that stand first, by provider and id.
        providers: Remarks on providers, by their ids.
        engine_failed: Whether the local engine can be started again.
        own_file: Whether the engine serves another model than the built-in one.
    """

    models: Sequence[ModelInfo]
    chosen: ModelInfo
    pinned: Collection[tuple[str, str]] = ()
    providers: Mapping[str, str] = field(default_factory=dict)
    engine_failed: bool = False
    own_file: bool = False


class _Field(QLineEdit):
    """Where words are typed that a model is found by; other keys work in the list.

    Signals:
        step_wanted: A key that goes through the list was pressed.
        entered: Enter was pressed, outside of an input method's composition.
        pin_wanted: The current model is to be pinned, or not any more.
    """

    step_wanted = Signal(int)
    entered = Signal()
    pin_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._composing = False
        self._glass = QAction(self)
        self.setMaxLength(_LONGEST)
        self.setClearButtonEnabled(True)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._dress()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        in_text = key in (Qt.Key.Key_Home, Qt.Key.Key_End) and bool(self.text())
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._composing:
            self.entered.emit()
        elif is_pin_key(event):
            self.pin_wanted.emit()
        elif is_step_key(key) and plain and not in_text:
            self.step_wanted.emit(key)
        else:
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_glass"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        self._glass.setIcon(icon("search", colours().secondary))


class ModelPopup(QWidget):
    """Lies over the window, all but its card clear; a click beside the card closes it.

    Signals:
        picked: The model that shall answer.
        pin_wanted: The model that is to be pinned, or not any more.
        details_wanted: The model of which details are wanted.
        file_wanted: A GGUF is to be opened.
        built_in_wanted: The engine shall serve the built-in model again.
        retry_wanted: The engine shall try again.
        providers_wanted: Providers are to be set up.
        closed: It has closed.
    """

    picked = Signal(object)
    pin_wanted = Signal(object)
    details_wanted = Signal(object)
    file_wanted = Signal()
    built_in_wanted = Signal()
    retry_wanted = Signal()
    providers_wanted = Signal()
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("model_popup")
        self.setAccessibleName(self.tr("Choose a model"))
        self._anchor = QRect()
        self._content: PopupContent | None = None
        self._card = FloatingCard(self)
        self.field = _Field(self._card)
        self.field.setObjectName("model_search")
        self.field.setAccessibleName(self.tr("Search models"))
        self.field.setPlaceholderText(self.tr("Search models"))
        self.list = ModelRowsView(self._card)
        self._nothing = QLabel(self._card)
        self._nothing.setObjectName("model_search_remark")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._retry = self._button(
            "refresh", self.tr("Start the local engine again"), self.retry_wanted
        )
        self._file = self._button("plus", self.tr("Open a GGUF…"), self.file_wanted)
        self._built_in = self._button(
            "computer", self.tr("Use the built-in model"), self.built_in_wanted
        )
        self._providers = self._button(
            "server", self.tr("Set up providers…"), self.providers_wanted
        )
        self._lay_out()
        self._connect()
        self.hide()
        window.installEventFilter(self)

    def open_below(self, anchor: QWidget, content: PopupContent) -> None:
        """Show everything below what opened it, ready to be typed into."""
        corner = anchor.mapTo(self._window, QPoint(0, 0))
        self._anchor = QRect(corner, anchor.size())
        self.field.clear()
        self.show_content(content)
        self._go_to_chosen()
        self.show()
        self.raise_()
        self._place()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_content(self, content: PopupContent) -> None:
        """Show what is there now; what is searched for and where one is stays."""
        if content == self._content:
            return
        before, self._content = self._content, content
        current = self.list.current
        self.list.rows.show(content.models, content.pinned, content.providers)
        if before is None or content.models != before.models:
            self.list.measure()
        self.list.mark(content.chosen)
        self._retry.setVisible(content.engine_failed)
        self._built_in.setVisible(content.own_file)
        if current is not None:
            row = self.list.rows.row_of(current.provider, current.id)
            if row >= 0 and self.list.current != current:
                self.list.go_to(row)
        if self.list.current is None and self.isVisible():
            # What is searched for may have come only now.
            self._search(self.field.text())
        self._show_nothing()
        self._place()

    def close_popup(self) -> None:
        """Hide it, and give the focus away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    # How it works

    def _button(self, icon_name: str, words: str, signal: object) -> Button:
        button = Button(words, "flat", self._card, icon_name=icon_name)
        button.setStyleSheet("QPushButton { text-align: left; }")
        button.clicked.connect(self.close_popup)
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        line = QFrame(self._card)
        line.setObjectName("model_popup_line")
        line.setFixedHeight(1)
        rows = QVBoxLayout(self._card)
        rows.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        rows.setSpacing(6)
        rows.addWidget(self.field)
        rows.addWidget(self.list, 1)
        rows.addWidget(self._nothing, 1)
        rows.addWidget(line)
        feet = QVBoxLayout()
        feet.setSpacing(0)
        for button in (self._retry, self._file, self._built_in, self._providers):
            feet.addWidget(button)
        rows.addLayout(feet)
        self._line = line
        self._dress()

    def _connect(self) -> None:
        self.field.textChanged.connect(self._search)
        self.field.step_wanted.connect(self._step_into)
        self.field.entered.connect(self.list.pick_current)
        self.field.pin_wanted.connect(self.list.pin_current)
        self.list.typed.connect(self._type)
        self.list.left.connect(self.field.setFocus)
        self.list.picked.connect(self._pick)
        self.list.pin_wanted.connect(self.pin_wanted)
        self.list.menu_wanted.connect(self._open_menu)

    def _pick(self, model: ModelInfo) -> None:
        self.close_popup()
        self.picked.emit(model)

    def _search(self, text: str) -> None:
        self.list.rows.set_filter(text)
        shown = self.list.rows.shown
        if text.strip() and shown:
            self.list.go_to(shown[0])
        elif not text.strip():
            self._go_to_chosen()
        self._show_nothing()

    def _go_to_chosen(self) -> None:
        content, rows = self._content, self.list.rows
        if content is None:
            return
        row = rows.row_of(content.chosen.provider, content.chosen.id)
        if row >= 0 or rows.shown:
            self.list.go_to(row if row >= 0 else rows.shown[0])

    def _step_into(self, key: int) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        self.list.step(key)

    def _type(self, text: str) -> None:
        self.field.setFocus()
        if text:
            self.field.insert(text)
        else:
            self.field.backspace()

    def _open_menu(self, model: ModelInfo, place: QPoint) -> None:
        content = self._content
        pinned = content is not None and (model.provider, model.id) in content.pinned
        menu = QMenu(self)
        pin = menu.addAction(self.tr("Don't pin") if pinned else self.tr("Pin"))
        pin.triggered.connect(lambda: self.pin_wanted.emit(model))
        details = menu.addAction(self.tr("Details and corrections…"))
        details.triggered.connect(lambda: self.details_wanted.emit(model))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _show_nothing(self) -> None:
        nothing = not self.list.rows.shown
        found = self.tr("No model matches.") if self.field.text().strip() else ""
        self._nothing.setText(found or self.tr("No provider has listed a model yet."))
        self._nothing.setVisible(nothing)
        self.list.setVisible(not nothing)

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        width = min(_WIDTH, self.width() - 2 * _MARGIN)
        left = max(_MARGIN, min(self._anchor.left(), self.width() - width - _MARGIN))
        top = self._anchor.bottom() + 5
        rows = max(self.list.rows.rowCount() * LIST_ROW, _LOWEST_LIST)
        around = self._card.sizeHint().height() - self._shown_part().sizeHint().height()
        height = min(around + rows, self.height() - top - _MARGIN)
        self._card.setGeometry(left, top, width, height)
        self.update()

    def _shown_part(self) -> QWidget:
        return self.list if self._nothing.isHidden() else self._nothing

    def _dress(self) -> None:
        self._line.setStyleSheet(f"background: {colours().border}; border: none;")
        self._nothing.setStyleSheet(f"color: {colours().secondary};")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_line"):
            self._dress()
        super().changeEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
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
            self.close_popup()
        else:
            # Nothing that lies below is meant.
            event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_popup()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        # The focus goes around in here.
        buttons = (self._retry, self._file, self._built_in, self._providers)
        parts = (self.field, self.list, *buttons)
        return go_around(parts, forward=next) or super().focusNextPrevChild(next)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _SHADOW.paint(self, self._card)


def _is_ours(event: QKeyEvent) -> bool:
    """Whether a key works here, whatever it does in the rest of the window."""
    return event.key() == Qt.Key.Key_Escape or is_pin_key(event)
