"""The figures of a run, and of runs beside each other, as objects that print themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError
from harness.report._baseline import read_run
from harness.report._compare import comparisons_json, render_comparisons
from harness.report._json import summary_json
from harness.report._table import render_summary
from harness.run.store import RunStore
from harness.stats import compare, estimate

if TYPE_CHECKING:
    from harness.run.summary import Count, RunSummary
    from harness.stats import Comparison, PassAtK


@dataclass(frozen=True, slots=True)
class RunReport:
    """A run's figures. `str` of it is the table that `prover-eval report` prints.

    summary: what was found. ks: the k of pass@k that are shown.
    """

    summary: RunSummary
    ks: tuple[int, ...]

    @property
    def figures(self) -> Sequence[PassAtK]:
        """pass@k for each of `ks`, as fractions with their intervals."""
        return estimate(self.summary, self.ks)

    def json(self) -> dict[str, Any]:
        """The object that `prover-eval report --json` prints, see `summary_json`."""
        return summary_json(self.summary, self.ks)

    def __str__(self) -> str:
        return render_summary(self.summary, self.ks)


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """Runs compared with a first one. `str` of it is what `prover-eval compare` prints."""

    comparisons: tuple[Comparison, ...]

    @property
    def complete(self) -> bool:
        """Whether every run has all of its verdicts."""
        return all(comparison.complete for comparison in self.comparisons)

    def json(self) -> dict[str, Any]:
        """The object that `prover-eval compare --json` prints."""
        return comparisons_json(self.comparisons)

    def render(self, *, every: bool = False) -> str:
        """As text; every: with the problems that both or neither solved, too."""
        return render_comparisons(self.comparisons, every=every)

    def __str__(self) -> str:
        return self.render()


def report_of(
    run: RunSummary | Path | str, ks: Sequence[int] | None = None, *, count: Count = "samples"
) -> RunReport:
    """The figures of a run folder, of a baseline's file, or of a summary.

    ks: by default 1 and the number of samples. count: what k counts, samples or attempts one by one; a file
    has the one that it was saved with. Raises UsageError when there is no such run, and StoreError, DataError
    for a damaged one.
    """
    if isinstance(run, Path | str):
        path = Path(run)
        if path.is_dir():
            with RunStore.open_readonly(path) as store:
                summary = store.summary(count)
        else:
            summary = read_run(path)
    else:
        summary = run
    return RunReport(summary, tuple(sorted(set(ks))) if ks else tuple(sorted({1, summary.n})))


def compare_runs(
    base: Path | str,
    others: Sequence[Path | str],
    ks: Sequence[int] | None = None,
    *,
    common: bool = False,
    seed: int = 0,
) -> ComparisonReport:
    """Runs, problem by problem, with the run `base`; each is a folder or a baseline's file.

    ks: by default 1 and the smallest number of samples. common: compare what both have, in spite of other
    problems or checkers, which are refused else. seed: of the bootstrap. Raises UsageError, DataError,
    StoreError.
    """
    if not others:
        raise UsageError("give at least one run to compare with the first")
    first, *rest = (read_run(Path(path)) for path in (base, *others))
    chosen = tuple(ks) if ks else tuple(sorted({1, min(run.n for run in (first, *rest))}))
    return ComparisonReport(tuple(compare(first, rest, chosen, common=common, seed=seed)))
