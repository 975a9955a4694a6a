"""prover-eval report by groups of problems and by budget, and what it says of tokens and lacking code."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from synthetic_runs import Command, command_line, make_run, numbered

from harness.bench import find_bench

FORMATS = ("text", "markdown", "latex", "csv", "html")
LEVELS = {"first": 2, "second": 10, "third": 2, "fourth": None}
PRICES = {"prompt_per_million": 1000.0, "completion_per_million": 10_000.0}


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


@pytest.fixture
def benches(tmp_path: Path) -> Path:
    """A folder with the bench `toy`, whose problems have a level, but for one, and topics."""
    folder = tmp_path / "benches" / "toy"
    folder.mkdir(parents=True)
    (folder / "task.yaml").write_text("name: toy\ndata: problems.jsonl\nlean: embedded\n", "utf-8")
    with (folder / "problems.jsonl").open("w", encoding="utf-8") as file:
        for name, level in LEVELS.items():
            row: dict[str, Any] = {
                "name": name,
                "split": "valid" if name == "second" else "test",
                "informal_prefix": "",
                "formal_statement": f"theorem {name} : True := by\n",
                "goal": "⊢ True",
                "header": "prelude\nimport Embedded.Base\n\n",
                "topics": ["sets", "maps"] if name == "first" else ["maps"],
            }
            file.write(json.dumps(row if level is None else {**row, "level": level}) + "\n")
    return folder.parent


def toy(folder: Path, benches: Path, **changes: Any) -> Path:
    attempts = {"first": "PPPP", "second": "Prrr", "third": "rrrr", "fourth": "PPrr"}
    sha256 = find_bench("toy", [benches]).sha256
    return make_run(folder, attempts, bench="toy", **{"bench_sha256": sha256, **changes})


def test_figures_by_a_field_of_the_problems(call: Command, tmp_path: Path, benches: Path) -> None:
    run = toy(tmp_path / "run", benches)
    words = ("report", run, "--k", "1", "--include-path", benches)
    done = call(*words, "--by", "level", "--json")
    assert done.code == 0, done.err
    by = json.loads(done.out)["by"]
    assert (by["field"], by["ungrouped"], by["in_several"]) == ("level", 1, 0)
    assert [(g["name"], g["problems"], g["solved"]) for g in by["groups"]] == [("2", 2, 1), ("10", 1, 1)]
    assert [g["pass_at_k"]["1"]["estimate"] for g in by["groups"]] == [0.5, 0.25]
    assert by["groups"][0]["pass_at_k"]["1"]["low"] < 0.5 < by["groups"][0]["pass_at_k"]["1"]["high"]
    assert by["groups"][0]["solved_interval"]["low"] == pytest.approx(1 - 0.975**0.5)
    assert by["groups"][1]["verdicts"] == {
        "proved": 1,
        "rejected": 3,
        "timeout": 0,
        "resource": 0,
        "infrastructure": 0,
    }
    text = call(*words, "--by", "tag:level").out
    assert "toy, test split, 4 problems; 4 samples | toy" in text
    assert "run: 1 problem without level left out." in text
    topics = call(*words, "--by", "topics", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(topics.out)))
    assert [(row["topics"], row["problems"]) for row in rows] == [("maps", "4"), ("sets", "1")]
    assert "1 problem in more than one group" in call(*words, "--by", "topics").out


@pytest.mark.parametrize("form", FORMATS)
def test_several_runs_by_split_in_each_format(call: Command, tmp_path: Path, form: str) -> None:
    # Splits need no bench: `toy-bench` is none.
    runs = [make_run(tmp_path / name, numbered("Pr", "rr")) for name in ("one", "two")]
    broken = make_run(tmp_path / "broken", numbered("Pi", "rr"))
    done = call("report", *runs, "--by", "split", "--format", form)
    assert done.code == 0, done.err
    assert "INCOMPLETE" not in done.out + done.err
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(done.out)))
        assert [(row["run"], row["split"], row["solved"]) for row in rows] == [
            ("one", "test", "0.5"),
            ("two", "test", "0.5"),
        ]
    else:
        assert "50.0" in done.out
    marked = call("report", broken, "--by", "split", "--budget", "cpu", "--format", "latex")
    assert marked.code == 3
    assert marked.out.count("INCOMPLETE: broken lacks verdicts") == 2


def test_groups_that_cannot_be_told(call: Command, tmp_path: Path, benches: Path) -> None:
    run = toy(tmp_path / "run", benches)
    changed = toy(tmp_path / "changed", benches, bench_sha256="0" * 64)
    strange = make_run(tmp_path / "strange", numbered("P"))
    given = ("--include-path", benches)
    for words, message in (
        ([run, "--by", "author", *given], "no problem has the field 'author'; there are level, topics"),
        ([run, "--by", "tag:", *given], "a field behind the colon"),
        ([changed, "--by", "level", *given], "is another one than that of"),
        ([strange, "--by", "level", *given], "toy-bench"),
        ([run, "--by", "split", "--html", tmp_path / "x.html"], "leave out"),
        ([run, "--format", "csv"], "goes with --by or --budget"),
        ([run, "--by", "split", "--format", "csv", "--json"], "without --json"),
        ([run, "--by", "split", "--budget", "cpu", "--format", "csv"], "holds one table"),
        ([run, "--price-in", "1"], "--budget cost"),
    ):
        done = call("report", *words)
        assert (done.code, message in done.err) == (2, True), (words, done)


def spending(call: Command, *words: object) -> dict[str, Any]:
    done = call("report", *words, "--json")
    assert done.code == 0, done.err
    budget: dict[str, Any] = json.loads(done.out)["budget"]
    return budget


def lines_by_share(budget: dict[str, Any]) -> dict[float, dict[str, Any]]:
    return {round(line["share"], 6): line for line in budget["lines"]}


def test_problems_solved_for_a_part_of_the_tokens(call: Command, tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", numbered("PPrr", "rrrr"))
    budget = spending(call, run, "--budget", "tokens")
    assert (budget["kind"], budget["spent"], budget["per_solved"]) == ("tokens", 96.0, 96.0)
    lines = lines_by_share(budget)
    # pass@1 .. pass@4 of the first problem with 2 proofs of 4: 1/2, 5/6, 1, 1; the second has 0.
    assert lines[0.25]["solved"] == pytest.approx(1 / 4)
    assert lines[0.5]["solved"] == pytest.approx(5 / 12)
    assert lines[1.0]["solved"] == pytest.approx(1 / 2)
    assert lines[0.1]["solved"] == pytest.approx(0.1)
    # With a stop at the proof, the first problem needs 1, 1.5, 5/3, 5/3 attempts, the second 1, 2, 3, 4.
    at_half = (4 - 3.5) / (14 / 3 - 3.5)
    assert lines[0.5]["solved_stopping"] == pytest.approx((5 / 6 + at_half / 6) / 2)
    assert (lines[1.0]["solved_stopping"], lines[1.0]["bound"]) == (0.5, True)
    assert lines[0.25]["bound"] is False
    # 10 and 50 are close to 10 % and to 50 %.
    assert [line["amount"] for line in budget["lines"]] == pytest.approx([2, 5, 9.6, 20, 24, 48, 96])


def test_money_and_time(call: Command, tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", numbered("Pr", "Pt"), settings={"prices": PRICES})
    cost = spending(call, run, "--budget", "cost")
    assert cost["spent"] == pytest.approx(4 * (5 * 1000 + 7 * 10_000) / 1e6)
    assert cost["per_solved"] == pytest.approx(0.15)
    dear = spending(call, run, "--budget", "cost", "--price-in", "0", "--price-cpu", "3600")
    assert dear["spent"] == pytest.approx(4 * 0.07 + 61.5)
    assert spending(call, run, "--budget", "cpu")["spent"] == pytest.approx(61.5)
    text = call("report", run, "--budget", "cost").out
    assert "Tokens: 20 in prompts, 28 generated" in text
    assert "Cost: 0.3, 0.15 for each solved problem" in text
    assert "run cost 0.3: 0.15 for each of 2 solved problems." in text
    assert "Chen et al. 2021" in text


def test_the_variables_of_run_and_table_change_no_report(
    call: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(tmp_path / "run", numbered("Pr"), settings={"prices": PRICES})
    before = call("report", run, "--budget", "cost"), call("report", run)
    for name, value in (("PRICE_IN", "7"), ("PRICE_OUT", "7"), ("FORMAT", "csv")):
        monkeypatch.setenv(f"PROVER_EVAL_{name}", value)
    assert (call("report", run, "--budget", "cost"), call("report", run)) == before
    assert before[1].code == 0


def test_what_was_not_counted_is_told(call: Command, tmp_path: Path) -> None:
    bare = make_run(tmp_path / "bare", numbered("Pr"), tokens=None)
    for words, message in (
        (["--budget", "tokens"], "has no number of tokens"),
        (["--budget", "cost"], "has no prices: give --price-in"),
        (["--budget", "cost", "--price-out", "1"], "has no number of tokens"),
        (["--budget", "cost", "--price-cpu", "0"], "counted no cost"),
    ):
        done = call("report", bare, *words)
        assert (done.code, message in done.err) == (2, True), (words, done)
    text = call("report", bare).out
    assert "Tokens" not in text
    assert "Cost" not in text
    unsolved = make_run(tmp_path / "unsolved", numbered("rr"))
    assert "and solved no problem." in call("report", unsolved, "--budget", "cpu").out


def test_early_stop_has_only_one_curve(call: Command, tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", numbered("P...", "rrP.", "rrrr"), early_stop=True)
    lines = lines_by_share(spending(call, run, "--budget", "tokens"))
    assert {line["solved"] for line in lines.values()} == {None}
    # 8 attempts in all; with k = 1, 2, 3 they are 3, 5, 7, and solved 1, 1, 2.
    assert lines[0.5]["solved_stopping"] == pytest.approx(1 / 3)
    assert (lines[1.0]["solved_stopping"], lines[1.0]["bound"]) == (pytest.approx(2 / 3), False)
    assert "first success within k samples" in call("report", run, "--budget", "tokens").out


def test_a_sample_costs_what_its_rounds_do(call: Command, tmp_path: Path) -> None:
    # Two samples of up to two attempts: the first is mended, the second isn't.
    run = make_run(tmp_path / "run", numbered("rPrr", "P.rr"), rounds=1)
    for count in ("samples", "attempts"):
        budget = spending(call, run, "--budget", "tokens", "--count", count)
        assert (budget["spent"], budget["per_solved"]) == (7 * 12.0, 42.0)
        lines = lines_by_share(budget)
        # One of two samples proves it, for half of the tokens: pass@1 = 1/2 for each problem.
        assert lines[0.5]["solved"] == pytest.approx(0.5)
        assert lines[1.0]["solved"] == 1.0


def test_why_there_is_no_code(call: Command, tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", numbered("Pnnc", "nrrr"))
    lines = [line.split() for line in call("report", run).out.splitlines()]
    place = lines.index(["no_code", "4"])
    assert lines[place + 1 : place + 3] == [["only_prose", "3"], ["cut_off", "1"]]
    found = json.loads(call("report", run, "--json").out)
    assert found["no_code"] == {"only_prose": 3, "cut_off": 1}
    assert (found["prompt_tokens"], found["completion_tokens"], found["cost"]) == (40, 56, None)
    other = make_run(tmp_path / "other", numbered("Pr"))
    assert json.loads(call("report", other, "--json").out)["no_code"] == {}
