"""The bench minif2f-core: its rows, its proofs, its shape. Whether the proofs hold is asked elsewhere."""

from __future__ import annotations

from collections import Counter

import pytest

from harness.bench import Bench, find_bench
from harness.lean.source import normal_statement

HEADER = "prelude\nimport Embedded.Number\n\n"
TOPICS = {"closed", "remainder", "divisibility", "gcd", "equation", "inequality"}
# Published statements that don't say what their source means, or say another thing: the row tells the change.
CHANGED = {"mathd_numbertheory_126", "amc12a_2002_p6", "mathd_algebra_144", "imo_1984_p2"}


@pytest.fixture(scope="module")
def core() -> Bench:
    return find_bench("minif2f-core")


def test_size_and_splits(core: Bench) -> None:
    assert core.lean == "embedded" and core.default_split == "test"
    assert Counter(problem.split for problem in core.problems) == {"valid": 50, "test": 58}


def test_names_are_the_benchmarks_own(core: Bench) -> None:
    families = ("aime_", "algebra_", "amc12", "imo_", "induction_", "mathd_algebra_", "mathd_numbertheory_")
    for problem in core.problems:
        assert problem.name.startswith((*families, "numbertheory_")), problem.name
    splits = {problem.name: problem.split for problem in core.problems}
    assert splits["imo_1959_p1"] == "test" and splits["imo_1964_p1_2"] == "valid"


def test_rows_are_whole(core: Bench) -> None:
    for problem in core.problems:
        name = problem.name
        assert problem.header == HEADER, name
        assert problem.formal_statement.startswith(f"theorem {name} "), name
        assert problem.formal_statement.endswith(" := by\n"), name
        assert "sorry" not in problem.formal_statement, name
        assert problem.informal_prefix.startswith("/-- ") and problem.informal_prefix.endswith(". -/\n"), name
        assert len(problem.informal_prefix) > 20 and "-/" not in problem.informal_prefix[:-4], name
        assert "⊢ " in problem.goal and "error" not in problem.goal and "«" not in problem.goal, name
        assert problem.metadata["topic"] in TOPICS, name


def test_what_is_open_has_no_proof_and_the_others_have_one(core: Bench) -> None:
    status = {problem.name: problem.metadata["status"] for problem in core.problems}
    assert set(status.values()) <= {"proved", "open"}
    assert core.proofs is not None
    files = {path.stem for path in core.proofs.iterdir()}
    assert files == {name for name, said in status.items() if said == "proved"}
    assert len(files) >= 60
    for name in files:
        proof = core.reference_proof(name)
        assert proof is not None and proof.endswith("\n"), name
        assert all(line.startswith("  ") for line in proof.splitlines()), name
        assert "sorry" not in proof and "axiom" not in proof, name


def test_no_proof_is_shown(core: Bench) -> None:
    for problem in core.problems:
        proof = (core.reference_proof(problem.name) or "").strip()
        shown = "".join(str(value) for value in problem.row().values())
        assert len(proof) < 8 or proof not in shown, problem.name


def test_changed_statements_say_so(core: Bench) -> None:
    notes = {problem.name: problem.metadata.get("note") for problem in core.problems}
    assert {name for name, note in notes.items() if note} == CHANGED


def test_statements_and_texts_are_all_different(core: Bench) -> None:
    for texts in (
        [normal_statement(problem.formal_statement) for problem in core.problems],
        [problem.informal_prefix for problem in core.problems],
        [problem.goal for problem in core.problems],
    ):
        assert [text for text, count in Counter(texts).items() if count > 1] == []
