prelude
import Embedded.Arith.Eval
import Embedded.Int.Mul
/-!
# `simp +arith` over `Int`

The elaborator turns both sides of an (in)equation, or a dividend, into `Expr`, finds the normal form (`Poly`) by
itself, and names one of the theorems below, with a proof by evaluation of its last hypothesis.  What the hypothesis
checks is our choice: here coefficient lists are compared.
-/
set_option linter.all false
set_option genSizeOf false
noncomputable section
namespace Int
theorem not_le_eq (a b : Int) : (¬ a ≤ b) = (b + 1 ≤ a) := propext Int.not_le
theorem not_ge_eq (a b : Int) : (¬ a ≥ b) = (a + 1 ≤ b) := not_le_eq b a
theorem not_lt_eq (a b : Int) : (¬ a < b) = (b ≤ a) := propext Int.not_lt
theorem not_gt_eq (a b : Int) : (¬ a > b) = (a ≤ b) := not_lt_eq b a
namespace Internal.Linear
open Lean.Omega
/-! ## expressions and normal forms -/
abbrev Var := Nat
abbrev Context := Lean.RArray Int
/-- Linear expressions over atoms. -/
inductive Expr where
  | num (v : Int)
  | var (i : Var)
  | add (a b : Expr)
  | sub (a b : Expr)
  | neg (a : Expr)
  | mulL (k : Int) (a : Expr)
  | mulR (a : Expr) (k : Int)
/-- Sums `k₁ * v₁ + (k₂ * v₂ + ... + k)`. -/
inductive Poly where
  | num (k : Int)
  | add (k : Int) (v : Var) (p : Poly)
def Expr.denote (ctx : Context) : Expr → Int
  | .num k => k
  | .var i => ctx.get i
  | .add a b => a.denote ctx + b.denote ctx
  | .sub a b => a.denote ctx - b.denote ctx
  | .neg a => -a.denote ctx
  | .mulL k a => k * a.denote ctx
  | .mulR a k => a.denote ctx * k
/-- `k * v`, and `v` for `k = 1`: the elaborator prints terms in this way. -/
def term (ctx : Context) (k : Int) (v : Var) : Int := cond (Int.beq k 1) (ctx.get v) (k * ctx.get v)
/-- `acc` plus the terms of the polynomial, from left to right, without a constant 0. -/
def Poly.denoteOn (ctx : Context) (acc : Int) : Poly → Int
  | .num k => cond (Int.beq k 0) acc (acc + k)
  | .add k v p => p.denoteOn ctx (acc + term ctx k v)
def Poly.denote (ctx : Context) : Poly → Int
  | .num k => k
  | .add k v p => p.denoteOn ctx (term ctx k v)

/-! ## coefficients -/
def Expr.coeffs : Expr → Coeffs
  | .num k => cons k nil
  | .var i => Coeffs.atom 1 i
  | .add a b => Coeffs.plus a.coeffs b.coeffs
  | .sub a b => Coeffs.diff a.coeffs b.coeffs
  | .neg a => Coeffs.times (-1) a.coeffs
  | .mulL k a => Coeffs.times k a.coeffs
  | .mulR a k => Coeffs.times k a.coeffs
def Poly.coeffs : Poly → Coeffs
  | .num k => cons k nil
  | .add k v p => Coeffs.plus (Coeffs.atom k v) p.coeffs
abbrev val (ctx : Context) (xs : Coeffs) : Int := xs.value (fun i => ctx.get i)
theorem Expr.denote_val (ctx : Context) (e : Expr) : e.denote ctx = val ctx e.coeffs := by
  induction e with
  | num k => exact (Coeffs.value_const k).symm
  | var i => exact ((Coeffs.value_atom (f := fun i => ctx.get i) 1 i).trans (Int.one_mul _)).symm
  | add a b iha ihb =>
    show a.denote ctx + b.denote ctx = _
    rw [iha, ihb]; exact (Coeffs.value_plus _ _).symm
  | sub a b iha ihb =>
    show a.denote ctx - b.denote ctx = _
    rw [iha, ihb]; exact (Coeffs.value_diff _ _).symm
  | neg a ih =>
    show -a.denote ctx = _
    rw [ih, Int.neg_eq_neg_one_mul]; exact (Coeffs.value_times _ _).symm
  | mulL k a ih =>
    show k * a.denote ctx = _
    rw [ih]; exact (Coeffs.value_times _ _).symm
  | mulR a k ih =>
    show a.denote ctx * k = _
    rw [ih, Int.mul_comm]; exact (Coeffs.value_times _ _).symm
