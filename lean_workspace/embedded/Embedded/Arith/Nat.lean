prelude
import Embedded.Arith.Eval
/-!
# `simp +arith` over `Nat`

The elaborator turns a linear (in)equation into `ExprCnstr` and names one of the four theorems at the end, with a
proof by evaluation of its hypothesis.  The hypotheses compare coefficients over the integers; an inequation whose
coefficients all have one sign is decided by `0 ≤` for the atoms.
-/
set_option linter.all false
set_option genSizeOf false
noncomputable section
theorem Nat.not_le_eq (n m : Nat) : (¬ n ≤ m) = (m + 1 ≤ n) := propext ⟨Nat.lt_of_not_le, Nat.not_le_of_lt⟩
theorem Nat.not_ge_eq (n m : Nat) : (¬ n ≥ m) = (n + 1 ≤ m) := Nat.not_le_eq m n
theorem Nat.not_lt_eq (n m : Nat) : (¬ n < m) = (m ≤ n) := propext ⟨Nat.le_of_not_lt, Nat.not_lt_of_le⟩
theorem Nat.not_gt_eq (n m : Nat) : (¬ n > m) = (n ≤ m) := Nat.not_lt_eq m n
namespace Nat.Internal.Linear
open Lean.Omega
/-! ## expressions -/
abbrev Var := Nat
abbrev Context := Lean.RArray Nat
/-- Linear expressions over atoms. -/
inductive Expr where
  | num (v : Nat)
  | var (i : Var)
  | add (a b : Expr)
  | mulL (k : Nat) (a : Expr)
  | mulR (a : Expr) (k : Nat)
def Expr.denote (ctx : Context) : Expr → Nat
  | .num k => k
  | .var i => ctx.get i
  | .add a b => a.denote ctx + b.denote ctx
  | .mulL k a => k * a.denote ctx
  | .mulR a k => a.denote ctx * k
/-- An equation, or `lhs ≤ rhs`. -/
structure ExprCnstr where
  eq : Bool
  lhs : Expr
  rhs : Expr
def ExprCnstr.denote (ctx : Context) (c : ExprCnstr) : Prop :=
  match c.eq with
  | true => c.lhs.denote ctx = c.rhs.denote ctx
  | false => c.lhs.denote ctx ≤ c.rhs.denote ctx

/-! ## coefficients -/
def Expr.coeffs : Expr → Coeffs
  | .num k => cons (k : Int) nil
  | .var i => Coeffs.atom 1 i
  | .add a b => Coeffs.plus a.coeffs b.coeffs
  | .mulL k a => Coeffs.times k a.coeffs
  | .mulR a k => Coeffs.times k a.coeffs
/-- The values of the atoms. -/
def atoms (ctx : Context) (i : Nat) : Int := (ctx.get i : Int)
theorem Expr.denote_value (ctx : Context) (e : Expr) : (e.denote ctx : Int) = e.coeffs.value (atoms ctx) := by
  induction e with
  | num k => exact (Coeffs.value_const _).symm
  | var i => exact ((Coeffs.value_atom (f := atoms ctx) 1 i).trans (Int.one_mul _)).symm
  | add a b iha ihb =>
    show (a.denote ctx : Int) + (b.denote ctx : Int) = _
    rw [iha, ihb]; exact (Coeffs.value_plus _ _).symm
  | mulL k a ih =>
    show (k : Int) * (a.denote ctx : Int) = _
    rw [ih]; exact (Coeffs.value_times _ _).symm
  | mulR a k ih =>
    show (a.denote ctx : Int) * (k : Int) = _
    rw [ih, Int.mul_comm]; exact (Coeffs.value_times _ _).symm
/-- `a - b`. -/
def gap (a b : Expr) : Coeffs := Coeffs.diff a.coeffs b.coeffs
theorem value_gap (ctx : Context) (a b : Expr) :
    (gap a b).value (atoms ctx) = (a.denote ctx : Int) - (b.denote ctx : Int) := by
  unfold gap
  rw [Coeffs.value_diff, ← Expr.denote_value, ← Expr.denote_value]

/-! ## signs -/
/-- Every entry is `≤ 0`. -/
def allNonpos : Coeffs → Bool
  | nil => true
  | cons x xs => and (decide (x ≤ 0)) (allNonpos xs)
/-- Every entry is `≤ 0` and the first is `< 0`. -/
def isNeg : Coeffs → Bool
  | nil => false
  | cons x xs => and (decide (x < 0)) (allNonpos xs)
theorem tailValue_nonpos (ctx : Context) {xs : Coeffs} (h : allNonpos xs = true) (i : Nat) :
    xs.tailValue (atoms ctx) i ≤ 0 := by
  induction xs generalizing i with
  | nil => exact Int.le_refl 0
  | cons x xs ih =>
    have h := Coeffs.and_eq_true h
    have j := Int.mul_le_mul_of_nonneg_left (of_decide_eq_true h.1) (Int.ofNat_nonneg (ctx.get i))
    rw [Int.mul_comm, Int.mul_zero] at j
    exact Int.add_le_add j (ih h.2 (i + 1))
theorem value_nonpos (ctx : Context) {xs : Coeffs} (h : allNonpos xs = true) : xs.value (atoms ctx) ≤ 0 := by
  cases xs with
  | nil => exact Int.le_refl 0
  | cons x xs =>
    have h := Coeffs.and_eq_true h
    exact Int.add_le_add (of_decide_eq_true h.1) (tailValue_nonpos ctx h.2 0)
