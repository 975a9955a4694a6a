"""Judges candidates, several at once, and writes down each verdict: the program that faults are made in.

Its argument is JSON: engine, cache and store (folder and file), reuse, first and count (which candidates),
at_once, and answers, a file that gets "ready" and then a line of JSON for each verdict.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from _mixed import HEADER, LIMITS, Candidate, mixed

from harness.checker.cache import CachedChecker, VerdictStore
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Engine, ProcessEngine
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.replay.find import find_replayer
from harness.checker.verdict import Verdict
from harness.lean.embedded import EmbeddedLean
from harness.sandbox.bubblewrap import Bubblewrap

KINDS = ("good", "wrong", "sorry", "heartbeats")
READY = "ready"
WARM = "theorem warm (p : Prop) (h : p) : p := h\n"


@dataclass(frozen=True)
class Answer:
    """One line of the answers."""

    number: int
    status: str
    reason: str | None
    detail: str

    @property
    def told(self) -> tuple[str, str | None]:
        """What may not differ."""
        return self.status, self.reason


def chosen(first: int, count: int) -> list[tuple[int, Candidate]]:
    """`count` candidates with their numbers, from the one numbered `first` on."""
    found: list[tuple[int, Candidate]] = []
    for number, each in enumerate(mixed(2 * (first + count) + 100)):
        if each.kind in KINDS and number >= first and len(found) < count:
            found.append((number, replace(each, limits=LIMITS)))
    return found


def answer(number: int, verdict: Verdict) -> Answer:
    return Answer(number, verdict.status.value, verdict.reason and verdict.reason.value, verdict.detail)


def read_answers(file: Path) -> list[Answer] | None:
    """The answers so far; None before the worker is ready."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    if READY not in lines:
        return None
    found = []
    for line in lines[1:]:
        try:
            found.append(Answer(*json.loads(line)))
        except ValueError:
            # The last line of a program that was killed.
            continue
    return found


def say(handle: int, line: str) -> None:
    """Write a line, however often that fails: what isn't told can't be counted."""
    while True:
        try:
            os.write(handle, line.encode() + b"\n")
            return
        except OSError:
            continue


async def judge(config: dict[str, Any]) -> None:
    toolchain = EmbeddedLean(say=print).prepare()
    sandbox = Bubblewrap()
    engine: Engine = (
        ForkEngine(toolchain) if config["engine"] == "fork" else ProcessEngine(toolchain, sandbox)
    )
    replayer = find_replayer(toolchain, sandbox, "always")
    checker = Checker(toolchain, engine, CheckSettings(LIMITS), Path(config["cache"]), replayer)
    answers = os.open(config["answers"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    await engine.elaborate(HEADER + WARM, LIMITS)
    say(answers, READY)
    slots = asyncio.Semaphore(config["at_once"])
    with closing(VerdictStore(Path(config["store"]))) as store:
        cached = CachedChecker(checker, store, reuse=config["reuse"])

        async def one(number: int, candidate: Candidate) -> None:
            async with slots:
                try:
                    verdict = await cached.check(candidate.problem, candidate.text)
                except Exception as error:  # noqa: BLE001  a run takes it as a failure of ours
                    said = Answer(number, "infrastructure", "worker", f"{type(error).__name__}: {error}")
                else:
                    said = answer(number, verdict)
            say(answers, json.dumps([said.number, said.status, said.reason, said.detail]))

        await asyncio.gather(*(one(*each) for each in chosen(config["first"], config["count"])))
    await checker.close()


def command(config: dict[str, Any]) -> Sequence[str]:
    """How to start it."""
    folders = [Path(__file__).parent, Path(__file__).parents[2] / "benchmarks"]
    code = (
        f"import sys; sys.path[:0] = {[str(folder) for folder in folders]!r}; import fault_worker as worker; "
    )
    code += "worker.main()"
    return [sys.executable, "-c", code, json.dumps(config)]


def main() -> None:
    """Judge as the first argument says."""
    asyncio.run(judge(json.loads(sys.argv[1])))
