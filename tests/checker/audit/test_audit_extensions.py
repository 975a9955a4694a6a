"""What a candidate may leave in the extensions of libraries that aren't here.

The entries are real ones of Lean's own; the files then say that another extension stored them.
"""

from __future__ import annotations

import struct

import pytest
from _whole_library import HeaderTable
from auditing import audit
from lean_compiler import LeanCompiler
from olean_builder import Builder

from harness.checker.audit import Level
from harness.checker.audit.decide import AuditOutcome
from harness.checker.verdict import Reason
from harness.lean.olean import Name, parse_name, read_olean

GOAL = "theorem goal (a b : Nat) : a + b = b + a := "
LEMMA = "@[simp] theorem helper (n : Nat) : n + 0 = n := rfl\n"
SIMP: Name = ("Lean", "Meta", "simpExtension")


def _names(text: str) -> list[str]:
    return text.split()


HARMLESS = _names(
    """
Mathlib.Tactic.GCongr.gcongrExt _private.Mathlib.Tactic.GCongr.Core.0.Mathlib.Tactic.GCongr.gcongrExt
simpsAttr Simps.structureExt ToAdditive.translations Mathlib.Tactic.ToAdditive.translations
Mathlib.Tactic.ToDual.ignoreArgsAttr Mathlib.Tactic.Push.pushExt Mathlib.Meta.FunProp.functionTheoremsExt
Batteries.Tactic.Alias.aliasExt Std.Tactic.Alias.aliasExt Batteries.Tactic.Lint.nolintAttr mono is_poly
field_simps mfld_simps zify_simps eqnsAttribute Lean.Meta.unificationHintExtension Lean.Meta.Grind.grindExt
aesop_default aesop_CategoryTheory default CategoryTheory SetLike! Mathlib.CrossRef.tagExt
Mathlib.Tactic.Push.pullExt coassoc_simps push_end reduce_mod_char finsetNonempty
"""
)
FORBIDDEN = _names(
    """
Mathlib.Tactic.GCongr.forwardExt Mathlib.Meta.NormNum.normNumExt Mathlib.Meta.Positivity.positivityExt
Mathlib.Tactic.Hint.hintExtension Batteries.Tactic.Lint.batteriesLinterExt field_simps_proc aesop_default_proc
aesop_nobody nobody Lean.Elab.macroAttribute Lean.Parser.parserExtension Lean.Meta.Simp.simprocExtension
mathlib.Tactic.GCongr.gcongrExt gcongrExt «Mathlib.Tactic.GCongr.gcongrExt» Mathlib.Tactic.GCongr.gcongrExt.x
"""
)


class _Appender(Builder):
    """Writes further objects behind those of a file."""

    def __init__(self, data: bytes, base: int) -> None:
        super().__init__()
        self._base = base
        self.body = bytearray(data[0x60:]) + bytes(-len(data) % 8)

    @property
    def here(self) -> int:
        return self._base + 0x60 + len(self.body)


def renamed(data: bytes, old: Name, new: Name) -> bytes:
    """The file with the entries of extension `old` said to be those of `new`."""
    module = read_olean(data)
    region = module._region
    more = _Appender(data, region.base)
    pairs = []
    for handle in region.array(module._fields[4]):
        key, values = region.words[(handle >> 3) + 1], region.words[(handle >> 3) + 2]
        if region.name(key - region.base) == old:
            pairs.append(more.ctor(0, [more.name(*new), values]))
        else:
            pairs.append(region.base + handle)
    assert any(pair >= more._base + len(data) for pair in pairs)
    entries = more.array(pairs)
    size = region.header(module._root)[2]
    root = bytearray(data[module._root : module._root + size])
    root[8 + 32 : 8 + 40] = struct.pack("<Q", entries)
    at = more.raw(bytes(root))
    return data[:0x58] + struct.pack("<Q", at) + bytes(more.body)


def run(
    lean: LeanCompiler, header: HeaderTable, text: str, extension: str, level: Level = "strict"
) -> AuditOutcome:
    data = renamed(lean(text + GOAL + "Nat.add_comm a b\n"), SIMP, parse_name(extension))
    return audit(read_olean(data), read_olean(lean(GOAL + "sorry\n")), ("goal",), header, level=level)


@pytest.mark.parametrize("extension", HARMLESS)
def test_harmless(lean: LeanCompiler, header: HeaderTable, extension: str) -> None:
    outcome = run(lean, header, LEMMA, extension)
    assert outcome.passed, outcome.detail


@pytest.mark.parametrize("extension", FORBIDDEN)
def test_forbidden_by_name(lean: LeanCompiler, header: HeaderTable, extension: str) -> None:
    outcome = run(lean, header, LEMMA, extension)
    assert outcome.reason is Reason.POLICY
    assert f"{extension} has 1 new entries (on helper" in outcome.detail
    assert run(lean, header, LEMMA, extension, "open").passed


@pytest.mark.parametrize("extension", ["Lean.Compiler.implementedByAttr", "Lean.externAttr"])
def test_code_is_forbidden_under_both_levels(lean: LeanCompiler, header: HeaderTable, extension: str) -> None:
    for level in ("strict", "open"):
        assert run(lean, header, LEMMA, extension, level).reason is Reason.POLICY


RULES = {
    "a lemma": (LEMMA, True),
    "unfolding a definition": ("@[simp] def dbl (n : Nat) : Nat := n + n\n", True),
    "unfolding one over an own type": (
        "inductive T | a\nabbrev U := T\n@[simp] def same (t : U) : U := t\n",
        True,
    ),
    "code": ("@[simp] def run (s : Lean.Syntax) : Lean.Syntax := s\n", False),
    "code behind a name of one's own": (
        "abbrev T := Lean.Syntax\nabbrev U := T\n@[simp] def run (s : U) : U := s\n",
        False,
    ),
}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("rule_set", ["default", "Continuous"])
def test_rules_of_aesop(lean: LeanCompiler, header: HeaderTable, name: str, rule_set: str) -> None:
    """A rule may be a tactic of the candidate's own; that is code, which strict forbids."""
    text, good = RULES[name]
    outcome = run(lean, header, text, rule_set)
    if good:
        assert outcome.passed, outcome.detail
    else:
        assert outcome.reason is Reason.POLICY
        assert f"{rule_set} has" in outcome.detail
        assert "run" in outcome.detail
    assert run(lean, header, text, rule_set, "open").passed
