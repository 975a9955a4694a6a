"""The audit on candidates that real Lean compiled: honest ones pass, each cheat is named."""

from __future__ import annotations

import pytest
from _whole_library import HeaderTable
from auditing import audit
from lean_compiler import LeanCompiler

from harness.checker.audit import Level
from harness.checker.audit.decide import AuditOutcome
from harness.checker.verdict import Reason
from harness.errors import DataError
from harness.lean.olean import Name, parse_name, read_olean

STATEMENT = "theorem goal (a b : Nat) : a + b = b + a := "
PROOF = "Nat.add_comm a b\n"


def run(
    lean: LeanCompiler,
    header: HeaderTable,
    candidate: str,
    *,
    reference: str = STATEMENT + "sorry\n",
    theorem: str = "goal",
    level: Level = "strict",
    allowed: tuple[Name, ...] | None = None,
) -> AuditOutcome:
    extra = {} if allowed is None else {"allowed_axioms": allowed}
    return audit(
        read_olean(lean(candidate), file="candidate"),
        read_olean(lean(reference), file="reference"),
        parse_name(theorem),
        header,
        level=level,
        **extra,
    )


HONEST = {
    "term": STATEMENT + PROOF,
    "omega": STATEMENT + "by omega\n",
    "simp": STATEMENT + "by simp [Nat.add_comm]\n",
    "induction": STATEMENT + "by\n  induction a with\n  | zero => omega\n  | succ n ih => omega\n",
    "other binder names": "theorem goal (x y : Nat) : x + y = y + x := Nat.add_comm x y\n",
    "binders as a forall": "theorem goal : ∀ x y : Nat, x + y = y + x := fun x y => Nat.add_comm x y\n",
    "implicit": "theorem goal {x y : Nat} : x + y = y + x := Nat.add_comm x y\n",
    "helper lemma": "theorem helper (n m : Nat) : n + m = m + n := by omega\n" + STATEMENT + "helper a b\n",
    "private helper": "private theorem helper (n m : Nat) : n + m = m + n := by omega\n"
    + STATEMENT
    + "helper a b\n",
    "classical": STATEMENT + "by\n  by_cases h : a = b\n  · subst h; rfl\n  · omega\n",
    "docstring": "/-- says it -/\n" + STATEMENT + PROOF,
    "namespace before": "namespace N\ntheorem goal : True := trivial\nend N\n" + STATEMENT + PROOF,
    "unused sorry beside it": "theorem other : 1 = 1 := sorry\n" + STATEMENT + PROOF,
    "definitions": """
def dbl (n : Nat) : Nat := n + n
@[simp] theorem dbl_zero : dbl 0 = 0 := rfl
def fac : Nat → Nat
  | 0 => 1
  | n+1 => (n+1) * fac n
theorem fac_one : fac 1 = 1 := by simp [fac]
structure Pt where
  x : Nat
  y : Nat
inductive T (α : Type u) where
  | leaf : T α
  | node : T α → α → T α → T α
def T.size {α : Type u} : T α → Nat
  | leaf => 0
  | node l _ r => l.size + 1 + r.size
class Foo (α : Type) where
  foo : α
instance : Foo Nat := ⟨3⟩
abbrev Short := Nat
noncomputable def some' (h : ∃ _x : Nat, True) : Nat := Classical.choose h
theorem small (n : Nat) (h : n ≤ 0) : n = 0 := by match n, h with | 0, _ => rfl
mutual
inductive Ev : Nat → Prop where
  | zero : Ev 0
  | succ : Od n → Ev (n + 1)
inductive Od : Nat → Prop where
  | succ : Ev n → Od (n + 1)
end
theorem usesAll : (Ev 0 ∧ fac 0 = 1 ∧ (T.leaf : T Nat).size = 0 ∧ (Foo.foo : Nat) = 3) :=
  ⟨Ev.zero, rfl, rfl, rfl⟩
"""
    + STATEMENT
    + "by\n  have h := usesAll\n  have k := h.2.1\n  omega\n",
}


@pytest.mark.parametrize("name", HONEST)
@pytest.mark.parametrize("level", ["strict", "open"])
def test_honest_candidates(lean: LeanCompiler, header: HeaderTable, name: str, level: Level) -> None:
    outcome = run(lean, header, HONEST[name], level=level)
    assert outcome.reason is None, outcome.detail
    assert outcome.passed
    assert set(outcome.axioms) <= {"propext", "Classical.choice", "Quot.sound"}
    assert len(outcome.checks) == 8


