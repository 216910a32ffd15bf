"""Files, zip files and folders, honest and hostile ones."""

from __future__ import annotations

import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import InputError
from desktop_app.core.exchange import Left
from desktop_app.core.importing import places
from desktop_app.core.importing.reading import read_conversations
from desktop_app.core.importing.taken import Taken
from tests.core.importing.shapes import asked_twice, librechat, open_webui, said, written


def read(path: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The sources of what is taken, and the place and reason of what isn't."""
    steps = list(read_conversations(path))
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert all(step.done <= step.total for step in steps)
    taken = [step.found.source for step in steps if isinstance(step.found, Taken)]
    left = [step.found for step in steps if isinstance(step.found, Left)]
    return taken, [(each.place, each.reason.code) for each in left]


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(path)
    assert path.name in caught.value.title
    assert caught.value.advice
    return caught.value.code


def save(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))
    return path


def zipped(path: Path, files: dict[str, Any]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, value in files.items():
            packed.writestr(name, value if isinstance(value, bytes) else json.dumps(value))
    return path


SOUP = open_webui(said("q", None, "user", "Soup?"), current="q")
STORY = librechat([written("q", "", "A story?", user=True)])


def test_the_kind_is_told_by_the_content(tmp_path: Path) -> None:
    path = save(tmp_path / "anything.txt", [asked_twice(), SOUP, STORY])
    assert read(path) == (["ChatGPT", "Open WebUI", "LibreChat"], [])
    assert read(save(tmp_path / "one", STORY)) == (["LibreChat"], [])


def test_a_folder_with_all_that_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    save(folder / "b" / "soup.json", SOUP)
    save(folder / "a.JSON", asked_twice())
    save(folder / "user.json", {"id": "user-1"})
    (folder / "broken.json").write_text("[")
    (folder / "note.txt").write_text("not read")
    zipped(folder / "c.zip", {"conversations.json": [STORY]})
    (folder / "bad.zip").write_bytes(b"PK\x03\x04 and no more")
    (folder / "link.json").symlink_to(folder / "a.JSON")
    assert read(folder) == (
        ["ChatGPT", "LibreChat", "Open WebUI"],
        [
            ("bad.zip", "import_zip_damaged"),
            ("broken.json #1", "import_cut_off"),
            ("user.json", "import_nothing"),
        ],
    )


def test_chatgpt_zips_with_pictures_and_in_several_files(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "export.zip",
        {
            "conversations-000.json": [asked_twice()],
            "conversations-001.json": [asked_twice(), {"title": "No mapping"}],
            "user.json": {"email": "x"},
            "chat.html": b"<html>",
            "file-1.png": b"\x89PNG",
            "__MACOSX/._conversations-000.json": b"junk",
        },
    )
    assert read(path) == (
        ["ChatGPT", "ChatGPT"],
        [
            ("export.zip: conversations-001.json", "import_strangers"),
            ("export.zip: user.json", "import_nothing"),
        ],
    )


def test_names_that_lead_out_of_a_zip_lead_nowhere(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = zipped(inside / "x.zip", {"../../evil.json": [SOUP], "/etc/evil.json": [STORY]})
    assert read(path) == (["Open WebUI", "LibreChat"], [])
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["inside", "x.zip"]


def test_links_in_a_zip_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as packed:
        link = zipfile.ZipInfo("link.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    assert refusal(path) == "import_nothing"


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "bomb.zip", {"conversations.json": b" " * 20_000_000})
    assert refusal(path) == "import_zip_bomb"
    many = zipped(tmp_path / "many.zip", {f"{n}.json": [SOUP] for n in range(20)})
    with monkeypatch.context() as patched:
        patched.setattr(places, "MOST_FILES", 10)
        assert refusal(many) == "import_too_many"
    with monkeypatch.context() as patched:
        patched.setattr(places, "LARGEST_LIST", 100)
        assert refusal(many) == "import_too_many"
    with monkeypatch.context() as patched:
        patched.setattr(places, "MOST_UNPACKED", 1000)
        assert refusal(many) == "import_zip_bomb"


def test_a_file_that_unpacks_to_more_than_it_says_is_cut_there(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"conversations.json": [SOUP] * 1000})
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 2000)
    path.write_bytes(data)
    assert refusal(path) == "import_unreadable"


def damaged(data: bytearray) -> None:
    data[len(data) // 3] ^= 0xFF


def cut(data: bytearray) -> None:
    del data[len(data) // 2 :]


def encrypted(data: bytearray) -> None:
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1


def unknown_packing(data: bytearray) -> None:
    data[8] = data[data.rfind(b"PK\x01\x02") + 10] = 99


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (damaged, "import_unreadable"),
        (cut, "import_zip_damaged"),
        (encrypted, "import_zip_password"),
        (unknown_packing, "import_zip_damaged"),
    ],
)
def test_zips_that_can_not_be_read(
    tmp_path: Path, harm: Callable[[bytearray], None], code: str
) -> None:
    value = [{**SOUP, "id": os.urandom(4000).hex()}]
    path = zipped(tmp_path / "x.zip", {"conversations.json": value})
    data = bytearray(path.read_bytes())
    harm(data)
    path.write_bytes(data)
    assert refusal(path) == code


def test_files_that_hold_none(tmp_path: Path) -> None:
    assert refusal(tmp_path / "missing.json") == "import_unreadable"
    assert refusal(save(tmp_path / "list.json", [])) == "import_nothing"
    assert refusal(save(tmp_path / "other.json", [{"a": 1}, 2, [3]])) == "import_nothing"
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty") == "import_nothing"
    assert refusal(zipped(tmp_path / "empty.zip", {})) == "import_nothing"
    (tmp_path / "text.json").write_text("Dear diary")
    assert refusal(tmp_path / "text.json") == "import_not_json"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert refusal(tmp_path / "pipe.json") == "import_unreadable"


def test_a_file_that_ends_early_gives_what_is_whole(tmp_path: Path) -> None:
    path = save(tmp_path / "c.json", [asked_twice(), SOUP])
    path.write_bytes(path.read_bytes()[:-100])
    assert read(path) == (["ChatGPT"], [("c.json #2", "import_cut_off")])


def test_broken_ones_between_whole_ones(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    soup = json.dumps(SOUP)
    deep = '{"a":' * 10_000 + "1" + "}" * 10_000
    path.write_bytes(
        f"[{soup}, {{oops}}, {deep}, {soup},".encode() + b'{"title": "\xe9"}, 7, {"a": 1}]'
    )
    assert read(path) == (
        ["Open WebUI", "Open WebUI"],
        [
            ("c.json #2", "import_not_json"),
            ("c.json #3", "import_too_deep"),
            ("c.json #5", "import_encoding"),
            ("c.json", "import_strangers"),
        ],
    )


def test_utf_16_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_bytes(json.dumps([SOUP]).encode("utf-16"))
    assert read(path) == (["Open WebUI"], [])
