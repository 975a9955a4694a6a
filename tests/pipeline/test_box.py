"""The box refuter: what it refutes, what it leaves alone, and what it can't say anything of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

import pytest

from harness.checker.verdict import Verdict
from harness.pipeline.box import NotNumeric, box_refutation
from harness.pipeline.generator.generate import Generator
from harness.pipeline.generator.statements import HEADER, Truth
from harness.problem import Problem

CheckAll = Callable[[Sequence[tuple[Problem, str]]], list[Verdict]]

PAIRS = (("(", ")"), ("{", "}"), ("[", "]"))


def both(text: str) -> tuple[Problem, Problem]:
    """A problem of `BINDERS : CONCLUSION`, and its closed negation."""
    colon = next(
        at
        for at, sign in enumerate(text)
        if sign == ":" and all(text[:at].count(left) == text[:at].count(right) for left, right in PAIRS)
    )
    binders, claim = text[:colon].strip(), text[colon + 1 :].strip()
    closed = f"∀ {binders}, {claim}" if binders else claim
    problem = Problem("t", "test", f"theorem t {binders} : {claim} := by\n", HEADER)
    return problem, Problem("n", "test", f"theorem n : ¬ ({closed}) := by\n", HEADER)


FALSE = (
    "(a b : Nat) (h : a ≤ b) : a * a < b * b",
    "(x : Nat) : x < 31",
    "(a b : Nat) (h1 : a ∣ b) (_ : 1 < a) : a ∣ b + 1",
    "(h : Nat) (none every : Nat) (k : h ≤ none) : every ≤ none",
    "(a : Nat) (h : a ≤ 3 -- one\n  ∧ 1 < a) : a = 2",
    "{a b : Nat} (h : a < b) : b - a = 1",
    "(a : Nat) (h : 0 < a) (b : Nat) (k : a < b) : a % b = 0",
    "(a b c d e f g : Nat) (h : a < b) : a + c ≤ d + e + f + g",
    "(a : Nat) : ∀ b : Nat, a ≤ b → b ≤ a",
    "(a : Nat) : ∀ (b c : Nat) (h : a ≤ b), c ≤ b",
    ": 2 + 2 = 5",
)
TRUE = (
    "(a b : Nat) (h : a ≤ b) : a * a ≤ b * b",
    "(x : Nat) (h : x < 31) : x ≤ 31",
    "(a b : Nat) (h : a < b) (k : b < a) : a = 7",
    "{a b : Nat} (h : a < b) : 1 ≤ b - a",
    "(a : Nat) : ∀ b : Nat, a ≤ b → a ≤ b + a",
    ": 2 + 2 = 4",
)


def test_false_statements_are_refuted_and_true_ones_are_not(check: CheckAll) -> None:
    pairs = []
    for text in (*FALSE, *TRUE):
        problem, negation = both(text)
        script = box_refutation(problem)
        assert isinstance(script, str), (text, script)
        pairs.append((negation, script))
    refuted = [text for text, verdict in zip((*FALSE, *TRUE), check(pairs), strict=True) if verdict.proved]
    assert refuted == list(FALSE)


def test_what_fails_beyond_the_box_alone_stays_open(check: CheckAll) -> None:
    problem, negation = both("(x : Nat) : x < 31")
    scripts = [box_refutation(problem, values) for values in (31, 32)]
    assert [v.proved for v in check([(negation, str(script)) for script in scripts])] == [False, True]


def test_generated_false_statements_about_numbers_are_refuted(check: CheckAll) -> None:
    families = {"mono": 3, "dvd": 2, "lin": 1}
    statements = islice(Generator(17, families=families, mix={Truth.FALSE: 1}).distinct(), 40)
    pairs = []
    for each in statements:
        script = box_refutation(each.problem())
        assert isinstance(script, str)
        pairs.append((each.negation(), script))
    assert sum(verdict.proved for verdict in check(pairs)) >= 38


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(f : Nat → Nat) : f 0 = 0", "`Nat`"),
        ("(a : Int) : a ≤ a * a", "`Int`"),
        ("(p : Prop) (h : p) : 1 = 1", "`Prop`"),
        ("(a : Nat) : ∃ b, a < b", "`∃`"),
        ("(a : Nat) (h : ∀ b, b ≤ a) : a = 0", "`∀`"),
        ("(a : Nat) : a.succ = 1", "`a.succ`"),
        ("(a a : Nat) : a = 1", "twice"),
        ("(a : Nat := 3) : a = 1", "no numbers"),
        ("[Inhabited Nat] : 1 = 2", "no numbers"),
        (
            "(a b c d e f g h i j k l m : Nat) : a + b + c + d + e = f + g + h + i + j + k + l + m",
            "13 variables",
        ),
        ("(a : Nat) : ∀ b, a ≤ b", "no numbers"),
        ("(a : Nat) : (fun x => x) a = a", "`fun`"),
    ],
)
def test_what_is_not_about_numbers_is_refused_with_a_reason(text: str, reason: str) -> None:
    found = box_refutation(Problem("t", "test", f"theorem t {text} := by\n", HEADER))
    assert isinstance(found, NotNumeric) and reason in found.reason


def test_a_text_that_states_no_theorem_is_refused() -> None:
    assert isinstance(box_refutation(Problem("t", "test", "def t := 1", HEADER)), NotNumeric)
