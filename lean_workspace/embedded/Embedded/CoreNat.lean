prelude
import Embedded.Core
/-!
# Operation classes and the natural numbers

Classes behind the operators, `Nat` with the functions that the kernel computes by itself
(`add sub mul pow beq ble`; `div mod gcd land lor xor log2 shiftLeft shiftRight` follow in `Embedded.Nat`),
and decidable equality and order, which those functions carry: `decide` on literals costs one step.
-/
set_option autoImplicit true
set_option linter.unusedVariables false
universe u v w

/-! ## The type -/

set_option genCtorIdx false in
inductive Nat where
  | zero : Nat
  | succ (n : Nat) : Nat
class OfNat (α : Type u) (_ : Nat) where
  ofNat : α
@[default_instance 100] instance instOfNatNat (n : Nat) : OfNat Nat n where
  ofNat := n
instance : Inhabited Nat where
  default := Nat.zero
/-! ## Classes of relations -/

class LE (α : Type u) where le : α → α → Prop
class LT (α : Type u) where lt : α → α → Prop
@[reducible] def GE.ge [LE α] (a b : α) : Prop := LE.le b a
@[reducible] def GT.gt [LT α] (a b : α) : Prop := LT.lt b a
@[reducible] def Ne {α : Sort u} (a b : α) : Prop := Not (Eq a b)
class Max (α : Type u) where max : α → α → α
class Min (α : Type u) where min : α → α → α
export Max (max)
export Min (min)
/-! ## Classes of operations: heterogeneous ones, which the notation means, and homogeneous ones -/

class HAdd (α : Type u) (β : Type v) (γ : outParam (Type w)) where hAdd : α → β → γ
attribute [match_pattern] HAdd.hAdd
class HSub (α : Type u) (β : Type v) (γ : outParam (Type w)) where hSub : α → β → γ
class HMul (α : Type u) (β : Type v) (γ : outParam (Type w)) where hMul : α → β → γ
class HDiv (α : Type u) (β : Type v) (γ : outParam (Type w)) where hDiv : α → β → γ
class HMod (α : Type u) (β : Type v) (γ : outParam (Type w)) where hMod : α → β → γ
class HPow (α : Type u) (β : Type v) (γ : outParam (Type w)) where hPow : α → β → γ
class HAppend (α : Type u) (β : Type v) (γ : outParam (Type w)) where hAppend : α → β → γ
class HShiftLeft (α : Type u) (β : Type v) (γ : outParam (Type w)) where hShiftLeft : α → β → γ
class HShiftRight (α : Type u) (β : Type v) (γ : outParam (Type w)) where hShiftRight : α → β → γ
class ShiftLeft (α : Type u) where shiftLeft : α → α → α
class ShiftRight (α : Type u) where shiftRight : α → α → α
class HAnd (α : Type u) (β : Type v) (γ : outParam (Type w)) where hAnd : α → β → γ
class HOr (α : Type u) (β : Type v) (γ : outParam (Type w)) where hOr : α → β → γ
class HXor (α : Type u) (β : Type v) (γ : outParam (Type w)) where hXor : α → β → γ
class AndOp (α : Type u) where and : α → α → α
class OrOp (α : Type u) where or : α → α → α
class XorOp (α : Type u) where xor : α → α → α
class Zero (α : Type u) where zero : α
class Add (α : Type u) where add : α → α → α
attribute [match_pattern] Add.add
class Sub (α : Type u) where sub : α → α → α
class Mul (α : Type u) where mul : α → α → α
class Neg (α : Type u) where neg : α → α
class Div (α : Type u) where div : α → α → α
class Mod (α : Type u) where mod : α → α → α
class Dvd (α : Type _) where dvd : α → α → Prop
class Pow (α : Type u) (β : Type v) where pow : α → β → α
class NatPow (α : Type u) where pow : α → Nat → α
class Append (α : Type u) where append : α → α → α
@[default_instance, reducible] instance instHAdd [Add α] : HAdd α α α where hAdd a b := Add.add a b
@[default_instance, reducible] instance instHSub [Sub α] : HSub α α α where hSub a b := Sub.sub a b
@[default_instance, reducible] instance instHMul [Mul α] : HMul α α α where hMul a b := Mul.mul a b
@[default_instance, reducible] instance instHDiv [Div α] : HDiv α α α where hDiv a b := Div.div a b
@[default_instance, reducible] instance instHMod [Mod α] : HMod α α α where hMod a b := Mod.mod a b
@[default_instance, reducible] instance instHShiftLeftOfShiftLeft [ShiftLeft α] : HShiftLeft α α α where
  hShiftLeft a b := ShiftLeft.shiftLeft a b
