prelude
import Embedded.Int
/-!
# Coefficient lists

A vector of integers as a list, read as 0 beyond its end.  `omega` and `simp +arith` evaluate these functions in
the kernel, so all of them are structurally recursive.  Both argument vectors of `dot` may have any length.
-/
set_option linter.all false
set_option genSizeOf false
noncomputable section
namespace Lean.Omega
/-- A vector of integers, 0 beyond its end. -/
abbrev Coeffs := List Int
namespace Coeffs
/-! ## entries -/
abbrev ofList (xs : List Int) : Coeffs := xs
def length : Coeffs → Nat
  | nil => 0
  | cons _ xs => length xs + 1
def get : Coeffs → Nat → Int
  | nil, _ => 0
  | cons x _, .zero => x
  | cons _ xs, .succ i => get xs i
/-- `single i y` has `y` at place `i` and zeros before. -/
def single : Nat → Int → Coeffs
  | .zero, y => cons y nil
  | .succ i, y => cons 0 (single i y)
/-- `put xs i y` has `y` at place `i`; the list grows as needed. -/
def put : Coeffs → Nat → Int → Coeffs
  | nil, i, y => single i y
  | cons _ xs, .zero, y => cons y xs
  | cons x xs, .succ i, y => cons x (put xs i y)
/-- The first entry that isn't 0, or 0. -/
def leading : Coeffs → Int
  | nil => 0
  | cons x xs => if x = 0 then leading xs else x
/-- `Forall p xs`: each stored entry has the property `p`. -/
def Forall (p : Int → Prop) : Coeffs → Prop
  | nil => True
  | cons x xs => p x ∧ Forall p xs
instance decidableForall (p : Int → Prop) [d : DecidablePred p] : (xs : Coeffs) → Decidable (Forall p xs)
  | nil => isTrue trivial
  | cons x xs => match d x, decidableForall p xs with
    | isTrue h, isTrue h' => isTrue ⟨h, h'⟩
    | isTrue _, isFalse h' => isFalse fun k => h' k.2
    | isFalse h, _ => isFalse fun k => h k.1
abbrev isZero (xs : Coeffs) : Prop := Forall (fun x => x = 0) xs

/-! ## vector operations -/
/-- Apply `f` to each stored entry; `f 0 = 0` makes this the pointwise map. -/
def map (f : Int → Int) : Coeffs → Coeffs
  | nil => nil
  | cons x xs => cons (f x) (map f xs)
/-- Apply `f` place by place, up to the end of the longer list. -/
def zip (f : Int → Int → Int) : Coeffs → Coeffs → Coeffs
  | nil, ys => map (f 0) ys
  | cons x xs, nil => cons (f x 0) (zip f xs nil)
  | cons x xs, cons y ys => cons (f x y) (zip f xs ys)
def plus (xs ys : Coeffs) : Coeffs := zip (fun x y => x + y) xs ys
def minus (xs ys : Coeffs) : Coeffs := zip (fun x y => x - y) xs ys
def negate (xs : Coeffs) : Coeffs := map (fun x => -x) xs
def times (k : Int) (xs : Coeffs) : Coeffs := map (fun x => k * x) xs
/-- `a * xs + b * ys`. -/
def combo (a : Int) (xs : Coeffs) (b : Int) (ys : Coeffs) : Coeffs := zip (fun x y => a * x + b * y) xs ys
/-- The scalar product. -/
def dot : Coeffs → Coeffs → Int
  | nil, _ => 0
  | cons _ _, nil => 0
  | cons x xs, cons y ys => x * y + dot xs ys
/-- The greatest common divisor of the entries. -/
def gcd : Coeffs → Nat
  | nil => 0
  | cons x xs => Nat.gcd x.natAbs (gcd xs)
