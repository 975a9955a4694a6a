"""Statements that are proved equivalent, and twins that only seem to be."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest
import yaml
from loop_tools import with_tools

from harness.pipeline.formal.equivalence import Equivalence, StatementPair, equivalences, implies
from harness.pipeline.generator import HEADER
from harness.pipeline.loop import LoopTools
from harness.problem import Problem

PAIRS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text("utf-8"))


def stated(text: str, name: str = "p") -> Problem:
    between = "" if text.startswith(".{") else " "
    return Problem(name, "train", f"theorem {name}{between}{text} := by\n", HEADER)


@cache
def shown() -> dict[str, Equivalence]:
    pairs = [StatementPair(name, stated(one), stated(other)) for name, (_, one, other) in PAIRS.items()]

    async def compared(tools: LoopTools) -> dict[str, Equivalence]:
        with tempfile.TemporaryDirectory() as folder:
            found, _ = await equivalences(Path(folder), pairs, tools)
            # The runs are finished, so nothing is judged again.
            assert (await equivalences(Path(folder), pairs, tools))[0] == found
        return found

    return with_tools(compared)


@pytest.mark.parametrize("name", PAIRS)
def test_what_is_shown_of_a_pair(name: str) -> None:
    assert shown()[name] == PAIRS[name][0]


@pytest.mark.parametrize(
    ("whole", "holds"),
    [
        (": (∀ a : Nat, a = a) → (1 = 1)", True),
        (": (1 = 1) → (∀ a : Nat, a = a)", False),
        ("(h : ∀ b : Nat, b = b) : 1 = 1", True),
        (": (∀ a : Int, a = a) → (1 = 1)", False),
        (": (∀ a : Nat, a = a) → (1 = 1) ∨ True", False),
        (": (∀ a : Nat, a = a) ∧ (1 = 1)", False),
    ],
)
def test_an_implication_is_told_by_kernel_terms(whole: str, holds: bool) -> None:
    async def compiled(tools: LoopTools) -> bool:
        texts = {"w": whole, "l": "(a : Nat) : a = a", "r": ": 1 = 1"}
        sides = [
            ((await tools.opened.references.get(stated(text, name))).module, name)
            for name, text in texts.items()
        ]
        return implies(sides[0], sides[1], sides[2])

    assert with_tools(compiled) is holds
