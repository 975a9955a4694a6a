"""Run folders made through the real RunStore, with attempts whose verdicts are given."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.backends import Generation, Sampling
from harness.checker import Reason, Status, Verdict
from harness.cli import main
from harness.problem import Problem
from harness.run.plan import RunPlan
from harness.run.store import RunStore

CHECK = {
    "toolchain": "embedded",
    "revision": "a" * 64,
    "policy": "strict",
    "limits": {"cpu_s": 60.0},
    "engine": "process",
}
# One letter per attempt: proved, rejected, timeout, no verdict, only prose, cut off before any code.
VERDICTS = {
    "P": Verdict(Status.PROVED, cpu_s=0.5),
    "r": Verdict(Status.REJECTED, Reason.LEAN_ERROR, cpu_s=0.5),
    "t": Verdict(Status.TIMEOUT, Reason.CPU, cpu_s=60.0),
    "i": Verdict(Status.INFRASTRUCTURE, Reason.WORKER),
    "n": Verdict(Status.REJECTED, Reason.NO_CODE, "only_prose: the text has no code block and isn't Lean"),
    "c": Verdict(Status.REJECTED, Reason.NO_CODE, "cut_off: the text ends before any code"),
}


def make_run(
    folder: Path,
    attempts: Mapping[str, str],
    *,
    model: str = "toy",
    bench: str = "toy-bench",
    early_stop: bool = False,
    statement: str = "True",
    bench_sha256: str = "b" * 64,
    check: Mapping[str, Any] = CHECK,
    temperature: float | None = None,
    seed: int = 0,
    rounds: int = 0,
    tokens: tuple[int, int] | None = (5, 7),
    settings: Mapping[str, Any] = {},
) -> Path:
    """A run folder. attempts: problem -> one letter per attempt (see VERDICTS); "." leaves one out.

    rounds: of each sample, whose attempts come one after the other. tokens: of each prompt and completion.
    settings: further ones, such as tags and prices.
    """
    problems = tuple(Problem(name, "test", f"theorem p : {statement} := by", "") for name in attempts)
    plan = RunPlan(
        bench=bench,
        model=model,
        problems=problems,
        n=max(map(len, attempts.values())) // (rounds + 1),
        rounds=rounds,
        seed=seed,
        early_stop=early_stop,
        sampling=Sampling(temperature=temperature),
        settings={"bench_sha256": bench_sha256, "check": dict(check), **settings},
    )
    with RunStore.create_or_open(folder, plan) as store:
        for name, letters in attempts.items():
            for index, letter in enumerate(letters):
                if letter != ".":
                    sample, round_ = divmod(index, rounds + 1)
                    text = f"{name} {index} of seed {seed}"
                    generation = Generation(sample, 1, text, *(tokens or (None, None)))
                    store.put_generated(name, generation, "trivial", verdict=VERDICTS[letter], round_=round_)
    return folder


def numbered(*letters: str) -> dict[str, str]:
    """Problems p0, p1, ... with these attempts."""
    return {f"p{number}": row for number, row in enumerate(letters)}


def counts(proofs: Sequence[int], n: int) -> dict[str, str]:
    """Problems with so many proofs among n attempts, the proofs first."""
    return numbered(*("P" * c + "r" * (n - c) for c in proofs))


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Done]


def command_line(monkeypatch: Any, capsys: Any) -> Command:
    """`call("compare", a, b)` runs the whole command line in this process."""

    def call(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["prover-eval", *map(str, words)])
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call
