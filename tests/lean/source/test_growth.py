"""No function that reads a text takes more than time in proportion to it, whatever the text repeats.

What is counted are the lines of Python that run, so the machine's load plays no part: a text four times as
long may run four times as many, and a half more.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from harness.backends import _formula
from harness.checker.policy import check_policy
from harness.errors import DataError
from harness.lean.goals import read_goals
from harness.lean.linkage import links
from harness.lean.source import (
    Assembled,
    LeanText,
    assemble,
    begins_like_lean,
    code_tokens,
    named_examples,
    negate,
    normal_statement,
    normalise,
    opening_of,
    proposition,
    split_theorem,
    strip_header,
    theorem_name,
    tokenize,
    whole_file,
)
from harness.lean.source._tokens import _scan
from harness.lean.source.header import imported, leading_header, only_blanks
from harness.lint._text import statement_shape
from harness.problem import Problem
from harness.prompts.extract import extract, spoken, up_to_fence

HEADER = """import A

namespace N
def dbl (n : Nat) : Nat := n
variable (x : Nat)
"""
PROBLEM = Problem("N.goal", "test", "theorem goal : dbl x = x := by\n", HEADER)
GOAL = "theorem goal : A := by simp\n"
# Characters of the shorter text, and how many times as long the other one is.
SIZE, TIMES, MARGIN = 200, 4, 1.5
# Lines that a function may run beyond any proportion: what it costs to look at a text at all.
FREE = 600

PIECES = (
    "def dbl (n : Nat) : Nat := n + n\n",
    "def dbl := a ",
    "theorem goal : A := by simp\n",
    "theorem a : A := b ",
    "lemma a : b := c ",
    "lemma a : b := c\n  x\n",
    "namespace a\n",
    "namespace a\ntheorem b : c := d\n",
    "end a\n",
    "section\n",
    "mutual\ndef dbl := 1\nend\n",
    "@[simp] ",
    "@[",
    "private ",
    "/-- doc -/ ",
    "/-! doc -/ ",
    "/- c -/ ",
    "-- c\n",
    "open a in ",
    "open a ",
    "set_option a b in\n",
    "set_option maxRecDepth 10 in simp\n",
    "( ",
    "[ ",
    "⌊ ",
    "⌋ ",
    "] ",
    "() ",
    "`(",
    "| x => y ",
    "|x| ",
    "fun ",
    "let x := 1; ",
    "have ",
    ":= ",
    ": ",
    "∀ x, ",
    "∀ ",
    "a → ",
    "a ↔ b → ",
    "(n : a) ",
    "(x : a) ",
    "[a] ",
    "_root_.dbl ",
    "example : a := b\n",
    "«a» ",
    "«",
    '"',
    '"a" ',
    's!"{',
    's!"{x}" ',
    "'",
    "'a' ",
    'r#"',
    "a'b ",
    "1e5 ",
    "x.1.2e3 ",
    "#a ",
    "#check a\n",
    "variable (x : Nat)\n",
    "variable [A x]\n",
    "variable {x}\n",
    "universe u\n",
    "Type u ",
    ".{u} ",
    "import A\n",
    "\n",
    " ",
    "simp\n",
    "  simp\n",
    "run_a ",
    "deriving instance A for B\n",
    "deriving A, B\n",
    "class ",
    "alias ",
    "alias a := b\n",
    "library_note a /-- b -/ ",
    "attribute [simp] a\n",
    "instance (a := b) dbl : c := d\n",
    "goal ",
    "theorem ",
    "theorem goal ",
    "by ",
    "sorry ",
    "<think>",
    "</think>",
    "h : a\n⊢ b\n\n",
)
# Behind these the policy reads again what follows, MAX_REREAD characters of it in all.
READ_AGAIN = frozenset({'s!"{x}" ', "'"})


def _prefixed(signature: str) -> Problem:
    return Problem("goal", "test", f"theorem goal {signature} := by\n", HEADER)


def _variants(signature: str) -> object:
    found = statement_shape(_prefixed(signature))
    return None if found is None else [*found.concluding_false(), *map(found.without, found.binders[:2])]


READERS: dict[str, Callable[[str], object]] = {
    "tokens": _scan,
    "commands": lambda text: LeanText(text, _scan(text)).commands,
    "assemble": lambda text: assemble(PROBLEM, text),
    "assemble behind the theorem": lambda text: assemble(PROBLEM, GOAL + text),
    "assemble before the theorem": lambda text: assemble(PROBLEM, f"{text}\n{GOAL}"),
    "assemble a proof": lambda text: assemble(PROBLEM, f"by\n  simp\n{text}", mode="splice"),
    "assemble a file": whole_file,
    "split": lambda text: split_theorem(f"{text}\n{GOAL}{text}", "goal"),
    "split a signature": lambda text: split_theorem(f"theorem goal {text}", "goal"),
    "name": theorem_name,
    "opening": opening_of,
    "normal statement": lambda text: normal_statement(f"theorem goal {text}"),
    "normal form": normalise,
    "imports": strip_header,
    "beginning": begins_like_lean,
    "binders": lambda text: proposition(_prefixed(f"{text} : x = x")),
    "negation": lambda text: negate(_prefixed(f": {text}")),
    "variables": lambda text: proposition(
        Problem("goal", "test", "theorem goal : x = x := by", HEADER + text)
    ),
    "examples": lambda text: named_examples(text, code_tokens(tokenize(text))),
    "header": lambda text: (leading_header(text), imported(text), only_blanks(text, 0)),
    "links": lambda text: list(links(text)),
    "lint, binders": lambda text: _variants(f"{text} : x = x"),
    "lint, conclusion": lambda text: _variants(f": {text}"),
    "formula": lambda text: _formula.binder_groups(_formula.tokenize(text)),
    "formula's shape": lambda text: _formula.shape(_formula.tokenize(text)),
    "policy": lambda text: check_policy(Assembled(text, "file", text, 1), "strict"),
    "policy of a proof": lambda text: check_policy(Assembled(text, "splice", text, 1), "strict"),
    "extract": lambda text: extract(text, "goal"),
    "extract amid prose": lambda text: extract(f"Here:\n{text}\n{GOAL}", "goal"),
    "up to a fence": up_to_fence,
    "spoken": spoken,
    "goals": read_goals,
}


def _lines(read: Callable[[str], object], text: str) -> int:
    """How many lines of Python run while `read` reads the text."""
    count = 0

    def traced(frame: FrameType, event: str, value: Any) -> Any:
        nonlocal count
        count += event == "line"
        return traced

    before = sys.gettrace()
    gc.disable()
    sys.settrace(traced)
    try:
        read(text)
    except DataError:
        # The texts need not be good ones.
        pass
    finally:
        sys.settrace(before)
        gc.enable()
    return count


@pytest.mark.parametrize("reader", READERS)
def test_four_times_the_text_takes_four_times_as_long(reader: str) -> None:
    read, slow = READERS[reader], {}
    for piece in PIECES:
        if reader.startswith("policy") and piece in READ_AGAIN:
            continue
        count = SIZE // len(piece)
        # A space sets the texts apart from those that are still known.
        short = _lines(read, piece * count + f" {reader}")
        long = _lines(read, piece * (TIMES * count) + f" {reader}")
        if long > TIMES * MARGIN * short + FREE:
            slow[piece] = short, long
    assert not slow


def test_a_quadratic_reader_is_found() -> None:
    def quadratic(text: str) -> int:
        found = 0
        for first in text[:200]:
            for second in text[:200]:
                found += first < second
        return found

    short, long = _lines(quadratic, "a" * 50), _lines(quadratic, "a" * 200)
    assert long > TIMES * MARGIN * short + FREE
