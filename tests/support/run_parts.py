"""A small backend and a small checker for tests of the runner; as a script, a run that can be killed.

Both are plain functions of names, indices and texts: the text of an attempt tells its verdict.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.backends import Generation, Request
from harness.checker import Message, Reason, Status, Verdict
from harness.checker.record import CheckRecord
from harness.problem import Problem
from harness.run.asking import Asking
from harness.run.plan import RunPlan, attempt_seed
from harness.run.progress import PlainProgress, Progress, make_progress
from harness.run.runner import AtOnce, run
from harness.run.store import AttemptRow, RunStore
from harness.run.summary import ProblemOutcome, RunSummary

RECORD = CheckRecord(engine="none", limits={"cpu_s": 60})


def make_plan(count: int = 5, n: int = 4, **changes: Any) -> RunPlan:
    rows = tuple(
        Problem(f"p{i}", "test", f"theorem p{i} : True := by", "import Base\n") for i in range(count)
    )
    return RunPlan(**{"bench": "toy", "model": "toy-model", "problems": rows, "n": n, "seed": 7, **changes})


def pairs_of(count: int) -> tuple[tuple[str, ...], ...]:
    """Groups of two, the first half of the problems with the second half."""
    return tuple((f"p{i}", f"p{i + count // 2}") for i in range(count // 2))


def plain_text(problem: str, index: int, seed: int) -> str:
    return f"{problem} {index} {seed}: " + "exact trivial " * (index % 3)


@dataclass
class ToyBackend:
    """Writes `text(problem, index, seed)` for each sample; keeps a log of what was asked, if `log`."""

    text: Callable[[str, int, int], str] = plain_text
    before: Callable[[str, int], Awaitable[None]] | None = None
    special: Callable[[str, int], Mapping[str, Any]] = lambda problem, index: {}
    asked: list[tuple[str, int]] = field(default_factory=list)
    requests: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    log: bool = True

    @property
    def description(self) -> Mapping[str, Any]:
        return {"name": "toy"}

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        name = request.problem.name
        if self.log:
            self.requests.append((name, tuple(sample.index for sample in request.samples)))
        for sample in request.samples:
            if self.log:
                self.asked.append((name, sample.index))
            if self.before is not None:
                await self.before(name, sample.index)
            changes = self.special(name, sample.index)
            text = "" if changes else self.text(name, sample.index, sample.seed)
            yield Generation(sample.index, sample.seed, text, 10, 20, **changes)

    async def close(self) -> None:
        pass


def verdict_of(candidate: str) -> Verdict:
    """A verdict that depends on the candidate alone: about one in four is proved."""
    value = sum(candidate.encode()) % 8
    if value < 2:
        return Verdict(Status.PROVED, axioms=("propext",), cpu_s=0.25, wall_s=0.5, record=RECORD)
    if value == 2:
        return Verdict(Status.TIMEOUT, Reason.CPU, "60 s", cpu_s=0.25, record=RECORD)
    message = Message("error", f"unsolved goals {value}", 3, 4, 3, 9)
    detail = f"unsolved goals {value}"
    return Verdict(Status.REJECTED, Reason.LEAN_ERROR, detail, None, (message,), 0.25, record=RECORD)


def expected_outcome(problem: Problem, n: int, *, early_stop: bool = False) -> ProblemOutcome:
    outcomes: list[bool | None] = []
    for index in range(n):
        text = plain_text(problem.name, index, attempt_seed(7, problem.name, index))
        outcomes.append(verdict_of(text).proved)
        if early_stop and outcomes[-1]:
            break
    return ProblemOutcome(problem.name, "test", tuple(outcomes))


@dataclass
class ToyChecker:
    """Gives `verdict_of(candidate)`; keeps a log, if `log`, and counts how many checks run at once."""

    before: Callable[[str, str], Awaitable[None]] | None = None
    judge: Callable[[str], Verdict] = verdict_of
    checked: list[tuple[str, str]] = field(default_factory=list)
    running: int = 0
    most: int = 0
    cancelled: int = 0
    log: bool = True
    record: CheckRecord = field(default_factory=CheckRecord)
    first_error: bool = False

    async def check_headers(self, headers: Iterable[str]) -> None:
        """Without a Lean all are good."""

    async def close(self) -> None:
        """Nothing is kept running."""

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        if self.log:
            self.checked.append((problem.name, candidate))
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            if self.before is not None:
                await self.before(problem.name, candidate)
            return self.judge(candidate)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.running -= 1


def whole_text(problem: Problem, generation: Generation) -> str | None:
    return generation.text


def told(problem: Problem) -> str:
    return f"Prove {problem.name}."


def repaired(problem: Problem, rows: Sequence[AttemptRow]) -> str:
    """A prompt that depends on everything that the rounds before have."""
    parts = [f"{row.round} {row.prompt()} {row.text()} {row.detail} {row.messages()}" for row in rows]
    return f"Mend {problem.name} after " + " | ".join(parts)


async def carry_out(
    plan: RunPlan, backend: ToyBackend, checker: ToyChecker, store: RunStore, **options: Any
) -> RunSummary:
    """options: those of AtOnce, Asking and `run`."""
    chosen = {"extract": whole_text, "retry_delay_s": 0.001, **options}
    at_once = AtOnce(
        chosen.pop("max_checkers", 3),
        chosen.pop("max_connections", 2),
        chosen.pop("together", 1),
        chosen.pop("window", None),
    )
    names = chosen.keys() & {"extract", "prompt", "repair", "samples_per_request"}
    asking = Asking(backend, **{name: chosen.pop(name) for name in names})
    return await run(plan, store, asking, checker, at_once, **chosen)


def run_once(
    folder: Path,
    plan: RunPlan,
    backend: ToyBackend | None = None,
    checker: ToyChecker | None = None,
    **options: Any,
) -> tuple[RunSummary, list[tuple[Any, ...]]]:
    """Carry out the plan in the folder as one process would; the summary and `table` of the store."""

    async def whole() -> RunSummary:
        summary = await carry_out(plan, backend or ToyBackend(), checker or ToyChecker(), store, **options)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return summary

    with RunStore.create_or_open(folder, plan) as store:
        summary = asyncio.run(whole())
        return summary, table(store)


def table(store: RunStore) -> list[tuple[Any, ...]]:
    """Everything about the attempts but the times of day and clocks."""
    return [
        (
            row.problem,
            row.index,
            row.seed,
            row.text(),
            row.proof(),
            row.exhausted,
            row.status,
            row.reason,
            row.detail,
            row.axioms(),
            row.messages(),
            row.record(),
            row.cpu_s,
            row.prompt(),
        )
        for row in store.attempts()
    ]


def settled(folder: Path) -> int:
    """Attempts of a run on disk that need nothing more."""
    with RunStore.open_readonly(folder) as store:
        return sum(len(states.judged) for states in store.done().values())


def high_water_kib() -> int:
    """The most memory that this process had at once."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def main() -> None:
    """Carry out a plan in a folder; print one JSON object. `--hold`: keep the store open until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--problems", type=int, default=20)
    parser.add_argument("--n", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--pause", type=float, default=0.0)
    parser.add_argument("--words", type=int, default=0)
    parser.add_argument("--early-stop", action="store_true")
    parser.add_argument("--pairs", action="store_true", help="early stop by pairs of problems")
    parser.add_argument("--hold", action="store_true")
    parser.add_argument("--progress", action="store_true")
    parser.add_argument("--log", action="store_true", help="hold every candidate in memory")
    args = parser.parse_args()
    stopping = {"early_stop": True, "groups": pairs_of(args.problems)} if args.pairs else {}
    plan = make_plan(
        args.problems, args.n, **{"early_stop": args.early_stop, "rounds": args.rounds, **stopping}
    )

    async def pause(problem: str, other: object) -> None:
        if args.pause:
            await asyncio.sleep(args.pause)

    def text(problem: str, index: int, seed: int) -> str:
        # Numbers that don't compress, so that the size of the run is known.
        return plain_text(problem, index, seed) + " ".join(str(seed * i % 2**61) for i in range(args.words))

    with RunStore.create_or_open(args.folder, plan) as store, contextlib.suppress(KeyboardInterrupt):
        print("open", flush=True)
        if args.hold:
            time.sleep(600)
        started = time.process_time()
        progress: Progress = make_progress(quiet=not args.progress)
        if isinstance(progress, PlainProgress):
            progress.interval_s = 0.05
        backend = ToyBackend(text, pause, log=args.log)
        checker = ToyChecker(pause, log=args.log)
        asking = {"prompt": told, "repair": repaired} if args.rounds else {}
        summary = asyncio.run(
            carry_out(plan, backend, checker, store, max_checkers=4, progress=progress, **asking)
        )
        result = {
            "complete": summary.complete,
            "stopped": summary.stopped,
            "verdicts": dict(summary.verdicts),
            "high_water_kib": high_water_kib(),
            "cpu_s": time.process_time() - started,
        }
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
