"""The bench nng: its rows, its proofs, its shape. Whether the proofs hold is asked by `bench lint nng`."""

from __future__ import annotations

from collections import Counter

import pytest

from harness.bench import Bench, find_bench
from harness.lean.source import normal_statement

WORLDS = {
    "addition",
    "multiplication",
    "power",
    "order",
    "divisibility",
    "implication",
    "negation",
    "logic",
    "exists",
    "recursion",
    "induction",
}


@pytest.fixture(scope="module")
def nng() -> Bench:
    return find_bench("nng")


def test_size_and_splits(nng: Bench) -> None:
    assert nng.lean == "embedded" and nng.default_split == "test"
    assert len(nng.select()) >= 80
    assert 8 <= len(nng.select("valid")) <= 20
    assert set(nng.splits) == {"test", "valid"}


def test_every_problem_has_a_proof_and_no_proof_is_left_over(nng: Bench) -> None:
    assert nng.proofs is not None
    files = {path.name for path in nng.proofs.iterdir()}
    assert files == {f"{problem.name}.lean" for problem in nng.problems}
    for problem in nng.problems:
        proof = nng.reference_proof(problem.name)
        assert proof is not None and proof.endswith("\n"), problem.name
        assert all(line.startswith("  ") for line in proof.splitlines()), problem.name
        assert "sorry" not in proof and "axiom" not in proof, problem.name


def test_rows_are_whole(nng: Bench) -> None:
    for problem in nng.problems:
        name = problem.name
        assert name.startswith("nng_") and name.isascii() and name == name.lower(), name
        assert problem.header == "prelude\nimport Embedded.Base\n\n", name
        assert problem.formal_statement.startswith(f"theorem {name} "), name
        assert problem.formal_statement.endswith(" := by\n"), name
        assert problem.informal_prefix.startswith("/-- ") and problem.informal_prefix.endswith(". -/\n"), name
        assert len(problem.informal_prefix) > 20 and "-/" not in problem.informal_prefix[:-4], name
        assert "⊢ " in problem.goal and "error" not in problem.goal, name


def test_no_proof_is_shown(nng: Bench) -> None:
    for problem in nng.problems:
        proof = nng.reference_proof(problem.name) or ""
        shown = "".join(str(value) for value in problem.row().values())
        assert proof.strip() not in shown, problem.name


def test_statements_and_texts_are_all_different(nng: Bench) -> None:
    for texts in (
        [normal_statement(problem.formal_statement) for problem in nng.problems],
        [problem.informal_prefix for problem in nng.problems],
        [problem.goal for problem in nng.problems],
    ):
        assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_worlds_and_levels(nng: Bench) -> None:
    worlds = Counter(problem.metadata["world"] for problem in nng.problems)
    levels = Counter(problem.metadata["level"] for problem in nng.problems)
    assert set(worlds) == WORLDS and min(worlds.values()) >= 8
    assert set(levels) == {1, 2, 3, 4, 5} and min(levels.values()) >= 10
