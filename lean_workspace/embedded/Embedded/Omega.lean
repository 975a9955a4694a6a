prelude
import Embedded.OmegaInt
/-! Linear combinations, constraints and the soundness lemmas of the compiled `omega` elaborator. -/
set_option autoImplicit true
set_option linter.all false
universe u v w
set_option genSizeOf false
noncomputable section
namespace List
def map {α : Type u} {β : Type v} (f : α → β) : List α → List β
  | nil => nil
  | cons a l => cons (f a) (map f l)
def length {α : Type u} : List α → Nat
  | nil => 0
  | cons _ l => length l + 1
inductive Mem {α : Type u} (a : α) : List α → Prop where
  | head (as : List α) : Mem a (cons a as)
  | tail (b : α) {as : List α} (h : Mem a as) : Mem a (cons b as)
end List
class Membership (α : outParam (Type u)) (γ : Type v) where mem : γ → α → Prop
instance List.instMembership {α : Type u} : Membership α (List α) where mem l a := List.Mem a l
instance List.decidableBAll {α : Type u} (p : α → Prop) [DecidablePred p] : (l : List α) → Decidable (∀ x, Membership.mem l x → p x)
  | nil => isTrue fun _ h => nomatch h
  | cons a l => match (inferInstance : Decidable (p a)) with
    | isFalse h => isFalse fun k => h (k a (.head l))
    | isTrue h => match List.decidableBAll p l with
      | isFalse h' => isFalse fun k => h' fun x m => k x (.tail a m)
      | isTrue h' => isTrue fun x m => match m with
        | .head _ => h
        | .tail _ m => h' x m
namespace Lean.Omega
/-! ## coefficient lists -/
abbrev IntList := List Int
namespace IntList
def get : IntList → Nat → Int
  | nil, _ => 0
  | cons x _, .zero => x
  | cons _ xs, .succ i => get xs i
def set (xs : IntList) (i : Nat) (y : Int) : IntList :=
  match i with
  | .zero => match xs with | nil => cons y nil | cons _ xs => cons y xs
  | .succ i => match xs with | nil => cons 0 (set nil i y) | cons x xs => cons x (set xs i y)
def leading : IntList → Int
  | nil => 0
  | cons x xs => if x = 0 then leading xs else x
/-- pointwise, the shorter list being filled up with zeros -/
def zipAll (f : Int → Int → Int) : IntList → IntList → IntList
  | nil, ys => List.map (f 0) ys
  | cons x xs, nil => cons (f x 0) (zipAll f xs nil)
  | cons x xs, cons y ys => cons (f x y) (zipAll f xs ys)
def add (xs ys : IntList) : IntList := zipAll (fun x y => x + y) xs ys
instance : Add IntList := ⟨add⟩
def sub (xs ys : IntList) : IntList := zipAll (fun x y => x - y) xs ys
instance : Sub IntList := ⟨sub⟩
def neg (xs : IntList) : IntList := List.map (fun x => -x) xs
instance : Neg IntList := ⟨neg⟩
def smul (xs : IntList) (i : Int) : IntList := List.map (fun x => i * x) xs
instance : HMul Int IntList IntList where hMul i xs := smul xs i
def combo (a : Int) (xs : IntList) (b : Int) (ys : IntList) : IntList := zipAll (fun x y => a * x + b * y) xs ys
def dot : IntList → IntList → Int
  | nil, _ => 0
  | cons _ _, nil => 0
  | cons x xs, cons y ys => x * y + dot xs ys
def sdiv (xs : IntList) (g : Int) : IntList := List.map (fun x => x / g) xs
def gcd : IntList → Nat
  | nil => 0
  | cons x xs => Nat.gcd (Int.natAbs x) (gcd xs)
abbrev bmod (x : IntList) (m : Nat) : IntList := List.map (fun a => Int.bmod a m) x
abbrev bmod_dot_sub_dot_bmod (m : Nat) (a b : IntList) : Int := Int.bmod (dot a b) m - dot (bmod a m) b

