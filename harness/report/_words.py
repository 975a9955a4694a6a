"""Wording that tables, comparisons and gates share."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from harness.checker.unreplayed import sentence

if TYPE_CHECKING:
    from harness.run.summary import RunSummary

INCOMPLETE = "INCOMPLETE"
SINGLE_INTERVALS = (
    "Intervals: for pass@k the Bayesian bootstrap over problems, with half a problem added that is always "
    "solved and half one that never is; for solved exact (Clopper-Pearson)."
)
PAIRED_METHOD = (
    "Interval and p are of one method, and p is below 0.05 exactly where the interval leaves out 0. pass@k: "
    "BCa bootstrap over problems, both runs' values of a problem kept together, with two made-up problems "
    "added (differences of +71 and -71 points); p is 1 - the level of the interval that just leaves out 0. "
    "Where each problem counts 0 or 1, as in solved@k: exact McNemar test, with Tango's score interval, "
    "drawn out to 0 where the test doesn't reject."
)
BOUNDS = (
    "Figures with '>=' are lower bounds, with '<=' upper ones, and with '?' neither: a run has too few "
    "attempts for k, and every planned attempt without a verdict counts as a failure."
)


def count_of(number: int, noun: str) -> str:
    """ "1 problem", "2 problems"."""
    return f"{number} {noun}{'s' if number != 1 else ''}"


def percent(fraction: float) -> str:
    """In percent with one decimal."""
    text = f"{100 * fraction:.1f}"
    return "0.0" if text == "-0.0" else text


def signed(fraction: float) -> str:
    """Percent points with their sign."""
    text = f"{100 * fraction:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text


def p_text(p: float) -> str:
    """A p-value with three decimals, never as 0."""
    return f"{p:.3f}" if p >= 0.001 else "<0.001"


def lacking(run: RunSummary) -> int:
    """Planned attempts without a verdict."""
    return sum(problem.outcomes.count(None) for problem in run.problems)


def broken(run: RunSummary) -> str:
    """What stands behind a run that lacks verdicts: how many, and on how many our side broke."""
    text = f"{count_of(lacking(run), 'attempt')} without a verdict"
    if failed := run.verdicts.get("infrastructure", 0):
        text += f", our side broke on {failed}"
    return text


def run_alarms(runs: Iterable[tuple[str, RunSummary]]) -> list[str]:
    """What makes the figures of the named runs doubtful: verdicts that lack, and how they were judged."""
    named = list(runs)
    lacking = [
        f"{INCOMPLETE}: {name} lacks verdicts ({broken(run)}); its figures are not final."
        for name, run in named
        if not run.complete
    ]
    return [*lacking, *judging_alarms(named)]


def name_of(run: RunSummary) -> str:
    """What tables call a run: its label, else the name of its folder."""
    return run.label or run.run_dir.name


def heading(run: RunSummary) -> str:
    """What a run is, in one line: label, problems and budget, model, and how it was sampled."""
    parts = [run.label or "", run.scope, run.model]
    line = " | ".join(part for part in parts if part)
    if run.cut_at_proofs:
        return line + " | recording cut at proofs"
    stopped = run.early_stop and not (run.count == "attempts" and run.repair_rounds)
    if run.settings.groups:
        return line + " | early stop by groups of problems"
    return line + " | early stop" if stopped or run.settings.early_stop else line


def scope_notes(runs: Iterable[tuple[str, RunSummary]]) -> list[str]:
    """What named runs are over, one sentence for each scope."""
    names: dict[str, list[str]] = {}
    for name, run in runs:
        names.setdefault(run.scope, []).append(name)
    return [f"{', '.join(who)}: {scope}." for scope, who in names.items()]


def run_json(run: RunSummary) -> dict[str, Any]:
    """What a run is, for JSON, wherever its folder lies; `scope` is for people, the rest are its parts as
    they were given."""
    selection = run.selection
    return {
        "label": run.label,
        "scope": run.scope,
        "bench": run.bench,
        "subset": run.settings.json.get("subset"),
        "splits": list(dict.fromkeys(problem.split for problem in run.problems)),
        "selection": None if selection is None else selection.record(),
        "problems": len(run.problems),
        "model": run.model,
        "n": run.n,
        "count": run.count,
        "rounds": run.repair_rounds,
        "early_stop": run.early_stop,
        "cut_at_proofs": run.cut_at_proofs,
        "complete": run.complete,
        "no_replay": run.settings.no_replay_warning,
    }


def shape_notes(runs: Iterable[tuple[str, RunSummary]]) -> list[str]:
    """Sentences on runs whose recordings have a shape that figures must be read with."""
    named = list(runs)
    notes = []
    if cut := [name for name, run in named if run.cut_at_proofs]:
        notes.append(
            f"RECORDING CUT AT PROOFS: {', '.join(cut)}: no problem has an attempt after its first proof, "
            "and solved ones have fewer than others, so pass@k is told by the first success; the unbiased "
            "estimate would be too high."
        )
    if proofs := [name for name, run in named if _proofs_alone(run)]:
        notes.append(
            f"PROOFS ALONE: {', '.join(proofs)}: every attempt with a verdict is a proof and other problems "
            "have no attempt. If failures were left out of the recording, pass@k for small k is too high."
        )
    return notes


def _proofs_alone(run: RunSummary) -> bool:
    judged = [[o for o in problem.outcomes if o is not None] for problem in run.problems]
    return run.complete and any(judged) and not all(judged) and all(all(outcomes) for outcomes in judged)


def cpu_words(run: RunSummary, text: Callable[[float], str]) -> str:
    """CPU time in Lean: what was spent, and what known verdicts saved. text: of a number of seconds."""
    if not run.lean_cpu_saved_s:
        return text(run.lean_cpu_s)
    return f"{text(run.lean_cpu_s)} spent, {text(run.lean_cpu_saved_s)} saved by known verdicts"


def part_notes(runs: Iterable[RunSummary]) -> list[str]:
    """A sentence for each part of a bench that the runs are over, each one once."""
    found = {(run.bench, part): part for run in runs if (part := run.part) is not None}
    return [part.sentence(bench) for (bench, _), part in found.items()]


def judging_alarms(runs: Iterable[tuple[str, RunSummary]]) -> list[str]:
    """A sentence when named runs were judged by messages alone, and one for each reason why there was no
    kernel replay."""
    named = list(runs)
    by_messages = [name for name, run in named if run.settings.by_messages]
    alarms = []
    if by_messages:
        alarms.append(
            f"Judged by a server's messages alone: {', '.join(by_messages)}. Compiled modules were not "
            "audited, and statements not compared by kernel terms."
        )
    whose: dict[str, list[str]] = {}
    for name, run in named:
        if run.settings.no_replay is not None:
            whose.setdefault(run.settings.no_replay, []).append(name)
    return [*alarms, *(sentence(why, ", ".join(names)) for why, names in whose.items())]


def no_replay(runs: Iterable[RunSummary]) -> str:
    """Why some of these runs were without a kernel replay, for a row; empty where none was."""
    return "; ".join(
        dict.fromkeys(run.settings.no_replay for run in runs if run.settings.no_replay is not None)
    )


def wrapped(text: str, width: int, indent: str = "") -> str:
    """The text in lines of at most `width` columns where its words allow; later lines are indented."""
    lines = textwrap.wrap(
        text, max(20, width), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)
