"""A run's stored attempts judged again: nothing is generated, and what changed is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from run_parts import ToyBackend, ToyChecker, make_plan, repaired, run_once, table, told, verdict_of

from harness.backends import Generation, Sampling
from harness.checker import Reason, Status, Verdict
from harness.errors import UsageError
from harness.problem import Problem
from harness.prompts.extract import NoCandidate, Why
from harness.run.asking import Asking
from harness.run.plan import RunPlan
from harness.run.rejudge import StoredAnswers, changes, rejudging_plan
from harness.run.runner import AtOnce, run
from harness.run.store import RunStore
from harness.run.summary import RunSummary

CHANGED = {"check": {"policy": "open"}}


def rejudged(
    source: Path,
    target: Path,
    plan: RunPlan,
    judge: Callable[[str], Verdict],
    checker: ToyChecker | None = None,
) -> tuple[RunSummary, list[tuple[Any, ...]]]:
    """Judge the run in `source`, which `plan` made, by `judge`; the summary and table of the new run."""

    async def whole(old: RunStore, store: RunStore, plan: RunPlan) -> RunSummary:
        answers = StoredAnswers(old)
        return await run(
            plan,
            store,
            Asking(answers, answers.extract, answers.prompt, answers.repair),
            checker or ToyChecker(judge=judge),
            AtOnce(2, 2),
            retry_delay_s=0.001,
        )

    with RunStore.open_readonly(source) as old:
        new_plan = rejudging_plan(old, plan.problems, CHANGED, {"engine": "toy"})
        with RunStore.create_or_open(target, new_plan) as store:
            summary = asyncio.run(whole(old, store, new_plan))
            return summary, table(store)


def reject_all(candidate: str) -> Verdict:
    return Verdict(Status.REJECTED, Reason.POLICY, "no")


def prove_all(candidate: str) -> Verdict:
    return Verdict(Status.PROVED, axioms=())


def generated(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Problem, index, seed, text, proof, prompt of each attempt with a text."""
    return [(*row[:5], row[-1]) for row in rows if row[3] is not None]


@pytest.mark.parametrize("rounds", [0, 2])
def test_by_the_same_rules_nothing_changes(tmp_path: Path, rounds: int) -> None:
    plan = make_plan(5, 4, rounds=rounds, sampling=Sampling(0.5, stop=("x",)), settings={"tags": {"a": "b"}})
    _, rows = run_once(tmp_path / "run", plan, prompt=told, repair=repaired)
    summary, again = rejudged(tmp_path / "run", tmp_path / "new", plan, verdict_of)
    assert again == rows and summary.complete
    with RunStore.open_readonly(tmp_path / "run") as old, RunStore.open_readonly(tmp_path / "new") as new:
        assert changes(old, new) == (len(rows), [])
        assert {
            key: new.settings.json[key] for key in old.settings.json if key != "check"
        } == old.settings.json
        assert (new.settings.rejudged or {})["run"] == "run"
        assert new.settings.check == CHANGED["check"]


def test_what_changed_is_told_by_verdict(tmp_path: Path) -> None:
    plan = make_plan(5, 4)
    before, rows = run_once(tmp_path / "run", plan)
    summary, again = rejudged(tmp_path / "run", tmp_path / "new", plan, prove_all)
    assert generated(again) == generated(rows)
    assert summary.verdicts["proved"] == 20
    with RunStore.open_readonly(tmp_path / "run") as old, RunStore.open_readonly(tmp_path / "new") as new:
        same, changed = changes(old, new)
    assert same == before.verdicts["proved"]
    assert {change.after for change in changed} == {(Status.PROVED, None)}
    assert {change.before: len(change.attempts) for change in changed} == {
        (Status.REJECTED, Reason.LEAN_ERROR): before.reasons["rejected/lean_error"],
        (Status.TIMEOUT, Reason.CPU): before.reasons["timeout/cpu"],
    }
    assert [len(change.attempts) for change in changed] == sorted(
        (len(change.attempts) for change in changed), reverse=True
    )
    attempts = {attempt for change in changed for attempt in change.attempts}
    assert attempts == {(row[0], row[1], 0) for row in rows if row[6] is not Status.PROVED}


def test_after_an_early_stop_there_is_no_more_to_judge(tmp_path: Path) -> None:
    plan = make_plan(6, 5, early_stop=True)
    before, rows = run_once(tmp_path / "run", plan)
    assert before.solved
    summary, again = rejudged(tmp_path / "run", tmp_path / "new", plan, reject_all)
    assert generated(again) == generated(rows)
    assert summary.complete and summary.solved == 0
    assert [len(problem.outcomes) for problem in summary.problems] == [
        len(problem.outcomes) for problem in before.problems
    ]


