"""formalize: problems in words become formal statements, by a model, several samples each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from harness.checker.references import References
from harness.errors import DataError, StatementError, StatementTextError, UsageError
from harness.lean.olean import parse_name
from harness.lean.source import strictly_bound
from harness.pipeline.asking import StageModel
from harness.pipeline.formal import (
    InformalProblem,
    kernel_type_in,
    read_informal,
    stated_by,
    statements_checked,
)
from harness.pipeline.formal.cells import FormalizedSample, formalize_metrics, votes
from harness.pipeline.formal.equivalence import Equivalence, StatementPair, equivalences
from harness.pipeline.formal.faithful import LabelledStatement, judged
from harness.pipeline.kernel_types import kernel_type
from harness.pipeline.loop import (
    REJECTIONS,
    RUN,
    STATEMENTS,
    LoopFolder,
    LoopRejection,
    LoopStatement,
    LoopTools,
    Origin,
    StageResult,
    bench_of,
    read_rows,
    sample_stage,
)
from harness.problem import Problem
from harness.run.store import AttemptRow, RunStore

SAMPLES: Final = "samples.jsonl"
Keep = Literal["all", "majority"]
_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class FormalizeSettings:
    """How problems are formalized.

    problems: a JSONL file, see read_informal. model: who formalizes; its n samples of each problem vote.
    header: of problems without one. keep: every statement that compiles, or the one alone that most samples
    of its problem give. known: stages whose statements aren't kept again. judge, labels: a model that says
    whether a statement is faithful where nothing better is known, and a file by which its own error is
    measured, see LabelledStatement; both or neither. name: of the stage.

    Raises UsageError for a judge without labels, and for labels without a judge.
    """

    problems: Path
    model: StageModel
    header: str
    keep: Keep = "all"
    known: tuple[str, ...] = ()
    judge: StageModel | None = None
    labels: Path | None = None
    name: str = "formalize"

    def __post_init__(self) -> None:
        if (self.judge is None) != (self.labels is None):
            raise UsageError(
                "a judge's word counts beside its own error: give --judge together with --judge-labels FILE"
            )

    def record(self) -> dict[str, Any]:
        """What decides the stage beside its files, as JSON."""
        return {
            "model": self.model.record(),
            "header": self.header,
            "keep": self.keep,
            "judge": None if self.judge is None else self.judge.record(),
        }

    def files(self) -> list[Path]:
        """The files that decide the stage."""
        found = [self.problems, *self.model.files()]
        if self.judge is not None and self.labels is not None:
            found += [self.labels, *self.judge.files()]
        return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """A problem in words, as a problem that is asked about, with its reference's statement and type."""

    informal: InformalProblem
    problem: Problem
    reference: Problem | None = None
    type: str | None = None


async def formalize(loop: LoopFolder, tools: LoopTools, settings: FormalizeSettings) -> StageResult:
    """The stage's result, done now unless it was.

    It writes `statements.jsonl` (one for each kernel type), `rejections.jsonl` and `samples.jsonl`
    (FormalizedSample). Raises DataError for a file that can't be read and for a reference that doesn't
    compile, and as sample_stage.
    """
    stage = loop.stage(settings.name, settings.record(), settings.known, settings.files())
    if stage.result is not None:
        return stage.result
    informal = read_informal(settings.problems)
    labelled: list[LabelledStatement] = []
    if settings.labels is not None:
        labelled += read_rows(settings.labels, LabelledStatement.from_json)
    asked = [await _with_reference(each, settings, tools.opened.references) for each in informal]
    folder = stage.begin()
    samples, lean_s = await _sampled(folder, asked, settings, tools)
    samples, shown, more_s = await _compared(folder, asked, samples, tools)
    metrics: dict[str, Any] = {}
    if settings.judge is not None:
        ahead = _to_judge(asked, samples)
        said, error = await judged(folder / "judge", ahead, labelled, settings.judge, tools)
        samples = [_as_judged(each, said) for each in samples]
        unread = sum(each is None for each in said.values())
        metrics["judge"] = {"asked": len(ahead), "unread": unread, "on_labelled": error.to_json()}
    kept, rejected = _kept(asked, samples, settings, _known_types(loop, settings.known))
    stage.write_rows(STATEMENTS, kept)
    stage.write_rows(REJECTIONS, rejected)
    stage.write_rows(SAMPLES, samples)
    metrics = {
        **formalize_metrics(samples),
        **metrics,
        "references": sum(each.reference is not None for each in asked),
        "equivalence": dict(Counter(str(each) for each in shown.values())),
        "kept": len(kept),
        "rejected": dict(Counter(each.reason for each in rejected)),
    }
    return stage.finish([STATEMENTS, REJECTIONS, SAMPLES], metrics, {"lean_cpu_s": lean_s + more_s})


