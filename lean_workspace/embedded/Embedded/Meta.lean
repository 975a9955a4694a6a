prelude
import Embedded.Core
/-! Types that elaborators mention: names (labelled `sorry`, diagnostics), strings, coercions, parser descriptions. -/
set_option autoImplicit true
set_option linter.all false
universe u v w
inductive Option (α : Type u) where
  | none : Option α
  | some (val : α) : Option α
export Option (none some)
inductive List (α : Type u) where
  | nil : List α
  | cons (head : α) (tail : List α) : List α
export List (nil cons)
structure Char where
  val : Nat
structure String where
  ofList ::
  toList : List Char
def Char.ofNat (n : Nat) : Char := ⟨n⟩
structure Array (α : Type u) where
  mk ::
  toList : List α
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
@[reducible, extern "linked"] def Name.mkStr3 (s₁ s₂ s₃ : String) : Name := .str (.str (.str .anonymous s₁) s₂) s₃
@[reducible, extern "linked"] def Name.mkStr4 (s₁ s₂ s₃ s₄ : String) : Name := .str (.str (.str (.str .anonymous s₁) s₂) s₃) s₄
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
class CoeT (α : Sort _) (_ : α) (β : Sort _) where coe : β
class CoeFun (α : Sort u) (γ : outParam (α → Sort v)) where coe : (f : α) → γ f
class CoeSort (α : Sort u) (β : outParam (Sort v)) where coe : α → β
class Coe (α : semiOutParam (Sort u)) (β : Sort v) where coe : α → β
attribute [coe_decl] CoeT.coe CoeFun.coe CoeSort.coe
class SizeOf (α : Sort u) where sizeOf : α → Nat
export SizeOf (sizeOf)
@[reducible] def wfParam {α : Sort u} (a : α) : α := a
def Nat.ctorIdx (n : Nat) : Nat := n.casesOn 0 (fun _ => 1)
