"""Whether two statements are proved equivalent, each from the other, by a fixed ladder of scripts.

After BEq+ (Poiroux et al. 2024, "Improving Autoformalization using Type Checking", arXiv 2406.07222), with
two checks beside it. What is proved must be the implication between the two kernel types. And the statement
that is started from must be needed: of two easy theorems each follows from the other, whatever they say. So a
script counts that applies the one to the goal; any other counts only where the ladder proves neither the goal
without it, nor `False` from it.

Equivalent statements may differ all the same, in a hypothesis that the conclusion doesn't need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from harness.checker.references import References
from harness.checker.verdict import Status
from harness.errors import StatementError, StatementTextError
from harness.lean.olean import Module, parse_name
from harness.lean.olean.compare import Sharing
from harness.lean.olean.reach import own_reached
from harness.lean.olean.terms import PI
from harness.lean.source import proposition, strictly_bound
from harness.pipeline.asking import write_recording
from harness.pipeline.loop import RUN, LoopTools, bench_of, sample_stage
from harness.problem import Problem
from harness.run.evaluate import RunSpec
from harness.run.store import RunStore

APPLYING: Final = (
    "intro h; exact h",
    "intro h; intros; apply h <;> assumption",
    "intro h; intros; symm; apply h <;> assumption",
)
"""Scripts for `A → B` that can't but use A."""
SCRIPTS: Final = (
    "intro h; intros; apply h <;> (first | assumption | omega)",
    "intro h; intros; apply h <;> simp_all",
    "intro h; simpa using h",
    "intro h; simpa [and_comm, or_comm, Nat.add_comm, Nat.mul_comm, Nat.pow_succ] using h",
    "intro h; intros; simp [Nat.pow_succ] at *; (first | apply h <;> assumption | simp_all)",
    "intro h; intros; have := @h; simp_all",
    "intro h; intros; have := @h; simp_all [and_comm, Nat.add_comm, Nat.mul_comm, Nat.pow_succ]",
    "intro h; intros; rw [← Nat.not_lt]; intro; have := @h; simp_all <;> omega",
    "intro h; intros; (first | have := h _ ‹_› | have := h ‹_› | have := h _); omega",
    "intro h; intros; have := @h; omega",
)
"""Scripts that may do without."""
WITH_MATHLIB: Final = (
    "intro h; intros; linarith [h]",
    "intro h; intros; have := @h; norm_num at *; first | assumption | linarith",
    "intro h; push_neg at *; simpa using h",
    "intro h; tauto",
    "intro h; aesop",
)
_ALONE: Final = ("intros; omega", "intros; simp_all", "intros; trivial", "simp", "decide")
"""More scripts, by which it is tried without A."""
_TRUE, _FALSE = "True\n", "False\n"
_RECORDING: Final = "scripts.jsonl"


class Equivalence(StrEnum):
    """SHOWN: proved both ways, each from the other. EMPTY: proved both ways, but one of them needs nothing of
    the statement that it starts from. OPEN: not proved both ways. UNREADABLE: not to be put into one text.
    """

    SHOWN = "shown"
    EMPTY = "empty"
    OPEN = "open"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class StatementPair:
    """Two statements under one header, both of which compile. key: a name for the pair, unique."""

    key: str
    statement: Problem
    reference: Problem


@dataclass(frozen=True, slots=True)
class _Way:
    """From one statement to the other, as problems: itself, and the two in which the start isn't needed."""

    whole: Problem
    from_true: Problem
    to_false: Problem


