"""Which files and folders chats go to and come from, asked by the system's own dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.core.exchange import Format


def ask_where_to(
    parent: QWidget, name: str, format_: Format, chosen: Callable[[Path], None]
) -> None:
    """Ask for the file that is to be written.

    Args:
        parent: What the dialog stands above.
        name: What is offered, without its ending.
        format_: What is written.
        chosen: Called with it, unless the user changes their mind.
    """
    dialog = _dialog(parent, QCoreApplication.translate("FileAsking", "Export to a file"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(f"{format_words()[format_]} (*.{format_})")
    dialog.setDefaultSuffix(format_)
    dialog.selectFile(f"{name}.{format_}")
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()


def ask_for_files(parent: QWidget, chosen: Callable[[Sequence[Path]], None]) -> None:
    """Ask for files that are to be imported."""
    dialog = _dialog(parent, QCoreApplication.translate("FileAsking", "Import chats"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(
        [
            QCoreApplication.translate("FileAsking", "Exported chats (*.json *.zip)"),
            QCoreApplication.translate("FileAsking", "All files (*)"),
        ]
    )
    dialog.filesSelected.connect(lambda paths: chosen([Path(each) for each in paths]))
    dialog.open()


def ask_for_folder(parent: QWidget, title: str, chosen: Callable[[Path], None]) -> None:
    """Ask for a folder."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()


def format_words() -> dict[Format, str]:
    """Return what the formats are called."""
    return {
        "json": QCoreApplication.translate("FileAsking", "JSON, with everything"),
        "md": QCoreApplication.translate("FileAsking", "Markdown"),
        "html": QCoreApplication.translate("FileAsking", "Web page"),
        "jsonl": QCoreApplication.translate("FileAsking", "Chat JSONL, for training"),
    }


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, title, places[0] if places else "")
    dialog.finished.connect(dialog.deleteLater)
    return dialog
