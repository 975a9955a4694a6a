"""Problems that early stop ends together: none of a group goes on after a proof of one."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import run_parts
from run_parts import (
    ToyBackend,
    ToyChecker,
    expected_outcome,
    make_plan,
    pairs_of,
    repaired,
    run_once,
    settled,
    verdict_of,
)

from harness.backends import Generation, Request
from harness.checker import Verdict
from harness.checker.verdict import Reason, Status
from harness.errors import DataError, UsageError
from harness.run.plan import RunPlan
from harness.run.progress import Progress
from harness.run.rejudge import StoredAnswers, rejudging_plan
from harness.run.settings import RunSettings
from harness.run.store import RunStore
from harness.stats import estimate

COUNT, N, KILLS = 24, 8, 10


def jitter(seed: int) -> Any:
    dice = random.Random(seed)

    async def pause(problem: str, other: object) -> None:
        await asyncio.sleep(dice.random() * 0.002)

    return pause


def paired(count: int = COUNT, n: int = N, **changes: object) -> RunPlan:
    return make_plan(count, n, early_stop=True, groups=pairs_of(count), **changes)


def wanted(plan: RunPlan) -> list[tuple[bool | None, ...]]:
    """What each problem's outcomes are to be: as many samples as its group makes."""
    alone = {p.name: expected_outcome(p, plan.n, early_stop=True).outcomes for p in plan.problems}
    whole = {p.name: expected_outcome(p, plan.n).outcomes for p in plan.problems}
    ends = {}
    for group in plan.groups:
        firsts = [len(alone[name]) for name in group if alone[name][-1]]
        ends.update(dict.fromkeys(group, min(firsts, default=plan.n)))
    return [whole[p.name][: ends.get(p.name, len(alone[p.name]))] for p in plan.problems]


def test_a_group_ends_with_the_first_proof_of_any_member(tmp_path: Path) -> None:
    plan = paired()
    summary, rows = run_once(tmp_path / "run", plan)
    assert summary.complete and summary.stopped is None
    assert [problem.outcomes for problem in summary.problems] == wanted(plan)
    assert len(rows) == sum(len(problem.outcomes) for problem in summary.problems)
    solved = {problem.name: problem.solved for problem in summary.problems}
    kinds = {(solved[a], solved[b]) for a, b in plan.groups}
    assert {(True, False), (False, True)} <= kinds
    # Members that were left unsolved make fewer attempts than they would by themselves.
    assert len(rows) < len(run_once(tmp_path / "alone", make_plan(COUNT, N, early_stop=True))[1])


def test_the_result_depends_on_no_moment(tmp_path: Path) -> None:
    plan = paired()
    first = run_once(tmp_path / "run", plan, max_connections=1, max_checkers=1)[1]
    for seed in range(3):
        backend, checker = ToyBackend(before=jitter(seed)), ToyChecker(jitter(seed + 9))
        again = run_once(tmp_path / str(seed), plan, backend, checker, max_connections=9, max_checkers=5)[1]
        assert again == first


