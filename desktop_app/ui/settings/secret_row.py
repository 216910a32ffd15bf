"""The row of a secret: typed unseen, then shown as dots and what it ends in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from desktop_app.core.provider import KeyPlace, KeyStatus
from desktop_app.core.secret import Secret
from desktop_app.ui.buttons import Button
from desktop_app.ui.icons import paint_icon
from desktop_app.ui.overriding import override
from desktop_app.ui.settings.rows import Row, is_leaving
from desktop_app.ui.settings.words import Words, scaled
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import RADIUS_BUTTON, UI

_DOTS = "•" * 16
_SHORTEST_BOX = 120
_GAP = 8
_PATIENCE_MS = 250
"""Most key stores answer sooner; words that only flash by would be noise."""


class _KeptSecret(QWidget):
    """A box that looks like a field, with a lock, dots, and the end of the secret."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ending = ""
        self.setFixedHeight(scaled(30))
        self.setMinimumWidth(scaled(_SHORTEST_BOX))

    def show_ending(self, ending: str) -> None:
        """Show what the secret ends in."""
        self._ending = ending
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.control), 1))
        painter.setBrush(QColor(look.raised))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_BUTTON, RADIUS_BUTTON)
        lock = QRectF(10, 0, 16, 16)
        lock.moveTop((self.height() - lock.height()) / 2)
        paint_icon(painter, "lock", look.secondary, lock)
        inside = QRectF(self.rect()).adjusted(36, 0, -10, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(UI, mono=True))
        painter.setPen(QColor(look.text))
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, self._ending)
        wide = painter.fontMetrics().horizontalAdvance(f"{self._ending} ")
        painter.setPen(QColor(look.secondary))
        painter.setClipRect(inside.adjusted(0, 0, -wide, 0))
        painter.drawText(inside.adjusted(0, 0, -wide, 0), middle, _DOTS)
        painter.end()


