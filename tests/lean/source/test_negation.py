"""Negations of statements, compiled by Lean: each one's type is `Not` of the statement's own type."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from harness.bench import Bench, fetch, find_bench, find_sources
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.references import References
from harness.errors import StatementError
from harness.lean.olean import Constant, Module, is_negation, parse_name, same_term
from harness.lean.source import negate, proposition
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.resources import cache_folder
from harness.sandbox import Limits

HEADER = "prelude\nimport Embedded.Number\n\n"
CLASS = "class Foo (α : Type) where\n  x : α\n\n"
LIMITS = Limits(cpu_s=60, memory=2 << 30)
STATED = "prover_eval_stated"

# (what stands in the header, the statement)
STATEMENTS = {
    "no binder": ("", "theorem t : 1 + 1 = 3 := by"),
    "all kinds of binders": ("", "theorem t (n : Nat) {m : Nat} ⦃k : Nat⦄ (h : n = m) : n + k = m + k := by"),
    "binders without brackets": ("", "theorem t n m : n + m = (0 : Nat) := by"),
    "instance": (CLASS, "theorem t (α : Type) [Foo α] (a : α) : a = Foo.x := by"),
    "instance with a name": (CLASS, "theorem t (α : Type) [i : Foo α] (a : α) : a = i.x := by"),
    "levels": ("", "theorem t.{u, v} (α : Sort u) (β : Sort v) (f : α → β) (a : α) : f a = f a := by"),
    "levels the other way round": (
        "",
        "theorem t.{v, u} (α : Sort u) (β : Sort v) (f : α → β) (a : α) : f a = f a := by",
    ),
    "levels of the header": (
        "universe u v\n",
        "theorem t (α : Sort v) (β : Sort u) (f : α → β) (a : α) : f a = f a := by",
    ),
    "levels that Lean binds": (
        "",
        "theorem t (α : Type w) (β : Type u) (f : α → β) (a : α) : f a = f a := by",
    ),
    "levels of every kind": (
        "universe v\n",
        "theorem t.{k} (γ : Sort k) (δ : Type _) (α : Type w) (β : Type v) (f : α → β) (a : α) :\n"
        "    f a = f a := by",
    ),
    "default value": ("", "theorem t (n : Nat) (f : Nat → Nat := fun x => x) : ∃ x : Nat, f x = x := by"),
    "let": ("", "theorem t (n : Nat) : let m := n + 1; m = n + 1 := by"),
    "function in a let in a binder": (
        "",
        "theorem t (n : Nat) (h : let y := n; y = (fun z => z) n) : n = n := by",
    ),
    "match": ("", "theorem t (n : Nat) : match n with\n  | 0 => True\n  | m + 1 => m = m := by"),
    "tactics in the statement": ("", "theorem t (n : Nat) : n + 1 = (by\n  skip\n  exact n) := by"),
    "comments": ("", "theorem t -- why : not\n  (n : Nat) /- : -/ : n = n -- end\n  := by"),
    "arrow": ("", "theorem t : (n : Nat) → n = n := by"),
    "left margin": ("", "theorem t\n(n : Nat)\n(h : n = 1)\n: n = 2 := by"),
    "negation": ("", "theorem t : ¬ ∃ n : Nat, n = n + 1 := by"),
    "variables": ("variable (n : Nat) {m : Nat} (h : n = m)\n", "theorem t (k : Nat) : n + k = k + n := by"),
    "a variable's name taken": ("variable (n : Nat)\n", "theorem t (n : Nat) : n = n + 1 := by"),
    "variables with instances": (
        f"{CLASS}variable {{α β : Type}} [Foo α] [Foo β] (a b : α)\n",
        "theorem t (h : a = Foo.x) : Foo.x = a := by",
    ),
    "variables bound otherwise": ("variable (n : Nat)\nvariable {n}\n", "theorem t : n = n + 1 := by"),
    "variables of closed scopes": (
        "section\nvariable (n : Nat)\nend\nnamespace A\nvariable (k : Nat)\nend A\n"
        "section\nvariable (m : Nat)\n",
        "theorem t : m = m + 1 := by",
    ),
    "open for the theorem alone": ("namespace N\ndef c := 1\nend N\n", "open N in\ntheorem t : c = 2 := by"),
    "definitions before it": ("", "abbrev answer : Nat := 3\n\ntheorem t : answer = 3 := by"),
    "attributes and modifiers": ("", "@[simp] protected theorem N.t (n : Nat) : n + 0 = n := by"),
    "namespace": ("namespace N\n", "theorem t (n : Nat) : n + 0 = n := by"),
}


def _problem(name: str) -> Problem:
    header, statement = STATEMENTS[name]
    full = "N.t" if name in ("namespace", "attributes and modifiers") else "t"
    return Problem(full, "test", statement, HEADER + header)


@asynccontextmanager
async def _references(toolchain: Toolchain) -> AsyncIterator[References]:
    engine = ForkEngine(toolchain)
    references = References(toolchain, engine, LIMITS, cache_folder())
    try:
        yield references
    finally:
        references.close()
        await engine.close()


async def _negated(references: References, problem: Problem) -> bool | None:
    """Whether the negation is one; None where the statement itself doesn't compile here."""
    try:
        stated = (await references.get(problem)).module
    except StatementError:
        return None
    return _denies((await references.get(negate(problem))).module, stated, problem.name)