async def _with_reference(
    informal: InformalProblem, settings: FormalizeSettings, references: References
) -> _Asked:
    problem = informal.problem(settings.header)
    if informal.reference is None:
        return _Asked(informal, problem)
    try:
        stated = stated_by(problem, informal.reference)
        made = await references.get(replace(stated, header=strictly_bound(stated.header)))
    except (StatementTextError, StatementError) as error:
        raise DataError(
            f"the reference of {informal.ident!r} can't be used ({error}): mend it, or leave it out",
            file=settings.problems,
            field="reference",
        ) from error
    if made.fault is not None:
        raise DataError(made.fault, file=settings.problems, field="reference")
    return _Asked(informal, problem, stated, kernel_type(made.module, parse_name(stated.name), stated.header))


async def _sampled(
    folder: Path, asked: Sequence[_Asked], settings: FormalizeSettings, tools: LoopTools
) -> tuple[list[FormalizedSample], float]:
    """The samples, drawn and compiled, and the CPU seconds in Lean."""
    bench = bench_of(settings.problems.stem, [each.problem for each in asked], folder, tools.lean)
    spec = settings.model.spec(bench.name, "statements with no proof: none can be proved")
    async with statements_checked(tools.opened) as opened:
        summary = await sample_stage(folder, bench, spec, replace(tools, opened=opened))
    by_name = {each.problem.name: each for each in asked}
    with RunStore.open_readonly(folder / RUN) as store:
        found = [_sample(by_name[row.problem], row) for row in store.attempts() if row.text() is not None]
    return found, summary.lean_cpu_s


def _sample(asked: _Asked, row: AttemptRow) -> FormalizedSample:
    ident, sample, kernel = asked.informal.ident, row.sample, kernel_type_in(row.messages())
    try:
        statement = stated_by(asked.problem, row.proof() or "").formal_statement
    except StatementTextError:
        statement = ""
    if kernel is None:
        return FormalizedSample(ident, sample, statement, str(row.reason), row.detail)
    if asked.type == kernel:
        return FormalizedSample(ident, sample, statement, type=kernel, faithful=True, by="kernel")
    return FormalizedSample(ident, sample, statement, type=kernel)


async def _compared(
    folder: Path, asked: Sequence[_Asked], samples: Sequence[FormalizedSample], tools: LoopTools
) -> tuple[list[FormalizedSample], dict[str, Equivalence], float]:
    """The samples, those shown to be equivalent to their reference marked; what was shown, by key."""
    by_ident = {each.informal.ident: each for each in asked}
    pairs: dict[str, StatementPair] = {}
    for sample in samples:
        each = by_ident[sample.problem]
        if each.reference is not None and sample.type is not None and sample.faithful is None:
            key = _key(each.problem.name, sample.type)
            statement = replace(each.problem, formal_statement=sample.statement)
            pairs.setdefault(key, StatementPair(key, statement, each.reference))
    shown, cpu_s = await equivalences(folder / "equivalence", list(pairs.values()), tools)

    def marked(sample: FormalizedSample) -> FormalizedSample:
        key = _key(by_ident[sample.problem].problem.name, sample.type or "")
        equivalent = sample.faithful is None and shown.get(key) is Equivalence.SHOWN
        return replace(sample, faithful=True, by="equivalence") if equivalent else sample

    return [marked(sample) for sample in samples], shown, cpu_s


