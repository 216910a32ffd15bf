"""Opens links in the browser, if they may be opened."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QUrl
from PySide6.QtGui import QDesktopServices

from desktop_app.core.errors import AppError
from desktop_app.core.links import checked_link

# Qt's stubs call what this returns an object.
_NOT_OPENED = str(QT_TRANSLATE_NOOP("Failure", "This link could not be opened"))
_COPY_LINK = str(
    QT_TRANSLATE_NOOP(
        "Failure",
        "No program was found that opens it. Copy it from its menu and open it in your browser.",
    )
)


def open_link(address: str) -> None:
    """Open a link in the browser.

    Raises:
        InputError: It may not be opened.
        AppError: No program opens it.
    """
    if not QDesktopServices.openUrl(QUrl(checked_link(address))):
        raise AppError(_NOT_OPENED, _COPY_LINK, address[:200], code="link_not_opened")
