"""The Python API: its page, run as it stands, and what the page says in words."""

from __future__ import annotations

import asyncio
import doctest
import inspect
import signal
import subprocess
import sys
import time
from contextlib import aclosing
from pathlib import Path

import pytest
from _processes import below

import prover_eval
from harness.lean.toolchain import Toolchain

PAGE = Path(__file__).resolve().parents[2] / "docs/python-api.md"
SMALL = prover_eval.CheckerSpec(limits=prover_eval.Limits(cpu_s=20, memory=1 << 30))
TRUE, FALSE = "theorem t (n : Nat) : n + 0 = n", "theorem f (n : Nat) : n + 1 = n"


def test_the_page_is_true(toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "PROVER_EVAL_POLICY", "PROVER_EVAL_ENGINE", "PROVER_EVAL_CHECKER"):
        monkeypatch.delenv(name, raising=False)
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried > 30
    assert failed == 0


def test_every_name_is_there_and_says_what_it_is() -> None:
    for name in prover_eval.__all__:
        found = getattr(prover_eval, name)
        assert name == "__version__" or inspect.getdoc(found), name
    assert dir(prover_eval) == sorted(prover_eval.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        prover_eval.nothing  # noqa: B018


def test_importing_it_is_light() -> None:
    program = "import sys, prover_eval; print({'asyncio', 'numpy', 'click', 'sqlite3'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("text", "name", "stated"),
    [
        ("theorem t : True", "t", "theorem t : True := by\n"),
        ("theorem t : True := by", "t", "theorem t : True := by\n"),
        ("theorem t : True := by sorry\n", "t", "theorem t : True := by\n"),
        ("theorem t : True := sorry", "t", "theorem t : True := by\n"),
        ("lemma A.b' (n : Nat) : n = n :=", "A.b'", "lemma A.b' (n : Nat) : n = n := by\n"),
        ("def two := 2\n-- theorem no\ntheorem t : two = 2", "t", None),
        ("theorem first : True := trivial\ntheorem second : True", "second", None),
    ],
)
def test_a_statement_is_read_with_or_without_its_end(text: str, name: str, stated: str | None) -> None:
    found = prover_eval.statement(text)
    assert found.name == name
    assert stated is None or found.formal_statement == stated
    assert found.formal_statement.endswith(" := by\n")


@pytest.mark.parametrize("text", ["", "example : True", "def two := 2", "-- theorem t : True", '"theorem t"'])
def test_a_statement_needs_a_theorem_with_a_name(text: str) -> None:
    with pytest.raises(prover_eval.UsageError, match="no theorem with a name"):
        prover_eval.statement(text)


@pytest.mark.parametrize(
    ("statement", "proof", "proved"),
    [
        (TRUE, "rfl", True),
        (TRUE, "```lean4\ntheorem t (n : Nat) : n + 0 = n := by\n  rfl\n```\n", True),
        (TRUE, "theorem t (n : Nat) : n + 0 = n := rfl", True),
        (FALSE, "rfl", False),
        (FALSE, "sorry", False),
        (FALSE, "exact absurd rfl (by native_decide)", False),
        (FALSE, "theorem f (n : Nat) : n = n := rfl", False),
        (TRUE, "I can't prove it.", False),
    ],
)
def test_one_proof(toolchain: Toolchain, statement: str, proof: str, proved: bool) -> None:
    verdict = prover_eval.check(statement, proof, checker=SMALL)
    assert verdict.decided and verdict.proved is proved, verdict


def test_it_works_where_an_event_loop_runs_already(toolchain: Toolchain) -> None:
    async def notebook() -> list[bool]:
        return [verdict.proved for verdict in prover_eval.check_many([(TRUE, "rfl"), (FALSE, "rfl")])]

    assert asyncio.run(notebook()) == [True, False]


def test_what_no_lean_here_can_judge_is_an_error_and_no_verdict() -> None:
    with pytest.raises(prover_eval.InfrastructureError, match="needs Lean with Mathlib"):
        prover_eval.check(TRUE, "rfl", header="import Mathlib\n", checker=SMALL)


