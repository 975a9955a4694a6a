prelude
import Embedded.AC
/-!
# Reserved names

Names that some version of Lean's kernel or elaborator gives a meaning of their own. They stand here, with contents
that prove nothing, so that a candidate can't declare them. (Lean 4.35's kernel computes `Nat.succ add sub mul div mod
gcd beq ble pow land lor xor shiftLeft shiftRight` on literals and expands literals by `Nat.zero`, `Nat.succ`,
`String.ofList`, `List`, `Char.ofNat`; all of these are defined in `Embedded.Core*`, `Embedded.Meta`, `Embedded.Nat`.)
-/
set_option linter.all false

/-- Native evaluation of a closed term, in other versions of the kernel; opaque, so that nothing follows. -/
opaque Lean.reduceBool (b : Bool) : Bool := b
opaque Lean.reduceNat (n : Nat) : Nat := n
/-- The axioms behind native evaluation in official Lean: here theorems that say nothing. -/
theorem Lean.ofReduceBool : True := trivial
theorem Lean.ofReduceNat : True := trivial
theorem Lean.trustCompiler : True := trivial
/-- The kernel reduces an argument of this identity eagerly; `simp` writes it around checks by evaluation. -/
@[reducible] def eagerReduce.{u} {α : Sort u} (a : α) : α := a
