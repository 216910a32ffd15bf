from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.storage.places import Place, file_system, file_system_on_macos, risky_place

LINUX = (
    "/dev/sda / ext4 rw 0 0\nnas:/x /mnt/nas nfs4 rw 0 0\n//nas/y /mnt/my\\040nas cifs rw 0 0\n"
    "broken\n/dev/sdb /mnt/nas/inside xfs rw 0 0\nC:\\134 /mnt/c 9p rw 0 0\n"
    "me@host: /home/me/far fuse.sshfs rw 0 0\n/dev/sdc /home/me/far ext4 rw 0 0\n"
)
MACOS = (
    "/dev/disk3s1 on / (apfs, sealed, local)\n"
    "//me@nas/My%20Share on /Volumes/My Share (smbfs, nodev, mounted by me)\n"
    "/dev/disk4 on /Volumes/Stick (msdos, local)\n"
)


@pytest.mark.parametrize(
    ("folder", "system"),
    [
        ("/home/me/chatloom", ""),
        ("/mnt/nas", "nfs4"),
        ("/mnt/nas/home/chatloom", "nfs4"),
        ("/mnt/nasal", ""),
        ("/mnt/my nas/chatloom", "cifs"),
        ("/mnt/nas/inside/chatloom", ""),
        ("/mnt/c/Users/me", "9p"),
        ("/home/me/far/x", ""),
    ],
)
def test_network_drives_on_linux(folder: str, system: str) -> None:
    assert file_system(Path(folder), LINUX) == system


@pytest.mark.parametrize(
    ("folder", "system"),
    [
        ("/Users/me/Library", ""),
        ("/Volumes/My Share/chatloom", "smbfs"),
        ("/Volumes/Stick/chatloom", ""),
    ],
)
def test_network_drives_on_macos(folder: str, system: str) -> None:
    assert file_system_on_macos(Path(folder), MACOS) == system


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("Dropbox/chatloom", "Dropbox"),
        ("Dropbox (Work)/chatloom", "Dropbox"),
        ("OneDrive - Acme/Documents", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud"),
        ("Library/CloudStorage/GoogleDrive-me@example.org/My Drive/x", "Google Drive"),
        ("Nextcloud/x", "Nextcloud"),
        ("Yandex.Disk/x", "Yandex Disk"),
    ],
)
def test_synced_folders_by_their_names(tmp_path: Path, name: str, service: str) -> None:
    assert risky_place(tmp_path / name) == Place("synced", service)


@pytest.mark.parametrize(
    ("mark", "service"),
    [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".sync_journal.db", "Nextcloud")],
)
def test_synced_folders_by_what_is_in_them(tmp_path: Path, mark: str, service: str) -> None:
    (tmp_path / "kept" / "deep").mkdir(parents=True)
    (tmp_path / "kept" / mark).mkdir()
    assert risky_place(tmp_path / "kept" / "deep") == Place("synced", service)
    assert risky_place(tmp_path) is None


def test_a_folder_that_only_sounds_like_it(tmp_path: Path) -> None:
    assert risky_place(tmp_path / "Dropboxes of mine") is None
    assert risky_place(tmp_path / "not there" / "yet") is None


def test_where_a_link_leads_counts(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "Dropbox")
    assert risky_place(tmp_path / "home") == Place("synced", "Dropbox")
