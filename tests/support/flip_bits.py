"""Flip single bits of a run's folder and read it: python tests/support/flip_bits.py [FLIPS] [--seed N]

Each flip is undone before the next. What is read is everything: the summary, and each attempt with its texts
and its verdict. A flip must be told as an error of ours, or change nothing. Prints how many were which, by
file, and ends with 1 when one changed something silently or ended in another error.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from run_parts import ToyBackend, make_plan, run_once, table, told

from harness.errors import ProverEvalError
from harness.run.plan import RunPlan
from harness.run.store import RunStore

FILES = ("run.json", "attempts.sqlite")
PLAN: RunPlan = make_plan(4, 25, rounds=1, settings={"limits": {"cpu_s": 60}, "check": {"audit": "module"}})


@dataclass
class Outcome:
    """What flips led to. counts: by file and "told" or "same". wrong: flips that were neither."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def make(folder: Path) -> None:
    """A finished run with verdicts of all kinds."""
    run_once(folder, PLAN, ToyBackend(), prompt=told, repair=lambda problem, rows: f"Again {problem.name}")


def read(folder: Path) -> list[Any]:
    """All that the run tells."""
    with RunStore.open_readonly(folder) as store:
        rows = [(row.prompt_hash(), row.latency_s, row.wall_s, row.finish_reason) for row in store.attempts()]
        return [store.summary(with_marks=True), list(store.verdicts()), table(store), rows, store.info]


def _restore(folder: Path, whole: dict[str, bytes]) -> None:
    for path in folder.iterdir():
        if path.name not in whole:
            path.unlink()
    for name, data in whole.items():
        (folder / name).write_bytes(data)


def flip(folder: Path, flips: int, seed: int, files: tuple[str, ...] = FILES) -> Outcome:
    """Flip so many bits, one at a time, the files in turn; the folder is as it was afterwards."""
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    expected, chosen, outcome = read(folder), random.Random(seed), Outcome()
    for number in range(flips):
        name = files[number % len(files)]
        bit = chosen.randrange(8 * len(whole[name]))
        data = bytearray(whole[name])
        data[bit // 8] ^= 1 << bit % 8
        _restore(folder, {**whole, name: bytes(data)})
        try:
            same = read(folder) == expected
        except ProverEvalError:
            outcome.counts[name, "told"] += 1
        except Exception as error:  # noqa: BLE001  any other error is a finding
            outcome.wrong.append(f"{name} bit {bit}: {error!r}")
        else:
            outcome.counts[name, "same"] += same
            if not same:
                outcome.wrong.append(f"{name} bit {bit}: changed silently")
    _restore(folder, whole)
    return outcome


def main() -> int:
    """Exit code 0 when every flip was told or changed nothing."""
    parser = argparse.ArgumentParser(description="Flip bits of a run's folder.")
    parser.add_argument("flips", type=int, nargs="?", default=2000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "run"
        make(folder)
        outcome = flip(folder, args.flips, args.seed)
    for (name, what), count in sorted(outcome.counts.items()):
        print(f"{name}: {count} {what}")
    print("\n".join(outcome.wrong) or "none changed anything silently")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
