"""Names with a meaning of their own: the header has them all, and they mean what the kernel computes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# kernel.txt: what Lean 4.35's kernel computes on literals, or expands literals with.
# special.txt: what other versions of the kernel, the elaborator, or an audit by name treat specially.
NAMES = [
    name
    for file in ("kernel.txt", "special.txt")
    for name in (Path(__file__).parent / "names" / file).read_text("utf-8").split()
]
REFUSED = re.compile("has already been declared|structure `.*` has field")
HEADERS = {"base": "prelude\nimport Embedded.Base\n", "arith": "prelude\nimport Embedded.Arith\n"}


@pytest.mark.parametrize("module", HEADERS)
@pytest.mark.parametrize("form", ["def {} : Nat := 0", "theorem {} : True := trivial", "axiom {} : False"])
def test_no_special_name_can_be_declared_again(module: str, form: str, lean_run: Callable[..., Any]) -> None:
    header = HEADERS[module]
    run = lean_run(header + "".join(form.format(name) + "\n" for name in NAMES), "-DmaxErrors=0")
    first = header.count("\n") + 1
    refused = {line for line, texts in run.by_line("error").items() if REFUSED.search(texts[0])}
    assert [name for number, name in enumerate(NAMES) if first + number not in refused] == []


def test_a_name_of_ones_own_can_be_declared(lean_run: Callable[..., Any], base_header: str) -> None:
    run = lean_run(base_header + "def Nat.mine : Nat := 0\n")
    assert (run.exit_code, run.messages) == (0, [])


# The kernel's value of a function on literals against the definition, unfolded to its auxiliary function.
RECURSOR = "Nat.rec (motive := fun _ => Nat)"
QUOTIENT = f"{RECURSOR} 0 (fun y _ => Nat.divGo (Nat.succ y) {{a}} {{a}})"
UNFOLDED = {
    "Nat.add {a} {b}": f"{RECURSOR} {{a}} (fun _ s => Nat.succ s) {{b}}",
    "Nat.sub {a} {b}": f"{RECURSOR} {{a}} (fun _ d => Nat.pred d) {{b}}",
    "Nat.mul {a} {b}": f"{RECURSOR} 0 (fun _ s => s + {{a}}) {{b}}",
    "Nat.pow {a} {b}": f"{RECURSOR} 1 (fun _ p => p * {{a}}) {{b}}",
    "Nat.div {a} {b}": f"{QUOTIENT} {{b}}",
    "Nat.mod {a} {b}": f"{{a}} - {{b}} * {QUOTIENT} {{b}}",
    "Nat.gcd {a} {b}": "Nat.gcdGo {a} {a} {b}",
    "Nat.land {a} {b}": "Nat.bitwiseGo Bool.and ({a} + {b}) {a} {b}",
    "Nat.lor {a} {b}": "Nat.bitwiseGo Bool.or ({a} + {b}) {a} {b}",
    "Nat.xor {a} {b}": "Nat.bitwiseGo bne ({a} + {b}) {a} {b}",
    "Nat.log2 {a}": "Nat.log2Go {a} {a}",
    "Nat.shiftLeft {a} {b}": "{a} * 2 ^ {b}",
    "Nat.shiftRight {a} {b}": f"{QUOTIENT} (2 ^ {{b}})",
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
