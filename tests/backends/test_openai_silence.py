"""What a run says while a model's server doesn't answer, and when it gives up: real processes and servers."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openai_server import Asked, Fault, Say, serving

from harness.bench import find_bench

pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")
pytestmark = pytest.mark.usefixtures("toolchain")

BENCH = find_bench("nng")


def words(url: str, *more: str) -> list[str]:
    command = ["--bench", "nng", "--limit", "6", "--model", "openai/mine", "-M", f"base_url={url}"]
    return [sys.executable, "-m", "harness", *command, "--output-dir", "out", *more]


@contextmanager
def going(url: str, folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """A run that is ended with the block."""
    with subprocess.Popen(
        words(url, *more),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)


def first_line(process: subprocess.Popen[str], begin: str) -> tuple[str, float]:
    """The first line on standard error that begins so, and seconds from the run's first line of progress."""
    assert process.stderr is not None
    started = 0.0
    for line in process.stderr:
        if "attempts (0 %)" in line and not started:
            started = time.monotonic()
        if line.startswith(begin):
            return line.strip(), time.monotonic() - started
    raise AssertionError("the run ended without a word")


def ended(url: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        words(url, *more), cwd=folder, capture_output=True, text=True, timeout=120, env=env, check=False
    )
    assert "Traceback" not in done.stderr
    return done


WAITED_FOR = {
    "rate limit": (Fault("status", 429, {"Retry-After": "60"}, "slow down, please"), "slow down, please"),
    "overload": (Fault("status", 503, message="no worker is free"), "no worker is free"),
    "server error": (Fault("status", 500, message="the model fell over"), "the model fell over"),
    "no answer": (Fault("drop"), "disconnect|Connection|Protocol|Read"),
    "cut stream": (Fault("cut"), "broke off|peer closed|incomplete"),
    "broken JSON": (Fault("json"), "isn't JSON"),
    "error in a stream": (Fault("event"), "out of memory"),
}


@pytest.mark.parametrize("case", WAITED_FOR)
@pytest.mark.parametrize("more", [(), ("--quiet",)], ids=["progress", "quiet"])
def test_one_line_says_what_is_waited_for_and_why_and_until_when(
    tmp_path: Path, case: str, more: tuple[str, ...]
) -> None:
    fault, why = WAITED_FOR[case]
    with (
        serving(lambda asked: fault) as server,
        going(server.url, tmp_path, "-M", "backoff=8", *more) as process,
    ):
        line, seconds = first_line(process, "waiting for")
    assert line.startswith("waiting for the model at 127.0.0.1: ")
    assert re.search(why, line)
    assert re.search(r"tried again in \d+ s \(at \d\d:\d\d:\d\d\)", line)
    assert more or seconds < 5
    if case == "rate limit":
        assert re.search(r"tried again in (60|5\d) s", line)
        assert ", 6 times so far; " in line


def test_a_refused_connection_and_a_silent_server_are_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with going(f"http://127.0.0.1:{port}/v1", tmp_path, "-M", "backoff=8") as process:
        line, seconds = first_line(process, "waiting for")
    assert "Connect" in line and seconds < 5
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(64)
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/v1"
        with going(url, tmp_path, "--limit", "5", "--output-dir", "b") as process:
            line, seconds = first_line(process, "waiting for")
    assert "no word for" in line and "5 requests are under way" in line and "-M timeout=" in line
    assert seconds < 5


def proof(asked: Asked) -> Say:
    text = str(asked.body["messages"][-1]["content"])
    name = re.findall(r"theorem (nng_\w+)", text)[-1]
    problem = BENCH.problem(name)
    return Say((f"```lean4\n{problem.formal_statement.rstrip()}\n{BENCH.reference_proof(name)}\n```",))


def test_a_run_that_goes_well_says_nothing_of_waiting(tmp_path: Path) -> None:
    with serving(proof) as server:
        done = ended(server.url, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "waiting" not in done.stderr


def test_the_end_of_the_trouble_is_told(tmp_path: Path) -> None:
    def plan(asked: Asked) -> Say | Fault:
        return Fault("status", 503, {"Retry-After": "3"}) if asked.number < 6 else proof(asked)

    with serving(plan) as server:
        done = ended(server.url, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "waiting for the model at 127.0.0.1: HTTP 503" in done.stderr


REFUSED = {
    "wrong option": (Fault("status", 400, message="top_k is not known here"), "refused every request so far"),
    "unprocessable": (Fault("status", 422, message="temperature must be 1"), "--temperature"),
    "no such model": (Fault("status", 404, message="no model mine"), "-M model="),
    "wrong key": (Fault("status", 401, message="wrong key"), "OPENAI_API_KEY"),
    "not paid": (Fault("status", 402, message="pay first"), "nothing left"),
    "no method": (Fault("status", 405, message="not allowed"), "refused every request so far"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_run_whose_requests_are_all_refused_ends_early_and_says_why(tmp_path: Path, case: str) -> None:
    fault, words = REFUSED[case]
    with serving(lambda asked: fault) as server:
        done = ended(server.url, tmp_path, "--limit", "100", "--max-connections", "4")
    assert done.returncode == 3
    assert words in done.stderr + done.stdout
    assert fault.message in done.stderr
    assert len([asked for asked in server.asked if asked.body]) <= 12


def test_a_spent_quota_ends_the_run_whenever_it_comes(tmp_path: Path) -> None:
    def plan(asked: Asked) -> Say | Fault:
        if asked.number < 3:
            return proof(asked)
        return Fault("status", 429, message="You exceeded your quota", code="insufficient_quota")

    with serving(plan) as server:
        done = ended(server.url, tmp_path, "--limit", "50", "--max-connections", "1")
        assert done.returncode == 3
        assert "nothing left" in done.stderr and "You exceeded your quota" in done.stderr
        assert len(server.asked) == 4
        server.plan = proof
        again = ended(server.url, tmp_path, "--limit", "50")
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize(
    "fault", [Fault("status", 500), Fault("json"), Fault("html"), Fault("drop")], ids=lambda f: f.kind
)
def test_a_server_that_never_answers_anything_usable_ends_the_run(tmp_path: Path, fault: Fault) -> None:
    fast = "backoff=0.01,max_backoff=0.02,retries=2"
    with serving(lambda asked: fault) as server:
        done = ended(server.url, tmp_path, "-M", fast, "--limit", "100", "--max-connections", "4")
    assert done.returncode == 3
    assert "has answered none of the first" in done.stderr or "can't be reached" in done.stderr
    assert len(server.asked) < 40


def test_one_refused_prompt_ends_nothing(tmp_path: Path) -> None:
    """A refusal of one problem's prompt (a filter, say) is that problem's alone."""
    sick = BENCH.select(limit=6)[2].name

    def plan(asked: Asked) -> Say | Fault:
        return Fault("status", 400, message="filtered") if sick in str(asked.body) else proof(asked)

    with serving(plan) as server:
        done = ended(server.url, tmp_path, "--n", "2")
    assert done.returncode == 3
    assert "10/12" not in done.stderr
    assert "proved                10" in done.stdout
    assert "filtered" in done.stdout
