"""Runs and baselines of an earlier version are read, and say what they said then."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from harness.errors import DamageWarning
from harness.report import read_run
from harness.run.store import RunStore

MADE = Path(__file__).with_name("made_before")
SOLVED = 6
VERDICTS = {"proved": 16, "rejected": 80, "timeout": 0, "resource": 0, "infrastructure": 0}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MADE / "run", tmp_path / "run"))


def test_a_stored_run_is_read(run: Path) -> None:
    with pytest.warns(DamageWarning, match="before runs had checksums"), RunStore.open_readonly(run) as store:
        summary = store.summary()
        attempts = list(store.attempts())
    assert (summary.bench, summary.model, summary.n, summary.solved) == ("nng", "tactics", 8, SOLVED)
    assert (dict(summary.verdicts), summary.complete, len(attempts)) == (VERDICTS, True, 96)
    assert (summary.settings.tags, summary.settings.check["policy"]) == ({"arm": "a"}, "strict")
    assert summary.settings.json == json.loads((run / "run.json").read_text())["settings"]


def test_a_baseline_is_read_and_agrees_with_its_run(run: Path) -> None:
    baseline = read_run(MADE / "baseline.json")
    with pytest.warns(DamageWarning):
        summary = read_run(run)
    assert (baseline.solved, dict(baseline.verdicts)) == (SOLVED, VERDICTS)
    assert baseline.settings == summary.settings
    for ours, theirs in zip(baseline.problems, summary.problems, strict=True):
        assert ours.outcomes.count(True) == theirs.outcomes.count(True)


def test_both_go_through_the_commands(
    run: Path, cli: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    report = cli("report", run, "--json")
    assert report.returncode == 0, report.stderr
    told = json.loads(report.stdout)
    assert told["pass_at_k"]["1"]["estimate"] == pytest.approx(1 / 6)
    assert told["pass_at_k"]["8"]["estimate"] == pytest.approx(0.5)
    gate = cli("gate", "--baseline", MADE / "baseline.json", "--candidate", run, "--no-lost")
    assert gate.returncode == 0, gate.stdout + gate.stderr
    assert cli("compare", MADE / "baseline.json", run).returncode == 0
    assert cli("export", run, "--format", "jsonl", "--out", tmp_path / "rows.jsonl").returncode == 0