theorem dot_nil_right (xs : IntList) : dot xs nil = 0 := by cases xs <;> rfl
theorem dot_map (k : Int) (f : Int → Int) (hf : ∀ x, f x = k * x) (xs ys : IntList) : dot (List.map f xs) ys = k * dot xs ys := by
  induction xs generalizing ys with
  | nil => exact (Int.mul_zero k).symm
  | cons x xs ih => cases ys with
    | nil => exact (Int.mul_zero k).symm
    | cons y ys =>
      show f x * y + dot (List.map f xs) ys = k * (x * y + dot xs ys)
      rw [ih, hf, Int.mul_add, Int.mul_assoc]
theorem dot_zipAll (a b : Int) (f : Int → Int → Int) (hf : ∀ x y, f x y = a * x + b * y) (xs ys zs : IntList) :
    dot (zipAll f xs ys) zs = a * dot xs zs + b * dot ys zs := by
  induction xs generalizing ys zs with
  | nil =>
    show dot (List.map (f 0) ys) zs = a * 0 + b * dot ys zs
    rw [dot_map b (f 0) (fun x => by rw [hf, Int.mul_zero, Int.zero_add]), Int.mul_zero, Int.zero_add]
  | cons x xs ih => cases zs with
    | nil => rw [dot_nil_right, dot_nil_right, dot_nil_right, Int.mul_zero, Int.mul_zero]; rfl
    | cons z zs => cases ys with
      | nil =>
        show f x 0 * z + dot (zipAll f xs nil) zs = a * (x * z + dot xs zs) + b * 0
        rw [ih, hf]
        show (a * x + b * 0) * z + (a * dot xs zs + b * 0) = _
        rw [Int.mul_zero, Int.add_zero, Int.add_zero, Int.add_zero, Int.mul_add, Int.mul_assoc]
      | cons y ys =>
        show f x y * z + dot (zipAll f xs ys) zs = a * (x * z + dot xs zs) + b * (y * z + dot ys zs)
        rw [ih, hf]
        simp only [Int.mul_add, Int.add_mul, Int.mul_assoc, Int.add_assoc, Int.add_left_comm]
theorem dot_zero {xs ys : IntList} (h : ∀ x, Membership.mem xs x → x = 0) : dot xs ys = 0 := by
  induction xs generalizing ys with
  | nil => rfl
  | cons x xs ih => cases ys with
    | nil => rfl
    | cons y ys =>
      show x * y + dot xs ys = 0
      rw [h x (.head xs), ih (fun x m => h x (.tail _ m)), Int.zero_mul]; rfl
theorem get_nil (i : Nat) : get nil i = 0 := by cases i <;> rfl
theorem dot_set (xs ys : IntList) (i : Nat) (z : Int) (h : List.length xs ≤ i) :
    dot (set xs i z) ys = dot xs ys + z * get ys i := by
  induction i generalizing xs ys with
  | zero =>
    cases xs with
    | nil => cases ys with
      | nil => exact (Int.mul_zero z).symm ▸ rfl
      | cons y ys => show z * y + 0 = 0 + z * y; rw [Int.add_zero, Int.zero_add]
    | cons x xs => exact absurd h (Nat.not_succ_le_zero _)
  | succ i ih =>
    cases ys with
    | nil => rw [dot_nil_right, dot_nil_right, get_nil, Int.mul_zero]; rfl
    | cons y ys => cases xs with
      | nil =>
        show 0 * y + dot (set nil i z) ys = 0 + z * get ys i
        rw [ih nil ys (Nat.zero_le i), Int.zero_mul, Int.zero_add]; rfl
      | cons x xs =>
        show x * y + dot (set xs i z) ys = x * y + dot xs ys + z * get ys i
        rw [ih xs ys (Nat.le_of_succ_le_succ h), Int.add_assoc]
theorem length_map (f : Int → Int) (xs : IntList) : List.length (List.map f xs) = List.length xs := by
  induction xs with
  | nil => rfl
  | cons x xs ih => exact congrArg Nat.succ ih