def test_a_reader_that_leaves_leaves_nothing_running(toolchain: Toolchain) -> None:
    before, taken = set(below()), 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield prover_eval.statement(TRUE), f"have : {taken} = {taken} := rfl\n  rfl"

    async def some() -> int:
        pairs = endless()
        needs = prover_eval.LeanNeeds.of_header(prover_eval.statement(TRUE).header)
        checks = prover_eval.acheck_many(pairs, needs=needs, checker=SMALL, jobs=1)  # type: ignore[arg-type]
        async with aclosing(checks) as ended:
            async for number, verdict in ended:
                assert verdict.proved
                if number >= 5:
                    return number
        return -1

    assert asyncio.run(some()) >= 5
    # Two are under way with one checker, and one more may be taken for each that ended.
    assert taken <= 12
    assert set(below()) == before


def test_a_check_that_is_cancelled_leaves_nothing_running(toolchain: Toolchain) -> None:
    before = set(below())

    async def cancelled() -> None:
        proof = "repeat rw [Nat.add_comm]"
        spec = prover_eval.CheckerSpec(limits=prover_eval.Limits(cpu_s=600, heartbeats=0), recheck=True)
        task = asyncio.create_task(
            prover_eval.acheck("theorem x (a b : Nat) : a + b = 1", proof, checker=spec)
        )
        while set(below()) == before:  # noqa: ASYNC110  nothing of ours says that a process was started
            await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert set(below()) == before


NOTEBOOK = """
import asyncio, sys, prover_eval
async def cell():
    print("begun", flush=True)
    spec = prover_eval.CheckerSpec(limits=prover_eval.Limits(cpu_s=600, heartbeats=0), recheck=True)
    say = lambda line: print(line, flush=True)
    pairs = [("theorem x (a b : Nat) : a + b = 1", "repeat rw [Nat.add_comm]")]
    try:
        prover_eval.check_many(pairs, checker=spec, say=say)
    except KeyboardInterrupt:
        print("stopped", flush=True)
import signal
loop = asyncio.new_event_loop()
signal.signal(signal.SIGINT, signal.default_int_handler)
loop.run_until_complete(cell())
"""


def test_ctrl_c_in_a_notebook_ends_the_check(toolchain: Toolchain) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", NOTEBOOK], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    started = time.monotonic()
    # A child shows that the check is under way.
    while not list(Path(f"/proc/{process.pid}/task").glob("*/children")) or not _children(process.pid):
        assert time.monotonic() - started < 120
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=120)[0].endswith("stopped\n")
    assert process.returncode == 0


def _children(pid: int) -> str:
    return "".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))


def test_a_run_says_which_fields_it_has(toolchain: Toolchain, tmp_path: Path) -> None:
    with pytest.raises(prover_eval.UsageError, match="unknown field of a run 'samples'"):
        prover_eval.run("nng", "tactics", samples=3)
    with pytest.raises(prover_eval.UsageError, match="a run needs a model"):
        prover_eval.run("nng")
    with pytest.raises(prover_eval.UsageError, match="give at least 1"):
        prover_eval.run("nng", "tactics", limit=1, max_checkers=0, output_dir=str(tmp_path / "none"))
    with pytest.raises(prover_eval.UsageError, match="unknown problem 'x'"):
        prover_eval.run("nng", "tactics", problems="x", checker=None)
    spec = prover_eval.RunSpec("nng", "tactics", limit=1, output_dir=tmp_path / "run", checker=SMALL)
    summary = prover_eval.run(spec, say=lambda line: None)
    assert summary.complete
    assert prover_eval.report(summary).json() == prover_eval.report(tmp_path / "run").json()
    with pytest.raises(prover_eval.UsageError, match="holds a run with other settings"):
        prover_eval.run(spec, seed=3, say=lambda line: None)