theorem value_neg (ctx : Context) {xs : Coeffs} (h : isNeg xs = true) : xs.value (atoms ctx) < 0 := by
  cases xs with
  | nil => exact nomatch h
  | cons x xs =>
    have h := Coeffs.and_eq_true h
    have j := Int.add_le_add (show x + 1 ≤ 0 from of_decide_eq_true h.1) (tailValue_nonpos ctx h.2 0)
    rw [Int.add_right_comm] at j; exact j

/-! ## (in)equations as signs of differences -/
theorem le_iff (ctx : Context) (a b : Expr) : a.denote ctx ≤ b.denote ctx ↔ (gap a b).value (atoms ctx) ≤ 0 := by
  rw [value_gap]
  refine ⟨fun h => ?_, fun h => Int.ofNat_le.mp ?_⟩
  · have j := Int.add_le_add_right (Int.ofNat_le.mpr h) (-(b.denote ctx : Int))
    rw [Int.add_right_neg] at j; exact j
  · have j := Int.add_le_add_right h (b.denote ctx : Int)
    rw [Int.sub_add_cancel, Int.zero_add] at j; exact j
theorem eq_iff (ctx : Context) (a b : Expr) : a.denote ctx = b.denote ctx ↔ (gap a b).value (atoms ctx) = 0 := by
  rw [value_gap]
  refine ⟨fun h => by rw [h, Int.sub_self], fun h => ?_⟩
  have j := Int.eq_of_sub_eq_zero h
  injection j
theorem lt_of_isNeg {ctx : Context} {a b : Expr} (h : isNeg (gap a b) = true) : a.denote ctx < b.denote ctx := by
  have j := value_neg ctx h
  rw [value_gap] at j
  have k := Int.add_lt_add_right j (b.denote ctx : Int)
  rw [Int.sub_add_cancel, Int.zero_add] at k; exact Int.ofNat_lt.mp k
def ExprCnstr.valid (c : ExprCnstr) : Bool :=
  match c.eq with
  | true => Coeffs.allZero (gap c.lhs c.rhs)
  | false => allNonpos (gap c.lhs c.rhs)
def ExprCnstr.unsat (c : ExprCnstr) : Bool :=
  match c.eq with
  | true => or (isNeg (gap c.lhs c.rhs)) (isNeg (gap c.rhs c.lhs))
  | false => isNeg (gap c.rhs c.lhs)
/-- The same difference; for equations, up to its sign. -/
def ExprCnstr.equiv (c d : ExprCnstr) : Bool :=
  match c.eq, d.eq with
  | true, true => or (Coeffs.same (gap c.lhs c.rhs) (gap d.lhs d.rhs))
      (Coeffs.same (gap c.lhs c.rhs) (gap d.rhs d.lhs))
  | false, false => Coeffs.same (gap c.lhs c.rhs) (gap d.lhs d.rhs)
  | _, _ => false

/-! ## the theorems that the elaborator names -/
theorem ExprCnstr.eq_true_of_isValid (ctx : Context) (c : ExprCnstr) (h : c.valid = true) :
    c.denote ctx = True := by
  refine eq_true ?_
  match c, h with
  | ⟨true, a, b⟩, h => exact (eq_iff ctx a b).mpr (Coeffs.value_zero h)
  | ⟨false, a, b⟩, h => exact (le_iff ctx a b).mpr (value_nonpos ctx h)
theorem ExprCnstr.eq_false_of_isUnsat (ctx : Context) (c : ExprCnstr) (h : c.unsat = true) :
    c.denote ctx = False := by
  refine eq_false ?_
  match c, h with
  | ⟨true, a, b⟩, h =>
    exact fun e => (Coeffs.or_eq_true h).elim (fun h => Nat.ne_of_gt (lt_of_isNeg h) e.symm)
      (fun h => Nat.ne_of_gt (lt_of_isNeg h) e)
  | ⟨false, a, b⟩, h => exact Nat.not_le_of_lt (lt_of_isNeg h)
theorem ExprCnstr.eq_of_toNormPoly_eq (ctx : Context) (c d : ExprCnstr) (h : c.equiv d = true) :
    c.denote ctx = d.denote ctx := by
  match c, d, h with
  | ⟨true, a, b⟩, ⟨true, a', b'⟩, h =>
    refine propext ((eq_iff ctx a b).trans ?_)
    cases Coeffs.or_eq_true h with
    | inl h => rw [Coeffs.value_same h]; exact (eq_iff ctx a' b').symm
    | inr h => rw [Coeffs.value_same h]; exact (eq_iff ctx b' a').symm.trans ⟨Eq.symm, Eq.symm⟩
  | ⟨false, a, b⟩, ⟨false, a', b'⟩, h =>
    refine propext ((le_iff ctx a b).trans ?_)
    rw [Coeffs.value_same h]; exact (le_iff ctx a' b').symm
theorem Expr.eq_of_toNormPoly_eq (ctx : Context) (e e' : Expr) (h : Coeffs.same e.coeffs e'.coeffs = true) :
    e.denote ctx = e'.denote ctx := by
  have j := Coeffs.value_same (f := atoms ctx) h
  rw [← Expr.denote_value, ← Expr.denote_value] at j; injection j
end Nat.Internal.Linear
end
