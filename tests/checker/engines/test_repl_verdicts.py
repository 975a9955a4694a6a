"""Verdicts by engine `repl`: the corpora, statements with names of the module, and repls that lie."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from corpus import Level, cases, verdicts
from real_repl import SILENT, install

from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import ProcessEngine
from harness.checker.engines.repl.engine import ReplEngine
from harness.checker.replay.find import find_replayer
from harness.checker.snippet import SnippetChecker
from harness.checker.verdict import Reason, Status, Verdict
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap

HEADER = "prelude\nimport Embedded.Arith\n\n"
LIMITS = Limits(cpu_s=20)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("repl") / "repl")


def engine(toolchain: Toolchain, program: Path) -> ReplEngine:
    return ReplEngine(toolchain, program, Bubblewrap(), ProcessEngine(toolchain, Bubblewrap()), jobs=2)


@pytest.mark.parametrize(
    ("corpus", "level", "each"), [("proofs", "strict", 1), ("cheats", "strict", 3), ("cheats", "open", 7)]
)
def test_corpus(toolchain: Toolchain, program: Path, corpus: str, level: Level, each: int) -> None:
    chosen = list(cases(corpus, level))[::each]
    assert len(chosen) >= 20
    wrong = verdicts(toolchain, "repl", chosen, level, repl=program)
    assert not wrong, "\n".join(f"{label}: expected {e}, got {f}" for label, (e, f) in wrong.items())


def judged(
    toolchain: Toolchain,
    program: Path,
    problem: Problem,
    candidate: str,
    cache: Path,
    *,
    policy: Level = "strict",
) -> Verdict:
    async def run() -> Verdict:
        checker = Checker(
            toolchain,
            engine(toolchain, program),
            CheckSettings(LIMITS, policy),
            cache,
            find_replayer(toolchain, Bubblewrap(), "always"),
        )
        try:
            return await checker.check(problem, candidate)
        finally:
            await checker.close()

    return asyncio.run(run())


TRUE = Problem("goal", "test", "theorem goal (n : Nat) : n + 0 = n := by\n", HEADER)
FALSE = Problem("goal", "test", "theorem goal (n : Nat) : n + 1 = n := by\n", HEADER)


def test_a_proof_is_proved_and_the_record_says_what_was_seen(
    toolchain: Toolchain, program: Path, tmp_path: Path
) -> None:
    verdict = judged(toolchain, program, TRUE, "rfl", tmp_path)
    assert verdict.proved
    assert verdict.axioms == ()
    assert (verdict.record.engine, verdict.record.audit) == ("repl", "constants")
    assert verdict.record.replay == "kernel"
    assert not any("syntax" in check for check in verdict.checks)
    assert any("a clean kernel accepts all" in check for check in verdict.checks)


@pytest.mark.parametrize(
    ("problem", "candidate", "reason"),
    [
        (FALSE, "rfl", Reason.LEAN_ERROR),
        (TRUE, "sorry", Reason.INCOMPLETE),
        (TRUE, "theorem goal (n : Nat) : n = n := rfl", Reason.STATEMENT),
        (TRUE, "theorem other (n : Nat) : n + 0 = n := rfl", Reason.INCOMPLETE),
    ],
)
def test_what_is_no_proof_is_rejected(
    toolchain: Toolchain, program: Path, tmp_path: Path, problem: Problem, candidate: str, reason: Reason
) -> None:
    verdict = judged(toolchain, program, problem, candidate, tmp_path)
    expected = asyncio.run(
        Checker(toolchain, ProcessEngine(toolchain, Bubblewrap()), CheckSettings(LIMITS), tmp_path).check(
            problem, candidate
        )
    )
    assert (verdict.status, verdict.reason) == (expected.status, expected.reason)
    assert verdict.status is Status.REJECTED or expected.proved
    if "other" not in candidate:
        assert verdict.reason is reason


PRIVATE = HEADER + "private def twice (n : Nat) : Nat := n + n\n\n"
NAMED = HEADER + "instance : Add Bool := ⟨fun a b => a && b⟩\n\n"


@pytest.mark.parametrize(
    ("header", "statement", "false"),
    [
        (PRIVATE, "theorem goal : twice 2 = 4 := by\n", "theorem goal : twice 2 = 5 := by\n"),
        (NAMED, "theorem goal : true + false = false := by\n", "theorem goal : true + false = true := by\n"),
    ],
)
def test_names_that_contain_the_modules_name(
    toolchain: Toolchain, program: Path, tmp_path: Path, header: str, statement: str, false: str
) -> None:
    """The repl's module has no name, the reference's has one, and the statement speaks of it."""
    assert judged(toolchain, program, Problem("goal", "test", statement, header), "rfl", tmp_path).proved
    wrong = judged(toolchain, program, Problem("goal", "test", false, header), "rfl", tmp_path)
    assert wrong.status is Status.REJECTED


def test_under_open_rules_what_stores_entries_runs_apart(
    toolchain: Toolchain, program: Path, tmp_path: Path
) -> None:
    """`implemented_by` leaves nothing among the constants, so only a whole module shows it."""
    candidate = (
        "def lie (n : Nat) : Nat := n\n@[implemented_by lie] def truth (n : Nat) : Nat := n + 0\n"
        "theorem goal (n : Nat) : n + 0 = n := rfl\n"
    )
    verdict = judged(toolchain, program, TRUE, candidate, tmp_path, policy="open")
    assert (verdict.status, verdict.reason) == (Status.REJECTED, Reason.POLICY)
    plain = candidate.replace("@[implemented_by lie] ", "")
    assert judged(toolchain, program, TRUE, plain, tmp_path, policy="open").proved


FIRST = ("state = self._state(number)\n        environment", "state = self._state(0)\n        environment")
_TOLD = '        return {"env": number}'
HALF = (_TOLD, f"        os.truncate(path, os.path.getsize(path) // 2)\n{_TOLD}")


@pytest.mark.parametrize("change", [SILENT, FIRST, HALF], ids=["silent", "first", "half"])
def test_a_repl_that_lies_proves_nothing_false(
    toolchain: Toolchain, tmp_path: Path, change: tuple[str, str]
) -> None:
    """It says nothing of errors, pickles another environment, or half of one."""
    lying = install(tmp_path / "repl", change)
    for problem, candidate in ((FALSE, "rfl"), (FALSE, "sorry"), (TRUE, "sorry")):
        assert judged(toolchain, lying, problem, candidate, tmp_path).status is Status.REJECTED
    good = judged(toolchain, lying, TRUE, "rfl", tmp_path)
    assert good.proved or change is FIRST


def test_a_file_by_itself(toolchain: Toolchain, program: Path, tmp_path: Path) -> None:
    async def run() -> list[Verdict]:
        checker = Checker(
            toolchain,
            engine(toolchain, program),
            CheckSettings(LIMITS),
            tmp_path,
            find_replayer(toolchain, Bubblewrap(), "always"),
        )
        snippets = SnippetChecker(checker)
        try:
            files = [TRUE.formal_statement + "  rfl\n", FALSE.formal_statement + "  rfl\n"]
            files.append(TRUE.formal_statement + "  sorry\n")
            return [await snippets.check(HEADER + file, LIMITS) for file in files]
        finally:
            await checker.close()

    good, bad, hole = asyncio.run(run())
    assert good.proved
    assert bad.reason is Reason.LEAN_ERROR
    assert hole.reason is Reason.INCOMPLETE
