prelude
import Embedded.Omega
/-! What the compiled `simp +arith` refers to, for Nat (`Nat.Internal.Linear`). -/
set_option autoImplicit true
set_option linter.all false
universe u v w
set_option genSizeOf false
noncomputable section
inductive Lean.RArray (α : Type u) : Type u where
  | leaf : α → RArray α
  | branch : Nat → RArray α → RArray α → RArray α
def Lean.RArray.get {α : Type u} (a : RArray α) (n : Nat) : α :=
  match a with
  | .leaf x => x
  | .branch p l r => cond (Nat.ble p n) (get r n) (get l n)
theorem Nat.not_le_eq (n m : Nat) : (¬ n ≤ m) = (m + 1 ≤ n) := propext ⟨Nat.lt_of_not_le, Nat.not_le_of_lt⟩
theorem Nat.not_ge_eq (n m : Nat) : (¬ n ≥ m) = (n + 1 ≤ m) := Nat.not_le_eq m n
theorem Nat.not_lt_eq (n m : Nat) : (¬ n < m) = (m ≤ n) := propext ⟨Nat.le_of_not_lt, Nat.not_lt_of_le⟩
theorem Nat.not_gt_eq (n m : Nat) : (¬ n > m) = (n ≤ m) := Nat.not_lt_eq m n
@[reducible] def eagerReduce {α : Sort u} (a : α) : α := a
namespace Nat.Internal.Linear
open Lean.Omega
abbrev Var := Nat
abbrev Context := Lean.RArray Nat
def Var.denote (ctx : Context) (v : Var) : Nat := ctx.get v
inductive Expr where
  | num (v : Nat)
  | var (i : Var)
  | add (a b : Expr)
  | mulL (k : Nat) (a : Expr)
  | mulR (a : Expr) (k : Nat)
def Expr.denote (ctx : Context) : Expr → Nat
  | .num k => k
  | .var v => Var.denote ctx v
  | .add a b => Nat.add (denote ctx a) (denote ctx b)
  | .mulL k e => Nat.mul k (denote ctx e)
  | .mulR e k => Nat.mul (denote ctx e) k
structure ExprCnstr where
  eq : Bool
  lhs : Expr
  rhs : Expr
def ExprCnstr.denote (ctx : Context) (c : ExprCnstr) : Prop :=
  match c.eq with
  | true => c.lhs.denote ctx = c.rhs.denote ctx
  | false => c.lhs.denote ctx ≤ c.rhs.denote ctx
/-- coefficients, the constant first -/
def Expr.coeffs : Expr → IntList
  | .num k => cons (k : Int) nil
  | .var i => cons 0 (IntList.set nil i 1)
  | .add a b => IntList.add a.coeffs b.coeffs
  | .mulL k a => IntList.smul a.coeffs k
  | .mulR a k => IntList.smul a.coeffs k
/-- value of a coefficient list, the first entry belonging to variable `i` -/
def sum (ctx : Context) (i : Nat) : IntList → Int
  | nil => 0
  | cons x xs => x * (ctx.get i : Int) + sum ctx (i + 1) xs
def value (ctx : Context) : IntList → Int
  | nil => 0
  | cons x xs => x + sum ctx 0 xs
theorem sum_map (ctx : Context) (k : Int) (i : Nat) (xs : IntList) : sum ctx i (List.map (fun x => k * x) xs) = k * sum ctx i xs := by
  induction xs generalizing i with
  | nil => exact (Int.mul_zero k).symm
  | cons x xs ih =>
    show k * x * _ + sum ctx (i + 1) (List.map _ xs) = k * (x * _ + sum ctx (i + 1) xs)
    rw [ih, Int.mul_add, Int.mul_assoc]
theorem map_zero_add (xs : IntList) : List.map (fun y => (0 : Int) + y) xs = xs := by
  induction xs with
  | nil => rfl
  | cons x xs ih => show cons (0 + x) (List.map _ xs) = cons x xs; rw [ih, Int.zero_add]
