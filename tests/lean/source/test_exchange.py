"""Words exchanged amid a text: what was aligned stays aligned, lines and strings stay as they are."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.lean.source import Exchange, assemble, code_tokens, column, exchanged, tokenize
from harness.problem import Problem

ALIGNED = {
    "alternatives": (
        "lemma goal : A := by first | exact a\n                           | exact b",
        "theorem goal : A := by first | exact a\n                             | exact b",
    ),
    "tactics behind by": (
        "lemma goal : A := by intro h\n                     exact h\n\nlemma next : B := rfl",
        "theorem goal : A := by intro h\n                       exact h\n\ntheorem next : B := rfl",
    ),
    "steps of calc": (
        "lemma goal : A := calc a = b := x\n                       _ = c := y",
        "theorem goal : A := calc a = b := x\n                         _ = c := y",
    ),
    "behind an attribute": (
        "@[simp] lemma goal : A := by skip\n                             exact h",
        "@[simp] theorem goal : A := by skip\n                               exact h",
    ),
    "a comment at the margin between": (
        "lemma goal : A := by skip\n-- so\n                     exact h",
        "theorem goal : A := by skip\n-- so\n                       exact h",
    ),
    "a bracket that goes on at the margin": (
        "lemma goal : A := by first | exact (a\n  b)\n                           | exact c\n",
        "theorem goal : A := by first | exact (a\n    b)\n                             | exact c\n",
    ),
    "behind a bracket's end": (
        "lemma goal (h : A\n  ∧ B) : C := by skip\n                 exact h\n",
        "theorem goal (h : A\n    ∧ B) : C := by skip\n                   exact h\n",
    ),
    "two on one line": (
        "lemma a : A := x lemma goal : B := by skip\n                                      exact h",
        "theorem a : A := x theorem goal : B := by skip\n                                          exact h",
    ),
    "a comment of several lines before code": (
        "lemma goal : A := by skip /- one\n two -/              exact h",
        "theorem goal : A := by skip /- one\n   two -/              exact h",
    ),
    "nothing aligned": (
        "lemma goal : A := by\n  skip\n  exact h\n",
        "theorem goal : A := by\n  skip\n  exact h\n",
    ),
    "aligned further down": (
        "lemma goal : A := by\n  first | a\n        | b\n",
        "theorem goal : A := by\n  first | a\n        | b\n",
    ),
    "a string over several lines": (
        'lemma goal : A := f "x\n                    y" z',
        'theorem goal : A := f "x\n                    y" z',
    ),
}


@pytest.mark.parametrize("name", ALIGNED)
def test_lines_below_a_lemma_go_along(name: str) -> None:
    given_text, expected = ALIGNED[name]
    assert assemble(Problem("goal", "test", "theorem goal : A := by", ""), given_text).candidate == expected


def test_lines_below_a_name_made_whole_go_along() -> None:
    problem = Problem("N.goal", "test", "theorem goal : A := by", "open B\nnamespace N\n")
    text = "namespace N\ntheorem goal : A := by skip\n                       exact h\nend N\n"
    expected = (
        "namespace N\ntheorem _root_.N.goal : A := by skip\n                                exact h\nend N\n"
    )
    assert assemble(problem, text).candidate == expected


def renamed(text: str, old: str, new: str) -> str:
    tokens = tokenize(text)
    return exchanged(
        text, tokens, [Exchange(token, new) for token in code_tokens(tokens) if token.text == old]
    )


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("  exact f X (by a\n             b)\n  c", "XYZ", "  exact f XYZ (by a\n               b)\n  c"),
        ("first | X\n      | b\nX", "XYZ", "first | XYZ\n      | b\nXYZ"),
        ("theorem XYZ : p := by a\n                      b", "X", None),
        ("(XYZ.1, by a\n           b)", "X", None),
        ("theorem XYZ : p := by\n  a", "X", "theorem X : p := by\n  a"),
    ],
)
def test_any_word_may_be_longer_or_shorter(text: str, new: str, expected: str | None) -> None:
    old = "X" if len(new) > 1 else "XYZ"
    if expected is None:
        # What stands behind a shorter word stays where it is.
        found = renamed(text, old, new)
        assert len(found) == len(text) and found.replace(" ", "") == text.replace(old, new).replace(" ", "")
        assert [line.rstrip()[-1:] for line in found.split("\n")] == ["a", text[-1]]
        assert found.split("\n")[1] == text.split("\n")[1]
    else:
        assert renamed(text, old, new) == expected


WORDS = [
    "X",
    "f",
    "(",
    ")",
    "⟨",
    "⟩",
    "by",
    "|",
    "\n",
    "\n  ",
    "\n        ",
    " ",
    "   ",
    '"s\n t"',
    "-- c\n",
    "/- c\n d -/",
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.sampled_from(["Y", "LONG", "LONGER.NAME"])
)
def test_tokens_and_lines_are_the_same_beside_the_words(text: str, new: str) -> None:
    found = renamed(text, "X", new)
    before, after = (code_tokens(tokenize(t)) for t in (text, found))
    assert [token.text for token in after] == [new if token.text == "X" else token.text for token in before]
    assert [token.line for token in after] == [token.line for token in before]


def relations(text: str) -> list[int]:
    """Whether each line begins left of (-1), below (0) or right of (1) each token of the line above it."""
    lines = [[found.start() for found in re.finditer(r"\S+", line)] for line in text.split("\n")]
    return [(below[0] > at) - (below[0] < at) for above, below in pairwise(lines) for at in above]


LINE = st.tuples(st.integers(0, 12), st.lists(st.sampled_from(["X", "f", "by", "|"]), min_size=1))


@given(st.lists(LINE, max_size=6), st.sampled_from(["Y", "LONG", "LONGER.NAME"]))
def test_lines_stand_to_the_line_above_as_before(lines: list[tuple[int, list[str]]], new: str) -> None:
    text = "\n".join(" " * at + " ".join(words) for at, words in lines)
    assert relations(renamed(text, "X", new)) == relations(text)


@given(
    st.integers(0, 30),
    st.sampled_from(["lemma", "@[simp] lemma", "private lemma"]),
    st.sampled_from(["|", "(", "·"]),
)
def test_a_line_aligned_with_the_rest_stays_aligned(gap: int, head: str, sign: str) -> None:
    first = f"{head} goal :{' ' * gap} A := by first | "
    text = f"{first}a\n{' ' * (len(first) - 2)}{sign} b"
    found = assemble(Problem("goal", "test", "theorem goal : A := by", ""), text).candidate
    above = found.index("|")
    below = found.index(sign, found.index("\n"))
    assert column(found, above) == column(found, below)


def test_many_words_take_linear_time() -> None:
    started = time.process_time()
    assert renamed("X " * 20_000 + "\n" + " " * 10, "X", "LONG").count("LONG") == 20_000
    brackets = renamed("(X\n" * 20_000, "X", "LONG")
    assert brackets.count("LONG") == 20_000
    assert len(brackets) < 20_000 * len("(LONG\n") + 100_001
    assert time.process_time() - started < 20
