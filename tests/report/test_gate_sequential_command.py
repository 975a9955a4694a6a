"""prover-eval gate --sequential: batches in run folders made through the real store, and its memory."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from synthetic_runs import Command, command_line, counts, make_run

from harness.cli.gate import command as gate
from harness.errors import DataError
from harness.report import STATE_FILE, GateState, read_run
from harness.resources import data_folder
from harness.run.store import RunStore
from harness.stats import Metric


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


def batch(folder: Path, proofs: list[int], n: int, seed: int) -> Path:
    """A run folder whose plan has that seed."""
    return make_run(folder, counts(proofs, n), seed=seed)


MIXED = [4, 3, 2, 4, 1, 0, 3, 4, 2, 0] * 5
WORSE = [3, 4, 2, 3, 1, 0, 3, 4, 2, 0] * 5


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return batch(tmp_path / "base", MIXED, 4, 9)


def words(base: Path, *batches: Path, most: int = 12) -> list[object]:
    return [
        *("gate", "--sequential", "--max-samples", most, "--baseline", base, "--metric", "pass@1"),
        *(word for folder in batches for word in ("--candidate", folder)),
    ]


def test_batches_until_it_is_decided(call: Command, base: Path, tmp_path: Path) -> None:
    first, second, third = (batch(tmp_path / str(seed), WORSE, 4, seed) for seed in range(3))
    done = call(*words(base, first), "--json")
    assert done.code == 4, done.err
    found = json.loads(done.out)
    assert (found["decision"], found["looks"]["samples"], found["looks"]["max_samples"]) == (
        "undecided",
        [4],
        12,
    )
    assert 0 < found["looks"]["more_samples"] <= 8
    state = json.loads((first / STATE_FILE).read_text("utf-8"))
    assert [row[0] for row in state["looks"]] == [4]
    # The same look again spends nothing more.
    assert json.loads(call(*words(base, first), "--json").out) == found
    done = call(*words(base, first, second))
    assert done.code == 4
    assert "look 2 at 8 of 12 attempts" in " ".join(done.out.split())
    assert "Go on: draw up to" in done.out
    last = call(*words(base, first, second, third))
    assert (last.code, "This was the last look" in last.out) == (4, True)
    with RunStore.open_readonly(first) as store:
        assert store.summary().complete


def test_a_decision_stays_when_more_samples_come(call: Command, base: Path, tmp_path: Path) -> None:
    bad = batch(tmp_path / "bad", [0] * 50, 4, 1)
    good = batch(tmp_path / "good", [4] * 50, 4, 2)
    assert call(*words(base, bad)).code == 1
    done = call(*words(base, bad, good), "--json")
    assert (done.code, json.loads(done.out)["looks"]["samples"]) == (1, [4])
    # Without the look at the bad batch the same samples decide otherwise.
    fresh = call(*words(base, bad, good), "--state", tmp_path / "other.json", "--json")
    assert json.loads(fresh.out)["looks"]["samples"] == [8]


def test_the_question_and_the_samples_must_stay(call: Command, base: Path, tmp_path: Path) -> None:
    first, second = (batch(tmp_path / str(seed), WORSE, 4, seed) for seed in range(2))
    other = batch(tmp_path / "other", MIXED[::-1], 4, 5)
    assert call(*words(base, first, second)).code == 4
    for given, told in (
        (words(base, first), "was looked at with 8"),
        ([*words(base, first, second), "--max-drop", 2], "max_drop: 0.01 before, 0.02 now"),
        (words(base, first, second, most=16), "max_samples: 12 before, 16 now"),
        (words(other, first, second), "baseline_sha256"),
        ([*words(base, second, other), "--state", first / STATE_FILE], "aren't those of the look before"),
        (words(base, first, first), "same seed"),
    ):
        done = call(*given)
        assert (done.code, told in done.err) == (2, True), (given, done)


def test_incomplete_batches_take_no_look(call: Command, base: Path, tmp_path: Path) -> None:
    rows = counts(WORSE, 4)
    broken = make_run(tmp_path / "broken", {**rows, "p7": "PPPi"})
    done = call(*words(base, broken))
    assert (done.code, "INCOMPLETE" in done.out) == (3, True)
    assert not (broken / STATE_FILE).exists()


def test_bad_options_are_told(call: Command, base: Path, tmp_path: Path) -> None:
    run = batch(tmp_path / "run", WORSE, 4, 1)
    file = tmp_path / "run.json"
    assert call("baseline", "save", run, file).code == 0
    plain = ["gate", "--baseline", base, "--candidate", run, "--metric", "pass@1"]
    for given, told in (
        ([*plain, "--sequential"], "--max-samples"),
        ([*plain, "--max-samples", 8], "belong to --sequential"),
        ([*plain, "--state", tmp_path / "x"], "belong to --sequential"),
        (words(base, file), "give --state FILE"),
        (words(base, run, most=2), "more than --max-samples 2"),
        ([*words(base, run), "--state", tmp_path / "no" / "x"], "another --state"),
    ):
        done = call(*given)
        assert (done.code, told in done.err) == (2, True), (given, done)
    assert call(*words(base, file), "--state", tmp_path / "looks.json").code == 4


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "can't be read"),
        ("[]", "no state"),
        ('{"format": "prover-eval sequential gate"}', "another prover-eval"),
        ("looks", "ascending pairs"),
    ],
)
def test_a_damaged_memory_is_told(base: Path, tmp_path: Path, content: str, told: str) -> None:
    path, run = tmp_path / "state.json", read_run(base)

    def state() -> GateState:
        question = {"max_drop": 0.01, "level": 0.95, "max_samples": 8, "seed": 0}
        return GateState(path, run, Metric.parse("pass@1"), **question)  # type: ignore[arg-type]

    if content == "looks":
        fresh = state()
        content = json.dumps(
            {
                "format": "prover-eval sequential gate",
                "version": 1,
                **fresh._question,
                "looks": [[8, "a"], [4, "b"]],
            }
        )
    path.write_text(content, "utf-8")
    with pytest.raises(DataError, match=told):
        state()


def test_the_documented_loop_uses_options_that_exist() -> None:
    text = (data_folder("reports").parent / "docs" / "ci-gate.md").read_text("utf-8")
    loops = [
        block for block in re.findall(r"```(?:bash|sh)\n(.*?)```", text, re.DOTALL) if "--sequential" in block
    ]
    assert loops
    known = {name for parameter in gate.params for name in parameter.opts}
    for loop in loops:
        calls = " ".join(re.findall(r"prover-eval gate((?: \\\n|[^\n|])*)", loop))
        assert {"--sequential", "--max-samples"} <= set(re.findall(r"--[a-z-]+", calls)) <= known
