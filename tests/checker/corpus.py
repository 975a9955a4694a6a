"""Read a corpus of cases, and run it through the whole checker."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Engine
from harness.checker.replay.find import ReplayMode, find_replayer
from harness.checker.verdict import Verdict
from harness.errors import BadCandidateError
from harness.lean.source import decode_candidate
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.prompts.candidate import candidate_in_file, no_code
from harness.prompts.extract import NoCandidate
from harness.resources import cache_folder
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap

TESTS = Path(__file__).parent.parent
LIMITS = Limits(cpu_s=20, memory=2 << 30)
Level = Literal["strict", "open"]


@dataclass(frozen=True)
class Case:
    """One candidate and what must become of it."""

    label: str
    problem: Problem
    data: bytes
    mode: str
    expect: dict[str, Any]


def cases(corpus: str, level: Level) -> Iterator[Case]:
    """The cases of a corpus that are for this policy."""
    for file in sorted((TESTS / corpus).glob("*/case.yaml")):
        case = yaml.safe_load(file.read_text("utf-8"))
        if case.get("policy", "both") not in (level, "both"):
            continue
        problem = Problem(case["name"], "test", case["statement"], case["header"])
        folder = file.parent
        for text in sorted([*folder.glob("candidate.lean"), *folder.glob("candidates/*")]):
            label = str(text.relative_to(TESTS / corpus))
            expect = case.get("expect_open", case["expect"]) if level == "open" else case["expect"]
            yield Case(label, problem, text.read_bytes(), case.get("mode", "auto"), expect)


async def judge(checkers: dict[str, Checker], case: Case) -> Verdict | str:
    try:
        candidate = candidate_in_file(case.problem, decode_candidate(case.data))
    except BadCandidateError:
        return "rejected/policy"
    if isinstance(candidate, NoCandidate):
        return no_code(candidate, {})
    return await checkers[case.mode].check(case.problem, candidate)


def verdicts(
    toolchain: Toolchain, engine: Engine, chosen: list[Case], level: Level, replay: ReplayMode = "always"
) -> dict[str, Any]:
    """label -> (expected, found) for every case that did not end as it must."""

    async def run() -> list[Verdict | str]:
        replayer = find_replayer(toolchain, Bubblewrap(), replay)
        checkers = {
            mode: Checker(
                toolchain, engine, CheckSettings(LIMITS, level, cast(Any, mode)), cache_folder(), replayer
            )
            for mode in ("auto", "splice", "file")
        }
        slots = asyncio.Semaphore(len(os.sched_getaffinity(0)))

        async def one(case: Case) -> Verdict | str:
            async with slots:
                return await judge(checkers, case)

        try:
            return await asyncio.gather(*map(one, chosen))
        finally:
            await checkers["auto"].close()

    wrong = {}
    for case, verdict in zip(chosen, asyncio.run(run()), strict=True):
        if not matches(case.expect, verdict, level):
            wrong[case.label] = (case.expect, describe(verdict))
    return wrong


def describe(verdict: Verdict | str) -> str:
    if isinstance(verdict, str):
        return verdict
    return f"{verdict.status}/{verdict.reason}: {verdict.detail}"


def matches(expect: dict[str, Any], verdict: Verdict | str, level: Level) -> bool:
    """Under `open` the policy lets most cheats through to Lean and the audit, so the reason may be theirs."""
    status, _, reason = describe(verdict).partition(":")[0].partition("/")
    reasons = expect.get("reason")
    allowed = reasons if isinstance(reasons, list) else [reasons]
    statuses = expect["status"] if isinstance(expect["status"], list) else [expect["status"]]
    if level == "open" and "proved" not in statuses:
        return status in ("rejected", "timeout", "resource")
    return status in statuses and (reasons is None or reason in allowed)
