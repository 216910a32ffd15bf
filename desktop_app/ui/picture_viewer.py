"""A picture, large, over the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, QStandardPaths, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QWidget,
)
from shiboken6 import isValid

from desktop_app.core.errors import AppError, InputError
from desktop_app.ui import pictures
from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.notices import Notice
from desktop_app.ui.overriding import override
from desktop_app.ui.picture_canvas import STEP, PictureCanvas
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CARD_TITLE, HINT, NARROW, RADIUS_CARD

_LONGEST = 6000
_HALVE_ABOVE = 800
_BAR = 44
_MARGIN = 24
_NARROW_MARGIN = 8
_PADDING = 16
_NOTICE = 520
_NOTICE_GAP = 12
_FILE = "picture.png"
_SCRIM = {False: ("#1D2220", 0.28), True: ("#08090A", 0.62)}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class PictureViewer(QDialog):
    """Shows one picture over the whole window, zooms and moves it, and saves it as a file.

    It lies in the window, not on it: no window manager places it, and it needs no compositor. It
    keeps keys and focus to itself as a modal window would, and is deleted when it is closed.
    """

    def __init__(self, image: QImage, alt: str, data: bytes, tasks: Tasks, parent: QWidget) -> None:
        """Make it ready; `open` shows it.

        Args:
            image: The picture as it is shown elsewhere, maybe a smaller copy.
            alt: The words in its place; may be empty.
            data: The file of the picture, from which it is shown sharper and saved.
            tasks: What runs the reading and writing of files.
            parent: The viewer covers the window that this stands in.
        """
        super().__init__(parent.window())
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("picture_viewer")
        self._image = image
        self._data = data
        self._tasks = tasks
        self._title = " ".join(alt.split()) or self.tr("Picture")
        self._before: QWidget | None = None
        self._notice: Notice | None = None
        self._card = QRect()
        self.setAccessibleName(self._title)
        self.setWindowTitle(self._title)
        self._canvas = PictureCanvas(image, _size(data, image), self)
        self._canvas.setAccessibleName(self._title)
        self._foot = QWidget(self)
        self._percent = QLabel(self._foot)
        self._add_buttons()
        self._lay_out_foot()
        self._canvas.zoomed.connect(self._show_zoom)
        self.finished.connect(self.deleteLater)
        self.window().installEventFilter(self)
        self._dress()

    @override
    def open(self) -> None:
        for other in self.window().findChildren(PictureViewer):
            # A double click on a thumbnail asks twice.
            if other is not self and other.isVisible():
                other.reject()
        self._before = QApplication.focusWidget()
        self.setGeometry(self.window().rect())
        super().open()
        self.raise_()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_zoom()
        self._tasks.start(self._sharpen())

    @override
    def done(self, result: int) -> None:
        # Before it hides: Qt would hand the focus to whatever comes next.
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        super().done(result)

    def _add_buttons(self) -> None:
        foot = self._foot
        self._zoom_out = icon_button("zoom-out", self.tr("Zoom out"), foot)
        self._zoom_in = icon_button("zoom-in", self.tr("Zoom in"), foot)
        self._fit = Button(self.tr("Fit"), "plain", foot)
        self._fit.setToolTip(self.tr("Show the whole picture"))
        self._save = Button(self.tr("Save as…"), "plain", foot, icon_name="save")
        self._close = icon_button("close", self.tr("Close"), self)
        for button, name, run in (
            (self._zoom_out, "picture_zoom_out", lambda: self._canvas.zoom(1 / STEP)),
            (self._zoom_in, "picture_zoom_in", lambda: self._canvas.zoom(STEP)),
            (self._fit, "picture_fit", self._canvas.fit),
            (self._save, "picture_save", self._ask_where),
            (self._close, "picture_close", self.reject),
        ):
            button.setObjectName(name)
            button.clicked.connect(run)
            button.installEventFilter(self)

    def _lay_out_foot(self) -> None:
        line = QHBoxLayout(self._foot)
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(2)
        line.addWidget(self._zoom_out)
        line.addWidget(self._percent)
        line.addWidget(self._zoom_in)
        line.addSpacing(6)
        line.addWidget(self._fit)
        line.addStretch(1)
        line.addWidget(self._save)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)

    async def _sharpen(self) -> None:
        """Show the picture from its file: in its full size, and well made smaller."""
        import asyncio

        levels = await asyncio.to_thread(_levels, self._data, self._image)
        if self._is_open():
            self._canvas.show_levels(levels)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the picture"))
        dialog.setObjectName("picture_save_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Pictures (*.png *.jpg *.jpeg)"))
        dialog.setDefaultSuffix("png")
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog.setDirectory(folder)
        dialog.selectFile(_FILE)
        dialog.fileSelected.connect(lambda path: self._save_as(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save_as(self, path: Path) -> None:
        self._close_notice()
        self._enable(self._save, enabled=False)
        self._tasks.start(self._write(path))

    async def _write(self, path: Path) -> None:
        import asyncio

        try:
            await asyncio.to_thread(pictures.save, self._data, path)
        except AppError as error:
            if not self._is_open():
                raise
            self._show_notice(error)
        finally:
            if self._is_open():
                self._enable(self._save, enabled=True)

    def _is_open(self) -> bool:
        return isValid(self) and self.isVisible()

    def _show_notice(self, error: AppError) -> None:
        self._notice = Notice(error, [], "warning", self, closable=True)
        self._notice.setObjectName("picture_notice")
        self._notice.resized.connect(self._place_notice)
        self._notice.dismissed.connect(self._close_notice)
        self._notice.show()
        self._place_notice()

    def _close_notice(self) -> None:
        if self._notice is None:
            return
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._notice.hide()
        self._notice.deleteLater()
        self._notice = None

    def _show_zoom(self) -> None:
        self._percent.setText(self.tr("{percent} %").format(percent=self._canvas.percent))
        self._enable(self._zoom_in, enabled=self._canvas.can_zoom_in)
        self._enable(self._zoom_out, enabled=self._canvas.can_zoom_out)

    def _enable(self, button: Button, *, enabled: bool) -> None:
        if not enabled and button.hasFocus():
            # Qt would hand it to the next button, where Space does something else.
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        button.setEnabled(enabled)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        margin = _NARROW_MARGIN if self.width() < NARROW else _MARGIN
        card = self._card = self.rect().adjusted(margin, margin, -margin, -margin)
        inner = card.adjusted(1, _BAR, -1, -_BAR)
        self._canvas.setGeometry(inner)
        self._foot.setGeometry(card.left(), inner.bottom() + 1, card.width(), _BAR)
        size = self._close.sizeHint()
        gap = (_BAR - size.height()) // 2
        self._close.setGeometry(
            QRect(card.right() + 1 - gap - size.width(), card.top() + gap, *size.toTuple())
        )
        self._place_notice()

    def _place_notice(self) -> None:
        if self._notice is None:
            return
        room = self._canvas.geometry()
        width = min(_NOTICE, room.width() - 2 * _NOTICE_GAP)
        height = self._notice.height_for(width)
        left = room.left() + (room.width() - width) // 2
        top = room.bottom() + 1 - _NOTICE_GAP - height
        self._notice.setGeometry(left, max(top, room.top()), width, height)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QAbstractButton):
            return isinstance(event, QKeyEvent) and self._pressed_on(watched, event)
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.window().rect())
        return False

    def _pressed_on(self, button: QAbstractButton, event: QKeyEvent) -> bool:
        """Let arrow keys move the picture wherever the focus is, and Enter press a button."""
        if event.type() != QEvent.Type.KeyPress or event.key() not in (*_ARROWS, *_ENTER):
            return False
        if event.key() in _ENTER:
            button.click()
        else:
            self._canvas.keyPressEvent(event)
        return True

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # The shortcuts of the window below wait until this is closed.
            event.accept()
            return True
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_percent"):
            self._dress()
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._canvas.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self._canvas.zoom(1 / STEP)
        elif key == Qt.Key.Key_0:
            self._canvas.fit()
        elif key == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._save.click()
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        if not self.isVisible():
            # It is being closed, and the focus goes on in the window.
            return super().focusNextPrevChild(next)
        parts = [
            part
            for part in self.findChildren(QWidget)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus
            and part.isVisible()
            and part.isEnabled()
            and part.window() is self.window()
        ]
        focused = QApplication.focusWidget()
        at = parts.index(focused) if focused in parts else -1
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        parts[(at + (1 if next else -1)) % len(parts)].setFocus(reason)
        return True

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.contains(event.position().toPoint()):
            self.reject()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        shade, depth = _SCRIM[look.dark]
        scrim = QColor(shade)
        scrim.setAlphaF(depth)
        painter = QPainter(self)
        painter.fillRect(self.rect(), scrim)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self._card).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, RADIUS_CARD, RADIUS_CARD)
        painter.fillPath(outline, QColor(look.raised))
        painter.setClipRect(self._foot.geometry())
        painter.fillPath(outline, QColor(look.surface))
        painter.setClipping(False)
        painter.setPen(QColor(look.border))
        left, right = self._card.left(), self._card.right()
        for top in (self._canvas.y() - 1, self._foot.y()):
            painter.fillRect(QRect(left, top, right - left + 1, 1), QColor(look.border))
        painter.drawPath(outline)
        self._paint_title(painter)
        painter.end()

    def _paint_title(self, painter: QPainter) -> None:
        words = font(CARD_TITLE)
        area = QRect(self._card.left() + _PADDING, self._card.top(), 0, _BAR)
        area.setRight(self._close.x() - _PADDING)
        shown = QFontMetrics(words).elidedText(
            self._title, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.setFont(words)
        painter.setPen(QColor(colours().text))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)

    def _dress(self) -> None:
        digits = font(HINT)
        digits.setFeature(QFont.Tag("tnum"), 1)
        self._percent.setFont(digits)
        self._percent.setStyleSheet(f"color: {colours().secondary};")
        widest = self.tr("{percent} %").format(percent=888)
        self._percent.setFixedWidth(QFontMetrics(digits).horizontalAdvance(widest) + 8)


def _size(data: bytes, image: QImage) -> QSize:
    """Return how large the picture really is."""
    try:
        return pictures.shown_size(data, _LONGEST)
    except InputError:
        return image.size()


def _levels(data: bytes, image: QImage) -> list[QImage]:
    """Return the picture in its full size, and ever halved until it is small."""
    try:
        level = pictures.decoded(data, _LONGEST)
    except InputError:
        level = image  # What could be shown once stays as it is.
    levels = [level]
    while max(level.width(), level.height()) > _HALVE_ABOVE:
        size = QSize(max(1, level.width() // 2), max(1, level.height() // 2))
        level = level.scaled(
            size,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        levels.append(level)
    return levels