def _constant(module: Module, name: str) -> Constant:
    return module.constants[parse_name(name)]


def _denies(denial: Module, stated: Module, name: str) -> bool:
    one, other = _constant(denial, name), _constant(stated, name)
    return is_negation(denial, one.type, one.level_params, stated, other.type, other.level_params)


def _of_all(toolchain: Toolchain, problems: Sequence[Problem]) -> list[bool | None]:
    async def run() -> list[bool | None]:
        slots = asyncio.Semaphore(2)

        async def one(problem: Problem) -> bool | None:
            async with slots:
                return await _negated(references, problem)

        async with _references(toolchain) as references:
            return await asyncio.gather(*map(one, problems))

    return asyncio.run(run())


def test_the_negation_of_every_form_of_statement(toolchain: Toolchain) -> None:
    found = _of_all(toolchain, [_problem(name) for name in STATEMENTS])
    assert dict(zip(STATEMENTS, found, strict=True)) == dict.fromkeys(STATEMENTS, True)


@pytest.mark.parametrize(("bench", "count"), [("nng", 150), ("minif2f-core", 108)])
def test_the_negation_of_every_problem(toolchain: Toolchain, bench: str, count: int) -> None:
    problems = find_bench(bench).problems
    assert _of_all(toolchain, problems) == [True] * count


@pytest.mark.parametrize(
    ("bench", "count"),
    [("minif2f", 70), ("minif2f:yangky11", 70), ("minif2f:goedel-v2", 30), ("fimo", 1), ("proofnet", 1)],
)
def test_the_negation_of_public_problems(toolchain: Toolchain, bench: str, count: int) -> None:
    """Those that compile on the embedded Lean; at least `count` do."""
    if not os.environ.get("PROVER_EVAL_BENCH_DATA"):
        pytest.skip("PROVER_EVAL_BENCH_DATA names no folder with the published files")
    found = _of_all(toolchain, _public(bench).problems)
    assert found.count(True) >= count and found.count(False) == 0


def test_the_proposition_is_the_statement(toolchain: Toolchain) -> None:
    """As the body of a definition it is the type of the theorem, term for term."""
    # A match is a function of its own, called after its declaration; a definition must name its levels; the
    # others need their surroundings.
    apart = (
        "match",
        "levels of every kind",
        "definitions before it",
        "open for the theorem alone",
        "namespace",
    )

    async def run() -> None:
        async with _references(toolchain) as references:
            for name in STATEMENTS.keys() - set(apart):
                problem = _problem(name)
                found = proposition(problem)
                header = f"{problem.header}def {STATED}{found.levels} : Prop :=\n{found.text}"
                defining = Problem("u", "test", "theorem u : True := by", header)
                module = (await references.get(defining)).module
                stated = (await references.get(problem)).module
                one, other = _constant(module, STATED), _constant(stated, problem.name)
                assert one.value is not None
                sides = module, one.value, one.level_params
                assert same_term(*sides, stated, other.type, other.level_params), name

    asyncio.run(run())


def test_what_lean_binds_by_itself_is_refused_by_lean(toolchain: Toolchain) -> None:
    problem = Problem("t", "test", "theorem t (h : x = y) : y = x := by", HEADER)
    with pytest.raises(StatementError, match="Unknown identifier `x`"):
        _of_all(toolchain, [problem])


def test_other_terms_are_no_negation(toolchain: Toolchain) -> None:
    problem = Problem("t", "test", "theorem t (n : Nat) : n = n := by", HEADER)
    others = (
        "theorem t (n : Nat) : n = n := by",
        "theorem t (n : Nat) : ¬ n = n := by",
        "theorem t : ¬ ∀ n : Nat, n = n + 0 := by",
        "theorem t : (∀ n : Nat, n = n) → False := by",
        "theorem t : ¬ ¬ ∀ n : Nat, n = n := by",
    )

    async def run() -> list[bool]:
        async with _references(toolchain) as references:
            stated = (await references.get(problem)).module
            modules = [(await references.get(Problem("t", "test", other, HEADER))).module for other in others]
            return [_denies(module, stated, "t") for module in modules]

    assert asyncio.run(run()) == [False] * len(others)


def _public(bench: str) -> Bench:
    folder = Path(os.environ["PROVER_EVAL_BENCH_DATA"])
    name, _, variant = bench.partition(":")
    sources = find_sources(name)
    assert sources is not None
    source = sources.variant(variant or None)
    given = next(file for file in folder.rglob("*") if file.is_file() and file.stat().st_size == source.size)
    fetch(source, given=given, say=lambda line: None)
    return find_bench(f"{bench}@embedded")
