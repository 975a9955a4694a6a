"""Both corpora under both policies, by both engines, with and without a kernel replay.

    python tests/support/all_corpora.py [strict|open ...]

Prints a line for each of the combinations as it ends: how many cases there were, and which ended otherwise
than they must. Exits with 1 when there was one, but for `--policy open` without a replay, where nothing but
the Lean that the candidate ran in has looked at the proofs.
"""

from __future__ import annotations

import sys
import time
from itertools import product
from typing import cast

from corpus import Level, cases, verdicts

from harness.checker.engines.choose import EngineName
from harness.checker.replay.find import ReplayMode
from harness.lean.embedded import EmbeddedLean


def main(levels: list[str]) -> int:
    """Run the combinations of these policies; 1 when a case ended wrongly where it mustn't."""
    toolchain = EmbeddedLean().prepare()
    failed = False
    replays: tuple[ReplayMode, ...] = ("always", "never")
    engines: tuple[EngineName, ...] = ("fork", "process")
    for level, replay, engine, corpus in product(levels, replays, engines, ("cheats", "proofs")):
        chosen = list(cases(corpus, cast(Level, level)))
        started = time.monotonic()
        wrong = verdicts(toolchain, engine, chosen, cast(Level, level), replay)
        seconds = time.monotonic() - started
        print(
            f"{level:6} {engine:7} replay {replay:6} {corpus:6} {len(chosen):4} cases, {len(wrong):3} wrong"
            f" ({seconds:.0f} s)",
            flush=True,
        )
        for label, (expected, found) in wrong.items():
            print(f"    {label}: expected {expected}, got {found}", flush=True)
        failed = failed or (bool(wrong) and (level, replay) != ("open", "never"))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["strict", "open"]))