/-- Each entry divided by `g`. -/
def over (xs : Coeffs) (g : Int) : Coeffs := map (fun x => x / g) xs
/-- Each entry reduced to its centred remainder by `m`. -/
def bmod (xs : Coeffs) (m : Nat) : Coeffs := map (fun x => Int.bmod x m) xs

/-! ## the scalar product is linear -/
theorem dot_nil (xs : Coeffs) : dot xs nil = 0 := by cases xs <;> rfl
theorem dot_map (k : Int) {f : Int → Int} (hf : ∀ x, f x = k * x) (xs ys : Coeffs) :
    dot (map f xs) ys = k * dot xs ys := by
  induction xs generalizing ys with
  | nil => exact (Int.mul_zero k).symm
  | cons x xs ih => cases ys with
    | nil => exact (Int.mul_zero k).symm
    | cons y ys =>
      show f x * y + dot (map f xs) ys = k * (x * y + dot xs ys)
      rw [ih, hf, Int.mul_add, Int.mul_assoc]
theorem dot_zip (a b : Int) {f : Int → Int → Int} (hf : ∀ x y, f x y = a * x + b * y) (xs ys zs : Coeffs) :
    dot (zip f xs ys) zs = a * dot xs zs + b * dot ys zs := by
  induction xs generalizing ys zs with
  | nil =>
    show dot (map (f 0) ys) zs = a * 0 + b * dot ys zs
    rw [dot_map b (fun x => by rw [hf, Int.mul_zero, Int.zero_add]), Int.mul_zero, Int.zero_add]
  | cons x xs ih => cases zs with
    | nil => rw [dot_nil, dot_nil, dot_nil, Int.mul_zero, Int.mul_zero]; rfl
    | cons z zs => cases ys with
      | nil =>
        show f x 0 * z + dot (zip f xs nil) zs = a * (x * z + dot xs zs) + b * 0
        rw [ih, hf, dot]
        simp only [Int.mul_zero, Int.add_zero, Int.mul_add, Int.mul_assoc]
      | cons y ys =>
        show f x y * z + dot (zip f xs ys) zs = a * (x * z + dot xs zs) + b * (y * z + dot ys zs)
        rw [ih, hf]
        simp only [Int.mul_add, Int.add_mul, Int.mul_assoc, Int.add_assoc, Int.add_left_comm]
theorem dot_of_isZero {xs : Coeffs} (h : isZero xs) (ys : Coeffs) : dot xs ys = 0 := by
  induction xs generalizing ys with
  | nil => rfl
  | cons x xs ih => cases ys with
    | nil => rfl
    | cons y ys =>
      show x * y + dot xs ys = 0
      rw [h.1, ih h.2, Int.zero_mul]; rfl
theorem get_nil (i : Nat) : get nil i = 0 := by cases i <;> rfl
theorem dot_single (i : Nat) (z : Int) (ys : Coeffs) : dot (single i z) ys = z * get ys i := by
  induction i generalizing ys with
  | zero => cases ys with
    | nil => exact (Int.mul_zero z).symm
    | cons y ys => exact Int.add_zero _
  | succ i ih => cases ys with
    | nil => exact (Int.mul_zero z).symm
    | cons y ys =>
      show 0 * y + dot (single i z) ys = z * get ys i
      rw [ih, Int.zero_mul, Int.zero_add]
theorem dot_put (xs ys : Coeffs) (i : Nat) (z : Int) (h : length xs ≤ i) :
    dot (put xs i z) ys = dot xs ys + z * get ys i := by
  induction xs generalizing i ys with
  | nil =>
    show dot (single i z) ys = 0 + z * get ys i
    rw [dot_single, Int.zero_add]
  | cons x xs ih => cases i with
    | zero => exact absurd h (Nat.not_succ_le_zero _)
    | succ i => cases ys with
      | nil => rw [dot_nil, dot_nil, get_nil, Int.mul_zero]; rfl
      | cons y ys =>
        show x * y + dot (put xs i z) ys = x * y + dot xs ys + z * get ys i
        rw [ih ys i (Nat.le_of_succ_le_succ h), Int.add_assoc]
