"""A service whose descriptors others hold gives right verdicts or none, and keeps no wrong one."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from harness.lean.toolchain import Toolchain

HARD = 1024
"""What many systems give a service."""
OUTSIDERS = 1100
COMING = 60
ALL = 16
"""Candidates: six before the outsiders come, the others while they are there."""
RIGHT, WRONG = "  rfl", "  exact Nat.zero_le n"
LONG = "".join(f"  have h{i} : {i} + n = n + {i} := by omega\n" for i in range(20))
"""Makes a check last while others come and go."""


@contextmanager
def served(cache: Path, hard: int) -> Iterator[str]:
    """A service that may open `hard` files, with this cache for its verdicts."""
    code = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({hard}, {hard}))\n"
    code += "import runpy, sys; sys.argv[0] = 'prover-eval'; runpy.run_module('harness', run_name='__main__')"
    command = [sys.executable, "-c", code, "serve", "--port", "0", "--max-checkers", "2"]
    # Not a pipe: what it says of its troubles would fill one.
    said = cache / "said"
    with said.open("w") as errors:
        process = subprocess.Popen(
            command, stderr=errors, env={**os.environ, "PROVER_EVAL_CACHE": str(cache)}
        )
    try:
        yield _address(process, said)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    while process.poll() is None:
        for line in said.read_text().splitlines(keepends=True):
            if line.startswith("serving") and line.endswith("\n"):
                return line.split(" on ")[1].split(",")[0]
        time.sleep(0.05)
    raise RuntimeError(f"the service didn't start: {said.read_text()}")


def item(number: int) -> dict[str, Any]:
    """A candidate that no other is like; the even ones are right."""
    return {
        "id": number,
        "name": "t",
        "header": "prelude\nimport Embedded.Arith\n\n",
        "formal_statement": "theorem t (n : Nat) : n + 0 = n := by\n",
        "candidate": f"{LONG}{RIGHT if number % 2 == 0 else WRONG} -- {number}",
    }


def asked(client: httpx.Client, numbers: range) -> dict[int, str]:
    """The statuses of those that the service answered about."""
    try:
        answer = client.post("/v1/check", json={"items": [item(number) for number in numbers]}, timeout=90)
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


@contextmanager
def outsiders(address: str) -> Iterator[None]:
    """Connections that ask for nothing: more than the service can have, and some that come and go, so that a
    check begins and finds no descriptor left before its end."""
    host, port = address.removeprefix("http://").split(":")
    end = threading.Event()

    def connected() -> socket.socket:
        return socket.create_connection((host, int(port)), timeout=5)

    with ExitStack() as opened:
        for _ in range(OUTSIDERS - COMING):
            opened.enter_context(connected())

        def come_and_go() -> None:
            while not end.wait(0.01):
                with ExitStack() as some, suppress(OSError):
                    for _ in range(COMING):
                        some.enter_context(connected())
                        end.wait(0.002)

        thread = threading.Thread(target=come_and_go, daemon=True)
        thread.start()
        try:
            yield
        finally:
            end.set()
            thread.join(20)


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
        with outsiders(address):
            during = asked(client, range(6, ALL))
        after = asked(client, range(ALL))
    # The kept ones, by a service of its own.
    with served(tmp_path, HARD) as address, httpx.Client(base_url=address) as client:
        kept = asked(client, range(ALL))
    for statuses in (before, during, after, kept):
        assert not wrong(statuses)
    assert len(before) == 6 and "infrastructure" not in before.values()
    assert len(kept) == ALL and "infrastructure" not in kept.values()
