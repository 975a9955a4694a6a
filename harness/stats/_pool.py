"""Several runs taken together: batches of one sampling as one run, and the union of what runs solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError
from harness.run.selection import FOR_DISPLAY
from harness.run.settings import RunSettings
from harness.stats._align import align
from harness.stats._intervals import clopper_pearson
from harness.stats._same_texts import require_other_samples

if TYPE_CHECKING:
    from harness.run.summary import ProblemOutcome, RunSummary

# The rows of a replay are its samples, so that a batch of them has another hash.
_MAY_DIFFER = frozenset({"seed", "n", "backend.sha256", "backend.rows"})


def pool(batches: Sequence[RunSummary]) -> RunSummary:
    """One run with the attempts of all batches, in the given order; the folder is that of the first one.

    batches: runs of the same settings but for seed and n, without early stop.

    Raises UsageError for no batch, the same run twice, batches with other problems or settings, with the
    same seed or the same texts, which would be the same samples again, or with early stop, after which the
    number of attempts depends on their outcomes.
    """
    if not batches:
        raise UsageError("nothing to pool: give at least one run")
    first, *rest = batches
    if not rest:
        return first
    for run in batches:
        if run.early_stop:
            how = "ends at each problem's first proof" if run.cut_at_proofs else "stopped early"
            raise UsageError(
                f"{run.run_dir} {how}, so it is no batch of several: give runs without --early-stop"
            )
    for run in rest:
        _check_batch(first, run)
    keys = Counter(_sampling_key(run) for run in batches)
    if max(keys.values()) > 1:
        raise UsageError(
            "two batches have the same seed, so they hold the same samples: give each its own --seed"
        )
    require_other_samples(batches, "batches")
    aligned = [align(first, run).other for run in rest]
    problems = tuple(
        replace(
            problem,
            outcomes=problem.outcomes + tuple(o for run in aligned for o in run.problems[i].outcomes),
            marks=problem.marks + b"".join(run.problems[i].marks for run in aligned),
        )
        for i, problem in enumerate(first.problems)
    )
    seeds = [run.settings.json.get("seed") for run in batches]
    return replace(
        first,
        n=sum(run.n for run in batches),
        problems=problems,
        verdicts=dict(sum((Counter(run.verdicts) for run in batches), Counter())),
        reasons=dict(sum((Counter(run.reasons) for run in batches), Counter())),
        lean_cpu_s=sum(run.lean_cpu_s for run in batches),
        lean_cpu_saved_s=sum(run.lean_cpu_saved_s for run in batches),
        complete=all(run.complete for run in batches),
        settings=RunSettings.of({**first.settings.json, "seed": seeds}),
    )


def _check_batch(first: RunSummary, run: RunSummary) -> None:
    ours, theirs = _flat(first.settings.json), _flat(run.settings.json)
    changed = [
        f"{key}: {ours.get(key)!r} against {theirs.get(key)!r}"
        for key in sorted({*ours, *theirs} - _MAY_DIFFER)
        if ours.get(key) != theirs.get(key)
    ]
    if first.model != run.model:
        changed.insert(0, f"model: {first.model} against {run.model}")
    if changed:
        raise UsageError(
            f"{first.run_dir} and {run.run_dir} are no batches of the same sampling:\n"
            + "\n".join(f"  {line}" for line in changed)
            + "\nBatches differ in --seed and --n alone."
        )


def _sampling_key(run: RunSummary) -> tuple[object, object]:
    flat = _flat(run.settings.json)
    return flat.get("seed"), flat.get("backend.sha256")


def _flat(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in settings.items():
        if not prefix and key in FOR_DISPLAY:
            continue
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = value
    return flat


@dataclass(frozen=True, slots=True)
class Cumulative:
    """Problems solved by any of several runs.

    names: in the order of the first run. by_run: for each run, in the given order, how many of its problems
    no run before it had solved. low, high: Clopper-Pearson interval of names / problems, as fractions; it is
    that of problems like these for the same runs.
    differences: why the runs aren't comparable as they are; empty unless the common part was asked for.
    """

    names: tuple[str, ...]
    problems: int
    by_run: tuple[int, ...]
    low: float
    high: float
    differences: tuple[str, ...] = ()

    @property
    def fraction(self) -> float:
        """Share of the problems that any run solved."""
        return len(self.names) / self.problems


def cumulative(runs: Sequence[RunSummary], *, common: bool = False, level: float = 0.95) -> Cumulative:
    """The union of the problems that the runs solved: "cumulative" in Xin et al. 2024, "DeepSeek-Prover".

    A union over runs has no fixed budget, so it is no pass@k and isn't to be compared with one.
    common: as in `align`, on the problems that all runs have.

    Raises UsageError for no run, for a first run without problems, and when runs may not be compared.
    """
    if not runs or not runs[0].problems:
        raise UsageError("the union of what runs solved needs at least one run with problems")
    first, differences = runs[0], []
    for run in runs[1:]:
        pairing = align(first, run, common=common)
        first = pairing.base
        differences += [line for line in pairing.differences if line not in differences]
    solved: set[str] = set()
    added = []
    names = [problem.name for problem in first.problems]
    for run in runs:
        new = {problem.name for problem in _of(run, names) if problem.solved} - solved
        added.append(len(new))
        solved |= new
    low, high = clopper_pearson(len(solved), len(names), level)
    kept = tuple(name for name in names if name in solved)
    return Cumulative(kept, len(names), tuple(added), low, high, tuple(differences))


def _of(run: RunSummary, names: Sequence[str]) -> list[ProblemOutcome]:
    wanted = set(names)
    return [problem for problem in run.problems if problem.name in wanted]
