prelude
import Embedded.Omega.Constraint
/-!
# Normal form of constraints, and the step for hard equalities

`tidy` makes the leading coefficient positive and divides by the greatest common divisor of the coefficients; with
no coefficients at all, the constraint becomes the trivial or the impossible one.

An equality without a coefficient ±1 is reduced modulo `m`: `bmod_coeffs` adds a new atom with coefficient `m`,
whose value is `bmod_div_term`.
-/
set_option linter.all false
set_option genSizeOf false
noncomputable section
namespace Lean.Omega
/-! ## normal form -/
/-- Divide by the common divisor of the coefficients. -/
def normalize (p : Prod Constraint Coeffs) : Prod Constraint Coeffs :=
  match Coeffs.gcd p.2 with
  | .zero => match p.1.sat 0 with
    | true => ⟨.trivial, p.2⟩
    | false => ⟨.impossible, p.2⟩
  | .succ .zero => p
  | .succ (.succ n) => ⟨p.1.div (n + 2), Coeffs.over p.2 (n + 2 : Nat)⟩
/-- Turn the sign so that the leading coefficient is positive. -/
def positivize (p : Prod Constraint Coeffs) : Prod Constraint Coeffs :=
  if 0 ≤ Coeffs.leading p.2 then p else ⟨p.1.neg, Coeffs.times (-1) p.2⟩
def tidy (p : Prod Constraint Coeffs) : Prod Constraint Coeffs := normalize (positivize p)
abbrev tidyConstraint (s : Constraint) (x : Coeffs) : Constraint := (tidy ⟨s, x⟩).1
abbrev tidyCoeffs (s : Constraint) (x : Coeffs) : Coeffs := (tidy ⟨s, x⟩).2
theorem isZero_of_gcd {xs : Coeffs} (h : Coeffs.gcd xs = 0) : Coeffs.isZero xs :=
  (Coeffs.gcd_dvd xs).imp fun x d => by
    obtain ⟨c, e⟩ := d
    rw [h] at e; exact e.trans (Int.zero_mul c)
theorem normalize_sat {p : Prod Constraint Coeffs} {v : Coeffs} (w : p.1.sat' p.2 v = true) :
    (normalize p).1.sat' (normalize p).2 v = true := by
  unfold normalize
  match e : Coeffs.gcd p.2 with
  | .zero =>
    have w : p.1.sat (Coeffs.dot p.2 v) = true := w
    rw [Coeffs.dot_of_isZero (isZero_of_gcd e)] at w
    rw [w]; rfl
  | .succ .zero => exact w
  | .succ (.succ n) =>
    have g : 0 < ((n + 2 : Nat) : Int) := Int.natCast_succ_pos (n + 1)
    refine Constraint.div_sat g ?_
    show p.1.sat (((n + 2 : Nat) : Int) * Coeffs.dot (Coeffs.over p.2 ((n + 2 : Nat) : Int)) v) = true
    have d := Coeffs.gcd_dvd p.2
    rw [e] at d
    rw [Coeffs.mul_dot_over g d v]
    exact w
theorem positivize_sat {p : Prod Constraint Coeffs} {v : Coeffs} (w : p.1.sat' p.2 v = true) :
    (positivize p).1.sat' (positivize p).2 v = true := by
  unfold positivize
  by_cases h : 0 ≤ Coeffs.leading p.2
  · rw [if_pos h]; exact w
  · rw [if_neg h]
    show p.1.neg.sat (Coeffs.dot (Coeffs.times (-1) p.2) v) = true
    unfold Coeffs.times
    rw [Coeffs.dot_map (-1) (fun x => rfl), ← Int.neg_eq_neg_one_mul]
    exact Constraint.neg_sat w
theorem tidy_sat {s : Constraint} {x v : Coeffs} (w : s.sat' x v = true) :
    (tidyConstraint s x).sat' (tidyCoeffs s x) v = true :=
  normalize_sat (positivize_sat (p := ⟨s, x⟩) w)

/-! ## combining two constraints -/
theorem combo_sat' (s t : Constraint) (a : Int) (x : Coeffs) (b : Int) (y v : Coeffs) (wx : s.sat' x v = true)
    (wy : t.sat' y v = true) : (Constraint.combo a s b t).sat' (Coeffs.combo a x b y) v = true := by
  show (Constraint.combo a s b t).sat (Coeffs.dot (Coeffs.combo a x b y) v) = true
  unfold Coeffs.combo
  rw [Coeffs.dot_zip a b (fun x y => rfl)]
  exact Constraint.add_sat (Constraint.scale_sat a wx) (Constraint.scale_sat b wy)

/-! ## reduction modulo `m` -/
/-- What the centred remainder of `a · b` and the remainders of the coefficients differ by. -/
abbrev bmod_gap (m : Nat) (a b : Coeffs) : Int :=
  Int.bmod (Coeffs.dot a b) m - Coeffs.dot (Coeffs.bmod a m) b
/-- The value of the new atom. -/
abbrev bmod_div_term (m : Nat) (a b : Coeffs) : Int := bmod_gap m a b / m
/-- The coefficients of the reduced equality, atom `i` being the new one. -/
def bmod_coeffs (m : Nat) (i : Nat) (x : Coeffs) : Coeffs := Coeffs.put (Coeffs.bmod x m) i m
theorem mul_bmod_div_term (m : Nat) (x v : Coeffs) : (m : Int) * bmod_div_term m x v = bmod_gap m x v := by
  obtain ⟨p, hp⟩ := Coeffs.bmod_shift (Coeffs.dot x v) m
  obtain ⟨q, hq⟩ := Coeffs.dot_bmod_shift m x v
  have e : bmod_gap m x v = m * (p + -q) := by
    show Int.bmod (Coeffs.dot x v) m - Coeffs.dot (Coeffs.bmod x m) v = _
    rw [hp, hq, Int.sub_eq_add_neg, Int.neg_add, Int.mul_add, Int.mul_neg, Int.add_comm (Coeffs.dot x v),
      Int.add_assoc, ← Int.add_assoc (Coeffs.dot x v), Int.add_right_neg, Int.zero_add]
  have k := Int.mul_ediv_add_emod (bmod_gap m x v) m
  rw [Int.emod_eq_zero_of_dvd ⟨_, e⟩, Int.add_zero] at k; exact k
theorem bmod_sat (m : Nat) (r : Int) (i : Nat) (x v : Coeffs) (h : Coeffs.length x ≤ i)
    (p : Coeffs.get v i = bmod_div_term m x v) (w : (Constraint.exact r).sat' x v = true) :
    (Constraint.exact (Int.bmod r m)).sat' (bmod_coeffs m i x) v = true := by
  have e := Constraint.exact_sat w
  have l : Coeffs.length (Coeffs.bmod x m) ≤ i := Coeffs.length_map _ x ▸ h
  have d : Coeffs.dot (bmod_coeffs m i x) v = Int.bmod r m := by
    unfold bmod_coeffs
    rw [Coeffs.dot_put _ v i m l, p, mul_bmod_div_term, e]
    show Coeffs.dot (Coeffs.bmod x m) v + (Int.bmod (Coeffs.dot x v) m - Coeffs.dot (Coeffs.bmod x m) v) = _
    rw [Int.add_comm, Int.sub_add_cancel]
  show (Constraint.exact (Int.bmod r m)).sat (Coeffs.dot (bmod_coeffs m i x) v) = true
  rw [d]; exact Constraint.exact_self _
end Lean.Omega
end
