"""A service whose descriptors others hold gives right verdicts or none, and keeps no wrong one."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from harness.lean.toolchain import Toolchain

HARD = 1024
"""What many systems give a service."""
OUTSIDERS = 1100
RIGHT, WRONG = "  rfl", "  exact Nat.zero_le n"


@contextmanager
def served(cache: Path, hard: int) -> Iterator[str]:
    """A service that may open `hard` files, with this cache for its verdicts."""
    code = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({hard}, {hard}))\n"
    code += "import runpy, sys; sys.argv[0] = 'prover-eval'; runpy.run_module('harness', run_name='__main__')"
    command = [sys.executable, "-c", code, "serve", "--port", "0", "--max-checkers", "2"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PROVER_EVAL_CACHE": str(cache)}
    )
    try:
        assert process.stderr is not None
        lines = []
        for line in process.stderr:
            lines.append(line)
            if line.startswith("serving"):
                yield line.split(" on ")[1].split(",")[0]
                break
        else:
            pytest.fail("".join(lines))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stderr is not None:
            process.stderr.close()


def item(number: int) -> dict[str, Any]:
    """A candidate that no other is like; the even ones are right."""
    return {
        "id": number,
        "name": "t",
        "header": "prelude\nimport Embedded.Base\n\n",
        "formal_statement": "theorem t (n : Nat) : n + 0 = n := by\n",
        "candidate": (RIGHT if number % 2 == 0 else WRONG) + f" -- {number}",
    }


def asked(client: httpx.Client, numbers: range) -> dict[int, str]:
    """The statuses of those that the service answered about."""
    try:
        answer = client.post("/v1/check", json={"items": [item(number) for number in numbers]}, timeout=60)
        answer.raise_for_status()
    except httpx.HTTPError:
        return {}
    return {row["id"]: row["status"] for row in answer.json()["results"]}


def wrong(statuses: dict[int, str]) -> dict[int, str]:
    """Those that are neither right nor no verdict."""
    return {
        number: status
        for number, status in statuses.items()
        if status not in ("infrastructure", "proved" if number % 2 == 0 else "rejected")
    }


@pytest.fixture
def enough_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    need = OUTSIDERS + 200
    if hard != resource.RLIM_INFINITY and hard < need:
        pytest.skip(f"this user may open {hard} files, and the outsiders need {need}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, need), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_idle_connections_of_outsiders_change_no_verdict(
    toolchain: Toolchain, tmp_path: Path, enough_files: None
) -> None:
    shared = Path(os.environ["PROVER_EVAL_CACHE"]) if "PROVER_EVAL_CACHE" in os.environ else None
    if shared is not None and (shared / "lean").is_dir():
        (tmp_path / "lean").symlink_to(shared / "lean")
    with served(tmp_path, HARD) as address, httpx.Client(base_url=address) as client:
        before = asked(client, range(6))
        host, port = address.removeprefix("http://").split(":")
        with ExitStack() as opened:
            for _ in range(OUTSIDERS):
                outsider = opened.enter_context(socket.socket())
                outsider.settimeout(5)
                outsider.connect((host, int(port)))
            during = asked(client, range(6, 46))
        after = asked(client, range(60))
    # The kept ones, by a service of its own.
    with served(tmp_path, HARD) as address, httpx.Client(base_url=address) as client:
        kept = asked(client, range(60))
    for statuses in (before, during, after, kept):
        assert not wrong(statuses)
    assert len(before) == 6 and "infrastructure" not in before.values()
    assert len(kept) == 60 and "infrastructure" not in kept.values()
