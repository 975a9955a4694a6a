"""prover-eval gate and baseline, on run folders made through the real store."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from synthetic_runs import CHECK, Command, command_line, counts, make_run

from harness.cli.gate import command as gate
from harness.resources import data_folder

HIGH, LOW, NEAR = [4, 3, 4, 2] * 10, [0, 1, 0, 1] * 10, [3, 4, 4, 2] * 10


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


@pytest.fixture
def runs(tmp_path: Path) -> dict[str, Path]:
    rows = {"high": HIGH, "low": LOW, "near": NEAR}
    return {name: make_run(tmp_path / name, counts(proofs, 4), model=name) for name, proofs in rows.items()}


@pytest.mark.parametrize(
    ("baseline", "candidate", "code", "word"),
    [("low", "high", 0, "PASSED"), ("high", "low", 1, "FAILED"), ("high", "near", 4, "UNDECIDED")],
)
@pytest.mark.parametrize("metric", ["pass@2", "solved@2"])
def test_decisions_and_exit_codes(
    call: Command, runs: dict[str, Path], baseline: str, candidate: str, code: int, word: str, metric: str
) -> None:
    if (metric, word) == ("solved@2", "UNDECIDED"):
        # The same problems are solved by other samples.
        again = make_run(runs["high"].parent / "again", counts(HIGH, 4), seed=1)
        runs = {**runs, "near": again}
    words = ["gate", "--baseline", runs[baseline], "--candidate", runs[candidate], "--metric", metric]
    done = call(*words)
    assert (done.code, f"\n{word}: {metric} " in done.out) == (code, True), done
    assert ("would decide" in done.out) == (code == 4)
    found = call(*words, "--json")
    assert found.code == code
    assert json.loads(found.out)["decision"] == word.lower()


def test_the_tolerance_counts_in_percent_points(call: Command, tmp_path: Path) -> None:
    base = make_run(tmp_path / "a", counts([1] * 80, 1))
    worse = make_run(tmp_path / "b", counts([1] * 72 + [0] * 8, 1))
    words = ["gate", "--baseline", base, "--candidate", worse, "--metric", "pass@1", "--max-drop"]
    assert [call(*words, drop).code for drop in ("0", "3", "10", "25")] == [1, 1, 4, 0]


def test_an_incomplete_run_never_passes(call: Command, runs: dict[str, Path], tmp_path: Path) -> None:
    rows = counts([4] * 40, 4)
    whole = make_run(tmp_path / "whole", rows)
    assert call("gate", "--baseline", runs["low"], "--candidate", whole, "--metric", "pass@2").code == 0
    for number, letters in enumerate(("PPPi", "PPP.")):
        broken = make_run(tmp_path / str(number), {**rows, "p7": letters})
        for pair in ((runs["low"], broken), (broken, runs["high"]), (broken, runs["low"])):
            done = call("gate", "--baseline", pair[0], "--candidate", pair[1], "--metric", "pass@2")
            assert done.code == 3
            assert "\nINCOMPLETE: " in done.out
            assert "PASSED" not in done.out


def test_files_for_ci(call: Command, runs: dict[str, Path], tmp_path: Path) -> None:
    done = call(
        *("gate", "--baseline", runs["high"], "--candidate", runs["low"], "--metric", "pass@2"),
        *("--junit", tmp_path / "j.xml", "--markdown", tmp_path / "m.md", "--benchmark", tmp_path / "b.json"),
        "--annotations",
    )
    assert done.code == 1
    assert "\n::error title=Gate failed%3A pass@2::" in done.out
    assert ElementTree.parse(tmp_path / "j.xml").getroot()[0].attrib["failures"] == "1"
    assert (tmp_path / "m.md").read_text("utf-8").startswith("## Gate failed")
    (entry,) = json.loads((tmp_path / "b.json").read_text("utf-8"))
    assert entry["name"] == "toy-bench pass@2"
    assert entry["value"] == 25.0
    plain = call("gate", "--baseline", runs["high"], "--candidate", runs["low"], "--metric", "pass@2")
    assert "::" not in plain.out


def test_a_saved_baseline_stands_for_its_run(call: Command, runs: dict[str, Path], tmp_path: Path) -> None:
    file = tmp_path / "base.json"
    done = call("baseline", "save", runs["high"], file)
    assert done.code == 0, done.err
    assert "40 problems; 4 samples, high, 40 solved" in done.out
    assert file.stat().st_size < 5000
    words = ["--candidate", runs["low"], "--metric", "pass@2", "--json"]
    from_folder = json.loads(call("gate", "--baseline", runs["high"], *words).out)
    shutil.rmtree(runs["high"])
    done = call("gate", "--baseline", file, *words)
    assert done.code == 1
    assert json.loads(done.out) == from_folder


def test_other_ground_is_refused_or_told(call: Command, runs: dict[str, Path], tmp_path: Path) -> None:
    file = tmp_path / "base.json"
    call("baseline", "save", runs["low"], file)
    other = make_run(tmp_path / "other", counts(HIGH, 4), check={**CHECK, "policy": "open"})
    words = ["gate", "--baseline", file, "--candidate", other, "--metric", "pass@2"]
    done = call(*words)
    assert (done.code, "checker policy: strict against open" in done.err) == (2, True)
    done = call(*words, "--common", "--annotations")
    assert done.code == 0
    assert "!!! NOT THE SAME GROUND" in done.out
    assert "::warning title=Gate::NOT THE SAME GROUND" in done.out


def test_bad_input_is_told(call: Command, runs: dict[str, Path], tmp_path: Path) -> None:
    words = ["gate", "--baseline", runs["high"], "--candidate", runs["low"]]
    for more, told in (
        (["--metric", "pass@5"], "largest possible k is 4"),
        (["--metric", "pass"], "no metric"),
        (["--metric", "pass@1", "--max-drop", "100"], "max-drop"),
        (["--metric", "pass@1", "--junit", tmp_path / "no" / "j.xml"], "another --junit"),
        ([], "metric"),
    ):
        done = call(*words, *more)
        assert (done.code, told in done.err) == (2, True), (more, done)
    broken = make_run(tmp_path / "broken", {"p0": "Pi"})
    done = call("baseline", "save", broken, tmp_path / "x.json")
    assert (done.code, "lacks verdicts" in done.err) == (2, True)
    assert not (tmp_path / "x.json").exists()
    (tmp_path / "bad.json").write_text("{}", "utf-8")
    done = call("gate", "--baseline", tmp_path / "bad.json", "--candidate", runs["low"], "--metric", "pass@1")
    assert (done.code, "no baseline" in done.err) == (2, True)


def test_the_documented_workflows_are_yaml_with_options_that_exist() -> None:
    text = (data_folder("reports").parent / "docs" / "ci-gate.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    loaded = [yaml.safe_load(block) for block in blocks]
    assert len(loaded) == 3
    assert "customBiggerIsBetter" in blocks[1]
    known = {name for parameter in gate.params for name in parameter.opts}
    calls = " ".join(re.findall(r"prover-eval gate((?: \\\n|[^\n|])*)", text))
    used = set(re.findall(r"--[a-z-]+", calls))
    assert {"--baseline", "--junit", "--annotations"} <= used <= known
