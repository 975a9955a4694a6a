"""Stage export: a loop's pairs as data sets for trainers, without what is on evaluation benches."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from harness.errors import UsageError
from harness.pipeline.export import (
    CARD,
    LAYOUTS,
    Contaminated,
    KnownBenches,
    Preference,
    benches_here,
    known_benches,
    preferences,
    write_card,
    write_table,
)
from harness.pipeline.loop import (
    PAIRS,
    STATEMENTS,
    LoopFolder,
    LoopStatement,
    LoopTools,
    StageResult,
    VerifiedPair,
)
from harness.pipeline.training import example_of
from harness.prompts.templates import Prompt, load_prompt

if TYPE_CHECKING:
    from pathlib import Path

    from harness.bench import Bench

LEFT_OUT: Final = "contaminated.jsonl"


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """What is written, and how.

    inputs: stages with pairs.jsonl; their runs have the rejected candidates. statements: stages with
    statements.jsonl, which tell origins and informal texts. layout: trl, verl or openrlhf. prompt: name or
    file of a template; a chat is written as messages. benches: to keep apart from; none for all there are.
    include_path: folders with benches of the user's own. rejected_per_problem: preferences of a problem, at
    most. licence: for the card.
    """

    inputs: tuple[str, ...]
    statements: tuple[str, ...] = ()
    name: str = "export"
    layout: Literal["trl", "verl", "openrlhf"] = "trl"
    file_format: Literal["jsonl", "parquet"] = "jsonl"
    prompt: str = "chat"
    benches: tuple[str, ...] = ()
    include_path: tuple[Path, ...] = ()
    rejected_per_problem: int = 2
    licence: str = "unknown"

    def record(self, prompt: Prompt, benches: Mapping[str, Bench]) -> dict[str, Any]:
        """As the stage's settings. benches: those that are compared with, by what they hold."""
        names = ("layout", "file_format", "rejected_per_problem", "licence")
        record = {name: getattr(self, name) for name in names}
        compared = {name: bench.sha256 for name, bench in benches.items()}
        return {**record, "benches": compared, "prompt": prompt.record()}


async def export(loop: LoopFolder, tools: LoopTools, settings: ExportSettings) -> StageResult:
    """Write proofs, refutations, preferences, prompts and a card; the stored result where that was done.

    Raises UsageError for what can't be, DataError for damaged rows.
    """
    prompt, layout = load_prompt(settings.prompt), LAYOUTS[settings.layout]
    if not settings.inputs:
        raise UsageError("there is nothing to export: name stages with pairs")
    if layout.parquet_only and settings.file_format != "parquet":
        raise UsageError(f"{layout.name} reads Parquet alone: give --format parquet")
    inputs = list(dict.fromkeys((*settings.inputs, *settings.statements)))
    here, missing = benches_here(settings.benches, settings.include_path)
    record = settings.record(prompt, here)
    stage = loop.stage(settings.name, record, inputs)
    if stage.result is not None:
        return stage.result
    statements = {each.ident: each for each in _statements(loop, settings.statements)}
    benches = await known_benches(here, missing, tools, settings.include_path)
    pairs, contaminated = _apart(_pairs(loop, settings.inputs), statements, benches)
    folder = stage.begin()
    write_table([each.to_json() for each in contaminated.values()], folder / LEFT_OUT)
    rejected = [
        each
        for name in settings.inputs
        for each in preferences(pairs, loop.path / name, per_problem=settings.rejected_per_problem)
    ]
    tables, unusable = _tables(pairs, rejected, statements, settings, prompt)
    files: dict[str, int] = {}
    for title, rows in tables.items():
        if rows:
            files[f"{title}.{settings.file_format}"] = len(rows)
            write_table(rows, folder / f"{title}.{settings.file_format}")
    facts = _Facts(pairs, rejected, contaminated, benches, statements)
    write_card(
        folder,
        layout=layout,
        files=files,
        counts=facts.tables(),
        licence=settings.licence,
        origin={"stage": stage.key, "settings": record, "inputs": _lineage(loop, inputs)},
    )
    metrics = {"rows": files, "not_as_example": unusable, **facts.metrics()}
    return stage.finish([*files, CARD, LEFT_OUT], metrics)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What an export holds and leaves out, counted for the card and for the stage's metrics."""

    pairs: list[VerifiedPair]
    rejected: list[Preference]
    contaminated: Mapping[str, Contaminated]
    benches: KnownBenches
    statements: Mapping[str, LoopStatement]

    def _why(self) -> dict[str, int]:
        return dict(Counter(f"{each.why}, {each.bench}" for each in self.contaminated.values()))

    def _errors(self) -> dict[str, int]:
        return dict(Counter(each.error for each in self.rejected))

    def tables(self) -> dict[str, Mapping[str, object]]:
        """Tables of the card by their titles."""
        compared = {
            f"{name}: {what.replace('_', ' ')}": count
            for name, counts in self.benches.compared.items()
            for what, count in counts.items()
        }
        return {
            "Pairs by origin": Counter(_origin(self.statements, pair) for pair in self.pairs),
            "Rejected candidates by error class": self._errors(),
            "Statements left out, by what they have in common with a bench": self._why(),
            "Statements of benches that were compared": compared,
            "Benches that weren't here": dict.fromkeys(self.benches.missing, "not compared"),
        }

    def metrics(self) -> dict[str, Any]:
        """The same for the stage's marker."""
        return {
            "contaminated_statements": len(self.contaminated),
            "contaminated_by": self._why(),
            "compared": self.benches.compared,
            "not_here": sorted(self.benches.missing),
            "rejected_by_error": self._errors(),
        }


