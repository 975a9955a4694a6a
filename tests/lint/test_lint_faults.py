"""Lint with real Lean: a bench with one fault of each kind, and its twin without them."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from harness.bench import load_bench
from harness.checker import CheckerSpec, open_checker
from harness.checker.cache import CachedChecker, VerdictStore
from harness.lean.toolchain import Toolchain
from harness.lint import LintKind, LintPart, LintReport, Severity, lint_bench
from harness.sandbox import Limits

Lint = Callable[..., LintReport]
Problems = dict[str, tuple[str, str | None]]
HEADER = "prelude\nimport Embedded.Arith\n\n"
TASK = "name: faults\ndata: rows.jsonl\nlean: embedded\nproofs: proofs\n"
TACTICS = ("rfl", "omega")

# name -> (statement, reference proof or None), as a bench should be.
GOOD: Problems = {
    "square_even": (
        "theorem square_even (a : Nat) (h : a % 2 = 0) : a * a % 2 = 0 := by",
        "simp [Nat.mul_mod, h]",
    ),
    "swap": ("theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p := by", "exact ⟨h.2, h.1⟩"),
    "bounds": ("theorem bounds : ∀ n : Int, 3 < n → n < 5 → n * n = 16 := by", None),
    "lone": ("theorem lone (f : Nat → Nat) (h : ∀ n, f n = n) : f (f 1) = 1 := by", "simp [h]"),
    "impossible": ("theorem impossible (a b : Nat) (h : a + b = 1) (k : a * b = 1) : False := by", None),
}


@pytest.fixture
def lint(tmp_path: Path, toolchain: Toolchain, make_row: Any) -> Lint:
    """`lint(bench)` with the engine `fork` and all parts of the checker."""

    def run(problems: Problems, *, headers: dict[str, str] | None = None, **more: Any) -> LintReport:
        folder = write(tmp_path / "bench", make_row, problems, headers or {})
        return asyncio.run(_lint(folder, toolchain, more))

    return run


def write(folder: Path, make_row: Any, problems: Problems, headers: dict[str, str]) -> Path:
    (folder / "proofs").mkdir(parents=True, exist_ok=True)
    rows = []
    for name, (statement, proof) in problems.items():
        rows.append(make_row(name, header=headers.get(name, HEADER)) | {"formal_statement": statement + "\n"})
        if proof is not None:
            (folder / "proofs" / f"{name}.lean").write_text(f"  {proof}\n")
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "task.yaml").write_text(TASK)
    return folder


async def _lint(
    folder: Path, toolchain: Toolchain, more: dict[str, Any], engine_name: Any = "auto"
) -> LintReport:
    spec = CheckerSpec(limits=Limits(cpu_s=20), engine=engine_name)
    bench, store = load_bench(folder), VerdictStore(folder / "verdicts.sqlite")
    async with open_checker(spec, bench.needs(), toolchain=toolchain) as opened:
        # Of a store of its own: what other tests judged doesn't count as a hit.
        cached = CachedChecker(opened.checker, store)
        more = {"compiled": opened.references.get, "tactics": TACTICS, **more}
        with closing(store):
            report = await lint_bench(bench, cached.check, **more)
    (folder / "hits").write_text(str(cached.hits))
    return report


def seen(report: LintReport) -> set[tuple[str, str, str]]:
    return {(finding.severity, finding.problem, finding.kind) for finding in report.findings}


def text(report: LintReport, kind: LintKind) -> str:
    (found,) = [finding.text for finding in report.findings if finding.kind is kind]
    return found


def test_a_good_bench_has_no_findings_but_open_problems(lint: Lint) -> None:
    report = lint(GOOD)
    assert report.ok
    assert seen(report) == {("info", "bounds", "open"), ("info", "impossible", "open")}, report.findings
    assert report.proved == 3


def test_a_statement_that_does_not_compile(lint: Lint) -> None:
    """Also without a reference proof; and it isn't a failure of our side."""
    wrong = {
        "typo": ("theorem typo (n : Nat) : doubled n = n + n := by", None),
        "mixed": ("theorem mixed (n : Nat) : n = Nat := by", "rfl"),
        "hole": ("theorem hole (n : Nat) : n = sorry := by", None),
    }
    report = lint({**GOOD, **wrong})
    assert not report.ok
    assert not report.incomplete
    errors = {found for found in seen(report) if found[0] == "error"}
    assert errors == {("error", name, "statement") for name in wrong}


