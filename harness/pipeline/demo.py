"""A whole loop in a small world: generated statements, the proposer without weights, and its controls."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from harness.bench import Bench
from harness.pipeline.gains import GainRow, Percent, best_of, conclusion, gain_rows, gains_grid, problem_rates
from harness.pipeline.generator import Truth
from harness.pipeline.loop import LoopFolder, LoopStatement, LoopTools
from harness.pipeline.stages.iterate import (
    FROZEN,
    LOOP,
    UNCHECKED,
    IterateSettings,
    Iteration,
    LearningArm,
    Measured,
)
from harness.pipeline.stages.prove import OPEN, PROVED, REFUTED, ProveSettings, prove
from harness.pipeline.stages.reject import RejectSettings, reject
from harness.pipeline.stages.sets import (
    HELD_OUT,
    SEEN,
    MixedSettings,
    SetsSettings,
    draw,
    draw_mixed,
)
from harness.pipeline.training import CountsTrainer
from harness.report import Grid, GridRow

K: Final = 8
_SMOOTHINGS: Final = {"smooth 0.5": (0.5, 0.5), "smooth 8": (8.0, 0.5), "explore 0.2": (2.0, 0.2)}
_ON: Final = "held-out"


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """seeds: of the experiment, each with sets of its own. start, pool, held_out, withhold: as in
    SetsSettings. rounds, k, samples: as in IterateSettings. unchecked: an arm that learns without Lean."""

    seeds: tuple[int, ...] = (1, 2, 3)
    start: int = 150
    pool: int = 600
    held_out: int = 200
    rounds: int = 3
    k: int = K
    samples: int = 16
    withhold: bool = True
    unchecked: bool = False
    mixed: int = 1_000

    def arms(self) -> tuple[LearningArm, ...]:
        """The loop, its frozen control, and the start set alone under three other smoothings."""
        smooth = tuple(
            LearningArm(name, "nothing", CountsTrainer(*values), samples_pool=False, each_round=False)
            for name, values in _SMOOTHINGS.items()
        )
        return (LOOP, FROZEN, *((UNCHECKED,) if self.unchecked else ()), *smooth)


@dataclass(frozen=True, slots=True)
class DemoResult:
    """grids: tables for people. summary: the figures, as JSON. conclusion: one sentence."""

    grids: tuple[Grid, ...]
    summary: Mapping[str, Any]
    conclusion: str


async def run_demo(
    loop: LoopFolder, tools: LoopTools, settings: DemoSettings, benches: Sequence[Bench] = ()
) -> DemoResult:
    """The sets and the rounds of each seed, and what is measured over all of them.

    Whatever is done already isn't done again; the same settings give the same tables.
    """
    started = time.monotonic()
    seeds: list[list[Measured]] = []
    for seed in settings.seeds:
        name = f"seed-{seed}/sets"
        sets = SetsSettings(seed, settings.start, settings.pool, settings.held_out, settings.withhold)
        await draw(loop, tools, sets, name)
        iterate = IterateSettings(
            settings.rounds, settings.k, settings.samples, seed=seed, arms=settings.arms()
        )
        iteration = Iteration(
            loop,
            tools,
            CountsTrainer(),
            iterate,
            sets=name,
            prefix=f"seed-{seed}/",
            benches=benches,
        )
        seeds.append(await iteration.run())
        tools.say(f"seed {seed}: done after {time.monotonic() - started:.0f} s")
    rows = gain_rows(loop, seeds, (1, K))
    said = conclusion(rows, K, on=_ON)
    grids = [
        gains_grid(rows, on=on, title=f"Rounds of the loop, measured on {on}")
        for on in dict.fromkeys(row.on for row in rows)
    ]
    grids.append(_groups(loop, settings, seeds))
    both_ways: dict[str, Any] = {}
    if settings.mixed:
        both_ways, grid = await _mixed(loop, tools, settings)
        grids.append(grid)
    summary = {
        "seconds": round(_seconds(loop), 1),
        "seeds": list(settings.seeds),
        "rounds": settings.rounds,
        "gain_over_round0": _triple(rows, "start"),
        "gain_over_control": _triple(rows, "frozen"),
        "gain_over_best_start_only": _as_triple(best_of(rows, tuple(_SMOOTHINGS), K, on=_ON)),
        **both_ways,
        "conclusion": said,
        "rows": [row.to_json() for row in rows],
    }
    return DemoResult(tuple(grids), summary, said)


async def _mixed(loop: LoopFolder, tools: LoopTools, settings: DemoSettings) -> tuple[dict[str, Any], Grid]:
    """Reject and prove both ways on statements of every truth, held against what is known of them."""
    await draw_mixed(loop, tools, MixedSettings(settings.seeds[0], settings.mixed))
    rejected = await reject(loop, tools, RejectSettings(), source="mixed", name="mixed-reject")
    proved = await prove(
        loop,
        tools,
        ProveSettings("tactics", k=settings.k, both=True),
        source="mixed",
        name="mixed-prove",
    )
    dropped, outcomes = rejected.metrics["known_truth"], proved.metrics["known_truth"]
    names = [PROVED, REFUTED, OPEN]
    rows = tuple(
        GridRow((truth, sum(row.values()), dropped[truth][0], *(row[name] for name in names)))
        for truth, row in outcomes.items()
    )
    title = (
        f"{settings.mixed} statements of known truth: rejected; proved or refuted with {settings.k} attempts"
    )
    grid = Grid(title, ("truth", "statements", "rejected", *names), rows)
    wrong = (
        outcomes.get(Truth.FALSE, {}).get(PROVED, 0)
        + outcomes.get(Truth.TRUE, {}).get(REFUTED, 0)
        + outcomes.get(Truth.CONTRADICTORY, {}).get(REFUTED, 0)
    )
    refuted, numeric = proved.metrics["false_by_box"]
    return {
        "wrong_verdicts": wrong,
        "box_refuted_share": _share(refuted, numeric),
        "contradictory_rejected_share": _share(*dropped.get(Truth.CONTRADICTORY, (0, 0))),
        "true_rejected": dropped.get(Truth.TRUE, (0, 0))[0],
        "dual_cpu_per_settled": round(proved.cost.get("dual_over_one_sided", 0.0), 3),
        "dual_cpu_at_equal_k": round(proved.cost.get("dual_over_one_sided_at_equal_k", 0.0), 3),
        "settled": int(proved.cost.get("settled", 0)),
    }, grid


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _seconds(loop: LoopFolder) -> float:
    """Seconds on the clock of all stages together, whenever they were made."""
    return sum(result.cost.get("wall_s", 0.0) for result, done in loop.results() if done)


def _triple(rows: Sequence[GainRow], arm: str) -> list[float]:
    row = [each for each in rows if each.arm == arm and each.on == _ON][-1]
    return _as_triple((row.gains or {})[K])


def _as_triple(percent: Percent) -> list[float]:
    return [round(value, 2) for value in (percent.value, percent.low, percent.high)]


def _groups(loop: LoopFolder, settings: DemoSettings, seeds: Sequence[Sequence[Measured]]) -> Grid:
    """pass@8 of round 0 and of the last round by family, size, and whether the steps were seen."""
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for seed, measured in zip(settings.seeds, seeds, strict=True):
        sets = loop.finished(f"seed-{seed}/sets")
        seen = set(json.loads((sets.folder / SEEN).read_text()))
        ends = [each for each in measured if each.on == _ON and each.arm in ("start", LOOP.name)]
        first, last = (problem_rates(loop, each, K) for each in (ends[0], ends[-1]))
        for row in sets.rows(HELD_OUT, LoopStatement.from_json):
            groups = (
                ("family", str(row.origin.family)),
                ("size", str(row.origin.size)),
                ("steps of its own proof", "seen" if row.name in seen else "not seen"),
            )
            for group in groups:
                found.setdefault(group, []).append((first[row.name], last[row.name]))
    order = sorted(found)
    made = [
        GridRow(
            (
                f"{kind} {value}",
                len(found[kind, value]),
                *(100 * sum(column) / len(column) for column in zip(*found[kind, value], strict=True)),
            )
        )
        for kind, value in order
    ]
    title = f"pass@{K} by kind of statement, percent"
    return Grid(title, ("statements", "count", "round 0", "last round"), tuple(made))