theorem sum_add (ctx : Context) (i : Nat) (xs ys : IntList) : sum ctx i (IntList.zipAll (fun x y => x + y) xs ys) = sum ctx i xs + sum ctx i ys := by
  induction xs generalizing i ys with
  | nil => show sum ctx i (List.map (fun y => (0 : Int) + y) ys) = 0 + sum ctx i ys; rw [map_zero_add, Int.zero_add]
  | cons x xs ih => cases ys with
    | nil =>
      show (x + 0) * _ + sum ctx (i + 1) (IntList.zipAll _ xs nil) = x * _ + sum ctx (i + 1) xs + 0
      rw [ih, Int.add_zero, Int.add_zero]; exact congrArg _ (Int.add_zero _)
    | cons y ys =>
      show (x + y) * _ + sum ctx (i + 1) (IntList.zipAll _ xs ys) = x * _ + sum ctx (i + 1) xs + (y * _ + sum ctx (i + 1) ys)
      rw [ih, Int.add_mul]; simp only [Int.add_assoc, Int.add_left_comm]
theorem value_add (ctx : Context) (xs ys : IntList) : value ctx (IntList.add xs ys) = value ctx xs + value ctx ys := by
  cases xs with
  | nil =>
    show value ctx (List.map (fun y => (0 : Int) + y) ys) = 0 + value ctx ys
    rw [map_zero_add, Int.zero_add]
  | cons x xs => cases ys with
    | nil =>
      show x + 0 + sum ctx 0 (IntList.zipAll _ xs nil) = x + sum ctx 0 xs + 0
      rw [sum_add, Int.add_zero, Int.add_zero]; exact congrArg _ (Int.add_zero _)
    | cons y ys =>
      show x + y + sum ctx 0 (IntList.zipAll _ xs ys) = x + sum ctx 0 xs + (y + sum ctx 0 ys)
      rw [sum_add]; simp only [Int.add_assoc, Int.add_left_comm]
theorem value_smul (ctx : Context) (xs : IntList) (k : Int) : value ctx (IntList.smul xs k) = k * value ctx xs := by
  cases xs with
  | nil => exact (Int.mul_zero k).symm
  | cons x xs =>
    show k * x + sum ctx 0 (List.map _ xs) = k * (x + sum ctx 0 xs)
    rw [sum_map, Int.mul_add]
theorem sum_set (ctx : Context) (i j : Nat) : sum ctx j (IntList.set nil i 1) = (ctx.get (j + i) : Int) := by
  induction i generalizing j with
  | zero => show 1 * (ctx.get j : Int) + 0 = _; rw [Int.one_mul, Int.add_zero]; rfl
  | succ i ih =>
    show 0 * _ + sum ctx (j + 1) (IntList.set nil i 1) = _
    rw [ih, Int.zero_mul, Int.zero_add, Nat.add_right_comm]; rfl
theorem Expr.denote_value (ctx : Context) (e : Expr) : (e.denote ctx : Int) = value ctx e.coeffs := by
  induction e with
  | num k => exact (Int.add_zero _).symm
  | var i => show (ctx.get i : Int) = 0 + sum ctx 0 (IntList.set nil i 1); rw [sum_set, Int.zero_add, Nat.zero_add]
  | add a b iha ihb => show (a.denote ctx : Int) + (b.denote ctx : Int) = _; rw [iha, ihb]; exact (value_add ctx _ _).symm
  | mulL k a ih => show (k : Int) * (a.denote ctx : Int) = _; rw [ih]; exact (value_smul ctx _ _).symm
  | mulR a k ih => show (a.denote ctx : Int) * (k : Int) = _; rw [ih, Int.mul_comm]; exact (value_smul ctx _ _).symm
/-- `a - b` -/
def diff (a b : Expr) : IntList := IntList.add a.coeffs (IntList.smul b.coeffs (-1))
theorem value_diff (ctx : Context) (a b : Expr) : value ctx (diff a b) = (a.denote ctx : Int) - (b.denote ctx : Int) := by
  unfold diff; rw [value_add, value_smul, ← Int.neg_eq_neg_one_mul, ← Expr.denote_value, ← Expr.denote_value]; rfl
