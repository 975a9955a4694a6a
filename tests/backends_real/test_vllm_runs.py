"""Whole runs with vLLM: its server through backend `openai`, and backend `vllm`, on real Lean."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from vllm_engine import ARGUMENTS, PROBLEM, PROMPT, environment, left_of, needs_vllm

from harness.backends.base import Generation, Request, Sample, Sampling
from harness.backends.openai import OpenAIBackend

pytestmark = needs_vllm
COLUMNS = (
    "idx, seed, finish_reason, prompt_tokens, completion_tokens, latency_s > 0, status, cpu_s IS NULL, "
    "prompt IS NOT NULL, text IS NOT NULL"
)
LIMIT = ("--bench", "nng", "--limit", "5", "--n", "2", "--max-tokens", "400", "--temperature", "1", "--json")


@pytest.fixture(scope="module")
def server(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of vLLM's own OpenAI-compatible server with the tiny model."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [
        *("--model", str(tiny_model), "--served-model-name", "tiny", "--host", "127.0.0.1", "--port", port),
        *("--enforce-eager", "--gpu-memory-utilization", "0.12", "--dtype", "float32"),
        # See _mend in harness/backends/_vllm_engine.py.
        "--no-enable-chunked-prefill",
    ]
    log = tmp_path_factory.mktemp("server") / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "vllm.entrypoints.openai.api_server", *map(str, words)],
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**environment(), "VLLM_NO_USAGE_STATS": "1"},
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers."""
    deadline = time.monotonic() + 400
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        if process.poll() is not None:
            break
        time.sleep(0.5)
    raise RuntimeError(f"vLLM's server didn't start: {log.read_text()[-2000:]}")


def requests_of(server: str) -> float:
    """Requests for completions that the server has had."""
    with urllib.request.urlopen(f"{server}/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    return sum(
        float(line.rsplit(" ", 1)[1])
        for line in lines
        if line.startswith("http_requests_total{") and "completions" in line
    )


def ask(server: str, seeds: list[int], prompt: Any = PROMPT, **options: Any) -> list[Generation]:
    sampling = Sampling(temperature=1.0, max_tokens=options.pop("max_tokens", 20))
    request = Request(PROBLEM, tuple(Sample(i, seed) for i, seed in enumerate(seeds)), sampling, prompt)

    async def collect() -> list[Generation]:
        backend = OpenAIBackend({"model": "tiny", "base_url": f"{server}/v1", **options})
        try:
            return [generation async for generation in backend.generate(request)]
        finally:
            await backend.close()

    return sorted(asyncio.run(collect()), key=lambda generation: generation.index)


@pytest.mark.parametrize("stream", ["true", "false"])
def test_the_server_gives_n_samples_for_one_request(server: str, stream: str) -> None:
    before = requests_of(server)
    found = ask(server, [1, 2, 3, 4], stream=stream)
    assert requests_of(server) == before + 1
    assert [generation.error for generation in found] == [None] * 4
    assert len({generation.text for generation in found}) == 4
    assert [generation.finish_reason for generation in found] == ["length"] * 4
    # The server counts a request as a whole.
    assert sum(generation.prompt_tokens or 0 for generation in found) == len(PROMPT)
    assert sum(generation.completion_tokens or 0 for generation in found) == 4 * 20
    # One seed for the request, so all of it comes again.
    again = ask(server, [1, 2, 3, 4], stream=stream)
    assert [generation.text for generation in again] == [generation.text for generation in found]


def test_the_server_honours_seeds(server: str) -> None:
    one, two, big = (ask(server, [seed])[0].text for seed in (1, 2, 2**63 - 1))
    assert len({one, two, big}) == 3
    assert ask(server, [1])[0].text == one
    assert ask(server, [2**63 - 1])[0].text == big


