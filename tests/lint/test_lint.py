"""lint_bench with a check that is a plain function of problem and proof."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.bench import load_bench
from harness.checker import Reason, Status, Verdict
from harness.errors import SandboxUnavailableError, UsageError
from harness.lint import LintFinding, LintKind, LintReport, Severity, lint_bench
from harness.problem import Problem

Make = Callable[..., Any]
YAML = "name: small\ndata: rows.jsonl\nlean: embedded\nproofs: proofs\n"
PROVED = Verdict(Status.PROVED)
WRONG = Verdict(Status.REJECTED, Reason.LEAN_ERROR, "unsolved goals")
SLOW = Verdict(Status.TIMEOUT, Reason.CPU)
NONE = Verdict(Status.INFRASTRUCTURE, Reason.SANDBOX, "no sandbox")


def by_table(table: dict[tuple[str, str], Verdict]) -> Callable[[Problem, str], Any]:
    """A check that looks (name, stripped proof) up; what isn't there is wrong."""

    async def check(problem: Problem, proof: str) -> Verdict:
        await asyncio.sleep(0)
        return table.get((problem.name, proof.strip()), WRONG)

    return check


@pytest.fixture
def lint(make_bench: Make) -> Make:
    """`lint(rows, proofs, table)` makes a bench and lints it."""

    def run(rows: list[Any], proofs: dict[str, str], table: dict[Any, Verdict], **more: Any) -> LintReport:
        folder: Path = make_bench(rows=rows, yaml=YAML)
        (folder / "proofs").mkdir(exist_ok=True)
        for name, proof in proofs.items():
            (folder / "proofs" / f"{name}.lean").write_text(proof)
        return asyncio.run(lint_bench(load_bench(folder), by_table(table), **more))

    return run


def about(report: LintReport, kind: LintKind) -> list[LintFinding]:
    return [finding for finding in report.findings if finding.kind is kind]


def test_a_good_bench_is_ok(lint: Make, make_row: Make) -> None:
    rows = [make_row("a", "1 = 1"), make_row("b", "2 = 2")]
    report = lint(rows, {"a": "  pa\n", "b": "  pb\n"}, {("a", "pa"): PROVED, ("b", "pb"): PROVED})
    assert report.ok and not report.findings and (report.problems, report.proved) == (2, 2)


def test_a_wrong_reference_is_an_error(lint: Make, make_row: Make) -> None:
    rows = [make_row("a", "1 = 1"), make_row("b", "2 = 2")]
    report = lint(rows, {"a": "  pa\n", "b": "  pb\n"}, {("b", "pb"): SLOW})
    assert not report.ok and not report.incomplete and report.proved == 0
    texts = [finding.text for finding in about(report, LintKind.REFERENCE)]
    assert texts == [
        "the reference proof fails: rejected: lean_error: unsolved goals",
        "the reference proof fails: timeout: cpu",
    ]
    assert report.counts == {"error": 2, "reference": 2}


def test_an_unreadable_reference_is_an_error(make_bench: Make) -> None:
    folder = make_bench(yaml=YAML)
    (folder / "proofs").mkdir(exist_ok=True)
    (folder / "proofs" / "one.lean").write_bytes(b"\xff")
    report = asyncio.run(lint_bench(load_bench(folder), by_table({})))
    assert [finding.problem for finding in about(report, LintKind.REFERENCE)] == ["one"]


def test_open_problems_are_told_but_no_fault(lint: Make, make_row: Make) -> None:
    report = lint([make_row("a")], {}, {})
    assert report.ok and [(f.severity, f.kind) for f in report.findings] == [(Severity.INFO, LintKind.OPEN)]


def test_no_verdict_is_not_a_wrong_proof(lint: Make, make_row: Make) -> None:
    report = lint(
        [make_row("a")], {"a": "pa"}, {("a", "pa"): NONE, ("a", "simp"): NONE, ("a", "omega"): PROVED}
    )
    assert report.incomplete and not report.ok and not about(report, LintKind.REFERENCE)
    texts = [finding.text for finding in about(report, LintKind.INFRASTRUCTURE)]
    assert len(texts) == 2 and "no sandbox" in texts[0] and "`simp`" in texts[1]
    assert [finding.text for finding in about(report, LintKind.ONE_WORD)] == ["is closed by `omega` alone"]


