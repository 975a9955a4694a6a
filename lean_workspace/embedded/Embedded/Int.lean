prelude
import Embedded.Nat
/-! Int: definition, ring and order laws (through differences of naturals), division. -/
set_option autoImplicit true
set_option linter.all false
universe u v w
set_option genCtorIdx false in
inductive Int : Type where
  | ofNat : Nat → Int
  | negSucc : Nat → Int
attribute [extern "lean_nat_to_int"] Int.ofNat
attribute [extern "lean_int_neg_succ_of_nat"] Int.negSucc
noncomputable section
def Int.ctorIdx (a : Int) : Nat := a.casesOn (fun _ => 0) (fun _ => 1)
class NatCast (R : Type u) where natCast : Nat → R
class IntCast (R : Type u) where intCast : Int → R
@[coe, reducible, match_pattern] protected def Nat.cast {R : Type u} [NatCast R] : Nat → R := NatCast.natCast
@[coe, reducible, match_pattern] protected def Int.cast {R : Type u} [IntCast R] : Int → R := IntCast.intCast
instance instNatCastNat : NatCast Nat where natCast n := n
instance instNatCastInt : NatCast Int where natCast n := Int.ofNat n
instance instIntCastInt : IntCast Int where intCast n := n
instance instCoeTNat [NatCast R] (n : Nat) : CoeT Nat n R where coe := Nat.cast n
instance instOfNat : OfNat Int n := ⟨Int.ofNat n⟩
namespace Int
instance instInhabited : Inhabited Int := ⟨ofNat 0⟩
def negOfNat : Nat → Int
  | .zero => ofNat 0
  | .succ m => negSucc m
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_neg"] protected def neg (n : Int) : Int :=
  match n with
  | ofNat n => negOfNat n
  | negSucc n => ofNat (Nat.succ n)
instance instNegInt : Neg Int where neg := Int.neg
def subNatNat (m n : Nat) : Int :=
  match (n - m : Nat) with
  | .zero => ofNat (m - n)
  | .succ k => negSucc k
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_add"] protected def add (m n : Int) : Int :=
  match m, n with
  | ofNat m, ofNat n => ofNat (m + n)
  | ofNat m, negSucc n => subNatNat m (Nat.succ n)
  | negSucc m, ofNat n => subNatNat n (Nat.succ m)
  | negSucc m, negSucc n => negSucc (Nat.succ (m + n))
instance instAdd : Add Int where add := Int.add
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_mul"] protected def mul (m n : Int) : Int :=
  match m, n with
  | ofNat m, ofNat n => ofNat (m * n)
  | ofNat m, negSucc n => negOfNat (m * Nat.succ n)
  | negSucc m, ofNat n => negOfNat (Nat.succ m * n)
  | negSucc m, negSucc n => ofNat (Nat.succ m * Nat.succ n)
instance instMul : Mul Int where mul := Int.mul
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_sub"] protected def sub (m n : Int) : Int := m + -n
instance instSub : Sub Int where sub := Int.sub
inductive NonNeg : Int → Prop where
  | mk (n : Nat) : NonNeg (ofNat n)
protected def le (a b : Int) : Prop := NonNeg (b - a)
instance instLEInt : LE Int where le := Int.le
protected def lt (a b : Int) : Prop := (a + 1) ≤ b
instance instLTInt : LT Int where lt := Int.lt
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_dec_eq"] protected def decEq (a b : Int) : Decidable (a = b) :=
  match a, b with
  | ofNat a, ofNat b => match Nat.decEq a b with
    | isTrue h => isTrue (h ▸ rfl)
    | isFalse h => isFalse fun e => Int.noConfusion e h
  | ofNat _, negSucc _ => isFalse fun e => Int.noConfusion e
  | negSucc _, ofNat _ => isFalse fun e => Int.noConfusion e
  | negSucc a, negSucc b => match Nat.decEq a b with
    | isTrue h => isTrue (h ▸ rfl)
    | isFalse h => isFalse fun e => Int.noConfusion e h
