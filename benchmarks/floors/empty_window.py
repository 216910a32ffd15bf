"""The floor of the start-up: an empty window, told the way ``--until-first-frame`` tells it.

With ``--stay`` it stays open until it is ended.
"""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class _Window(QMainWindow):
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        # Once the event loop turns, the frame has been handed to the platform.
        QTimer.singleShot(0, _tell)


def _tell() -> None:
    cpu_ms = time.process_time() * 1000
    sys.stdout.write(json.dumps({"cpu_ms": cpu_ms, "modules": []}) + "\n")
    if "--stay" not in sys.argv:
        QApplication.quit()


def main() -> int:
    """Show the window, print the CPU time at its first frame, and end."""
    application = QApplication(sys.argv[:1])
    window = _Window()
    window.resize(1180, 760)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
