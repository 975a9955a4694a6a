prelude
import Embedded.Omega.LinearCombo
/-!
# Constraints

A constraint is an interval with optional ends for the value of a linear combination.  `sat` decides membership
and `Holds` says what it means; the other lemmas are the steps of an `omega` proof.
-/
set_option linter.all false
set_option genSizeOf false
noncomputable section
namespace Lean.Omega
/-- A lower end, `none` for no bound. -/
abbrev LowerBound : Type := Option Int
/-- An upper end, `none` for no bound. -/
abbrev UpperBound : Type := Option Int
def LowerBound.sat (b : LowerBound) (t : Int) : Bool :=
  match b with
  | none => true
  | some x => decide (x ≤ t)
def UpperBound.sat (b : UpperBound) (t : Int) : Bool :=
  match b with
  | none => true
  | some y => decide (t ≤ y)
/-- A set of integers between two optional bounds. -/
structure Constraint where
  lowerBound : LowerBound
  upperBound : UpperBound
namespace Constraint
/-- Does `t` lie between the bounds? -/
def sat (c : Constraint) (t : Int) : Bool := and (LowerBound.sat c.lowerBound t) (UpperBound.sat c.upperBound t)
/-- Membership of the scalar product `x · y`. -/
abbrev sat' (c : Constraint) (x y : Coeffs) : Bool := c.sat (Coeffs.dot x y)
/-- The meaning of `sat`. -/
def Holds (c : Constraint) (t : Int) : Prop :=
  (∀ l, c.lowerBound = some l → l ≤ t) ∧ (∀ u, c.upperBound = some u → t ≤ u)
theorem lower_sat (b : LowerBound) (t : Int) : LowerBound.sat b t = true ↔ ∀ l, b = some l → l ≤ t := by
  cases b with
  | none => exact ⟨fun _ l h => (nomatch h), fun _ => rfl⟩
  | some x =>
    refine ⟨fun h l e => ?_, fun h => decide_eq_true (h x rfl)⟩
    injection e with e
    exact e ▸ of_decide_eq_true h
theorem upper_sat (b : UpperBound) (t : Int) : UpperBound.sat b t = true ↔ ∀ u, b = some u → t ≤ u := by
  cases b with
  | none => exact ⟨fun _ l h => (nomatch h), fun _ => rfl⟩
  | some x =>
    refine ⟨fun h l e => ?_, fun h => decide_eq_true (h x rfl)⟩
    injection e with e
    exact e ▸ of_decide_eq_true h
theorem and_true_iff (a b : Bool) : and a b = true ↔ a = true ∧ b = true := by
  cases a with
  | false => exact ⟨fun h => (nomatch h), fun h => h.1⟩
  | true => exact ⟨fun h => ⟨rfl, h⟩, fun h => h.2⟩
theorem sat_iff (c : Constraint) (t : Int) : c.sat t = true ↔ c.Holds t := by
  refine (and_true_iff _ _).trans ⟨fun h => ?_, fun h => ?_⟩
  · exact ⟨(lower_sat _ t).mp h.1, (upper_sat _ t).mp h.2⟩
  · exact ⟨(lower_sat _ t).mpr h.1, (upper_sat _ t).mpr h.2⟩

/-! ## bounds -/
def mapBound (f : Int → Int) : Option Int → Option Int
  | none => none
  | some x => some (f x)
def map₂Bound (f : Int → Int → Int) : Option Int → Option Int → Option Int
  | none, _ => none
  | some _, none => none
  | some x, some y => some (f x y)
def mergeBound (f : Int → Int → Int) : Option Int → Option Int → Option Int
  | none, b => b
  | some x, none => some x
  | some x, some y => some (f x y)
theorem mapBound_some {f : Int → Int} {b : Option Int} {x : Int} (h : mapBound f b = some x) :
    ∃ y, b = some y ∧ x = f y := by
  cases b with
  | none => exact nomatch h
  | some y => injection h with h; exact ⟨y, rfl, h.symm⟩
theorem map₂Bound_some {f : Int → Int → Int} {a b : Option Int} {x : Int} (h : map₂Bound f a b = some x) :
    ∃ y z, a = some y ∧ b = some z ∧ x = f y z := by
  cases a with
  | none => exact nomatch h
  | some y => cases b with
    | none => exact nomatch h
    | some z => injection h with h; exact ⟨y, z, rfl, rfl, h.symm⟩

/-! ## operations -/
def neg (c : Constraint) : Constraint := ⟨mapBound (fun x => -x) c.upperBound, mapBound (fun x => -x) c.lowerBound⟩
/-- All integers. -/
def trivial : Constraint := ⟨none, none⟩
/-- The empty set. -/
def impossible : Constraint := ⟨some 1, some 0⟩
/-- The set of `r` alone. -/
def exact (r : Int) : Constraint := ⟨some r, some r⟩
def isImpossible : Constraint → Bool
  | ⟨some x, some y⟩ => decide (y < x)
  | _ => false