def test_an_infrastructure_error_is_told_too(make_bench: Make) -> None:
    async def check(problem: Problem, proof: str) -> Verdict:
        raise SandboxUnavailableError("no bwrap")

    report = asyncio.run(lint_bench(load_bench(make_bench()), check, tactics=["rfl"]))
    assert [finding.text for finding in about(report, LintKind.INFRASTRUCTURE)] == [
        "`rfl` got no verdict: no bwrap"
    ] * 2


def test_one_word_has_mathlibs_tactics_for_mathlib(lint: Make, make_row: Make, make_bench: Make) -> None:
    table = {("a", "norm_num"): PROVED}
    yaml = "name: small\ndata: rows.jsonl\nlean: lake\n"
    bench = load_bench(make_bench("lake", rows=[make_row("a")], yaml=yaml))
    report = asyncio.run(lint_bench(bench, by_table(table)))
    assert [finding.text for finding in about(report, LintKind.ONE_WORD)] == ["is closed by `norm_num` alone"]
    assert not about(lint([make_row("a")], {}, table), LintKind.ONE_WORD)


def test_one_word_names_the_first_tactic(lint: Make, make_row: Make) -> None:
    table = {("a", "pa"): PROVED, ("a", "simp"): PROVED, ("a", "decide"): PROVED}
    report = lint([make_row("a")], {"a": "  pa\n"}, table)
    assert report.ok
    assert report.findings == (
        LintFinding(Severity.WARNING, "a", LintKind.ONE_WORD, "is closed by `decide` alone"),
    )
    assert not lint([make_row("a")], {"a": "  pa\n"}, table, tactics=["rfl"]).findings


def test_duplicates(lint: Make, make_row: Make) -> None:
    rows = [
        make_row("a", "1 = 1", header="import A"),
        make_row("b", "1  =  1", header="-- same\nimport  A", split="valid"),
        make_row("c", "1 = 1", header="import C"),
        make_row("d", "1 = 2"),
    ]
    report = lint(rows, {}, {}, tactics=[])
    found = [(f.severity, f.problem, f.text) for f in about(report, LintKind.DUPLICATE)]
    assert found == [
        (Severity.ERROR, "b", "states the same as a"),
        (Severity.WARNING, "c", "states the same as a, under another header"),
    ]
    assert not report.ok


def test_names_and_stray_proofs(lint: Make, make_row: Make) -> None:
    report = lint([make_row("abc", "1 = 1"), make_row("aBc", "1 = 2")], {"gone": "  rfl\n"}, {}, tactics=[])
    assert [finding.text for finding in about(report, LintKind.NAME_CASE)] == [
        "differs from abc only in upper and lower case"
    ]
    assert [finding.problem for finding in about(report, LintKind.STRAY_PROOF)] == ["gone"]
    assert report.ok


@pytest.mark.parametrize("concurrency", [1, 3])
def test_no_more_checks_at_a_time_than_asked_for(make_bench: Make, make_row: Make, concurrency: int) -> None:
    running = most = 0

    async def check(problem: Problem, proof: str) -> Verdict:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
        return WRONG

    bench = load_bench(make_bench(rows=[make_row(f"p{i}", f"{i} = {i}") for i in range(8)]))
    told: list[tuple[int, int]] = []
    asyncio.run(lint_bench(bench, check, concurrency=concurrency, progress=lambda *seen: told.append(seen)))
    assert most == concurrency and told == [(i, 8) for i in range(1, 9)]


def test_a_fault_in_the_check_comes_through(make_bench: Make) -> None:
    started: list[str] = []

    async def check(problem: Problem, proof: str) -> Verdict:
        started.append(problem.name)
        if problem.name == "one":
            raise ZeroDivisionError
        await asyncio.sleep(60)
        return WRONG

    with pytest.raises(ZeroDivisionError):
        asyncio.run(lint_bench(load_bench(make_bench()), check))
    assert started == ["one", "two"]


def test_concurrency_must_be_positive(make_bench: Make) -> None:
    with pytest.raises(UsageError, match="concurrency is 0"):
        asyncio.run(lint_bench(load_bench(make_bench()), by_table({}), concurrency=0))