instance instDecidableEq : DecidableEq Int := Int.decEq
theorem not_nonNeg_negSucc {n : Nat} (h : NonNeg (negSucc n)) : False := nomatch h
def decNonneg (m : Int) : Decidable (NonNeg m) :=
  match m with
  | ofNat m => isTrue (.mk m)
  | negSucc _ => isFalse not_nonNeg_negSucc
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_dec_le"] instance decLe (a b : Int) : Decidable (a ≤ b) := decNonneg _
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_dec_lt"] instance decLt (a b : Int) : Decidable (a < b) := decNonneg _
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_abs"] def natAbs (m : Int) : Nat :=
  match m with
  | ofNat m => m
  | negSucc m => m.succ
def toNat : Int → Nat
  | ofNat n => n
  | negSucc _ => 0
def sign : Int → Int
  | ofNat (.succ _) => 1
  | ofNat .zero => 0
  | negSucc _ => negSucc 0
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_ediv"] def ediv (m n : Int) : Int :=
  match m, n with
  | ofNat m, ofNat n => ofNat (m / n)
  | ofNat m, negSucc n => -ofNat (m / Nat.succ n)
  | negSucc _, ofNat .zero => ofNat 0
  | negSucc m, ofNat (.succ n) => negSucc (m / Nat.succ n)
  | negSucc m, negSucc n => ofNat (Nat.succ (m / Nat.succ n))
set_option bootstrap.genMatcherCode false in
@[extern "lean_int_emod"] def emod (m n : Int) : Int :=
  match m, n with
  | ofNat m, n => ofNat (m % natAbs n)
  | negSucc m, n => subNatNat (natAbs n) (Nat.succ (m % natAbs n))
instance instDiv : Div Int where div := Int.ediv
instance instMod : Mod Int where mod := Int.emod
instance instDvd : Dvd Int where dvd a b := ∃ c, b = a * c
instance instMin : Min Int where min a b := if a ≤ b then a else b
instance instMax : Max Int where max a b := if a ≤ b then b else a
protected def pow (m : Int) : Nat → Int
  | .zero => 1
  | .succ n => Int.pow m n * m
instance instNatPow : NatPow Int where pow := Int.pow
def bmod (x : Int) (m : Nat) : Int :=
  let r := x % m
  if r < (m + 1) / 2 then r else r - m
/-! ## differences of naturals -/
/-- AC normal form of semiring expressions over Nat -/
theorem D_add_right (m n k : Nat) : subNatNat (m + k) (n + k) = subNatNat m n := by
  unfold subNatNat; rw [Nat.add_sub_add_right, Nat.add_sub_add_right]
theorem D_ge (n k : Nat) : subNatNat (n + k) n = ofNat k := by
  unfold subNatNat; rw [Nat.sub_self_add, Nat.add_sub_cancel_left]
theorem D_lt (n k : Nat) : subNatNat n (n + (k + 1)) = negSucc k := by
  unfold subNatNat; rw [Nat.add_sub_cancel_left]
theorem D_cases (m n : Nat) : (∃ k, m = n + k) ∨ (∃ k, n = m + (k + 1)) :=
  (Nat.lt_or_ge m n).elim (fun h => .inr ((Nat.le_dest h).elim fun k e => ⟨k, by rw [e, Nat.succ_add]; rfl⟩))
    (fun h => .inl (Nat.le_dest h))
theorem ofNat_D (n : Nat) : ofNat n = subNatNat n 0 := by
  have h := D_ge 0 n; rw [Nat.zero_add] at h; exact h.symm
theorem negSucc_D (n : Nat) : negSucc n = subNatNat 0 (n + 1) := rfl
theorem negOfNat_D (n : Nat) : negOfNat n = subNatNat 0 n := by cases n <;> rfl
theorem exD (a : Int) : ∃ p q, a = subNatNat p q :=
  match a with
  | ofNat n => ⟨n, 0, ofNat_D n⟩
  | negSucc n => ⟨0, n + 1, rfl⟩
theorem D_eq {m n p q : Nat} (h : m + q = p + n) : subNatNat m n = subNatNat p q := by
  rw [← D_add_right m n q, h, Nat.add_comm n q, D_add_right]
