"""Cheats that need Lean's own library, where a whole Lean toolchain is installed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from corpus import cases, verdicts

from harness.checker.policy import Level
from harness.checker.replay.find import ReplayMode, why_none
from harness.lean.toolchain import Toolchain
from harness.sandbox.bubblewrap import Bubblewrap

pytestmark = pytest.mark.skipif(
    shutil.which("lean") is None, reason="no whole Lean toolchain: these cases need Lean's own library"
)


@pytest.fixture(scope="module")
def installed() -> Toolchain:
    """The `lean` on the PATH with nothing but its own library."""

    def ask(*words: str) -> str:
        return subprocess.run(["lean", *words], capture_output=True, text=True, check=True).stdout.strip()

    prefix, version = Path(ask("--print-prefix")), ask("--version")
    return Toolchain(
        name="installed",
        lean_version=version,
        revision=hashlib.sha256(version.encode()).hexdigest(),
        library=None,
        executable=prefix / "bin" / "lean",
        search_path=(prefix / "lib" / "lean",),
        readable=(prefix,),
    )


@pytest.mark.parametrize("level", ["strict", "open"])
def test_no_cheat_is_proved(installed: Toolchain, level: Level) -> None:
    chosen = list(cases("cheats_lake", level))
    assert len(chosen) >= 10
    replay: ReplayMode = "always" if why_none(installed, Bubblewrap()) is None else "never"
    wrong = verdicts(installed, "process", chosen, level, replay)
    assert not wrong, wrong


def test_a_true_theorem_is_proved(installed: Toolchain, tmp_path: Path) -> None:
    import asyncio

    from harness.checker import CheckerSpec, LeanNeeds, open_checker
    from harness.problem import Problem

    problem = Problem("goal", "test", "theorem goal (n : Nat) : n + 0 = n := by\n", "import Lean\n\n")

    async def judged() -> list[bool]:
        spec, needs = CheckerSpec(engine="process", replay="never"), LeanNeeds.of_header(problem.header)
        async with open_checker(spec, needs, toolchain=installed, cache=tmp_path) as opened:
            return [(await opened.checker.check(problem, text)).proved for text in ("  rfl", "  sorry")]

    assert asyncio.run(judged()) == [True, False]
