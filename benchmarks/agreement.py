"""Whether engines `fork` and `process` give the same verdicts: python benchmarks/agreement.py [--count N]

Mixed candidates (see _mixed.py) go through the whole checker with either engine. Ends with 1 when a verdict
differs. Interrupted, it reports what it has compared.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from _mixed import CRASH, LIMITS, Candidate, mixed

from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Engine, ProcessEngine
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.judge import judge
from harness.checker.replay.find import find_replayer
from harness.lean.embedded import EmbeddedLean
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap

SHOWN = 20


class Judge:
    """Verdicts by one engine, with the limits that each candidate has."""

    def __init__(self, toolchain: Toolchain, engine: Engine, cache: Path) -> None:
        self._toolchain, self._engine, self._cache = toolchain, engine, cache
        self._replayer = find_replayer(toolchain, Bubblewrap(), "auto")
        self._checkers: dict[Limits, Checker] = {}

    async def verdict(self, candidate: Candidate) -> str:
        """status/reason."""
        limits = candidate.limits
        if limits not in self._checkers:
            settings = CheckSettings(limits)
            self._checkers[limits] = Checker(
                self._toolchain, self._engine, settings, self._cache, self._replayer
            )
        found = await self._checkers[limits].check(candidate.problem, candidate.text)
        reason = f"/{found.reason}" if found.reason else ""
        detail = f" {found.detail}" if not found.decided else ""
        return f"{found.status}{reason}{detail}"

    async def crash(self) -> str:
        """The finding for a text that makes Lean crash."""
        limits = replace(LIMITS, cpu_s=60, heartbeats=0)
        found = judge(await self._engine.elaborate(CRASH, limits), limits)
        return f"{found[0]}/{found[1]}" if found else "none"

    async def close(self) -> None:
        """End the engine and the replayer."""
        await self._engine.close()
        if self._replayer is not None:
            await self._replayer.close()


async def compare(toolchain: Toolchain, cache: Path, chosen: Sequence[Candidate]) -> dict[str, Any]:
    """Both verdicts of every candidate: how many of each kind ended how, and those that differ."""
    judges = [
        Judge(toolchain, ForkEngine(toolchain), cache),
        Judge(toolchain, ProcessEngine(toolchain, Bubblewrap()), cache),
    ]
    slots = asyncio.Semaphore(len(os.sched_getaffinity(0)))
    pairs: dict[int, tuple[str, str]] = {}

    async def one(index: int) -> None:
        async with slots:
            ours, theirs = [await each.verdict(chosen[index]) for each in judges]
            pairs[index] = (ours, theirs)

    tasks = [asyncio.create_task(one(index)) for index in range(len(chosen))]
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, lambda: [task.cancel() for task in tasks])
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)
        await asyncio.gather(*tasks, return_exceptions=True)
        ours, theirs = [await each.crash() for each in judges]
    finally:
        await asyncio.gather(*tasks, return_exceptions=True)
        for each in judges:
            await each.close()
    ended = Counter(f"{chosen[index].kind}: {ours}" for index, (ours, _) in pairs.items())
    differing = [
        (chosen[index].kind, index, *pair) for index, pair in sorted(pairs.items()) if pair[0] != pair[1]
    ]
    ended[f"crash: {ours}"] += 1
    if ours != theirs:
        differing.append(("crash", len(chosen), ours, theirs))
    return {"compared": len(pairs), "differing": differing, "verdicts": dict(sorted(ended.items()))}


def main() -> int:
    """Compare and print; 1 when a verdict differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="candidates  [default: 5000]")
    options = parser.parse_args()
    cache = Path(tempfile.gettempdir()) / f"prover-eval-benchmark-{os.getuid()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    started = time.monotonic()
    found = asyncio.run(compare(EmbeddedLean().prepare(), cache, list(mixed(options.count))))
    for each in found["differing"][:SHOWN]:
        print(f"differs: {each}", file=sys.stderr)
    found["wall_s"] = round(time.monotonic() - started)
    found["differing"] = len(found["differing"])
    print(json.dumps(found, indent=1))
    return 1 if found["differing"] else 0


if __name__ == "__main__":
    sys.exit(main())
