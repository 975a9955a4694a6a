"""Which of a server's messages is the answer about the theorem's axioms."""

from __future__ import annotations

import pytest

from harness.checker.remote._answers import Seen
from harness.checker.remote._question import RemoteQuestion, axioms_in, question
from harness.checker.verdict import Message
from harness.lean.source import assemble
from harness.problem import Problem

PROBLEM = Problem("t", "test", "theorem t : True := by", "import A\n\n")
NONE, SOME = "'t' does not depend on any axioms", "'t' depends on axioms: [propext,\n Quot.sound]"


def asked(text: str = "trivial") -> RemoteQuestion:
    found = question(PROBLEM, assemble(PROBLEM, text, mode="splice"))
    assert found is not None
    return found


def answer(asked: RemoteQuestion, *rows: tuple[int, int, str], severity: str = "information") -> Seen:
    """A server's messages; lines count from the mark's, texts may name the mark."""
    return Seen(
        tuple(Message(severity, text.replace("{mark}", asked.mark), 9 + line, at) for line, at, text in rows)
    )


def test_the_mark_stands_before_the_last_command_and_differs() -> None:
    one, other = asked(), asked()
    assert one.text.endswith(f'\n#print "{one.mark}"\n#print axioms t\n')
    assert one.mark != other.mark and len(one.mark) > 32


@pytest.mark.parametrize(
    ("text", "axioms"),
    [
        (NONE, ()),
        (SOME, ("Quot.sound", "propext")),
        ("'t' depends on axioms: [propext, Classical.choice.{u, v+1}]", ("Classical.choice", "propext")),
        ("'t' depends on axioms: [«propext.{u}», «a.{b}»]", ("«a»", "«propext»")),
    ],
)
def test_the_answer_behind_the_mark(text: str, axioms: tuple[str, ...]) -> None:
    one = asked()
    assert axioms_in(answer(one, (0, 0, "{mark}"), (1, 0, text)), one) == axioms
    traces = ((0, 0, "{mark}"), (1, 0, "[Elab.command] #print"), (1, 0, text), (1, 14, "[Elab.info] " + NONE))
    assert axioms_in(answer(one, *traces), one) == axioms
    assert axioms_in(answer(one, (-3, 0, NONE), (0, 0, "{mark}"), (1, 0, SOME)), one) is not None


@pytest.mark.parametrize(
    "rows",
    [
        ((1, 0, NONE),),
        ((0, 0, "{mark}"),),
        ((0, 0, "{mark}"), (0, 0, NONE)),
        ((0, 0, "{mark}"), (2, 0, NONE)),
        ((-5, 0, NONE), (0, 0, "{mark}")),
        ((-5, 0, "{mark}"), (-4, 0, NONE), (0, 0, "{mark}"), (1, 0, SOME)),
        ((0, 0, "{mark}"), (1, 0, NONE), (1, 0, SOME)),
        ((0, 0, "{mark}"), (1, 0, "'u' does not depend on any axioms")),
        ((0, 0, "{mark}"), (1, 0, "It says: " + NONE)),
        ((0, 0, "{mark}x"), (1, 0, NONE)),
    ],
)
def test_what_is_no_answer(rows: tuple[tuple[int, int, str], ...]) -> None:
    one = asked()
    assert axioms_in(answer(one, *rows), one) is None


def test_an_error_is_no_answer() -> None:
    one = asked()
    assert axioms_in(answer(one, (0, 0, "{mark}"), (1, 0, NONE), severity="error"), one) is None