theorem length_map (f : Int → Int) (xs : Coeffs) : length (map f xs) = length xs := by
  induction xs with
  | nil => rfl
  | cons x xs ih => exact congrArg Nat.succ ih

/-! ## common divisors -/
theorem Forall.imp {p q : Int → Prop} (f : ∀ x, p x → q x) {xs : Coeffs} (h : Forall p xs) : Forall q xs := by
  induction xs with
  | nil => exact trivial
  | cons x xs ih => exact ⟨f x h.1, ih h.2⟩
theorem dvd_of_dvd_natAbs {n : Nat} {x : Int} (h : n ∣ Int.natAbs x) : (n : Int) ∣ x := by
  obtain ⟨c, e⟩ := h
  match x with
  | .ofNat m => exact ⟨(c : Int), congrArg Int.ofNat e⟩
  | .negSucc m =>
    refine ⟨-(c : Int), ?_⟩
    have e' : m + 1 = n * c := e
    rw [Int.mul_neg, ← Int.natCast_mul, ← e']; rfl
theorem gcd_dvd (xs : Coeffs) : Forall (fun x => (gcd xs : Int) ∣ x) xs := by
  have h : Forall (fun x => gcd xs ∣ Int.natAbs x) xs := by
    induction xs with
    | nil => exact trivial
    | cons y ys ih => exact ⟨Nat.gcd_dvd_left _ _, ih.imp fun _ h => Nat.dvd_trans (Nat.gcd_dvd_right _ _) h⟩
  exact h.imp fun _ => dvd_of_dvd_natAbs
theorem mul_dot_over {g : Int} (hg : 0 < g) {xs : Coeffs} (h : Forall (fun x => g ∣ x) xs) (ys : Coeffs) :
    g * dot (over xs g) ys = dot xs ys := by
  induction xs generalizing ys with
  | nil => exact Int.mul_zero g
  | cons x xs ih => cases ys with
    | nil => exact Int.mul_zero g
    | cons y ys =>
      show g * (x / g * y + dot (over xs g) ys) = x * y + dot xs ys
      obtain ⟨c, e⟩ := h.1
      rw [Int.mul_add, ih h.2, e, Int.mul_ediv_cancel_of_pos c hg, Int.mul_assoc]
theorem bmod_shift (x : Int) (m : Nat) : ∃ q, Int.bmod x m = x + m * q := by
  have e : x % (m : Int) = x + m * -(x / m) := by rw [Int.emod_def, Int.mul_neg]; rfl
  by_cases h : x % m < (m + 1) / 2
  · exact ⟨-(x / m), (if_pos h).trans e⟩
  · refine ⟨-(x / m) + -1, (if_neg h).trans ?_⟩
    rw [e, Int.mul_add, ← Int.add_assoc, Int.mul_neg (m : Int) 1, Int.mul_one]; rfl
theorem dot_bmod_shift (m : Nat) (xs ys : Coeffs) : ∃ q, dot (bmod xs m) ys = dot xs ys + m * q := by
  induction xs generalizing ys with
  | nil => exact ⟨0, by rw [Int.mul_zero]; rfl⟩
  | cons x xs ih => cases ys with
    | nil => exact ⟨0, by rw [Int.mul_zero]; rfl⟩
    | cons y ys =>
      obtain ⟨p, hp⟩ := bmod_shift x m
      obtain ⟨q, hq⟩ := ih ys
      refine ⟨p * y + q, ?_⟩
      show Int.bmod x m * y + dot (bmod xs m) ys = x * y + dot xs ys + m * (p * y + q)
      rw [hp, hq]
      simp only [Int.mul_add, Int.add_mul, Int.mul_assoc, Int.add_assoc, Int.add_left_comm]
end Coeffs
end Lean.Omega
end
