"""Verdicts from a real service: whole ones are those of the checker here, the others what messages allow."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from asking import CASES, Case, all_of, limits, verdicts, word

from harness.checker.cache import CachedChecker, VerdictStore, decisive
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import ProcessEngine
from harness.checker.record import MESSAGES_ONLY, NOT_TOLD
from harness.checker.remote import ServerOptions, Wanted, connect
from harness.checker.replay.find import find_replayer
from harness.checker.verdict import Verdict
from harness.lean.toolchain import Toolchain
from harness.sandbox.bubblewrap import Bubblewrap

pytestmark = pytest.mark.usefixtures("toolchain")


def local(toolchain: Toolchain, cache: Path, first_error: bool) -> Checker:
    return Checker(
        toolchain,
        ProcessEngine(toolchain, Bubblewrap()),
        CheckSettings(limits, first_error=first_error),
        cache,
        find_replayer(toolchain, Bubblewrap(), "auto"),
    )


@pytest.mark.parametrize("first_error", [False, True])
def test_whole_verdicts_are_those_of_the_checker_here(
    service: str, toolchain: Toolchain, tmp_path: Path, first_error: bool
) -> None:
    wanted = Wanted(None, {}, limits.cpu_s, first_error=first_error)
    theirs = verdicts(service, list(CASES.values()), wanted=wanted)

    async def here() -> list[Verdict]:
        checker = local(toolchain, tmp_path, first_error)
        try:
            return await all_of(checker, list(CASES.values()))
        finally:
            await checker.close()

    ours = asyncio.run(here())
    for name, case, found, own in zip(CASES, CASES.values(), theirs, ours, strict=True):
        assert word(found) == word(own) == case.whole, (name, found.detail, own.detail)
        assert found.axioms == own.axioms, name
        if case.whole != "resource/memory":
            assert (found.detail, found.messages) == (own.detail, own.messages), name
    record = theirs[0].record
    server = record.server
    assert server is not None
    assert server["name"] == "prover-eval"
    assert len(server["code"]) == 64
    assert {**decisive(record), "server": None} == {**decisive(ours[0].record), "server": None}


def test_messages_alone(service: str) -> None:
    found = verdicts(service, list(CASES.values()), "kimina")
    for (name, case), verdict in zip(CASES.items(), found, strict=True):
        assert word(verdict) == case.by_messages, (name, verdict.detail)
    record = found[0].record
    assert found[0].axioms is not None
    assert (record.audit, record.replay) == (MESSAGES_ONLY, "none")
    assert record.statement == "not compared by kernel terms"
    assert record.revision == NOT_TOLD
    assert all(verdict.record == record for verdict in found)


@pytest.mark.parametrize("api", ["auto", "kimina"])
def test_a_statement_that_does_not_compile_is_no_verdict(service: str, api: str) -> None:
    from asking import HEADER

    from harness.problem import Problem

    broken = Problem("t", "test", "theorem t : Nat.no_such = 1 := by", HEADER)
    (verdict,) = verdicts(service, [Case("  rfl", "", "", broken)], api)  # type: ignore[arg-type]
    assert word(verdict) == "infrastructure/lean"
    assert "doesn't compile" in verdict.detail


def test_lines_of_messages_are_those_of_the_checked_text(service: str) -> None:
    text = "theorem t (n : Nat) : n + 1 = 1 + n := by\n  exact nothing\n"
    whole, alone = (verdicts(service, [Case(text, "", "")], api)[0] for api in ("prover-eval", "kimina"))
    assert [m.line for m in alone.messages if m.severity == "error"][:1] == [whole.messages[0].line] == [5]


@pytest.mark.parametrize(("api", "hits"), [("prover-eval", 1), ("kimina", 0)])
def test_reuse_across_runs_needs_a_server_that_says_what_it_is(
    service: str, tmp_path: Path, api: str, hits: int
) -> None:
    case = CASES["a proof"]

    async def runs() -> list[int]:
        found = []
        for _ in range(2):
            options = ServerOptions(service, api)  # type: ignore[arg-type]
            checker, _ = await connect(options, Wanted(None, {}, limits.cpu_s))
            store = VerdictStore(tmp_path / "verdicts.sqlite")
            cached = CachedChecker(checker, store)
            for _ in range(2):
                assert (await cached.check(case.problem, case.text)).proved
            found.append(cached.hits - 1)
            store.close()
            await checker.close()
        return found

    assert asyncio.run(runs()) == [0, hits]


def test_verdicts_of_a_server_do_not_stand_in_for_our_own(
    service: str, toolchain: Toolchain, tmp_path: Path
) -> None:
    case = CASES["a proof"]

    async def runs() -> int:
        store = VerdictStore(tmp_path / "verdicts.sqlite")
        checker, _ = await connect(ServerOptions(service), Wanted(None, {}, limits.cpu_s))
        await CachedChecker(checker, store).check(case.problem, case.text)
        await checker.close()
        own = local(toolchain, tmp_path, False)
        cached = CachedChecker(own, store)
        assert (await cached.check(case.problem, case.text)).proved
        await own.close()
        store.close()
        return cached.hits

    assert asyncio.run(runs()) == 0