CHEATS: dict[str, tuple[str, Reason, str]] = {
    "sorry": (STATEMENT + "sorry\n", Reason.INCOMPLETE, "sorryAx"),
    "sorryAx": (STATEMENT + "sorryAx _ false\n", Reason.INCOMPLETE, "sorryAx"),
    "sorry in a helper": (
        "theorem h (a b : Nat) : a + b = b + a := sorry\n" + STATEMENT + "h a b\n",
        Reason.INCOMPLETE,
        "sorryAx",
    ),
    "sorry in an opaque constant": (
        "opaque h : ∀ a b : Nat, a + b = b + a := fun _ _ => sorry\n" + STATEMENT + "h a b\n",
        Reason.INCOMPLETE,
        "sorryAx",
    ),
    "sorry in a definition of the type only": (
        "def P (a b : Nat) : Prop := (sorry : Nat → Prop) a ∧ b = b\n"
        "theorem h (a b : Nat) (x : P a b) : b = b := x.2\n" + STATEMENT + "by\n  have k := h a b\n  omega\n",
        Reason.INCOMPLETE,
        "sorryAx",
    ),
    "own axiom": (
        "axiom cheat : ∀ a b : Nat, a + b = b + a\n" + STATEMENT + "cheat a b\n",
        Reason.AXIOM,
        "cheat",
    ),
    "own axiom, unused": ("axiom cheat : False\n" + STATEMENT + PROOF, Reason.AXIOM, "cheat"),
    "axiom behind a definition": (
        "axiom cheat : False\ndef h : ∀ a b : Nat, a + b = b + a := fun _ _ => cheat.elim\n"
        + STATEMENT
        + "h a b\n",
        Reason.AXIOM,
        "cheat",
    ),
    "the theorem as an axiom": ("axiom goal (a b : Nat) : a + b = b + a\n", Reason.AXIOM, "goal"),
    "nothing declared": (
        "theorem other (a b : Nat) : a + b = b + a := Nat.add_comm a b\n",
        Reason.INCOMPLETE,
        "goal",
    ),
    "in a namespace": ("namespace N\n" + STATEMENT + PROOF + "end N\n", Reason.INCOMPLETE, "goal"),
    "private": ("private " + STATEMENT + PROOF, Reason.INCOMPLETE, "goal"),
    "look-alike": (STATEMENT.replace("goal", "gοal") + PROOF, Reason.INCOMPLETE, "goal"),
    "as a definition": (
        "def goal : ∀ a b : Nat, a + b = b + a := fun a b => Nat.add_comm a b\n",
        Reason.STATEMENT,
        "a definition",
    ),
    "as an opaque constant": (
        "opaque goal : ∀ a b : Nat, a + b = b + a := fun a b => Nat.add_comm a b\n",
        Reason.STATEMENT,
        "an opaque",
    ),
    "weaker": (
        "theorem goal (a b : Nat) (h : a = b) : a + b = b + a := by omega\n",
        Reason.STATEMENT,
        "goal",
    ),
    "another": (
        "theorem goal (a b : Nat) : a + b = a + b := rfl\n",
        Reason.STATEMENT,
        "stated `∀ (a b : Nat), a + b = a + b`, asked",
    ),
    "another type": ("theorem goal (a b : Int) : a + b = b + a := by omega\n", Reason.STATEMENT, "Int"),
    "an own instance": (
        "instance fake : HAdd Nat Nat Nat := ⟨fun _ _ => 0⟩\n"
        "theorem goal (a b : Nat) : a + b = b + a := rfl\n",
        Reason.STATEMENT,
        "fake",
    ),
    "extra universe": (
        "theorem goal.{u} (a b : Nat) : (fun (_ : PUnit.{u}) => a + b = b + a) PUnit.unit :=\n"
        "  Nat.add_comm a b\n",
        Reason.STATEMENT,
        "universe",
    ),
    "partial in the proof": (
        "partial def p (n : Nat) : Nat := p n\n"
        + STATEMENT
        + "by\n  have h : p a = p a := rfl\n  exact (fun _ => Nat.add_comm a b) h\n",
        Reason.POLICY,
        "partial",
    ),
    "new syntax": ('syntax "foo!" : term\n' + STATEMENT + PROOF, Reason.POLICY, "termFoo!"),
    "implemented_by": (
        "def imp (n : Nat) : Nat := n + 1\n@[implemented_by imp] def orig (n : Nat) : Nat := n\n"
        + STATEMENT
        + PROOF,
        Reason.POLICY,
        "implementedByAttr",
    ),
    "extern": (
        '@[extern "xyz"] opaque orig (n : Nat) : Nat\n' + STATEMENT + PROOF,
        Reason.POLICY,
        "externAttr",
    ),
    "export": (
        "@[export sym] def ex (n : Nat) : Nat := n\n" + STATEMENT + PROOF,
        Reason.POLICY,
        "exportAttr",
    ),
    "csimp": (
        "def f (n : Nat) : Nat := n\ndef g (n : Nat) : Nat := n\n@[csimp] theorem fg : @f = @g := rfl\n"
        + STATEMENT
        + PROOF,
        Reason.POLICY,
        "CSimp",
    ),
}
# Only the strict level forbids these.
STRICT_ONLY = {"new syntax"}


