"""Whole files that answer a theorem in a namespace of a LeanDojo benchmark, judged by real Lean."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from harness.backends import Generation
from harness.checker import Reason, Status, Verdict
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import ProcessEngine
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.prompts.candidate import candidate_of
from harness.sandbox import Limits

HEADER = """prelude
import Embedded.Arith

def double (n : Nat) : Nat := n + n

namespace Sums

theorem double_eq (n : Nat) : double n = 2 * n := by
  simp [double]
  omega

variable {a b : Nat}

"""
STATED = "theorem mono (h : a ≤ b) : double a ≤ double b"
PROOF = ":= by\n  simp [double_eq]\n  omega\n"
PROBLEM = Problem("Sums.mono", "test", f"{STATED} := by\n", HEADER)
WHOLE = STATED.replace("mono ", "mono {a b : Nat} ")

PROVED = {
    "the end of the name": f"{STATED} {PROOF}",
    "the whole name": f"theorem Sums.{STATED.removeprefix('theorem ')} {PROOF}",
    "from the root": f"theorem _root_.Sums.{STATED.removeprefix('theorem ')} {PROOF}",
    "its own namespace": f"import Embedded.Arith\n\nnamespace Sums\n\n{WHOLE} {PROOF}\nend Sums\n",
    "its own namespace and a lemma": (
        "namespace Sums\n\ntheorem step (n : Nat) : double n = 2 * n := double_eq n\n\n"
        f"lemma{WHOLE.removeprefix('theorem')} := by\n  simp [Sums.step]\n  omega\n\nend Sums\n"
    ),
    "own variables": f"namespace Sums\nvariable {{a b : Nat}}\n{STATED} {PROOF}end Sums\n",
    "the header again": f"{HEADER}{STATED} {PROOF}\nend Sums\n",
    "the end of the header's namespace": f"{STATED} {PROOF}\nend Sums\n",
    "a section around it": f"section Mine\n{STATED} {PROOF}end Mine\n",
}
WEAK = "theorem {} (h : a ≤ b) : double a ≤ double a" + " := Nat.le_refl _\n"
NOT_PROVED = {
    "another namespace": (f"namespace Other\n\n{WHOLE} {PROOF}\nend Other\n", Reason.INCOMPLETE),
    "another namespace from the root": (f"theorem _root_.Other.mono{WHOLE[12:]} {PROOF}", Reason.POLICY),
    "the bare name at the root": (f"theorem _root_.mono{WHOLE[12:]} {PROOF}", Reason.POLICY),
    "behind the end of the namespace": (f"end Sums\n\n{WHOLE} := by\n  exact sorry\n", Reason.POLICY),
    "moved out of it": (f"end Sums\nopen Sums\n{WHOLE} {PROOF}", Reason.POLICY),
    "one namespace too many": (f"namespace Sums.Sums\n{WHOLE} {PROOF}end Sums.Sums\n", Reason.INCOMPLETE),
    "weaker, by the whole name": (WEAK.format("Sums.mono"), Reason.STATEMENT),
    "weaker, in its own namespace": (
        f"namespace Sums\n{WEAK.format('mono')}end Sums\n",
        Reason.STATEMENT,
    ),
    "the right one elsewhere, a weaker one here": (
        f"namespace Other\n{WHOLE} {PROOF}end Other\n{WEAK.format('mono')}",
        Reason.STATEMENT,
    ),
    "the right one twice over, a weaker one here": (
        f"namespace Sums\n{WHOLE} {PROOF}end Sums\n{WEAK.format('mono')}",
        Reason.STATEMENT,
    ),
    "sorry": (f"namespace Sums\n{WHOLE} := sorry\nend Sums\n", None),
}


def check(toolchain: Toolchain, engine: ProcessEngine, cache: Path, candidate: str) -> Verdict:
    checker = Checker(toolchain, engine, CheckSettings(Limits()), cache)
    return asyncio.run(checker.check(PROBLEM, candidate))


@pytest.mark.parametrize("name", PROVED)
def test_right_files_are_proved(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path, name: str
) -> None:
    verdict = check(toolchain, process_engine, tmp_path, PROVED[name])
    assert verdict.proved, verdict


@pytest.mark.parametrize("name", NOT_PROVED)
def test_wrong_files_are_not(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path, name: str
) -> None:
    candidate, reason = NOT_PROVED[name]
    verdict = check(toolchain, process_engine, tmp_path, candidate)
    assert verdict.status is Status.REJECTED, verdict
    assert reason is None or verdict.reason is reason, verdict


def test_the_file_in_a_models_text(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    """Of two blocks the one with the theorem is taken, and another name becomes the problem's."""
    block = PROVED["its own namespace"]
    other = "```lean4\n#check 1\n```\n"
    text = f"First a helper.\n{other}Then:\n```lean4\n{block}```\nAnd\n{other}"
    renamed = f"```lean4\n{STATED.replace('mono', 'user_theorem')} {PROOF}```\n"
    for answer in (text, renamed):
        candidate = candidate_of(PROBLEM, Generation(0, 0, answer))
        assert isinstance(candidate, str)
        assert check(toolchain, process_engine, tmp_path, candidate).proved, candidate