class SecretField(QWidget):
    """Where a secret is typed, or stands, or is waited for.

    Signals:
        entered: The user has typed one; it is no longer in the field.
        refused: What is typed can't be one; why.
        removal_wanted: The user wants it to be forgotten.
        waiting_ended: The user no longer wants to wait for the key store.
        asking_wanted: The key store shall be asked again.
    """

    entered = Signal(object)
    refused = Signal(str)
    removal_wanted = Signal()
    waiting_ended = Signal()
    asking_wanted = Signal()

    def __init__(self, name: str, check: Callable[[str], str]) -> None:
        super().__init__()
        self._check = check
        self.line = QLineEdit(self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._keep = Button(self.tr("Cancel"), parent=self)
        self._box = _KeptSecret(self)
        self.replace = Button(self.tr("Replace…"), parent=self)
        self._remove = Button(self.tr("Remove"), "danger", self)
        self._told = Words("", UI, "secondary", self)
        self._stop = Button(self.tr("Cancel"), parent=self)
        self._again = Button(self.tr("Ask again"), parent=self)
        self._status = KeyStatus()
        self._below = False
        self._replacing = False
        self._waiting = False
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._timer.timeout.connect(self._tell_waiting)
        self._all_buttons = (self._keep, self._stop, self._again, self.replace, self._remove)
        for button in self._all_buttons:
            button.setAccessibleDescription(name)
        self._connect()
        self._lay_out()
        self.show_status(KeyStatus())

    @property
    def is_kept(self) -> bool:
        """Whether there is one."""
        return self._status.place is not KeyPlace.NONE

    @property
    def is_waiting(self) -> bool:
        """Whether the key store is waited for."""
        return self._waiting

    def show_status(self, status: KeyStatus) -> None:
        """Show that a secret is kept, or that there is none."""
        self._settle()
        self._status = status
        if self._replacing and (self.line.text() or self.line.hasFocus()):
            # What is being typed goes on; only what Cancel leads back to is another.
            self._show(self.line, *([self._keep] if self.is_kept else []))
            return
        self._replacing = False
        self._box.show_ending(status.ending)
        words = self.tr("Kept")
        if status.ending:
            words = self.tr("Kept; it ends in {ending}").format(ending=status.ending)
        self._box.setAccessibleName(words)
        if self.is_kept:
            self._show(self._box, self.replace, self._remove)
        else:
            self._show(self.line)

    def show_waiting(self) -> None:
        """Show that the key store is asked, once that takes a while."""
        self._status = KeyStatus()
        self._waiting = True
        self._told.setText("")
        if not self._replacing:
            self._show(self._told)
        self._timer.start()

    def show_unknown(self, words: str) -> None:
        """Say why it isn't known whether there is one."""
        self._settle()
        if self._replacing:
            return
        self._told.setText(words)
        self._show(self._told, self._again, self.replace)

    def begin(self) -> None:
        """Let the user type a secret, whatever there is now."""
        self._replacing = True
        self._show(self.line, self._keep)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_typing(self) -> None:
        """Drop what is typed, for another provider is shown."""
        self._replacing = False
        self.line.setText("")

    def cancel(self) -> bool:
        """End what is going on in here, and return whether there was anything."""
        if self._waiting and not self._replacing:
            self._give_up()
            return True
        if not self._replacing and not self.line.text():
            return False
        replaced = self._replacing
        had_focus = self.line.hasFocus() or self._keep.hasFocus()
        # Not `clear`, which keeps the text for an undo.
        self.line.setText("")
        self._replacing = False
        if self._waiting:
            self._show(self._told)
            self._tell_waiting()
        else:
            self.show_status(self._status)
        if had_focus and self.is_kept:
            self.replace.setFocus()
        return replaced

    def finish(self) -> None:
        """Hand over what is typed."""
        text = self.line.text().strip()
        if not text:
            return
        if wrong := self._check(text):
            self.refused.emit(wrong)
            return
        self._replacing = False
        self.line.setText("")
        self.entered.emit(Secret(text))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus() and is_leaving(event):
            # Whom it goes to is known only then.
            QTimer.singleShot(0, self, self._left)
        return False

    @override
    def minimumSizeHint(self) -> QSize:
        # Beside the box or below it: the buttons need not widen the form.
        return QSize(max(scaled(_SHORTEST_BOX), self._buttons_width()), super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def _buttons_width(self) -> int:
        widths = [each.sizeHint().width() for each in self._all_buttons if not each.isHidden()]
        return sum(widths) + _GAP * max(len(widths) - 1, 0)

    def _place_buttons(self) -> None:
        below = scaled(_SHORTEST_BOX) + _GAP + self._buttons_width() > self.width()
        if below != self._below:
            self._below = below
            self._grid.removeItem(self._buttons)
            self._grid.addLayout(self._buttons, int(below), 0 if below else 1)
            self._grid.setAlignment(self._buttons, Qt.AlignmentFlag.AlignLeft)

    def _left(self) -> None:
        if QApplication.focusWidget() not in (self.line, self._keep):
            self.finish()

    def _give_up(self) -> None:
        self._settle()
        self.waiting_ended.emit()
        self.show_unknown(self.tr("The key store was not waited for."))

    def _settle(self) -> None:
        self._waiting = False
        self._timer.stop()

    def _tell_waiting(self) -> None:
        if self._waiting and not self._replacing:
            self._told.setText(self.tr("Waiting for the key store…"))
            self._show(self._told, self._stop)

    def _show(self, *parts: QWidget) -> None:
        ours = (
            *(self.line, self._keep, self._box, self.replace),
            *(self._remove, self._told, self._stop, self._again),
        )
        for part in ours:
            part.setVisible(part in parts)
        self._place_buttons()
        self.updateGeometry()

    def _connect(self) -> None:
        self.line.installEventFilter(self)
        self._keep.installEventFilter(self)
        # A click on it must not first take the focus, and with it what is typed.
        self._keep.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.line.returnPressed.connect(self.finish)
        self._keep.clicked.connect(self.cancel)
        self.replace.clicked.connect(self.begin)
        self._remove.clicked.connect(self.removal_wanted)
        self._stop.clicked.connect(self._give_up)
        self._again.clicked.connect(self.asking_wanted)

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(_GAP)
        first = QHBoxLayout()
        first.setSpacing(_GAP)
        first.addWidget(self.line, 1)
        first.addWidget(self._box, 1)
        first.addWidget(self._told, 1)
        self._grid.addLayout(first, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._told.setMinimumHeight(scaled(30))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(_GAP)
        for button in self._all_buttons:
            self._buttons.addWidget(button)
        self._grid.addLayout(self._buttons, 0, 1)


class SecretRow(Row):
    """The row of a secret.

    Args:
        label: What it is called.
        part: Which of a provider's secrets it is, as the key store names them.
        check: Returns why a text can't be one, empty where it can.
    """

    def __init__(
        self, label: str, part: str = "", check: Callable[[str], str] | None = None
    ) -> None:
        self.part = part
        self.secret = SecretField(label, check or (lambda _text: ""))
        super().__init__(label, self.secret, self.secret.line)
        self.secret.refused.connect(self.set_error)
        self.secret.line.textChanged.connect(lambda: self.set_error(""))
