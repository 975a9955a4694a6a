"""The policy over both corpora: honest proofs keep to it, and the cheats that it is there for don't."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.checker.policy import check_policy
from harness.errors import CandidateError
from harness.lean.source import assemble, decode_candidate
from harness.problem import Problem
from harness.prompts.candidate import candidate_in_file
from harness.prompts.extract import NoCandidate

TESTS = Path(__file__).parents[2]
CHEATS = sorted(path.parent for path in (TESTS / "cheats").glob("*/case.yaml"))
PROOFS = sorted((TESTS / "proofs").glob("*/candidates/*"))


def _case(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    return loaded


def _breaches(case: dict[str, Any], file: Path, level: Any) -> list[str]:
    """Ids of the rules that a candidate breaks, or of the error that comes before them."""
    problem = Problem(case["name"], "test", case["statement"], case["header"])
    try:
        text = candidate_in_file(problem, decode_candidate(file.read_bytes()))
        if isinstance(text, NoCandidate):
            return ["NoCodeError"]
        assembled = assemble(problem, text, mode=case.get("mode", "auto"))
    except CandidateError as error:
        return [type(error).__name__]
    return [violation.rule for violation in check_policy(assembled, level)]


def _reasons(expected: dict[str, Any]) -> list[str]:
    reason = expected.get("reason") or []
    return [reason] if isinstance(reason, str) else list(reason)


@pytest.mark.parametrize("folder", CHEATS, ids=lambda folder: folder.name)
def test_cheat_breaks_the_policy_where_it_should(folder: Path) -> None:
    case = _case(folder)
    reasons = _reasons(case["expect"])
    found = _breaches(case, folder / "candidate.lean", "strict")
    if reasons == ["policy"]:
        assert found
    elif reasons == ["no_code"]:
        assert found == ["NoCodeError"]
    elif "policy" not in reasons:
        # The audit or Lean must catch this one, so it must get that far.
        assert found == []


@pytest.mark.parametrize("folder", CHEATS, ids=lambda folder: folder.name)
def test_open_policy_leaves_the_rest_to_the_audit(folder: Path) -> None:
    case = _case(folder)
    expected = case.get("expect_open", case["expect"])
    found = _breaches(case, folder / "candidate.lean", "open")
    if found and found != ["NoCodeError"]:
        assert "policy" in _reasons(expected)


@pytest.mark.parametrize("file", PROOFS, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_honest_proof_keeps_to_the_policy(file: Path) -> None:
    assert _breaches(_case(file.parents[1]), file, "strict") == []


def test_the_corpora_are_large_enough() -> None:
    assert len(CHEATS) >= 263
    assert len(PROOFS) >= 306


def test_no_case_expects_a_cheat_to_be_proved() -> None:
    for folder in CHEATS:
        case = _case(folder)
        for expected in (case["expect"], case.get("expect_open", case["expect"])):
            assert "proved" not in expected["status"]