def test_the_server_counts_the_tokens_of_a_chat(server: str) -> None:
    found = ask(server, [1], [{"role": "user", "content": "Prove it."}], max_tokens=7)[0]
    assert found.prompt_tokens == len("<|user|>\nProve it.\n<|assistant|>\n") + 1
    assert (found.completion_tokens, found.finish_reason) == (7, "length")


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "harness", *LIMIT, "--output-dir", str(folder / "out"), *words]


def rows(folder: Path, columns: str = COLUMNS) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(folder / "out" / "attempts.sqlite")) as database:
        return database.execute(f"SELECT {columns} FROM attempts ORDER BY problem, idx").fetchall()


def words_of_vllm(model: Path, **more: str) -> list[str]:
    pairs = {"model": str(model), **ARGUMENTS, **more}
    return ["--model", "vllm", *(f"-M{name}={value}" for name, value in pairs.items())]


@pytest.mark.usefixtures("toolchain")
def test_a_run_through_the_server(server: str, tmp_path: Path) -> None:
    address = ["--model", "openai", "-M", f"base_url={server}/v1", "-M", "model=tiny"]
    done = subprocess.run(
        command(tmp_path, *address), capture_output=True, text=True, env=environment(), timeout=500
    )
    check_run(done, tmp_path)


def check_run(done: subprocess.CompletedProcess[str], folder: Path) -> list[str]:
    """Ten attempts, all decided, with everything that a record has; their finish reasons."""
    assert done.returncode == 0, done.stderr
    # Whatever the engine prints, there is one object on standard output.
    (line,) = done.stdout.splitlines()
    result = json.loads(line)
    assert (result["problems"], result["n"]) == (5, 2)
    assert result["verdicts"]["infrastructure"] == 0
    found = rows(folder)
    assert [row[0] for row in found] == [0, 1] * 5
    assert len({row[1] for row in found}) == 10
    for _, _, reason, prompt_tokens, tokens, latency, status, _, prompt, text in found:
        assert (reason == "length") == (tokens == 400)
        assert prompt_tokens > 50
        assert (latency, prompt, text) == (1, 1, 1)
        assert status == "rejected"
    return [str(row[2]) for row in found]


def engine_of(parent: int, log: Path) -> int:
    """The engine's process, once it has requests."""
    deadline = time.monotonic() + 400
    while time.monotonic() < deadline:
        if log.exists() and "Added request" in log.read_text("utf-8", "replace"):
            pids = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            for pid in pids:
                if b"_vllm_engine" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return int(pid)
        time.sleep(0.02)
    raise RuntimeError(f"no engine came up: {log.read_text()[-2000:] if log.exists() else 'no log'}")


@pytest.mark.usefixtures("toolchain")
def test_a_run_whose_engine_is_killed_goes_on_later(tiny_model: Path, tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    # Long enough that samples are under way when the engine is killed.
    words = words_of_vllm(
        tiny_model, engine_log=str(log), enable_log_requests="true", sampling='{"ignore_eos": true}'
    )
    first = subprocess.Popen(
        command(tmp_path, *words),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    group = engine_of(first.pid, log)
    os.killpg(group, signal.SIGKILL)
    told = first.communicate(timeout=120)[1]
    assert first.returncode == 3, told
    assert "the vLLM engine ended (SIGKILL" in told
    assert "Traceback" not in told
    assert left_of(group) == []
    # What was under way has no verdict, and no row that says that the model failed.
    before = rows(tmp_path, "idx, seed, status")
    assert len(before) < 10
    assert all(status in (None, "rejected") for _, _, status in before)
    second = subprocess.run(
        command(tmp_path, *words), capture_output=True, text=True, env=environment(), timeout=500
    )
    assert check_run(second, tmp_path) == ["length"] * 10
    recorded = (tmp_path / "out" / "run.json").read_text("utf-8")
    assert str(tiny_model) not in recorded
    assert str(log) not in recorded
    backend = json.loads(recorded)["settings"]["backend"]
    assert (backend["name"], backend["model"]) == ("vllm", "tiny-llama")
    assert len(backend["model_sha256"]) == 64
