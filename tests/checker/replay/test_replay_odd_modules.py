"""Modules that no Lean writes, through facts and kernel: every one gets a verdict."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable

import pytest
from hostile_modules import change, hand_made, reference
from replaying import IMPORTS, Compile, Replay

from harness.checker.replay.base import Question, refusal_of
from harness.checker.replay.native import NativeReplay
from harness.checker.verdict import Status
from harness.lean.olean import read_olean
from harness.sandbox import Limits

LIMITS = Limits(cpu_s=5, memory=512 << 20)
PROOF = "theorem h (n : Nat) : 0 + n = n := Nat.zero_add n\ntheorem t (n : Nat) : 0 + n = n := h n\n"


@pytest.fixture(scope="module")
def status(replayer: NativeReplay, loop: asyncio.AbstractEventLoop) -> Callable[[bytes], str]:
    """Of one module: what its examination ends in; our own failure is an error of the test."""
    stated = read_olean(reference(), file="reference")

    def of(data: bytes) -> str:
        question = Question(IMPORTS, ("t",), stated)
        found = loop.run_until_complete(replayer.examine(data, question, LIMITS))
        assert found.replay is not None
        verdict = refusal_of(found.replay, LIMITS)
        assert verdict is None or verdict[0] is not Status.INFRASTRUCTURE, verdict
        assert found.facts is not None or verdict is not None
        return str(verdict[0]) if verdict else "accepted"

    return of


def test_hand_made_modules_are_examined(status: Callable[[bytes], str]) -> None:
    found = Counter(status(data) for data in hand_made().values())
    assert sum(found.values()) > 500
    assert found["rejected"] > 300
    assert found["accepted"] > 20, "odd names where nothing is decided by them leave a good proof"


def test_hand_made_modules_are_replayed(replay: Replay) -> None:
    """Without an audit before it, so that the kernel gets more of them."""
    found: Counter[str] = Counter()
    for name, data in hand_made().items():
        outcome = replay(data, limits=LIMITS)
        assert outcome.failure is None, (name, outcome)
        found["accepted" if outcome.ok else "crashed" if outcome.crashed else "refused"] += 1
    assert found["accepted"] > 20
    assert found["refused"] > 300


def test_changed_modules_are_replayed(compile_text: Compile, replay: Replay) -> None:
    good, rng = compile_text(PROOF), random.Random(5)
    found: Counter[bool] = Counter()
    for _ in range(200):
        outcome = replay(change(good, rng), limits=LIMITS)
        assert outcome.failure is None, outcome
        found[outcome.ok] += 1
    assert found[True] > 10 and found[False] > 30
    assert replay(good).ok
