"""The whole checker under a header whose modules belong to Lean's module system."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from colors import COLORS

from harness.checker import CheckerSpec, LeanNeeds, open_checker
from harness.checker.verdict import Reason, Status, Verdict
from harness.lean.embedded import run_lean
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits

HEADER = "prelude\nimport Embedded.Arith\nimport Colors\n\n"


@pytest.fixture
def colors(toolchain: Toolchain, tmp_path: Path) -> Toolchain:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "Colors.lean").write_text(COLORS, "utf-8")
    assert toolchain.library is not None
    arguments = ["-R", str(folder), "-o", str(folder / "Colors.olean"), str(folder / "Colors.lean")]
    done = run_lean(toolchain.library, arguments, search_path=toolchain.search_path)
    assert done.returncode == 0, done.stdout
    return replace(
        toolchain,
        revision=toolchain.revision[::-1],
        search_path=(*toolchain.search_path, folder),
        readable=(*toolchain.readable, folder),
    )


def judged(toolchain: Toolchain, cache: Path, *candidates: tuple[str, str]) -> list[Verdict]:
    """Verdicts on (statement, proof) pairs."""

    async def body() -> list[Verdict]:
        spec = CheckerSpec(limits=Limits(cpu_s=30), engine="process", replay="never")
        async with open_checker(
            spec, LeanNeeds.of_header(HEADER), toolchain=toolchain, cache=cache
        ) as opened:
            return [
                await opened.checker.check(
                    Problem("goal", "test", f"theorem goal : {goal} := ", HEADER), proof
                )
                for goal, proof in candidates
            ]

    return asyncio.run(body())


def test_verdicts(colors: Toolchain, tmp_path: Path) -> None:
    red, mixed = "Same Color.red Color.red", "Same Color.red Color.green"
    for _ in range(2):
        good, bad, again = judged(
            colors, tmp_path / "cache", (red, "same _"), (mixed, "rests_on_bad"), (red, "hidden _")
        )
        assert good.proved, good.detail
        assert good.axioms == ()
        assert (bad.status, bad.reason, bad.axioms) == (Status.REJECTED, Reason.AXIOM, ("bad",))
        assert not again.proved


def test_a_library_that_lost_its_proofs(colors: Toolchain, tmp_path: Path) -> None:
    """Without .olean.private nobody can say what a theorem rests on: that is no verdict."""
    (colors.search_path[-1] / "Colors.olean.private").unlink()
    (verdict,) = judged(colors, tmp_path / "cache", ("Color.red = Color.red", "rfl"))
    assert verdict.status is Status.INFRASTRUCTURE, verdict.detail