def test_names_that_lean_binds_by_itself(lint: Lint) -> None:
    """A misspelt variable becomes a variable of its own."""
    misspelt = {"slip": ("theorem slip (n : Nat) (h : n = 3) : m * n = n * m := by", None)}
    bound = {"slip": ("theorem slip (n m : Nat) (h : n = 3) : m * n = n * m := by", None)}
    report = lint({**GOOD, **misspelt})
    assert ("warning", "slip", "statement") in seen(report)
    assert "`m`" in next(finding.text for finding in report.findings if finding.kind is LintKind.STATEMENT)
    assert not any(kind == "statement" for _, _, kind in seen(lint({**GOOD, **bound})))


def test_duplicates_by_kernel_type(lint: Lint) -> None:
    """Other words, names, brackets and notation, one type; and nearly equal ones that aren't."""
    same = {
        "again": ("theorem again {m : Nat} (even : (m % 2) = 0) : (m * m) % 2 = 0 := by", None),
        "exchanged": ("theorem exchanged : ∀ (a b : Prop) (_ : a ∧ b), And b a := by", None),
    }
    other = {
        "third": ("theorem third (a : Nat) (h : a % 3 = 0) : a * a % 3 = 0 := by", None),
        "flipped": ("theorem flipped (p q : Prop) (h : q ∧ p) : q ∧ p := by", None),
        "typed": ("theorem typed : ∀ n : Nat, 3 < n → n < 5 → n * n = 16 := by", None),
    }
    report = lint({**GOOD, **same, **other}, skip=set(LintPart))
    found = {finding.problem: finding for finding in report.findings if finding.kind is LintKind.DUPLICATE}
    assert set(found) == set(same)
    assert all(finding.severity is Severity.ERROR for finding in found.values())
    assert "square_even, in other words" in found["again"].text
    assert "swap, in other words" in found["exchanged"].text


def test_own_definitions_count_by_what_they_are(lint: Lint, make_row: Any, tmp_path: Path) -> None:
    """One statement over `f`, under headers that define it alike, and otherwise."""
    report = lint(
        {name: (f"theorem {name} (n : Nat) : f n = n := by", None) for name in ("one", "two", "three")},
        skip=set(LintPart),
        headers={
            "one": f"{HEADER}def f (n : Nat) : Nat := n + 0\n",
            "two": f"{HEADER}/-- The same. -/\ndef f (m : Nat) : Nat := m + 0\n",
            "three": f"{HEADER}def f (n : Nat) : Nat := n + 1\n",
        },
    )
    assert seen(report) == {("error", "two", "duplicate")}


CONTRADICTORY = {
    "order": "theorem order (n : Nat) (h : n < 3) (k : 5 < n) : n = 4 := by",
    "arrows": "theorem arrows : ∀ n : Int, 3 < n → n < 4 → n * n = 16 := by",
    "inferred": "theorem inferred (f : Nat → Nat) (h : f 0 = 1) (k : f 0 = 2) : ∀ a b, f a = f b := by",
    "logic": "theorem logic (p q : Prop) (h : p ∧ ¬p) : q := by",
}


def test_contradictory_hypotheses(lint: Lint) -> None:
    wrong = {name: (statement, None) for name, statement in CONTRADICTORY.items()}
    report = lint({**GOOD, **wrong}, skip={LintPart.ONE_WORD})
    assert {found for found in seen(report) if found[0] == "error"} == {
        ("error", name, "contradiction") for name in wrong
    }
    assert not any(finding.kind is LintKind.NOT_LOOKED_AT for finding in report.findings)
    text = next(finding.text for finding in report.findings if finding.problem == "order")
    assert "`omega` proves False" in text


