"""``python -m translating``: take new words into the .ts files, and release the .qm files."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from translating.sentences import assistant_names, failure_sentences

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("en", "ru")


def main() -> int:
    """Bring everything up to date; exit code 1 where words wait for a translator."""
    waiting = 0
    for language in LANGUAGES:
        source = FOLDER / f"chatloom_{language}.ts"
        update(source, language)
        release(source, source.with_suffix(".qm"))
        missing = unfinished(source)
        waiting += len(missing)
        for text in missing:
            sys.stdout.write(f"{source.name} lacks: {text}\n")
    return 1 if waiting else 0


def update(path: Path, language: str) -> None:
    """Take the words of the source into a .ts file, and those that are gone out of it.

    Args:
        path: Made where it is missing.
        language: Such as ``ru``. English is the source and needs plural forms only.
    """
    # Only these call tr(); elsewhere a function of the same name is something else.
    modules = sorted(
        module
        for module in (ROOT / "desktop_app").rglob("*.py")
        if "PySide6" in module.read_text(encoding="utf-8")
    )
    with tempfile.TemporaryDirectory() as folder:
        collected = Path(folder) / "collected.py"
        collected.write_text(_as_calls(), encoding="utf-8")
        options = ["-pluralonly"] if language == "en" else []
        _run(
            "lupdate",
            [*map(str, modules), str(collected)],
            ["-source-language", "en", "-target-language", language, *options],
            ["-no-obsolete", "-locations", "none", "-silent", "-ts", str(path)],
        )


def release(path: Path, compiled: Path) -> None:
    """Make the .qm file that the window loads from a .ts file."""
    _run("lrelease", ["-silent", str(path), "-qm", str(compiled)])


def unfinished(path: Path) -> list[str]:
    """Return the source texts of a .ts file that have no finished translation."""
    return [
        message.findtext("source", "")
        for message in ElementTree.parse(path).iter("message")  # noqa: S314 - a file of ours
        if _is_unfinished(message.find("translation"))
    ]


def _is_unfinished(translation: ElementTree.Element | None) -> bool:
    if translation is None or translation.get("type"):
        return True
    forms = translation.findall("numerusform") or [translation]
    return not all(form.text for form in forms)


def _as_calls() -> str:
    """Write what Qt's tool would not find as Python that it reads."""
    texts = [("Failure", text) for text in failure_sentences(ROOT / "desktop_app")]
    texts += [("Assistants", name) for name in assistant_names(ROOT / "resources")]
    return "".join(
        f"translate({json.dumps(context)}, {json.dumps(text, ensure_ascii=False)})\n"
        for context, text in texts
    )


def _run(tool: str, *arguments: Sequence[str]) -> None:
    command = [str(Path(sys.executable).with_name(f"pyside6-{tool}"))]
    command += [argument for part in arguments for argument in part]
    subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603 - a tool of the environment


if __name__ == "__main__":
    sys.exit(main())
