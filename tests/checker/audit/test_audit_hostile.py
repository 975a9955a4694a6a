"""Modules that no Lean writes: each is refused or judged, and what it makes go wrong is its own fault."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest
from _whole_library import HeaderTable
from fuzz_olean import GOAL, REFERENCE, TEXT
from hostile_modules import change, hand_made, reference
from lean_compiler import LeanCompiler

from harness.checker.audit import CANDIDATE, Damaged, facts_from_json, facts_of_file, facts_to_json
from harness.checker.audit.decide import decide
from harness.errors import OleanError
from harness.lean.olean import Module, Name, read_olean, reading

T: Name = ("t",)


@pytest.fixture(scope="module")
def stated() -> Module:
    return read_olean(reference(), file="reference")


def judged(data: bytes, reference: Module | None, theorem: Name | None, header: HeaderTable) -> str:
    """What the audit says; the facts go the way that they go between processes."""
    facts, _ = facts_of_file(data, reference, theorem)
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts
    if facts.steps and isinstance(last := facts.steps[-1], Damaged):
        assert last.file == CANDIDATE
        assert "while it was read" not in last.text, "a fault that the reader didn't foresee"
    try:
        return str(decide(facts, header).reason)
    except OleanError as error:
        assert error.file == CANDIDATE
        return "damaged"


@pytest.mark.parametrize("alone", [False, True])
def test_hand_made_modules(stated: Module, header: HeaderTable, alone: bool) -> None:
    modules = hand_made()
    assert len(modules) > 500
    compared, theorem = (None, None) if alone else (stated, T)
    found = Counter(judged(data, compared, theorem, header) for data in modules.values())
    # Most can't be read; odd names in places that nothing is decided by leave a good proof.
    assert found["damaged"] > 300
    assert found["None"] > 20
    assert {"None", "damaged", "policy", "incomplete", "statement"} >= {*found} - {"lean_error", "axiom"}


UNREAD = ("as binder", "as level", "as compiled code", "as entry")
"""Places that decide nothing in the audit; the kernel's replay reads the levels of proofs."""
HUGE = [name for name in hand_made() if "number of 5,001 digits" in name]


@pytest.mark.parametrize("name", HUGE)
def test_a_number_that_python_cannot_write(name: str, stated: Module, header: HeaderTable) -> None:
    """Refused as damaged wherever it is looked at; its twin, the largest number that a name has, is read."""
    seen = judged(hand_made()[name], stated, T, header)
    assert seen == ("None" if name.endswith(UNREAD) else "damaged")
    twin = name.replace("number of 5,001 digits", "largest number")
    assert judged(hand_made()[twin], stated, T, header) != "damaged"


def test_changes_that_know_the_format(lean: LeanCompiler, header: HeaderTable) -> None:
    good, other = lean(TEXT), read_olean(lean(REFERENCE), file="reference")
    assert judged(good, other, GOAL, header) == "None"
    rng = random.Random(13)
    found = Counter(judged(change(good, rng), other, GOAL, header) for _ in range(600))
    assert found["damaged"] > 100
    assert found["None"] > 20


class TestTheNet:
    """What the reader doesn't foresee is the file's fault; what this machine lacks isn't."""

    @pytest.mark.parametrize(
        "error",
        [ValueError("x"), RecursionError(), OverflowError(), KeyError(1), UnicodeError(), TypeError()],
    )
    def test_errors_of_reading(self, error: Exception) -> None:
        with pytest.raises(OleanError, match=type(error).__name__) as found, reading(CANDIDATE):
            raise error
        assert found.value.file == CANDIDATE

    @pytest.mark.parametrize("error", [MemoryError(), OSError(28, "x"), KeyboardInterrupt()])
    def test_errors_of_ours(self, error: BaseException) -> None:
        with pytest.raises(type(error)), reading(CANDIDATE):
            raise error

    def test_an_error_that_names_another_file_keeps_it(self) -> None:
        with pytest.raises(OleanError) as found, reading(CANDIDATE):
            raise OleanError("x", file="reference")
        assert found.value.file == "reference"
        with pytest.raises(OleanError) as unnamed, reading(CANDIDATE):
            raise OleanError("x")
        assert unnamed.value.file == CANDIDATE
