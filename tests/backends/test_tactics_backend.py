"""The tactics backend: reading goals, drawing the same scripts always, and proving with real Lean."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends import BACKENDS, Generation, Request, Sample
from harness.backends._formula import FormulaKind, shape, tokenize
from harness.backends._goal import read_goal
from harness.backends.draw import Draw
from harness.backends.tactics import TacticsBackend, ladder
from harness.errors import UnknownNameError
from harness.lean.embedded import run_lean
from harness.lean.source import assemble
from harness.lean.toolchain import Toolchain
from harness.problem import Problem

HEADER = "prelude\nimport Embedded.Base\n\n"
GOALS = [
    json.loads(line)
    for line in Path(__file__).with_name("tactics_goals.jsonl").read_text(encoding="utf-8").splitlines()
]


def drawn(statement: str, count: int, *, header: str = HEADER, seed: int = 0) -> list[Generation]:
    samples = tuple(Sample(index, seed + 7919 * index) for index in range(count))
    request = Request(Problem("t", "test", statement, header), samples)

    async def collect() -> list[Generation]:
        return [generation async for generation in TacticsBackend({}).generate(request)]

    return asyncio.run(collect())


def accepted(toolchain: Toolchain, folder: Path, statement: str, generations: list[Generation]) -> list[str]:
    """The scripts that Lean takes without an error, all tried in one file."""
    problem = Problem("t", "test", statement, "")
    text = HEADER
    lines: list[range] = []
    for number, generation in enumerate(generations):
        first = text.count("\n") + 1
        text += (
            assemble(problem, generation.proof or "").text.replace("theorem t ", f"theorem t{number} ", 1)
            + "\n"
        )
        lines.append(range(first, text.count("\n") + 1))
    file = folder / "all.lean"
    file.write_text(text, encoding="utf-8")
    assert toolchain.library is not None
    done = run_lean(toolchain.library, ["--json", str(file)], search_path=toolchain.search_path)
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = {message["pos"]["line"] for message in messages if message["severity"] == "error"}
    return [g.text for g, span in zip(generations, lines, strict=True) if not wrong & set(span)]


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal["statement"])
def test_true_goals_are_proved_and_false_ones_never(
    toolchain: Toolchain, tmp_path: Path, goal: dict[str, Any]
) -> None:
    scripts = accepted(toolchain, tmp_path, goal["statement"], drawn(goal["statement"], 32))
    assert bool(scripts) == goal["true"]


def test_random_compositions_prove_too_not_only_the_ladder(toolchain: Toolchain, tmp_path: Path) -> None:
    statement = "theorem t (p q : Prop) (h : p ∨ q) : q ∨ p := by"
    later = drawn(statement, 40)[len(ladder(read_goal(statement))) :]
    assert len(accepted(toolchain, tmp_path, statement, later)) >= 5
    assert len({generation.text for generation in later}) > 20


def test_scripts_depend_on_problem_seed_and_index_alone() -> None:
    statement = "theorem t (a b : Nat) (h : ∃ c, a = b + c) : b ≤ a ∧ (a = 0 → b = 0) := by"
    assert drawn(statement, 60) == drawn(statement, 60)
    assert drawn(statement, 60) != drawn(statement, 60, seed=1)
    steps = len(ladder(read_goal(statement)))
    assert drawn(statement, 60)[:steps] == [
        Generation(g.index, g.seed - 1, g.text, proof=g.proof) for g in drawn(statement, 60, seed=1)[:steps]
    ]


def test_the_stream_of_choices_is_pinned() -> None:
    # Differs if a version of Python, or a change here, draws otherwise: then raise tactics.REVISION.
    draw = Draw(12345)
    assert [draw.below(100) for _ in range(8)] == [41, 1, 82, 29, 36, 19, 56, 16]
    assert draw.several([(1, "a"), (5, "b"), (1, "c"), (3, "d")], 3) == ["b", "d", "c"]
    texts = "\n".join(g.text for goal in GOALS for g in drawn(goal["statement"], 40))
    assert hashlib.sha256(texts.encode()).hexdigest()[:16] == "368ef43e41bfa96b"


def test_a_generation_is_a_proof_without_token_counts() -> None:
    generation = drawn("theorem t : True := by", 12)[11]
    assert generation.proof == generation.text
    assert (generation.index, generation.finish_reason, generation.error) == (11, "stop", None)
    assert generation.completion_tokens is None


def test_a_statement_that_ends_in_a_bare_assignment_gets_by() -> None:
    assert all(g.text.startswith("by\n  ") for g in drawn("theorem t : True :=", 20))
    for ending in (":= by", ":= by sorry", ":= by -- go", ":=\n  by"):
        assert not any(g.text.startswith("by") for g in drawn(f"theorem t : True {ending}", 20))


def test_mathlib_tactics_are_drawn_only_behind_a_mathlib_header() -> None:
    statement = "theorem t (a b : ℕ) (h : a = b) : a + 1 = b + 1 := by"

    def uses(header: str) -> bool:
        return any("linarith" in g.text for g in drawn(statement, 40, header=header))

    assert uses("import Mathlib\nopen Nat\n")
    assert not uses(HEADER)


def test_the_goal_is_read_from_the_statement() -> None:
    goal = read_goal(
        "theorem foo.bar {p : ℕ → Prop} [Inhabited α] (x y : ℕ) (h₁ : 0 < x /- why -/) (f : ℤ → ℤ) -- so\n"
        "  (h : ∀ n, p n → p (n + 1)) (k : p 0) (q : Prop) (hq : q): ∃ z : ℕ, x = z := by sorry"
    )
    assert goal.variables == (
        ("p", "ℕ → Prop"), ("x", "Nat"), ("y", "Nat"), ("f", "ℤ → ℤ"), ("q", "Prop"),
    )  # fmt: skip
    assert [name for name, _ in goal.hypotheses] == ["h₁", "h", "k", "hq"]
    assert " ".join(goal.target) == "∃ z : ℕ , x = z"


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("a = b ∧ c ≤ d", FormulaKind.AND, ["a = b", "c ≤ d"]),
        ("p ∧ q → r", FormulaKind.IMPLIES, ["p ∧ q", "r"]),
        ("p → q → r", FormulaKind.IMPLIES, ["p", "q → r"]),
        ("p → q ↔ r", FormulaKind.IFF, ["p → q", "r"]),
        ("p ∨ q ∧ r", FormulaKind.OR, ["p", "q ∧ r"]),
        ("¬ p ∧ q", FormulaKind.AND, ["¬ p", "q"]),
        ("¬ (p ∧ q)", FormulaKind.NOT, ["( p ∧ q )"]),
        ("¬ a = b", FormulaKind.NOT, ["a = b"]),
        ("((a + b) ∣ c)", FormulaKind.RELATION, ["( a + b )", "c"]),
        ("(∃ x, p x) ∨ ∃ x, q x ∧ r", FormulaKind.OR, ["( ∃ x , p x )", "∃ x , q x ∧ r"]),
        ("∀ x y : Nat, p x → q y", FormulaKind.FORALL, ["p x → q y"]),
        ("∃ x < 3, p x", FormulaKind.EXISTS, ["( x < 3 ) ∧ p x"]),
        ("∀ x ≥ 3, p x", FormulaKind.FORALL, ["( x ≥ 3 ) → p x"]),
        ("f (a → b)", FormulaKind.ATOM, ["f ( a → b )"]),
        ("a -> b", FormulaKind.IMPLIES, ["a", "b"]),
        ("a /\\ b \\/ c", FormulaKind.OR, ["a ∧ b", "c"]),
    ],
)
def test_the_outermost_connective_is_found(text: str, kind: FormulaKind, parts: list[str]) -> None:
    found = shape(tokenize(text))
    assert (found.kind, [" ".join(part) for part in found.parts]) == (kind, parts)


SOUP = st.lists(
    st.sampled_from([*"(){}[]:∀∃,xyh=≠≤∣∧∨→↔¬+1«»", "Nat", "Prop", ":=", "theorem", "by", "--", "/-"])
).map(" ".join)


@given(st.one_of(st.text(), SOUP, SOUP.map(lambda text: f"theorem t (n : Nat) (h : {text}) : {text} := by")))
def test_any_statement_gives_scripts(statement: str) -> None:
    assert all(generation.text.strip() for generation in drawn(statement, 30))


@pytest.mark.parametrize("piece", ["p → ", "(", "∀ x, ", "¬", "a ∧ ", "(h : p) ", "∃ x : Nat, "])
def test_a_huge_statement_is_quick(piece: str) -> None:
    start = time.process_time()
    drawn("theorem t (p : Prop) : " + piece * 100_000 + "p := by", 20)
    assert time.process_time() - start < 30


def test_arguments_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="argument of model 'tactics' 'path'"):
        BACKENDS.load("tactics")({"path": "x"})


def test_description_names_the_generator() -> None:
    description = TacticsBackend({}).description
    assert description["name"] == "tactics"
    assert description["revision"]