/-- every entry is `≤ 0` -/
def allNonpos : IntList → Bool
  | nil => true
  | cons x xs => and (decide (x ≤ 0)) (allNonpos xs)
def allZero : IntList → Bool
  | nil => true
  | cons x xs => and (decide (x = 0)) (allZero xs)
theorem sum_nonpos (ctx : Context) (i : Nat) (xs : IntList) (h : allNonpos xs = true) : sum ctx i xs ≤ 0 := by
  induction xs generalizing i with
  | nil => exact Int.le_refl 0
  | cons x xs ih =>
    have h := (Constraint.and_true_iff _ _).mp h
    have j := Int.mul_le_mul_of_nonneg_left (of_decide_eq_true h.1) (Int.ofNat_nonneg (ctx.get i))
    rw [Int.mul_comm, Int.mul_zero] at j
    exact Int.add_le_add j (ih (i + 1) h.2)
theorem sum_zero (ctx : Context) (i : Nat) (xs : IntList) (h : allZero xs = true) : sum ctx i xs = 0 := by
  induction xs generalizing i with
  | nil => rfl
  | cons x xs ih =>
    have h := (Constraint.and_true_iff _ _).mp h
    show x * _ + sum ctx (i + 1) xs = 0
    rw [of_decide_eq_true h.1, ih (i + 1) h.2, Int.zero_mul]; rfl
theorem value_nonpos (ctx : Context) (xs : IntList) (h : allNonpos xs = true) : value ctx xs ≤ 0 := by
  cases xs with
  | nil => exact Int.le_refl 0
  | cons x xs =>
    have h := (Constraint.and_true_iff _ _).mp h
    exact Int.add_le_add (of_decide_eq_true h.1) (sum_nonpos ctx 0 xs h.2)
theorem value_zero (ctx : Context) (xs : IntList) (h : allZero xs = true) : value ctx xs = 0 := by
  cases xs with
  | nil => rfl
  | cons x xs =>
    have h := (Constraint.and_true_iff _ _).mp h
    show x + sum ctx 0 xs = 0
    rw [of_decide_eq_true h.1, sum_zero ctx 0 xs h.2]; rfl
/-- entries `≤ 0` and the constant `< 0` -/
def isNeg : IntList → Bool
  | nil => false
  | cons x xs => and (decide (x < 0)) (allNonpos xs)
theorem value_neg (ctx : Context) (xs : IntList) (h : isNeg xs = true) : value ctx xs < 0 := by
  cases xs with
  | nil => exact nomatch h
  | cons x xs =>
    have h := (Constraint.and_true_iff _ _).mp h
    have j := Int.add_le_add (show x + 1 ≤ 0 from of_decide_eq_true h.1) (sum_nonpos ctx 0 xs h.2)
    rw [Int.add_right_comm] at j; exact j
def same (xs ys : IntList) : Bool := allZero (IntList.add xs (IntList.smul ys (-1)))
theorem value_same (ctx : Context) (xs ys : IntList) (h : same xs ys = true) : value ctx xs = value ctx ys := by
  have j := value_zero ctx _ h
  rw [value_add, value_smul, ← Int.neg_eq_neg_one_mul] at j; exact Int.eq_of_sub_eq_zero j
def ExprCnstr.valid (c : ExprCnstr) : Bool := match c.eq with
  | true => allZero (diff c.lhs c.rhs)
  | false => allNonpos (diff c.lhs c.rhs)
def ExprCnstr.unsat (c : ExprCnstr) : Bool := match c.eq with
  | true => or (isNeg (diff c.lhs c.rhs)) (isNeg (diff c.rhs c.lhs))
  | false => isNeg (diff c.rhs c.lhs)
