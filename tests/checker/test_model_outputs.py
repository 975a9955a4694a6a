"""What extraction finds in the texts of `tests/prompts/outputs` is what Lean proves."""

from __future__ import annotations

from pathlib import Path

import yaml
from corpus import Case, verdicts

from harness.lean.toolchain import Toolchain
from harness.problem import Problem

OUTPUTS = Path(__file__).parents[1] / "prompts" / "outputs"


def test_every_candidate_that_is_found_is_a_proof(toolchain: Toolchain) -> None:
    chosen: dict[tuple[str, bytes], Case] = {}
    for file in sorted(OUTPUTS.glob("*/expected.lean")):
        case = yaml.safe_load((file.parent / "case.yaml").read_text("utf-8"))
        statement = case["statement"]
        problem = Problem(statement.split()[1], "test", statement, case["header"])
        status = case.get("lean", "proved")
        data = file.read_bytes()
        chosen[statement, data] = Case(file.parent.name, problem, data, "auto", {"status": status})
    assert len(chosen) >= 30
    wrong = verdicts(toolchain, "fork", list(chosen.values()), "strict")
    assert not wrong, "\n".join(f"{label}: expected {e}, got {f}" for label, (e, f) in wrong.items())