@pytest.mark.parametrize("name", CHEATS)
@pytest.mark.parametrize("level", ["strict", "open"])
def test_cheats(lean: LeanCompiler, header: HeaderTable, name: str, level: Level) -> None:
    text, reason, part = CHEATS[name]
    outcome = run(lean, header, text, level=level)
    if level == "open" and name in STRICT_ONLY:
        assert outcome.passed
    else:
        assert outcome.reason is reason, outcome.detail
        assert part in outcome.detail
        assert "\n" not in outcome.detail


def test_axioms_are_listed_and_the_list_can_be_set(lean: LeanCompiler, header: HeaderTable) -> None:
    text = STATEMENT + "by omega\n"
    outcome = run(lean, header, text)
    assert outcome.axioms == ("Classical.choice", "Quot.sound", "propext")
    none = run(lean, header, text, allowed=())
    assert none.reason is Reason.AXIOM
    assert "Classical.choice, Quot.sound, propext" in none.detail
    assert run(lean, header, STATEMENT + PROOF, allowed=()).passed
    assert run(lean, header, STATEMENT + PROOF).axioms == ()


def test_other_imports(lean: LeanCompiler, header: HeaderTable) -> None:
    text = "theorem goal (n : Nat) : n = n := "
    reference = read_olean(lean(text + "sorry\n"))
    fewer = read_olean(lean(text + "rfl\n", header="prelude\nimport Embedded.Nat\n"))
    more = read_olean(lean(text + "rfl\n", header="prelude\nimport Embedded.Arith\nimport Embedded.Nat\n"))
    same = read_olean(lean(text + "rfl\n"))
    for candidate in (fewer, more):
        outcome = audit(candidate, reference, ("goal",), header)
        assert outcome.reason is Reason.POLICY
        assert "imports" in outcome.detail
    assert audit(same, reference, ("goal",), header).passed


DEFINITIONS = """
def halve (n : Nat) : Nat := match n with | 0 => 0 | k+1 => k
inductive Color where | red (n : Nat) | green
theorem three : 1 + 2 = 3 := rfl
def Nice (n : Nat) : Prop := halve n = n ∧ Color.red n = Color.red n ∧ 1 + 2 = 3
opaque secret : Nat := 5
"""
GOAL = "theorem goal (n : Nat) : Nice n → halve n = n ∧ secret = secret := "


MATCH = "match n with | 0 => 0 | k+1 => k"


@pytest.mark.parametrize(
    ("old", "new", "good"),
    [
        ("", "", True),
        ("rfl", "by decide", True),
        ("def halve (n : Nat) : Nat := match n", "def halve (m : Nat) : Nat := match m", True),
        ("| k+1 => k", "| k+1 => k+1", False),
        ("halve n = n ∧ Color", "n = n ∧ Color", False),
        ("| green", "| green | blue", False),
        ("| red (n : Nat) | green", "| green | red (n : Nat)", False),
        (" := 5", " := 6", False),
        ("opaque secret", "def secret", False),
        (f"(n : Nat) : Nat := {MATCH}", ": Nat → Nat := fun n => n", False),
    ],
)
def test_declarations_that_the_statement_uses(
    lean: LeanCompiler, header: HeaderTable, old: str, new: str, good: bool
) -> None:
    """A file that states its own definitions: the candidate's must be the reference's."""
    definitions = DEFINITIONS.replace(old, new, 1)
    assert old in DEFINITIONS
    # With another `Nice` the honest proof fails, and a sorry doesn't hide that the statement differs.
    proof = "fun h => ⟨h.1, rfl⟩\n" if good else "fun _ => sorry\n"
    outcome = run(lean, header, definitions + GOAL + proof, reference=DEFINITIONS + GOAL + "sorry\n")
    if good:
        assert outcome.passed, outcome.detail
    else:
        assert outcome.reason is Reason.STATEMENT, outcome.detail


