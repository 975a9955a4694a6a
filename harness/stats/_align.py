"""Whether two runs may be compared, and their common problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from harness.checker.unreplayed import WHY
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.run.summary import RunSummary

# How a check was carried out; the rest of the record decides what the verdict is.
_NO_INFLUENCE = frozenset({"engine", "sandbox", "seccomp", "memory", "server", WHY})
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two runs on the same problems in the same order.

    differences: why the runs aren't comparable as they are, one line each; empty unless the common part was
    asked for. Every output shows them.
    missing: problems that `base` solved and `other` doesn't have.
    """

    base: RunSummary
    other: RunSummary
    differences: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def budgets(self) -> tuple[str, ...]:
        """In what the budgets of the two runs differ, one line each."""
        return tuple(_budget_differences(self.base, self.other))


def align(base: RunSummary, other: RunSummary, *, common: bool = False) -> Pairing:
    """The runs restricted to the problems of both, in the order of `base`.

    common: compare what is common although benches, problems or checkers differ.
    Raises UsageError with every difference when there is one and `common` isn't set, when no problem
    is common, and for a part of a bench beside the whole.
    """
    require_no_part_beside_whole((base, other))
    differences = (*_problem_differences(base, other), *_setting_differences(base, other))
    if differences and not common:
        raise UsageError(
            f"{base.run_dir} and {other.run_dir} can't be compared as they are:\n"
            + "\n".join(f"  {line}" for line in differences)
            + "\nGive runs of the same problems and the same checker, or --common to compare the problems"
            " that both have in spite of these differences."
        )
    theirs = {problem.name: problem for problem in other.problems}
    ours = tuple(problem for problem in base.problems if problem.name in theirs)
    if not ours:
        raise UsageError(
            f"{base.run_dir} and {other.run_dir} have no problem in common, so there is nothing to compare: "
            "give runs of the same bench"
        )
    matching = tuple(theirs[problem.name] for problem in ours)
    missing = tuple(
        problem.name for problem in base.problems if problem.solved and problem.name not in theirs
    )
    return Pairing(replace(base, problems=ours), replace(other, problems=matching), differences, missing)


def require_no_part_beside_whole(runs: Sequence[RunSummary]) -> None:
    """Raise UsageError where a run over a part of a bench stands beside one over the whole.

    The part has the same names and statements, but on another Lean with another library.
    """
    parts = {run.part.of.partition(":")[0]: run for run in runs if run.part is not None}
    for run in runs:
        beside = parts.get(run.bench.partition(":")[0])
        if run.part is None and beside is not None and beside.part is not None:
            raise UsageError(
                f"{beside.run_dir} is a run over {beside.bench_label}, a part of that bench on the embedded "
                f"Lean, and {run.run_dir} one over the whole, {run.bench}: these can't be compared.\n"
                f"  comparable with the first:   runs with --bench {beside.part.of} --lean embedded\n"
                f"  comparable with the second:  runs with --bench {run.bench} on Lean with Mathlib"
            )


def same_ground(base: RunSummary, other: RunSummary) -> bool:
    """Whether the runs have the same problems and the same checker, so that their figures may be compared."""
    return not _problem_differences(base, other) and not _setting_differences(base, other)


def _problem_differences(base: RunSummary, other: RunSummary) -> list[str]:
    ours = [problem.name for problem in base.problems]
    theirs = [problem.name for problem in other.problems]
    lines = []
    for where, names, rest in (("first", ours, set(theirs)), ("second", theirs, set(ours))):
        if only := [name for name in names if name not in rest]:
            shown = ", ".join(only[:_NAMES_SHOWN]) + (", ..." if len(only) > _NAMES_SHOWN else "")
            count = f"{len(only)} problem{'s' if len(only) != 1 else ''}"
            lines.append(f"problems: {count} only in the {where} run ({shown})")
    if ours == theirs and not lines:
        there, here = (_short(run.settings.problems_sha256) for run in (base, other))
        if there != here:
            lines.append(f"statements of the problems: sha256 {there} against {here}")
    return lines


def _setting_differences(base: RunSummary, other: RunSummary) -> list[str]:
    lines = []
    if base.bench != other.bench:
        lines.append(f"bench: {base.bench} against {other.bench}")
    there, here = (_short(run.settings.bench_sha256) for run in (base, other))
    if there != here:
        lines.append(f"bench variant: sha256 {there} against {here}")
    old, new = (_checker(run.settings.check) for run in (base, other))
    lines += [
        f"checker {key}: {_short(old.get(key))} against {_short(new.get(key))}"
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]
    return lines


def _budget_differences(base: RunSummary, other: RunSummary) -> list[str]:
    values = {
        "samples": (_samples(base), _samples(other)),
        "repair rounds": (base.repair_rounds, other.repair_rounds),
        "k counts": (base.count, other.count),
        "tokens of a sample": (_max_tokens(base), _max_tokens(other)),
    }
    return [
        f"{name}: {_shown(old)} against {_shown(new)}" for name, (old, new) in values.items() if old != new
    ]


def _samples(run: RunSummary) -> int:
    return run.n // (run.repair_rounds + 1) if run.count == "attempts" else run.n


def _max_tokens(run: RunSummary) -> object:
    return run.settings.sampling.get("max_tokens")


def _shown(value: object) -> str:
    return "no limit" if value is None else str(value)


def _checker(record: Mapping[str, Any]) -> dict[str, Any]:
    """What decides a verdict, by dotted names."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if key in _NO_INFLUENCE:
            continue
        if isinstance(value, Mapping):
            flat.update({f"{key}.{name}": part for name, part in value.items()})
        else:
            flat[key] = value
    return flat


def _short(value: object) -> str:
    """For people: hashes by their first 12 digits."""
    if value is None:
        return "not recorded"
    text = str(value)
    return text[:12] if len(text) == 64 else text
