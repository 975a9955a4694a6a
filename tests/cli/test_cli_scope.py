"""What a run is over and what it may spend stand in every heading, and differences are told."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from synthetic_runs import Command, command_line, counts, make_run, numbered

from harness.run.selection import Selection

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
SELECTION = Selection("test", 150).record()
SCOPE = "toy-bench, test split, 2 of 150 problems; 2 samples × up to 2 rounds"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


def told(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection("test", 150), "test split, 139 of 150 problems"),
        (Selection("all", 139), "all splits, 139 problems"),
        (Selection("test", 150, limit=139), "test split, 139 of 150 problems, --limit 139"),
        (Selection("all", 150, names=("a", "b")), "all splits, 139 of 150 problems, --problem a b"),
        (
            Selection("all", 150, names=tuple("abcde")),
            "all splits, 139 of 150 problems, --problem a b c and 2 more",
        ),
        (
            Selection("v", 140, without_known_errors=True),
            "v split, 139 of 140 problems, without known errors",
        ),
    ],
)
def test_a_selection_in_words_and_back_from_its_record(selection: Selection, words: str) -> None:
    assert selection.words(139) == words
    assert Selection.recorded(json.loads(json.dumps(selection.record()))) == selection


@pytest.mark.parametrize(
    "damaged", [None, 3, {}, {"split": 1, "of_problems": 2}, {**SELECTION, "limit": "x"}]
)
def test_what_is_no_selection_is_none(damaged: object) -> None:
    assert Selection.recorded(damaged) is None


def test_real_runs_record_their_selection_and_label(cli: Cli, tmp_path: Path) -> None:
    words = ("run", "--bench", "nng", "--model", "tactics", "--k", "1", "--quiet", "--output-dir", "out")
    done = cli(*words, "--limit", 3, "--label", "my run")
    assert done.returncode == 0, done.stderr
    assert told(done.stdout).startswith(
        "my run | nng, test split, 3 of 150 problems, --limit 3; 1 sample | tactics "
    )
    # Another label or another way to the same problems is no other run.
    rows = cli("bench", "show", "nng", "--json").stdout.splitlines()
    names = [row["name"] for row in map(json.loads, rows) if row["split"] == "test"][:3]
    again = cli(*words, "--label", "other", *(word for name in names for word in ("--problem", name)))
    assert again.returncode == 0, again.stderr
    assert "keeps the label that it was made with: my run" in again.stderr
    found = json.loads(cli("report", "out", "--json").stdout)
    assert (found["label"], found["selection"]["limit"], found["rounds"]) == ("my run", 3, 0)


def test_scope_and_label_stand_in_every_output(call: Command, tmp_path: Path) -> None:
    settings = {"selection": SELECTION, "label": "ours"}
    runs = [
        make_run(tmp_path / f"r{seed}", numbered("rrPrrr", "rrrrrr"), rounds=2, seed=seed, settings=settings)
        for seed in (0, 1)
    ]
    base, other = runs
    file = tmp_path / "b.json"
    saved = call("baseline", "save", base, file)
    words = ("--baseline", file, "--candidate", other, "--metric", "pass@1")
    html = tmp_path / "page.html"
    gate = call("gate", *words, "--junit", tmp_path / "j.xml", "--markdown", tmp_path / "m.md")
    call("report", base, "--html", html)
    texts = {
        "baseline": saved.out,
        "report": call("report", base).out,
        "report json": json.loads(call("report", base, "--json").out)["scope"],
        "by": call("report", base, "--by", "split", "--format", "markdown").out,
        "compare": call("compare", base, other).out,
        "compare json": json.loads(call("compare", base, other, "--json").out)["base"]["scope"],
        "gate": gate.out,
        "junit": (tmp_path / "j.xml").read_text("utf-8"),
        "markdown": (tmp_path / "m.md").read_text("utf-8"),
        "jsonl": json.loads(call("export", base).out.splitlines()[0])["scope"],
        "leaderboard": json.loads(call("export", base, "--format", "leaderboard").out)["entries"][0]["scope"],
        "html": html.read_text("utf-8"),
    }
    for name, text in texts.items():
        assert SCOPE in told(text), name
    for form in ("text", "markdown", "latex", "csv", "html"):
        shown = told(call("table", base, "--format", form).out)
        assert "toy-bench, test split, 2 of 150 problems" in shown, form
        assert "2 × 3" in shown, form
        assert "ours" in shown, form
    for name in ("report", "by", "compare", "gate", "markdown", "html"):
        assert "ours" in texts[name], name


def test_labels_and_ways_of_choosing_keep_batches_and_repeats_together(call: Command, tmp_path: Path) -> None:
    told_only: list[dict[str, Any]] = [{"label": "a", "selection": SELECTION}, {"label": "b"}, {}]
    runs = [
        make_run(tmp_path / f"s{seed}", numbered("Pr", "rr"), seed=seed, settings=settings)
        for seed, settings in enumerate(told_only)
    ]
    table = call("table", *runs, "--repeats", "--format", "csv")
    assert len(table.out.splitlines()) == 2
    assert table.out.splitlines()[1].startswith("a and 2 more,")
    gate = ("gate", "--baseline", runs[0], "--candidate", runs[1], "--candidate", runs[2])
    assert call(*gate, "--metric", "pass@1").code == 4
    assert "changed: seed: 0 -> 1 pass" in told(call("compare", *runs[:2]).out).replace("base other", "pass")


def test_other_budgets_are_told(call: Command, tmp_path: Path) -> None:
    plain = make_run(tmp_path / "plain", counts([2, 0, 1], 4))
    repaired = make_run(tmp_path / "repaired", numbered("rPrP", "rrrr", "PrrP"), rounds=1)
    line = (
        "OTHER BUDGET: the {} run against the {} run differs in samples: 4 against 2; "
        "repair rounds: 0 against 1."
    )
    done = call("compare", plain, repaired, "--k", "1")
    assert line.format("base", "other") in told(done.out)
    gate = ("gate", "--baseline", plain, "--candidate", repaired, "--metric", "pass@1")
    assert line.format("baseline", "candidate") in told(call(*gate).out)
    assert json.loads(call(*gate, "--json").out)["alarms"][0] == line.format("baseline", "candidate")
    same = call("compare", plain, make_run(tmp_path / "same", counts([2, 1, 1], 4), seed=1))
    assert "OTHER BUDGET" not in same.out
    refused = call("gate", "--baseline", plain, "--candidate", repaired, "--no-lost")
    assert (refused.code, "give --metric solved@2" in refused.err) == (2, True)


def test_bounds_of_differences_point_the_right_way(call: Command, tmp_path: Path) -> None:
    whole = make_run(tmp_path / "whole", counts([2, 1, 1, 0], 4), settings={"tags": {"arm": "whole"}})
    short = {"p0": "PP..", "p1": "rrrr", "p2": "rPrr", "p3": "r..."}
    other = make_run(tmp_path / "other", short, settings={"tags": {"arm": "short"}})
    words = ("table", whole, other, "--arms-by", "arm", "--k", "4")
    lines = [line for line in call(*words).out.splitlines() if line.startswith("arm=")]
    assert ">= -25.0" in lines[1]
    turned = call(*words, "--base", "arm=short").out.splitlines()
    assert "<= +25.0" in next(line for line in turned if line.startswith("arm=whole"))