def test_a_match_in_the_statement_that_a_helper_has_too(lean: LeanCompiler, header: HeaderTable) -> None:
    """Lean reuses the helper's auxiliary `match_1`, so the statement mentions another name for the same."""
    goal = "theorem goal (n : Nat) : (match n with | 0 => 0 | k+1 => k) = n - 1 := "
    helper = "def pred' (n : Nat) : Nat := match n with | 0 => 0 | k+1 => k\n"
    proof = "by cases n <;> rfl\n"
    reference = goal + "sorry\n"
    assert ("pred'", "match_1") in read_olean(lean(helper + goal + proof)).constants
    assert run(lean, header, helper + goal + proof, reference=reference).passed
    assert run(lean, header, goal + proof, reference=reference).passed
    other = goal.replace("| 0 => 0 |", "| 0 => 1 |").replace("= n - 1", "= n - 1 ∨ True")
    outcome = run(lean, header, helper + other + "Or.inr trivial\n", reference=reference)
    assert outcome.reason is Reason.STATEMENT


def test_universes_match_by_position(lean: LeanCompiler, header: HeaderTable) -> None:
    reference = "theorem goal.{u, v} (α : Type u) (β : Type v) (a : α) (b : β) : a = a ∧ b = b := "
    renamed = "theorem goal.{x, y} (α : Type x) (β : Type y) (a : α) (b : β) : a = a ∧ b = b := ⟨rfl, rfl⟩\n"
    swapped = "theorem goal.{v, u} (α : Type u) (β : Type v) (a : α) (b : β) : a = a ∧ b = b := ⟨rfl, rfl⟩\n"
    joined = "theorem goal.{u} (α : Type u) (β : Type u) (a : α) (b : β) : a = a ∧ b = b := ⟨rfl, rfl⟩\n"
    assert run(lean, header, renamed, reference=reference + "sorry\n").passed
    for text in (swapped, joined):
        outcome = run(lean, header, text, reference=reference + "sorry\n")
        assert outcome.reason is Reason.STATEMENT


def test_names_with_dots_in_guillemets(lean: LeanCompiler, header: HeaderTable) -> None:
    dotted = "theorem N.goal : 1 = 1 := "
    quoted = "theorem «N.goal» : 1 = 1 := "
    assert run(lean, header, dotted + "rfl\n", reference=dotted + "sorry\n", theorem="N.goal").passed
    assert run(lean, header, quoted + "rfl\n", reference=quoted + "sorry\n", theorem="«N.goal»").passed
    outcome = run(lean, header, quoted + "rfl\n", reference=dotted + "sorry\n", theorem="N.goal")
    assert outcome.reason is Reason.INCOMPLETE


def test_entries_that_the_benchmark_has_too(lean: LeanCompiler, header: HeaderTable) -> None:
    syntax = 'syntax "foo!" : term\n'
    reference = syntax + STATEMENT + "sorry\n"
    assert run(lean, header, syntax + STATEMENT + PROOF, reference=reference).passed
    more = syntax + 'syntax "bar!" : term\n' + STATEMENT + PROOF
    assert run(lean, header, more, reference=reference).reason is Reason.POLICY


def test_a_reference_that_is_broken(lean: LeanCompiler, header: HeaderTable) -> None:
    with pytest.raises(DataError, match="no theorem goal"):
        run(lean, header, STATEMENT + PROOF, reference="theorem other : True := trivial\n")
    with pytest.raises(DataError, match="no theorem goal"):
        run(lean, header, STATEMENT + PROOF, reference="def goal := 1\n")
    with pytest.raises(DataError, match="contains `sorry`"):
        run(lean, header, STATEMENT + PROOF, reference="theorem goal : (sorry : Prop) := sorry\n")