@[default_instance, reducible] instance instHShiftRightOfShiftRight [ShiftRight α] : HShiftRight α α α where
  hShiftRight a b := ShiftRight.shiftRight a b
@[default_instance, reducible] instance instHAndOfAndOp [AndOp α] : HAnd α α α where hAnd a b := AndOp.and a b
@[default_instance, reducible] instance instHOrOfOrOp [OrOp α] : HOr α α α where hOr a b := OrOp.or a b
@[default_instance, reducible] instance instHXorOfXorOp [XorOp α] : HXor α α α where hXor a b := XorOp.xor a b
@[default_instance, reducible] instance instHPow [Pow α β] : HPow α β α where hPow a b := Pow.pow a b
@[default_instance, reducible] instance instPowNat [NatPow α] : Pow α Nat where pow a n := NatPow.pow a n
@[reducible] instance instHAppendOfAppend [Append α] : HAppend α α α where hAppend a b := Append.append a b
/-! ## Addition, multiplication, powers -/

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_add", match_pattern] protected def Nat.add : Nat → Nat → Nat
  | n, .zero => n
  | n, .succ m => .succ (Nat.add n m)
instance instAddNat : Add Nat where add := Nat.add
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_mul"] protected def Nat.mul : Nat → Nat → Nat
  | n, 0 => 0
  | n, .succ m => Nat.add (Nat.mul n m) n
instance instMulNat : Mul Nat where mul := Nat.mul
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_pow"] protected def Nat.pow (m : Nat) : Nat → Nat
  | 0 => 1
  | .succ n => Nat.mul (Nat.pow m n) m
instance instNatPowNat : NatPow Nat where pow := Nat.pow
/-! ## Equality is decided by `Nat.beq` -/

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_dec_eq"] def Nat.beq : Nat → Nat → Bool
  | .zero, .zero => true
  | .zero, .succ _ => false
  | .succ _, .zero => false
  | .succ n, .succ m => Nat.beq n m
theorem Nat.beq_refl : (n : Nat) → Eq (Nat.beq n n) true
  | .zero => rfl
  | .succ n => Nat.beq_refl n
theorem noConfusion_of_Nat {α : Sort u} (f : α → Nat) {a b : α} (h : Eq a b) :
    Bool.rec (motive := fun _ => Prop) False True (Nat.beq (f a) (f b)) :=
  have aux (x : Bool) (h : Eq x true) : Bool.rec (motive := fun _ => Prop) False True x :=
    Eq.subst (motive := fun b => Bool.rec (motive := fun _ => Prop) False True b) h.symm True.intro
  Eq.subst (motive := fun b => Bool.rec (motive := fun _ => Prop) False True (Nat.beq (f a) (f b))) h
    (aux _ (Nat.beq_refl (f a)))
def Bool.ctorIdx (b : Bool) : Nat := b.casesOn 0 1
theorem Nat.eq_of_beq_eq_true : {n m : Nat} → Eq (Nat.beq n m) true → Eq n m
  | .zero, .zero, _ => rfl
  | .succ n, .succ m, h => congrArg Nat.succ (Nat.eq_of_beq_eq_true (n := n) (m := m) h)
theorem Bool.false_ne_true (h : Eq false true) : False := nomatch h
theorem ne_true_of_eq_false : {b : Bool} → Eq b false → Not (Eq b true)
  | false, _ => Bool.false_ne_true
theorem Nat.ne_of_beq_eq_false {n m : Nat} (h : Eq (Nat.beq n m) false) : Not (Eq n m) :=
  fun h' => ne_true_of_eq_false h (Eq.subst (motive := fun x => Eq (Nat.beq n x) true) h' (Nat.beq_refl n))
@[extern "lean_nat_dec_eq"] protected def Nat.decEq (n m : Nat) : Decidable (Eq n m) :=
  match h : Nat.beq n m with
  | true => isTrue (Nat.eq_of_beq_eq_true h)
  | false => isFalse (Nat.ne_of_beq_eq_false h)
instance instDecidableEqNat : DecidableEq Nat := Nat.decEq
/-! ## Order is decided by `Nat.ble` -/

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_dec_le"] def Nat.ble : Nat → Nat → Bool
  | .zero, _ => true
  | .succ _, .zero => false
  | .succ n, .succ m => Nat.ble n m