theorem add_D (a b c d : Nat) : subNatNat a b + subNatNat c d = subNatNat (a + c) (b + d) := by
  rcases D_cases a b with ⟨k, rfl⟩ | ⟨k, rfl⟩ <;> rcases D_cases c d with ⟨l, rfl⟩ | ⟨l, rfl⟩
  · rw [D_ge, D_ge]; refine (ofNat_D (k + l)).trans (D_eq ?_)
    simp only [Nat.add_zero, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [D_ge, D_lt]; refine (show ofNat k + negSucc l = subNatNat k (l + 1) from rfl).trans (D_eq ?_)
    simp only [Nat.add_zero, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [D_ge, D_lt]; refine (show negSucc k + ofNat l = subNatNat l (k + 1) from rfl).trans (D_eq ?_)
    simp only [Nat.add_zero, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [D_lt, D_lt]; refine (show negSucc k + negSucc l = subNatNat 0 (k + l + 1 + 1) from rfl).trans (D_eq ?_)
    simp only [Nat.zero_add, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
theorem neg_D (a b : Nat) : -subNatNat a b = subNatNat b a := by
  rcases D_cases a b with ⟨k, rfl⟩ | ⟨k, rfl⟩
  · rw [D_ge]; refine (negOfNat_D k).trans (D_eq ?_); rw [Nat.zero_add]
  · rw [D_lt]; exact (D_ge _ _).symm
theorem sub_D (a b c d : Nat) : subNatNat a b - subNatNat c d = subNatNat (a + d) (b + c) := by
  show subNatNat a b + -subNatNat c d = _; rw [neg_D, add_D]
theorem mul_D (a b c d : Nat) : subNatNat a b * subNatNat c d = subNatNat (a * c + b * d) (a * d + b * c) := by
  rcases D_cases a b with ⟨k, rfl⟩ | ⟨k, rfl⟩ <;> rcases D_cases c d with ⟨l, rfl⟩ | ⟨l, rfl⟩
  · rw [D_ge, D_ge]; refine (ofNat_D (k * l)).trans (D_eq ?_)
    simp only [Nat.add_zero, Nat.mul_add, Nat.add_mul, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [D_ge, D_lt]; refine (negOfNat_D (k * (l + 1))).trans (D_eq ?_)
    simp only [Nat.add_zero, Nat.zero_add, Nat.mul_add, Nat.add_mul, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [D_ge, D_lt]; refine (negOfNat_D ((k + 1) * l)).trans (D_eq ?_)
    simp only [Nat.add_zero, Nat.zero_add, Nat.mul_add, Nat.add_mul, Nat.one_mul, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [D_lt, D_lt]; refine (ofNat_D ((k + 1) * (l + 1))).trans (D_eq ?_)
    simp only [Nat.add_zero, Nat.mul_add, Nat.add_mul, Nat.one_mul, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
theorem nonNeg_D (a b : Nat) : NonNeg (subNatNat a b) ↔ b ≤ a := by
  rcases D_cases a b with ⟨k, rfl⟩ | ⟨k, rfl⟩
  · rw [D_ge]; exact ⟨fun _ => Nat.le_add_right _ _, fun _ => .mk k⟩
  · rw [D_lt]; exact ⟨fun h => (not_nonNeg_negSucc h).elim, fun h => absurd h (Nat.not_le_of_lt (Nat.add_le_add_left (Nat.succ_le_succ (Nat.zero_le k)) a))⟩
theorem le_D (a b c d : Nat) : subNatNat a b ≤ subNatNat c d ↔ a + d ≤ c + b := by
  show NonNeg (subNatNat c d - subNatNat a b) ↔ _; rw [sub_D, nonNeg_D, Nat.add_comm d a]
theorem one_D : (1 : Int) = subNatNat 1 0 := rfl
theorem zero_D : (0 : Int) = subNatNat 0 0 := rfl
theorem lt_D (a b c d : Nat) : subNatNat a b < subNatNat c d ↔ a + d < c + b := by
  show subNatNat a b + 1 ≤ subNatNat c d ↔ _
  rw [one_D, add_D, le_D]; show a + 1 + d ≤ c + b ↔ a + d + 1 ≤ c + b
  rw [Nat.add_right_comm]
/-! ## ring laws -/
protected theorem add_comm (a b : Int) : a + b = b + a := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b
  rw [add_D, add_D, Nat.add_comm p, Nat.add_comm q]
protected theorem add_assoc (a b c : Int) : a + b + c = a + (b + c) := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b; obtain ⟨t, u, rfl⟩ := exD c
  rw [add_D, add_D, add_D, add_D, Nat.add_assoc, Nat.add_assoc]
protected theorem add_left_comm (a b c : Int) : a + (b + c) = b + (a + c) := by
  rw [← Int.add_assoc, Int.add_comm a b, Int.add_assoc]
protected theorem add_right_comm (a b c : Int) : a + b + c = a + c + b := by
  rw [Int.add_assoc, Int.add_comm b c, Int.add_assoc]
@[simp] protected theorem add_zero (a : Int) : a + 0 = a := by
  obtain ⟨p, q, rfl⟩ := exD a; rw [zero_D, add_D]; rfl
@[simp] protected theorem zero_add (a : Int) : 0 + a = a := by rw [Int.add_comm, Int.add_zero]
protected theorem sub_eq_add_neg (a b : Int) : a - b = a + -b := rfl
protected theorem add_right_neg (a : Int) : a + -a = 0 := by
  obtain ⟨p, q, rfl⟩ := exD a; rw [neg_D, add_D, zero_D]; refine D_eq ?_
  rw [Nat.add_zero, Nat.zero_add, Nat.add_comm]
protected theorem add_left_neg (a : Int) : -a + a = 0 := by rw [Int.add_comm, Int.add_right_neg]
protected theorem sub_self (a : Int) : a - a = 0 := Int.add_right_neg a
@[simp] protected theorem neg_neg (a : Int) : - -a = a := by
  obtain ⟨p, q, rfl⟩ := exD a; rw [neg_D, neg_D]
protected theorem neg_add (a b : Int) : -(a + b) = -a + -b := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b; rw [add_D, neg_D, neg_D, neg_D, add_D]
@[simp] protected theorem neg_zero : -(0 : Int) = 0 := rfl
protected theorem mul_comm (a b : Int) : a * b = b * a := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b
  rw [mul_D, mul_D]; refine D_eq ?_
  simp only [Nat.mul_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
protected theorem mul_assoc (a b c : Int) : a * b * c = a * (b * c) := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b; obtain ⟨t, u, rfl⟩ := exD c
  rw [mul_D, mul_D, mul_D, mul_D]; refine D_eq ?_
  simp only [Nat.mul_add, Nat.add_mul, Nat.mul_assoc, Nat.mul_left_comm, Nat.mul_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
protected theorem mul_left_comm (a b c : Int) : a * (b * c) = b * (a * c) := by
  rw [← Int.mul_assoc, Int.mul_comm a b, Int.mul_assoc]
protected theorem mul_add (a b c : Int) : a * (b + c) = a * b + a * c := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b; obtain ⟨t, u, rfl⟩ := exD c
  rw [add_D, mul_D, mul_D, mul_D, add_D]; refine D_eq ?_
  simp only [Nat.mul_add, Nat.add_mul, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
protected theorem add_mul (a b c : Int) : (a + b) * c = a * c + b * c := by
  rw [Int.mul_comm, Int.mul_add, Int.mul_comm c, Int.mul_comm c]
@[simp] protected theorem mul_zero (a : Int) : a * 0 = 0 := by
  obtain ⟨p, q, rfl⟩ := exD a; rw [zero_D, mul_D]; rfl
@[simp] protected theorem zero_mul (a : Int) : 0 * a = 0 := by rw [Int.mul_comm, Int.mul_zero]
@[simp] protected theorem mul_one (a : Int) : a * 1 = a := by
  obtain ⟨p, q, rfl⟩ := exD a; rw [one_D, mul_D, Nat.mul_one, Nat.mul_one, Nat.mul_zero, Nat.mul_zero, Nat.zero_add, Nat.add_zero]
@[simp] protected theorem one_mul (a : Int) : 1 * a = a := by rw [Int.mul_comm, Int.mul_one]
protected theorem neg_eq_neg_one_mul (a : Int) : -a = -1 * a := by
  obtain ⟨p, q, rfl⟩ := exD a; rw [show (-1 : Int) = subNatNat 0 1 from rfl, neg_D, mul_D]; refine D_eq ?_
  simp only [Nat.zero_mul, Nat.one_mul, Nat.zero_add]
protected theorem neg_mul (a b : Int) : -a * b = -(a * b) := by
  rw [Int.neg_eq_neg_one_mul, Int.mul_assoc, ← Int.neg_eq_neg_one_mul]
protected theorem mul_neg (a b : Int) : a * -b = -(a * b) := by rw [Int.mul_comm, Int.neg_mul, Int.mul_comm]
protected theorem mul_sub (a b c : Int) : a * (b - c) = a * b - a * c := by
  rw [Int.sub_eq_add_neg, Int.mul_add, Int.mul_neg]; rfl
protected theorem sub_mul (a b c : Int) : (a - b) * c = a * c - b * c := by
  rw [Int.sub_eq_add_neg, Int.add_mul, Int.neg_mul]; rfl
protected theorem sub_zero (a : Int) : a - 0 = a := Int.add_zero a
protected theorem zero_sub (a : Int) : 0 - a = -a := Int.zero_add _
protected theorem add_neg_cancel_right (a b : Int) : a + b + -b = a := by rw [Int.add_assoc, Int.add_right_neg, Int.add_zero]
protected theorem neg_add_cancel_right (a b : Int) : a + -b + b = a := by rw [Int.add_assoc, Int.add_left_neg, Int.add_zero]
protected theorem sub_add_cancel (a b : Int) : a - b + b = a := Int.neg_add_cancel_right a b
protected theorem add_sub_cancel (a b : Int) : a + b - b = a := Int.add_neg_cancel_right a b
protected theorem neg_sub (a b : Int) : -(a - b) = b - a := by
  rw [Int.sub_eq_add_neg, Int.neg_add, Int.neg_neg, Int.add_comm]; rfl
protected theorem add_right_cancel {a b c : Int} (h : a + c = b + c) : a = b := by
  rw [← Int.add_sub_cancel a c, h, Int.add_sub_cancel]
protected theorem sub_eq_zero_of_eq {a b : Int} (h : a = b) : a - b = 0 := by rw [h, Int.sub_self]
protected theorem eq_of_sub_eq_zero {a b : Int} (h : a - b = 0) : a = b := by
  rw [← Int.sub_add_cancel a b, h, Int.zero_add]
/-! ## order -/
protected theorem le_refl (a : Int) : a ≤ a := by
  obtain ⟨p, q, rfl⟩ := exD a; rw [le_D]; exact .refl
protected theorem le_trans {a b c : Int} (h : a ≤ b) (h' : b ≤ c) : a ≤ c := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b; obtain ⟨t, u, rfl⟩ := exD c
  rw [le_D] at *
  refine Nat.le_of_add_le_add_right (k := r + s) ?_
  have j := Nat.add_le_add h h'
  refine Nat.le_trans (Nat.le_of_eq ?_) (Nat.le_trans j (Nat.le_of_eq ?_)) <;> simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
protected theorem le_antisymm {a b : Int} (h : a ≤ b) (h' : b ≤ a) : a = b := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b
  rw [le_D] at *; exact D_eq (Nat.le_antisymm h h')
protected theorem not_le {a b : Int} : ¬ a ≤ b ↔ b < a := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b
  rw [le_D, lt_D]; exact ⟨Nat.lt_of_not_le, Nat.not_le_of_lt⟩
protected theorem not_lt {a b : Int} : ¬ a < b ↔ b ≤ a := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b
  rw [le_D, lt_D]; exact ⟨Nat.le_of_not_lt, Nat.not_lt_of_le⟩
protected theorem le_of_lt {a b : Int} (h : a < b) : a ≤ b := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b
  rw [lt_D] at h; rw [le_D]; exact Nat.le_of_lt h
protected theorem lt_irrefl (a : Int) : ¬ a < a := Int.not_lt.mpr (Int.le_refl a)
protected theorem lt_or_gt_of_ne {a b : Int} (h : a ≠ b) : a < b ∨ a > b := by
  by_cases h1 : a ≤ b
  · by_cases h2 : b ≤ a
    · exact absurd (Int.le_antisymm h1 h2) h
    · exact .inl (Int.not_le.mp h2)
  · exact .inr (Int.not_le.mp h1)
protected theorem add_le_add {a b c d : Int} (h : a ≤ b) (h' : c ≤ d) : a + c ≤ b + d := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b; obtain ⟨t, u, rfl⟩ := exD c; obtain ⟨x, y, rfl⟩ := exD d
  rw [add_D, add_D]; rw [le_D] at *
  have j := Nat.add_le_add h h'
  refine Nat.le_trans (Nat.le_of_eq ?_) (Nat.le_trans j (Nat.le_of_eq ?_)) <;> simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
protected theorem add_le_add_right {a b : Int} (h : a ≤ b) (c : Int) : a + c ≤ b + c := Int.add_le_add h (Int.le_refl c)
protected theorem add_le_add_left {a b : Int} (h : a ≤ b) (c : Int) : c + a ≤ c + b := Int.add_le_add (Int.le_refl c) h
protected theorem neg_le_neg {a b : Int} (h : a ≤ b) : -b ≤ -a := by
  obtain ⟨p, q, rfl⟩ := exD a; obtain ⟨r, s, rfl⟩ := exD b
  rw [neg_D, neg_D, le_D]; rw [le_D] at h
  rw [Nat.add_comm s, Nat.add_comm q]; exact h
theorem ofNat_le {m n : Nat} : (m : Int) ≤ (n : Int) ↔ m ≤ n := by
  show ofNat m ≤ ofNat n ↔ _; rw [ofNat_D, ofNat_D, le_D]; exact .rfl
theorem ofNat_lt {m n : Nat} : (m : Int) < (n : Int) ↔ m < n := by
  show ofNat m < ofNat n ↔ _; rw [ofNat_D, ofNat_D, lt_D]; exact .rfl
theorem ofNat_nonneg (n : Nat) : 0 ≤ (n : Int) := ofNat_le.mpr (Nat.zero_le n)
theorem eq_ofNat_of_zero_le {a : Int} (h : 0 ≤ a) : ∃ n : Nat, a = n :=
  match a, h with
  | ofNat n, _ => ⟨n, rfl⟩
  | negSucc n, h => (not_nonNeg_negSucc (n := n) h).elim
protected theorem mul_nonneg {a b : Int} (h : 0 ≤ a) (h' : 0 ≤ b) : 0 ≤ a * b := by
  obtain ⟨m, rfl⟩ := eq_ofNat_of_zero_le h; obtain ⟨n, rfl⟩ := eq_ofNat_of_zero_le h'
  exact ofNat_nonneg (m * n)
protected theorem sub_nonneg_of_le {a b : Int} (h : b ≤ a) : 0 ≤ a - b := by
  have j := Int.add_le_add_right h (-b); rw [Int.add_right_neg] at j; exact j
protected theorem le_of_sub_nonneg {a b : Int} (h : 0 ≤ a - b) : b ≤ a := by
  have j := Int.add_le_add_right h b; rw [Int.sub_add_cancel, Int.zero_add] at j; exact j
protected theorem mul_le_mul_of_nonneg_left {a b c : Int} (h : a ≤ b) (hc : 0 ≤ c) : c * a ≤ c * b := by
  refine Int.le_of_sub_nonneg ?_
  rw [← Int.mul_sub]; exact Int.mul_nonneg hc (Int.sub_nonneg_of_le h)
protected theorem mul_le_mul_of_nonpos_left {a b c : Int} (hc : c ≤ 0) (h : a ≤ b) : c * b ≤ c * a := by
  have j := Int.mul_le_mul_of_nonneg_left h (Int.neg_le_neg hc)
  rw [Int.neg_mul, Int.neg_mul] at j
  have k := Int.neg_le_neg j
  rw [Int.neg_neg, Int.neg_neg] at k; exact k
theorem add_one_le_of_lt {a b : Int} (h : a < b) : a + 1 ≤ b := h
theorem lt_of_add_one_le {a b : Int} (h : a + 1 ≤ b) : a < b := h
end Int
