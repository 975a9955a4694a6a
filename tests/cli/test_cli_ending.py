"""How the program ends when something is wrong around it: a line, an exit code of its own, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from synthetic_runs import make_run, numbered

from harness.cli._ending import INTERNAL, OUTPUT_GONE, exit_code
from harness.errors import ProverEvalError, StoreError, UsageError

MAIN = [sys.executable, "-m", "harness"]


def shell(command: str, folder: Path, **extra: str | None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PE": " ".join(MAIN), **extra}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        capture_output=True,
        text=True,
        env={name: value for name, value in env.items() if value is not None},
        check=False,
        timeout=120,
    )


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return make_run(tmp_path / "run", numbered("Pr", "rr"))


class Odd(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (Odd("two\nlines"), INTERNAL, "internal error: Odd: two lines"),
        (KeyError("x"), INTERNAL, "internal error: KeyError: 'x'"),
        (RecursionError("deep"), INTERNAL, "internal error: RecursionError"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no"), INTERNAL, "internal error: UnicodeEncodeError"),
        (ProverEvalError("bare"), INTERNAL, "error: bare"),
        (MemoryError(), 3, "out of memory"),
        (PermissionError(13, "Permission denied", "/x/y"), 3, "/x/y: Permission denied"),
        (OSError(28, "No space left on device"), 3, "No space left on device"),
        (StoreError("damaged"), 3, "error: damaged"),
        (UsageError("no"), 2, "error: no"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (SystemExit("words"), INTERNAL, ""),
    ],
)
def test_every_error_is_a_line_and_a_code(
    error: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise error

    assert exit_code(fail) == code != 1
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told and len(told.splitlines()) <= 1


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_an_answer_stays_what_it_is(code: int) -> None:
    assert exit_code(lambda: code) == code
    assert exit_code(lambda: None) == 0


def test_the_traceback_is_shown_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROVER_EVAL_TRACEBACK", "1")
    assert exit_code(lambda: 1 // 0) == INTERNAL
    assert "Traceback" in capsys.readouterr().err


BROKEN = {
    "full": ("$PE report run > /dev/full", 3, "standard output can't be written: No space left on device"),
    "reader gone": ("$PE report run | true; exit ${PIPESTATUS[0]}", OUTPUT_GONE, ""),
    "JSON, full": ("$PE report run --json > /dev/full", 3, "can't be written"),
    "a no, full": (
        "$PE gate --metric solved@1 --baseline run --candidate run > /dev/full",
        None,
        "can't be written",
    ),
    "help, full": ("$PE --help > /dev/full", 3, "can't be written"),
    "stderr closed": ("$PE report nothing 2>&-", 2, ""),
    "both full": ("$PE report nothing > /dev/full 2>&1", 2, ""),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_output_is_no_traceback_and_no_answer(run: Path, case: str) -> None:
    command, code, words = BROKEN[case]
    done = shell(command, run.parent)
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
    assert words in done.stderr
    assert done.returncode not in (0, 1, 120)
    assert code is None or done.returncode == code


def test_a_closed_output_is_not_taken_by_another_file(run: Path) -> None:
    done = shell("$PE report run >&- <&-", run.parent)
    assert done.returncode == 0 and done.stderr == ""
    script = "import os; from harness.cli._ending import exit_code as e; e(lambda: os.open('x', 65) + 10)"
    (run.parent / "script.py").write_text(f"{script}\nos.system('echo out')\n")
    assert shell(f"{sys.executable} script.py >&-", run.parent).stderr == ""
    assert (run.parent / "x").read_bytes() == b""


def test_an_output_in_order_is_an_answer(run: Path) -> None:
    done = shell("$PE report run | cat; exit ${PIPESTATUS[0]}", run.parent)
    assert done.returncode == 0 and "solved" in done.stdout


def test_a_user_without_a_home_is_told_what_to_set(tmp_path: Path) -> None:
    command = "$PE --bench nng --model tactics --limit 1"
    if os.getuid() == 0:
        command = f"setpriv --reuid 54321 --regid 54321 --clear-groups {command}"
        tmp_path.chmod(0o777)
    else:
        pytest.skip("only root can be a user without a name")
    done = shell(command, tmp_path, HOME=None, PROVER_EVAL_CACHE=None, XDG_CACHE_HOME=None)
    assert done.returncode == 3, done.stderr
    assert "has no home folder: set HOME, or set PROVER_EVAL_CACHE" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("home", ["/proc/nothing", "/dev/null"])
def test_a_home_that_cannot_be_used_is_a_line(tmp_path: Path, home: str) -> None:
    extra = {"HOME": home, "PROVER_EVAL_CACHE": None, "XDG_CACHE_HOME": None}
    for command in ("--bench nng --model tactics --limit 1", "doctor", "bench list"):
        done = shell(f"$PE {command}", tmp_path, **extra)
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        assert done.returncode in (0, 2, 3)
        # What doctor finds is its output.
        told = done.stdout if command == "doctor" else done.stderr
        assert done.returncode == 0 or "PROVER_EVAL_CACHE" in told