def _key(name: str, kernel: str) -> str:
    return f"{name}_{kernel[:_SHOWN]}"


def _to_judge(asked: Sequence[_Asked], samples: Sequence[FormalizedSample]) -> dict[str, tuple[str, Problem]]:
    """The statements that nothing better than a judge tells about, each once."""
    by_ident = {each.informal.ident: each for each in asked}
    found: dict[str, tuple[str, Problem]] = {}
    for sample in samples:
        if sample.type is not None and sample.faithful is None:
            each = by_ident[sample.problem]
            statement = replace(each.problem, formal_statement=sample.statement)
            found.setdefault(_judge_key(sample), (each.informal.informal, statement))
    return found


def _judge_key(sample: FormalizedSample) -> str:
    return _key(InformalProblem(sample.problem, "").name, sample.type or "")


def _as_judged(sample: FormalizedSample, said: Mapping[str, bool | None]) -> FormalizedSample:
    if sample.type is None or sample.faithful is not None or said.get(_judge_key(sample)) is None:
        return sample
    return replace(sample, faithful=said[_judge_key(sample)], by="judge")


def _known_types(loop: LoopFolder, stages: Sequence[str]) -> set[str]:
    return {
        row.ident for name in stages for row in loop.finished(name).rows(STATEMENTS, LoopStatement.from_json)
    }


def _kept(
    asked: Sequence[_Asked],
    samples: Sequence[FormalizedSample],
    settings: FormalizeSettings,
    known: set[str],
) -> tuple[list[LoopStatement], list[LoopRejection]]:
    """The statements that stay, one for each kernel type, and why the other samples don't."""
    by_ident = {each.informal.ident: each for each in asked}
    counts = Counter((sample.problem, sample.type) for sample in samples)
    drawn = Counter(sample.problem for sample in samples)
    majority = votes(samples)
    kept: dict[str, LoopStatement] = {}
    rejected: list[LoopRejection] = []
    for sample in samples:
        reason, detail = sample.reason, sample.detail
        if sample.type is not None:
            if sample.type in known or sample.type in kept:
                reason, detail = "duplicate", "known" if sample.type in known else kept[sample.type].name
            elif settings.keep == "majority" and majority[sample.problem].type != sample.type:
                vote = majority[sample.problem]
                reason, detail = "minority", f"{counts[sample.problem, sample.type]} of {vote.of} samples"
        if reason is not None:
            rejected.append(LoopRejection(f"{sample.problem}#{sample.sample}", settings.name, reason, detail))
        elif sample.type is not None:
            each = by_ident[sample.problem]
            share = counts[sample.problem, sample.type], drawn[sample.problem]
            kept[sample.type] = _statement(each, sample, sample.type, share, settings)
    return list(kept.values()), rejected


def _statement(
    asked: _Asked, sample: FormalizedSample, kernel: str, share: tuple[int, int], settings: FormalizeSettings
) -> LoopStatement:
    """The statement under a name of its own: a problem may give several."""
    own = replace(asked.problem, name=_key(asked.problem.name, kernel))
    text = sample.statement.removeprefix(f"theorem {asked.problem.name}")
    prompt = settings.model.record()["prompt"]["sha256"]
    origin = Origin(
        "formalized",
        source=asked.informal.ident,
        model=settings.model.model,
        prompt=prompt,
        sample=sample.sample,
        votes=share,
    )
    return LoopStatement(
        kernel, own.name, own.header, f"theorem {own.name}{text}", origin, asked.informal.informal
    )