def test_rounds_that_were_not_needed_are_not_lacking(tmp_path: Path) -> None:
    plan = make_plan(4, 3, rounds=2)
    before, rows = run_once(tmp_path / "run", plan, prompt=told, repair=repaired)
    fail = Verdict(Status.REJECTED, Reason.LEAN_ERROR, "no")
    summary, again = rejudged(tmp_path / "run", tmp_path / "new", plan, lambda text: fail)
    assert before.solved and summary.solved == 0 and summary.complete
    assert generated(again) == generated(rows)
    # And the other way round: what is proved now needs no more rounds.
    summary, again = rejudged(tmp_path / "run", tmp_path / "other", plan, prove_all)
    assert summary.complete and len(again) == 12 and {row[1] % 3 for row in again} == {0}


def test_a_text_without_code_stays_one(tmp_path: Path) -> None:
    def extract(problem: Problem, generation: Generation) -> str | NoCandidate | None:
        return (NoCandidate(Why.CUT_OFF), None, generation.text)[generation.index % 3]

    plan = make_plan(2, 3)
    _, rows = run_once(tmp_path / "run", plan, extract=extract)
    checker = ToyChecker(judge=verdict_of)
    _, again = rejudged(tmp_path / "run", tmp_path / "new", plan, verdict_of, checker)
    assert again == rows
    assert [row[8].partition(":")[0] for row in again[:2]] == [
        "cut_off",
        "the model's text has no proof in it",
    ]
    assert len(checker.checked) == 2


def test_what_the_run_lacks_is_lacking_and_comes_when_it_is_there(tmp_path: Path) -> None:
    plan = make_plan(2, 2)
    gone: Mapping[str, Any] = {"error": "gone"}
    broken = ToyBackend(special=lambda name, index: gone if (name, index) == ("p1", 1) else {})
    run_once(tmp_path / "run", plan, broken)
    summary, rows = rejudged(tmp_path / "run", tmp_path / "new", plan, verdict_of)
    assert not summary.complete and summary.reasons["infrastructure/backend"] == 1
    assert "give the command that made it again" in rows[-1][8]
    _, whole = run_once(tmp_path / "run", plan)
    summary, rows = rejudged(tmp_path / "run", tmp_path / "new", plan, verdict_of)
    assert summary.complete and rows == whole


def test_one_that_was_stopped_is_gone_on_with(tmp_path: Path) -> None:
    plan, stop = make_plan(4, 4), asyncio.Event()
    _, rows = run_once(tmp_path / "run", plan)
    checker = ToyChecker()

    async def part(old: RunStore, store: RunStore, new_plan: RunPlan) -> RunSummary:
        async def count(problem: str, candidate: str) -> None:
            if len(checker.checked) == 6:
                stop.set()
            await asyncio.sleep(0)

        checker.before = count
        answers = StoredAnswers(old)
        return await run(new_plan, store, Asking(answers, answers.extract), checker, AtOnce(2, 1), stop=stop)

    with RunStore.open_readonly(tmp_path / "run") as old:
        new_plan = rejudging_plan(old, plan.problems, CHANGED, {"engine": "toy"})
        with RunStore.create_or_open(tmp_path / "new", new_plan) as store:
            assert not asyncio.run(part(old, store, new_plan)).complete
    rest = ToyChecker()
    summary, again = rejudged(tmp_path / "run", tmp_path / "new", plan, verdict_of, rest)
    assert summary.complete and again == rows
    assert 0 < len(rest.checked) < 16


def test_other_problems_than_the_runs_are_refused(tmp_path: Path) -> None:
    plan = make_plan(2, 1)
    run_once(tmp_path / "run", plan)
    other = [replace(problem, formal_statement="theorem x : False := by") for problem in plan.problems]
    with RunStore.open_readonly(tmp_path / "run") as old, pytest.raises(UsageError, match="--include-path"):
        rejudging_plan(old, other, CHANGED, {})


def test_the_new_run_names_the_old_one(tmp_path: Path) -> None:
    plan = make_plan(1, 1)
    run_once(tmp_path / "run", plan)
    rejudged(tmp_path / "run", tmp_path / "new", plan, verdict_of)
    there = json.loads((tmp_path / "new" / "run.json").read_text())["settings"]["rejudged"]
    assert there == {"run": "run", "settings_sha256": plan.settings_hash, "engine": "toy"}
