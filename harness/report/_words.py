"""Wording that tables, comparisons and gates share."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from harness.checker.unreplayed import sentence

if TYPE_CHECKING:
    from harness.run.summary import RunSummary

INCOMPLETE = "INCOMPLETE"


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


def part_notes(runs: Iterable[RunSummary]) -> list[str]:
    """A sentence for each part of a bench that the runs are over, each one once."""
    found = {(run.bench, part): part for run in runs if (part := run.part) is not None}
    return [part.sentence(bench) for (bench, _), part in found.items()]


def judging_alarms(runs: Iterable[tuple[str, RunSummary]]) -> list[str]:
    """A sentence when named runs were judged by messages alone, and one for each reason why there was no
    kernel replay."""
    named = list(runs)
    by_messages = [name for name, run in named if run.by_messages]
    alarms = []
    if by_messages:
        alarms.append(
            f"Judged by a server's messages alone: {', '.join(by_messages)}. Compiled modules were not "
            "audited, and statements not compared by kernel terms."
        )
    whose: dict[str, list[str]] = {}
    for name, run in named:
        if run.no_replay is not None:
            whose.setdefault(run.no_replay, []).append(name)
    return [*alarms, *(sentence(why, ", ".join(names)) for why, names in whose.items())]


def no_replay(runs: Iterable[RunSummary]) -> str:
    """Why some of these runs were without a kernel replay, for a row; empty where none was."""
    return "; ".join(dict.fromkeys(run.no_replay for run in runs if run.no_replay is not None))


def wrapped(text: str, width: int, indent: str = "") -> str:
    """The text in lines of at most `width` columns where its words allow; later lines are indented."""
    lines = textwrap.wrap(
        text, max(20, width), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)
