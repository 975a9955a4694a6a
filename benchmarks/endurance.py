"""Whether many checks in a row leave anything behind: python benchmarks/endurance.py [--count N]

Mixed candidates without the slow kinds (see _mixed.py) go through the whole checker with engine `fork`. What
the servers and this process hold is counted after a tenth of them and at the end. Ends with 1 when something
grew.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from _mixed import Candidate, mixed
from _processes import anonymous, below, descriptors, mounts

from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.pool import PoolLimits
from harness.checker.replay.find import find_replayer
from harness.lean.embedded import EmbeddedLean
from harness.lean.toolchain import Toolchain
from harness.machine import usable_cores
from harness.sandbox.bubblewrap import Bubblewrap

SLOW = ("heartbeats", "cpu", "memory", "stack")
GROWTH = 8 << 20
"""Bytes by which a server's anonymous memory may differ: one child's last pages may be counted yet."""
OWN_GROWTH = 64 << 20
"""The same for this process, whose tokenizer and asyncio keep what they once needed."""
_SETTLES_S = 0.5


def groups() -> int:
    """Control groups that this process made."""
    return sum(1 for _ in Path("/sys/fs/cgroup").rglob(f"prover-eval-*{os.getpid()}*"))


def held() -> dict[str, int]:
    """What this process and those below it hold now."""
    servers = below()
    return {
        "servers_bytes": sum(map(anonymous, servers)),
        "own_bytes": anonymous(os.getpid()),
        "processes": len(servers),
        "descriptors": sum(map(descriptors, (os.getpid(), *servers))),
        "mounts": mounts(os.getpid()),
        "control_groups": groups(),
        "files": sum(1 for _ in Path(tempfile.gettempdir()).iterdir()),
    }


async def check_all(checker: Checker, chosen: Iterable[Candidate]) -> int:
    """Check them, as many at once as there are cores; how many got no verdict."""
    waiting = iter(chosen)
    undecided = 0

    async def worker() -> None:
        nonlocal undecided
        for candidate in waiting:
            undecided += not (await checker.check(candidate.problem, candidate.text)).decided

    await asyncio.gather(*(worker() for _ in range(usable_cores())))
    # A server closes the last child's descriptors after it has answered.
    await asyncio.sleep(_SETTLES_S)
    return undecided


async def endure(toolchain: Toolchain, cache: Path, count: int) -> dict[str, Any]:
    """Check `count` candidates: what is held after a tenth, at the end, and once all is closed."""
    chosen = [each for each in mixed(2 * count) if each.kind not in SLOW][:count]
    start = held()
    # No server is replaced, or its growth would not be seen.
    engine = ForkEngine(toolchain, limits=PoolLimits(uses=count + 1000))
    replayer = find_replayer(toolchain, Bubblewrap(), "auto")
    checker = Checker(toolchain, engine, CheckSettings(chosen[0].limits), cache, replayer)
    started = time.monotonic()
    try:
        undecided = await check_all(checker, chosen[: count // 10])
        early = held()
        undecided += await check_all(checker, chosen[count // 10 :])
        late = held()
    finally:
        await checker.close()
    await asyncio.sleep(_SETTLES_S)
    end = held()
    return {
        "checks": len(chosen),
        "undecided": undecided,
        "wall_s": round(time.monotonic() - started),
        "after_a_tenth": early,
        "at_the_end": late,
        "closed": end,
        "left": left_behind(start, early, late, end),
    }


def left_behind(
    start: Mapping[str, int], early: Mapping[str, int], late: Mapping[str, int], end: Mapping[str, int]
) -> list[str]:
    """What grew from `early` to `late`, or is there at the end and wasn't at the start."""
    # One descriptor is the copy of Lean's code, which is made when there have been some texts.
    allowed = {"servers_bytes": GROWTH, "own_bytes": OWN_GROWTH, "descriptors": 1}
    found = [name for name in early if late[name] > early[name] + allowed.get(name, 0)]
    after = ("processes", "descriptors", "mounts", "control_groups", "files")
    return found + [f"{name} after the end" for name in after if end[name] > start[name]]


def main() -> int:
    """Check, count and print; 1 when something grew or stayed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="candidates  [default: 20000]")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # Whatever is left in the folder for temporary files is ours.
        tempfile.tempdir = folder
        cache = Path(folder) / "cache"
        cache.mkdir()
        found = asyncio.run(endure(EmbeddedLean().prepare(), cache, options.count))
        tempfile.tempdir = None
    print(json.dumps(found, indent=1))
    return 1 if found["left"] or found["undecided"] else 0


if __name__ == "__main__":
    sys.exit(main())
