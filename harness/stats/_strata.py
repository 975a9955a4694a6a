"""A run's figures by split, source or tag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.stats._estimate import PassAtK, estimate, solved_interval

if TYPE_CHECKING:
    from harness.problem import Problem
    from harness.run.store import AttemptRow
    from harness.run.summary import RunSummary


@dataclass(frozen=True, slots=True)
class Stratum:
    """The problems of one group. low, high: Clopper-Pearson interval of solved / problems, as fractions."""

    name: str
    problems: int
    solved: int
    low: float
    high: float
    figures: tuple[PassAtK, ...]


def strata(
    run: RunSummary,
    groups: Mapping[str, Iterable[str]],
    ks: Iterable[int],
    *,
    level: float = 0.95,
    seed: int = 0,
) -> list[Stratum]:
    """The figures of each group of problems, in the order of `groups`; see `estimate`.

    groups: name -> names of problems; a problem may be in several. Names that the run doesn't have are left
    out, and so are groups without any. The intervals aren't adjusted for being several.

    Raises UsageError for an impossible k, and when no group has a problem of the run.
    """
    chosen, found = list(ks), []
    for name, names in groups.items():
        wanted = set(names)
        part = replace(run, problems=tuple(p for p in run.problems if p.name in wanted))
        if part.problems:
            figures = tuple(estimate(part, chosen, level=level, seed=seed))
            low, high = solved_interval(part, level)
            found.append(Stratum(name, len(part.problems), part.solved, low, high, figures))
    if not found:
        raise UsageError(f"no group has a problem of {run.run_dir}: give groups of its bench's problems")
    return found


def split_groups(run: RunSummary) -> dict[str, list[str]]:
    """Names of problems by split, in the order of their first problem."""
    groups: dict[str, list[str]] = {}
    for problem in run.problems:
        groups.setdefault(problem.split, []).append(problem.name)
    return groups


def metadata_groups(problems: Iterable[Problem], key: str) -> dict[str, list[str]]:
    """Names of problems by the metadata field `key`, such as source or tags, sorted by value.

    A list puts its problem into a group for each of its values; a problem without the field is in none.

    Raises UsageError when no problem has the field (the message lists those that occur).
    """
    groups: dict[str, list[str]] = {}
    fields: set[str] = set()
    for problem in problems:
        fields |= set(problem.metadata)
        value = problem.metadata.get(key)
        for each in value if isinstance(value, (list, tuple)) else [] if value is None else [value]:
            names = groups.setdefault(str(each), [])
            if problem.name not in names[-1:]:
                names.append(problem.name)
    if not groups:
        raise UsageError(f"no problem has the field {key!r}; there are {', '.join(sorted(fields)) or 'none'}")
    return dict(sorted(groups.items()))


def verdict_counts(
    attempts: Iterable[AttemptRow], groups: Mapping[str, Iterable[str]] | None = None
) -> dict[str, Counter[str]]:
    """Judged attempts of each group by status and by "status/reason".

    groups: as for `strata`; None means one group "all".
    """
    of_problem: dict[str, list[str]] = {}
    for name, names in (groups or {}).items():
        for problem in set(names):
            of_problem.setdefault(problem, []).append(name)
    counts: dict[str, Counter[str]] = {name: Counter() for name in (groups or {"all": ()})}
    for row in attempts:
        if row.status is None:
            continue
        words = [row.status.value]
        if row.reason is not None:
            words.append(f"{row.status.value}/{row.reason.value}")
        for name in ["all"] if groups is None else of_problem.get(row.problem, ()):
            counts[name].update(words)
    return counts
