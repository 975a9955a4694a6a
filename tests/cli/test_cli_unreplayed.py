"""Verdicts without a kernel replay: nobody gets them unasked, and everything that tells of them says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from lake_shaped import make_elan, make_workspace
from synthetic_runs import CHECK, Command, command_line, make_run, numbered

from harness.checker.unreplayed import NO_PROGRAM, NOT_ASKED, sentence, unreplayed
from harness.lean.toolchain import Toolchain

Cli = Callable[..., Any]
TASK = "name: bare\ndata: rows.jsonl\nlean: lake\ntoolchain: v4.35.0\n"
HEADER = "prelude\nimport Embedded.Base\n\n"
HEAD = "No kernel replay for"
WITH = {**CHECK, "replay": "kernel"}
WITHOUT = {**CHECK, **unreplayed(NOT_ASKED)}
OLD = {**CHECK, "replay": "none"}


@pytest.fixture
def workspace(tmp_path: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Lake project whose Lean has no leanchecker and no library that we can call."""
    make_elan(tmp_path / "elan", toolchain, library="libleanshared_of_another_version.so")
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "elan"))
    return make_workspace(tmp_path / "workspace", toolchain)


def words(folder: Path) -> tuple[object, ...]:
    """A bench for that workspace and a recorded proof of it, as options of `run`."""
    folder.mkdir()
    (folder / "task.yaml").write_text(TASK, "utf-8")
    row = {"name": "good", "formal_statement": "theorem good (n : Nat) : n + 0 = n := by\n", "header": HEADER}
    (folder / "rows.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (folder / "answers.jsonl").write_text('{"name": "good", "proof": "rfl"}\n', "utf-8")
    (folder / "good.lean").write_text("rfl\n", "utf-8")
    return ("--bench", "bare", "--include-path", folder)


def flat(text: str) -> str:
    return " ".join(text.replace("!!! ", "").replace("> **", "").split())


@pytest.mark.parametrize("more", [(), ("--policy", "open"), ("--replay", "always"), ("--replay", "auto")])
def test_a_toolchain_without_replay_is_refused_with_what_to_install(
    cli: Cli, workspace: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    bench = words(tmp_path / "b")
    model = ("--model", "replay", "-M", f"path={tmp_path / 'b' / 'answers.jsonl'}")
    done = cli(*bench, *model, "--lean-workspace", workspace, "--output-dir", "run", *more)
    assert done.returncode == 3, done.stderr
    for told in ("leanchecker", "lean4checker", "--replay never"):
        assert told in done.stderr
    assert not (tmp_path / "run").exists()
    asked = ("check", *bench, "--problem", "good", tmp_path / "b" / "good.lean")
    assert cli(*asked, "--lean-workspace", workspace, *more).returncode == 3


@pytest.mark.parametrize("policy", ["strict", "open"])
def test_it_is_done_without_where_that_is_asked_for(
    cli: Cli, workspace: Path, tmp_path: Path, policy: str
) -> None:
    bench = words(tmp_path / "b")
    model = ("--model", "replay", "-M", f"path={tmp_path / 'b' / 'answers.jsonl'}")
    how = ("--lean-workspace", workspace, "--replay", "never", "--policy", policy)
    done = cli(*bench, *model, *how, "--output-dir", "run", "--quiet")
    assert done.returncode == 0, done.stderr
    assert f"WARNING: {sentence(NO_PROGRAM)}" in done.stderr
    assert sentence(NO_PROGRAM, "this run") in flat(done.stdout)
    check = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["settings"]["check"]
    assert (check["replay"], check["no_replay"]) == ("none", NO_PROGRAM)
    asked = ("check", *bench, "--problem", "good", tmp_path / "b" / "good.lean", *how)
    one = cli(*asked)
    assert one.returncode == 0, one.stderr
    assert f"no kernel replay: {NO_PROGRAM}" in one.stdout
    row = json.loads(cli(*asked, "--json").stdout)
    assert row["no_replay"] == sentence(NO_PROGRAM)
    assert row["record"]["no_replay"] == NO_PROGRAM


def test_doctor_says_that_a_workspace_lacks_it(cli: Cli, workspace: Path) -> None:
    done = cli("doctor", "--lean-workspace", workspace, "--import", "Embedded.Base")
    assert done.returncode == 3
    assert "MISSING kernel replay in the workspace" in done.stdout
    assert "ok      kernel replay: proofs are checked again (kernel)" in done.stdout


def test_the_embedded_lean_replays_unless_it_is_told_not_to(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.lean").write_text("  simp\n", "utf-8")
    asked = ("check", "p.lean", "--bench", "nng", "--problem", "nng_zero_on_both_sides", "--json")
    with_it = cli(*asked, "--policy", "open")
    row = json.loads(with_it.stdout)
    assert (row["status"], row["no_replay"], row["record"]["replay"]) == ("proved", None, "kernel")
    assert HEAD not in with_it.stderr
    without = cli(*asked, "--policy", "open", "--replay", "never")
    assert json.loads(without.stdout)["record"]["no_replay"] == NOT_ASKED
    assert sentence(NOT_ASKED) in without.stderr


def test_a_run_is_judged_again_as_it_was_but_not_under_another_policy(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text('{"name": "nng_zero_on_both_sides", "proof": "simp"}\n', "utf-8")
    model = ("--model", "replay", "-M", "path=r.jsonl", "--problem", "nng_zero_on_both_sides", "--quiet")
    assert cli("--bench", "nng", *model, "--replay", "never", "--output-dir", "old").returncode == 0

    def again(out: str, *more: str) -> str:
        done = cli("check", "old", "--output-dir", out, "--quiet", *more)
        assert done.returncode == 0, done.stderr
        settings = json.loads((tmp_path / out / "run.json").read_text("utf-8"))["settings"]
        return str(settings["check"]["replay"])

    assert again("same") == "none"
    assert again("open", "--policy", "open") == "kernel"
    assert again("named", "--policy", "open", "--replay", "never") == "none"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


def outputs(call: Command, folder: Path, run: Path) -> dict[str, str]:
    """What everything that tells of a run says, standard error with it."""
    told = {}
    for name, asked in {
        "report": ("report", run),
        "report json": ("report", run, "--json"),
        "report by": ("report", run, "--by", "split"),
        "report budget": ("report", run, "--budget", "tokens"),
        "report by csv": ("report", run, "--by", "split", "--format", "csv"),
        "html": ("report", run, "--html", folder / "page.html"),
        "compare": ("compare", run, run),
        "compare json": ("compare", run, run, "--json"),
        "gate": ("gate", "--baseline", run, "--candidate", run, "--metric", "pass@1", "--annotations"),
        "gate json": ("gate", "--baseline", run, "--candidate", run, "--metric", "pass@1", "--json"),
        "jsonl": ("export", run),
        "leaderboard": ("export", run, "--format", "leaderboard"),
        "lm-eval": ("export", run, "--format", "lm-eval", "--out", folder / "lm"),
        **{f"table {form}": ("table", run, "--format", form) for form in ("text", "markdown", "csv", "html")},
        "table latex": ("table", run, "--format", "latex"),
        "repeats": ("table", run, "--repeats", "--k", "1"),
    }.items():
        done = call(*asked)
        assert done.code in (0, 1, 4), (name, done.err)
        told[name] = done.out + done.err
    files = {"junit": folder / "gate.xml", "markdown": folder / "gate.md", "benchmark": folder / "gate.json"}
    options = [word for name, file in files.items() for word in (f"--{name}", file)]
    call("gate", "--baseline", run, "--candidate", run, "--metric", "pass@1", *options)
    told |= {f"gate {name}": file.read_text("utf-8") for name, file in files.items()}
    told["gate junit"] = "".join(ElementTree.fromstring(told["gate junit"]).itertext())
    told["html"] = (folder / "page.html").read_text("utf-8")
    told["lm-eval"] += next((folder / "lm").rglob("results_*.json")).read_text("utf-8")
    return told


def test_all_that_tells_of_a_run_says_it(call: Command, tmp_path: Path) -> None:
    run = make_run(tmp_path / "bare", numbered("Pr", "rr"), check=WITHOUT)
    for name, text in outputs(call, tmp_path, run).items():
        assert f"({NOT_ASKED})" in text, name
        shown = flat(text.replace("\\n", " "))
        assert HEAD in shown, name
        assert "counts as proved" in shown, name
    assert f",yes,{NOT_ASKED}\n" in call("table", run, "--format", "csv").out


def test_with_a_replay_nothing_says_it(call: Command, tmp_path: Path) -> None:
    run = make_run(tmp_path / "whole", numbered("Pr", "rr"), check=WITH)
    for name, text in outputs(call, tmp_path, run).items():
        assert "kernel replay" not in text, name
    assert call("table", run, "--format", "csv").out.splitlines()[0].endswith(",complete")


def test_an_older_run_is_read_and_says_what_it_knows(call: Command, tmp_path: Path) -> None:
    run = make_run(tmp_path / "old", numbered("Pr", "rr"), check=OLD)
    assert "No kernel replay for this run (the record doesn't say why)" in flat(call("report", run).out)
    assert call("compare", run, make_run(tmp_path / "newer", numbered("Pr", "rr"), check=WITHOUT)).code == 0


def test_runs_with_and_without_are_compared_only_when_asked_to(call: Command, tmp_path: Path) -> None:
    whole = make_run(tmp_path / "whole", numbered("Pr", "rr"), check=WITH)
    bare = make_run(tmp_path / "bare", numbered("Pr", "rr"), check=WITHOUT)
    for asked in (
        ("compare", whole, bare),
        ("gate", "--baseline", whole, "--candidate", bare, "--metric", "pass@1"),
    ):
        refused = call(*asked)
        assert refused.code == 2
        assert "checker replay: kernel against none" in refused.err
        allowed = call(*asked, "--common")
        assert allowed.code in (0, 1, 4)
        assert "checker replay: kernel against none" in flat(allowed.out)
        assert f"{HEAD} the" in flat(allowed.out)
    assert "NOT THE SAME GROUND" in call("table", whole, bare).out
