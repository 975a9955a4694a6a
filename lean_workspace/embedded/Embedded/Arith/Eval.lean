prelude
import Embedded.Omega
/-!
# Values of coefficient lists

`simp +arith` passes the values of its atoms as a binary tree.  Both its parts, over `Nat` and over `Int`, are
checked here by reading an expression as a coefficient list, the constant first and then atom 0, 1, ...
-/
set_option linter.all false
set_option genSizeOf false
universe u
noncomputable section
/-- A nonempty array as a binary tree; a branch says at which index its right part begins. -/
inductive Lean.RArray (α : Type u) : Type u where
  | leaf : α → RArray α
  | branch : Nat → RArray α → RArray α → RArray α
def Lean.RArray.get {α : Type u} (t : RArray α) (i : Nat) : α :=
  match t with
  | .leaf a => a
  | .branch n l r => cond (Nat.ble n i) (get r i) (get l i)
namespace Lean.Omega.Coeffs
variable {f : Nat → Int}
/-! ## values -/
/-- The value, the first entry belonging to atom `i`. -/
def tailValue (f : Nat → Int) (i : Nat) : Coeffs → Int
  | nil => 0
  | cons x xs => x * f i + tailValue f (i + 1) xs
/-- The value, the first entry being the constant. -/
def value (f : Nat → Int) : Coeffs → Int
  | nil => 0
  | cons x xs => x + tailValue f 0 xs
theorem tailValue_map (k : Int) (i : Nat) (xs : Coeffs) :
    tailValue f i (map (fun x => k * x) xs) = k * tailValue f i xs := by
  induction xs generalizing i with
  | nil => exact (Int.mul_zero k).symm
  | cons x xs ih =>
    show k * x * _ + tailValue f (i + 1) (map _ xs) = k * (x * _ + tailValue f (i + 1) xs)
    rw [ih, Int.mul_add, Int.mul_assoc]
theorem map_zero_add (xs : Coeffs) : map (fun y => (0 : Int) + y) xs = xs := by
  induction xs with
  | nil => rfl
  | cons x xs ih =>
    show cons (0 + x) (map _ xs) = cons x xs
    rw [ih, Int.zero_add]
theorem zip_nil_right (xs : Coeffs) : zip (fun x y => x + y) xs nil = xs := by
  induction xs with
  | nil => rfl
  | cons x xs ih =>
    show cons (x + 0) (zip _ xs nil) = cons x xs
    rw [ih, Int.add_zero]
theorem tailValue_plus (i : Nat) (xs ys : Coeffs) :
    tailValue f i (plus xs ys) = tailValue f i xs + tailValue f i ys := by
  unfold plus
  induction xs generalizing i ys with
  | nil =>
    show tailValue f i (map (fun y => (0 : Int) + y) ys) = 0 + tailValue f i ys
    rw [map_zero_add, Int.zero_add]
  | cons x xs ih => cases ys with
    | nil => rw [zip_nil_right]; exact (Int.add_zero _).symm
    | cons y ys =>
      show (x + y) * f i + tailValue f (i + 1) (zip _ xs ys)
        = x * f i + tailValue f (i + 1) xs + (y * f i + tailValue f (i + 1) ys)
      rw [ih, Int.add_mul]
      simp only [Int.add_assoc, Int.add_left_comm]
theorem value_plus (xs ys : Coeffs) : value f (plus xs ys) = value f xs + value f ys := by
  cases xs with
  | nil =>
    show value f (map (fun y => (0 : Int) + y) ys) = 0 + value f ys
    rw [map_zero_add, Int.zero_add]
  | cons x xs => cases ys with
    | nil => unfold plus; rw [zip_nil_right]; exact (Int.add_zero _).symm
    | cons y ys =>
      show x + y + tailValue f 0 (plus xs ys) = x + tailValue f 0 xs + (y + tailValue f 0 ys)
      rw [tailValue_plus]
      simp only [Int.add_assoc, Int.add_left_comm]
theorem value_times (k : Int) (xs : Coeffs) : value f (times k xs) = k * value f xs := by
  cases xs with
  | nil => exact (Int.mul_zero k).symm
  | cons x xs =>
    show k * x + tailValue f 0 (map _ xs) = k * (x + tailValue f 0 xs)
    rw [tailValue_map, Int.mul_add]
theorem tailValue_single (i j : Nat) (k : Int) : tailValue f j (single i k) = k * f (j + i) := by
  induction i generalizing j with
  | zero => exact Int.add_zero _
  | succ i ih =>
    show 0 * f j + tailValue f (j + 1) (single i k) = _
    rw [ih, Int.zero_mul, Int.zero_add, Nat.add_right_comm]; rfl
/-- `k` times atom `i`. -/
def atom (k : Int) (i : Nat) : Coeffs := cons 0 (single i k)
theorem value_atom (k : Int) (i : Nat) : value f (atom k i) = k * f i := by
  show 0 + tailValue f 0 (single i k) = _
  rw [tailValue_single, Int.zero_add, Nat.zero_add]
theorem value_const (k : Int) : value f (cons k nil) = k := Int.add_zero k

/-! ## differences and zero -/
/-- `xs - ys`. -/
def diff (xs ys : Coeffs) : Coeffs := plus xs (times (-1) ys)
theorem value_diff (xs ys : Coeffs) : value f (diff xs ys) = value f xs - value f ys := by
  unfold diff
  rw [value_plus, value_times, ← Int.neg_eq_neg_one_mul]; rfl
theorem and_eq_true {a b : Bool} (h : and a b = true) : a = true ∧ b = true := (Constraint.and_true_iff a b).mp h
theorem or_eq_true {a b : Bool} (h : or a b = true) : a = true ∨ b = true := by
  cases a with
  | true => exact .inl rfl
  | false => exact .inr h
def allZero : Coeffs → Bool
  | nil => true
  | cons x xs => and (decide (x = 0)) (allZero xs)
theorem tailValue_zero {xs : Coeffs} (h : allZero xs = true) (i : Nat) : tailValue f i xs = 0 := by
  induction xs generalizing i with
  | nil => rfl
  | cons x xs ih =>
    have h := and_eq_true h
    show x * f i + tailValue f (i + 1) xs = 0
    rw [of_decide_eq_true h.1, ih h.2, Int.zero_mul]; rfl
theorem value_zero {xs : Coeffs} (h : allZero xs = true) : value f xs = 0 := by
  cases xs with
  | nil => rfl
  | cons x xs =>
    have h := and_eq_true h
    show x + tailValue f 0 xs = 0
    rw [of_decide_eq_true h.1, tailValue_zero h.2]; rfl
/-- The same list, up to zeros at the end. -/
def same (xs ys : Coeffs) : Bool := allZero (diff xs ys)
theorem value_same {xs ys : Coeffs} (h : same xs ys = true) : value f xs = value f ys := by
  have j := value_zero (f := f) h
  rw [value_diff] at j
  exact Int.eq_of_sub_eq_zero j
end Lean.Omega.Coeffs
end