theorem term_eq (ctx : Context) (k : Int) (v : Var) : term ctx k v = k * ctx.get v := by
  unfold term
  cases e : Int.beq k 1 with
  | true => rw [Int.eq_of_beq e, Int.one_mul]; rfl
  | false => rfl
theorem Poly.denoteOn_val (ctx : Context) (acc : Int) (p : Poly) : p.denoteOn ctx acc = acc + val ctx p.coeffs := by
  induction p generalizing acc with
  | num k =>
    show cond (Int.beq k 0) acc (acc + k) = acc + val ctx (cons k nil)
    rw [show val ctx (cons k nil) = k from Coeffs.value_const k]
    cases e : Int.beq k 0 with
    | true => rw [Int.eq_of_beq e, Int.add_zero]; rfl
    | false => rfl
  | add k v p ih =>
    show p.denoteOn ctx (acc + term ctx k v) = acc + val ctx (Coeffs.plus (Coeffs.atom k v) p.coeffs)
    rw [ih, term_eq]; unfold val
    rw [Coeffs.value_plus, Coeffs.value_atom, Int.add_assoc]
theorem Poly.denote_val (ctx : Context) (p : Poly) : p.denote ctx = val ctx p.coeffs := by
  cases p with
  | num k => exact (Coeffs.value_const k).symm
  | add k v p =>
    show p.denoteOn ctx (term ctx k v) = val ctx (Coeffs.plus (Coeffs.atom k v) p.coeffs)
    rw [Poly.denoteOn_val, term_eq]; unfold val
    rw [Coeffs.value_plus, Coeffs.value_atom]
/-- `a - b`. -/
def gap (a b : Expr) : Coeffs := Coeffs.diff a.coeffs b.coeffs
theorem eq_iff (ctx : Context) (a b : Expr) : a.denote ctx = b.denote ctx ↔ val ctx (gap a b) = 0 := by
  unfold gap val
  rw [Coeffs.value_diff, Expr.denote_val, Expr.denote_val]
  exact ⟨Int.sub_eq_zero_of_eq, Int.eq_of_sub_eq_zero⟩
theorem le_iff (ctx : Context) (a b : Expr) : a.denote ctx ≤ b.denote ctx ↔ val ctx (gap a b) ≤ 0 := by
  unfold gap val
  rw [Coeffs.value_diff, Expr.denote_val, Expr.denote_val]
  refine ⟨fun h => ?_, fun h => ?_⟩
  · have j := Int.add_le_add_right h (-Coeffs.value (fun i => ctx.get i) b.coeffs)
    rw [Int.add_right_neg] at j; exact j
  · have j := Int.add_le_add_right h (Coeffs.value (fun i => ctx.get i) b.coeffs)
    rw [Int.sub_add_cancel, Int.zero_add] at j; exact j

/-! ## the constant and the rest -/
def const : Coeffs → Int
  | nil => 0
  | cons x _ => x
def rest : Coeffs → Coeffs
  | nil => nil
  | cons _ xs => xs
abbrev restVal (ctx : Context) (xs : Coeffs) : Int := xs.tailValue (fun i => ctx.get i) 0
theorem val_split (ctx : Context) (xs : Coeffs) : val ctx xs = const xs + restVal ctx (rest xs) := by
  cases xs <;> rfl
