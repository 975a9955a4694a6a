"""CPU time of engine `process` with and without snapshots of headers: `python benchmarks/snapshots.py`.

Prints the ratio of the medians (with / without), the texts taken in turns so that load falls on both.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from pathlib import Path

from harness.checker.engines import ProcessEngine
from harness.checker.engines.snapshots import Snapshots
from harness.lean.embedded import EmbeddedLean
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap

TEXT = "prelude\nimport {module}\ntheorem t (a b : Nat) (h : a < b) : a + 0 < b + 0 := by simp; exact h\n"
ROUNDS = 25


async def measure(module: str, cache: Path) -> tuple[float, float]:
    """Median CPU seconds (without, with) for a small proof under one header."""
    toolchain, sandbox = EmbeddedLean().prepare(), Bubblewrap()
    engines = (
        ProcessEngine(toolchain, sandbox),
        ProcessEngine(toolchain, sandbox, Snapshots(toolchain, sandbox, cache)),
    )
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for engine, taken in zip(engines, seconds, strict=True):
            done = await engine.elaborate(TEXT.format(module=module), Limits())
            if done.code != 0:
                raise SystemExit(f"{module}: {done}")
            taken.append(done.cpu_s)
    without, having = (statistics.median(each[1:]) for each in seconds)
    return without, having


def main() -> None:
    """Print a line for each header."""
    with tempfile.TemporaryDirectory() as folder:
        for module in ("Embedded.Base", "Embedded.Arith", "Embedded.Number"):
            without, having = asyncio.run(measure(module, Path(folder)))
            print(f"{module:16} {1000 * without:6.1f} ms -> {1000 * having:6.1f} ms: {having / without:.2f}")


if __name__ == "__main__":
    main()
