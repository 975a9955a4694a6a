"""Generated statements: their labels against evaluation and against Lean, and what they are called."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import pytest
from _local_checker import local_checker

from harness.backends.draw import Draw
from harness.checker.verdict import Verdict
from harness.errors import StatementError, UnknownNameError, UsageError
from harness.pipeline.generator.generate import FAMILIES, Generator
from harness.pipeline.generator.statements import Extent, GeneratedStatement, Truth
from harness.pipeline.generator.terms import Atom, holds
from harness.pipeline.kernel_types import kernel_types
from harness.problem import Problem

CheckAll = Callable[[Sequence[tuple[Problem, str]]], list[Verdict]]


def drawn(seed: int, count: int, **more: object) -> list[GeneratedStatement]:
    return list(islice(Generator(seed, **more).distinct(), count))  # type: ignore[arg-type]


def numeric(
    statements: Sequence[GeneratedStatement],
) -> Iterator[tuple[GeneratedStatement, list[str], list[Atom], Atom]]:
    """Those about numbers alone, with their variables, hypotheses and conclusion."""
    for each in statements:
        facts = [hypothesis.formula for hypothesis in each.claim.hypotheses]
        names = [name for group, kind in each.claim.variables for name in group if kind == "Nat"]
        conclusion = each.claim.conclusion
        if names and isinstance(conclusion, Atom):
            yield each, names, [fact for fact in facts if isinstance(fact, Atom)], conclusion


def test_equal_seeds_give_equal_statements_and_others_give_others() -> None:
    assert drawn(5, 200) == drawn(5, 200)
    assert drawn(5, 200) != drawn(6, 200)
    assert len({each.name for each in drawn(5, 500)}) == 500


def test_every_family_truth_and_extent_occurs() -> None:
    statements = drawn(1, 700)
    found = Counter((each.family, each.truth) for each in statements)
    families = set(FAMILIES)
    assert {family for family, truth in found if truth is Truth.TRUE} == families
    assert {family for family, truth in found if truth is Truth.FALSE} == families
    assert {family for family, truth in found if truth is Truth.CONTRADICTORY} == families - {"ind", "wit"}
    assert {each.extent for each in statements if each.truth is Truth.FALSE} == set(Extent)


def test_evaluation_agrees_with_every_label() -> None:
    """Numbers that the generator didn't look at, larger ones among them."""
    draw = Draw(2)
    looked = Counter[Truth]()
    for each, names, facts, conclusion in numeric(drawn(3, 500)):
        points = [dict.fromkeys(names, 0), *itertools.islice(_grid(names), 200)]
        points += [{name: draw.below(30) for name in names} for _ in range(100)]
        met = [values for values in points if all(holds(fact, values) for fact in facts)]
        if each.truth is Truth.CONTRADICTORY:
            assert not met, each.claim.text()
        elif each.truth is Truth.TRUE:
            assert all(holds(conclusion, values) for values in met), each.claim.text()
        else:
            values = dict(zip(names, each.witness, strict=True))
            assert all(holds(fact, values) for fact in facts) and not holds(conclusion, values)
            if each.extent is Extent.EVERYWHERE:
                assert not any(holds(conclusion, values) for values in met), each.claim.text()
        looked[each.truth] += bool(met)
    assert looked[Truth.TRUE] > 120 and looked[Truth.FALSE] > 50


def _grid(names: Sequence[str]) -> Iterator[dict[str, int]]:
    for numbers in itertools.product(range(4), repeat=len(names)):
        yield dict(zip(names, numbers, strict=True))


def test_what_nothing_is_known_of_is_unknown_and_has_no_script() -> None:
    unknown = [each for each in drawn(3, 600, unknown=True) if each.truth is Truth.UNKNOWN]
    assert unknown and all(not each.shown() and each.extent is None for each in unknown)
    assert all(each.truth is not Truth.UNKNOWN for each in drawn(3, 600))


