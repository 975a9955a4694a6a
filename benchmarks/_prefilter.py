"""What it spares to elaborate the candidates of one statement together."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Any

from _attempts import Attempt

from harness.checker import AnyChecker, CheckerSpec, LeanNeeds, open_checker
from harness.checker.many import as_they_end
from harness.checker.prefilter import PrefilterMode
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits

_MODES: tuple[PrefilterMode, ...] = ("off", "on", "auto")


async def prefilters(
    toolchain: Toolchain, cache: Path, chosen: Sequence[Attempt], limits: Limits, rounds: int
) -> dict[str, Any]:
    """prefilter_over_fork: checks per CPU second with `--prefilter on` and `auto` over those without, where
    all of Lean's errors are wanted; prefilter_first_error: the same with first errors alone.

    CPU seconds are those in Lean's children and those of this process.
    """
    found: dict[str, Any] = {}
    for name, first_error in (("prefilter_over_fork", False), ("prefilter_first_error", True)):
        costs: dict[str, list[tuple[float, float]]] = {mode: [] for mode in _MODES}
        async with AsyncExitStack() as stack:
            opened = {}
            for mode in _MODES:
                spec = CheckerSpec(limits=limits, engine="fork", first_error=first_error, prefilter=mode)
                opening = open_checker(
                    spec, LeanNeeds("the candidates", "embedded"), toolchain=toolchain, cache=cache
                )
                opened[mode] = await stack.enter_async_context(opening)
                await _cost(opened[mode].checker, chosen[:64], opened[mode].under_way)
            for _ in range(rounds):
                for mode in _MODES:
                    costs[mode].append(await _cost(opened[mode].checker, chosen, opened[mode].under_way))
        cpu, wall = (
            {mode: statistics.median(pair[at] for pair in pairs) for mode, pairs in costs.items()}
            for at in (0, 1)
        )
        found[name] = {mode: cpu["off"] / cpu[mode] for mode in _MODES[1:]}
        found[name] |= {f"{mode}_on_the_clock": wall["off"] / wall[mode] for mode in _MODES[1:]}
        found[name]["checks_per_cpu_second"] = len(chosen) / cpu["on"]
    return found


async def _cost(checker: AnyChecker, chosen: Sequence[Attempt], under_way: int) -> tuple[float, float]:
    """(CPU seconds, seconds on the clock) for all of them."""

    async def one(attempt: Attempt) -> float:
        verdict = await checker.check(*attempt)
        if not verdict.decided:
            raise RuntimeError(f"{attempt[0].name}: {verdict.detail}")
        return verdict.cpu_s

    cpu_s, started = time.process_time(), time.monotonic()
    async with aclosing(as_they_end(chosen, one, under_way=under_way)) as ended:
        lean_s = sum([each async for _, each in ended])
    return lean_s + time.process_time() - cpu_s, time.monotonic() - started
