"""Repair rounds: who gets one, in which order, with which prompt and seed, and how they are counted."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import run_parts
from run_parts import ToyBackend, ToyChecker, make_plan, plain_text, repaired, run_once, settled, told

from harness.backends import Generation, Request
from harness.checker import Reason, Status, Verdict
from harness.errors import UsageError
from harness.problem import Problem
from harness.run._attempts import state_of
from harness.run.plan import attempt_seed
from harness.run.progress import Progress
from harness.run.store import AttemptRow, RunStore, State

KILLS = 8


def scripted(*words: str) -> ToyBackend:
    """The text of the round is the word of that number: proved, wrong, policy, memory, broken, ..."""
    by_seed = {
        attempt_seed(7, f"p{number}", sample, round_): round_
        for number in range(4)
        for sample in range(4)
        for round_ in range(len(words))
    }
    return ToyBackend(text=lambda problem, index, seed: words[by_seed[seed]])


VERDICTS = {
    "proved": Verdict(Status.PROVED),
    "wrong": Verdict(Status.REJECTED, Reason.LEAN_ERROR, "wrong"),
    "hole": Verdict(Status.REJECTED, Reason.INCOMPLETE, "sorry"),
    "slow": Verdict(Status.TIMEOUT, Reason.CPU, "60 s"),
    "policy": Verdict(Status.REJECTED, Reason.POLICY, "axiom"),
    "statement": Verdict(Status.REJECTED, Reason.STATEMENT, "another"),
    "memory": Verdict(Status.RESOURCE, Reason.MEMORY, "4 GiB"),
    "broken": Verdict(Status.INFRASTRUCTURE, Reason.WORKER, "gone"),
}


def judged(folder: Path, *words: str, **changes: Any) -> list[tuple[int, int, int, str]]:
    """(index, sample, round, word) of each attempt of one problem when round r answers with word r."""
    plan = make_plan(1, changes.pop("n", 1), rounds=len(words) - 1, **changes)
    summary, _ = run_once(
        folder, plan, scripted(*words), ToyChecker(judge=VERDICTS.__getitem__), repair=repaired
    )
    with RunStore.open_readonly(folder) as store:
        found = [(row.index, row.sample, row.round, str(row.text())) for row in store.attempts()]
        assert summary.problems == store.summary().problems
    return found


@pytest.mark.parametrize("early_stop", [False, True])
@pytest.mark.parametrize("first", ["wrong", "hole", "slow"])
def test_a_failed_attempt_gets_another_round(tmp_path: Path, first: str, early_stop: bool) -> None:
    found = judged(tmp_path / "run", first, "wrong", "proved", "wrong", early_stop=early_stop)
    assert found == [(0, 0, 0, first), (1, 0, 1, "wrong"), (2, 0, 2, "proved")]


@pytest.mark.parametrize("early_stop", [False, True])
@pytest.mark.parametrize("first", ["proved", "policy", "statement", "memory", "broken"])
def test_others_get_none(tmp_path: Path, first: str, early_stop: bool) -> None:
    found = judged(tmp_path / "run", first, "proved", early_stop=early_stop)
    assert found == [(0, 0, 0, first)]


def test_without_rounds_nothing_is_asked_again(tmp_path: Path) -> None:
    assert judged(tmp_path / "run", "wrong") == [(0, 0, 0, "wrong")]


def test_a_text_without_code_gets_another_round(tmp_path: Path) -> None:
    summary, rows = run_once(
        tmp_path / "run",
        make_plan(1, 1, rounds=1),
        extract=lambda problem, generation: None,
        repair=repaired,
    )
    assert [row[7] for row in rows] == ["no_code", "no_code"]
    assert summary.complete and summary.reasons == {"rejected/no_code": 2}


def test_a_round_sees_the_rounds_before_it(tmp_path: Path) -> None:
    seen: list[tuple[str, list[tuple[int, int, str | None, str, int]]]] = []

    def repair(problem: Problem, rows: Sequence[AttemptRow]) -> str:
        seen.append(
            (
                problem.name,
                [(row.sample, row.round, row.prompt(), row.detail, len(row.messages())) for row in rows],
            )
        )
        return f"mend round {len(rows)}"

    run_once(
        tmp_path / "run",
        make_plan(1, 2, rounds=2),
        scripted("wrong", "hole", "wrong"),
        ToyChecker(judge=VERDICTS.__getitem__),
        prompt=lambda problem: "prove it",
        repair=repair,
        max_connections=1,
    )
    for sample in (0, 1):
        first = (sample, 0, "prove it", "wrong", 0)
        assert ("p0", [first]) in seen
        assert ("p0", [first, (sample, 1, "mend round 1", "sorry", 0)]) in seen
    assert len(seen) == 4


def test_seeds_and_sample_numbers(tmp_path: Path) -> None:
    backend = ToyBackend()
    _, rows = run_once(tmp_path / "run", make_plan(2, 3, rounds=2), backend, repair=repaired)
    seeds = [row[2] for row in rows]
    assert len(set(seeds)) == len(seeds)
    for row in rows:
        assert row[2] == attempt_seed(7, row[0], row[1] // 3, row[1] % 3)
    # The model is asked for samples 0..n-1, in whatever round, and first attempts are those of no rounds.
    assert {index for _, index in backend.asked} == {0, 1, 2}
    _, plain = run_once(tmp_path / "plain", make_plan(2, 3))
    assert [(row[0], row[1] * 3, *row[2:]) for row in plain] == [row for row in rows if row[1] % 3 == 0]


def test_samples_and_attempts_are_counted(tmp_path: Path) -> None:
    plan = make_plan(4, 3, rounds=2)
    samples, rows = run_once(tmp_path / "run", plan, repair=repaired)
    with RunStore.open_readonly(tmp_path / "run") as store:
        attempts = store.summary("attempts")
    proved = {(row[0], row[1] // 3) for row in rows if row[6] is Status.PROVED}
    assert samples.n == 3 and not samples.early_stop
    assert [p.outcomes for p in samples.problems] == [
        tuple((f"p{number}", sample) in proved for sample in range(3)) for number in range(4)
    ]
    assert attempts.n == 9 and attempts.early_stop
    assert [p.outcomes for p in attempts.problems] == [
        tuple(row[6] is Status.PROVED for row in rows if row[0] == f"p{number}") for number in range(4)
    ]
    assert samples.solved == attempts.solved > 0
    assert sum(samples.verdicts.values()) == len(rows) > 12


def test_an_attempt_without_a_verdict_leaves_its_sample_open(tmp_path: Path) -> None:
    folder, plan = tmp_path / "run", make_plan(1, 1, rounds=1)
    broken = {**VERDICTS, "wrong": VERDICTS["broken"]}
    backend = scripted("wrong", "proved")
    summary, rows = run_once(folder, plan, backend, ToyChecker(judge=broken.__getitem__), repair=repaired)
    assert not summary.complete and summary.problems[0].outcomes == (None,) and len(rows) == 1
    summary, rows = run_once(folder, plan, backend, ToyChecker(judge=VERDICTS.__getitem__), repair=repaired)
    assert summary.complete and summary.problems[0].outcomes == (True,) and len(rows) == 2


def test_early_stop_ends_with_the_first_proof_of_any_round(tmp_path: Path) -> None:
    found = judged(tmp_path / "run", "wrong", "proved", n=4, early_stop=True)
    assert found == [(0, 0, 0, "wrong"), (1, 0, 1, "proved")]


def test_a_model_without_prompts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--rounds"):
        run_once(tmp_path / "run", make_plan(1, 1, rounds=1))


def test_a_round_goes_before_new_samples(tmp_path: Path) -> None:
    backend = scripted("wrong", "wrong")
    run_once(
        tmp_path / "run",
        make_plan(2, 3, rounds=1),
        backend,
        ToyChecker(judge=VERDICTS.__getitem__),
        repair=repaired,
        max_connections=1,
        max_checkers=1,
        window=1,
    )
    assert sorted(backend.asked) == sorted([(f"p{i}", s) for i in range(2) for s in range(3)] * 2)
    # Sample 0 of both problems has had its second round before the last sample of all begins.
    last = max(place for place, asked in enumerate(backend.asked) if asked[1] == 2)
    assert all(backend.asked[:last].count((f"p{i}", 0)) == 2 for i in range(2))


def test_progress_counts_what_comes(tmp_path: Path) -> None:
    progress = Progress()
    plan = make_plan(4, 3, rounds=2)
    _, rows = run_once(tmp_path / "run", plan, repair=repaired, progress=progress)
    assert (progress.done, progress.total) == (len(rows), len(rows))
    again = Progress()
    run_once(tmp_path / "run", plan, repair=repaired, progress=again)
    assert (again.done, again.total) == (len(rows), len(rows))


def test_states_in_the_store_are_those_of_verdicts(tmp_path: Path) -> None:
    words = list(VERDICTS)
    with RunStore.create_or_open(tmp_path / "run", make_plan(1, len(words))) as store:
        for index, word in enumerate(words):
            store.put_generated("p0", Generation(index, 0, word), word, verdict=VERDICTS[word])
        states = store.done()["p0"].states
    assert [State(state) for state in states] == [state_of(VERDICTS[word]) for word in words]


def start(folder: Path, early_stop: bool) -> subprocess.Popen[bytes]:
    options = ["--problems", "25", "--n", "6", "--rounds", "2", "--pause", "0.01"]
    return subprocess.Popen(
        [sys.executable, run_parts.__file__, str(folder), *options, *(["--early-stop"] * early_stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("early_stop", [False, True])
def test_killed_at_any_moment_it_ends_the_same(tmp_path: Path, early_stop: bool) -> None:
    seed = random.randrange(2**32)
    dice, folder, counts = random.Random(seed), tmp_path / "run", []
    for _ in range(KILLS):
        with start(folder, early_stop) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(dice.uniform(0.1, 0.6))
            process.send_signal(signal.SIGKILL)
        counts.append(settled(folder))
    plan = make_plan(25, 6, rounds=2, early_stop=early_stop)
    whole, rows = run_once(tmp_path / "whole", plan, prompt=told, repair=repaired)
    assert counts == sorted(counts), f"seed {seed}"
    assert any(0 < count < len(rows) for count in counts), f"seed {seed}: {counts}"
    with start(folder, early_stop) as process:
        output, errors = process.communicate()
    assert errors == b"" and json.loads(output.splitlines()[-1])["complete"]
    with RunStore.open_readonly(folder) as store:
        assert run_parts.table(store) == rows, f"seed {seed}"
        assert store.summary().problems == whole.problems


def test_a_run_of_one_task_each_never_waits_for_itself(tmp_path: Path) -> None:
    async def pause(problem: str, other: object) -> None:
        await asyncio.sleep(0)

    for seed in range(5):
        summary, _ = run_once(
            tmp_path / str(seed),
            make_plan(3, 3, rounds=3, seed=seed),
            ToyBackend(before=pause),
            ToyChecker(before=pause),
            repair=repaired,
            max_checkers=1,
            max_connections=1,
            window=1,
        )
        assert summary.complete


class Narrow(ToyBackend):
    """A model whose window holds no talk of more than `fits` rounds."""

    fits = 1

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        async for generation in super().generate(request):
            if request.round > self.fits:
                generation = replace(generation, text="", error="context_length_exceeded", too_long=True)
            yield generation


@pytest.mark.parametrize("early_stop", [False, True])
@pytest.mark.parametrize("fits", [0, 1])
def test_a_talk_that_outgrows_the_window_is_the_end_of_its_sample(
    tmp_path: Path, early_stop: bool, fits: int
) -> None:
    plan = make_plan(3, 2, rounds=3, early_stop=early_stop)
    checker = ToyChecker(judge=lambda candidate: VERDICTS["wrong"])
    backend = Narrow(text=plain_text)
    backend.fits = fits
    progress = Progress()
    summary, rows = run_once(
        tmp_path / "run", plan, backend, checker, repair=repaired, prompt=told, progress=progress
    )
    assert summary.complete and summary.solved == 0
    assert [problem.outcomes for problem in summary.problems] == [(False, False)] * 3
    assert summary.verdicts["rejected"] == 6 * (fits + 1) and summary.verdicts["infrastructure"] == 0
    assert summary.answers.too_long == 6
    assert progress.done == progress.total
    asked = len(backend.asked)
    assert asked == 6 * (fits + 2), "such a request isn't repeated"
    again, same = run_once(tmp_path / "run", plan, backend, checker, repair=repaired, prompt=told)
    assert same == rows and len(backend.asked) == asked and again.problems == summary.problems
    with RunStore.open_readonly(tmp_path / "run") as store:
        assert {outcome.outcomes for outcome in store.summary("attempts").problems} == {
            (False,) * (2 * (fits + 1))
        }


def test_a_first_prompt_that_is_too_long_is_no_answer_of_the_model(tmp_path: Path) -> None:
    backend = Narrow(text=plain_text)
    backend.fits = -1
    summary, _ = run_once(tmp_path / "run", make_plan(1, 1), backend)
    assert not summary.complete and summary.verdicts["infrastructure"] == 1
    assert summary.errors["infrastructure/backend"][0].text == "context_length_exceeded"
