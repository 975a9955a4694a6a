"""What the page shows of runs: read once from their folders, attempt by attempt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from harness.report.html._attempts import EXHAUSTED, TextTable, attempt_record, failure_of, name_of
from harness.report.html._chunks import ChunkStore

if TYPE_CHECKING:
    from harness.run.store import AttemptRow, RunStore
    from harness.run.summary import ProblemOutcome, RunSummary

#: Characters of text in one chunk; a problem with more has several.
CHUNK_CHARACTERS = 3_000_000
_KINDS = 20_000


@dataclass(slots=True)
class Cell:
    """The attempts of one problem in one run.

    letters: one for each attempt, by position. names: of the attempts, "3" or "3.1" for a repair round.
    finals: per sample the letter of its last attempt. parts: for each chunk that holds some attempts, its
    number and the position of its first one.
    """

    letters: str = ""
    names: list[str] = field(default_factory=list)
    finals: dict[int, str] = field(default_factory=dict)
    parts: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class RunData:
    """One run. letter: its name on the page, "A" for the first. info: the content of run.json. failures: how
    often each kind occurred, but for kinds that came when many others were known."""

    letter: str
    summary: RunSummary
    info: Mapping[str, Any]
    cells: dict[str, Cell] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)

    @cached_property
    def problems(self) -> Mapping[str, ProblemOutcome]:
        """The run's problems by name, in bench order."""
        return {problem.name: problem for problem in self.summary.problems}

    def note_failure(self, row: AttemptRow) -> None:
        """Count a failure."""
        kind = failure_of(row)
        if kind is not None and (kind in self.failures or len(self.failures) < _KINDS):
            self.failures[kind] += 1

    @property
    def attempts(self) -> int:
        """Attempts that were made, repair rounds included."""
        return sum(len(cell.letters) - cell.letters.count(EXHAUSTED) for cell in self.cells.values())


def run_letter(number: int) -> str:
    """ "A" for 0, "B" for 1, ..., "Z", "AA"."""
    head, last = divmod(number, 26)
    return (run_letter(head - 1) if head else "") + chr(ord("A") + last)


def read_runs(
    stores: Sequence[RunStore], summaries: Sequence[RunSummary], chunks: ChunkStore
) -> list[RunData]:
    """Read all attempts of the runs into chunks, problem by problem. Raises StoreError, UsageError."""
    runs = [
        RunData(run_letter(number), summary, dict(store.info))
        for number, (store, summary) in enumerate(zip(stores, summaries, strict=True))
    ]
    for name in all_problems([run.summary for run in runs]):
        for run, store in zip(runs, stores, strict=True):
            if name in run.problems:
                run.cells[name] = _read_cell(run, store.attempts(name), chunks)
    return runs


def all_problems(summaries: Sequence[RunSummary]) -> list[str]:
    """Names of the problems of all runs, those of the first run first."""
    return list(dict.fromkeys(problem.name for summary in summaries for problem in summary.problems))


def _read_cell(run: RunData, rows: Iterator[AttemptRow], chunks: ChunkStore) -> Cell:
    cell = Cell()
    while True:
        texts = TextTable()
        records = []
        while texts.characters < CHUNK_CHARACTERS:
            row = next(islice(rows, 1), None)
            if row is None:
                break
            records.append(attempt_record(row, texts))
            run.note_failure(row)
            cell.names.append(name_of(row))
            cell.finals[row.sample] = records[-1]["letter"]
        if not records:
            return cell
        number = chunks.add({"attempts": records, "texts": texts.texts})
        cell.parts.append((number, len(cell.letters)))
        cell.letters += "".join(record["letter"] for record in records)
