"""Hints where Lean's words don't say what is lacking; on real Lean, over the tactics of the library."""

from __future__ import annotations

import asyncio
import re

import pytest

import prover_eval
from harness.checker.verdict import Message, Reason, Status, Verdict
from harness.problem import Problem
from harness.prompts.hints import cause, hint, message_hint, missing_tactic
from harness.prompts.repair import Round, repair_variables
from harness.report.html._attempts import kind_of

BASE, ARITH = (f"prelude\nimport Embedded.{name}\n\n" for name in ("Base", "Arith"))
# Goals that lead tactics with decision procedures to what they rest on.
GOALS = {
    "order": "(a b c : Nat) (h : a ≤ b) (k : b < c) : a < c",
    "equation": "(a b c : Nat) : a * (b + c) = c * a + b * a",
    "exists": "(f : Nat → Nat) (h : ∃ x, f x = 3) (k : ¬ (f 1 = 2 ∧ f 2 = 3)) : f 0 + 1 = 4",
    "props": "(p q : Prop) (h : p ∧ q) (k : ¬ ¬ p) : q ∧ p",
    "implication": "(p q : Prop) : ¬ (p ∧ q) → (p → ¬ q)",
    "bounded": ": ∀ x, x < 9 → x * x < 82",
}
TACTICS = (
    "omega", "intros; omega", "simp", "simp_all", "simp +arith", "simp +arith at *", "simp +decide",
    "dsimp", "decide", "decide +kernel", "rfl", "ac_rfl", "ac_nf", "norm_cast", "push_cast",
    "contradiction", "exfalso", "constructor", "split", "conv => lhs", "conv => rhs", "congr",
    "ext", "funext x", "by_contra h", "push_neg", "push_neg at *", "nofun", "left", "right",
    "exact?", "symm", "trivial", "infer_instance", "grind", "lia", "cutsat", "bv_decide",
    "rcases h with ⟨x, y⟩", "obtain ⟨x, y⟩ := h", "cases h", "induction a", "exact_mod_cast h",
    "subst h", "injection h", "intros; decide", "exists 2", "simpa using h", "rw [h]",
)  # fmt: skip
_UNKNOWN = re.compile(r"Unknown constant `")
OMEGA = "Unknown constant `Lean.Omega.Int.ofNat_congr`"


def constants(header: str) -> list[tuple[str, str]]:
    """(tactic, message) of every error about a constant that the tactic's text doesn't have."""
    pairs = [
        (Problem(f"goal_{name}", "", f"theorem goal_{name} {text} := by\n", header), tactic)
        for tactic in TACTICS
        for name, text in GOALS.items()
    ]

    async def run() -> list[tuple[str, str]]:
        return [
            (pairs[number][1], message.text)
            async for number, verdict in prover_eval.acheck_many(pairs)
            for message in verdict.messages
            if message.severity == "error" and _UNKNOWN.match(message.text)
        ]

    return asyncio.run(run())


def test_no_tactic_of_the_base_lacks_a_constant_without_a_hint() -> None:
    found = constants(BASE)
    assert {tactic for tactic, _ in found} == {"omega", "intros; omega"}
    for tactic, text in found:
        told = message_hint(text, BASE)
        assert told is not None, (tactic, text)
        assert "`omega`" in told and "`import Embedded.Arith`" in told and "Embedded.Base" in told


def test_under_the_header_that_is_named_nothing_is_lacking() -> None:
    assert constants(ARITH) == []


@pytest.mark.parametrize(
    "text",
    [
        "Unknown constant `Nat.foo`",
        "Unknown identifier `omega`",
        "the text has Unknown constant `Lean.Omega.x`",
    ],
)
def test_what_a_person_wrote_wrong_gets_no_hint(text: str) -> None:
    assert (missing_tactic(text), cause(text), message_hint(text, BASE)) == (None, None, None)


def test_other_headers_get_no_advice_about_the_embedded_library() -> None:
    assert message_hint(OMEGA, "import Mathlib\n\n") is None


def test_a_verdict_a_count_and_a_repair_prompt_have_it() -> None:
    verdict = Verdict(
        Status.REJECTED, Reason.LEAN_ERROR, f"line 5: {OMEGA}", messages=(Message("error", OMEGA, 5, 2),)
    )
    assert "`omega` can't be used here" in str(hint(verdict, BASE))
    assert (
        kind_of(verdict.detail)
        == cause(OMEGA)
        == "`omega` without `import Embedded.Arith`, which has its lemmas"
    )
    problem = Problem("goal", "", "theorem goal : 1 = 1 := by\n", BASE)
    (error,) = repair_variables(problem, Round("omega", "omega", verdict))["errors"]
    assert error["message"].startswith(OMEGA + "\nHint: `omega` can't be used here")


def test_a_run_counts_it_by_the_tactic(tmp_path, cli) -> None:  # type: ignore[no-untyped-def]
    """As `make demo` meets it."""
    (tmp_path / "recorded.jsonl").write_text('{"name": "nng_sum_is_one", "proof": "omega"}\n')
    words = (
        "--bench",
        "nng",
        "--problem",
        "nng_sum_is_one",
        "--model",
        "replay",
        "-M",
        "path=recorded.jsonl",
    )
    done = cli(*words, "--output-dir", "run", "--quiet")
    assert done.returncode == 0, done.stderr
    assert "1  `omega` without `import Embedded.Arith`" in done.stdout + cli("report", "run").stdout
