prelude
import Embedded.Base
/-!
# Integers: the type and its operations

An integer is a natural number or the negative of a positive one.  Operations take their second argument
apart and hand a natural number to a helper (`plusNat`, `minusNat`, `timesNat`, `overNat`), so each function
has two cases.  All of them compute in the kernel, and `decide` evaluates closed statements.

Division rounds so that the remainder is never negative; `a / 0 = 0` and `a % 0 = a`.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w
set_option genCtorIdx false in
/-- Integers: `ofNat n` is `n`, `negSucc n` is `-(n + 1)`. -/
inductive Int : Type where
  | ofNat : Nat → Int
  | negSucc : Nat → Int
attribute [extern "lean_nat_to_int"] Int.ofNat
attribute [extern "lean_int_neg_succ_of_nat"] Int.negSucc
noncomputable section
def Int.ctorIdx (a : Int) : Nat := a.casesOn (fun _ => 0) (fun _ => 1)

/-! ## casts -/
/-- `R` has an image of each natural number. -/
class NatCast (R : Type u) where natCast : Nat → R
/-- `R` has an image of each integer. -/
class IntCast (R : Type u) where intCast : Int → R
@[coe, reducible, match_pattern] protected def Nat.cast {R : Type u} [NatCast R] : Nat → R := NatCast.natCast
@[coe, reducible, match_pattern] protected def Int.cast {R : Type u} [IntCast R] : Int → R := IntCast.intCast
instance instNatCastNat : NatCast Nat := ⟨fun n => n⟩
instance instNatCastInt : NatCast Int := ⟨fun n => Int.ofNat n⟩
instance instIntCastInt : IntCast Int := ⟨fun a => a⟩
instance instCoeTNat [NatCast R] (n : Nat) : CoeT Nat n R := ⟨Nat.cast n⟩
instance instOfNat : OfNat Int n := ⟨Int.ofNat n⟩

namespace Int
instance instInhabited : Inhabited Int := ⟨ofNat 0⟩

/-! ## differences and signs -/
/-- `-n` for a natural number `n`. -/
def negOfNat : Nat → Int
  | .zero => ofNat .zero
  | .succ n => negSucc n
/-- `p - q` for natural numbers `p` and `q`; each integer is such a difference. -/
def subNatNat (p q : Nat) : Int :=
  match Nat.ble q p with
  | true => ofNat (p - q)
  | false => negOfNat (q - p)
set_option bootstrap.genMatcherCode false in
/-- The absolute value. -/
@[extern "lean_nat_abs"] def natAbs : Int → Nat
  | ofNat n => n
  | negSucc n => n + 1
/-- `a` for `0 ≤ a`, and 0 for negative `a`. -/
def toNat : Int → Nat
  | ofNat n => n
  | negSucc _ => 0
/-- -1, 0 or 1. -/
def sign : Int → Int
  | ofNat .zero => 0
  | ofNat (.succ _) => 1
  | negSucc _ => negSucc 0

/-! ## ring operations -/
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_neg"] protected def neg (a : Int) : Int :=
  match a with
  | ofNat n => negOfNat n
  | negSucc n => ofNat (n + 1)
instance instNegInt : Neg Int := ⟨Int.neg⟩
/-- `a + k`. -/
def plusNat (a : Int) (k : Nat) : Int :=
  match a with
  | ofNat n => ofNat (n + k)
  | negSucc n => subNatNat k (n + 1)
/-- `a - k`, for `k = j + 1`. -/
def minusSucc (a : Int) (j : Nat) : Int :=
  match a with
  | ofNat n => subNatNat n (j + 1)
  | negSucc n => negSucc (n + (j + 1))
/-- `a * k`. -/
def timesNat (a : Int) (k : Nat) : Int :=
  match a with
  | ofNat n => ofNat (n * k)
  | negSucc n => negOfNat ((n + 1) * k)
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_add"] protected def add (a b : Int) : Int :=
  match b with
  | ofNat k => plusNat a k
  | negSucc j => minusSucc a j
