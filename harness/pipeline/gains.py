"""What the rounds of a loop gain: pass@k of every arm, paired differences, and what may be said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.errors import UsageError
from harness.pipeline.loop import LoopFolder
from harness.pipeline.stages.iterate import Measured
from harness.pipeline.stages.measure import successes
from harness.report import Figure, Grid, GridRow
from harness.stats import bootstrap_interval, paired_difference, pass_at_k


@dataclass(frozen=True, slots=True)
class Percent:
    """An estimate in percent, or in points, with its 95 % interval, and the seeds' own values in order."""

    value: float
    low: float
    high: float
    seeds: tuple[float, ...]

    def to_json(self) -> dict[str, object]:
        """As what JSON can say, to two decimals."""
        numbers = (self.value, self.low, self.high)
        return {
            **dict(zip(("value", "low", "high"), (round(each, 2) for each in numbers), strict=True)),
            "seeds": [round(each, 2) for each in self.seeds],
        }


@dataclass(frozen=True, slots=True)
class GainRow:
    """An arm after a round, on one set of problems, over all seeds.

    rates: pass@k by k. gains: the loop's last round minus this row, paired, by k; None for that round itself.
    learnt, solved, attempts: for each seed, see Measured.
    """

    arm: str
    round: int
    on: str
    problems: int
    rates: Mapping[int, Percent]
    gains: Mapping[int, Percent] | None
    learnt: tuple[int, ...]
    solved: tuple[int, ...]
    attempts: tuple[int, ...]

    def to_json(self) -> dict[str, object]:
        """As what JSON can say."""
        return {
            "arm": self.arm,
            "round": self.round,
            "on": self.on,
            "problems": self.problems,
            **{f"pass@{k}": rate.to_json() for k, rate in self.rates.items()},
            **{f"gain@{k}": gain.to_json() for k, gain in (self.gains or {}).items()},
            "learnt": list(self.learnt),
            "solved": list(self.solved),
            "attempts": list(self.attempts),
        }


def problem_rates(loop: LoopFolder, measured: Measured, k: int) -> dict[str, float]:
    """pass@k of each problem of a measurement, as fractions by its name. Raises DataError."""
    samples, counts = successes(loop.finished(measured.stage))
    rates = pass_at_k([samples] * len(counts), list(counts.values()), k)
    return dict(zip(counts, map(float, rates), strict=True))


def gain_rows(
    loop: LoopFolder, seeds: Sequence[Sequence[Measured]], ks: Sequence[int], *, arm: str = "loop"
) -> list[GainRow]:
    """A row for each measurement, in the order of the first seed's.

    seeds: the measurements of each seed; all have the same arms, and rounds where arms stopped alike. arm:
    the one whose last round the others are compared with. Intervals are over problems of all seeds together:
    the Bayesian bootstrap for a rate, harness.stats.paired_difference for a gain.
    Raises UsageError where the seeds don't have the same measurements.
    """
    last = [_last(each, arm) for each in seeds]
    read = {
        (each.stage, k): list(problem_rates(loop, each, k).values())
        for measured in seeds
        for each in measured
        for k in ks
    }

    def values(measured: Sequence[Measured], k: int) -> list[list[float]]:
        return [read[each.stage, k] for each in measured]

    rows = []
    for first in seeds[0]:
        own = [_same(each, first, last[0], end) for each, end in zip(seeds, last, strict=True)]
        best = [_find(each, arm, end, first.on) for each, end in zip(seeds, last, strict=True)]
        rates = {k: _percent(values(own, k)) for k in ks}
        itself = first.arm == arm and first.round == last[0]
        gains = None if itself else {k: _gain(values(best, k), values(own, k)) for k in ks}
        rows.append(
            GainRow(
                first.arm,
                first.round,
                first.on,
                sum(map(len, values(own, ks[0]))),
                rates,
                gains,
                tuple(each.learnt for each in own),
                tuple(each.solved for each in own),
                tuple(each.attempts for each in own),
            )
        )
    return rows


