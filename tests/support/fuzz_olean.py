"""Mutates good .olean files and reads and audits them: `python fuzz_olean.py COUNT [SEED]`.

Whatever the mutation, the reader either raises OleanError or gives a module; and a mutant that passes the
audit has, by an independent look at its bytes, the same statement and no axiom outside the allowed ones.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from _whole_library import HeaderTable
from auditing import audit
from olean_terms import same_term

from harness.errors import OleanError
from harness.lean.olean import ConstantKind, Module, Name, read_olean, terms

TEXT = """
def dbl (n : Nat) : Nat := n + n
inductive I | a (n : Nat) | b (i : I)
theorem helper (n : Nat) : dbl n = n + n := rfl
theorem goal (a b : Nat) (s : String) : a + b + 18446744073709551616 = b + a + 18446744073709551616 ∧ s = s :=
  ⟨by have := helper a; omega, rfl⟩
theorem bad (a b : Nat) : a = b := sorry
"""
REFERENCE = """
theorem goal (a b : Nat) (s : String) : a + b + 18446744073709551616 = b + a + 18446744073709551616 ∧ s = s :=
  sorry
"""
GOAL: Name = ("goal",)
ALLOWED = {("propext",), ("Classical", "choice"), ("Quot", "sound")}


def mutate(data: bytes, rng: random.Random) -> bytes:
    """One to three changes: a bit, a byte, a word, two words swapped, a cut, a piece doubled."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        at = rng.randrange(len(out))
        even = at & ~7
        match rng.randrange(8):
            case 0 | 1 | 2:
                out[at] ^= 1 << rng.randrange(8)
            case 3:
                out[at] = rng.choice((0, 1, 0x7F, 0xFF, rng.randrange(256)))
            case 4:
                out[even : even + 8] = rng.choice((bytes(8), b"\xff" * 8, b"\1" + bytes(7), rng.randbytes(8)))
            case 5 | 6:
                other = rng.randrange(len(out) // 8) * 8
                out[even : even + 8], out[other : other + 8] = out[other : other + 8], out[even : even + 8]
            case _:
                if rng.random() < 0.3:
                    out = out[: rng.randrange(len(out))] or bytearray(1)
                else:
                    out[even:even] = out[even : even + 8 * rng.randrange(1, 8)]
    return bytes(out)


def plain_type(module: Module, handle: int) -> object:
    """The statement as nested tuples, by plain recursion; the test's own view of what a term is."""
    node = module.node(handle)
    kind = node[0]
    if kind in (terms.APP, terms.LAM, terms.PI, terms.LET):
        return (kind, *(plain_type(module, child) for child in node[1:]))
    if kind == terms.CONST:
        return (kind, node[1], tuple(module.terms.level(level) for level in node[2]))
    if kind == terms.NAT:
        return (kind, module.natural(node[1]))
    if kind == terms.SORT:
        return (kind, module.terms.level(node[1]))
    return (kind, node[1], node[2], plain_type(module, node[3])) if kind == terms.PROJ else node


def axioms_of(module: Module, header: HeaderTable) -> set[Name]:
    """Axioms below the goal, by following names one by one."""
    found: set[Name] = set()
    seen: set[Name] = set()
    waiting = [GOAL]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        constant = module.constants.get(name)
        if constant is None:
            fact = header.fact(name)
            found.update(fact.axioms if fact else ())
            continue
        if constant.kind is ConstantKind.AXIOM:
            found.add(name)
        for term in constant.terms:
            waiting.extend(module.terms.constants([term], set()))
        waiting.extend(constant.siblings)
    return found


@dataclass
class Fuzzer:
    """One good file, its reference and header; `wanted` is the statement that a passing mutant must have."""

    good: bytes
    reference: Module
    header: HeaderTable

    def one(self, data: bytes) -> str:
        """Read and audit one mutant; says what became of it. Raises AssertionError for a false pass."""
        try:
            module = read_olean(data, file="mutant")
            outcome = audit(module, self.reference, GOAL, self.header)
        except OleanError as error:
            assert "offset" in str(error) or "file" in str(error) or "bytes" in str(error), str(error)
            return "unreadable"
        if outcome.reason is not None:
            return str(outcome.reason)
        ours, theirs = module.constants[GOAL], self.reference.constants[GOAL]
        assert ours.kind is ConstantKind.THEOREM
        assert same_term(
            module, ours.type, ours.level_params, self.reference, theirs.type, theirs.level_params
        )
        assert plain_type(module, ours.type) == plain_type(self.reference, theirs.type)
        assert axioms_of(module, self.header) <= ALLOWED
        assert all(constant.kind is not ConstantKind.AXIOM for constant in module.constants.values())
        assert not any(map(self.header.declares, module.constants))
        return "passed"

    def read_everything(self, data: bytes) -> None:
        """Read also what the audit doesn't: OleanError or nothing."""
        try:
            module = read_olean(data)
            for constant in module.constants.values():
                for term in constant.terms:
                    same_term(module, term, constant.level_params, module, term, constant.level_params)
            for entries in module.entries.values():
                module.names_in(entries.handles)
            _ = module.imports, module.extra_names
        except OleanError:
            pass

    def many(self, count: int, seed: int) -> tuple[Counter[str], float]:
        """What became of `count` mutants, and the longest CPU time of one, in seconds."""
        rng = random.Random(seed)
        found: Counter[str] = Counter()
        slowest = 0.0
        for _ in range(count):
            data = mutate(self.good, rng)
            start = time.process_time()
            found[self.one(data)] += 1
            self.read_everything(data)
            slowest = max(slowest, time.process_time() - start)
        return found, slowest


def main(arguments: list[str]) -> int:
    """Run COUNT mutants and print what became of them."""
    sys.path.insert(0, str(Path(__file__).parent))
    from lean_compiler import LeanCompiler

    from harness.lean.embedded import EmbeddedLean

    count, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 0
    with tempfile.TemporaryDirectory() as folder:
        lean = LeanCompiler(EmbeddedLean().prepare(), Path(folder))
        header = HeaderTable.from_imports([("Embedded", "Arith")], lean.library_module)
        fuzzer = Fuzzer(lean(TEXT), read_olean(lean(REFERENCE)), header)
    found, slowest = fuzzer.many(count, seed)
    print(f"{count} mutants, seed {seed}: {dict(found)}; slowest {slowest * 1e3:.0f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
