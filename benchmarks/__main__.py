"""Runs benchmarks: ``python -m benchmarks [NAME…] [--json]``; exit code 1: over a budget."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys

import benchmarks


def main() -> int:
    """Run those that were named, or all, and print their rows."""
    known = _known()
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure against the budgets.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(known)}")
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(known)}")
    rows = [row for name in options.names or known for row in _measure(name)]
    if options.json:
        print(json.dumps(rows, indent=2))
    else:
        _print_table(rows)
    return 0 if all(row["ok"] for row in rows) else 1


def _known() -> list[str]:
    """The benchmarks by name: every module here but this one."""
    found = pkgutil.iter_modules(benchmarks.__path__)
    return [module.name for module in found if not module.ispkg and module.name != "__main__"]


def _measure(name: str) -> list[dict[str, object]]:
    measure: benchmarks.Measure = importlib.import_module(f"benchmarks.{name}").measure
    return measure()


def _print_table(rows: list[dict[str, object]]) -> None:
    width = max(len(str(row["what"])) for row in rows)
    print(f"{'':{width}}  {'measured':>9} {'floor':>8} {'ratio':>6} {'budget':>7}")
    for row in rows:
        ratio = "" if row["ratio"] is None else row["ratio"]
        verdict = "" if row["ok"] else "  over budget"
        print(
            f"{row['what']:{width}}  {row['measured']:>9} {row['floor']:>8} {ratio:>6}"
            f" {row['budget']:>7}{verdict}"
        )


if __name__ == "__main__":
    sys.exit(main())
