"""Comparisons of runs as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from harness.printable import one_line
from harness.report._words import (
    INCOMPLETE,
    PAIRED_METHOD,
    broken,
    count_of,
    heading,
    judging_alarms,
    p_text,
    part_notes,
    percent,
    run_json,
    shape_notes,
    signed,
    wrapped,
)
from harness.run.selection import FOR_DISPLAY
from harness.stats import same_texts, unchanged

if TYPE_CHECKING:
    from harness.run.summary import RunSummary
    from harness.stats import Comparison, Difference, Lists, Pairing

COMPARISON_NOTE = (
    f"Differences and intervals are in percent points, other minus base. {PAIRED_METHOD} p Holm: adjusted "
    "over all comparisons of the same kind here, which the intervals aren't."
)
_MISSING_SHOWN = 3


def render_comparisons(comparisons: Sequence[Comparison], *, every: bool = False, width: int = 96) -> str:
    """Differences, intervals, p-values and lists of problems, without a last newline.

    every: the lists of problems that both or neither solved too. Lists are those of the largest k.
    """
    blocks = []
    for comparison in comparisons:
        blocks += [
            *_heads(comparison, width),
            *alarms(comparison, width),
            "\n".join(_figure_lines(comparison.differences)),
            *_list_lines(comparison.lists[-1], every, width),
        ]
    runs = [run for one in comparisons for run in (one.pairing.base, one.pairing.other)]
    notes = [wrapped(note, width) for note in (COMPARISON_NOTE, *part_notes(runs))]
    return "\n\n".join([*blocks, "\n".join(notes)])


def run_line(run: RunSummary) -> str:
    """One line that says which run this is."""
    line = f"{run.run_dir} | {heading(run)}"
    if run.settings.by_messages:
        line += " | judged by messages alone"
    elif run.settings.no_replay is not None:
        line += " | no kernel replay"
    return one_line(line if run.complete else f"{line} | {INCOMPLETE}")


def alarms(comparison: Comparison, width: int) -> list[str]:
    """What makes the figures doubtful: other ground or budget, missing verdicts or attempts, how they were
    judged."""
    lines = [f"!!! {text}" for text in alarm_texts(comparison)]
    return [wrapped(line, width, "    ") for line in lines]


def alarm_texts(comparison: Comparison, names: tuple[str, str] = ("base", "other")) -> list[str]:
    """The alarms without marks, one sentence or two each. names: what the two runs are called."""
    pairing = comparison.pairing
    texts = ground_texts(pairing, names)
    texts += shape_notes([(f"the {names[0]} run", pairing.base), (f"the {names[1]} run", pairing.other)])
    for name, run in zip(names, (pairing.base, pairing.other), strict=True):
        if not run.complete:
            texts.append(
                f"{INCOMPLETE}: the {name} run lacks verdicts ({broken(run)}); nothing here is final."
            )
    for difference in comparison.differences:
        for name, short in zip(names, (difference.base_short, difference.other_short), strict=True):
            if short:
                texts.append(
                    f"{difference.metric} of the {name} run is a lower bound: {count_of(short, 'problem')} "
                    f"had fewer than {difference.metric.k} attempts with a verdict."
                )
    runs = zip(names, (pairing.base, pairing.other), strict=True)
    return [*texts, *judging_alarms((f"the {name} run", run) for name, run in runs)]


def ground_texts(pairing: Pairing, names: tuple[str, str]) -> list[str]:
    """In what problems, checkers and budgets of two runs differ, a sentence or two each."""
    texts = []
    if pairing.differences:
        texts.append(
            f"NOT THE SAME GROUND: only {count_of(len(pairing.base.problems), 'problem')} of both are "
            f"compared, in spite of these differences: {'; '.join(pairing.differences)}."
        )
    if pairing.missing:
        shown = ", ".join(pairing.missing[:_MISSING_SHOWN]) + (
            ", ..." * (len(pairing.missing) > _MISSING_SHOWN)
        )
        texts.append(
            f"NOT COMPARED: {count_of(len(pairing.missing), 'problem')} that the {names[0]} run solved and "
            f"the {names[1]} run doesn't have ({shown})."
        )
    if pairing.budgets:
        texts.append(
            f"OTHER BUDGET: the {names[0]} run against the {names[1]} run differs in "
            f"{'; '.join(pairing.budgets)}."
        )
    return texts


def _heads(comparison: Comparison, width: int) -> list[str]:
    base, other = comparison.pairing.base, comparison.pairing.other
    lines = [
        wrapped(f"base   {run_line(base)}", width, "       "),
        wrapped(f"other  {run_line(other)}", width, "       "),
        f"       {count_of(len(base.problems), 'problem')} in both",
    ]
    lines += [wrapped(f"       {text}", width, "       ") for text in same_notes(base, other)]
    if changed := changed_settings(base.settings.json, other.settings.json):
        shown = one_line(", ".join(f"{key}: {old} -> {new}" for key, (old, new) in changed.items()))
        lines.append(wrapped(f"       changed: {shown}", width, "       "))
    return ["\n".join(lines)]


def same_notes(base: RunSummary, other: RunSummary) -> list[str]:
    """A sentence where both runs have the same texts, so that sampling plays no part in their difference."""
    if unchanged(base, other):
        return ["No attempt changed: all have the same text and the same end in both runs."]
    if same_texts(base, other):
        ends = [
            old is not new
            for before, after in zip(base.problems, other.problems, strict=True)
            for old, new in zip(before.outcomes, after.outcomes, strict=True)
        ]
        return [
            f"The same texts were judged in both runs: {ends.count(True)} of {len(ends)} attempts ended "
            "otherwise. Sampling plays no part in the difference; the interval is that of other problems "
            "like these."
        ]
    return []


def changed_settings(base: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Settings of the model and of sampling that differ, by dotted names; None where one isn't set."""
    old, new = _flat(base), _flat(other)
    return {key: (old.get(key), new.get(key)) for key in sorted({*old, *new}) if old.get(key) != new.get(key)}


