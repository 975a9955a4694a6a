"""`prover-eval run` with a model behind HTTP, as a process of its own, and what became of it."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from openai_server import Asked, Say, Server

from harness.bench import find_bench

BENCH = find_bench("nng")


def text_asked(asked: Asked) -> str:
    """The prompt of a request, whichever interface it came through."""
    messages = asked.body.get("messages")
    return str(asked.body["prompt"] if messages is None else messages[-1]["content"])


def name_asked(asked: Asked) -> str:
    """The problem that a request is about: the last theorem in its prompt."""
    return str(re.findall(r"theorem (nng_\w+)", text_asked(asked))[-1])


def right(asked: Asked) -> Say:
    """The reference proof, as a model would write it."""
    name = name_asked(asked)
    proof = (BENCH.reference_proof(name) or "").rstrip()
    if "messages" not in asked.body:
        return Say((f"{proof}\n```\nThat is all.\n",))
    statement = BENCH.problem(name).formal_statement.rstrip()
    return Say(
        (f"First a plan.\n```lean4\n{statement}\n{proof}\n```\n",), reasoning=("reasoning", "sorry, hm")
    )


def run(
    server: Server, folder: Path, *words: object, timeout: int = 2, **extra: str
) -> subprocess.CompletedProcess[str]:
    address = f"model=mine,base_url={server.url},backoff=0.01,max_backoff=0.05,timeout={timeout}"
    command = ["--bench", "nng", "--model", "openai", "-M", address, "--output-dir", "out", "--json", *words]
    return started(folder, *map(str, command), **extra)


def started(folder: Path, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=300,
        env={**os.environ, "NO_PROXY": "127.0.0.1", **extra},
        check=False,
    )


def result(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def rows(folder: Path, columns: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder / "out" / "attempts.sqlite") as database:
        return database.execute(f"SELECT {columns} FROM attempts ORDER BY problem, idx").fetchall()


def settings(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "out" / "run.json").read_text("utf-8"))["settings"])
