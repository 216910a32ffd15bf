"""Whether a folder is where a database isn't safe: on a network drive, or synchronised.

Blocks: call it in a worker thread.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["network", "synced"]

_NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "ncpfs", "9p"),
        *("fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.s3fs", "davfs"),
        *("fuse.davfs2", "webdav", "ceph", "fuse.ceph", "lustre", "gfs2", "ocfs2"),
        *("vboxsf", "fuse.vmhgfs-fuse", "prl_fs", "coda", "fuse.curlftpfs"),
    }
)
# A part of a path that says which service keeps it the same everywhere.
_SYNCED = {
    "Dropbox": r"Dropbox( \(.*\))?",
    "OneDrive": r"OneDrive( - .*)?|OneDrive-.*",
    "Google Drive": r"Google ?Drive.*|My Drive|GoogleDrive-.*|DriveFS",
    "iCloud": r"com~apple~CloudDocs|Mobile Documents|iCloud ?Drive",
    "Nextcloud": r"Nextcloud.*|ownCloud.*",
    "Syncthing": r"Syncthing",
    "MEGA": r"MEGA(sync.*)?",
    "Box": r"Box Sync|Box-Box",
    "pCloud": r"pCloud ?Drive|pCloudDrive",
    "Seafile": r"Seafile",
    "Yandex Disk": r"Yandex\.?Disk.*|YandexDisk",
}
# What such a service leaves in the folder it keeps.
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "Nextcloud",
    ".sync_journal.db": "Nextcloud",
    ".tmp.drivedownload": "Google Drive",
    ".seafile-data": "Seafile",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}
_DRIVE_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW.
_MOUNTS = Path("/proc/self/mounts")


class Place(NamedTuple):
    """Where a folder is.

    Attributes:
        kind: What is wrong with that.
        name: The file system, or the service.
    """

    kind: Kind
    name: str


def risky_place(folder: Path) -> Place | None:
    """Return what is risky about where a folder is; None where nothing is known to be.

    Args:
        folder: It need not be there.
    """
    try:
        folder = folder.resolve()
        service = _synced_by(folder)
        if service:
            return Place("synced", service)
        system = _network(folder)
    except (OSError, subprocess.TimeoutExpired):
        return None  # Whatever is wrong with it is told by whoever opens it.
    return Place("network", system) if system else None


def _synced_by(folder: Path) -> str:
    for place in (folder, *folder.parents):
        for service, pattern in _SYNCED.items():
            # A home may be called like a service, and a drive has no name.
            if place.parent != place and re.fullmatch(pattern, place.name, re.IGNORECASE):
                return service
        for mark, service in _MARKS.items():
            if (place / mark).exists():
                return service
    return ""


def _network(folder: Path) -> str:
    if sys.platform == "win32":
        return _network_on_windows(folder)
    if sys.platform == "darwin":
        return _network_on_macos(folder)
    return file_system(folder, _MOUNTS.read_text("utf-8", "replace"))


def file_system(folder: Path, mounts: str) -> str:
    """Return the name of the network file system that holds a folder, empty for any other.

    Args:
        folder: Without links.
        mounts: As in ``/proc/self/mounts``.
    """
    found = [line.split(" ") for line in mounts.splitlines()]
    return _nearest(
        folder,
        [
            (re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[1]), fields[2])
            for fields in found
            if len(fields) > 2
        ],
    )


def file_system_on_macos(folder: Path, mounts: str) -> str:
    """Return the name of the network file system that holds a folder, empty for any other.

    Args:
        folder: Without links.
        mounts: What ``mount`` says.
    """
    return _nearest(folder, re.findall(r"(?m)^\S.*? on (/.*?) \((\w+)", mounts))


def _nearest(folder: Path, mounts: list[tuple[str, str]]) -> str:
    holds = {folder, *folder.parents}
    found, depth = "", -1
    for name, system in mounts:
        place = Path(name)
        # Of several at the same place the last one is seen.
        if place in holds and len(place.parts) >= depth:
            found, depth = system, len(place.parts)
    return found if found in _NETWORK else ""


def _network_on_windows(folder: Path) -> str:
    if folder.drive.startswith("\\\\"):
        return folder.drive
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    remote = kernel.GetDriveTypeW(f"{folder.drive}\\") == _DRIVE_REMOTE
    return folder.drive if remote else ""


def _network_on_macos(folder: Path) -> str:
    told = subprocess.run(["/sbin/mount"], capture_output=True, timeout=5, check=False)
    return file_system_on_macos(folder, told.stdout.decode("utf-8", "replace"))
