"""What the page's templates print: figures as text, one object for each block of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from harness.checker import Status
from harness.errors import UsageError
from harness.report._compare import alarm_texts, changed_settings
from harness.report._words import (
    INCOMPLETE,
    broken,
    count_of,
    judging_alarms,
    p_text,
    percent,
    shape_notes,
    signed,
)
from harness.report.html._attempts import status_counts
from harness.stats import align, compare, estimate, same_ground, solved_interval

if TYPE_CHECKING:
    from harness.report.html._runs import RunData
    from harness.run.summary import ProblemOutcome
    from harness.stats import Comparison, PassAtK


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure in percent with its interval. bound: it is a lower bound."""

    name: str
    value: str
    low: str
    high: str
    bound: bool = False


@dataclass(frozen=True, slots=True)
class RunView:
    """The head of one run. colour: its colour's number on the page, from 1. scope: problems and budget in
    words. label: of --label, or ""."""

    letter: str
    colour: int
    bench: str
    scope: str
    label: str
    model: str
    folder: str
    n: int
    early_stop: bool
    rounds: int
    problems: int
    solved: int
    figures: tuple[FigureView, ...]
    complete: bool
    attempts: str
    tokens_in: str
    tokens_out: str
    tokens_per_proof: str
    cost: str
    checker_hours: str
    saved_hours: str
    tags: tuple[str, ...]
    created: str


@dataclass(frozen=True, slots=True)
class BarView:
    """A bar of attempts by status. parts: (status, start, attempts). label: for people who can't see it."""

    parts: tuple[tuple[str, int, int], ...]
    total: int
    label: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A line of the table of verdicts: attempts of each run. status: of the line, or of the reason's line."""

    status: str
    reason: str
    counts: tuple[str, ...]
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FailureView:
    """One kind of failure: its first line, and attempts of each run."""

    text: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """One problem in one run. proofs, decided: outcomes. mark: "gained", "lost" (against run A), ""."""

    proofs: int
    decided: int
    bar: BarView
    mark: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """One line of a comparison, all in percent points. clear: what the interval is sure of, if anything."""

    metric: str
    base: str
    other: str
    difference: str
    low: str
    high: str
    p: str
    p_holm: str
    clear: Literal["", "gain", "loss"]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """One run against the first. k: of the lists."""

    base: str
    other: str
    problems: int
    alarms: tuple[str, ...]
    changed: tuple[tuple[str, str, str], ...]
    differences: tuple[DifferenceView, ...]
    k: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    both: int
    neither: int


def run_view(run: RunData, ks: Sequence[int], number: int) -> RunView:
    """The head of a run. Raises UsageError for an impossible k and a run without problems."""
    summary = run.summary
    found = estimate(summary, ks)
    proofs = sum(problem.outcomes.count(True) for problem in summary.problems)
    used = summary.completion_tokens
    low, high = solved_interval(summary)
    solved = FigureView(
        "solved", percent(summary.solved / len(summary.problems)), percent(low), percent(high)
    )
    return RunView(
        letter=run.letter,
        colour=1 + number % 4,
        bench=summary.bench_label,
        scope=summary.scope,
        label=summary.label or "",
        model=_model(run),
        folder=str(summary.run_dir),
        n=summary.n,
        early_stop=summary.early_stop,
        rounds=summary.rounds,
        problems=len(summary.problems),
        solved=summary.solved,
        figures=(*(figure_view(figure) for figure in found), solved),
        complete=summary.complete,
        attempts=f"{run.attempts:,}",
        tokens_in=short_number(summary.prompt_tokens),
        tokens_out=short_number(used),
        tokens_per_proof=short_number(round(used / proofs) if used and proofs else None),
        cost=f"{summary.cost:,.2f}" if summary.cost is not None else "",
        checker_hours=hours(summary.lean_cpu_s),
        saved_hours=hours(summary.lean_cpu_saved_s) if summary.lean_cpu_saved_s else "",
        tags=tuple(f"{key}={value}" for key, value in summary.settings.tags.items()),
        created=str(run.info.get("created", ""))[:10],
    )


def figure_view(figure: PassAtK) -> FigureView:
    """pass@k as text."""
    return FigureView(
        f"pass@{figure.k}",
        percent(figure.estimate),
        percent(figure.low),
        percent(figure.high),
        bool(figure.short),
    )


def _model(run: RunData) -> str:
    """The model's own name where the backend tells one, behind the backend's."""
    backend = run.summary.settings.backend
    own = backend.get("model") if isinstance(backend, dict) else None
    return f"{run.summary.model} {own}" if isinstance(own, str) and own else run.summary.model


def cell_view(run: RunData, name: str, base: RunData | None) -> CellView | None:
    """A cell of the matrix, None where the run lacks the problem; base: what to compare with."""
    if name not in run.cells:
        return None
    problem = run.problems[name]
    cell = run.cells[name]
    counts = status_counts(cell.letters if run.summary.count == "attempts" else "".join(cell.finals.values()))
    parts, start = [], 0
    for status, count in counts.items():
        parts.append((status, start, count))
        start += count
    label = ", ".join(f"{count} {status}" for status, count in counts.items()) or "no attempts"
    mark = ""
    if base is not None and name in base.problems and base.problems[name].solved != problem.solved:
        mark = "gained" if problem.solved else "lost"
    proofs, decided = counted(problem)
    return CellView(proofs, decided, BarView(tuple(parts), start, label), mark)


