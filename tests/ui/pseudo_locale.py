"""A language that nobody speaks: every translated text in brackets, with accents, 40 % longer.

What is seen without brackets never went through `tr`; what is cut off would be in a language with
long words.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from translating.__main__ import release, update

OPEN, CLOSE = "⟦", "⟧"
_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝčñšž")
_KEPT = re.compile(r"(\{\w+\}|%n)")


def pseudo(text: str) -> str:
    """Return how a text looks in this language; placeholders stay."""
    parts = _KEPT.split(text)
    parts[::2] = [part.translate(_ACCENTS) for part in parts[::2]]
    longer = -(-len(text) * 2 // 5)
    return f"{OPEN}{''.join(parts)}{'~' * longer}{CLOSE}"


def make_translation(folder: Path) -> Path:
    """Return a new .qm file in `folder` that holds every text of the source."""
    path = folder / "pseudo.ts"
    update(path, "ru")
    tree = ElementTree.parse(path)
    for message in tree.iter("message"):
        translation = message.find("translation")
        assert translation is not None
        del translation.attrib["type"]
        for form in translation.findall("numerusform") or [translation]:
            form.text = pseudo(message.findtext("source", ""))
    tree.write(path, encoding="utf-8", xml_declaration=True)
    compiled = path.with_suffix(".qm")
    release(path, compiled)
    return compiled
