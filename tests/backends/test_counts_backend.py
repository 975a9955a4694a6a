"""Backend `counts`: what it counts, what it draws, what it keeps, and what it refuses."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.backends import BACKENDS, Generation, Request, Sample
from harness.backends.counts import Counts, CountsBackend, ProofPair, train_counts
from harness.errors import DataError, StoreError, UnknownNameError, UsageError
from harness.problem import Problem

HEADER = "prelude\nimport Embedded.Arith\n\n"


def problem(text: str, name: str = "t", ending: str = ":= by\n") -> Problem:
    return Problem(name, "train", f"theorem {name} {text} {ending}", HEADER)


SUM = problem("(a b c d : Nat) (h1 : a ≤ b) (h2 : c ≤ d) : a + c ≤ b + d")
PRODUCT = problem("(u v x y : Nat) (k1 : u ≤ v) (k2 : x < y) : (u + x) * (x + u) ≤ (v + y) * (y + v)")
PAIRS = [
    ProofPair(SUM, "apply Nat.add_le_add\nexact h1\nexact h2"),
    ProofPair(problem("(a b : Nat) (h1 : a < b) : a ≤ b"), "exact Nat.le_of_lt h1"),
    ProofPair(
        problem("(a b c d : Nat) (h1 : a < b) (h2 : c ≤ d) : a * c ≤ b * d"),
        "apply Nat.mul_le_mul\nexact Nat.le_of_lt h1\nexact h2",
    ),
    ProofPair(
        problem("(p q : Nat → Prop) (h : ∃ x, p x ∧ q x) : ∃ x, q x ∧ p x"),
        "obtain ⟨x, ⟨h1, h2⟩⟩ := h\nrefine ⟨x, ?_⟩\napply And.intro\nexact h2\nexact h1",
    ),
    ProofPair(problem(": ∃ x, 2 * x = 6"), "refine ⟨3, ?_⟩\ndecide"),
    ProofPair(
        problem("(f : Nat → Nat) (h0 : f 0 = 1) (h : ∀ n, f (n + 1) = f n + 2) : ∀ n, f n = 2 * n + 1"),
        "intro n\ninduction n with\n| zero => simp [h0]\n| succ n ih =>\n  rw [h, ih]\n  omega",
    ),
]


def often(counts: Counts, asked: Problem, draws: int = 200) -> str:
    """The script that is drawn most often."""
    return Counter(counts.sample(asked, seed) for seed in range(draws)).most_common(1)[0][0]


def test_steps_are_put_together_for_a_statement_that_was_never_seen() -> None:
    counts = train_counts(PAIRS * 4, per_statement=1)
    assert (counts.pairs, counts.skipped) == (6, 18)
    counts = train_counts([ProofPair(each.problem, each.proof, weight=8) for each in PAIRS])
    assert often(counts, PRODUCT).split("\n") == [
        "apply Nat.mul_le_mul",
        "apply Nat.add_le_add",
        "exact k1",
        "exact Nat.le_of_lt k2",
        "apply Nat.add_le_add",
        "exact Nat.le_of_lt k2",
        "exact k1",
    ]


def test_names_are_those_of_the_statement() -> None:
    counts = train_counts([ProofPair(each.problem, each.proof, weight=8) for each in PAIRS])
    logic = problem("(p q r : Nat → Prop) (given : ∃ y, (q y ∧ r y) ∧ p y) : ∃ y, p y ∧ q y")
    assert often(counts, logic, 600) == (
        "obtain ⟨y, ⟨⟨h1, h2⟩, h3⟩⟩ := given\nrefine ⟨y, ?_⟩\napply And.intro\nexact h3\nexact h1"
    )
    recursion = problem(
        "(g : Nat → Nat) (start : g 0 = 3) (step : ∀ m, g (m + 1) = g m + 4) : ∀ m, g m = 4 * m + 3"
    )
    assert often(counts, recursion) == (
        "intro m\ninduction m with\n| zero => simp [start]\n| succ m ih =>\n  rw [step, ih]\n  omega"
    )


def test_what_was_never_counted_is_explored() -> None:
    counts = train_counts(PAIRS)
    power = problem("(a b : Nat) (h1 : a ≤ b) : a ^ 2 ≤ b ^ 2")
    firsts = {counts.sample(power, seed).split("\n")[0] for seed in range(2_000)}
    assert len(firsts) > 40 and "apply Nat.pow_le_pow_left" in firsts
    narrow = train_counts(PAIRS, explore=0.0)
    again = Counter(narrow.sample(power, seed).split("\n")[0] for seed in range(2_000))
    assert again["apply Nat.pow_le_pow_left"] < 60


def test_a_step_outside_the_vocabulary_is_learnt_with_its_slots() -> None:
    given = problem("(a b : Nat) (eq : a = b) : b = a")
    counts = train_counts([ProofPair(given, "rw [eq]", weight=9)])
    other = problem("(x y : Nat) (same : x = y) : y = x")
    assert often(counts, other) == "rw [same]"


def test_equal_arguments_give_equal_scripts_and_other_seeds_others() -> None:
    counts = train_counts(PAIRS)
    assert [counts.sample(SUM, seed) for seed in range(50)] == [
        train_counts(PAIRS).sample(SUM, seed) for seed in range(50)
    ]
    assert len({counts.sample(SUM, seed) for seed in range(50)}) > 5
    assert counts.sample(SUM, 0) == "refine ⟨10, ?_⟩\napply Nat.dvd_mul_left"


@pytest.mark.parametrize(
    "proof",
    ["", "cases h1 with\n| refl => omega", "· omega", "have : {x // x = 1} := h", "  \n"],
)
def test_a_proof_that_is_no_row_of_steps_is_skipped(proof: str) -> None:
    counts = train_counts([ProofPair(SUM, proof), PAIRS[0]])
    assert (counts.pairs, counts.skipped) == (1, 1)
    assert counts.text() == train_counts([ProofPair(SUM, proof), PAIRS[0]]).text()


@pytest.mark.parametrize("statement", ["", "theorem", "theorem t : " + "(" * 5_000, "theorem t (a : : ="])
def test_any_statement_gives_a_script(statement: str) -> None:
    script = train_counts(PAIRS).sample(Problem("t", "test", statement, HEADER), 3)
    assert script.strip()


def test_counts_come_back_from_their_file(tmp_path: Path) -> None:
    counts = train_counts(PAIRS, weight=1.5, explore=0.25)
    counts.save(tmp_path / "counts.json")
    again = Counts.load(tmp_path / "counts.json")
    assert (again.text(), again.sha256) == (counts.text(), counts.sha256)
    assert [again.sample(PRODUCT, seed) for seed in range(30)] == [
        counts.sample(PRODUCT, seed) for seed in range(30)
    ]
    with pytest.raises(StoreError):
        counts.save(tmp_path / "missing" / "counts.json")


WHOLE = {"format": 1, "weight": 1, "explore": 0, "pairs": 0, "skipped": 0, "counts": []}
WRONG: tuple[dict[str, object], ...] = (
    {"format": 2},
    {"weight": 0},
    {"pairs": None},
    {"counts": [[["0"]]]},
    {"counts": [[["0"], {"x": -1}]]},
    {"counts": [[["0"], {"x": float("inf")}]]},
    {"weight": float("nan")},
    {"counts": [[[0], {"x": 1}]]},
    {"counts": 3},
)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format": 1}', *(json.dumps({**WHOLE, **wrong}) for wrong in WRONG)]
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "counts.json"
    path.write_text(json.dumps(WHOLE))
    assert Counts.load(path).pairs == 0
    path.write_text(text)
    with pytest.raises(DataError, match=r"counts\.json"):
        Counts.load(path)


def test_values_that_cannot_be_are_refused(tmp_path: Path) -> None:
    for weight, explore, most in ((0.0, 0.5, 1), (1.0, 1.5, 1), (1.0, 0.5, 0)):
        with pytest.raises(UsageError):
            train_counts(PAIRS, weight=weight, explore=explore, per_statement=most)
    with pytest.raises(UsageError):
        train_counts([ProofPair(SUM, PAIRS[0].proof, weight=0)])
    with pytest.raises(UsageError):
        Counts.load(tmp_path / "missing.json")


def test_the_backend_draws_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "counts.json"
    counts = train_counts(PAIRS)
    counts.save(path)
    backend = BACKENDS.load("counts")({"path": str(path)})
    assert isinstance(backend, CountsBackend)
    assert backend.description == {
        "name": "counts",
        "revision": "1",
        "sha256": counts.sha256,
        "pairs": len(PAIRS),
    }

    async def generated(asked: Problem) -> list[Generation]:
        request = Request(asked, tuple(Sample(index, 100 + index) for index in range(4)))
        return [generation async for generation in backend.generate(request)]

    found = asyncio.run(generated(SUM))
    assert [each.proof for each in found] == [counts.sample(SUM, 100 + index) for index in range(4)]
    bare = asyncio.run(generated(problem("(a b : Nat) (h1 : a ≤ b) : a ≤ b", ending=":=")))
    assert all((each.proof or "").startswith("by\n  ") for each in bare)
    with pytest.raises(UnknownNameError):
        CountsBackend({"path": str(path), "temperature": "1"})
    assert json.loads(path.read_text())["format"] == 1


def test_a_run_with_trained_counts(tmp_path: Path, cli: Callable[..., Any]) -> None:
    counts = train_counts([ProofPair(each.problem, each.proof, weight=8) for each in PAIRS])
    counts.save(tmp_path / "counts.json")
    words = ("run", "--bench", "nng", "--limit", 3, "--model", "counts", "--k", "1,2", "--output-dir", "out")
    done = cli(*words, "-M", "path=counts.json", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["model"], found["problems"], found["verdicts"]["infrastructure"]) == ("counts", 3, 0)
    settings = (tmp_path / "out" / "run.json").read_text()
    assert counts.sha256 in settings and "counts.json" not in settings
    lost = cli(*words, "-M", "path=missing.json")
    assert lost.returncode == 2 and "missing.json" in lost.stderr
