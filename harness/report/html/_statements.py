"""The problems' own texts, which a run doesn't hold: from the bench, when it is still the run's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.bench import find_bench
from harness.errors import CandidateError, DataError, DataUnavailableError, UsageError
from harness.lean.source import assemble
from harness.problem import Problem

if TYPE_CHECKING:
    from harness.run.summary import RunSummary

_TAG_LENGTH = 40
_TAG_VALUES = 60


@dataclass(frozen=True, slots=True)
class Statements:
    """Problems by name, and why some have none, one sentence each."""

    problems: Mapping[str, Problem]
    notes: tuple[str, ...]


def find_statements(summaries: Sequence[RunSummary], include_paths: Sequence[Path]) -> Statements:
    """The problems of the runs' benches, as far as the bench on this machine has the run's own hash.

    With several runs over variants of one bench, the first variant's texts are taken.
    """
    problems: dict[str, Problem] = {}
    notes: list[str] = []
    seen: set[tuple[str, object]] = set()
    for summary in summaries:
        wanted = summary.settings.bench_sha256
        if (summary.bench, wanted) in seen:
            continue
        seen.add((summary.bench, wanted))
        try:
            bench = find_bench(summary.bench, include_paths)
        except (UsageError, DataError, DataUnavailableError) as error:
            first = str(error).split("\n", 1)[0]
            notes.append(
                f"Statements of {summary.bench} aren't shown: {first} --include-path says where it is."
            )
            continue
        if wanted != bench.sha256:
            notes.append(
                f"Statements of {summary.bench} aren't shown: the bench here (sha256 {bench.sha256[:12]}) is "
                f"another one than the run's ({str(wanted or 'not recorded')[:12]})."
            )
            continue
        for problem in bench.problems:
            problems.setdefault(problem.name, problem)
    return Statements(problems, tuple(notes))


def tags_of(problems: Mapping[str, Problem]) -> dict[str, tuple[str, ...]]:
    """Tags by problem, as "field: value", from the metadata that groups problems.

    A field is a tag when its values are short, and few beside the number of problems.
    """
    values: dict[str, list[tuple[str, str]]] = {}
    for problem in problems.values():
        for field, value in problem.metadata.items():
            for text in _texts(value):
                values.setdefault(field, []).append((problem.name, text))
    tags: dict[str, list[str]] = {}
    for field, found in values.items():
        distinct = {text for _, text in found}
        if (
            len(distinct) <= min(_TAG_VALUES, max(2, len(found) // 2))
            and max(map(len, distinct)) <= _TAG_LENGTH
        ):
            for name, text in found:
                tags.setdefault(name, []).append(f"{field}: {text}")
    return {name: tuple(found) for name, found in tags.items()}


def text_before(problem: Problem) -> str | None:
    """What stands before a candidate that is a proof alone, so that Lean's lines can be found in it.

    None for a problem that no text can be put behind.
    """
    try:
        assembled = assemble(problem, "rfl")
    except CandidateError:
        return None
    return "\n".join(assembled.text.split("\n")[: assembled.candidate_start_line - 1]) + "\n"


def _texts(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts(part)]
    if isinstance(value, str | int | float) and str(value):
        return [str(value)]
    return []