async def equivalences(
    folder: Path, pairs: Sequence[StatementPair], tools: LoopTools
) -> tuple[dict[str, Equivalence], float]:
    """What is shown of each pair, by key, and the CPU seconds in Lean.

    Every script goes through the whole checker. The runs lie in `folder`. Raises as sample_stage.
    """
    found = dict.fromkeys((pair.key for pair in pairs), Equivalence.UNREADABLE)
    ways: dict[str, tuple[_Way, _Way]] = {}
    for pair in pairs:
        both = await _ways(pair, tools.opened.references)
        if both is not None:
            ways[pair.key] = both
            found[pair.key] = Equivalence.OPEN
    ladder = (*APPLYING, *SCRIPTS, *(WITH_MATHLIB if tools.lean == "lake" else ()))
    wholes = [way.whole for both in ways.values() for way in both]
    proof, cpu_s = await _first_proofs(folder / "ways", wholes, ladder, tools)
    proved = {key: both for key, both in ways.items() if all(way.whole.name in proof for way in both)}
    doubtful = [way for both in proved.values() for way in both if proof[way.whole.name] not in APPLYING]
    controls = [each for way in doubtful for each in (way.from_true, way.to_false)]
    alone, more_s = await _first_proofs(folder / "controls", controls, (*ladder, *_ALONE), tools)
    empty = {way.whole.name for way in doubtful if {way.from_true.name, way.to_false.name} & alone.keys()}
    for key, both in proved.items():
        needed = not any(way.whole.name in empty for way in both)
        found[key] = Equivalence.SHOWN if needed else Equivalence.EMPTY
    return found, cpu_s + more_s


async def _first_proofs(
    folder: Path, problems: Sequence[Problem], scripts: Sequence[str], tools: LoopTools
) -> tuple[dict[str, str], float]:
    """The first script that proves a problem, by name, where one does, and the CPU seconds in Lean."""
    if not problems:
        return {}, 0.0
    recording = folder / _RECORDING
    write_recording(recording, ((each.name, script) for each in problems for script in scripts))
    bench = bench_of("equivalence", problems, folder, tools.lean)
    spec = RunSpec(bench.name, "replay", n=len(scripts), model_args=(f"path={recording}",), early_stop=True)
    summary = await sample_stage(folder, bench, spec, tools)
    with RunStore.open_readonly(folder / RUN) as store:
        proofs = [(name, scripts[at]) for name, at, status, _ in store.verdicts() if status is Status.PROVED]
    # Two checks of one problem may be under way when the first proof comes.
    return dict(reversed(proofs)), summary.lean_cpu_s


async def _ways(pair: StatementPair, references: References) -> tuple[_Way, _Way] | None:
    """Both ways; None where the statements can't be read, or Lean reads them otherwise in one text."""
    statement, reference = _strict(pair.statement), _strict(pair.reference)
    try:
        ours, theirs = proposition(statement), proposition(reference)
        if ours.levels or theirs.levels:
            return None
        there = _way(f"{pair.key}_there", statement.header, ours.text, theirs.text)
        back = _way(f"{pair.key}_back", statement.header, theirs.text, ours.text)
        for each in (*_problems(there), *_problems(back)):
            await references.get(each)
        modules = [(await references.get(each)).module for each in (statement, reference)]
        first, second = zip(modules, (statement.name, reference.name), strict=True)
        for way, left, right in ((there, first, second), (back, second, first)):
            whole = (await references.get(way.whole)).module
            if not implies((whole, way.whole.name), left, right):
                return None
    except (StatementTextError, StatementError):
        return None
    return there, back


def implies(whole: tuple[Module, str], left: tuple[Module, str], right: tuple[Module, str]) -> bool:
    """Whether a theorem's type is the implication between the types of two others, term for term.

    Each is a module and a theorem's name. False also where a type needs constants that its module declares.
    Raises OleanError for a damaged module.
    """
    sharing = Sharing()
    found: list[tuple[Module, int, dict[int, int]]] = []
    for module, name in (whole, left, right):
        theorem = parse_name(name)
        constant = module.constants[theorem]
        if constant.level_params or own_reached(module, theorem):
            return False
        found.append((module, constant.type, sharing.term(module, constant.type, ())))
    (module, claim, numbers), *sides = found
    node = module.node(claim)
    wanted = [its[term] for _, term, its in sides]
    return node[0] == PI and [numbers[node[1]], numbers[node[2]]] == wanted


def _way(name: str, header: str, left: str, right: str) -> _Way:
    def problem(end: str, left: str, right: str) -> Problem:
        text = f"theorem {name}{end} : (\n{left}) → (\n{right}) := by\n"
        return Problem(name + end, "train", text, header)

    return _Way(problem("", left, right), problem("_true", _TRUE, right), problem("_false", left, _FALSE))


def _problems(way: _Way) -> Iterator[Problem]:
    yield from (way.whole, way.from_true, way.to_false)


def _strict(problem: Problem) -> Problem:
    return replace(problem, header=strictly_bound(problem.header))
