"""Gates and tables of real runs that hold the same samples, or recordings that were cut."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from harness.run.store import RunStore

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
WORDS = ("--bench", "nng", "--limit", 24, "--k", "1,4", "--quiet")


def told(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def runs(cli: Cli, tmp_path: Path) -> list[Path]:
    """`tactics` with seeds 0 and 1, which give the same texts."""
    for seed in (0, 1):
        done = cli("run", *WORDS, "--model", "tactics", "--seed", seed, "--output-dir", f"s{seed}")
        assert done.returncode == 0, done.stderr
    return [tmp_path / "s0", tmp_path / "s1"]


def attempts(run: Path) -> Iterable[tuple[str, str, bool]]:
    with RunStore.open_readonly(run) as store:
        return [(row.problem, row.proof() or "", row.status == "proved") for row in store.attempts()]


@pytest.fixture
def replay(cli: Cli, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """`replay(name, rows)`: the figures of a run over these rows."""

    def run(name: str, rows: Iterable[tuple[str, str, bool]], *more: object) -> dict[str, Any]:
        path = tmp_path / f"{name}.jsonl"
        lines = [json.dumps({"name": problem, "proof": proof}) + "\n" for problem, proof, _ in rows]
        path.write_text("".join(lines), "utf-8")
        done = cli(
            *("run", *WORDS, "--model", "replay", "-M", f"path={path}", "--output-dir", name, "--json", *more)
        )
        assert done.returncode == 0, done.stderr
        return {**json.loads(done.stdout.strip().splitlines()[-1]), "shown": told(done.stderr)}

    return run


def test_batches_with_the_same_texts_are_refused_and_told(cli: Cli, runs: list[Path]) -> None:
    for words in (
        ("gate", "--baseline", "s0", "--candidate", "s0", "--candidate", "s1", "--metric", "pass@4"),
        ("table", "s0", "s1", "--repeats"),
    ):
        done = cli(*words)
        assert done.returncode == 2
        assert "s0 and s1 hold the same samples: 96 of 96 texts are equal" in told(done.stderr)
    union = cli("table", "s0", "s1", "--cumulative")
    assert union.returncode == 0
    assert "s0 and s1 share 96 of 96 texts of the same problems." in told(union.stdout)


def test_a_run_against_itself_has_passed(cli: Cli, runs: list[Path]) -> None:
    assert cli("baseline", "save", "s0", "s0.json").returncode == 0
    for base, other in (("s0", "s0"), ("s0", "s1"), ("s0.json", "s1"), ("s0", "s0.json")):
        done = cli("gate", "--baseline", base, "--candidate", other, "--metric", "pass@4")
        assert done.returncode == 0
        assert "No attempt changed" in told(done.stdout)
        found = json.loads(
            cli("gate", "--baseline", base, "--candidate", other, "--metric", "pass@4", "--json").stdout
        )
        assert (found["decision"], found["unchanged"]) == ("passed", True)
    compared = cli("compare", "s0", "s1")
    assert "No attempt changed" in told(compared.stdout)


def test_no_lost_fails_exactly_on_lost_problems(cli: Cli, runs: list[Path], replay: Any) -> None:
    rows = list(attempts(runs[0]))
    solved = list(dict.fromkeys(problem for problem, _, proved in rows if proved))
    assert len(solved) >= 2
    replay("base", rows)
    # One attempt fewer is proved, and no problem is lost.
    replay("fewer", without_proofs(rows, {most_proved(rows)}, keep=1))
    replay("lost", without_proofs(rows, {solved[0]}, keep=0))
    words = ("gate", "--baseline", "base", "--no-lost", "--candidate")
    assert cli(*words, "base").returncode == 0
    fewer = cli(*words, "fewer")
    assert fewer.returncode == 0, fewer.stdout
    assert "No problem was lost" in told(fewer.stdout)
    lost = cli(*words, "lost", "--json")
    assert lost.returncode == 1
    assert json.loads(lost.stdout)["lost"] == [solved[0]]
    gained = cli("gate", "--baseline", "lost", "--no-lost", "--candidate", "base")
    assert gained.returncode == 0
    for more, message in (
        (("--max-drop", "2"), "leave out --max-drop"),
        (("--metric", "pass@4"), "--metric solved@4"),
        (("--sequential", "--max-samples", "8"), "leave out --sequential"),
    ):
        refused = cli(*words, "fewer", *more)
        assert (refused.returncode, message in refused.stderr) == (2, True), refused.stderr


def most_proved(rows: list[tuple[str, str, bool]]) -> str:
    counts: dict[str, int] = {}
    for problem, _, proved in rows:
        counts[problem] = counts.get(problem, 0) + proved
    best = max(counts, key=lambda problem: counts[problem])
    assert counts[best] >= 2
    return best


def without_proofs(
    rows: list[tuple[str, str, bool]], problems: set[str], keep: int
) -> list[tuple[str, str, bool]]:
    """The rows, with all but `keep` proofs of some problems spoilt."""
    seen: dict[str, int] = {}
    made = []
    for problem, proof, proved in rows:
        if proved and problem in problems:
            seen[problem] = seen.get(problem, 0) + 1
            proof = proof if seen[problem] <= keep else "skip"
        made.append((problem, proof, proved))
    return made


def test_a_recording_cut_at_proofs_is_told_by_first_success(runs: list[Path], replay: Any) -> None:
    rows = list(attempts(runs[0]))
    cut, done = [], set()
    for row in rows:
        if row[0] not in done:
            cut.append(row)
        if row[2]:
            done.add(row[0])
    found = replay("cut", cut)
    stopped = replay("stopped", rows, "--early-stop")
    assert found["pass_at_k"] == stopped["pass_at_k"]
    assert (found["cut_at_proofs"], found["estimator"]) == (True, "first_success")
    assert "RECORDING CUT AT PROOFS" in found["shown"]
    # The twin: all rows, in which problems have attempts behind their proofs.
    whole = replay("whole", rows)
    assert (whole["cut_at_proofs"], whole["estimator"]) == (False, "unbiased")
    assert "!!!" not in whole["shown"]


def test_a_recording_of_proofs_alone_is_told(runs: list[Path], replay: Any) -> None:
    found = replay("proofs", [row for row in attempts(runs[0]) if row[2]])
    assert "PROOFS ALONE" in found["shown"]
    assert found["pass_at_k"]["1"]["estimate"] < 0.5


def test_known_verdicts_are_saved_time(runs: list[Path], replay: Any) -> None:
    rows = list(attempts(runs[0]))
    proof = next(row for row in rows if row[2])
    anew = [(proof[0], f"{proof[1]} -- {runs[0]}", True)] * 4
    found = replay("four", anew)
    assert found["verdicts"]["proved"] == 4
    assert found["lean_cpu_saved_s"] == pytest.approx(3 * found["lean_cpu_s"], rel=0.01)
    assert "spent" in found["shown"]
    again = replay("again", rows)
    assert again["lean_cpu_s"] == 0
    assert again["lean_cpu_saved_s"] > 0