def conclusion(
    rows: Sequence[GainRow], k: int, *, on: str, control: str = "frozen", arm: str = "loop"
) -> str:
    """What the rows say of the loop, in one sentence; a loop that doesn't beat its control shows no gain."""
    last = max(row.round for row in rows if row.arm == arm and row.on == on)
    against = [row for row in rows if row.arm == control and row.on == on and row.gains]
    if not against:
        return f"no gain shown: there is no arm {control!r} to compare with"
    gains = against[-1].gains or {}
    gain = gains[k]
    interval = f"{gain.low:+.1f} to {gain.high:+.1f}"
    words = f"{gain.value:+.1f} points of pass@{k} over the {control} control ({interval})"
    if gain.low > 0 and all(value > 0 for value in gain.seeds):
        return f"gain shown: round {last} is {words}"
    return f"no gain shown: round {last} is {words}"


def best_of(rows: Sequence[GainRow], arms: Sequence[str], k: int, *, on: str) -> Percent:
    """The least gain of the loop over any of these arms: over the best of them."""
    gains = [row.gains[k] for row in rows if row.arm in arms and row.on == on and row.gains]
    return min(gains, key=lambda gain: gain.value)


def gains_grid(rows: Sequence[GainRow], *, on: str, title: str, notes: Sequence[str] = ()) -> Grid:
    """The rows of one set of problems as a table: pass@k, and what the loop's last round gains over each."""
    chosen = [row for row in rows if row.on == on]
    ks = list(chosen[0].rates) if chosen else []
    columns = ["arm", "round", *(f"pass@{k}" for k in ks), *(f"loop's gain@{k}" for k in ks)]
    made = [
        GridRow(
            (
                row.arm,
                row.round,
                *(_figure(row.rates[k]) for k in ks),
                *(_figure(row.gains[k], difference=True) if row.gains else None for k in ks),
                sum(row.learnt),
                sum(row.attempts),
            )
        )
        for row in chosen
    ]
    seeds = len(chosen[0].learnt) if chosen else 0
    count = chosen[0].problems if chosen else 0
    said = f"{count} problems over {seeds} seeds; 95 % intervals over problems, gains paired"
    return Grid(title, (*columns, "pairs learnt", "attempts on the pool"), tuple(made), (), (said, *notes))


def _figure(percent: Percent, *, difference: bool = False) -> Figure:
    return Figure(percent.value / 100, percent.low / 100, percent.high / 100, difference=difference)


def _last(measured: Sequence[Measured], arm: str) -> int:
    rounds = [each.round for each in measured if each.arm == arm]
    if not rounds:
        raise UsageError(f"there is no arm {arm!r}")
    return max(rounds)


def _same(measured: Sequence[Measured], first: Measured, first_last: int, last: int) -> Measured:
    """A seed's measurement in the place of the first seed's: of the same round, or of the last one."""
    wanted = last if first.round == first_last else min(first.round, last)
    return _find(measured, first.arm, wanted, first.on)


def _find(measured: Sequence[Measured], arm: str, number: int, on: str) -> Measured:
    for each in measured:
        if (each.arm, each.round, each.on) == (arm, number, on):
            return each
    raise UsageError(f"a seed has no measurement of arm {arm!r} after round {number} on {on}")


def _percent(seeds: Sequence[Sequence[float]]) -> Percent:
    pooled = [value for each in seeds for value in each]
    low, high = bootstrap_interval(pooled)
    return _points(seeds, low, high)


def _gain(best: Sequence[Sequence[float]], own: Sequence[Sequence[float]]) -> Percent:
    differences = [
        [ours - theirs for ours, theirs in zip(one, two, strict=True)]
        for one, two in zip(best, own, strict=True)
    ]
    low, high, _ = paired_difference([value for each in differences for value in each])
    return _points(differences, low, high)


def _points(seeds: Sequence[Sequence[float]], low: float, high: float) -> Percent:
    pooled = [value for each in seeds for value in each]
    own = tuple(100 * sum(each) / len(each) for each in seeds)
    return Percent(100 * sum(pooled) / len(pooled), 100 * low, 100 * high, own)