def _flat(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in settings.items():
        if not prefix and key in (
            "problems",
            "check",
            "bench",
            "bench_sha256",
            "subset",
            *FOR_DISPLAY,
        ):
            continue
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def _figure_lines(differences: Sequence[Difference]) -> list[str]:
    titles = f"{'':10}  {'base':>5}  {'other':>5}  {'difference':>10}  {'95 % interval':>16}"
    head = f"  {titles}  {'p':>6}  {'p Holm':>6}"
    lines = [
        f"  {d.metric!s:10}  {percent(d.base):>5}  {percent(d.other):>5}  {signed(d.difference):>10}  "
        f"{f'{signed(d.low)} to {signed(d.high)}':>16}  {p_text(d.p):>6}  {p_text(d.p_holm):>6}"
        for d in differences
    ]
    return [head, "  " + "-" * (len(head) - 2), *lines]


def _list_lines(lists: Lists, every: bool, width: int) -> list[str]:
    groups = {"gained": lists.gained, "lost": lists.lost, "both": lists.both, "neither": lists.neither}
    counts = ", ".join(f"{name} {len(names)}" for name, names in groups.items())
    lines = [f"Solved within {count_of(lists.k, 'attempt')}: {counts}"]
    for name, names in groups.items():
        if names and (every or name in ("gained", "lost")):
            lines.append(wrapped(f"  {name}: {', '.join(names)}", width, "    "))
    return ["\n".join(lines)]


def comparisons_json(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """One object: `base`, and `comparisons` with other, alarms, differences (fractions), lists by k."""
    return {
        "base": _run_json(comparisons[0].pairing.base),
        "complete": all(comparison.complete for comparison in comparisons),
        "comparisons": [
            {
                "other": _run_json(comparison.pairing.other),
                "problems": len(comparison.pairing.base.problems),
                "complete": comparison.complete,
                "alarms": alarm_texts(comparison),
                "ground_differences": list(comparison.pairing.differences),
                "budget_differences": list(comparison.pairing.budgets),
                "unchanged": unchanged(comparison.pairing.base, comparison.pairing.other),
                "changed_settings": {
                    key: list(pair)
                    for key, pair in changed_settings(
                        comparison.pairing.base.settings.json, comparison.pairing.other.settings.json
                    ).items()
                },
                "differences": [difference_json(difference) for difference in comparison.differences],
                "lists": {
                    str(lists.k): {
                        "gained": list(lists.gained),
                        "lost": list(lists.lost),
                        "both": list(lists.both),
                        "neither": list(lists.neither),
                    }
                    for lists in comparison.lists
                },
            }
            for comparison in comparisons
        ],
    }


def difference_json(difference: Difference) -> dict[str, Any]:
    """A difference with all its figures as fractions."""
    names = ("base", "other", "difference", "low", "high", "p", "p_holm", "base_short", "other_short")
    return {"metric": str(difference.metric), **{name: getattr(difference, name) for name in names}}


def _run_json(run: RunSummary) -> dict[str, Any]:
    return {"run_dir": str(run.run_dir), **run_json(run)}
