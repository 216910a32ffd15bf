"""Finds what is shown in the window and stands outside of it, where Qt's tool finds nothing.

Core, providers, storage and engine know no Qt. Their sentences are plain English constants that
end in an `AppError`, and the window translates them when it shows them.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

_LAYERS = ("core", "providers", "storage", "engine", "connections.py", "parts.py", "exchange.py")
_ERRORS = "desktop_app.core.errors"
_OURS = ("AppError", "InputError", "StorageError", "ProviderError", "EngineError")
_SENTENCE = re.compile(r"[A-Za-z'}”,:.] [A-Za-z'{“\"]")
_STATEMENT = re.compile(r"\s*[A-Z]{4,} ")
"""How SQL begins; sentences don't shout."""
_NEVER_SHOWN = ("write", "debug", "info", "warning", "error", "exception", "compile")


def failure_sentences(package: Path) -> list[str]:
    """Return the sentences of failures below `package`, in the order of files and lines.

    These are all constants of two words or more in the modules that know `AppError`, except
    docstrings and what goes to logs, terminals and other exceptions. An f-string can't be
    translated and is left out: a failure takes templates and values.
    """
    found: dict[str, None] = {}
    for path in _modules(package):
        source = path.read_text(encoding="utf-8")
        if _ERRORS in source:
            found |= dict.fromkeys(_sentences(ast.parse(source)))
    return list(found)


def assistant_names(resources: Path) -> list[str]:
    """Return the names of the shipped assistants."""
    shipped = json.loads((resources / "assistants.json").read_text(encoding="utf-8"))
    return [assistant["name"] for assistant in shipped]


def _modules(package: Path) -> list[Path]:
    places = [package / name for name in _LAYERS]
    return sorted(
        path for place in places for path in ([place] if place.is_file() else place.rglob("*.py"))
    )


def _sentences(tree: ast.Module) -> Iterator[str]:
    passed_over = {id(node) for top in ast.walk(tree) for node in _not_for_people(top)}
    constants = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in passed_over
    )
    for node in sorted(constants, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node.value, str) and _is_sentence(node.value):
            yield node.value


def _is_sentence(text: str) -> bool:
    return _SENTENCE.search(text) is not None and _STATEMENT.match(text) is None


def _not_for_people(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in `node` and is no sentence of a failure."""
    if isinstance(node, ast.JoinedStr):
        yield from ast.walk(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Call) and _goes_elsewhere(node.func):
        for argument in node.args:
            yield from ast.walk(argument)


def _goes_elsewhere(called: ast.expr) -> bool:
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in _NEVER_SHOWN or (name.endswith("Error") and name not in _OURS)
