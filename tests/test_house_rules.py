"""The rules of the house that a machine can hold (docs/architecture.md)."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "desktop_app"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 400
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc", "stuff"}
# Put together here, so that this file itself stays free of them.
HOSTS = re.compile(
    "|".join(("py" + r"pi\.org", "python" + "hosted", "registry\\." + "npmjs", "deb\\." + "debian"))
)
ONE_MACHINE = re.compile("(?<![\\w.])/" + "(?:work|farm)/")


def tracked(*patterns: str) -> list[Path]:
    """The files that git knows and that stand here, or all of them where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts(*patterns: str) -> Iterator[tuple[Path, str]]:
    for path in tracked(*patterns):
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """The calls ``something.name(...)`` in a file."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == name
        ):
            yield node


def test_layers_hold() -> None:
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_file_is_short_enough_to_hold_one_idea(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_names_say_something() -> None:
    vague = [
        relative(path)
        for path in MODULES
        if SAYS_NOTHING & {*path.relative_to(PACKAGE).parent.parts, path.stem}
    ]
    assert vague == []


def test_no_dialog_runs_a_loop_of_its_own() -> None:
    found = [
        f"{relative(path)}:{call.lineno}"
        for path in MODULES
        for name in ("exec", "exec_")
        for call in calls(ast.parse(path.read_text("utf-8")), name)
    ]
    assert found == [], "open() the dialog and await it"


def test_translated_strings_are_constant() -> None:
    """An f-string inside tr() can never be found in a translation."""
    found = [
        f"{relative(path)}:{call.lineno}"
        for path in MODULES
        for name in ("tr", "translate")
        for call in calls(ast.parse(path.read_text("utf-8")), name)
        if any(
            isinstance(node, ast.JoinedStr) for argument in call.args for node in ast.walk(argument)
        )
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    leftover = re.compile(r"\b(?:TO" + "DO|FIX" + r"ME|XX" + r"X)\b")
    found = [
        relative(path) for path, text in texts("*.py", "dev", ".ci/*") if leftover.search(text)
    ]
    assert found == []


def test_tree_names_no_registry_and_no_machine() -> None:
    found = [
        relative(path) for path, text in texts() if HOSTS.search(text) or ONE_MACHINE.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "tests/requirements.lock"])
def test_lock_file_is_hashed_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    pinned = re.findall(
        r"^[A-Za-z0-9._-]+==[^\n]*\\\n(    --hash=sha256:[0-9a-f]{64})", text, re.MULTILINE
    )
    assert len(pinned) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)) > 0


def test_lock_file_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    for lock, requirements in (
        ("requirements.lock", [*project["project"]["dependencies"], *groups["build"]]),
        ("tests/requirements.lock", groups["dev"]),
    ):
        names = {
            _canonical(name)
            for name in re.findall(
                r"^[A-Za-z0-9._-]+", (ROOT / lock).read_text("utf-8"), re.MULTILINE
            )
        }
        wanted = {
            _canonical(re.split(r"[^A-Za-z0-9._-]", requirement)[0]) for requirement in requirements
        }
        assert wanted <= names, f"run ./dev lock: {lock} lacks {wanted - names}"


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_lock_files_agree() -> None:
    pins = [
        dict(
            re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        )
        for name in ("requirements.lock", "tests/requirements.lock")
    ]
    both = pins[0].keys() & pins[1].keys()
    assert {name: pins[0][name] for name in both} == {name: pins[1][name] for name in both}


def test_lists_of_addresses_are_not_kept() -> None:
    assert tracked("uv.lock", "pylock.toml", "*/uv.lock") == []


def test_decisions_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [re.fullmatch(r"(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md", name)[1] for name in names] == [
        f"{number:04}" for number in range(1, len(names) + 1)
    ]


def test_links_between_documents_lead_somewhere() -> None:
    found = [
        f"{relative(path)}: {link}"
        for path, text in texts("*.md")
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text)
        if "://" not in link and not (path.parent / link).exists()
    ]
    assert found == []


WITHOUT_THE_REST = """
import importlib, importlib.abc, pkgutil, sys

REFUSED = {
    "PySide6", "shiboken6", "qasync", "openai", "httpx2", "httpx", "aiosqlite", "starlette",
    "uvicorn", "xllamacpp", "keyring", "typer",
}

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in REFUSED:
            raise ImportError(f"core asked for {name}")

sys.meta_path.insert(0, Refuse())
import desktop_app.core
for module in pkgutil.walk_packages(desktop_app.core.__path__, "desktop_app.core."):
    importlib.import_module(module.name)
"""


def test_core_can_be_imported_without_the_rest() -> None:
    """In an environment without Qt, the SDK and the database driver."""
    found = subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_REST],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert found.returncode == 0, found.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel that was built from this tree, offline."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_wheel_ships_the_package_and_its_resources(wheel: set[str]) -> None:
    code = {relative(path) for path in tracked("desktop_app/*.py")}
    data = {f"desktop_app/{relative(path)}" for path in tracked("resources/*")}
    assert code | data <= wheel


def test_wheel_ships_nothing_else(wheel: set[str]) -> None:
    assert {name.partition("/")[0] for name in wheel if ".dist-info/" not in name} == {
        "desktop_app"
    }
