"""The list itself: rows of two heights, laid out by counting, so that any number costs the same."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from desktop_app.core.listed import Listed
from desktop_app.ui.chat.conversation_rows import ConversationRows
from desktop_app.ui.chat.list_keys import act_of
from desktop_app.ui.chat.row_painter import (
    RowState,
    TitleEditing,
    paint_head,
    paint_row,
)
from desktop_app.ui.chat.row_places import RowPlaces
from desktop_app.ui.chat.staying_put import StayingPut
from desktop_app.ui.overriding import override
from desktop_app.ui.tokens import LIST_ROW

Index = QModelIndex | QPersistentModelIndex
Cursor = QAbstractItemView.CursorAction
Flag = QItemSelectionModel.SelectionFlag


class ConversationRowsView(QListView):
    """Shows `ConversationRows`; where each stands is counted, and never asked row by row.

    What changes above what is seen moves nothing on the screen.

    Signals:
        opened: The user opens a conversation.
        acted: The user presses the key of something that is done with what is selected.
        menu_wanted: The user asks what can be done, at a point of the screen.
        typed: The user types words, which are meant for the filter.
        dragging: Conversations are being dragged, or not any more.
    """

    opened = Signal(str)
    acted = Signal(str)
    menu_wanted = Signal(QPoint)
    typed = Signal(str)
    dragging = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = ConversationRows(self)
        self.shown = ""
        self._hovered = -1
        self._plain = True
        self.places = RowPlaces(self.rows)
        self.setObjectName("conversation_list")
        self.setAccessibleName(self.tr("Conversations"))
        self.setModel(self.rows)
        self.setItemDelegate(TitleEditing(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; outline: none; }")
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._clicked)
        StayingPut(self)

    # What is selected

    @property
    def selected(self) -> list[Listed]:
        """The conversations that are selected, from the top."""
        selection = self.selectionModel().selection()
        parts = [selection.at(number) for number in range(selection.count())]
        ranges = sorted((each.top(), each.bottom()) for each in parts)
        return [each for first, last in ranges for each in self.rows.between(first, last)]

    def select(self, conversations: list[str], current: str) -> None:
        """Select conversations, those of them that are in the list.

        Args:
            conversations: Their ids.
            current: The id of the one where the keys work.
        """
        chosen = QItemSelection()
        for name in conversations:
            if (row := self.rows.row_of(name)) >= 0:
                chosen.select(self.rows.index(row), self.rows.index(row))
        row = self.rows.row_of(current)
        index = self.rows.index(row) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, Flag.NoUpdate)
        self.selectionModel().select(chosen, Flag.ClearAndSelect)

    @property
    def current(self) -> str:
        """The id of the conversation where the keys work, empty for none."""
        listed = self.rows.at(self.currentIndex().row())
        return "" if listed is None else listed.id

    @property
    def is_editing(self) -> bool:
        """Whether a title is being changed."""
        return self.state() == QListView.State.EditingState

    # Where everything stands

    @property
    def visible_rows(self) -> range:
        """The rows that are seen, in part at least."""
        if not self.rows.rowCount():
            return range(0)
        offset = self.verticalOffset()
        last = self.places.row_at(offset + self.viewport().height() - 1)
        return range(self.places.row_at(offset), last + 1)

    @override
    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= self.rows.rowCount():
            return QRect()
        top = self.places.top(index.row()) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self.places.height(index.row()))

    @override
    def indexAt(self, p: QPoint) -> QModelIndex:
        place = p.y() + self.verticalOffset()
        if not 0 <= place < self.places.whole or not 0 <= p.x() < self.viewport().width():
            return QModelIndex()
        return self.rows.index(self.places.row_at(place))

    @override
    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    @override
    def horizontalOffset(self) -> int:
        return 0

    @override
    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    @override
    def updateGeometries(self) -> None:
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setSingleStep(LIST_ROW)
        bar.setPageStep(height)
        bar.setRange(0, max(0, self.places.whole - height))
        QAbstractItemView.updateGeometries(self)

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if not index.isValid():
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        row = index.row()
        # The head above the first conversation of a section is seen with it.
        top = self.places.top(row - 1 if row and self.rows.at(row - 1) is None else row)
        bottom = self.places.top(row) + self.places.height(row)
        if hint == QAbstractItemView.ScrollHint.PositionAtTop or top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + height:
            bar.setValue(bottom - height)

    @override
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    # What the user does

    @override
    def moveCursor(self, cursorAction: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = self.rows.rowCount()
        if not count:
            return QModelIndex()
        row = self.currentIndex().row()
        page = max(self.viewport().height() - LIST_ROW, LIST_ROW)
        steps = {
            Cursor.MoveUp: (row - 1, -1),
            Cursor.MovePrevious: (row - 1, -1),
            Cursor.MoveDown: (row + 1, 1),
            Cursor.MoveNext: (row + 1, 1),
            Cursor.MoveHome: (0, 1),
            Cursor.MoveEnd: (count - 1, -1),
        }
        if cursorAction in steps:
            goal, step = steps[cursorAction]
        elif cursorAction in (Cursor.MovePageUp, Cursor.MovePageDown):
            step = 1 if cursorAction == Cursor.MovePageDown else -1
            goal = self.places.row_at(max(0, self.places.top(max(row, 0)) + step * page))
        else:
            return self.currentIndex()
        return self._nearest(min(max(goal, 0), count - 1), step)

    def _nearest(self, row: int, step: int) -> QModelIndex:
        """Return the next conversation from a row on, or else the one before it."""
        for way in (step, -step):
            at = row
            while 0 <= at < self.rows.rowCount():
                if self.rows.at(at) is not None:
                    return self.rows.index(at)
                at += way
        return QModelIndex()

    @override
    def setSelection(self, rect: QRect, command: Flag) -> None:
        selection = QItemSelection()
        top = rect.normalized().top() + self.verticalOffset()
        bottom = rect.normalized().bottom() + self.verticalOffset()
        if self.rows.rowCount() and bottom >= 0 and top < self.places.whole:
            first, last = self.places.row_at(max(top, 0)), self.places.row_at(bottom)
            selection.select(self.rows.index(first), self.rows.index(last))
        self.selectionModel().select(selection, command)

    def _clicked(self, index: QModelIndex) -> None:
        if self._plain:
            self._open(index)

    def _open(self, index: Index) -> None:
        listed = self.rows.at(index.row())
        if listed is not None:
            self.opened.emit(listed.id)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        chosen = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        self._plain = not event.modifiers() & chosen
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = act_of(event)
        if act == "open" or event.key() == Qt.Key.Key_Enter:
            self._open(self.currentIndex())
        elif act == "rename":
            self.edit(self.currentIndex())
        elif act is not None:
            self.acted.emit(act)
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        self.typed.emit(search)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            act = act_of(event)
            if act is not None and not self.is_editing:
                event.accept()
                return True
        return super().event(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(row.center())
        self.menu_wanted.emit(place)

    @override
    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        self.dragging.emit(True)  # noqa: FBT003 - the value of a signal
        super().startDrag(Qt.DropAction.CopyAction)
        self.dragging.emit(False)  # noqa: FBT003

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self.viewport().underMouse():
            self._hover(self.viewport().mapFromGlobal(QCursor.pos()))

    def _hover(self, place: QPoint) -> None:
        row = self.indexAt(place).row()
        if row != self._hovered:
            for each in (self._hovered, row):
                if each >= 0:
                    self.update(self.rows.index(each))
            self._hovered = row

    # How it looks

    @property
    def _shows_ring(self) -> bool:
        by_key = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return by_key and self.hasFocus()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        count = self.rows.rowCount()
        if not count:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset, width = self.verticalOffset(), self.viewport().width()
        row = self.places.row_at(event.rect().top() + offset)
        top = self.places.top(row) - offset
        current = self.currentIndex().row() if self._shows_ring else -1
        while row < count and top <= event.rect().bottom():
            height = self.places.height(row)
            self._paint(painter, row, QRect(0, top, width, height), ringed=row == current)
            row, top = row + 1, top + height
        painter.end()

    def _paint(self, painter: QPainter, row: int, area: QRect, *, ringed: bool) -> None:
        listed, index = self.rows.at(row), self.rows.index(row)
        if listed is None:
            paint_head(painter, area, str(index.data()))
            return
        state = RowState(
            selected=self.selectionModel().isSelected(index),
            shown=listed.id == self.shown,
            hovered=row == self._hovered,
            ringed=ringed,
            writing=listed.id in self.rows.writing,
        )
        paint_row(painter, area, listed, self.rows.title(listed), state)
