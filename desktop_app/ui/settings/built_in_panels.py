"""What is told of the two providers that can't be changed here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.buttons import Button
from desktop_app.ui.settings.words import Words


class ThisComputerPanel(QWidget):
    """The local engine, and the way to another model for it."""

    def __init__(self, engine: str, open_model_file: Callable[[], None]) -> None:
        super().__init__()
        open_file = Button(self.tr("Open a GGUF…"))
        open_file.clicked.connect(open_model_file)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        rows.addWidget(Words(engine, colour="secondary"))
        rows.addWidget(open_file, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)


class EnvironmentPanel(QWidget):
    """The provider that the environment variables make."""

    def __init__(self, address: str) -> None:
        super().__init__()
        if address:
            words = self.tr("Connected to {address}. The key stays in the environment.").format(
                address=address
            )
        else:
            words = self.tr(
                "Start Chatloom with OPENAI_API_KEY set to use OpenAI, or with OPENAI_BASE_URL set "
                "to use any server that speaks its language, such as Ollama or LM Studio. The key "
                "is never stored."
            )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(Words(words, colour="secondary"))
        rows.addStretch(1)
