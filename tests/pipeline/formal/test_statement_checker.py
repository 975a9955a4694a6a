"""Statements that a model wrote: which compile, of which kernel type, and that tricks get nowhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from loop_tools import with_tools

from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import StatementTextError
from harness.pipeline.formal import StatementChecker, kernel_type_in, stated_by, statements_checked
from harness.pipeline.generator import HEADER
from harness.pipeline.kernel_types import kernel_types
from harness.pipeline.loop import LoopTools
from harness.problem import Problem

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "statements.yaml").read_text("utf-8")
)
PROBLEM = Problem("p", "train", "theorem p : True := by\n", HEADER)


@cache
def verdicts() -> dict[str, Verdict]:
    async def judged(tools: LoopTools) -> dict[str, Verdict]:
        async with statements_checked(tools.opened) as opened:
            return {name: await opened.cached.check(PROBLEM, case["text"]) for name, case in CASES.items()}

    return with_tools(judged)


@pytest.mark.parametrize("name", CASES)
def test_a_text_gets_its_type_or_its_reason(name: str) -> None:
    case, verdict = CASES[name], verdicts()[name]
    found = kernel_type_in(verdict.messages)
    assert not verdict.proved
    if "type" in case:
        assert (verdict.reason, len(found or "")) == (Reason.INCOMPLETE, 32), verdict.detail
    elif "stops" in case:
        assert found is None and verdict.status in (Status.TIMEOUT, Status.RESOURCE, Status.REJECTED)
    else:
        assert (verdict.reason, found) == (case["reason"], None), verdict.detail


def test_types_are_equal_where_they_should_be_and_else_differ() -> None:
    found: dict[str, set[str | None]] = {}
    for name, case in CASES.items():
        if "type" in case:
            found.setdefault(case["type"], set()).add(kernel_type_in(verdicts()[name].messages))
    assert [len(types) for types in found.values()] == [1] * len(found)
    assert len(set.union(*found.values())) == len(found) == 6


def test_the_type_is_the_one_that_the_loop_goes_by() -> None:
    async def typed(tools: LoopTools) -> list[str]:
        return await kernel_types(tools.opened.local.engine, [stated_by(PROBLEM, CASES["plain"]["text"])])

    assert with_tools(typed) == [kernel_type_in(verdicts()["plain"].messages)]


def test_what_is_kept_is_the_statement_alone() -> None:
    assert stated_by(PROBLEM, CASES["whole_file"]["text"]).formal_statement == (
        "theorem p (a b : Nat) (h : a ≤ b) : a ≤ b + 1 := by\n"
    )
    with pytest.raises(StatementTextError):
        stated_by(PROBLEM, "theorem p")


def test_its_verdicts_are_others_than_a_proofs() -> None:
    async def records(tools: LoopTools) -> tuple[Any, Any, Verdict]:
        checker = StatementChecker(tools.opened.local)
        proved = await checker.check(PROBLEM, "theorem p : True := trivial")
        return checker.record, tools.opened.checker.record, proved

    ours, theirs, verdict = with_tools(records)
    assert ours != theirs
    assert (verdict.status, verdict.reason) == (Status.REJECTED, Reason.INCOMPLETE)
