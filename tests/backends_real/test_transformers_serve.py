"""`transformers serve`, a real OpenAI-compatible server that ignores `n`, with a tiny model."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.lean.toolchain import Toolchain

START_S = 600
NEEDED = ("torch", "transformers", "fastapi", "uvicorn", "openai")

pytestmark = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in NEEDED),
    reason=f"one of {', '.join(NEEDED)} isn't installed",
)


@pytest.fixture(scope="module")
def sampling_model(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model, set to sample: without that this server is greedy at any temperature."""
    copy = tmp_path_factory.mktemp("serve") / tiny_model.name
    shutil.copytree(tiny_model, copy)
    settings = copy / "generation_config.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "do_sample": True}))
    return copy


@pytest.fixture(scope="module")
def address(sampling_model: Path) -> Iterator[str]:
    """`http://127.0.0.1:PORT/v1` of a running server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = "from transformers.cli.transformers import main; main()"
    words = ["serve", str(sampling_model), "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
    )
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError((process.communicate()[1] or b"").decode()[-3000:])
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            opener.open(f"http://127.0.0.1:{port}/health", timeout=5)
            return
        time.sleep(0.2)
    raise AssertionError(f"transformers serve didn't start within {START_S} s")


def run(folder: Path, model: str, arguments: str, *words: object) -> tuple[dict[str, Any], list[Any]]:
    """(the result as JSON, the attempts) of two problems with four samples each."""
    command = ["--bench", "nng", "--limit", "2", "--n", "4", "--model", model, "-M", arguments]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "harness",
            *command,
            "--json",
            "--output-dir",
            "out",
            "--temperature",
            "1",
            *map(str, words),
        ],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=1500,
        check=False,
        env={**os.environ, "NO_PROXY": "127.0.0.1", "HF_HUB_OFFLINE": "1"},
    )
    assert done.returncode == 0, done.stderr
    columns = "seed, text, prompt_tokens, completion_tokens, finish_reason, status"
    with sqlite3.connect(folder / "out" / "attempts.sqlite") as database:
        found = database.execute(f"SELECT {columns} FROM attempts").fetchall()
    return dict(json.loads(done.stdout.strip().splitlines()[-1])), found


@pytest.mark.parametrize("prompt", ["chat", "plain"])
def test_openai_gets_all_samples_from_a_server_that_ignores_n(
    toolchain: Toolchain, address: str, sampling_model: Path, tmp_path: Path, prompt: str
) -> None:
    arguments = f"model={sampling_model},base_url={address},samples_per_request=4"
    result, found = run(tmp_path, "openai", arguments, "--max-tokens", 12, "--prompt", prompt)
    assert result["complete"]
    assert len(found) == 8
    assert len({row[0] for row in found}) == 8
    assert len({row[1] for row in found}) > 4
    assert all(row[2] > 0 and 0 < row[3] <= 12 for row in found)
    assert {row[4] for row in found} <= {"length", "stop"}
    assert {row[5] for row in found} <= {"rejected", "proved"}


@pytest.mark.skipif(importlib.util.find_spec("lm_eval") is None, reason="lm_eval isn't installed")
def test_lm_eval_asks_the_same_server(
    toolchain: Toolchain, address: str, sampling_model: Path, tmp_path: Path
) -> None:
    arguments = f"model={sampling_model},base_url={address}"
    result, found = run(tmp_path, "lm_eval:local-chat-completions", arguments, "--max-tokens", 12)
    assert result["complete"]
    assert len(found) == 8
    assert len({row[1] for row in found}) > 4
    assert {row[2:5] for row in found} == {(None, None, "unknown")}
    assert {row[5] for row in found} <= {"rejected", "proved"}
