"""The verdict cache: equal candidates are judged once, and nothing else is taken for equal."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from harness.checker.cache import CachedChecker, VerdictStore
from harness.checker.checker import Checker, CheckSettings
from harness.checker.codec import record_of
from harness.checker.engines import ProcessEngine
from harness.checker.verdict import Message, Reason, Status, Verdict
from harness.errors import DamageWarning
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits

PROBLEM = Problem("t", "test", "theorem t (n : Nat) : n + 0 = n := by\n", "prelude\nimport Embedded.Base\n\n")
MESSAGE = Message("error", "wrong", 3, 2, 3, 9, "kind")
RECORD = {
    "toolchain": "x",
    "engine": "process",
    "sandbox": "bubblewrap",
    "limits": {"cpu_s": 1.0, "wall_s": 9.0},
}


class Counting:
    """A checker that is a function of the text, and counts."""

    def __init__(self, record: Mapping[str, Any] = RECORD) -> None:
        self.record, self.calls = record_of(record), 0
        self.broken = 0
        self.first_error = record.get("errors") == "first"

    async def check_headers(self, headers: Iterable[str]) -> None:
        """Without a Lean all are good."""

    async def close(self) -> None:
        """Nothing is kept running."""

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        self.calls += 1
        await asyncio.sleep(0.01)
        if self.broken:
            self.broken -= 1
            return Verdict(Status.INFRASTRUCTURE, Reason.WORKER, "gone")
        if "slow" in candidate:
            return Verdict(Status.TIMEOUT, Reason.WALL, "late")
        if "rfl" in candidate:
            return Verdict(Status.PROVED, axioms=("propext",), cpu_s=0.25, record=self.record)
        return Verdict(Status.REJECTED, Reason.LEAN_ERROR, "no", messages=(MESSAGE,), record=self.record)


def run(*checks: tuple[CachedChecker, str]) -> list[Verdict]:
    async def together() -> list[Verdict]:
        return list(await asyncio.gather(*(cached.check(PROBLEM, text) for cached, text in checks)))

    return asyncio.run(together())


def plain(verdict: Verdict) -> tuple[Any, ...]:
    return verdict.status, verdict.reason, verdict.detail, verdict.axioms, verdict.messages, verdict.cpu_s


def test_equal_candidates_under_way_are_judged_once(tmp_path: Path) -> None:
    checker = Counting()
    cached = CachedChecker(checker, VerdictStore(tmp_path / "v.sqlite"))
    found = run(*[(cached, "rfl")] * 5, (cached, "rfl\n"), (cached, "omega"))
    assert checker.calls == 2
    assert [verdict.proved for verdict in found] == [True] * 6 + [False]


def test_later_runs_get_the_same_verdict_and_recheck_does_not(tmp_path: Path) -> None:
    first, second, third = Counting(), Counting(), Counting()
    before = run((CachedChecker(first, VerdictStore(tmp_path / "v.sqlite")), "omega"))
    after = run((CachedChecker(second, VerdictStore(tmp_path / "v.sqlite")), "omega"))
    assert (first.calls, second.calls) == (1, 0)
    assert plain(before[0]) == plain(after[0])
    assert after[0].record == record_of(RECORD)
    again = CachedChecker(third, VerdictStore(tmp_path / "v.sqlite"), reuse=False)
    run((again, "omega"))
    run((again, "omega"))
    assert third.calls == 1


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"engine": "repl"}, True),
        ({"engine": "fork"}, False),
        ({"limits": {"cpu_s": 1.0, "wall_s": 99.0}}, True),
        ({"limits": {"cpu_s": 2.0, "wall_s": 9.0}}, False),
        ({"toolchain": "y"}, False),
        ({"policy": "open"}, False),
        ({"sandbox": "none"}, False),
    ],
)
def test_what_a_verdict_depends_on_is_in_the_key(tmp_path: Path, change: dict[str, Any], same: bool) -> None:
    run((CachedChecker(Counting(), VerdictStore(tmp_path / "v.sqlite")), "rfl"))
    other = Counting({**RECORD, **change})
    run((CachedChecker(other, VerdictStore(tmp_path / "v.sqlite")), "rfl"))
    assert other.calls == (0 if same else 1)


def test_no_verdict_and_the_clock_are_not_kept(tmp_path: Path) -> None:
    checker = Counting()
    checker.broken = 1
    cached = CachedChecker(checker, VerdictStore(tmp_path / "v.sqlite"))
    assert not run((cached, "rfl"))[0].decided
    assert run((cached, "rfl"))[0].proved
    run((cached, "slow"))
    run((cached, "slow"))
    assert checker.calls == 4


def test_one_that_waits_takes_over_when_the_other_is_cancelled(tmp_path: Path) -> None:
    checker = Counting()
    cached = CachedChecker(checker, VerdictStore(tmp_path / "v.sqlite"))

    async def scene() -> Verdict:
        first = asyncio.create_task(cached.check(PROBLEM, "rfl"))
        second = asyncio.create_task(cached.check(PROBLEM, "rfl"))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(scene()).proved


def test_a_damaged_file_is_told_and_made_again(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    path.write_bytes(b"no database at all" * 100)
    checker = Counting()
    with pytest.warns(DamageWarning, match="was damaged: it is made again"):
        store = VerdictStore(path)
    cached = CachedChecker(checker, store)
    assert run((cached, "rfl"))[0].proved
    store.close()
    assert run((CachedChecker(checker, VerdictStore(path)), "rfl"))[0].proved
    assert checker.calls == 1


def test_a_file_that_is_damaged_later_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    store = VerdictStore(path)
    store.put(b"k" * 32, Verdict(Status.PROVED))
    store.close()
    data = path.read_bytes()
    store = VerdictStore(path)
    path.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))
    with pytest.warns(DamageWarning, match="made again"):
        assert store.get(b"k" * 32) is None
    store.put(b"k" * 32, Verdict(Status.PROVED))
    store.close()
    assert VerdictStore(path).get(b"k" * 32) == Verdict(Status.PROVED)


@pytest.mark.parametrize("place", [0, 7, 8, 20, -1])
def test_a_damaged_verdict_is_told_and_decided_again(tmp_path: Path, place: int) -> None:
    path = tmp_path / "v.sqlite"
    with closing(VerdictStore(path)) as store:
        store.put(b"k" * 32, Verdict(Status.PROVED))
        store.put(b"m" * 32, Verdict(Status.REJECTED, Reason.LEAN_ERROR))
    with closing(sqlite3.connect(path)) as database, database:
        ((row,),) = database.execute("SELECT verdict FROM verdicts WHERE key = ?", (b"k" * 32,))
        harmed = bytearray(row)
        harmed[place] ^= 1
        database.execute("UPDATE verdicts SET verdict = ? WHERE key = ?", (bytes(harmed), b"k" * 32))
    with closing(VerdictStore(path)) as store:
        with pytest.warns(DamageWarning, match="decided again"):
            assert store.get(b"k" * 32) is None
        assert store.get(b"m" * 32) == Verdict(Status.REJECTED, Reason.LEAN_ERROR)


def test_a_verdict_under_another_key_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    with closing(VerdictStore(path)) as store:
        store.put(b"k" * 32, Verdict(Status.PROVED))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE verdicts SET key = ?", (b"m" * 32,))
    with closing(VerdictStore(path)) as store, pytest.warns(DamageWarning):
        assert store.get(b"m" * 32) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("  simp", "  simp\n", True),
        ("  simp", "  by simp", True),
        ("  simp -- why", "  simp", False),
        ("  /- a -/ simp", "          simp", False),
        ("  simp\n  rfl", "  simp rfl", False),
        ("  simp\n  rfl", "  simp\n    rfl", True),
        ("  simp\n\n  rfl", "  simp\n  rfl", False),
        ('  exact f "a \n b"', '  exact f "a\n b"', False),
        ('  exact f "a \n b"', '  exact f "a \n\n b"', False),
        ('  exact f "-- a"', '  exact f "-- b"', False),
        ("  exact f «a  b»", "  exact f «a b»", False),
        ("  /-/- -/ axiom a : False -- -/\n  simp", "  /-/- -/ axiom b : False -- -/\n  simp", False),
        ("-- only", "/- only -/", False),
        ("a\0b", "a\0c", False),
    ],
)
def test_equal_is_what_gives_lean_the_same_text(tmp_path: Path, one: str, other: str, same: bool) -> None:
    checker = Counting()
    cached = CachedChecker(checker, VerdictStore(tmp_path / "v.sqlite"))
    run((cached, one))
    run((cached, other))
    assert checker.calls == (1 if same else 2)


def test_verdicts_kept_under_other_keys_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    run((CachedChecker(Counting(), VerdictStore(path)), "rfl"))
    store = sqlite3.connect(path)
    store.execute("PRAGMA user_version=0")
    store.close()
    checker = Counting()
    run((CachedChecker(checker, VerdictStore(path)), "rfl"))
    run((CachedChecker(checker, VerdictStore(path)), "rfl"))
    assert checker.calls == 1
    assert VerdictStore(path).get(b"nothing") is None


STRINGS = ['"a \n b"', '"a\n b"', '"a \n\n b"']
RIGHT = r'"a \n b"'


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 0, 1)])
def test_what_stands_in_a_string_decides(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path, order: tuple[int, ...]
) -> None:
    checker = Checker(toolchain, process_engine, CheckSettings(Limits(cpu_s=20)), tmp_path)
    cached = CachedChecker(checker, VerdictStore(tmp_path / "v.sqlite"))
    texts = [f"  have h : {RIGHT} = {STRINGS[at]} := rfl\n  rfl" for at in order]
    found = [run((cached, text))[0] for text in texts]
    assert [verdict.proved for verdict in found] == [at == 0 for at in order]


def test_a_name_is_part_of_the_question(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    checker = Checker(toolchain, process_engine, CheckSettings(Limits(cpu_s=20)), tmp_path)
    other = Problem("another", "test", PROBLEM.formal_statement, PROBLEM.header)

    async def scene() -> list[Verdict]:
        return [await checker.check(problem, "  rfl") for problem in (other, PROBLEM, other)]

    found = asyncio.run(scene())
    assert [verdict.proved for verdict in found] == [False, True, False]
    assert found[0].detail != found[1].detail


def test_real_lean_agrees_with_its_cache(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    checker = Checker(toolchain, process_engine, CheckSettings(Limits(cpu_s=20)), tmp_path)
    texts = ["  rfl", "  sorry", "  exact Nat.nothing", "  rfl\n"]
    cached = CachedChecker(checker, VerdictStore(tmp_path / "v.sqlite"))
    first = run(*((cached, text) for text in texts))
    again = run(*((cached, text) for text in texts))
    assert [verdict.status for verdict in first] == ["proved", "rejected", "rejected", "proved"]
    assert [plain(verdict) for verdict in first] == [plain(verdict) for verdict in again]
    assert cached.hits == 5