def counted(problem: ProblemOutcome) -> tuple[int, int]:
    """(outcomes that are a proof, outcomes with a verdict)."""
    return problem.outcomes.count(True), len(problem.outcomes) - problem.outcomes.count(None)


def reasons_of(runs: Sequence[RunData]) -> list[ReasonView]:
    """Attempts by status and reason, those that occur in any run, in the order of the legend."""
    summaries = [run.summary for run in runs]
    totals = [sum(summary.verdicts.values()) for summary in summaries]
    lines: list[tuple[str, str, list[int]]] = []
    for status in Status:
        lines.append((status.value, "", [summary.verdicts.get(status.value, 0) for summary in summaries]))
        keys = {key for summary in summaries for key in summary.reasons if key.startswith(f"{status.value}/")}
        for key in sorted(keys, key=lambda key: -sum(summary.reasons.get(key, 0) for summary in summaries)):
            counts = [summary.reasons.get(key, 0) for summary in summaries]
            lines.append((status.value, key.partition("/")[2], counts))
    return [
        ReasonView(
            status,
            reason,
            tuple(f"{count:,}" for count in counts),
            tuple(
                percent(count / total) if total else "" for count, total in zip(counts, totals, strict=True)
            ),
        )
        for status, reason, counts in lines
        if any(counts)
    ]


def failures_of(runs: Sequence[RunData], most: int = 12) -> list[FailureView]:
    """The most frequent failures over all runs, those that occur more than once."""
    total: Counter[str] = Counter()
    for run in runs:
        total.update(run.failures)
    return [
        FailureView(text, tuple(f"{run.failures[text]:,}" for run in runs))
        for text, count in sorted(total.items(), key=lambda item: (-item[1], item[0]))[:most]
        if count > 1
    ]


def alarms_of(runs: Sequence[RunData]) -> list[str]:
    """What makes the runs' figures doubtful."""
    first = runs[0].summary
    ground = []
    if not all(same_ground(first, run.summary) for run in runs[1:]):
        ground.append(
            "NOT THE SAME GROUND: these runs differ in problems, bench variant or checker, so their figures "
            "can't be compared as they are; the comparison below looks at the problems that both have."
        )
    lacking = [
        f"{INCOMPLETE}: run {run.letter} lacks verdicts ({broken(run.summary)}); its figures are not final. "
        "The command that made it goes on with it."
        for run in runs
        if not run.summary.complete or run.summary.verdicts.get("infrastructure", 0)
    ]
    named = [(f"run {run.letter}", run.summary) for run in runs]
    return ground + lacking + shape_notes(named) + judging_alarms(named)


def comparisons_of(runs: Sequence[RunData], ks: Sequence[int]) -> tuple[list[ComparisonView], list[str]]:
    """Each run against the first, and sentences on those that can't be compared."""
    base, *others = runs
    found: list[ComparisonView] = []
    refused: list[str] = []
    possible: list[RunData] = []
    for run in others:
        try:
            align(base.summary, run.summary, common=True)
        except UsageError as error:
            refused.append(f"Run {run.letter} isn't compared with run {base.letter}: {error}")
        else:
            possible.append(run)
    if possible:
        compared = compare(base.summary, [run.summary for run in possible], ks, common=True)
        found = [_comparison(base, run, one) for run, one in zip(possible, compared, strict=True)]
    return found, refused


def _comparison(base: RunData, other: RunData, found: Comparison) -> ComparisonView:
    lists = found.lists[-1]
    changed = changed_settings(base.summary.settings.json, other.summary.settings.json)
    return ComparisonView(
        base=base.letter,
        other=other.letter,
        problems=len(found.pairing.base.problems),
        alarms=tuple(alarm_texts(found, (base.letter, other.letter))),
        changed=tuple((name, _value(old), _value(new)) for name, (old, new) in changed.items()),
        differences=tuple(
            DifferenceView(
                str(d.metric),
                percent(d.base),
                percent(d.other),
                signed(d.difference),
                signed(d.low),
                signed(d.high),
                p_text(d.p),
                p_text(d.p_holm),
                "gain" if d.low > 0 else "loss" if d.high < 0 else "",
            )
            for d in found.differences
        ),
        k=lists.k,
        gained=lists.gained,
        lost=lists.lost,
        both=len(lists.both),
        neither=len(lists.neither),
    )


def _value(value: object) -> str:
    return "not set" if value is None else str(value)


def short_number(number: int | None) -> str:
    """ "1.2 M", "34 k", "812"; "" for None."""
    if number is None:
        return ""
    for size, letter in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if number >= 10 * size or (number >= size and size > 1000):
            return f"{number / size:.1f} {letter}"
    return f"{number:,}"


def hours(seconds: float) -> str:
    """Hours with three significant digits, seconds below a hundredth of an hour."""
    if seconds < 36:
        return f"{seconds:.1f} s"
    return f"{seconds / 3600:.3g} h"


def title_of(runs: Sequence[RunView]) -> str:
    """Bench and models."""
    benches = list(dict.fromkeys(run.bench for run in runs))
    models = list(dict.fromkeys(run.model for run in runs))
    names = ", ".join(models) if len(models) <= 3 else count_of(len(models), "model")
    return f"{', '.join(benches)} \u00b7 {names}"