instance instAdd : Add Int := ⟨Int.add⟩
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_mul"] protected def mul (a b : Int) : Int :=
  match b with
  | ofNat k => timesNat a k
  | negSucc j => -timesNat a (j + 1)
instance instMul : Mul Int := ⟨Int.mul⟩
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_sub"] protected def sub (a b : Int) : Int := a + -b
instance instSub : Sub Int := ⟨Int.sub⟩
/-- `a ^ k`, with `a ^ 0 = 1`. -/
protected def pow (a : Int) : Nat → Int
  | .zero => 1
  | .succ k => Int.pow a k * a
instance instNatPow : NatPow Int := ⟨Int.pow⟩

/-! ## order -/
/-- `0 ≤ a`, read off the constructor. -/
def NonNeg : Int → Prop
  | ofNat _ => True
  | negSucc _ => False
protected def le (a b : Int) : Prop := NonNeg (b - a)
instance instLEInt : LE Int := ⟨Int.le⟩
protected def lt (a b : Int) : Prop := a + 1 ≤ b
instance instLTInt : LT Int := ⟨Int.lt⟩

/-! ## division -/
/-- `a / k`, rounded down; 0 for `k = 0`. -/
def overNat (a : Int) (k : Nat) : Int :=
  match a with
  | ofNat n => ofNat (n / k)
  | negSucc n => match k with
    | .zero => 0
    | .succ j => negSucc (n / (j + 1))
/-- `a % k`, in `0 .. k - 1` for `k ≠ 0`. -/
def modNat (a : Int) (k : Nat) : Int :=
  match a with
  | ofNat n => ofNat (n % k)
  | negSucc n => subNatNat k (n % k + 1)
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_ediv"] def ediv (a b : Int) : Int :=
  match b with
  | ofNat k => overNat a k
  | negSucc j => -overNat a (j + 1)
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_emod"] def emod (a b : Int) : Int := modNat a (natAbs b)
instance instDiv : Div Int := ⟨Int.ediv⟩
instance instMod : Mod Int := ⟨Int.emod⟩
instance instDvd : Dvd Int := ⟨fun a b => ∃ c, b = a * c⟩

/-! ## decisions -/
/-- Equality as a Boolean. -/
protected def beq : Int → Int → Bool
  | ofNat m, ofNat n => Nat.beq m n
  | negSucc m, negSucc n => Nat.beq m n
  | ofNat _, negSucc _ => false
  | negSucc _, ofNat _ => false
protected theorem eq_of_beq {a b : Int} (h : Int.beq a b = true) : a = b :=
  match a, b, h with
  | ofNat _, ofNat _, h => congrArg ofNat (Nat.eq_of_beq_eq_true h)
  | negSucc _, negSucc _, h => congrArg negSucc (Nat.eq_of_beq_eq_true h)
protected theorem beq_self (a : Int) : Int.beq a a = true :=
  match a with
  | ofNat n => Nat.beq_refl n
  | negSucc n => Nat.beq_refl n
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_dec_eq"] protected def decEq (a b : Int) : Decidable (a = b) :=
  match e : Int.beq a b with
  | true => isTrue (Int.eq_of_beq e)
  | false => isFalse fun h => ne_true_of_eq_false e (h ▸ Int.beq_self a)
instance instDecidableEq : DecidableEq Int := Int.decEq
def decNonneg : (a : Int) → Decidable (NonNeg a)
  | ofNat _ => isTrue True.intro
  | negSucc _ => isFalse id
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_dec_le"] instance decLe (a b : Int) : Decidable (a ≤ b) := decNonneg (b - a)
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_dec_lt"] instance decLt (a b : Int) : Decidable (a < b) := decNonneg (b - (a + 1))

/-! ## minimum, maximum, centred remainder -/
instance instMin : Min Int := ⟨fun a b => if a ≤ b then a else b⟩
instance instMax : Max Int := ⟨fun a b => if a ≤ b then b else a⟩
/-- The remainder of `a` by `m` that lies nearest to 0 (`-m/2 ≤ r < (m + 1)/2`). -/
def bmod (a : Int) (m : Nat) : Int :=
  if a % m < (m + 1) / 2 then a % m else a % m - m
end Int
end
