"""Controlled English: one meaning for each text, and the reader finds it."""

from __future__ import annotations

from itertools import islice

import pytest

from harness.errors import DataError
from harness.pipeline.generator.english import english, read_english
from harness.pipeline.generator.generate import Generator
from harness.pipeline.generator.statements import Claim


def test_every_wording_is_read_back_and_no_text_says_two_things() -> None:
    meanings: dict[str, Claim] = {}
    for at, each in enumerate(islice(Generator(31, unknown=True).distinct(), 1_200)):
        for wording in range(3):
            text = english(each.claim, 3 * at + wording)
            read = read_english(text)
            assert read.same(each.claim), (text, read.text())
            assert meanings.setdefault(text, read).same(read), text
    assert len(meanings) > 3_000


def test_wordings_differ_and_a_seed_gives_one() -> None:
    claim = next(each.claim for each in Generator(1, families={"mono": 1}, sizes=(4,)).distinct())
    assert english(claim, 5) == english(claim, 5)
    assert len({english(claim, seed) for seed in range(20)}) > 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Show that a is at most",
        "Show that a is at most b. Show that a is at most b.",
        "Show that a is at most b",
        "Show that the sum of a is at most b.",
        "Let a and b be numbers. Show that a is at most b.",
        "Let a be a natural number. Suppose a is at most b. Show that a is at most b.",
        "Show that a is near b.",
    ],
)
def test_what_is_no_controlled_english_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        read_english(text)


@pytest.mark.parametrize(
    ("text", "lean"),
    [
        (
            "Let a and b be natural numbers. Suppose that a is less than or equal to b. "
            "Show that the square of a is at most b times b.",
            "(a b : Nat) (h1 : a ≤ b) : a ^ 2 ≤ b * b",
        ),
        (
            "Let f be a function on the natural numbers. Suppose that f at 0 equals 1 and that for all n, "
            "f at the sum of n and 1 is equal to the product of f at n and 2. Prove that for all n, f at n "
            "equals the power of 2 with exponent n.",
            "(f : Nat → Nat) (h1 : f 0 = 1) (h2 : ∀ n, f (n + 1) = f n * 2) : ∀ n, f n = 2 ^ n",
        ),
        (
            "Let p and q be properties of natural numbers. Suppose that there is a natural number x such "
            "that both x has p and q holds for x. Show that there is a natural number y such that y has q.",
            "(p q : Nat → Prop) (h1 : ∃ x, p x ∧ q x) : ∃ y, q y",
        ),
        (
            "Show that there are natural numbers x and y such that x plus y equals 4.",
            ": ∃ x y, x + y = 4",
        ),
    ],
)
def test_texts_of_known_meaning(text: str, lean: str) -> None:
    assert read_english(text).text() == lean