theorem dvd_of_natAbs {n : Nat} {x : Int} (h : n ∣ Int.natAbs x) : (n : Int) ∣ x := by
  obtain ⟨c, e⟩ := h
  match x with
  | .ofNat m => exact ⟨(c : Int), congrArg Int.ofNat e⟩
  | .negSucc m =>
    refine ⟨-(c : Int), ?_⟩
    have e' : m + 1 = n * c := e
    rw [Int.mul_neg, ← Int.natCast_mul, ← e']; rfl
theorem gcd_dvd {xs : IntList} {x : Int} (h : Membership.mem xs x) : (gcd xs : Int) ∣ x := by
  refine dvd_of_natAbs ?_
  induction xs with
  | nil => exact nomatch h
  | cons y ys ih =>
    cases h with
    | head => exact Nat.gcd_dvd_left _ _
    | tail _ h => exact Nat.dvd_trans (Nat.gcd_dvd_right _ _) (ih h)
theorem mul_dot_sdiv {g : Int} (hg : 0 < g) (xs ys : IntList) (h : ∀ x, Membership.mem xs x → g ∣ x) :
    g * dot (sdiv xs g) ys = dot xs ys := by
  induction xs generalizing ys with
  | nil => exact Int.mul_zero g
  | cons x xs ih => cases ys with
    | nil => exact Int.mul_zero g
    | cons y ys =>
      show g * (x / g * y + dot (sdiv xs g) ys) = x * y + dot xs ys
      obtain ⟨c, e⟩ := h x (.head xs)
      rw [Int.mul_add, ih ys (fun x m => h x (.tail _ m)), e, Int.mul_ediv_cancel_left c hg, Int.mul_assoc]
theorem bmod_eq (x : Int) (m : Nat) : ∃ q, Int.bmod x m = x + m * q := by
  have e : x % (m : Int) = x + m * -(x / m) := by rw [Int.emod_def, Int.mul_neg]; rfl
  by_cases h : x % m < (m + 1) / 2
  · exact ⟨-(x / m), (if_pos h).trans e⟩
  · refine ⟨-(x / m) + -1, (if_neg h).trans ?_⟩
    rw [e, Int.mul_add, ← Int.add_assoc, Int.mul_neg (m : Int) 1, Int.mul_one]; rfl
theorem dot_bmod_eq (m : Nat) (xs ys : IntList) : ∃ q, dot (bmod xs m) ys = dot xs ys + m * q := by
  induction xs generalizing ys with
  | nil => exact ⟨0, by rw [Int.mul_zero]; rfl⟩
  | cons x xs ih => cases ys with
    | nil => exact ⟨0, by rw [Int.mul_zero]; rfl⟩
    | cons y ys =>
      obtain ⟨p, hp⟩ := bmod_eq x m
      obtain ⟨q, hq⟩ := ih ys
      refine ⟨p * y + q, ?_⟩
      show Int.bmod x m * y + dot (bmod xs m) ys = x * y + dot xs ys + m * (p * y + q)
      rw [hp, hq]
      simp only [Int.mul_add, Int.add_mul, Int.mul_assoc, Int.add_assoc, Int.add_left_comm]
end IntList
abbrev Coeffs := IntList
namespace Coeffs
abbrev toList (xs : Coeffs) : List Int := xs
abbrev ofList (xs : List Int) : Coeffs := xs
abbrev isZero (xs : Coeffs) : Prop := ∀ x, Membership.mem xs x → x = 0
abbrev set (xs : Coeffs) (i : Nat) (y : Int) : Coeffs := IntList.set xs i y
abbrev get (xs : Coeffs) (i : Nat) : Int := IntList.get xs i
abbrev gcd (xs : Coeffs) : Nat := IntList.gcd xs
abbrev smul (xs : Coeffs) (g : Int) : Coeffs := IntList.smul xs g
abbrev sdiv (xs : Coeffs) (g : Int) : Coeffs := IntList.sdiv xs g
abbrev dot (xs ys : Coeffs) : Int := IntList.dot xs ys
abbrev combo (a : Int) (xs : Coeffs) (b : Int) (ys : Coeffs) : Coeffs := IntList.combo a xs b ys
abbrev length (xs : Coeffs) : Nat := List.length xs
abbrev leading (xs : Coeffs) : Int := IntList.leading xs
abbrev bmod (x : Coeffs) (m : Nat) : Coeffs := IntList.bmod x m
abbrev bmod_dot_sub_dot_bmod (m : Nat) (a b : Coeffs) : Int := IntList.bmod_dot_sub_dot_bmod m a b
end Coeffs
/-! ## linear combinations -/
structure LinearCombo where
  const : Int
  coeffs : Coeffs
namespace LinearCombo
def eval (lc : LinearCombo) (values : Coeffs) : Int := lc.const + Coeffs.dot lc.coeffs values
def coordinate (i : Nat) : LinearCombo := ⟨0, Coeffs.set nil i 1⟩
def add (l₁ l₂ : LinearCombo) : LinearCombo := ⟨l₁.const + l₂.const, IntList.add l₁.coeffs l₂.coeffs⟩
instance : Add LinearCombo := ⟨add⟩
def sub (l₁ l₂ : LinearCombo) : LinearCombo := ⟨l₁.const - l₂.const, IntList.sub l₁.coeffs l₂.coeffs⟩
instance : Sub LinearCombo := ⟨sub⟩
def neg (l : LinearCombo) : LinearCombo := ⟨-l.const, IntList.neg l.coeffs⟩
instance : Neg LinearCombo := ⟨neg⟩
def mul (l₁ l₂ : LinearCombo) : LinearCombo :=
  ⟨l₁.const * l₂.const, IntList.combo l₂.const l₁.coeffs l₁.const l₂.coeffs⟩
theorem coordinate_eval (i : Nat) (v : Coeffs) : (coordinate i).eval v = Coeffs.get v i := by
  show 0 + IntList.dot (IntList.set nil i 1) v = IntList.get v i
  rw [IntList.dot_set nil v i 1 (Nat.zero_le i), Int.one_mul]
  show 0 + (0 + IntList.get v i) = _
  rw [Int.zero_add, Int.zero_add]
section
variable {a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 : Int} {t : List Int}
theorem coordinate_eval_0 : (coordinate 0).eval (.ofList (cons a0 t)) = a0 := coordinate_eval 0 _
theorem coordinate_eval_1 : (coordinate 1).eval (.ofList (cons a0 (cons a1 t))) = a1 := coordinate_eval 1 _
theorem coordinate_eval_2 : (coordinate 2).eval (.ofList (cons a0 (cons a1 (cons a2 t)))) = a2 := coordinate_eval 2 _
theorem coordinate_eval_3 : (coordinate 3).eval (.ofList (cons a0 (cons a1 (cons a2 (cons a3 t))))) = a3 := coordinate_eval 3 _
theorem coordinate_eval_4 : (coordinate 4).eval (.ofList (cons a0 (cons a1 (cons a2 (cons a3 (cons a4 t)))))) = a4 := coordinate_eval 4 _
theorem coordinate_eval_5 : (coordinate 5).eval (.ofList (cons a0 (cons a1 (cons a2 (cons a3 (cons a4 (cons a5 t))))))) = a5 := coordinate_eval 5 _
theorem coordinate_eval_6 : (coordinate 6).eval (.ofList (cons a0 (cons a1 (cons a2 (cons a3 (cons a4 (cons a5 (cons a6 t)))))))) = a6 := coordinate_eval 6 _
theorem coordinate_eval_7 : (coordinate 7).eval (.ofList (cons a0 (cons a1 (cons a2 (cons a3 (cons a4 (cons a5 (cons a6 (cons a7 t))))))))) = a7 := coordinate_eval 7 _
theorem coordinate_eval_8 : (coordinate 8).eval (.ofList (cons a0 (cons a1 (cons a2 (cons a3 (cons a4 (cons a5 (cons a6 (cons a7 (cons a8 t)))))))))) = a8 := coordinate_eval 8 _
theorem coordinate_eval_9 : (coordinate 9).eval (.ofList (cons a0 (cons a1 (cons a2 (cons a3 (cons a4 (cons a5 (cons a6 (cons a7 (cons a8 (cons a9 t))))))))))) = a9 := coordinate_eval 9 _
end
theorem add_eval (l₁ l₂ : LinearCombo) (v : Coeffs) : (l₁ + l₂).eval v = l₁.eval v + l₂.eval v := by
  show l₁.const + l₂.const + IntList.dot (IntList.zipAll _ l₁.coeffs l₂.coeffs) v
    = l₁.const + IntList.dot l₁.coeffs v + (l₂.const + IntList.dot l₂.coeffs v)
  rw [IntList.dot_zipAll 1 1 _ (fun x y => by rw [Int.one_mul, Int.one_mul]), Int.one_mul, Int.one_mul]
  simp only [Int.add_assoc, Int.add_left_comm]
theorem sub_eval (l₁ l₂ : LinearCombo) (v : Coeffs) : (l₁ - l₂).eval v = l₁.eval v - l₂.eval v := by
  show l₁.const - l₂.const + IntList.dot (IntList.zipAll _ l₁.coeffs l₂.coeffs) v
    = l₁.const + IntList.dot l₁.coeffs v - (l₂.const + IntList.dot l₂.coeffs v)
  rw [IntList.dot_zipAll 1 (-1) _ (fun x y => by rw [Int.one_mul, ← Int.neg_eq_neg_one_mul]; rfl), Int.one_mul, ← Int.neg_eq_neg_one_mul]
  simp only [Int.sub_eq_add_neg, Int.neg_add, Int.add_assoc, Int.add_left_comm]
theorem neg_eval (l : LinearCombo) (v : Coeffs) : (-l).eval v = -l.eval v := by
  show -l.const + IntList.dot (List.map _ l.coeffs) v = -(l.const + IntList.dot l.coeffs v)
  rw [IntList.dot_map (-1) _ (fun x => Int.neg_eq_neg_one_mul x), ← Int.neg_eq_neg_one_mul, Int.neg_add]
theorem mul_eval (l₁ l₂ : LinearCombo) (v : Coeffs) (w : Coeffs.isZero l₁.coeffs ∨ Coeffs.isZero l₂.coeffs) :
    (mul l₁ l₂).eval v = l₁.eval v * l₂.eval v := by
  show l₁.const * l₂.const + IntList.dot (IntList.zipAll _ l₁.coeffs l₂.coeffs) v
    = (l₁.const + IntList.dot l₁.coeffs v) * (l₂.const + IntList.dot l₂.coeffs v)
  rw [IntList.dot_zipAll l₂.const l₁.const _ (fun x y => rfl)]
  cases w with
  | inl w => rw [IntList.dot_zero w, Int.mul_zero, Int.zero_add, Int.add_zero, Int.mul_add]
  | inr w => rw [IntList.dot_zero w, Int.mul_zero, Int.add_zero, Int.add_zero, Int.add_mul, Int.mul_comm l₂.const]
end LinearCombo
/-! ## constraints -/
abbrev LowerBound : Type := Option Int
abbrev UpperBound : Type := Option Int
def LowerBound.sat (b : LowerBound) (t : Int) : Bool := match b with | none => true | some x => decide (x ≤ t)
def UpperBound.sat (b : UpperBound) (t : Int) : Bool := match b with | none => true | some y => decide (t ≤ y)
structure Constraint where
  lowerBound : LowerBound
  upperBound : UpperBound
namespace Constraint
def sat (c : Constraint) (t : Int) : Bool := and (LowerBound.sat c.lowerBound t) (UpperBound.sat c.upperBound t)
abbrev sat' (c : Constraint) (x y : Coeffs) : Bool := c.sat (Coeffs.dot x y)
/-- the meaning of `sat` -/
def Holds (c : Constraint) (t : Int) : Prop := (∀ l, c.lowerBound = some l → l ≤ t) ∧ (∀ u, c.upperBound = some u → t ≤ u)
theorem lower_sat (b : LowerBound) (t : Int) : LowerBound.sat b t = true ↔ ∀ l, b = some l → l ≤ t := by
  cases b with
  | none => exact ⟨fun _ l h => (nomatch h), fun _ => rfl⟩
  | some x => exact ⟨fun h l e => by injection e with e; exact e ▸ of_decide_eq_true h, fun h => decide_eq_true (h x rfl)⟩
theorem upper_sat (b : UpperBound) (t : Int) : UpperBound.sat b t = true ↔ ∀ u, b = some u → t ≤ u := by
  cases b with
  | none => exact ⟨fun _ l h => (nomatch h), fun _ => rfl⟩
  | some x => exact ⟨fun h l e => by injection e with e; exact e ▸ of_decide_eq_true h, fun h => decide_eq_true (h x rfl)⟩
theorem and_true_iff (a b : Bool) : and a b = true ↔ a = true ∧ b = true := by
  cases a with
  | false => exact ⟨fun h => (nomatch h), fun h => h.1⟩
  | true => exact ⟨fun h => ⟨rfl, h⟩, fun h => h.2⟩
theorem sat_iff (c : Constraint) (t : Int) : c.sat t = true ↔ c.Holds t := by
  refine (and_true_iff _ _).trans ⟨fun h => ⟨(lower_sat _ t).mp h.1, (upper_sat _ t).mp h.2⟩, fun h => ⟨(lower_sat _ t).mpr h.1, (upper_sat _ t).mpr h.2⟩⟩
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
theorem mapBound_some {f : Int → Int} {b : Option Int} {x : Int} (h : mapBound f b = some x) : ∃ y, b = some y ∧ x = f y := by
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
def neg (c : Constraint) : Constraint := ⟨mapBound (fun x => -x) c.upperBound, mapBound (fun x => -x) c.lowerBound⟩
def trivial : Constraint := ⟨none, none⟩
def impossible : Constraint := ⟨some 1, some 0⟩
def exact (r : Int) : Constraint := ⟨some r, some r⟩
def isImpossible : Constraint → Bool
  | ⟨some x, some y⟩ => decide (y < x)
  | _ => false
def scale (k : Int) (c : Constraint) : Constraint :=
  if k = 0 then (match c.isImpossible with | true => c | false => ⟨some 0, some 0⟩)
  else if 0 < k then ⟨mapBound (fun x => k * x) c.lowerBound, mapBound (fun x => k * x) c.upperBound⟩
  else ⟨mapBound (fun x => k * x) c.upperBound, mapBound (fun x => k * x) c.lowerBound⟩
def add (x y : Constraint) : Constraint :=
  ⟨map₂Bound (fun a b => a + b) x.lowerBound y.lowerBound, map₂Bound (fun a b => a + b) x.upperBound y.upperBound⟩
def combo (a : Int) (x : Constraint) (b : Int) (y : Constraint) : Constraint := add (scale a x) (scale b y)
def combine (x y : Constraint) : Constraint :=
  ⟨mergeBound max x.lowerBound y.lowerBound, mergeBound min x.upperBound y.upperBound⟩
def div (c : Constraint) (k : Nat) : Constraint :=
  ⟨mapBound (fun x => -((-x) / (k : Int))) c.lowerBound, mapBound (fun y => y / (k : Int)) c.upperBound⟩
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
theorem add_sat {c₁ c₂ : Constraint} {x₁ x₂ : Int} (w₁ : c₁.sat x₁ = true) (w₂ : c₂.sat x₂ = true) : (add c₁ c₂).sat (x₁ + x₂) = true := by
  have w₁ := (sat_iff _ _).mp w₁
  have w₂ := (sat_iff _ _).mp w₂
  refine (sat_iff _ _).mpr ⟨fun l e => ?_, fun u e => ?_⟩
  · obtain ⟨y, z, e1, e2, e3⟩ := map₂Bound_some e
    rw [e3]; exact Int.add_le_add (w₁.1 y e1) (w₂.1 z e2)
  · obtain ⟨y, z, e1, e2, e3⟩ := map₂Bound_some e
    rw [e3]; exact Int.add_le_add (w₁.2 y e1) (w₂.2 z e2)
theorem combine_sat {s t : Constraint} {v : Int} (ws : s.sat v = true) (wt : t.sat v = true) : (s.combine t).sat v = true := by
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
theorem combine_sat' {s t : Constraint} {x y : Coeffs} (ws : s.sat' x y = true) (wt : t.sat' x y = true) : (s.combine t).sat' x y = true :=
  combine_sat ws wt
theorem div_sat {c : Constraint} {q : Int} {k : Nat} (hk : 0 < (k : Int)) (h : c.sat (k * q) = true) : (c.div k).sat q = true := by
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
theorem addInequality_sat {c : Int} {x y : Coeffs} (w : c + Coeffs.dot x y ≥ 0) : sat' ⟨some (-c), none⟩ x y = true :=
  (sat_iff _ _).mpr ⟨fun l e => by injection e with e; rw [← e]; exact neg_le_of_add_nonneg w, fun u e => nomatch e⟩
theorem addEquality_sat {c : Int} {x y : Coeffs} (w : c + Coeffs.dot x y = 0) : sat' ⟨some (-c), some (-c)⟩ x y = true :=
  (sat_iff _ _).mpr ⟨fun l e => by injection e with e; rw [← e]; exact neg_le_of_add_nonneg (w ▸ Int.le_refl _),
    fun u e => by injection e with e; rw [← e]; exact le_neg_of_add_nonpos (w ▸ Int.le_refl _)⟩
theorem exact_sat {r t : Int} (h : (exact r).sat t = true) : r = t :=
  have w := (sat_iff _ _).mp h
  Int.le_antisymm (w.1 r rfl) (w.2 r rfl)
theorem exact_self (r : Int) : (exact r).sat r = true :=
  (sat_iff _ _).mpr ⟨fun l e => by injection e with e; rw [e]; exact Int.le_refl _, fun l e => by injection e with e; rw [e]; exact Int.le_refl _⟩
end Constraint
/-! ## normal form -/
def normalize (p : Prod Constraint Coeffs) : Prod Constraint Coeffs :=
  match Coeffs.gcd p.2 with
  | .zero => match p.1.sat 0 with | true => ⟨.trivial, p.2⟩ | false => ⟨.impossible, p.2⟩
  | .succ .zero => p
  | .succ (.succ n) => ⟨p.1.div (n + 2), Coeffs.sdiv p.2 (n + 2 : Nat)⟩
def positivize (p : Prod Constraint Coeffs) : Prod Constraint Coeffs :=
  if 0 ≤ Coeffs.leading p.2 then p else ⟨p.1.neg, Coeffs.smul p.2 (-1)⟩
def tidy (p : Prod Constraint Coeffs) : Prod Constraint Coeffs := normalize (positivize p)
abbrev tidyConstraint (s : Constraint) (x : Coeffs) : Constraint := (tidy ⟨s, x⟩).1
abbrev tidyCoeffs (s : Constraint) (x : Coeffs) : Coeffs := (tidy ⟨s, x⟩).2
theorem normalize_sat {p : Prod Constraint Coeffs} {v : Coeffs} (w : p.1.sat' p.2 v = true) : (normalize p).1.sat' (normalize p).2 v = true := by
  unfold normalize
  match e : Coeffs.gcd p.2 with
  | .zero =>
    have z : Coeffs.dot p.2 v = 0 := IntList.dot_zero fun x m => by
      obtain ⟨c, h⟩ := IntList.gcd_dvd m
      have e : IntList.gcd p.2 = 0 := e
      rw [e] at h; exact h.trans (Int.zero_mul c)
    have w : p.1.sat (Coeffs.dot p.2 v) = true := w
    rw [z] at w; rw [w]; rfl
  | .succ .zero => exact w
  | .succ (.succ n) =>
    have g : 0 < ((n + 2 : Nat) : Int) := Int.succ_pos (n + 1)
    refine Constraint.div_sat g ?_
    show p.1.sat (((n + 2 : Nat) : Int) * IntList.dot (IntList.sdiv p.2 ((n + 2 : Nat) : Int)) v) = true
    rw [IntList.mul_dot_sdiv g p.2 v fun x m => ?_]
    · exact w
    · have h := IntList.gcd_dvd m
      have e : IntList.gcd p.2 = n + 2 := e
      rw [e] at h; exact h
theorem positivize_sat {p : Prod Constraint Coeffs} {v : Coeffs} (w : p.1.sat' p.2 v = true) : (positivize p).1.sat' (positivize p).2 v = true := by
  unfold positivize
  by_cases h : 0 ≤ Coeffs.leading p.2
  · rw [if_pos h]; exact w
  · rw [if_neg h]
    show p.1.neg.sat (IntList.dot (List.map _ p.2) v) = true
    rw [IntList.dot_map (-1) _ (fun x => rfl), ← Int.neg_eq_neg_one_mul]
    exact Constraint.neg_sat w
theorem tidy_sat {s : Constraint} {x v : Coeffs} (w : s.sat' x v = true) : (tidyConstraint s x).sat' (tidyCoeffs s x) v = true :=
  normalize_sat (positivize_sat (p := ⟨s, x⟩) w)
theorem combo_sat' (s t : Constraint) (a : Int) (x : Coeffs) (b : Int) (y : Coeffs) (v : Coeffs)
    (wx : s.sat' x v = true) (wy : t.sat' y v = true) : (Constraint.combo a s b t).sat' (Coeffs.combo a x b y) v = true := by
  show (Constraint.combo a s b t).sat (IntList.dot (IntList.zipAll _ x y) v) = true
  rw [IntList.dot_zipAll a b _ (fun x y => rfl)]
  exact Constraint.add_sat (Constraint.scale_sat a wx) (Constraint.scale_sat b wy)
abbrev bmod_div_term (m : Nat) (a b : Coeffs) : Int := Coeffs.bmod_dot_sub_dot_bmod m a b / m
def bmod_coeffs (m : Nat) (i : Nat) (x : Coeffs) : Coeffs := Coeffs.set (Coeffs.bmod x m) i m
theorem mul_bmod_div_term (m : Nat) (x v : Coeffs) : (m : Int) * bmod_div_term m x v = Coeffs.bmod_dot_sub_dot_bmod m x v := by
  obtain ⟨p, hp⟩ := IntList.bmod_eq (IntList.dot x v) m
  obtain ⟨q, hq⟩ := IntList.dot_bmod_eq m x v
  have e : Coeffs.bmod_dot_sub_dot_bmod m x v = m * (p + -q) := by
    show Int.bmod (IntList.dot x v) m - IntList.dot (IntList.bmod x m) v = _
    rw [hp, hq, Int.sub_eq_add_neg, Int.neg_add, Int.mul_add, Int.mul_neg, Int.add_comm (IntList.dot x v),
      Int.add_assoc, ← Int.add_assoc (IntList.dot x v), Int.add_right_neg, Int.zero_add]
  have h : (m : Int) ∣ Coeffs.bmod_dot_sub_dot_bmod m x v := ⟨_, e⟩
  have k := Int.ediv_add_emod (Coeffs.bmod_dot_sub_dot_bmod m x v) m
  rw [Int.emod_eq_zero_of_dvd h, Int.add_zero] at k; exact k
theorem bmod_sat (m : Nat) (r : Int) (i : Nat) (x v : Coeffs) (h : Coeffs.length x ≤ i)
    (p : Coeffs.get v i = bmod_div_term m x v) (w : (Constraint.exact r).sat' x v = true) :
    (Constraint.exact (Int.bmod r m)).sat' (bmod_coeffs m i x) v = true := by
  have e := Constraint.exact_sat w
  have d : IntList.dot (bmod_coeffs m i x) v = Int.bmod r m := by
    show IntList.dot (IntList.set (IntList.bmod x m) i m) v = _
    rw [IntList.dot_set _ v i m (IntList.length_map _ x ▸ h), show IntList.get v i = _ from p, mul_bmod_div_term, e]
    show IntList.dot (IntList.bmod x m) v + (Int.bmod (IntList.dot x v) m - IntList.dot (IntList.bmod x m) v) = _
    rw [Int.add_comm, Int.sub_add_cancel]
  show (Constraint.exact (Int.bmod r m)).sat (IntList.dot (bmod_coeffs m i x) v) = true
  rw [d]; exact Constraint.exact_self _
end Lean.Omega
end