def test_names_are_canonical() -> None:
    for each, names, facts, _ in numeric(drawn(4, 200)):
        text = each.claim.text().partition(") ")[2]
        seen = list(dict.fromkeys(letter for letter in text if letter in names and letter != "h"))
        assert names == sorted(names) and len(set(names)) == len(names)
        assert [name for name in seen if name in names] == names, each.claim.text()
        assert [hypothesis.name for hypothesis in each.claim.hypotheses] == [
            f"h{at}" for at in range(1, len(facts) + 1)
        ]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"families": {"algebra": 1}}, UnknownNameError),
        ({"families": {}}, UsageError),
        ({"families": {"mono": 0}}, UsageError),
        ({"sizes": ()}, UsageError),
        ({"sizes": (0, 1)}, UsageError),
        ({"mix": {Truth.UNKNOWN: 1}}, UsageError),
    ],
)
def test_what_cannot_be_drawn_is_refused(more: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        drawn(1, 1, **more)


def test_a_truth_that_a_family_has_not_ends_the_drawing() -> None:
    with pytest.raises(UsageError, match="choose more"):
        drawn(1, 1, families={"wit": 1}, mix={Truth.CONTRADICTORY: 1})


def test_a_family_that_is_used_up_ends() -> None:
    few = drawn(1, 10_000, families={"logic": 1}, sizes=(1,), mix={Truth.TRUE: 1})
    assert 1 < len(few) < 10_000


def test_lean_agrees_with_every_construction_and_witness(check: CheckAll) -> None:
    statements = drawn(21, 90)
    shown = [pair for each in statements for pair in each.shown()]
    verdicts = check(shown)
    assert [
        (problem.formal_statement, proof, verdict.detail)
        for (problem, proof), verdict in zip(shown, verdicts, strict=True)
        if not verdict.proved
    ] == []


def test_a_wrong_label_is_noticed(check: CheckAll) -> None:
    """The check above can fail: scripts that show another statement's truth prove nothing here."""
    true = drawn(21, 8, families={"mono": 1}, mix={Truth.TRUE: 1})
    false = drawn(21, 8, families={"mono": 1}, mix={Truth.FALSE: 1})
    pairs = [(each.problem(), other.proof) for each, other in zip(false, true, strict=True)]
    pairs += [(each.negation(), f"intro h\nexact absurd (h {'0 ' * 9}) (by decide)") for each in true]
    assert not any(verdict.proved for verdict in check(pairs))


def test_kernel_types_tell_statements_apart_and_names_do_not() -> None:
    statements = drawn(8, 60)
    problems = [each.problem() for each in statements]
    one = Problem(
        "one", "train", "theorem one (a b : Nat) (h1 : a ≤ b) : a ≤ b + a := by\n", problems[0].header
    )
    same = replace(one, name="same", formal_statement=one.formal_statement.replace("one", "same"))
    other = replace(
        one,
        name="other",
        formal_statement="theorem other (x y : Nat) (k : x ≤ y) : x ≤ y + x := by\n",
    )
    swapped = replace(
        one,
        name="swapped",
        formal_statement="theorem swapped (x y : Nat) (k : y ≤ x) : x ≤ y + x := by\n",
    )

    async def types(batch: int) -> list[str]:
        async with local_checker() as checker:
            return await kernel_types(checker.engine, [*problems, one, same, other, swapped], batch=batch)

    by_hundred, by_seven = asyncio.run(types(100)), asyncio.run(types(7))
    assert by_hundred == by_seven
    *_, a, b, c, d = by_hundred
    assert a == b == c != d
    assert len(set(by_hundred)) > 55


def test_a_statement_that_does_not_compile_has_no_kernel_type() -> None:
    header = drawn(1, 1)[0].problem().header
    broken = Problem("broken", "train", "theorem broken (a : Nat) : a = missing := by\n", header)

    async def types() -> list[str]:
        async with local_checker() as checker:
            return await kernel_types(checker.engine, [broken])

    with pytest.raises(StatementError, match="missing"):
        asyncio.run(types())