def _pairs(loop: LoopFolder, names: Iterable[str]) -> Iterable[VerifiedPair]:
    for name in names:
        yield from loop.finished(name).rows(PAIRS, VerifiedPair.from_json)


def _statements(loop: LoopFolder, names: Iterable[str]) -> Iterable[LoopStatement]:
    for name in names:
        yield from loop.finished(name).rows(STATEMENTS, LoopStatement.from_json)


def _apart(
    pairs: Iterable[VerifiedPair], statements: Mapping[str, LoopStatement], benches: KnownBenches
) -> tuple[list[VerifiedPair], dict[str, Contaminated]]:
    """Different pairs of statements that are on no bench, and the statements that are on one."""
    kept: dict[tuple[str, str, str], VerifiedPair] = {}
    found: dict[str, Contaminated | None] = {}
    for pair in pairs:
        if pair.statement not in found:
            known = statements.get(pair.statement)
            text = pair.formal_statement if known is None else known.formal_statement
            informal = "" if known is None else known.informal
            found[pair.statement] = benches.find(pair.statement, pair.name, text, informal)
        if found[pair.statement] is None:
            kept.setdefault((pair.statement, pair.side, pair.proof.strip()), pair)
    return list(kept.values()), {ident: each for ident, each in found.items() if each is not None}


def _tables(
    pairs: list[VerifiedPair],
    rejected: list[Preference],
    statements: Mapping[str, LoopStatement],
    settings: ExportSettings,
    prompt: Prompt,
) -> tuple[dict[str, list[dict[str, Any]]], int]:
    """Rows by table, and how many proofs can't be put as an answer to the prompt."""
    layout = LAYOUTS[settings.layout]
    tables: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("proofs", "refutations", "preferences", "prompts")
    }
    asked: set[str] = set()
    unusable = 0
    for pair in pairs:
        example = example_of(pair.problem(), pair.proof, prompt)
        if example is None:
            unusable += 1
            continue
        facts = _facts(pair, statements)
        table = "proofs" if pair.side == "statement" else "refutations"
        tables[table].append({**layout.example(example), **facts})
        if pair.name not in asked:
            asked.add(pair.name)
            tables["prompts"].append(layout.prompt(example, pair, f"prover-eval/{settings.name}"))
    for each in rejected:
        chosen = example_of(each.chosen.problem(), each.chosen.proof, prompt)
        other = example_of(each.chosen.problem(), each.rejected, prompt)
        if chosen is not None and other is not None:
            facts = _facts(each.chosen, statements)
            tables["preferences"].append({**layout.preference(chosen, other), "error": each.error, **facts})
    return tables, unusable


def _facts(pair: VerifiedPair, statements: Mapping[str, LoopStatement]) -> dict[str, Any]:
    return {
        "statement": pair.statement,
        "name": pair.name,
        "side": pair.side,
        "round": pair.round,
        "model": pair.model,
        "verdict": pair.verdict,
        "origin": _origin(statements, pair),
    }


def _origin(statements: Mapping[str, LoopStatement], pair: VerifiedPair) -> str:
    known = statements.get(pair.statement)
    return "not told" if known is None else known.origin.kind


def _lineage(loop: LoopFolder, names: Iterable[str]) -> dict[str, Any]:
    """The keys of the stages, and of those that they read."""
    found: dict[str, Any] = {}
    ahead = list(names)
    while ahead:
        name = ahead.pop()
        if name not in found:
            result = loop.finished(name).result
            found[name] = {} if result is None else {"key": result.key, "settings": dict(result.settings)}
            ahead += [] if result is None else list(result.inputs)
    return json.loads(json.dumps(found)) if found else {}
