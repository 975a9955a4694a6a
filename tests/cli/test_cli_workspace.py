"""Benches on a Lake workspace from the command line: doctor, run, and the errors where one is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lake_shaped import make_elan, make_workspace
from real_repl import SILENT, install

from harness.lean.toolchain import Toolchain

Cli = Callable[..., Any]
TASK = "name: lake-bench\ndata: rows.jsonl\nlean: lake\ntoolchain: {}\n"


@pytest.fixture
def workspace(tmp_path: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_elan(tmp_path / "elan", toolchain)
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "elan"))
    return make_workspace(tmp_path / "workspace", toolchain)


def a_bench(folder: Path, toolchain: str, imported: str = "Embedded.Base") -> Path:
    folder.mkdir()
    (folder / "task.yaml").write_text(TASK.format(toolchain), "utf-8")
    header = f"prelude\nimport {imported}\n\n"
    rows = [
        {"name": "good", "formal_statement": "theorem good (n : Nat) : n + 0 = n := by\n", "header": header},
        {"name": "bad", "formal_statement": "theorem bad (n : Nat) : n + 1 = n := by\n", "header": header},
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (folder / "answers.jsonl").write_text(
        '{"name": "good", "proof": "rfl"}\n{"name": "bad", "proof": "rfl"}\n', "utf-8"
    )
    return folder


def run(cli: Cli, bench: Path, *more: object) -> Any:
    words = ("--bench", "lake-bench", "--include-path", bench, "--model", "replay", "--json", "--quiet")
    return cli(*words, "-M", f"path={bench / 'answers.jsonl'}", *more)


def test_a_bench_runs_on_a_workspace(cli: Cli, workspace: Path, tmp_path: Path) -> None:
    bench = a_bench(tmp_path / "b", "v4.35.0")
    done = run(cli, bench, "--lean-workspace", workspace)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["verdicts"]["proved"] == 1


def test_without_or_with_the_wrong_one(cli: Cli, workspace: Path, tmp_path: Path) -> None:
    bench = a_bench(tmp_path / "b", "v4.9.0")
    none = run(cli, bench)
    assert none.returncode == 3
    assert "prover-eval setup --workspace DIR --toolchain v4.9.0" in none.stderr
    assert "minif2f-core" in none.stderr
    other = run(cli, bench, "--lean-workspace", workspace)
    assert other.returncode == 3
    assert "leanprover/lean4:v4.9.0" in other.stderr and "leanprover/lean4:v4.35.0" in other.stderr
    assert run(cli, bench, "--lean-workspace", workspace, "--any-toolchain").returncode == 0
    missing = run(cli, a_bench(tmp_path / "c", "v4.35.0", "Mathlib"), "--lean-workspace", workspace)
    assert missing.returncode == 3
    assert "no compiled module Mathlib" in missing.stderr


def test_a_bench_runs_by_the_workspaces_repl(cli: Cli, workspace: Path, tmp_path: Path) -> None:
    bench = a_bench(tmp_path / "b", "v4.35.0")
    none = run(cli, bench, "--lean-workspace", workspace, "--engine", "repl")
    assert none.returncode == 3
    assert "has no program repl" in none.stderr
    install(workspace / ".lake/build/bin/repl")
    folder = tmp_path / "run"
    options = ("--lean-workspace", workspace, "--engine", "repl", "--output-dir", folder)
    done = run(cli, bench, *options)
    assert done.returncode == 0, done.stderr
    verdicts = json.loads(done.stdout.splitlines()[-1])["verdicts"]
    assert (verdicts["proved"], verdicts["rejected"]) == (1, 1)
    assert json.loads((folder / "run.json").read_text("utf-8"))["settings"]["check"]["audit"] == "constants"


def test_doctor_says_what_the_repl_is_worth(cli: Cli, workspace: Path) -> None:
    words = ("doctor", "--lean-workspace", workspace, "--import", "Embedded.Base")
    none = cli(*words)
    assert none.returncode == 0, none.stdout
    assert "ok      repl in the workspace: none, and none is needed" in none.stdout
    install(workspace / ".lake/build/bin/repl")
    good = cli(*words)
    assert good.returncode == 0, good.stdout
    assert "answers as engine process does" in good.stdout
    install(workspace / ".lake/build/bin/repl", SILENT)
    bad = cli(*words)
    assert bad.returncode == 3
    assert "MISSING repl in the workspace: engine repl failed its self-test" in bad.stdout


def test_doctor_proves_it(cli: Cli, workspace: Path) -> None:
    good = cli("doctor", "--lean-workspace", workspace, "--import", "Embedded.Base")
    assert good.returncode == 0, good.stdout
    assert "ok      checker in the workspace: a true theorem is proved, a false one rejected" in good.stdout
    bad = cli("doctor", "--lean-workspace", workspace)
    assert bad.returncode == 3
    assert "MISSING workspace" in bad.stdout
