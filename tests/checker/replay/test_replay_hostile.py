"""Forged modules, each beside its sound twin: the kernel's word is what counts."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

import pytest
from hand_made import Declared, false, proof, theorem, true, two
from olean_builder import Builder, box
from olean_forge import Forge
from olean_terms import same_term
from replaying import IMPORTS, Compile, Replay

from harness.checker.replay.base import Question, ReplayOutcome, refusal_of
from harness.checker.replay.native import NativeReplay
from harness.checker.verdict import Reason, Status
from harness.errors import OleanError
from harness.lean.olean import read_olean
from harness.sandbox import Limits

TWO_THEOREMS = (
    "theorem a (n : Nat) : n + 0 = n := rfl\n"
    "theorem b (n : Nat) (h : n = 1) : 1 = n := h.symm\n"
    "theorem t : True := trivial\n"
)
INDUCTIVE = (
    "inductive T (α : Type) : Nat → Type\n"
    "  | leaf : T α 0\n"
    "  | node (n : Nat) : α → T α n → T α (n + 1)\n"
    "theorem t : True := trivial\n"
)
UNCHECKED = "set_option debug.skipKernelTC true\ntheorem t : {} := by decide +kernel\n"


def refused(outcome: ReplayOutcome, word: str) -> None:
    assert (outcome.ok, outcome.failure, outcome.stopped, outcome.crashed) == (False, None, None, False)
    assert word in outcome.detail
    found = refusal_of(outcome, Limits())
    assert found is not None
    assert found[:2] == (Status.REJECTED, Reason.LEAN_ERROR)


def swaps(forge: Forge, slot: Callable[[tuple[str, ...]], int]) -> list[bytes]:
    """The module with theorem a's word written over b's, and the other way, where the file allows it."""
    made = []
    for one, other in ((("a",), ("b",)), (("b",), ("a",))):
        data = forge.copy(slot(one), slot(other))
        try:
            assert read_olean(data).constants
        except OleanError:
            continue
        made.append(data)
    assert made
    return made


def test_another_theorems_proof_is_refused(compile_text: Compile, replay: Replay) -> None:
    forge = Forge(compile_text(TWO_THEOREMS))
    assert replay(forge.data).ok
    for data in swaps(forge, lambda name: forge.field(name, 1)):
        refused(replay(data), "the kernel says: ")


def test_another_theorems_statement_is_refused(compile_text: Compile, replay: Replay) -> None:
    forge = Forge(compile_text(TWO_THEOREMS))
    for data in swaps(forge, forge.type_field):
        refused(replay(data), "the kernel says: ")


def test_a_declared_axiom_is_refused(compile_text: Compile, replay: Replay) -> None:
    refused(replay(compile_text("axiom c : False\ntheorem t : False := c\n")), "c is declared as axiom")


def test_an_unchecked_proof_is_refused(compile_text: Compile, replay: Replay) -> None:
    """Lean itself accepts both texts without a word."""
    assert replay(compile_text(UNCHECKED.format("(1 : Nat) = 1"))).ok
    refused(replay(compile_text(UNCHECKED.format("(1 : Nat) = 2"))), "t._")


def test_the_theorem_must_be_there(compile_text: Compile, replay: Replay) -> None:
    data = compile_text(TWO_THEOREMS)
    assert replay(data, "a").ok
    refused(replay(data, "c"), "c is no theorem")
    refused(replay(compile_text("def t : Nat := 1\n")), "t is no theorem")


def test_a_module_of_another_header_is_refused(compile_text: Compile, replay: Replay) -> None:
    data = compile_text(TWO_THEOREMS)
    outcome = replay(data, imports=(("Embedded", "Logic"),))
    refused(outcome, "imports something else")


@pytest.mark.parametrize(
    ("name", "index", "word"),
    [
        (("T", "node"), 2, box(0)),  # its place among the constructors
        (("T", "node"), 3, box(0)),  # number of parameters
        (("T", "node"), 4, box(2)),  # number of fields
        (("T", "rec"), 2, box(2)),
        (("T", "rec"), 4, box(2)),
        (("T", "rec"), 6, box(0)),  # no rules
        (("T",), 1, box(0)),
        (("T",), 4, box(0)),  # no constructors
        (("T",), 5, box(1)),
    ],
)
def test_forged_numbers_of_an_inductive_are_refused(
    name: tuple[str, ...], index: int, word: int, compile_text: Compile, replay: Replay
) -> None:
    forge = Forge(compile_text(INDUCTIVE))
    assert replay(forge.data).ok
    outcome = replay(forge.put(forge.field(name, index), word))
    refused(outcome, "T")


def test_a_forged_k_flag_is_refused(compile_text: Compile, replay: Replay) -> None:
    forge = Forge(compile_text(INDUCTIVE))
    refused(replay(forge.put_byte(forge.field(("T", "rec"), 7), 1)), "T.rec isn't what the kernel makes")


def test_a_forged_rule_of_a_recursor_is_refused(compile_text: Compile, replay: Replay) -> None:
    forge = Forge(compile_text(INDUCTIVE))
    rules = forge.follow(forge.field(("T", "rec"), 6))
    first, second = (
        forge.follow(rules + 8) + 8 + 8 * 2,
        forge.follow(forge.follow(rules + 16) + 8) + 8 + 8 * 2,
    )
    made = 0
    for source, target in ((first, second), (second, first)):
        data = forge.copy(source, target)
        try:
            assert read_olean(data).constants
        except OleanError:
            continue
        made += 1
        refused(replay(data), "T.rec isn't what the kernel makes")
    assert made


def test_a_forged_type_of_a_constructor_is_refused(compile_text: Compile, replay: Replay) -> None:
    text = "structure S where\n  x : Nat\n  y : Nat\nstructure R where\n  z : True\n"
    text += "theorem t : True := trivial\n"
    forge = Forge(compile_text(text))
    made = 0
    for one, other in ((("S", "mk"), ("R", "mk")), (("R", "mk"), ("S", "mk"))):
        data = forge.copy(forge.type_field(one), forge.type_field(other))
        try:
            assert read_olean(data).constants
        except OleanError:
            continue
        made += 1
        refused(replay(data), "mk")
    assert made


def test_a_file_written_by_hand_is_accepted(replay: Replay) -> None:
    outcome = replay(theorem(true, proof))
    assert (outcome.ok, outcome.constants) == (True, 1)


HAND_MADE = {
    "wrong proof": (theorem(false, proof), "declaration type mismatch"),
    "unknown constant": (theorem(false, lambda b: b.const("nothing")), "unknown constant nothing"),
    "itself as its proof": (theorem(false, lambda b: b.const("t")), "unknown constant t"),
    "loose variable": (theorem(true, lambda b: b.bvar(0)), "the kernel says"),
    "statement that is no proposition": (
        theorem(lambda b: b.const("Nat"), lambda b: b.lit(1)),
        "not a proposition",
    ),
    "undeclared universe": (
        theorem(true, lambda b: b.app(b.lam(b.sort(b.param("u")), proof(b)), b.const("Nat"))),
        "the kernel says",
    ),
    "universe declared twice": (theorem(true, proof, ("u", "u")), "the kernel says"),
    "universes too many": (
        theorem(true, lambda b: b.const("True", "intro", levels=[box(0)])),
        "the kernel says",
    ),
    "projection out of nothing": (theorem(true, lambda b: b.proj("Nat", 0, b.lit(1))), "invalid projection"),
    "projection beyond the fields": (
        theorem(true, lambda b: b.proj("And", 7, proof(b))),
        "invalid projection",
    ),
    "literal as a proof": (theorem(false, lambda b: b.lit(7)), "declaration type mismatch"),
    "text as a proof": (theorem(false, lambda b: b.lit("x")), "declaration type mismatch"),
    "false by a let": (
        theorem(false, lambda b: b.let(false(b), proof(b), b.bvar(0))),
        "the kernel says",
    ),
}


@pytest.mark.parametrize("name", HAND_MADE)
def test_hand_made_forgeries_are_refused(name: str, replay: Replay) -> None:
    data, word = HAND_MADE[name]
    refused(replay(data), word)


def test_two_theorems_that_prove_each_other_are_refused(replay: Replay) -> None:
    data = two(
        lambda b: ("t", b.theorem("t", false(b), b.const("u"))),
        lambda b: ("u", b.theorem("u", false(b), b.const("t"))),
    )
    refused(replay(data), "is declared in terms of itself")


def test_a_constant_of_the_header_declared_anew_is_refused(replay: Replay) -> None:
    data = two(
        lambda b: ("t", b.theorem("t", true(b), proof(b))),
        lambda b: ("Nat.add", b.definition("Nat.add", b.const("Nat"), b.lit(0))),
    )
    refused(replay(data), "already declared Nat.add")


@pytest.mark.parametrize("safety", [0, 2])
def test_nothing_safe_rests_on_an_unsafe_definition(safety: int, replay: Replay) -> None:
    def module(wanted: int) -> bytes:
        return two(
            lambda b: ("t", b.theorem("t", true(b), b.const("d"))),
            lambda b: ("d", b.definition("d", true(b), proof(b), safety=wanted)),
        )

    assert replay(module(1)).ok
    refused(replay(module(safety)), "unknown constant d")


def test_a_quotient_primitive_is_refused(replay: Replay) -> None:
    data = two(
        lambda b: ("t", b.theorem("t", true(b), proof(b))),
        lambda b: ("Q", b.ctor(4, [b.ctor(0, [b.head(b.name("Q"), box(0), true(b))], b"\0")])),
    )
    refused(replay(data), "Q is declared as quot")


def test_a_constructor_of_no_type_is_refused(replay: Replay) -> None:
    def constructor(b: Builder) -> tuple[str, int]:
        head = b.head(b.name("c"), box(0), false(b))
        return "c", b.ctor(6, [b.ctor(0, [head, b.name("False"), box(0), box(0), box(0)], b"\0")])

    refused(replay(two(lambda b: ("t", b.theorem("t", false(b), b.const("c"))), constructor)), "c")


def test_inductive_types_that_only_name_each_other_are_refused(replay: Replay) -> None:
    """Neither is the first of its block, so neither would ever be asked for."""

    def inductive(name: str, block: tuple[str, ...]) -> Declared:
        def build(b: Builder) -> tuple[str, int]:
            head = b.head(b.name(name), box(0), b.sort(box(0)))
            names = b.list([b.name(each) for each in block])
            fields = [head, box(0), box(0), names, box(0), box(0)]
            return name, b.ctor(5, [b.ctor(0, fields, bytes(3))])

        return build

    refused(
        replay(two(inductive("A", ("B", "A")), inductive("B", ("A", "B")))), "nothing that the kernel makes"
    )


def test_rubbish_is_refused(replay: Replay) -> None:
    refused(replay(b"olean\x02 rubbish"), "damaged or forged")
    refused(replay(b""), "damaged or forged")


def test_a_variable_too_large_for_lean_ends_only_the_child(replay: Replay) -> None:
    outcome = replay(theorem(true, lambda b: b.bvar((1 << 31) - 1)))
    assert not outcome.ok
    assert outcome.failure is None
    assert replay(theorem(true, proof)).ok


def test_random_byte_flips(
    compile_text: Compile, replayer: NativeReplay, loop: asyncio.AbstractEventLoop
) -> None:
    """No crash of the server, no hang, and no other statement."""
    good = compile_text(
        "theorem h (n : Nat) (p : n = 3) : 3 = n := p.symm\n"
        "theorem t (n : Nat) (p : n = 3) : n * 2 = 6 := h n p ▸ rfl\n"
    )
    original = read_olean(good, file="reference")
    question = Question(IMPORTS, ("t",), original)
    statement = original.constants[("t",)]
    rng = random.Random(20)
    accepted = 0
    for _ in range(300):
        data = bytearray(good)
        for _ in range(rng.choice((1, 1, 2, 8))):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        limits = Limits(cpu_s=5, wall_s=20)
        outcome = loop.run_until_complete(replayer.examine(bytes(data), question, limits)).replay
        assert outcome is not None and outcome.failure is None, outcome
        if outcome.ok:
            accepted += 1
            module = read_olean(bytes(data))
            found = module.constants[("t",)]
            assert same_term(
                module, found.type, found.level_params, original, statement.type, statement.level_params
            )
    again = loop.run_until_complete(replayer.examine(good, question, Limits())).replay
    assert again is not None and again.ok
    assert 0 < accepted < 300
