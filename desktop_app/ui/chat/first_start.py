"""What an empty chat shows: whether everything is ready, and three things to try."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.engine_state import EngineState, Phase
from desktop_app.core.models import LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.model_words import provider_words
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.mark import Mark
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import CARD_TITLE, CHAT, EMPTY_TITLE, RADIUS_CARD, UI, Type

_WIDTH = 560
_ROW = 66
_BUTTON = 92
_MEGABYTE = 1_000_000


def _icon(name: str, size: int, colour: str = "accent") -> Mark:
    mark = Mark(name, colour=colour)
    mark.setFixedSize(size, size)
    return mark


class _Words(QLabel):
    """Plain words in a text role, optionally quiet."""

    def __init__(self, text: str, role: Type, *, quiet: bool = False) -> None:
        super().__init__(text)
        self._role = role
        self._quiet = quiet
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_quiet"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        self.setFont(font(self._role))
        colour = colours().secondary if self._quiet else colours().text
        wanted = f"color: {colour};"
        if wanted != self.styleSheet():
            self.setStyleSheet(wanted)


class _Card(QFrame):
    """The rounded frame around the rows."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.border))
        painter.setBrush(QColor(look.raised))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_CARD, RADIUS_CARD)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for row in range(1, self.height() // _ROW):
            painter.drawLine(1, row * _ROW, self.width() - 2, row * _ROW)
        painter.end()


class FirstStart(QWidget):
    """Greets, tells the state of the local model, and offers things to try.

    Signals:
        prompt_chosen: A text to be put into the composer.
        model_file_wanted: The user wants to open a GGUF file.
        training_wanted: The user wants to see the training tab.
        providers_wanted: The user has an account with a model service.
        retry_wanted: The user wants the engine to try again.
    """

    prompt_chosen = Signal(str)
    model_file_wanted = Signal()
    training_wanted = Signal()
    providers_wanted = Signal()
    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_start")
        self._logo = _icon("logo", 28)
        self._title = _Words("", EMPTY_TITLE)
        self._remark = _Words("", CHAT, quiet=True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Fetching the model"))
        self._retry = Button(self.tr("Try again"), "primary")
        self._retry.clicked.connect(self.retry_wanted)
        self._lay_out()
        self.setFixedWidth(_WIDTH)

    def show_state(self, model: ModelInfo, state: EngineState) -> None:
        """Tell whether `model` can be talked to."""
        local = model.provider == LOCAL_PROVIDER
        fetching = local and state.phase is Phase.FETCHING
        title, remark = self._words(model, state) if local else self._remote_words(model)
        self._title.setText(title)
        self._remark.setText(remark)
        self._progress.setVisible(fetching)
        # In thousandths: Qt counts in 32 bits, and files are larger. Without a size it moves.
        self._progress.setMaximum(1000 if state.total else 0)
        self._progress.setValue(1000 * state.done // state.total if state.total else 0)
        self._retry.setVisible(local and state.phase is Phase.FAILED)

    def _words(self, model: ModelInfo, state: EngineState) -> tuple[str, str]:
        if state.phase is Phase.FAILED and state.failure is not None:
            told = in_users_words(state.failure)
            return told.title, told.advice
        if state.phase is Phase.FETCHING:
            return self.tr("Fetching the model"), self.tr(
                "{model} is on its way: {done} of {total} MB. This happens once."
            ).format(
                model=model.name,
                done=round(state.done / _MEGABYTE),
                total=round(state.total / _MEGABYTE) or "?",
            )
        if state.phase is Phase.READY:
            return self.tr("Everything is ready"), self.tr(
                "{model} runs on this computer. Nothing you write leaves it."
            ).format(model=model.name)
        return self.tr("Starting the model"), self.tr(
            "{model} runs on this computer. You can write already."
        ).format(model=model.name)

    def _remote_words(self, model: ModelInfo) -> tuple[str, str]:
        if not model.id:
            return self.tr("What is on your mind?"), self.tr(
                "{provider} is being asked for its models."
            ).format(provider=provider_words(model))
        return self.tr("What is on your mind?"), self.tr(
            "{model} answers through {provider}."
        ).format(model=model.name, provider=provider_words(model))

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._logo)
        rows.addSpacing(14)
        rows.addWidget(self._title)
        rows.addSpacing(2)
        rows.addWidget(self._remark)
        rows.addSpacing(8)
        rows.addWidget(self._progress)
        rows.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addSpacing(12)
        rows.addWidget(self._card())
        rows.addSpacing(12)
        rows.addLayout(self._account_line())
        rows.addStretch(1)

    def _card(self) -> QFrame:
        card = _Card()
        rows = QVBoxLayout(card)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        question = self.tr("Explain tides to a ten-year-old.")
        rows.addWidget(
            _row(
                "chat",
                self.tr("Ask something"),
                self.tr("“{text}”").format(text=question),
                self._button(self.tr("Try it"), lambda: self.prompt_chosen.emit(question)),
            )
        )
        rows.addWidget(
            _row(
                "computer",
                self.tr("Use a model of your own"),
                self.tr("Any GGUF file of a chat model."),
                self._button(self.tr("Open…"), self.model_file_wanted.emit),
            )
        )
        rows.addWidget(
            _row(
                "database",
                self.tr("See training"),
                self.tr("What will become of your best replies."),
                self._button(self.tr("Show me"), self.training_wanted.emit),
            )
        )
        return card

    def _button(self, label: str, run: object) -> Button:
        button = Button(label)
        button.setMinimumWidth(_BUTTON)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(run)
        return button

    def _account_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(3, 0, 0, 0)
        line.setSpacing(8)
        question = _Words(self.tr("Have an account with a model service?"), UI, quiet=True)
        # It wraps only where the line is too short for it and the button.
        question.setMaximumWidth(question.fontMetrics().horizontalAdvance(question.text()) + 1)
        connect = Button(self.tr("Connect it"), "link")
        connect.clicked.connect(self.providers_wanted)
        line.addWidget(_icon("key", 14, "secondary"))
        line.addWidget(question, 1)
        line.addWidget(connect)
        line.addStretch(0)
        return line


def _row(icon_name: str, title: str, remark: str, button: Button) -> QWidget:
    row = QWidget()
    row.setFixedHeight(_ROW)
    line = QHBoxLayout(row)
    line.setContentsMargins(17, 0, 16, 0)
    line.setSpacing(17)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addStretch(1)
    words.addWidget(_Words(title, CARD_TITLE))
    words.addWidget(_Words(remark, UI, quiet=True))
    words.addStretch(1)
    line.addWidget(_icon(icon_name, 16))
    line.addLayout(words, 1)
    line.addWidget(button)
    button.setAccessibleDescription(title)
    return row
