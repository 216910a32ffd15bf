"""The tags above the list: each filters by itself, and takes the conversations dropped on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.chat.conversation_rows import MIME
from desktop_app.ui.escaping import is_esc_for_me
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, RADIUS_BUTTON
from desktop_app.ui.wrapping_row import WrappingRow

LONGEST = 40
"""Characters of a tag."""

_GAP = 4
_SIDE = 8
_HEIGHT = 24
_WIDEST = 180
_LINES = 3
# The chips paint themselves, and are lower than buttons.
_STYLE = """
QScrollArea, #tags_page { background: transparent; }
QPushButton { min-height: 0; padding: 0; }
"""


class TagChip(QPushButton):
    """One tag, or what makes a new one.

    Signals:
        dropped: The ids of the conversations that were dropped on it.
        menu_wanted: What can be done with it is asked for, at a point of the screen.
    """

    dropped = Signal(list)
    menu_wanted = Signal(QPoint)

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "chip")
        self.setAcceptDrops(True)
        self.setAutoDefault(False)
        self.setToolTip(text.replace("<", "‹"))
        self._hit = False

    @override
    def sizeHint(self) -> QSize:
        lettering = QFontMetrics(font(HINT))
        width = lettering.horizontalAdvance(self.text()) + 2 * _SIDE + 2
        return QSize(min(width, _WIDEST), max(_HEIGHT, lettering.height() + 6))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked() or self._hit
        painter.setPen(QColor(look.accent if self._hit else look.outline))
        ground = look.accent_soft if chosen else look.hover if self.underMouse() else look.raised
        painter.setBrush(QColor(ground))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_BUTTON, RADIUS_BUTTON)
        painter.setFont(font(HINT))
        painter.setPen(QColor(look.link if chosen else look.secondary))
        room = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()
            self._show_hit(hit=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_hit(hit=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._show_hit(hit=False)
        event.acceptProposedAction()
        self.dropped.emit(bytes(event.mimeData().data(MIME).data()).decode().split("\n"))

    def _show_hit(self, *, hit: bool) -> None:
        self._hit = hit
        self.update()


class _NameField(QLineEdit):
    """Where a tag is named; Enter takes it, Esc leaves it.

    Signals:
        left: It is not to be named after all.
    """

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tag_field")
        self.setMaxLength(LONGEST)
        self.setFixedWidth(_WIDEST)
        self.setStyleSheet("QLineEdit { min-height: 22px; padding: 0 8px; }")
        self.hide()

    @override
    def event(self, event: QEvent) -> bool:
        if is_esc_for_me(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TagStrip(QScrollArea):
    """Is seen where there are tags, while conversations are dragged, and while one is named.

    Signals:
        chosen: The list is to be filtered by a tag; empty for not any more.
        dropped: Conversations were dropped on a tag: it, and their ids.
        new_wanted: Conversations were dropped on what makes a new tag: their ids.
        menu_wanted: What can be done with a tag is asked for: it, and a point of the screen.
    """

    chosen = Signal(str)
    dropped = Signal(str, list)
    new_wanted = Signal(list)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tags")
        self.setAccessibleName(self.tr("Tags"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(_STYLE)
        self._page = page = QWidget()
        page.setObjectName("tags_page")
        self._chips: dict[str, TagChip] = {}
        self._new = TagChip(self.tr("New tag…"), page)
        self._new.setObjectName("new_tag")
        self._new.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._new.dropped.connect(self.new_wanted)
        self._new.hide()
        self.field = _NameField(page)
        self.field.returnPressed.connect(self._named)
        self.field.left.connect(self._close_field)
        self._then: Callable[[str], None] | None = None
        self._row = WrappingRow(_GAP)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._row)
        self.setWidget(page)
        self._lay_out()

    def show_tags(self, tags: Iterable[str], chosen: str) -> None:
        """Show all tags there are, and by which the list is filtered; empty for none."""
        tags = list(tags)
        if tags != list(self._chips):
            for chip in self._chips.values():
                chip.hide()
                chip.deleteLater()
            self._chips = {tag: self._chip(tag) for tag in tags}
            self._lay_out()
        for tag, chip in self._chips.items():
            chip.setChecked(tag == chosen)

    def set_dragging(self, dragging: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Show also what makes a new tag, while something is dragged that can be dropped."""
        self._new.setVisible(dragging)
        self._lay_out()

    def ask(self, words: str, name: str, then: Callable[[str], None]) -> None:
        """Let the user name a tag.

        Args:
            words: What it is for, to be seen in the empty field and heard.
            name: What it is called so far.
            then: Is given the name, if there is one.
        """
        self._then = then
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.field.setText(name)
        self.field.selectAll()
        self.field.show()
        self._lay_out()
        self.field.setFocus()

    def chip(self, tag: str) -> TagChip:
        """Return the part that stands for a tag."""
        return self._chips[tag]

    def _chip(self, tag: str) -> TagChip:
        chip = TagChip(tag, self._page)
        chip.setCheckable(True)
        chip.setAccessibleName(self.tr("Tag {name}").format(name=tag))
        chip.clicked.connect(lambda on: self.chosen.emit(tag if on else ""))
        chip.dropped.connect(lambda ids: self.dropped.emit(tag, ids))
        chip.menu_wanted.connect(lambda place: self.menu_wanted.emit(tag, place))
        chip.show()
        return chip

    def _named(self) -> None:
        name, then = " ".join(self.field.text().split()), self._then
        self._close_field()
        if name and then is not None:
            then(name)

    def _close_field(self) -> None:
        self._then = None
        if self.field.hasFocus():
            self.focusNextChild()
        self.field.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        while self._row.takeAt(0) is not None:
            pass
        shown = [*self._chips.values(), self._new, self.field]
        for part in (each for each in shown if not each.isHidden()):
            self._row.addWidget(part)
        self.setVisible(self._row.count() > 0)
        self._fit()

    def _fit(self) -> None:
        line = max(self._new.sizeHint().height(), self.field.sizeHint().height() * bool(self._then))
        needed = self._row.heightForWidth(max(self.viewport().width(), 1))
        self.setFixedHeight(min(needed, _LINES * (line + _GAP)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
