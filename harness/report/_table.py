"""The table that a run ends with, as plain text that looks the same in a terminal and in a file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from harness.checker import Reason, Status
from harness.report._causes import cause_blocks
from harness.report._words import (
    SINGLE_INTERVALS,
    cpu_words,
    heading,
    judging_alarms,
    name_of,
    part_notes,
    shape_notes,
)
from harness.stats import EstimatorName, PassAtK, estimate, solved_interval

if TYPE_CHECKING:
    from harness.run.summary import RunSummary

_NO_CODE = f"{Status.REJECTED.value}/{Reason.NO_CODE.value}"
_ESTIMATORS = {
    EstimatorName.UNBIASED: "unbiased pass@k (Chen et al. 2021)",
    EstimatorName.FIRST_SUCCESS: "first success at or before attempt k",
}


def render_summary(summary: RunSummary, ks: Iterable[int], *, width: int = 80) -> str:
    """What `run` prints at its end, without a last newline; notes are wrapped to `width` columns.

    pass@k with 95 % intervals, solved problems and verdict counts depend on the verdicts alone, so that the
    same run gives the same text. CPU time in Lean, tokens and cost where they are known, and the run's folder
    stand on lines of their own after it.

    Raises UsageError for an impossible k and for a run without problems.
    """
    figures = estimate(summary, ks)
    blocks = [
        _wrapped(heading(summary), width),
        *_alarm(summary, width),
        *(_wrapped(f"!!! {note}", width) for note in shape_notes([(name_of(summary), summary)])),
        "\n".join(_figure_lines(summary, figures)),
        "\n".join(_verdict_lines(summary)),
        *cause_blocks(summary, width),
        _wrapped(" ".join([_note(figures), *part_notes([summary])]), width),
        "\n".join([*_spent_lines(summary), f"Run: {summary.run_dir}"]),
    ]
    return "\n\n".join(blocks)


def _figure_lines(summary: RunSummary, figures: Sequence[PassAtK]) -> list[str]:
    rows = [
        (
            f"pass@{figure.k}",
            _percent(figure.estimate),
            _interval(figure.low, figure.high),
            _lower_bound(figure),
        )
        for figure in figures
    ]
    total = len(summary.problems)
    solved = ("solved", _percent(summary.solved / total), _interval(*solved_interval(summary)))
    rows.append((*solved, f"{summary.solved} of {total}"))
    first = max(6, *(len(row[0]) for row in rows))
    head = f"  {'':{first}}  {'percent':>7}  {'95 % interval':>15}"
    lines = [f"  {a:{first}}  {b:>7}  {c:>15}  {d}".rstrip() for a, b, c, d in rows]
    return [head, _rule(head), *lines]


def _verdict_lines(summary: RunSummary) -> list[str]:
    rows: list[tuple[str, int]] = []
    for status in Status:
        rows.append((status.value, summary.verdicts.get(status.value, 0)))
        prefix = f"{status.value}/"
        for name, count in _by_count(summary.reasons):
            if name.startswith(prefix) and count:
                rows.append((f"  {name.removeprefix(prefix)}", count))
                if name == _NO_CODE:
                    rows += [(f"    {why}", part) for why, part in _by_count(summary.no_code)]
    first = max(len(name) for name, _ in rows)
    head = f"  {'verdicts':{first}}  {'attempts':>8}"
    lines = [f"  {name:{first}}  {count:>8}" for name, count in rows]
    return [head, _rule(head), *lines]


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _spent_lines(summary: RunSummary) -> list[str]:
    """CPU time in Lean, spent and saved, and tokens and cost where they are known."""
    lines = [f"CPU time in Lean: {cpu_words(summary, _duration)}"]
    tokens = [
        f"{number:,} {what}"
        for number, what in ((summary.prompt_tokens, "in prompts"), (summary.completion_tokens, "generated"))
        if number is not None
    ]
    if tokens:
        lines.append(f"Tokens: {', '.join(tokens)}")
    if summary.cost is not None:
        each = f", {summary.cost / summary.solved:,.4g} for each solved problem" if summary.solved else ""
        lines.append(f"Cost: {summary.cost:,.4g}{each}")
    return lines


def _alarm(summary: RunSummary, width: int) -> list[str]:
    """The loud lines: that verdicts lack, and how they were judged where that was less than it may be."""
    judged = [f"!!! {text}" for text in judging_alarms([("this run", summary)])]
    return [_wrapped(text, width) for text in [*_lacking(summary), *judged]]


def _lacking(summary: RunSummary) -> list[str]:
    broken = summary.verdicts.get(Status.INFRASTRUCTURE.value, 0)
    if summary.complete and not broken:
        return []
    text = "!!! INCOMPLETE: not every planned attempt has a verdict, so these figures are not final."
    if broken:
        causes = sorted(
            name.partition("/")[2]
            for name, count in summary.reasons.items()
            if count and name.startswith(f"{Status.INFRASTRUCTURE.value}/")
        )
        why = f" ({', '.join(causes)})" if causes else ""
        text += f" Our side broke on {broken} attempt{'s' if broken != 1 else ''}{why}."
    return [text + " Run the same command again to go on."]


def _note(figures: Sequence[PassAtK]) -> str:
    text = f"Estimator: {_ESTIMATORS[figures[0].estimator]}. {SINGLE_INTERVALS}"
    if short := [figure for figure in figures if figure.short]:
        text += (
            f" Rows with '>=' are lower bounds: {_problems(short[-1].short)} had fewer than {short[-1].k} "
            "attempts with a verdict, and every planned attempt without one counts as a failure."
        )
    return text


def _lower_bound(figure: PassAtK) -> str:
    return f">= ({figure.short} short of attempts)" if figure.short else ""


def _problems(count: int) -> str:
    return f"{count} problem{'s' if count != 1 else ''}"


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.1f}"


def _interval(low: float, high: float) -> str:
    return f"{100 * low:.1f} to {100 * high:.1f}"


def _rule(head: str) -> str:
    return "  " + "-" * (len(head) - 2)


def _wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, max(20, width), break_long_words=False, break_on_hyphens=False))


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"