def test_what_looks_like_a_contradiction_and_is_none(lint: Lint) -> None:
    """An arrow below `↔`, `∃` or a negation is no hypothesis, and a theorem may be about False."""
    right = {
        "iff": ("theorem iff (n : Nat) : n < 0 ↔ n < 1 → False := by", None),
        "exist": ("theorem exist : ∃ n : Nat, n < 0 → n = 7 := by", None),
        "goal": ("theorem goal (n : Nat) (h : n < 0) : False := by", None),
        "barely": ("theorem barely (n : Nat) (h : n < 5) (k : 3 < n) : n = 4 := by", None),
        "negated": ("theorem negated (n : Nat) : ¬n < 0 := by", None),
        "none": ("theorem none : 2 + 2 = 4 := by", None),
    }
    report = lint(right, skip={LintPart.ONE_WORD})
    assert report.ok
    assert {kind for _, _, kind in seen(report)} == {"open"}, report.findings


def test_one_word_and_its_twin(lint: Lint) -> None:
    easy = {"easy": ("theorem easy (a b : Nat) (h : a < b) : a + 1 ≤ b := by", None)}
    report = lint({**GOOD, **easy})
    assert {found for found in seen(report) if found[0] == "warning"} == {("warning", "easy", "one_word")}
    assert not any(found[0] == "warning" for found in seen(lint({**GOOD, **easy}, skip={LintPart.ONE_WORD})))


def test_hypotheses_that_the_proof_does_not_need(lint: Lint) -> None:
    problems: Problems = {
        "extra": ("theorem extra (a b : Nat) (h : 0 < b) (k : a < b) : a + 1 ≤ b := by", "omega"),
        "named": (
            "theorem named (a b : Nat) (h : 0 < a) : a * b = b * a := by",
            "cases h <;> simp [Nat.mul_comm]",
        ),
        "idle": ("theorem idle (a b n : Nat) : a * b = b * a := by", None),
    }
    report = lint({**GOOD, **problems}, skip={LintPart.ONE_WORD})
    found = {
        (finding.problem, finding.text) for finding in report.findings if finding.kind is LintKind.UNUSED
    }
    assert found == {("extra", "the reference proof needs no `(h : 0 < b)`")}
    assert report.ok
    single = lint({"idle": ("theorem idle (a b : Nat) (n : Nat) : a * b = b * a := by", None)})
    assert text(single, LintKind.UNUSED) == "nothing mentions `(n : Nat)`"


def test_names_that_differ_in_case(lint: Lint) -> None:
    report = lint(
        {**GOOD, "Swap": ("theorem Swap (p q : Prop) (h : p ∧ q) : q ∧ p ∧ p := by", None)},
        skip=set(LintPart),
    )
    assert seen(report) == {("warning", "Swap", "name_case")}


def test_a_wrong_reference_proof(lint: Lint) -> None:
    report = lint({**GOOD, "swap": (GOOD["swap"][0], "exact ⟨h.1, h.2⟩")})
    assert ("error", "swap", "reference") in seen(report)
    assert not any(found[:2] == ("error", "square_even") for found in seen(report))


def test_a_second_lint_asks_nothing_again(lint: Lint, tmp_path: Path) -> None:
    first = lint(GOOD)
    assert (tmp_path / "bench" / "hits").read_text() == "0"
    again = lint(GOOD)
    assert again == first
    assert int((tmp_path / "bench" / "hits").read_text()) > 20


def test_a_broken_lean_is_no_fault_of_the_bench(tmp_path: Path, toolchain: Toolchain, make_row: Any) -> None:
    gone = tmp_path / "gone.so"
    broken = dataclasses.replace(toolchain, library=gone, executable=None, revision="0" * 64)
    report = asyncio.run(_lint(write(tmp_path / "bench", make_row, GOOD, {}), broken, {}, "process"))
    assert report.incomplete
    assert {(severity, kind) for severity, _, kind in seen(report)} == {("infrastructure", "infrastructure")}
