"""Names with a meaning of their own: the header has them all, and they mean what the kernel computes."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

# What Lean 4.35's kernel computes on literals, or expands literals with.
KERNEL = (
    "Nat Nat.zero Nat.succ Nat.add Nat.sub Nat.mul Nat.div Nat.mod Nat.gcd Nat.beq Nat.ble Nat.pow Nat.log2 Nat.land "
    "Nat.lor Nat.xor Nat.shiftLeft Nat.shiftRight Bool Bool.true Bool.false String String.ofList List List.nil "
    "List.cons Char Char.ofNat Quot Quot.mk Quot.lift Quot.ind Eq Eq.refl eagerReduce"
).split()
# What other versions of the kernel, the elaborator, or an audit by name treat specially.
SPECIAL = (
    "Lean.reduceBool Lean.reduceNat Lean.ofReduceBool Lean.ofReduceNat Lean.trustCompiler sorryAx propext "
    "Classical.choice Quot.sound Nat.rec Nat.recAux Nat.casesOn Eq.rec Eq.mpr False False.elim absurd True True.intro "
    "And Or Not Iff Exists Decidable Decidable.decide of_decide_eq_true Nat.decEq Nat.decLe Nat.decLt id rfl cast "
    "lcProof lcUnreachable instHAdd instAddNat instOfNatNat OfNat.ofNat funext trivial ite dite HEq Subsingleton"
).split()
HEADERS = {"base": "prelude\nimport Embedded.Base\n", "arith": "prelude\nimport Embedded.Arith\n"}


@pytest.mark.parametrize("module", HEADERS)
@pytest.mark.parametrize("form", ["def {} : Nat := 0", "theorem {} : True := trivial", "axiom {} : False"])
def test_no_special_name_can_be_declared_again(module: str, form: str, lean_run: Callable[..., Any]) -> None:
    names = KERNEL + SPECIAL
    header = HEADERS[module]
    run = lean_run(header + "".join(form.format(name) + "\n" for name in names), "-DmaxErrors=0")
    first = header.count("\n") + 1
    refused = {
        line: texts for line, texts in run.by_line("error").items() if "already been declared" in texts[0]
    }
    assert [name for number, name in enumerate(names) if first + number not in refused] == []


def test_a_name_of_ones_own_can_be_declared(lean_run: Callable[..., Any], base_header: str) -> None:
    run = lean_run(base_header + "def Nat.mine : Nat := 0\n")
    assert (run.exit_code, run.messages) == (0, [])


# The kernel's value of FUNCTION on literals against the definition, unfolded by the auxiliary functions.
UNFOLDED = {
    "Nat.div {a} {b}": "Nat.rec (motive := fun _ => Nat) 0 (fun y _ => Nat.divGo (Nat.succ y) {a} {a}) {b}",
    "Nat.mod {a} {b}": "{a} - {b} * Nat.rec (motive := fun _ => Nat) 0 (fun y _ => Nat.divGo (Nat.succ y) {a} {a}) {b}",
    "Nat.gcd {a} {b}": "Nat.gcdGo {a} {a} {b}",
    "Nat.land {a} {b}": "Nat.bitwiseGo Bool.and ({a} + {b}) {a} {b}",
    "Nat.lor {a} {b}": "Nat.bitwiseGo Bool.or ({a} + {b}) {a} {b}",
    "Nat.xor {a} {b}": "Nat.bitwiseGo bne ({a} + {b}) {a} {b}",
    "Nat.log2 {a}": "Nat.log2Go {a} {a}",
    "Nat.shiftLeft {a} {b}": "{a} * 2 ^ {b}",
    "Nat.shiftRight {a} {b}": "Nat.rec (motive := fun _ => Nat) 0 (fun y _ => Nat.divGo (Nat.succ y) {a} {a}) (2 ^ {b})",
    "Nat.sub {a} {b}": "Nat.rec (motive := fun _ => Nat) {a} (fun _ d => Nat.pred d) {b}",
    "Nat.pow {a} {b}": "Nat.rec (motive := fun _ => Nat) 1 (fun _ p => p * {a}) {b}",
    "Nat.add {a} {b}": "Nat.rec (motive := fun _ => Nat) {a} (fun _ s => Nat.succ s) {b}",
    "Nat.mul {a} {b}": "Nat.rec (motive := fun _ => Nat) 0 (fun _ s => s + {a}) {b}",
}
PYTHON: dict[str, Callable[[int, int], int]] = {
    "Nat.div": lambda a, b: a // b if b else 0,
    "Nat.mod": lambda a, b: a % b if b else a,
    "Nat.land": lambda a, b: a & b,
    "Nat.lor": lambda a, b: a | b,
    "Nat.xor": lambda a, b: a ^ b,
    "Nat.log2": lambda a, b: max(a, 1).bit_length() - 1,
    "Nat.shiftRight": lambda a, b: a >> b,
    "Nat.sub": lambda a, b: max(a - b, 0),
    "Nat.pow": lambda a, b: a**b,
}
SMALL = list(itertools.product((0, 1, 2, 3, 7, 12), (0, 1, 2, 3, 5, 8)))
LARGE = [(2**64 - 1, 2**32 + 5), (10**18 + 9, 97), (123456789, 987654321), (2**70, 0), (0, 2**70)]


def test_definitions_agree_with_the_kernel(lean_run: Callable[..., Any], base_header: str) -> None:
    pairs = [
        f"example : {left.format(a=a, b=b)} = {right.format(a=a, b=b)} := by decide +kernel\n"
        for (left, right), (a, b) in itertools.product(UNFOLDED.items(), SMALL)
    ]
    run = lean_run(base_header + "".join(pairs), "-DmaxErrors=0")
    assert (run.errors(), run.exit_code) == ([], 0)


def test_large_values_are_the_right_ones(lean_run: Callable[..., Any], base_header: str) -> None:
    text = base_header
    for name, function in PYTHON.items():
        for a, b in LARGE:
            if name not in ("Nat.pow", "Nat.shiftRight") or b < 100:
                arguments = f"{a}" if name == "Nat.log2" else f"{a} {b}"
                text += f"example : {name} {arguments} = {function(a, b)} := by decide +kernel\n"
    run = lean_run(text, "-DmaxErrors=0")
    assert (run.errors(), run.exit_code) == ([], 0)


def test_a_wrong_value_is_refused(lean_run: Callable[..., Any], base_header: str) -> None:
    wrong = [f"example : {left.format(a=6, b=5)} = 424242 := by decide +kernel\n" for left in UNFOLDED]
    run = lean_run(base_header + "".join(wrong))
    assert len(run.by_line("error")) == len(UNFOLDED)