def test_members_take_turns(tmp_path: Path) -> None:
    backend = ToyBackend()
    run_once(tmp_path / "run", paired(), backend, max_connections=1, max_checkers=1)
    for a, b in paired().groups:
        asked = [(name, index) for name, index in backend.asked if name in (a, b)]
        assert asked == [(name, index) for index in range(len(asked) // 2) for name in (a, b)]


def test_a_problem_in_no_group_goes_by_itself(tmp_path: Path) -> None:
    plan = make_plan(6, N, early_stop=True, groups=(("p0", "p5"),))
    summary, _ = run_once(tmp_path / "run", plan)
    assert [problem.outcomes for problem in summary.problems] == wanted(plan)
    single = [expected_outcome(problem, N, early_stop=True) for problem in plan.problems[1:5]]
    assert list(summary.problems[1:5]) == single


@pytest.mark.parametrize("rounds", [1, 2])
def test_repair_rounds_belong_to_their_sample(tmp_path: Path, rounds: int) -> None:
    plan = paired(12, 5, rounds=rounds)
    quick, rows = run_once(tmp_path / "run", plan, repair=repaired)
    slow = ToyBackend(before=jitter(4)), ToyChecker(jitter(5))
    assert run_once(tmp_path / "again", plan, *slow, repair=repaired, max_connections=7)[1] == rows
    assert quick.complete
    lengths = {problem.name: len(problem.outcomes) for problem in quick.problems}
    assert all(lengths[a] == lengths[b] for a, b in plan.groups)


def test_a_group_of_a_hundred_is_told_to_progress_in_full(tmp_path: Path) -> None:
    class Counting(Progress):
        interval_s = None

        def start(self, total: int, done: int, problems: int, solved: int) -> None:
            self.left = total - done

        def shrink(self, attempts: int) -> None:
            self.left -= attempts

        def advance(self, *, solved: bool = False) -> None:
            self.left -= 1

    progress = Counting()
    summary, _ = run_once(tmp_path / "run", paired(), progress=progress)
    assert progress.left == 0 and summary.solved > 0
    half = Counting()
    run_once(tmp_path / "run", paired(), progress=half)
    assert half.left == 0


def started(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, run_parts.__file__, str(folder), *options]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_run_of_groups_killed_ten_times_ends_with_the_same_verdicts(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    dice = random.Random(seed)
    options = ["--problems", "60", "--n", "12", "--pause", "0.02", "--pairs"]
    folder, counts = tmp_path / "run", []
    moments = [dice.uniform(*span) for span in ((0.0, 0.2), (0.25, 0.6)) for _ in range(KILLS // 2)]
    for moment in moments:
        with started(folder, *options) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        counts.append(settled(folder))
    whole, rows = run_once(tmp_path / "whole", paired(60, 12))
    assert counts == sorted(counts), f"seed {seed}"
    assert len({count for count in counts if 0 < count < len(rows)}) >= 2, f"seed {seed}: {counts}"
    with started(folder, *options) as process:
        output, errors = process.communicate()
    assert errors == b"" and json.loads(output.splitlines()[-1])["complete"]
    backend = ToyBackend()
    summary, killed_rows = run_once(folder, paired(60, 12), backend)
    assert backend.asked == [] and killed_rows == rows, f"seed {seed}"
    assert summary.problems == whole.problems


def test_an_attempt_without_a_verdict_ends_its_group_for_this_run(tmp_path: Path) -> None:
    plan, broken = paired(2, N), {"is": True}

    def judge(candidate: str) -> Verdict:
        if candidate.startswith("p1 0 ") and broken["is"]:
            return Verdict(Status.INFRASTRUCTURE, Reason.LEAN, "gone")
        return verdict_of(candidate)

    backend = ToyBackend()
    summary, _ = run_once(tmp_path / "run", plan, backend, ToyChecker(judge=judge))
    assert not summary.complete and set(backend.asked) == {("p0", 0), ("p1", 0)}
    broken["is"] = False
    summary, rows = run_once(tmp_path / "run", plan, checker=ToyChecker(judge=judge))
    assert summary.complete and rows == run_once(tmp_path / "whole", plan)[1]


def test_what_a_group_left_out_makes_pass_at_k_a_lower_bound(tmp_path: Path) -> None:
    summary, _ = run_once(tmp_path / "run", paired())
    (at_1, at_n) = estimate(summary, [1, N])
    cut = [p for p in summary.problems if not p.solved and len(p.outcomes) < N]
    assert cut and at_1.short == 0 and at_n.short == len(cut)
    assert at_n.estimator == "first_success" and at_n.estimate == summary.solved / COUNT


def test_a_rejudged_run_has_its_groups(tmp_path: Path) -> None:
    plan = paired()
    summary, rows = run_once(tmp_path / "run", plan)

    class Strict(ToyChecker):
        """Refuses what the first checker accepted of the first members."""

        async def check(self, problem: object, candidate: str) -> Verdict:
            found = await super().check(problem, candidate)  # type: ignore[arg-type]
            if found.proved and int(candidate.split()[0][1:]) < COUNT // 2:
                return Verdict(Status.REJECTED, Reason.LEAN_ERROR, "no", cpu_s=0.1)
            return found

    with RunStore.open_readonly(tmp_path / "run") as source:
        again = rejudging_plan(source, plan.problems, {}, {"engine": "none"})
        assert again.groups == plan.groups
        answers = StoredAnswers(source)

        class Stored(ToyBackend):
            async def generate(self, request: Request):  # type: ignore[no-untyped-def]
                async for generation in answers.generate(request):
                    assert isinstance(generation, Generation)
                    yield generation

        same, same_rows = run_once(tmp_path / "same", again, Stored())
        assert same.problems == summary.problems and len(same_rows) == len(rows)
        fewer, _ = run_once(tmp_path / "fewer", again, Stored(), Strict())
    assert fewer.complete and fewer.solved < summary.solved


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"early_stop": False}, "early stop"),
        ({"groups": (("p0", "p9"),)}, "must be a problem of the plan"),
        ({"groups": (("p0", "p1"), ("p1", "p2"))}, "in one group alone"),
    ],
)
def test_groups_that_cant_be(changes: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        make_plan(4, 2, **{"early_stop": True, "groups": (("p0", "p1"),), **changes})


def test_groups_of_a_folder_that_was_edited_are_refused() -> None:
    with pytest.raises(DataError, match="groups"):
        RunSettings.of({"bench": "b", "model": "m", "n": 1, "early_stop": True, "groups": [["a", 1]]})


def test_groups_are_part_of_what_decides_a_run(tmp_path: Path) -> None:
    run_once(tmp_path / "run", paired())
    with pytest.raises(UsageError, match="groups"):
        run_once(tmp_path / "run", make_plan(COUNT, N, early_stop=True))
    assert paired().settings_hash != make_plan(COUNT, N, early_stop=True).settings_hash


def test_a_stopped_group_goes_on(tmp_path: Path) -> None:
    plan, stop = paired(), asyncio.Event()

    async def stop_after_ten(problem: str, candidate: str) -> None:
        if len(checker.checked) > 10:
            stop.set()
            await asyncio.sleep(3600)

    checker = ToyChecker(stop_after_ten)
    summary, _ = run_once(tmp_path / "run", plan, checker=checker, stop=stop)
    assert not summary.complete
    assert run_once(tmp_path / "run", plan)[1] == run_once(tmp_path / "whole", plan)[1]