theorem dvd_tailValue {f : Nat → Int} {g : Int} {xs : Coeffs} (h : Coeffs.Forall (fun x => g ∣ x) xs) (i : Nat) :
    g ∣ xs.tailValue f i := by
  induction xs generalizing i with
  | nil => exact ⟨0, (Int.mul_zero g).symm⟩
  | cons x xs ih =>
    obtain ⟨c, e⟩ := h.1
    obtain ⟨d, e'⟩ := ih h.2 (i + 1)
    refine ⟨c * f i + d, ?_⟩
    show x * f i + Coeffs.tailValue f (i + 1) xs = _
    rw [e, e', Int.mul_add, Int.mul_assoc]
/-- `g` divides all coefficients, but not the constant. -/
def apart (g : Int) (xs : Coeffs) : Bool :=
  and (decide (Coeffs.Forall (fun x => g ∣ x) (rest xs))) (decide (¬ g ∣ const xs))
theorem not_dvd_of_apart (ctx : Context) {g : Int} {xs : Coeffs} (h : apart g xs = true) : ¬ g ∣ val ctx xs := by
  have h := Coeffs.and_eq_true h
  obtain ⟨d, e⟩ := dvd_tailValue (f := fun i => ctx.get i) (of_decide_eq_true h.1) 0
  intro k
  obtain ⟨c, k⟩ := k
  refine of_decide_eq_true h.2 ⟨c - d, ?_⟩
  rw [val_split, show restVal ctx (rest xs) = g * d from e] at k
  rw [Int.mul_sub, ← k, Int.add_sub_cancel]
/-- `c + k * t ≤ 0` says the same as `q + t ≤ 0` if `q` is `c / k` rounded up. -/
theorem round_up {c k q t : Int} (hk : 0 < k) (h : 0 ≤ k * q - c) (h' : k * q - c < k) :
    c + k * t ≤ 0 ↔ q + t ≤ 0 := by
  refine ⟨fun j => Int.not_lt.mp fun l => ?_, fun j => ?_⟩
  · have m := Int.mul_le_mul_of_nonneg_left (add_one_le_of_lt l) (Int.le_of_lt hk)
    rw [Int.zero_add, Int.mul_one, Int.mul_add] at m
    omega
  · have m := Int.mul_le_mul_of_nonneg_left j (Int.le_of_lt hk)
    rw [Int.mul_add, Int.mul_zero] at m
    omega

/-! ## equations -/
/-- The lists agree up to sign (and zeros at the end). -/
def twin (xs ys : Coeffs) : Bool := or (Coeffs.same xs ys) (Coeffs.same xs (Coeffs.times (-1) ys))
theorem twin_iff (ctx : Context) {xs ys : Coeffs} (h : twin xs ys = true) : val ctx xs = 0 ↔ val ctx ys = 0 := by
  unfold val
  cases Coeffs.or_eq_true h with
  | inl h => rw [Coeffs.value_same h]
  | inr h =>
    rw [Coeffs.value_same h, Coeffs.value_times]
    omega
theorem eq_eq_true (ctx : Context) (a b : Expr) (h : Coeffs.allZero (gap a b) = true) :
    (a.denote ctx = b.denote ctx) = True :=
  eq_true ((eq_iff ctx a b).mpr (Coeffs.value_zero h))
theorem eq_eq_false (ctx : Context) (a b : Expr)
    (h : and (decide (const (gap a b) ≠ 0)) (Coeffs.allZero (rest (gap a b))) = true) :
    (a.denote ctx = b.denote ctx) = False := by
  have h := Coeffs.and_eq_true h
  refine eq_false fun e => of_decide_eq_true h.1 ?_
  have j := (eq_iff ctx a b).mp e
  rw [val_split, show restVal ctx _ = 0 from Coeffs.tailValue_zero h.2 0, Int.add_zero] at j
  exact j
theorem eq_eq_false_of_divCoeff (ctx : Context) (a b : Expr) (k : Int) (h : apart k (gap a b) = true) :
    (a.denote ctx = b.denote ctx) = False :=
  eq_false fun e => not_dvd_of_apart ctx h ⟨0, ((eq_iff ctx a b).mp e).trans (Int.mul_zero k).symm⟩
theorem norm_eq (ctx : Context) (a b : Expr) (p : Poly) (h : twin (gap a b) p.coeffs = true) :
    (a.denote ctx = b.denote ctx) = (p.denote ctx = 0) := by
  rw [Poly.denote_val]
  exact propext ((eq_iff ctx a b).trans (twin_iff ctx h))
theorem norm_eq_coeff (ctx : Context) (a b : Expr) (p : Poly) (k : Int)
    (h : and (decide (k ≠ 0)) (Coeffs.same (gap a b) (Coeffs.times k p.coeffs)) = true) :
    (a.denote ctx = b.denote ctx) = (p.denote ctx = 0) := by
  have h := Coeffs.and_eq_true h
  rw [Poly.denote_val]
  refine propext ((eq_iff ctx a b).trans ?_)
  unfold val
  rw [Coeffs.value_same h.2, Coeffs.value_times]
  refine ⟨fun e => ?_, fun e => by rw [e, Int.mul_zero]⟩
  exact (Int.mul_eq_zero.mp e).elim (fun z => absurd z (of_decide_eq_true h.1)) id
theorem norm_eq_var (ctx : Context) (a b : Expr) (x y : Var)
    (h : twin (gap a b) (Coeffs.diff (Coeffs.atom 1 x) (Coeffs.atom 1 y)) = true) :
    (a.denote ctx = b.denote ctx) = (ctx.get x = ctx.get y) := by
  refine propext ((eq_iff ctx a b).trans ((twin_iff ctx h).trans ?_))
  unfold val
  rw [Coeffs.value_diff, Coeffs.value_atom, Coeffs.value_atom, Int.one_mul, Int.one_mul]
  exact ⟨Int.eq_of_sub_eq_zero, Int.sub_eq_zero_of_eq⟩
theorem norm_eq_var_const (ctx : Context) (a b : Expr) (x : Var) (k : Int)
    (h : twin (gap a b) (Coeffs.diff (Coeffs.atom 1 x) (cons k nil)) = true) :
    (a.denote ctx = b.denote ctx) = (ctx.get x = k) := by
  refine propext ((eq_iff ctx a b).trans ((twin_iff ctx h).trans ?_))
  unfold val
  rw [Coeffs.value_diff, Coeffs.value_atom, Int.one_mul, Coeffs.value_const]
  exact ⟨Int.eq_of_sub_eq_zero, Int.sub_eq_zero_of_eq⟩

/-! ## inequations -/
theorem le_eq_true (ctx : Context) (a b : Expr)
    (h : and (decide (const (gap a b) ≤ 0)) (Coeffs.allZero (rest (gap a b))) = true) :
    (a.denote ctx ≤ b.denote ctx) = True := by
  have h := Coeffs.and_eq_true h
  refine eq_true ((le_iff ctx a b).mpr ?_)
  rw [val_split, show restVal ctx _ = 0 from Coeffs.tailValue_zero h.2 0, Int.add_zero]
  exact of_decide_eq_true h.1
theorem le_eq_false (ctx : Context) (a b : Expr)
    (h : and (decide (0 < const (gap a b))) (Coeffs.allZero (rest (gap a b))) = true) :
    (a.denote ctx ≤ b.denote ctx) = False := by
  have h := Coeffs.and_eq_true h
  refine eq_false fun e => Int.not_le.mpr (of_decide_eq_true h.1) ?_
  have j := (le_iff ctx a b).mp e
  rw [val_split, show restVal ctx _ = 0 from Coeffs.tailValue_zero h.2 0, Int.add_zero] at j
  exact j
theorem norm_le (ctx : Context) (a b : Expr) (p : Poly) (h : Coeffs.same (gap a b) p.coeffs = true) :
    (a.denote ctx ≤ b.denote ctx) = (p.denote ctx ≤ 0) := by
  rw [Poly.denote_val]
  refine propext ((le_iff ctx a b).trans ?_)
  unfold val
  rw [Coeffs.value_same h]
/-- `xs ≤ 0` becomes `ys ≤ 0` on division by `k`, the constant being rounded up. -/
def shrinks (k : Int) (xs ys : Coeffs) : Bool :=
  and (decide (0 < k ∧ 0 ≤ k * const ys - const xs ∧ k * const ys - const xs < k))
    (Coeffs.same (rest xs) (Coeffs.times k (rest ys)))
theorem shrinks_iff (ctx : Context) {k : Int} {xs ys : Coeffs} (h : shrinks k xs ys = true) :
    val ctx xs ≤ 0 ↔ val ctx ys ≤ 0 := by
  have h := Coeffs.and_eq_true h
  have j := of_decide_eq_true h.1
  have z := Coeffs.tailValue_zero (f := fun i => ctx.get i) h.2 0
  have e : restVal ctx (rest xs) = k * restVal ctx (rest ys) := by
    unfold Coeffs.diff at z
    rw [Coeffs.tailValue_plus, Coeffs.times, Coeffs.tailValue_map, Coeffs.times, Coeffs.tailValue_map] at z
    unfold restVal
    omega
  rw [val_split, val_split, e]
  exact round_up j.1 j.2.1 j.2.2
theorem norm_le_coeff_tight (ctx : Context) (a b : Expr) (p : Poly) (k : Int)
    (h : shrinks k (gap a b) p.coeffs = true) : (a.denote ctx ≤ b.denote ctx) = (p.denote ctx ≤ 0) := by
  rw [Poly.denote_val]
  exact propext ((le_iff ctx a b).trans (shrinks_iff ctx h))
theorem norm_le_coeff (ctx : Context) (a b : Expr) (p : Poly) (k : Int)
    (h : shrinks k (gap a b) p.coeffs = true) : (a.denote ctx ≤ b.denote ctx) = (p.denote ctx ≤ 0) :=
  norm_le_coeff_tight ctx a b p k h

/-! ## divisibility and terms -/
theorem Expr.eq_of_norm_eq (ctx : Context) (e : Expr) (p : Poly) (h : Coeffs.same e.coeffs p.coeffs = true) :
    e.denote ctx = p.denote ctx := by
  rw [Expr.denote_val, Poly.denote_val]; exact Coeffs.value_same h
theorem norm_dvd (ctx : Context) (k : Int) (e : Expr) (p : Poly) (h : Coeffs.same e.coeffs p.coeffs = true) :
    (k ∣ e.denote ctx) = (k ∣ p.denote ctx) := by
  rw [Expr.eq_of_norm_eq ctx e p h]
theorem norm_dvd_gcd (ctx : Context) (k : Int) (e : Expr) (k' : Int) (p : Poly) (g : Int)
    (h : and (decide (g ≠ 0 ∧ k = g * k')) (Coeffs.same e.coeffs (Coeffs.times g p.coeffs)) = true) :
    (k ∣ e.denote ctx) = (k' ∣ p.denote ctx) := by
  have h := Coeffs.and_eq_true h
  obtain ⟨hg, hk⟩ := of_decide_eq_true h.1
  rw [Expr.denote_val, Poly.denote_val]; unfold val
  rw [Coeffs.value_same h.2, Coeffs.value_times, hk]
  refine propext ⟨fun ⟨c, j⟩ => ⟨c, ?_⟩, fun ⟨c, j⟩ => ⟨c, by rw [j, Int.mul_assoc]⟩⟩
  rw [Int.mul_assoc] at j
  exact Int.eq_of_mul_eq_mul_left hg j
theorem dvd_eq_false (ctx : Context) (k : Int) (e : Expr)
    (h : apart (Nat.gcd k.natAbs (Coeffs.gcd (rest e.coeffs)) : Nat) e.coeffs = true) :
    (k ∣ e.denote ctx) = False := by
  rw [Expr.denote_val]
  refine eq_false fun d => not_dvd_of_apart ctx h ?_
  obtain ⟨c, j⟩ := d
  obtain ⟨c', j'⟩ := Coeffs.dvd_of_dvd_natAbs (Nat.gcd_dvd_left k.natAbs (Coeffs.gcd (rest e.coeffs)))
  exact ⟨c' * c, by rw [j, ← Int.mul_assoc, ← j']⟩
end Internal.Linear
end Int
end
