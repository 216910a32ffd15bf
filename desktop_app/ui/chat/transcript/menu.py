"""The context menu of the transcript: everything that can be done where it was opened."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from desktop_app.ui.chat.transcript.controls import Control
from desktop_app.ui.chat.transcript.laid.code import LaidCode
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.moods import MOODS, mood_word
from desktop_app.ui.chat.transcript.reader import Reader
from desktop_app.ui.chat.transcript.row_actions import CHOICES

_ACTIONS = frozenset(
    {
        *(Kind.COPY, Kind.EDIT, Kind.CONTINUE, Kind.AGAIN, Kind.OLDER, Kind.NEWER, Kind.FORK),
        *(Kind.DISCARD, Kind.FOLD, Kind.INFO, *CHOICES),
    }
)
"""What of a message stands in the menu."""

_COMPARED = 3
"""Versions that can be shown beside each other, at the most."""

_KEYS = {Kind.OLDER: "Alt+Left", Kind.NEWER: "Alt+Right", Kind.EDIT: "F2"}


def context_menu(view: Reader, point: QPointF) -> QMenu:
    """Return the menu for a point of the view; it deletes itself when it is closed."""
    menu = QMenu(view)
    menu.setObjectName("transcript_menu")
    menu.aboutToHide.connect(menu.deleteLater)
    number = view.row_at(point.y())
    _add_selection(menu, view)
    _add_link(menu, view, view.link_at(point))
    _add_code(menu, view, point)
    for control in view.controls_of_message(number):
        _add_control(menu, view, control)
    _add_comparison(menu, view, number)
    _add_delete(menu, view, number)
    menu.addSeparator()
    for words, run in view.more_in_menu():
        menu.addAction(words, run)
    everything = menu.addAction(
        QCoreApplication.translate("TranscriptMenu", "Select all"), view.select_all
    )
    everything.setShortcut(QKeySequence.StandardKey.SelectAll)
    find = menu.addAction(
        QCoreApplication.translate("TranscriptMenu", "Find…"), view.find_wanted.emit
    )
    find.setShortcut(QKeySequence.StandardKey.Find)
    return menu


def mood_menu(view: Reader, control: Control) -> QMenu:
    """Return the menu of a badge: the three moods, of which the reader chooses the right one."""
    menu = QMenu(view)
    menu.setObjectName("mood_menu")
    menu.aboutToHide.connect(menu.deleteLater)
    row = view.rows.at(control.key.row)
    for label in MOODS:
        words = mood_word(label)
        chosen = label == control.value
        action = menu.addAction(f"{words}\t{control.description}" if chosen else words)
        action.setCheckable(True)
        action.setChecked(chosen)
        if row is not None:
            message = row.message.id
            action.triggered.connect(partial(view.mood_chosen.emit, message, label))
    return menu


def _add_selection(menu: QMenu, view: Reader) -> None:
    there = view.selection is not None and not view.selection.is_empty
    copy = menu.addAction(
        QCoreApplication.translate("TranscriptMenu", "Copy"), lambda: view.copy(markdown=False)
    )
    copy.setShortcut(QKeySequence.StandardKey.Copy)
    copy.setEnabled(there)
    markdown = menu.addAction(
        QCoreApplication.translate("TranscriptMenu", "Copy as Markdown"),
        lambda: view.copy(markdown=True),
    )
    markdown.setShortcut(QKeySequence("Ctrl+Shift+C"))
    markdown.setEnabled(there)
    menu.addSeparator()


def _add_link(menu: QMenu, view: Reader, address: str) -> None:
    if address:
        menu.addAction(
            QCoreApplication.translate("TranscriptMenu", "Open link"),
            lambda: view.link_activated.emit(address),
        )
        clipboard = QGuiApplication.clipboard()
        menu.addAction(
            QCoreApplication.translate("TranscriptMenu", "Copy link address"),
            lambda: clipboard.setText(address),
        )
        menu.addSeparator()


def _add_code(menu: QMenu, view: Reader, point: QPointF) -> None:
    found = view.piece_at(point)
    if found is not None and isinstance(found[0], LaidCode):
        code = found[0].text
        clipboard = QGuiApplication.clipboard()
        menu.addAction(
            QCoreApplication.translate("TranscriptMenu", "Copy code"),
            lambda: clipboard.setText(code),
        )


def _add_control(menu: QMenu, view: Reader, control: Control) -> None:
    kind = control.key.kind
    if kind not in _ACTIONS or control.key.nth:
        return
    action = menu.addAction(control.name, lambda: view.do(control))
    action.setEnabled(control.enabled)
    action.setShortcut(QKeySequence(_KEYS.get(kind, "")))
    if kind in CHOICES:
        action.setCheckable(True)
        action.setChecked(control.chosen)


def _add_comparison(menu: QMenu, view: Reader, number: int) -> None:
    row = view.rows.at(number)
    if row is not None and not row.is_user and row.version and row.version.total <= _COMPARED:
        words = QCoreApplication.translate("TranscriptMenu", "Compare versions side by side")
        menu.addAction(words, lambda: view.acted.emit(row.id, Kind.COMPARE))


def _add_delete(menu: QMenu, view: Reader, number: int) -> None:
    row = view.rows.at(number)
    if row is None or row.live or row.only_read:
        return
    last = number == view.rows.count - 1
    words = (
        QCoreApplication.translate("TranscriptMenu", "Delete message")
        if last
        else QCoreApplication.translate("TranscriptMenu", "Delete with all that follow")
    )
    delete = menu.addAction(words, lambda: view.acted.emit(row.id, Kind.DELETE))
    delete.setShortcut(QKeySequence.StandardKey.Delete)
    delete.setEnabled(not row.busy)
