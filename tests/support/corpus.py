"""Read a corpus of cases, and run it through the whole checker."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from harness.checker import AnyChecker, CheckerSpec, LeanNeeds, Verdict, open_checker
from harness.checker.engines.choose import EngineName
from harness.checker.record import CheckRecord
from harness.checker.replay.find import ReplayMode
from harness.errors import BadCandidateError
from harness.lean.source import decode_candidate
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.prompts.candidate import candidate_in_file, no_code
from harness.prompts.extract import NoCandidate
from harness.sandbox import Limits

TESTS = Path(__file__).parent.parent
LIMITS = Limits(cpu_s=20, memory=2 << 30)
NEEDS = LeanNeeds("the corpus", "embedded")
Level = Literal["strict", "open"]


@dataclass(frozen=True)
class Case:
    """One candidate and what must become of it."""

    label: str
    problem: Problem
    data: bytes
    mode: str
    expect: dict[str, Any]
    any_reason: bool = False


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
            told = case.get("expect_open") if level == "open" else case["expect"]
            expect = told or case["expect"]
            loose = told is None and expect["status"] != "proved"
            yield Case(label, problem, text.read_bytes(), case.get("mode", "auto"), expect, loose)


async def judge(checker: AnyChecker, case: Case) -> Verdict | str:
    try:
        candidate = candidate_in_file(case.problem, decode_candidate(case.data))
    except BadCandidateError:
        return "rejected/policy"
    if isinstance(candidate, NoCandidate):
        return no_code(candidate, CheckRecord())
    return await checker.check(case.problem, candidate)


async def found(toolchain: Toolchain, spec: CheckerSpec, chosen: list[Case]) -> list[Verdict | str]:
    """What became of each case, under the checker of `spec` in the case's mode."""
    async with AsyncExitStack() as stack:
        checkers: dict[str, AnyChecker] = {}
        for mode in dict.fromkeys(case.mode for case in chosen):
            asked = replace(spec, mode=cast(Any, mode))
            opening = open_checker(asked, NEEDS, toolchain=toolchain, say=lambda line: None)
            checkers[mode] = (await stack.enter_async_context(opening)).checker
        slots = asyncio.Semaphore(len(os.sched_getaffinity(0)))

        async def one(case: Case) -> Verdict | str:
            async with slots:
                return await judge(checkers[case.mode], case)

        return await asyncio.gather(*map(one, chosen))


def verdicts(
    toolchain: Toolchain,
    engine: EngineName,
    chosen: list[Case],
    level: Level,
    replay: ReplayMode = "always",
    repl: Path | None = None,
) -> dict[str, Any]:
    """label -> (expected, found) for every case that did not end as it must."""
    spec = CheckerSpec(limits=LIMITS, policy=level, engine=engine, replay=replay, repl=repl)

    wrong = {}
    for case, verdict in zip(chosen, asyncio.run(found(toolchain, spec, chosen)), strict=True):
        if not matches(case, verdict):
            wrong[case.label] = (case.expect, describe(verdict))
    return wrong


def describe(verdict: Verdict | str) -> str:
    if isinstance(verdict, str):
        return verdict
    return f"{verdict.status}/{verdict.reason}: {verdict.detail}"


def matches(case: Case, verdict: Verdict | str) -> bool:
    """Whether it ended as it must. A limit is an end of its own: it catches nothing, unless the case says so.

    Under `open` the policy lets most cheats through to Lean and the audit, so where a case says nothing of
    `open`, the reason may be theirs.
    """
    status, _, reason = describe(verdict).partition(":")[0].partition("/")
    reasons = case.expect.get("reason")
    allowed = reasons if isinstance(reasons, list) else [reasons]
    statuses = case.expect["status"] if isinstance(case.expect["status"], list) else [case.expect["status"]]
    if case.any_reason:
        return status == "rejected" or status in statuses
    return status in statuses and (reasons is None or reason in allowed)
