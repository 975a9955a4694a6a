"""A stand-in for `leanchecker`, which runs where Lean does in engine `process`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from replaying import IMPORTS, Compile

from harness.checker.replay.base import Question, ReplayOutcome
from harness.checker.replay.leanchecker import LeanChecker
from harness.errors import LeanUnavailableError
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Stop, guest_request
from harness.sandbox.bubblewrap import Bubblewrap

STAND_IN = """#!{python} -IS
import os, sys
assert sys.argv[1:] == ["Candidate"], sys.argv
assert os.environ["LEAN_PATH"].split(":")[0] == os.getcwd()
data = open("Candidate.olean", "rb").read()
if data == b"good":
    sys.exit(0)
if data == b"crash":
    os.abort()
while data == b"endless":
    pass
if data == b"curious":
    sys.exit(0 if os.path.exists("/etc/passwd") or len(os.listdir("/proc")) > 999 else 3)
sys.exit("uncaught exception: (kernel) declaration type mismatch")
"""


@pytest.fixture
def checker(tmp_path: Path) -> LeanChecker:
    """A toolchain whose leanchecker is a small program of our own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "leanchecker"
    program.write_text(STAND_IN.format(python=guest_request.python()))
    program.chmod(0o755)
    made = Toolchain("lake", "4.20.0", "r", None, folder / "lean", (tmp_path,), (tmp_path,))
    return LeanChecker(made, Bubblewrap())


def check(checker: LeanChecker, data: bytes, limits: Limits | None = None) -> ReplayOutcome:
    return asyncio.run(checker._replay(data, limits or Limits()))


def test_leanchecker_says_yes_or_no(checker: LeanChecker) -> None:
    assert checker.description() == {"replay": "leanchecker"}
    assert check(checker, b"good").ok
    refused = check(checker, b"bad")
    assert (refused.ok, refused.crashed, refused.failure) == (False, False, None)
    assert "declaration type mismatch" in refused.detail
    assert not check(checker, b"curious").ok


def test_leanchecker_gets_what_the_audit_does_not_refuse(checker: LeanChecker, compile_text: Compile) -> None:
    question = Question(IMPORTS)
    for text, ran in (("theorem t : True := trivial\n", True), ("theorem t : False := sorry\n", False)):
        found = asyncio.run(checker.examine(compile_text(text), question, Limits()))
        assert found.facts is not None and found.facts.refuses is not ran
        assert found.replay is not None and found.replay.failure is None
        # The stand-in refuses every real module.
        assert ("declaration type mismatch" in found.replay.detail) is ran
        assert not found.replay.ok


def test_leanchecker_crashes_or_never_ends(checker: LeanChecker) -> None:
    assert check(checker, b"crash").crashed
    assert check(checker, b"endless", Limits(cpu_s=1)).stopped is Stop.CPU
    assert check(checker, b"endless", Limits(cpu_s=60, wall_s=1)).stopped is Stop.WALL


def test_leanchecker_that_cannot_run_is_a_failure(checker: LeanChecker, tmp_path: Path) -> None:
    (tmp_path / "bin" / "leanchecker").write_text("#!/no/such/interpreter\n")
    outcome = check(checker, b"good")
    assert not outcome.ok
    assert outcome.failure is not None


def test_a_toolchain_without_the_program_says_so(tmp_path: Path) -> None:
    bare = Toolchain("lake", "4.20.0", "r", None, tmp_path / "lean", (), ())
    with pytest.raises(LeanUnavailableError, match="no leanchecker or lean4checker"):
        LeanChecker(bare, Bubblewrap())
