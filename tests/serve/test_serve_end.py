"""A service that is ended closes what it opened: what it judged is kept, and the signal tells its end."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from harness.lean.toolchain import Toolchain

BODIES = ("  rfl", "  exact Nat.zero_le n", "  simp", "  omega")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 130)])
def test_what_was_judged_is_kept(toolchain: Toolchain, tmp_path: Path, number: int, code: int) -> None:
    (tmp_path / "lean").symlink_to(toolchain.search_path[0].parent)
    process = subprocess.Popen(
        [sys.executable, "-m", "harness", "serve", "--port", "0", "--max-checkers", "1"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PROVER_EVAL_CACHE": str(tmp_path)},
    )
    assert process.stderr is not None
    try:
        address = next(line for line in process.stderr if line.startswith("serving")).split(" on ")[1]
        items = [
            {
                "id": place,
                "name": "t",
                "header": "prelude\nimport Embedded.Arith\n\n",
                "formal_statement": "theorem t (n : Nat) : n + 0 = n := by\n",
                "candidate": text,
            }
            for place, text in enumerate(BODIES)
        ]
        request = urllib.request.Request(
            address.split(",")[0] + "/v1/check",
            json.dumps({"items": items}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            results = json.load(answer)["results"]
        assert [row["status"] for row in results] == ["proved", "rejected", "proved", "proved"]
        process.send_signal(number)
        assert process.wait(60) == code
        assert "Traceback" not in process.stderr.read()
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
    with sqlite3.connect(tmp_path / "verdicts.sqlite") as database:
        (count,) = database.execute("SELECT count(*) FROM verdicts").fetchone()
    database.close()
    assert count == len(BODIES)
