"""Runs benchmarks: ``python -m benchmarks [NAME…] [--json]``; exit code 1: over a budget.

Without names all run but those that take very long.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys

import benchmarks

_WIDTH = 64


def main() -> int:
    """Run those that were named, or the usual ones, and print their rows."""
    known = known_names()
    on_demand = ", ".join(sorted(benchmarks.ON_DEMAND))
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure against the budgets.")
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"any of: {', '.join(known)}; without one all but {on_demand}, which take long",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long soak takes")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(known)}")
    rows: list[benchmarks.Row] = []
    if not options.json:
        print(f"{'':{_WIDTH}}  {'measured':>9} {'floor':>8} {'ratio':>6} {'budget':>7}")
    for name in options.names or usual_names():
        measured = _measured(name, options.minutes)
        rows += measured
        if not options.json:
            _print_rows(measured)
    if options.json:
        print(json.dumps([for_programs(row) for row in rows], indent=2))
    return 0 if all(row["ok"] for row in rows) else 1


def known_names() -> list[str]:
    """Return the benchmarks by name: every module here but this one."""
    found = pkgutil.iter_modules(benchmarks.__path__)
    return [module.name for module in found if not module.ispkg and module.name != "__main__"]


def usual_names() -> list[str]:
    """Return those that run when none is named."""
    return [name for name in known_names() if name not in benchmarks.ON_DEMAND]


def for_programs(row: benchmarks.Row) -> benchmarks.Row:
    """Return what programs are told of a row."""
    return {key: row[key] for key in benchmarks.SHAPE}


def _measured(name: str, minutes: float) -> list[benchmarks.Row]:
    if name == "soak":
        from benchmarks import soak

        return soak.measure(minutes)
    measure: benchmarks.Measure = importlib.import_module(f"benchmarks.{name}").measure
    return measure()


def _print_rows(rows: list[benchmarks.Row]) -> None:
    for row in rows:
        ratio = "" if row["ratio"] is None else row["ratio"]
        verdict = "" if row["ok"] else "  over budget"
        note = f"  ({row['note']})" if row.get("note") else ""
        print(
            f"{row['what']:{_WIDTH}}  {row['measured']:>9} {row['floor']:>8} {ratio:>6}"
            f" {row['budget']:>7}{verdict}{note}",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
