"""Modules that ask for much: deep and shared terms, huge numbers, endless computations, memory."""

from __future__ import annotations

from hand_made import proof, theorem, true
from olean_builder import Builder, box
from replaying import ENDLESS, Compile, Replay

from harness.checker.replay.base import refusal_of
from harness.checker.verdict import Reason, Status
from harness.sandbox import Limits, Stop


def tower(depth: int) -> bytes:
    """`(fun _ => True.intro) (succ (succ ... 0))`, with `depth` applications."""

    def value(b: Builder) -> int:
        succ, term = b.const("Nat", "succ"), b.const("Nat", "zero")
        for _ in range(depth):
            term = b.app(succ, term)
        return b.app(b.lam(b.const("Nat"), proof(b)), term)

    return theorem(true, value)


def test_deep_terms(replay: Replay) -> None:
    assert replay(tower(10_000)).ok
    outcome = replay(tower(400_000), limits=Limits(cpu_s=3))
    assert outcome.failure is None
    assert outcome.ok or outcome.crashed or outcome.stopped
    assert replay(tower(10)).ok


def test_shared_terms_cost_their_size_as_a_graph(replay: Replay) -> None:
    def value(b: Builder) -> int:
        pair, term = b.const("Nat", "add"), b.lit(1)
        for _ in range(200):
            term = b.app(b.app(pair, term), term)
        return b.app(b.lam(b.const("Nat"), proof(b)), term)

    outcome = replay(theorem(true, value))
    assert (outcome.ok, outcome.failure) == (True, None)
    assert outcome.cpu_s < 5


def test_a_number_of_a_million_bits(replay: Replay) -> None:
    number = (1 << 1_000_000) + 12345

    def equality(b: Builder, right: int) -> int:
        eq = b.app(b.const("Eq", levels=[b.succ(box(0))]), b.const("Nat"))
        return b.app(b.app(eq, b.app(b.const("Nat", "succ"), b.lit(number))), b.lit(right))

    def reflexivity(b: Builder) -> int:
        refl = b.app(b.const("Eq", "refl", levels=[b.succ(box(0))]), b.const("Nat"))
        return b.app(refl, b.lit(number + 1))

    outcome = replay(theorem(lambda b: equality(b, number + 1), reflexivity))
    assert (outcome.ok, outcome.detail) == (True, "")
    assert outcome.cpu_s < 5
    refused = replay(theorem(lambda b: equality(b, number + 2), reflexivity))
    assert not refused.ok
    assert "declaration type mismatch" in refused.detail


def test_an_endless_computation_is_stopped_by_its_cpu_time(compile_text: Compile, replay: Replay) -> None:
    outcome = replay(compile_text(ENDLESS), limits=Limits(cpu_s=1))
    assert not outcome.ok
    assert outcome.stopped is Stop.CPU
    assert (refusal_of(outcome, Limits()) or ())[:2] == (Status.TIMEOUT, Reason.CPU)


def test_an_endless_computation_is_stopped_by_the_clock(compile_text: Compile, replay: Replay) -> None:
    outcome = replay(compile_text(ENDLESS), limits=Limits(cpu_s=60, wall_s=0.5))
    assert outcome.stopped is Stop.WALL
    assert (refusal_of(outcome, Limits()) or ())[:2] == (Status.TIMEOUT, Reason.WALL)


def test_memory_is_limited(replay: Replay) -> None:
    limits = Limits(memory=24 << 20)
    assert replay(tower(100), limits=limits).ok
    outcome = replay(tower(300_000), limits=limits)
    assert not outcome.ok
    assert outcome.stopped is Stop.MEMORY
    assert (refusal_of(outcome, limits) or ())[:2] == (Status.RESOURCE, Reason.MEMORY)