/-- Bounds of `k * t` for `t` in `c`. -/
def scale (k : Int) (c : Constraint) : Constraint :=
  if k = 0 then (match c.isImpossible with | true => c | false => ⟨some 0, some 0⟩)
  else if 0 < k then ⟨mapBound (fun x => k * x) c.lowerBound, mapBound (fun x => k * x) c.upperBound⟩
  else ⟨mapBound (fun x => k * x) c.upperBound, mapBound (fun x => k * x) c.lowerBound⟩
/-- Bounds of sums. -/
def add (x y : Constraint) : Constraint :=
  ⟨map₂Bound (fun a b => a + b) x.lowerBound y.lowerBound,
    map₂Bound (fun a b => a + b) x.upperBound y.upperBound⟩
/-- Bounds of `a * s + b * t`. -/
def combo (a : Int) (x : Constraint) (b : Int) (y : Constraint) : Constraint := add (scale a x) (scale b y)
/-- The intersection. -/
def combine (x y : Constraint) : Constraint :=
  ⟨mergeBound max x.lowerBound y.lowerBound, mergeBound min x.upperBound y.upperBound⟩
/-- The `t` with `k * t` in `c`. -/
def div (c : Constraint) (k : Nat) : Constraint :=
  ⟨mapBound (fun x => -((-x) / (k : Int))) c.lowerBound, mapBound (fun y => y / (k : Int)) c.upperBound⟩

/-! ## soundness -/
theorem not_sat_of_isImpossible {c : Constraint} (h : c.isImpossible = true) {t : Int} : ¬ c.sat t = true := by
  intro s
  have s := (sat_iff c t).mp s
  match c, h, s with
  | ⟨some x, some y⟩, h, s =>
    exact Int.lt_irrefl _ (Int.lt_of_lt_of_le (of_decide_eq_true h) (Int.le_trans (s.1 x rfl) (s.2 y rfl)))
theorem not_sat'_of_isImpossible {c : Constraint} (h : isImpossible c = true) {x y : Coeffs} : ¬ c.sat' x y = true :=
  not_sat_of_isImpossible h
theorem neg_sat {c : Constraint} {t : Int} (h : c.sat t = true) : c.neg.sat (-t) = true := by
  have h := (sat_iff c t).mp h
  refine (sat_iff _ _).mpr ⟨fun l e => ?_, fun u e => ?_⟩
  · obtain ⟨y, e1, e2⟩ := mapBound_some e
    rw [e2]; exact Int.neg_le_neg (h.2 y e1)
  · obtain ⟨y, e1, e2⟩ := mapBound_some e
    rw [e2]; exact Int.neg_le_neg (h.1 y e1)
theorem scale_sat {c : Constraint} {t : Int} (k : Int) (h : c.sat t = true) : (scale k c).sat (k * t) = true := by
  have w := (sat_iff c t).mp h
  unfold scale
  by_cases hk : k = 0
  · rw [if_pos hk]
    cases e : c.isImpossible with
    | true => exact absurd h (not_sat_of_isImpossible e)
    | false => rw [hk, Int.zero_mul]; rfl
  · rw [if_neg hk]
    by_cases hp : 0 < k
    · rw [if_pos hp]
      refine (sat_iff _ _).mpr ⟨fun l e => ?_, fun u e => ?_⟩
      · obtain ⟨y, e1, e2⟩ := mapBound_some e
        rw [e2]; exact Int.mul_le_mul_of_nonneg_left (w.1 y e1) (Int.le_of_lt hp)
      · obtain ⟨y, e1, e2⟩ := mapBound_some e
        rw [e2]; exact Int.mul_le_mul_of_nonneg_left (w.2 y e1) (Int.le_of_lt hp)
    · rw [if_neg hp]
      have hn := Int.not_lt.mp hp
      refine (sat_iff _ _).mpr ⟨fun l e => ?_, fun u e => ?_⟩
      · obtain ⟨y, e1, e2⟩ := mapBound_some e
        rw [e2]; exact Int.mul_le_mul_of_nonpos_left hn (w.2 y e1)
      · obtain ⟨y, e1, e2⟩ := mapBound_some e
        rw [e2]; exact Int.mul_le_mul_of_nonpos_left hn (w.1 y e1)
theorem add_sat {c₁ c₂ : Constraint} {x₁ x₂ : Int} (w₁ : c₁.sat x₁ = true) (w₂ : c₂.sat x₂ = true) :
    (add c₁ c₂).sat (x₁ + x₂) = true := by
  have w₁ := (sat_iff _ _).mp w₁
  have w₂ := (sat_iff _ _).mp w₂
  refine (sat_iff _ _).mpr ⟨fun l e => ?_, fun u e => ?_⟩
  · obtain ⟨y, z, e1, e2, e3⟩ := map₂Bound_some e
    rw [e3]; exact Int.add_le_add (w₁.1 y e1) (w₂.1 z e2)
  · obtain ⟨y, z, e1, e2, e3⟩ := map₂Bound_some e
    rw [e3]; exact Int.add_le_add (w₁.2 y e1) (w₂.2 z e2)
