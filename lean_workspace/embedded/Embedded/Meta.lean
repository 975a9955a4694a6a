prelude
import Embedded.CoreNat
/-!
# Types that elaborators mention

Names and strings (without them Lean's own labelled `sorry` fails and errors are swallowed), parser descriptions
(the type of what `Embedded.Link` declares), coercion classes, sizes, Boolean equality.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

/-! ## Data -/

inductive Option (α : Type u) where
  | none : Option α
  | some (val : α) : Option α
export Option (none some)
inductive List (α : Type u) where
  | nil : List α
  | cons (head : α) (tail : List α) : List α
export List (nil cons)
structure Array (α : Type u) where
  mk ::
  toList : List α
structure Char where
  val : Nat
/-- The kernel reads a string literal as `String.ofList` of a list of `Char.ofNat`. -/
structure String where
  ofList ::
  toList : List Char
def Char.ofNat (n : Nat) : Char := ⟨n⟩

/-! ## Names -/

namespace Lean
inductive Name where
  | anonymous : Name
  | str (pre : Name) (str : String)
  | num (pre : Name) (i : Nat)
@[reducible] def Name.mkStr (p : Name) (s : String) : Name := Name.str p s
@[reducible] def Name.mkNum (p : Name) (v : Nat) : Name := Name.num p v
@[reducible, extern "linked"] def Name.mkSimple (s : String) : Name := .str .anonymous s
@[reducible, extern "linked"] def Name.mkStr1 (s₁ : String) : Name := .str .anonymous s₁
@[reducible, extern "linked"] def Name.mkStr2 (s₁ s₂ : String) : Name := .str (.str .anonymous s₁) s₂
@[reducible, extern "linked"] def Name.mkStr3 (s₁ s₂ s₃ : String) : Name :=
  .str (.str (.str .anonymous s₁) s₂) s₃
@[reducible, extern "linked"] def Name.mkStr4 (s₁ s₂ s₃ s₄ : String) : Name :=
  .str (.str (.str (.str .anonymous s₁) s₂) s₃) s₄

/-! ## Parser descriptions -/

abbrev SyntaxNodeKind := Name
inductive ParserDescr where
  | const (name : Name)
  | unary (name : Name) (p : ParserDescr)
  | binary (name : Name) (p₁ p₂ : ParserDescr)
  | node (kind : SyntaxNodeKind) (prec : Nat) (p : ParserDescr)
  | trailingNode (kind : SyntaxNodeKind) (prec lhsPrec : Nat) (p : ParserDescr)
  | symbol (val : String)
  | nonReservedSymbol (val : String) (includeIdent : Bool)
  | cat (catName : Name) (rbp : Nat)
  | parser (declName : Name)
  | nodeWithAntiquot (name : String) (kind : SyntaxNodeKind) (p : ParserDescr)
  | sepBy (p : ParserDescr) (sep : String) (psep : ParserDescr) (allowTrailingSep : Bool)
  | sepBy1 (p : ParserDescr) (sep : String) (psep : ParserDescr) (allowTrailingSep : Bool)
  | unicodeSymbol (val asciiVal : String) (preserveForPP : Bool)
instance : Inhabited ParserDescr := ⟨.symbol "linked"⟩
abbrev TrailingParserDescr := ParserDescr
structure Parser.Category
end Lean

/-! ## Coercions; `coe_decl` must be set in the file that declares the class -/

class CoeT (α : Sort _) (_ : α) (β : Sort _) where coe : β
class CoeFun (α : Sort u) (γ : outParam (α → Sort v)) where coe : (f : α) → γ f
class CoeSort (α : Sort u) (β : outParam (Sort v)) where coe : α → β
class Coe (α : semiOutParam (Sort u)) (β : Sort v) where coe : α → β
attribute [coe_decl] CoeT.coe CoeFun.coe CoeSort.coe

/-! ## Sizes and other helpers of the elaborators -/

class SizeOf (α : Sort u) where sizeOf : α → Nat
export SizeOf (sizeOf)
@[reducible] def wfParam {α : Sort u} (a : α) : α := a
def Nat.ctorIdx (n : Nat) : Nat := n.casesOn 0 (fun _ => 1)

/-! ## Boolean equality -/

class BEq (α : Type u) where beq : α → α → Bool
export BEq (beq)
def bne {α : Type u} [BEq α] (a b : α) : Bool := Bool.not (BEq.beq a b)
instance (priority := 500) instBEqOfDecidableEq {α : Type u} [DecidableEq α] : BEq α where
  beq a b := Decidable.decide (Eq a b)
class ReflBEq (α : Type u) [BEq α] : Prop where
  rfl {a : α} : Eq (BEq.beq a a) true
class LawfulBEq (α : Type u) [BEq α] : Prop extends ReflBEq α where
  eq_of_beq : {a b : α} → Eq (BEq.beq a b) true → Eq a b
