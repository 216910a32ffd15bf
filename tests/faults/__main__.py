"""``python -m tests.faults --rounds 200``: kill it, damage its file, fill its disk; lose nothing.

A worker writes, imports, makes and restores copies, erases and updates older databases with the
real store until it is killed at a random moment; the window is killed while it opens. After each
round the program is started once more, which must succeed; the database must be whole, every
message whose keeping was acknowledged must be there, and no process may be left. Then bytes of
databases turn at rest, and disks get full. The seed of a round that fails is printed: `--first`
with it plays it again. The short version runs with every test.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.full_disk import fill_disks
from tests.faults.rounds import Rounds
from tests.faults.turned import turn_bytes


def main() -> int:
    """Play the rounds and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first round")
    parser.add_argument("--kinds", default="kills,bytes,disks")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.rounds)
    began, problems = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="chatloom-faults-") as name:
        if "kills" in options.kinds:
            rounds = Rounds(Path(name))
            for seed in seeds:
                rounds.play(seed)
                if rounds.problems[len(problems) :]:
                    _say("\n".join(rounds.problems[len(problems) :]))
                    problems = list(rounds.problems)
                if (seed + 1) % 20 == 0:
                    _say(f"{seed + 1 - seeds.start} rounds, {time.monotonic() - began:.0f} s")
            _say(f"killed: {dict(rounds.counts)}; messages looked for: {rounds.promised}")
            _say(f"told to the worker meanwhile: {dict(rounds.failures)}")
        if "bytes" in options.kinds:
            outcomes, found = turn_bytes(Path(name) / "turned", seeds)
            _say(f"bytes that turned: {dict(outcomes)}")
            problems += found
        if "disks" in options.kinds:
            outcomes, found = fill_disks(Path(name) / "disks", seeds[: max(len(seeds) // 10, 1)])
            _say(f"full disks: {dict(outcomes)}")
            problems += found
    for problem in problems:
        _say(problem)
    _say(f"{len(problems)} problems in {time.monotonic() - began:.0f} s")
    return 1 if problems else 0


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