protected inductive Nat.le (n : Nat) : Nat → Prop
  | refl : Nat.le n n
  | step {m} : Nat.le n m → Nat.le n (.succ m)
instance instLENat : LE Nat where le := Nat.le
protected def Nat.lt (n m : Nat) : Prop := Nat.le (.succ n) m
instance instLTNat : LT Nat where lt := Nat.lt
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_pred"] def Nat.pred : Nat → Nat
  | 0 => 0
  | .succ a => a
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_sub"] protected def Nat.sub : Nat → Nat → Nat
  | n, 0 => n
  | n, .succ m => Nat.pred (Nat.sub n m)
instance instSubNat : Sub Nat where sub := Nat.sub
theorem Nat.zero_le : (n : Nat) → LE.le 0 n
  | .zero => Nat.le.refl
  | .succ n => Nat.le.step (Nat.zero_le n)
theorem Nat.succ_le_succ : LE.le n m → LE.le (Nat.succ n) (Nat.succ m)
  | .refl => .refl
  | .step h => .step (Nat.succ_le_succ h)
protected theorem Nat.le_trans {n m k : Nat} : LE.le n m → LE.le m k → LE.le n k
  | h, .refl => h
  | h₁, .step h₂ => .step (Nat.le_trans h₁ h₂)
theorem Nat.pred_le_pred : {n m : Nat} → LE.le n m → LE.le (Nat.pred n) (Nat.pred m)
  | _, _, .refl => .refl
  | .zero, .succ _, .step h => h
  | .succ _, .succ _, .step h => Nat.le_trans (Nat.le.step Nat.le.refl) h
theorem Nat.le_of_succ_le_succ {n m : Nat} : LE.le (Nat.succ n) (Nat.succ m) → LE.le n m := Nat.pred_le_pred
theorem Nat.not_succ_le_zero (n : Nat) (h : LE.le (Nat.succ n) 0) : False :=
  have aux (m : Nat) (h : LE.le (Nat.succ n) m) : Eq m 0 → False :=
    Nat.le.casesOn (motive := fun m _ => Eq m 0 → False) h (fun h => Nat.noConfusion h) (fun _ h => Nat.noConfusion h)
  aux 0 h rfl
theorem Nat.le_of_ble_eq_true : {n m : Nat} → Eq (Nat.ble n m) true → LE.le n m
  | .zero, m, _ => Nat.zero_le m
  | .succ n, .succ m, h => Nat.succ_le_succ (Nat.le_of_ble_eq_true (n := n) (m := m) h)
theorem Nat.ble_self_eq_true : (n : Nat) → Eq (Nat.ble n n) true
  | .zero => rfl
  | .succ n => Nat.ble_self_eq_true n
theorem Nat.ble_eq_true_of_le : {n m : Nat} → LE.le n m → Eq (Nat.ble n m) true
  | .zero, _, _ => rfl
  | .succ n, .zero, h => (Nat.not_succ_le_zero n h).elim
  | .succ n, .succ m, h => Nat.ble_eq_true_of_le (n := n) (m := m) (Nat.le_of_succ_le_succ h)
@[extern "lean_nat_dec_le"] instance Nat.decLe (n m : Nat) : Decidable (LE.le n m) :=
  match h : Nat.ble n m with
  | true => isTrue (Nat.le_of_ble_eq_true h)
  | false => isFalse (fun h' => ne_true_of_eq_false h (Nat.ble_eq_true_of_le h'))
@[extern "lean_nat_dec_lt"] instance Nat.decLt (n m : Nat) : Decidable (LT.lt n m) := Nat.decLe (.succ n) m
instance instMinNat : Min Nat where min a b := ite (LE.le a b) a b
instance instMaxNat : Max Nat where max a b := ite (LE.le a b) b a

/-! ## `noConfusion` of enumerations, by the index of the constructor -/

abbrev noConfusionTypeEnum {α : Sort u} (f : α → Nat) (P : Sort w) (x y : α) : Sort w :=
  (Nat.decEq (f x) (f y)).casesOn (fun _ => P) (fun _ => P → P)
abbrev noConfusionEnum {α : Sort u} (f : α → Nat) {P : Sort w} {x y : α} (h : Eq x y) :
    noConfusionTypeEnum f P x y :=
  Decidable.casesOn
    (motive := fun (inst : Decidable (Eq (f x) (f y))) =>
      Decidable.casesOn (motive := fun _ => Sort w) inst (fun _ => P) (fun _ => P → P))
    (Nat.decEq (f x) (f y))
    (fun ne => False.elim (ne (congrArg f h)))
    (fun _ p => p)