def ExprCnstr.equiv (c d : ExprCnstr) : Bool := match c.eq, d.eq with
  | true, true => or (same (diff c.lhs c.rhs) (diff d.lhs d.rhs)) (same (diff c.lhs c.rhs) (diff d.rhs d.lhs))
  | false, false => same (diff c.lhs c.rhs) (diff d.lhs d.rhs)
  | _, _ => false
theorem le_iff (ctx : Context) (a b : Expr) : a.denote ctx ≤ b.denote ctx ↔ value ctx (diff a b) ≤ 0 := by
  rw [value_diff]
  exact ⟨fun h => by
    have j := Int.add_le_add_right (Int.ofNat_le.mpr h) (-(b.denote ctx : Int)); rw [Int.add_right_neg] at j; exact j,
    fun h => Int.ofNat_le.mp (by have j := Int.add_le_add_right h (b.denote ctx : Int); rw [Int.sub_add_cancel, Int.zero_add] at j; exact j)⟩
theorem eq_iff (ctx : Context) (a b : Expr) : a.denote ctx = b.denote ctx ↔ value ctx (diff a b) = 0 := by
  rw [value_diff]
  exact ⟨fun h => by rw [h, Int.sub_self], fun h => by have j := Int.eq_of_sub_eq_zero h; injection j⟩
theorem lt_of_neg {ctx : Context} {a b : Expr} (h : isNeg (diff a b) = true) : a.denote ctx < b.denote ctx := by
  have j := value_neg ctx _ h
  rw [value_diff] at j
  have k := Int.add_lt_add_right j (b.denote ctx : Int)
  rw [Int.sub_add_cancel, Int.zero_add] at k; exact Int.ofNat_lt.mp k
theorem or_true_iff (a b : Bool) (h : or a b = true) : a = true ∨ b = true := by
  cases a with
  | true => exact .inl rfl
  | false => exact .inr h
theorem ExprCnstr.eq_true_of_isValid (ctx : Context) (c : ExprCnstr) (h : c.valid = true) : c.denote ctx = True := by
  refine eq_true ?_
  match c, h with
  | ⟨true, a, b⟩, h => exact (eq_iff ctx a b).mpr (value_zero ctx _ h)
  | ⟨false, a, b⟩, h => exact (le_iff ctx a b).mpr (value_nonpos ctx _ h)
theorem ExprCnstr.eq_false_of_isUnsat (ctx : Context) (c : ExprCnstr) (h : c.unsat = true) : c.denote ctx = False := by
  refine eq_false ?_
  match c, h with
  | ⟨true, a, b⟩, h =>
    exact fun e => (or_true_iff _ _ h).elim (fun h => Nat.ne_of_gt (lt_of_neg h) e.symm) (fun h => Nat.ne_of_gt (lt_of_neg h) e)
  | ⟨false, a, b⟩, h => exact Nat.not_le_of_lt (lt_of_neg h)
theorem ExprCnstr.eq_of_toNormPoly_eq (ctx : Context) (c d : ExprCnstr) (h : c.equiv d = true) : c.denote ctx = d.denote ctx := by
  match c, d, h with
  | ⟨true, a, b⟩, ⟨true, a', b'⟩, h =>
    refine propext ((eq_iff ctx a b).trans ?_)
    cases or_true_iff _ _ h with
    | inl h => rw [value_same ctx _ _ h]; exact (eq_iff ctx a' b').symm
    | inr h => rw [value_same ctx _ _ h]; exact (eq_iff ctx b' a').symm.trans ⟨Eq.symm, Eq.symm⟩
  | ⟨false, a, b⟩, ⟨false, a', b'⟩, h =>
    refine propext ((le_iff ctx a b).trans ?_)
    rw [value_same ctx _ _ h]; exact (le_iff ctx a' b').symm
theorem Expr.eq_of_toNormPoly_eq (ctx : Context) (e e' : Expr) (h : same e.coeffs e'.coeffs = true) : e.denote ctx = e'.denote ctx := by
  have j := value_same ctx _ _ h
  rw [← Expr.denote_value, ← Expr.denote_value] at j; injection j
end Nat.Internal.Linear