theorem combine_sat {s t : Constraint} {v : Int} (ws : s.sat v = true) (wt : t.sat v = true) :
    (s.combine t).sat v = true := by
  have ws := (sat_iff _ _).mp ws
  have wt := (sat_iff _ _).mp wt
  obtain ⟨sl, su⟩ := s
  obtain ⟨tl, tu⟩ := t
  refine (sat_iff _ _).mpr ⟨fun l e => ?_, fun u e => ?_⟩
  · have e : mergeBound max sl tl = some l := e
    cases sl with
    | none => exact wt.1 l e
    | some a => cases tl with
      | none => exact ws.1 l e
      | some b =>
        injection e with e; rw [← e, Int.max_def]
        by_cases h : a ≤ b
        · rw [if_pos h]; exact wt.1 b rfl
        · rw [if_neg h]; exact ws.1 a rfl
  · have e : mergeBound min su tu = some u := e
    cases su with
    | none => exact wt.2 u e
    | some a => cases tu with
      | none => exact ws.2 u e
      | some b =>
        injection e with e; rw [← e, Int.min_def]
        by_cases h : a ≤ b
        · rw [if_pos h]; exact ws.2 a rfl
        · rw [if_neg h]; exact wt.2 b rfl
theorem combine_sat' {s t : Constraint} {x y : Coeffs} (ws : s.sat' x y = true) (wt : t.sat' x y = true) :
    (s.combine t).sat' x y = true :=
  combine_sat ws wt
theorem div_sat {c : Constraint} {q : Int} {k : Nat} (hk : 0 < (k : Int)) (h : c.sat (k * q) = true) :
    (c.div k).sat q = true := by
  have w := (sat_iff _ _).mp h
  refine (sat_iff _ _).mpr ⟨fun l e => ?_, fun u e => ?_⟩
  · obtain ⟨y, e1, e2⟩ := mapBound_some e
    have j := Int.neg_le_neg (w.1 y e1)
    rw [e2, ← Int.neg_neg q]; refine Int.neg_le_neg (Int.le_of_lt_add_one ?_)
    refine Int.lt_of_mul_lt_mul_left (c := (k : Int)) ?_ (Int.le_of_lt hk)
    rw [Int.mul_neg, Int.mul_add, Int.mul_one]
    exact Int.lt_of_le_of_lt j (Int.lt_mul_ediv_self_add hk)
  · obtain ⟨y, e1, e2⟩ := mapBound_some e
    rw [e2]; refine Int.le_of_lt_add_one (Int.lt_of_mul_lt_mul_left (c := (k : Int)) ?_ (Int.le_of_lt hk))
    rw [Int.mul_add, Int.mul_one]
    exact Int.lt_of_le_of_lt (w.2 y e1) (Int.lt_mul_ediv_self_add hk)
theorem neg_le_of_add_nonneg {c d : Int} (h : 0 ≤ c + d) : -c ≤ d := by
  have j := Int.add_le_add_right h (-c)
  rw [Int.zero_add, Int.add_comm c, Int.add_neg_cancel_right] at j; exact j
theorem le_neg_of_add_nonpos {c d : Int} (h : c + d ≤ 0) : d ≤ -c := by
  have j := Int.add_le_add_right h (-c)
  rw [Int.zero_add, Int.add_comm c, Int.add_neg_cancel_right] at j; exact j
theorem addInequality_sat {c : Int} {x y : Coeffs} (w : c + Coeffs.dot x y ≥ 0) :
    sat' ⟨some (-c), none⟩ x y = true := by
  refine (sat_iff _ _).mpr ⟨fun l e => ?_, fun u e => nomatch e⟩
  injection e with e
  rw [← e]; exact neg_le_of_add_nonneg w
theorem addEquality_sat {c : Int} {x y : Coeffs} (w : c + Coeffs.dot x y = 0) :
    sat' ⟨some (-c), some (-c)⟩ x y = true := by
  refine (sat_iff _ _).mpr ⟨fun l e => ?_, fun u e => ?_⟩ <;> injection e with e <;> rw [← e]
  · exact neg_le_of_add_nonneg (w ▸ Int.le_refl _)
  · exact le_neg_of_add_nonpos (w ▸ Int.le_refl _)
theorem exact_sat {r t : Int} (h : (exact r).sat t = true) : r = t :=
  have w := (sat_iff _ _).mp h
  Int.le_antisymm (w.1 r rfl) (w.2 r rfl)
theorem exact_self (r : Int) : (exact r).sat r = true :=
  (sat_iff _ _).mpr ⟨fun l e => by injection e with e; rw [e]; exact Int.le_refl _,
    fun u e => by injection e with e; rw [e]; exact Int.le_refl _⟩
end Constraint
end Lean.Omega
end
