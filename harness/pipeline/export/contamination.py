"""What of a loop is on an evaluation bench: by kernel type, by the statement's text, by words in common.

Words: 13-grams, as for GPT-3 (Brown et al. 2020, appendix C); a shorter text must be there as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from harness.bench import Bench, find_bench, list_benches
from harness.errors import DataError, InfrastructureError, ProverEvalError, StatementError
from harness.lean.source import normal_statement
from harness.pipeline.kernel_types import kernel_types

if TYPE_CHECKING:
    from pathlib import Path

    from harness.checker.engines import Engine
    from harness.pipeline.loop import LoopTools
    from harness.problem import Problem

GRAM: Final = 13
_WORD: Final = re.compile(r"\w+|[^\w\s]")
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class Contaminated:
    """A statement that is on a bench. why: "kernel type", "statement text" or "13-gram"."""

    statement: str
    name: str
    why: str
    bench: str
    problem: str

    def to_json(self) -> dict[str, Any]:
        """As what JSON can say."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class KnownBenches:
    """Statements of evaluation benches, to be looked up; a place is (bench, problem).

    compared: for each bench how many statements it has, and how many are compared by kernel type as well.
    missing: benches that aren't here, with the reason.
    """

    kernels: dict[str, tuple[str, str]] = field(default_factory=dict)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    grams: dict[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)
    compared: dict[str, dict[str, int]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def add_texts(self, bench: str, problems: Sequence[Problem]) -> None:
        """Know the texts of problems, formal and informal."""
        for problem in problems:
            place = (bench, problem.name)
            self.texts.setdefault(_normal(problem.formal_statement), place)
            for gram in _grams(problem.informal_prefix):
                self.grams.setdefault(gram, place)
        self.compared.setdefault(bench, {"statements": 0, "by_kernel_type": 0})["statements"] += len(problems)

    async def add_kernels(self, bench: str, problems: Sequence[Problem], engine: Engine) -> None:
        """Know the kernel types of problems, as far as they compile."""
        for group in _by_header(problems):
            for start in range(0, len(group), _BATCH):
                for problem, kernel in await _kernels(engine, group[start : start + _BATCH]):
                    self.kernels.setdefault(kernel, (bench, problem.name))
                    self.compared[bench]["by_kernel_type"] += 1

    def find(self, ident: str, name: str, statement: str, informal: str) -> Contaminated | None:
        """Where a statement is on a bench; None where it isn't. ident: the hash of its kernel type."""
        for why, place in (
            ("kernel type", self.kernels.get(ident)),
            ("statement text", self.texts.get(_normal(statement))),
            (f"{GRAM}-gram", next(filter(None, map(self.grams.get, _grams(informal))), None)),
        ):
            if place is not None:
                return Contaminated(ident, name, why, *place)
        return None


def benches_here(
    names: Sequence[str], include_path: Sequence[Path] = ()
) -> tuple[dict[str, Bench], dict[str, str]]:
    """The benches of these names, or all that are on this machine; and why the others aren't.

    Raises UnknownNameError, and DataError and InfrastructureError for a bench that was asked for.
    """
    found: dict[str, Bench] = {}
    missing: dict[str, str] = {}
    for name in names or [info.name for info in list_benches(include_path) if info.error is None]:
        try:
            found[name] = find_bench(name, include_path)
        except (DataError, InfrastructureError) as error:
            if names:
                raise
            missing[name] = str(error)
    return found, missing


async def known_benches(
    benches: Mapping[str, Bench],
    missing: Mapping[str, str],
    tools: LoopTools,
    include_path: Sequence[Path] = (),
) -> KnownBenches:
    """What is known of these benches.

    Statements for Mathlib are compared by kernel type as far as they compile on the embedded Lean.
    """
    found = KnownBenches(missing=dict(missing))
    for name, bench in benches.items():
        found.add_texts(name, bench.problems)
        if bench.lean != tools.lean and tools.lean == "embedded":
            bench = find_bench(name, include_path, lean="embedded")
        if bench.lean == tools.lean:
            await found.add_kernels(name, bench.problems, tools.opened.local.engine)
    if missing:
        tools.say(f"!!! not compared with {', '.join(missing)}, whose data aren't here: fetch them first")
    return found


async def _kernels(engine: Engine, problems: Sequence[Problem]) -> Iterable[tuple[Problem, str]]:
    try:
        return list(zip(problems, await kernel_types(engine, problems), strict=True))
    except StatementError:
        found: list[tuple[Problem, str]] = []
        if len(problems) > 1:
            half = len(problems) // 2
            found += await _kernels(engine, problems[:half])
            found += await _kernels(engine, problems[half:])
        return found


def _by_header(problems: Sequence[Problem]) -> Iterator[list[Problem]]:
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.header, []).append(problem)
    yield from groups.values()


def _normal(statement: str) -> str:
    try:
        return normal_statement(statement)
    except ProverEvalError:
        return " ".join(statement.split())


def _grams(text: str) -> Iterator[tuple[str, ...]]:
    """The 13-grams of a text; of a shorter one itself, where it has at least three words of letters."""
    words = [word for word in _WORD.findall(text.lower()) if word not in ("/", "-", "--")]
    if len(words) < GRAM and len(_LETTERS.findall(text)) < 3:
        return
    for start in range(max(1, len(words) - GRAM + 1)):
        yield tuple(words[start : start + GRAM])
