prelude
import Embedded.Nat
/-!
# Tactics of Mathlib that other tactics express

`exacts`, `use`, `by_contra` and `push_neg`, each a macro. Their words are no tokens, so that names may be spelt like them. Compiled
code makes the trees.
-/
set_option linter.all false
set_option genSizeOf false

namespace Lean
/-- Where a piece of syntax stands in a file; a made one stands nowhere. -/
inductive SourceInfo : Type
  | original (content : String)
  | synthetic (content : String)
  | none
@[extern "linked"] opaque mkCIdent (name : Name) : Syntax
@[extern "linked"] opaque mkIdent (name : Name) : Syntax
@[extern "linked"] opaque mkAtomFrom (place : Syntax) (text : String) (canonical : Bool) : Syntax
namespace Syntax
@[extern "linked"] opaque getArg (tree : Syntax) (i : Nat) : Syntax
@[extern "linked"] opaque getNumArgs (tree : Syntax) : Nat
@[extern "linked"] opaque node1 (info : SourceInfo) (kind : SyntaxNodeKind) (a : Syntax) : Syntax
@[extern "linked"] opaque node2 (info : SourceInfo) (kind : SyntaxNodeKind) (a b : Syntax) : Syntax
@[extern "linked"] opaque node3 (info : SourceInfo) (kind : SyntaxNodeKind) (a b c : Syntax) : Syntax
@[extern "linked"] opaque node6 (info : SourceInfo) (kind : SyntaxNodeKind) (a b c d e f : Syntax) : Syntax
end Syntax
@[extern "linked"] opaque Parser.Tactic.location : ParserDescr
end Lean

/-! ## Trees; what they are made from says where their errors are shown -/

namespace Embedded
open Lean Syntax

def word (tree : Syntax) (text : String) : Syntax := mkAtomFrom tree text false
/-- `first; second`, in brackets. -/
def both (tree first second : Syntax) : Syntax :=
  let steps := node3 .none `null first (word tree ";") second
  let block := node1 .none `Lean.Parser.Tactic.tacticSeq (node1 .none `Lean.Parser.Tactic.tacticSeq1Indented steps)
  node3 .none `Lean.Parser.Tactic.paren (word tree "(") block (word tree ")")

/-! ## `exacts [a, b]`: a term for each goal, in order, and no goal is left -/

/-- `exact` for the terms before the place `2 * n` of the list, then `rest`. -/
def exactAll (tree : Syntax) (n : Nat) (rest : Syntax) : Syntax :=
  match n with
  | .zero => rest
  | .succ k =>
    let term := (tree.getArg 2).getArg (k + k)
    exactAll tree k (both tree (node2 .none `Lean.Parser.Tactic.exact (word tree "exact") term) rest)
end Embedded

open Lean in
@[tactic_parser 1000] def Lean.Parser.Tactic.exacts : ParserDescr :=
  .node `Lean.Parser.Tactic.exacts 1024 (.binary `andthen (.nonReservedSymbol "exacts" false)
    (.binary `andthen (.symbol "[") (.binary `andthen (.sepBy (.cat `term 0) "," (.symbol ", ") true) (.symbol "]"))))
open Lean in
@[macro Lean.Parser.Tactic.exacts] def Embedded.expandExacts : Macro := fun tree _ state =>
  let finished := Syntax.node1 .none `Lean.Parser.Tactic.done (Embedded.word tree "done")
  .ok (Embedded.exactAll tree (((tree.getArg 2).getNumArgs + 1) / 2) finished) state

/-! ## `use a, b`: the same as `exists a, b` -/

open Lean in
@[tactic_parser 1000] def Lean.Parser.Tactic.use : ParserDescr :=
  .node `Lean.Parser.Tactic.use 1024 (.binary `andthen (.nonReservedSymbol "use" false)
    (.sepBy1 (.cat `term 0) "," (.symbol ", ") false))
