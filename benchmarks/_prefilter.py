"""What it spares to elaborate the candidates of one statement together."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Any

from _attempts import Attempt
from _processes import below, cpu_s

from harness.checker import AnyChecker, CheckerSpec, LeanNeeds, open_checker
from harness.checker.many import as_they_end
from harness.checker.prefilter import PrefilterMode
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits

_RIGHT = 0.05
_MODES: tuple[PrefilterMode, ...] = ("off", "on", "auto")


async def prefilters(
    toolchain: Toolchain, cache: Path, chosen: Sequence[Attempt], limits: Limits, rounds: int
) -> dict[str, Any]:
    """prefilter_over_fork: checks per CPU second with `--prefilter on` and `auto` over those without, where
    all of Lean's errors are wanted; prefilter_first_error: the same with first errors alone. Of `chosen` all
    wrong ones are taken, and so many right ones that they are a twentieth.

    CPU seconds are those of all processes: ours, the servers that fork, and Lean.
    """
    found: dict[str, Any] = {}
    some: list[Attempt] = []
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
            if not some:
                some = await _with_so_many_right(opened["off"].checker, chosen, opened["off"].under_way)
            for mode in _MODES:
                await _cost(opened[mode].checker, some[:64], opened[mode].under_way)
            for _ in range(rounds):
                for mode in _MODES:
                    costs[mode].append(await _cost(opened[mode].checker, some, opened[mode].under_way))
        cpu, wall = (
            {mode: statistics.median(pair[at] for pair in pairs) for mode, pairs in costs.items()}
            for at in (0, 1)
        )
        found[name] = {mode: cpu["off"] / cpu[mode] for mode in _MODES[1:]}
        found[name] |= {f"{mode}_on_the_clock": wall["off"] / wall[mode] for mode in _MODES[1:]}
        found[name]["checks_per_cpu_second"] = len(some) / cpu["on"]
    return found


async def _with_so_many_right(
    checker: AnyChecker, chosen: Sequence[Attempt], under_way: int
) -> list[Attempt]:
    """All wrong ones in order, and as many right ones among them as make _RIGHT of all."""

    async def proved(attempt: Attempt) -> bool:
        return (await checker.check(*attempt)).proved

    async with aclosing(as_they_end(chosen, proved, under_way=under_way)) as ended:
        right = {number async for number, is_proved in ended if is_proved}
    step = max(1, round(len(right) * (1 - _RIGHT) / (_RIGHT * (len(chosen) - len(right)))))
    kept = set(sorted(right)[::step])
    return [attempt for at, attempt in enumerate(chosen) if at not in right or at in kept]


async def _cost(checker: AnyChecker, chosen: Sequence[Attempt], under_way: int) -> tuple[float, float]:
    """(CPU seconds, seconds on the clock) for all of them."""

    async def one(attempt: Attempt) -> None:
        verdict = await checker.check(*attempt)
        if not verdict.decided:
            raise RuntimeError(f"{attempt[0].name}: {verdict.detail}")

    before, started = _all_cpu_s(), time.monotonic()
    async with aclosing(as_they_end(chosen, one, under_way=under_way)) as ended:
        async for _ in ended:
            pass
    return _all_cpu_s() - before, time.monotonic() - started


def _all_cpu_s() -> float:
    """CPU seconds of this process and of all below it: what forking costs a server is among them."""
    return time.process_time() + sum(map(cpu_s, below()))
