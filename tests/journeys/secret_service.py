"""A real Secret Service, unlocked and empty, for the time of a journey."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.desktop import until
from tests.journeys.screen_reader import session_bus

_READ = """
import json, sys
from contextlib import closing
import secretstorage
with closing(secretstorage.dbus_init()) as bus:
    items = secretstorage.get_default_collection(bus).get_all_items()
    kept = {item.get_attributes()["username"]: item.get_secret().decode() for item in items}
json.dump(kept, sys.stdout)
"""
"""Run in a process of its own: what Chatloom remembers by itself must not help."""


def missing() -> str:
    """Return what can't be found of what a Secret Service needs; empty for nothing."""
    for program in ("dbus-daemon", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            return program
    return ""


@dataclass(frozen=True, slots=True)
class SecretService:
    """The key store of one journey.

    Attributes:
        environ: Leads to it, and to the session bus it is on.
    """

    environ: dict[str, str]

    def kept(self) -> dict[str, str]:
        """Return every secret that is kept, by the name it is kept under."""
        read = subprocess.run(
            [sys.executable, "-c", _READ],
            env={**os.environ, **self.environ},
            capture_output=True,
            timeout=30,
            check=True,
        )
        return dict(json.loads(read.stdout))


@contextmanager
def secret_service(folder: Path) -> Iterator[SecretService]:
    """Run a session bus with a key store on it, both in throw-away folders."""
    with session_bus(folder) as bus:
        environ = {
            **bus,
            "XDG_DATA_HOME": str(folder / "share"),
            # In place of the one that keeps all other tests from key stores.
            "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
        }
        # Its own name would lead to a store of the developer.
        surroundings = {**os.environ, **environ, "HOME": str(folder)}
        surroundings.pop("GNOME_KEYRING_CONTROL", None)
        with subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as daemon:
            try:
                assert daemon.stdin is not None
                daemon.stdin.write(b"the password of a journey")
                daemon.stdin.close()
                service = SecretService(environ)
                until(lambda: _answers(service), "the key store answers")
                yield service
            finally:
                daemon.terminate()


def _answers(service: SecretService) -> bool:
    try:
        return service.kept() == {}
    except subprocess.CalledProcessError:
        return False