open Lean in
@[macro Lean.Parser.Tactic.use] def Embedded.expandUse : Macro := fun tree _ state =>
  .ok (Syntax.node2 .none `Lean.Parser.Tactic.«tacticExists_,,» (Embedded.word tree "exists") (tree.getArg 1)) state

/-! ## `by_contra h`: the negation as a hypothesis, of a negation what it negates -/

/-- `q` is what `by_contra` assumes for the goal `p`. -/
class Embedded.Contrary (p : Prop) (q : outParam Prop) : Prop where
  contrary : (q → False) → p
instance (priority := 100) Embedded.contraryOfAny (p : Prop) : Embedded.Contrary p (¬p) := ⟨Classical.byContradiction⟩
instance Embedded.contraryOfNot (p : Prop) : Embedded.Contrary (¬p) p := ⟨id⟩
instance Embedded.contraryOfNe {α : Sort u} (a b : α) : Embedded.Contrary (a ≠ b) (a = b) := ⟨id⟩
theorem Embedded.by_contra {p q : Prop} [h : Embedded.Contrary p q] (f : q → False) : p := h.contrary f

open Lean in
@[tactic_parser 1000] def Lean.Parser.Tactic.byContra : ParserDescr :=
  .node `Lean.Parser.Tactic.byContra 1024 (.binary `andthen (.nonReservedSymbol "by_contra" false)
    (.unary `optional (.binary `andthen (.const `colGt) (.const `ident))))
open Lean Syntax in
@[macro Lean.Parser.Tactic.byContra] def Embedded.expandByContra : Macro := fun tree _ state =>
  let name := tree.getArg 1
  let name := match name.getNumArgs with
    | .zero => node1 .none `null (mkIdent `this)
    | .succ _ => name
  let hole := node2 .none `Lean.Parser.Term.syntheticHole (Embedded.word tree "?") (Embedded.word tree "_")
  let term := node2 .none `Lean.Parser.Term.app (mkCIdent `Embedded.by_contra) (node1 .none `null hole)
  let step := node2 .none `Lean.Parser.Tactic.refine (Embedded.word tree "refine") term
  .ok (Embedded.both tree step (node2 .none `Lean.Parser.Tactic.intro (Embedded.word tree "intro") name)) state

/-! ## `push_neg`: `simp only` with one lemma, whose instances say how a negation goes further in -/

/-- `q` is the negation of `p` with the negation further in. -/
class Embedded.Negated (p : Prop) (q : outParam Prop) : Prop where
  negated : (¬p) = q
namespace Embedded.Negated
instance (p : Prop) : Negated (¬p) p := ⟨propext Classical.not_not⟩
instance (p q : Prop) : Negated (p ∧ q) (p → ¬q) := ⟨propext not_and⟩
instance (p q : Prop) : Negated (p ∨ q) (¬p ∧ ¬q) := ⟨propext not_or⟩
instance (p q : Prop) : Negated (p → q) (p ∧ ¬q) := ⟨propext Classical.not_imp⟩
instance {α : Sort u} (p : α → Prop) : Negated (∃ x, p x) (∀ x, ¬p x) := ⟨propext not_exists⟩
instance (priority := 900) {α : Sort u} (p : α → Prop) : Negated (∀ x, p x) (∃ x, ¬p x) :=
  ⟨propext Classical.not_forall⟩
instance {α : Sort u} (a b : α) : Negated (a ≠ b) (a = b) := ⟨propext Classical.not_not⟩
instance (a b : Nat) : Negated (a ≤ b) (b < a) := ⟨propext Nat.not_le⟩
instance (a b : Nat) : Negated (a < b) (b ≤ a) := ⟨propext Nat.not_lt⟩
end Embedded.Negated
theorem Embedded.push_neg {p q : Prop} [h : Embedded.Negated p q] : (¬p) = q := h.negated

open Lean Syntax in
def Embedded.pushNeg (tree location : Syntax) : Syntax :=
  let lemma_ := node3 .none `Lean.Parser.Tactic.simpLemma .missing .missing (mkCIdent `Embedded.push_neg)
  let list := node3 .none `null (word tree "[") (node1 .none `null lemma_) (word tree "]")
  node6 .none `Lean.Parser.Tactic.simp (word tree "simp") .missing .missing (node1 .none `null (word tree "only")) list
    location
open Lean in
@[tactic_parser 1000] def Lean.Parser.Tactic.pushNeg : ParserDescr :=
  .node `Lean.Parser.Tactic.pushNeg 1024 (.binary `andthen (.nonReservedSymbol "push_neg" false)
    (.unary `optional Lean.Parser.Tactic.location))
open Lean in
@[macro Lean.Parser.Tactic.pushNeg] def Embedded.expandPushNeg : Macro := fun tree _ state =>
  .ok (Embedded.pushNeg tree (tree.getArg 1)) state
